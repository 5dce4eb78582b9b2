//! Texts are evaluated with small limits, and the messages are drawn.
#![no_main]

use infc::session::{self, As, EvalOptions, ExportOptions, Memory, Request};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let request = Request::bounded("in.inf", 10_000);
    let files = Memory::new("/w").with("in.inf", text.to_owned());
    let options = ExportOptions { what: Some(As::Value), ..ExportOptions::default() };
    infc::cli::drawn(&session::export(&files, &request, &options).reports);
    infc::cli::drawn(&session::eval(&files, &request, &EvalOptions::default()).reports);
});
