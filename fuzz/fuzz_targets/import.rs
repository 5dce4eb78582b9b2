//! Texts are data files: written as `.inf` they mean the same data; and definitions of custom
//! resources become sources that parse.
#![no_main]

mod finds;

use infc::base::Sources;
use infc::session::{self, As, ExportOptions, Format, Memory, Request};
use infc::syntax::parse;
use libfuzzer_sys::fuzz_target;

/// What `name` exports as, from a directory that holds it alone.
fn exported(name: &str, text: &str, format: Format) -> Option<String> {
    let mut request = Request { inputs: vec![name.to_owned()], ..Request::default() };
    request.limits.vertices = 10_000;
    request.limits.text = 1 << 20;
    let files = Memory::new("/w").with(name, text.to_owned());
    let options = ExportOptions {
        format,
        what: Some(As::Value),
        escape: false,
        strict: false,
        package: None,
    };
    let outcome = session::export(&files, &request, &options);
    infc::cli::drawn(&outcome.reports);
    outcome.value.map(|bytes| String::from_utf8(bytes).expect("text is UTF-8"))
}

fuzz_target!(|text: &str| {
    finds::are_only_ours();
    for name in ["in.yaml", "in.json", "in.toml"] {
        let json = exported(name, text, Format::Json);
        let Some(source) = exported(name, text, Format::Inf) else { continue };
        let again = exported("in.inf", &source, Format::Json);
        assert_eq!(json, again, "{name} as a source:\n{source}");
    }
    let files = Memory::new("/w").with("crd.yaml", text.to_owned());
    let outcome = session::import_crds(&files, &["crd.yaml".to_owned()]);
    infc::cli::drawn(&outcome.reports);
    for made in outcome.value.unwrap_or_default() {
        let mut sources = Sources::default();
        let file = sources.add(&made.path, made.text.as_str());
        let parsed = parse(file, &made.text);
        assert!(parsed.diagnostics.is_empty(), "{}", made.text);
    }
});
