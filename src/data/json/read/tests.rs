//! Tests of the JSON reader.

use super::*;
use crate::base::Sources;
use crate::data::json::{Html, Layout, write};

fn file() -> FileId {
    Sources::default().add("x.json", "")
}

fn round(text: &str) -> String {
    let mut plain = Plain::default();
    match read(text, file(), &mut plain) {
        Ok(node) => {
            let mut out = String::new();
            write(&plain, node, Layout::Compact, Html::Keep, &mut out);
            out
        }
        Err(error) => {
            let span = error.marks[0].span;
            format!("{}..{} {}", span.start, span.end, error.message)
        }
    }
}

#[test]
fn reads_what_it_writes() {
    for text in [
        r#"{"b":[1,-2.50,1E+3,99999999999999999999],"a":{},"":[[],null,true,false]}"#,
        r#""\"\\\n\b\f\u0001é""#,
        "0",
    ] {
        assert_eq!(round(text), text);
    }
    assert_eq!(round(r#" "\u00e9\ud83d\ude00\/" "#), r#""é😀/""#);
}

#[test]
fn says_what_is_wrong_and_where() {
    let errors = [
        "",
        "[1,]",
        "[1 2]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1,\"a\":2}",
        "tru",
        "\"a",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\\u12\"",
        "01",
        "1.",
        "-",
        "1e",
        "1 2",
        "\"\n\"",
        "1e999999",
        "[",
        "{\"a\":",
        "é",
    ];
    let report: Vec<_> = errors.iter().map(|text| format!("{text:?}: {}", round(text))).collect();
    insta::assert_snapshot!(report.join("\n"), @r#"
    "": 0..0 JSON: a value was expected here, not the end of the text
    "[1,]": 3..4 JSON: a value was expected here, not `]`
    "[1 2]": 3..4 JSON: `,` or `]` was expected here, not `2`
    "{\"a\":1,}": 7..8 JSON: a key in double quotes was expected here, not `}`
    "{a:1}": 1..2 JSON: a key in double quotes was expected here, not `a`
    "{\"a\" 1}": 5..6 JSON: `:` was expected here, not `1`
    "{\"a\":1,\"a\":2}": 7..10 the key `a` stands here twice
    "tru": 0..1 JSON: a value was expected here, not `t`
    "\"a": 0..2 this string has no closing quote
    "\"\\x\"": 1..3 JSON has no such escape
    "\"\\ud800\"": 1..7 this escape is half of a surrogate pair, which is no character
    "\"\\u12\"": 1..3 `\u` needs four hexadecimal digits
    "01": 0..2 `01` is no JSON number
    "1.": 0..2 `1.` is no JSON number
    "-": 0..1 `-` is no JSON number
    "1e": 0..2 `1e` is no JSON number
    "1 2": 2..3 JSON: the end of the text was expected here, not `2`
    "\"\n\"": 1..2 a control character within a string
    "1e999999": 0..8 this number is out of range
    "[": 1..1 JSON: a value was expected here, not the end of the text
    "{\"a\":": 5..5 JSON: a value was expected here, not the end of the text
    "é": 0..2 JSON: a value was expected here, not `é`
    "#);
}

#[test]
fn every_node_knows_its_place() {
    let text = r#"{"a": [1, "x"]}"#;
    let mut plain = Plain::default();
    let root = read(text, file(), &mut plain).unwrap();
    let list = plain.get(root, "a").unwrap();
    assert_eq!(plain.span(list).unwrap().of(text), r#"[1, "x"]"#);
    assert_eq!(plain.span(root).unwrap().of(text), text);
}

#[test]
fn survives_any_depth() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(round(&deep), deep);
    assert!(round(&"[".repeat(100_000)).contains("end of the text"));
}
