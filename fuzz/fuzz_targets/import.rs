//! Texts are data files: written as `.inf` they mean the same data; and definitions of custom
//! resources become sources that parse.
#![no_main]

mod finds;

use infc::base::{Number, Plain, Shape, Sources};
use infc::data::json;
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

/// Whether two texts of JSON hold the same data. A number may be written in two ways: `1.` is `1` in
/// JSON and `1.0` in a source.
fn same(left: &str, right: &str) -> bool {
    let mut plain = Plain::default();
    let file = Sources::default().add("out.json", left);
    let mut read = |text| json::read(text, file, &mut plain).expect("what is exported is JSON");
    let mut pairs = vec![(read(left), read(right))];
    while let Some((left, right)) = pairs.pop() {
        let number = |shape: Shape<'_>| match shape {
            Shape::Int(value) => Some(Number::from(value)),
            Shape::Number(value) => Some(value.clone()),
            _ => None,
        };
        let (one, other) = (plain.shape(left), plain.shape(right));
        let equal = match (one, other) {
            (Shape::List(one), Shape::List(other)) => {
                pairs.extend(one.iter().copied().zip(other.iter().copied()));
                one.len() == other.len()
            }
            (Shape::Map, Shape::Map) => {
                let (one, other) = (plain.entries(left), plain.entries(right));
                pairs.extend(one.clone().zip(other.clone()).map(|(one, other)| (one.1, other.1)));
                one.map(|entry| entry.0).eq(other.map(|entry| entry.0))
            }
            (Shape::Null, Shape::Null) => true,
            (Shape::Bool(one), Shape::Bool(other)) => one == other,
            (Shape::Str(one), Shape::Str(other)) => one == other,
            _ => number(one).zip(number(other)).is_some_and(|(one, other)| one.compare(&other).is_eq()),
        };
        if !equal {
            return false;
        }
    }
    true
}

fuzz_target!(|text: &str| {
    finds::are_only_ours();
    for name in ["in.yaml", "in.json", "in.toml"] {
        let Some(json) = exported(name, text, Format::Json) else { continue };
        let source = exported(name, text, Format::Inf).expect("what is JSON is a source");
        let again = exported("in.inf", &source, Format::Json);
        let is_same = again.as_ref().is_some_and(|again| *again == json || same(&json, again));
        assert!(is_same, "{name} as a source:\n{source}\nwas {json}\nis {again:?}");
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
