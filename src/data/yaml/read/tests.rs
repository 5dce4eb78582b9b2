//! Tests of the YAML reader: its data is shown as JSON.

use super::*;
use crate::base::Sources;
use crate::data::json::{self, Html, Layout};

fn shown(text: &str) -> String {
    let mut plain = Plain::default();
    let file = Sources::default().add("x.yaml", text);
    match read(text, file, &mut plain) {
        Ok(documents) => {
            let mut out = Vec::new();
            for node in documents {
                let mut line = String::new();
                json::write(&plain, node, Layout::Compact, Html::Keep, &mut line);
                out.push(line);
            }
            out.join("\n")
        }
        Err(error) => {
            let places: Vec<_> = error
                .marks
                .iter()
                .map(|it| format!("{}..{}", it.span.start, it.span.end))
                .collect();
            format!("{}: {}", places.join(" "), error.message)
        }
    }
}

#[test]
fn reads_streams() {
    assert_eq!(shown(""), "");
    assert_eq!(shown("# nothing\n"), "");
    assert_eq!(
        shown("a: 1\n---\n- x\n- 'y'\n--- \n...\n---\n|\n  z\n"),
        "{\"a\":1}\n[\"x\",\"y\"]\nnull\n\"z\\n\""
    );
}

#[test]
fn reads_scalars() {
    assert_eq!(
        shown(
            "[1.50, 1e3, 0x1F, yes, true, ~, '1', !!str 1, !!binary aGk=, 99999999999999999999, ! 12]"
        ),
        r#"[1.50,1E+3,31,"yes",true,null,"1","1","aGk=",99999999999999999999,"12"]"#
    );
}

#[test]
fn understands_anchors_and_merge_keys() {
    assert_eq!(
        shown("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: {y: 4, <<: [{z: 5}, *a]}\nd: *a\n"),
        r#"{"a":{"x":1,"y":2},"b":{"x":1,"y":3},"c":{"y":4,"z":5,"x":1},"d":{"x":1,"y":2}}"#
    );
    assert_eq!(shown("\"<<\": 1\n&k k: *k\n"), r#"{"<<":1,"k":"k"}"#);
}

#[test]
fn keys_are_text() {
    assert_eq!(
        shown("80: a\nTrue: b\n~: c\n1.50: d"),
        r#"{"80":"a","true":"b","null":"c","1.50":"d"}"#
    );
}

#[test]
fn says_what_is_wrong_and_where() {
    let errors = [
        "a: 1\nb: 2\na: 3\n",
        "{a: 1, a: 1}",
        "[a, b]: 1",
        "? {a: 1}\n: 2",
        "a: [1",
        "a: b: c",
        "é: \"\\q\"",
        "a: &x [*x]",
        "a: *none",
        "!!int x",
        "!mine x",
        "a: .inf",
        "<<: 1",
        "\ta: 1",
        "a: 'b",
        "- a\nb",
        "k: {<<: [1]}",
        "1e9999999",
        "a: |\n  x\n y\n",
    ];
    let report: Vec<_> = errors.iter().map(|text| format!("{text:?}: {}", shown(text))).collect();
    insta::assert_snapshot!(report.join("\n"), @r#"
    "a: 1\nb: 2\na: 3\n": 10..11 0..1: the key `a` stands here twice
    "{a: 1, a: 1}": 7..8 1..2: the key `a` stands here twice
    "[a, b]: 1": 0..1: YAML: a key must be a string, not a list or a map
    "? {a: 1}\n: 2": 2..3: YAML: a key must be a string, not a list or a map
    "a: [1": 5..5 3..3: YAML: while parsing a flow sequence, did not find expected ',' or ']'
    "a: b: c": 4..5: YAML: mapping values are not allowed in this context
    "é: \"\\q\"": 5..6 4..4: YAML: while parsing a quoted scalar, found unknown escape character
    "a: &x [*x]": 7..9: YAML: this alias stands within what it names
    "a: *none": 3..8: YAML: there is no anchor `&none` before it
    "!!int x": 0..7: YAML: `x` is not what its tag says
    "!mine x": 0..7: YAML: this tag has no meaning here
    "a: .inf": 3..7: YAML: `.inf` is no number here: there are no infinities and no NaN
    "<<: 1": 0..2: YAML: `<<` merges a map or a list of maps, nothing else
    "\ta: 1": 0..1: YAML: a tab cannot indent, nor begin a value
    "a: 'b": 5..5 3..3: YAML: while scanning a quoted scalar, found unexpected end of stream
    "- a\nb": 5..5 4..4: YAML: while scanning a simple key, could not find expected ':'
    "k: {<<: [1]}": 4..6: YAML: `<<` merges a map or a list of maps, nothing else
    "1e9999999": 0..9: YAML: this number is out of range
    "a: |\n  x\n y\n": 10..11 0..0: YAML: while parsing a block mapping, did not find expected key
    "#);
}

#[test]
fn laughs_end() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 9].join(", "));
    }
    assert!(shown(&text).contains("aliases stand for more than"));
}

