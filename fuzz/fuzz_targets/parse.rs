//! Texts are parsed, and what is said of them points into them.
#![no_main]

use infc::base::Sources;
use infc::syntax::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let file = sources.add("in.inf", text);
    for mark in parse(file, text).diagnostics.iter().flat_map(|diagnostic| &diagnostic.marks) {
        assert!(text.get(mark.span.start as usize..mark.span.end as usize).is_some());
    }
});
