//! Tests of the `.inf` writer.

use super::*;
use crate::base::Sources;
use crate::data::json;

fn written(text: &str) -> String {
    let mut plain = Plain::default();
    let file = Sources::default().add("x.json", text);
    let root = json::read(text, file, &mut plain).unwrap();
    let mut out = String::new();
    write(&plain, root, &mut out);
    out
}

#[test]
fn lays_out_fields_and_lists() {
    let text = written(
        r##"{"name": "web", "replicas": 2, "x-y": 1.50, "_hidden": true, "#def": null, "if": -1,
            "empty": {}, "labels": {"app.io/name": "a", "tier": "b"}, "after": [1, [2, "x"], []],
            "ports": [{"port": 80}, {"port": 443, "tls": {"on": true}}], "mixed": [1, {"a": 1}, "z"],
            "text": "a\n\n\tb \\ \"\"\"\n", "texts": ["a\nb"], "big": 99999999999999999999, "é": 1e3}"##,
    );
    insta::assert_snapshot!(text, @r###"
    name:      "web"
    replicas:  2
    "x-y":     1.50
    "_hidden": true
    "#def":    null
    if:        -1
    empty:     {}
    labels: {
    	"app.io/name": "a"
    	tier:          "b"
    }
    after: [1, [2, "x"], []]
    ports: [{
    	port: 80
    }, {
    	port: 443
    	tls: {
    		on: true
    	}
    }]
    mixed: [1, {
    	a: 1
    }, "z"]
    text: #"""
    	a

    	\#tb \#\ """

    	"""#
    texts: ["""
    	a
    	b
    	"""]
    big: 99999999999999999999
    é:   1E+3
    "###);
}

#[test]
fn any_value_may_be_a_file() {
    assert_eq!(written("1"), "1\n");
    assert_eq!(written("{}"), "{}\n");
    assert_eq!(written("[]"), "[]\n");
    assert_eq!(written("[{\"a\": 1}]"), "[{\n\ta: 1\n}]\n");
    assert_eq!(written(r#""a\u0000\u2028\r\"\\(x)""#), "\"a\\u0000\\u2028\\r\\\"\\\\(x)\"\n");
    assert_eq!(written(r#""a\nb""#), "\"\"\"\n\ta\n\tb\n\t\"\"\"\n");
}

#[test]
fn hashes_stand_where_they_are_needed() {
    assert_eq!(written(r##""a\n\"\"\"#b\t""##), "##\"\"\"\n\ta\n\t\"\"\"#b\\##t\n\t\"\"\"##\n");
    let many = format!("\"a\\n\\\"\\\"\\\"{}\"", "#".repeat(100));
    assert!(written(&many).starts_with("\"a\\n\\\""), "{}", written(&many));
    for (text, expected) in [
        ("plain", "\"plain\""),
        ("\"", "#\"\"\"#"),
        ("a\\(b)", "#\"a\\(b)\"#"),
        ("a\"##b\\#", "###\"a\"##b\\#\"###"),
        ("\"\t", "\"\\\"\\t\""),
    ] {
        let mut out = String::new();
        raw(text, &mut out);
        assert_eq!(out, expected, "{text}");
    }
}

#[test]
fn bytes_are_text_where_they_are() {
    let mut plain = Plain::default();
    let node = plain.bytes(b"a'\xff\n\xc3\xa9\\", None);
    let mut out = String::new();
    write(&plain, node, &mut out);
    assert_eq!(out, "'a\\'\\xff\\né\\\\'\n");
}

#[test]
fn survives_any_depth() {
    let mut plain = Plain::default();
    let mut node = plain.null(None);
    for level in 0..100_000 {
        node = match level % 2 {
            0 => plain.list(vec![node], None),
            _ => plain.map([("k", node)], None),
        };
    }
    let mut out = String::new();
    write(&plain, node, &mut out);
    assert!(out.len() < 1_000_000 && out.contains("{k: [null]}"));
}