#[test]
fn every_node_knows_its_place() {
    let text = "é: [1, \"x\"]\nb: y\n";
    let mut plain = Plain::default();
    let file = Sources::default().add("x.yaml", text);
    let root = read(text, file, &mut plain).unwrap()[0];
    let of = |key| plain.span(plain.get(root, key).unwrap()).unwrap().of(text);
    assert_eq!((of("é"), of("b")), ("[1, \"x\"]", "y"));
}

#[test]
fn survives_any_depth() {
    for text in ["[".repeat(20_000), "- ".repeat(20_000), "{a: ".repeat(20_000)] {
        shown(&text);
        shown(&(text + "x"));
    }
}

#[test]
fn reads_what_the_writer_writes() {
    let mut plain = Plain::default();
    let texts = ["yes", "1_000", "a\nb\n", " x", "<<", "", "é\u{2028}\0", "a\n\n", "- a", "0o17"];
    let nodes: Vec<_> = texts.iter().map(|text| plain.str(text, None)).collect();
    let list = plain.list(nodes.clone(), None);
    let map = plain.map(texts.iter().zip(nodes), None);
    let root = plain.list(vec![list, map], None);
    let (mut yaml, mut json) = (String::new(), String::new());
    super::super::write(&plain, root, &mut yaml);
    json::write(&plain, root, Layout::Compact, Html::Keep, &mut json);
    assert_eq!(shown(&yaml), json);
}

#[test]
fn what_the_crate_does_not_expect_is_an_error() {
    for text in [
        "a: &x [1, !'q', \"d\\n\"] q', \"d\\n\"]",
        "[!!!!-BVTUUUU9,\n",
        "[!!!, e!-BM-]TUUUU8])5 =+UU<",
    ] {
        assert!(shown(text).contains("YAML: "), "{}", shown(text));
    }
}

#[test]
fn what_only_begins_like_a_number_is_a_text() {
    assert_eq!(shown("44v44E04444444444000077777: 7"), r#"{"44v44E04444444444000077777":7}"#);
    assert!(shown("a: 44E04444444444000077777").contains("out of range"));
}

#[test]
fn a_tag_may_end_in_a_comma() {
    assert_eq!(shown("a: [!!str, b]"), r#"{"a":["","b"]}"#);
    assert_eq!(
        shown("a: ['!x,', \"!y,\", !!str, c !z, d, !!str, e]\nb: |\n  !u, v\n"),
        r#"{"a":["!x,","!y,","","c !z","d","","e"],"b":"!u, v\n"}"#
    );
    assert_eq!(shown("a: [!!str, *b]"), "11..13: YAML: there is no anchor `&b` before it");
    let many = format!("[{}]", "!!str, ".repeat(1_000));
    assert!(shown(&many).contains("this tag cannot be read"));
}

#[test]
fn a_text_may_end_without_a_line_break() {
    assert_eq!(shown("d: |\n  a\n  b"), r#"{"d":"a\nb"}"#);
    assert_eq!(shown("d: |-\n  a\n  b"), r#"{"d":"a\nb"}"#);
    assert_eq!(shown("d: |\n  a\n  "), r#"{"d":"a\n"}"#);
    assert_eq!(shown("d: |+\n  a\n  "), r#"{"d":"a\n"}"#);
    assert_eq!(shown("d: |+\n  a\n\n  "), r#"{"d":"a\n\n"}"#);
    assert_eq!(shown("d: b"), r#"{"d":"b"}"#);
    assert_eq!(shown("d: b\\"), r#"{"d":"b\\"}"#);
    assert!(shown("d: \"b\\").contains("unexpected end of stream"));
}
