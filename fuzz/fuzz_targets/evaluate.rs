//! Texts are evaluated with small limits, and the messages are drawn.
#![no_main]

use infc::session::{self, As, EvalOptions, ExportOptions, Format, Memory, Request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut request = Request { inputs: vec!["in.inf".to_owned()], ..Request::default() };
    request.limits.vertices = 10_000;
    request.limits.trials = 1_000;
    request.limits.text = 1 << 20;
    request.limits.depth = 500;
    let files = Memory::new("/w").with("in.inf", text.to_owned());
    let options = ExportOptions {
        format: Format::Yaml,
        what: Some(As::Value),
        escape: false,
        strict: false,
        package: None,
    };
    infc::cli::drawn(&session::export(&files, &request, &options).reports);
    infc::cli::drawn(&session::eval(&files, &request, &EvalOptions::default()).reports);
});
