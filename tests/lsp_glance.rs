//! A glance in the running server: in a package that takes long to check, what was edited is told
//! before all is checked; what was said of other places moves along with the edit until then, and is
//! replaced after.

mod lsp_client;

use std::fmt::Write;

use lsp_client::Client;
use serde_json::Value;

/// How many values are checked besides: what takes well more than the time from which on a glance is
/// worth it.
const MANY: usize = 60_000;

/// A package with a fault in `slow`, and one in `two` as long as `one` is 1.
fn text() -> String {
    let mut text = String::from("package a\n\nimport \"list\"\n\n");
    let _ = writeln!(text, "slow: [for i in list.Range(0, {MANY}, 1) {{i & <{}}}]", MANY - 1);
    text.push_str("one: 1\ntwo: 2 & one\n");
    text
}

/// The errors that are told, as codes and places, in the order of the places.
fn said(diagnostics: &Value) -> Vec<String> {
    let one = |one: &Value| {
        let word = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}", word("code"), word("range"))
    };
    let all = diagnostics.as_array().into_iter().flatten().map(one);
    all.filter(|one| one.starts_with('E')).collect()
}

#[test]
fn a_glance_comes_first_moves_what_was_said_and_is_replaced() {
    let mut client = Client::start(vec![("a.inf".to_owned(), text())]);
    let before = said(&client.ask("diagnostics a.inf"));
    let [first, second] = before.as_slice() else { panic!("two faults: {before:?}") };
    assert!(first.starts_with("E0403 5:"), "{first}");
    assert!(second.starts_with("E0401 7:"), "{second}");

    // A line with a fault of its own, and a value that mends `two`.
    client.edit(r#"a.inf:6:1-6:7 "new: 1 & \"x\"\none: 2""#);
    let glance = said(&client.ask("diagnostics a.inf"));
    let moved = second.replace(" 7:", " 8:").replace("-7:", "-8:");
    let [old, new, stale] = glance.as_slice() else { panic!("three faults: {glance:?}") };
    assert_eq!((old, stale), (first, &moved), "what was said moves along");
    assert!(new.starts_with("E0402 6:") || new.starts_with("E0401 6:"), "{new}");

    let all = said(&client.again("a.inf"));
    assert_eq!(all, [old.clone(), new.clone()], "the check of all replaces it");
    client.end();
}
