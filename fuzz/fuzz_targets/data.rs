//! Texts are read as data; what was read can be written as JSON and YAML, and read again.
#![no_main]

mod finds;

use infc::base::{Plain, Sources};
use infc::data::json::{self, Html, Layout};
use infc::data::{toml, yaml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    finds::are_only_ours();
    let mut sources = Sources::default();
    let file = sources.add("in", text);
    let mut plain = Plain::default();
    let mut read = json::read_all(text, file, &mut plain).unwrap_or_default();
    read.extend(yaml::read(text, file, &mut plain).unwrap_or_default());
    read.extend(toml::read(text, file, &mut plain));
    for node in read {
        let mut as_json = String::new();
        json::write(&plain, node, Layout::Lines, Html::Keep, &mut as_json);
        assert!(json::read(&as_json, file, &mut Plain::default()).is_ok(), "{as_json}");
        let mut as_yaml = String::new();
        yaml::write_stream(&plain, [node].into_iter(), &mut as_yaml);
        assert!(yaml::read(&as_yaml, file, &mut Plain::default()).is_ok(), "{as_yaml}");
    }
});
