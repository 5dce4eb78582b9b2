//! What parses is laid out; the result parses, and laid out again nothing changes.
#![no_main]

use infc::base::Sources;
use infc::format::tidy;
use infc::syntax::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let file = sources.add("in.inf", text);
    let parsed = parse(file, text);
    if !parsed.diagnostics.is_empty() {
        return;
    }
    let once = tidy(&parsed.tree, text);
    let again = parse(file, &once);
    assert!(again.diagnostics.is_empty(), "{once}");
    assert_eq!(tidy(&again.tree, &once), once);
});
