//! Tests of the YAML writer; `tests/yaml_safety.rs` reads its text back with every reader there is.

use super::*;

/// The text of a string as a value.
fn of(text: &str) -> String {
    let mut plain = Plain::default();
    let node = plain.str(text, None);
    let mut out = String::new();
    write(&plain, node, &mut out);
    out
}

#[test]
fn leaves_the_usual_words_plain() {
    for text in [
        "nginx",
        "xxx/ai-app",
        "nginx:1.25",
        "100m",
        "128Mi",
        "10s",
        "v1.2",
        "/bin/sh",
        "$(VAR)",
        "${VAR}",
        "-c",
        "--flag=x",
        "./run",
        "../x",
        "http://a.b:80/c?d=e#f",
        "it's",
        "a b c",
        "apps/v1",
        "10.0.0.0/8",
        "ReadWriteOnce",
        "日本語",
        "x86_64",
        "a,b",
        "a=b",
        "node.kubernetes.io/os",
    ] {
        assert_eq!(of(text), format!("{text}\n"));
    }
}

#[test]
fn quotes_what_some_reader_takes_for_something_else() {
    for text in [
        "",
        "y",
        "N",
        "On",
        "OFF",
        "yes",
        "No",
        "TRUE",
        "null",
        "~",
        "0",
        "0123",
        "1_000",
        "0x1F",
        "1e3",
        "12:30:45",
        "2001-01-01",
        ".5",
        "+1",
        "-1",
        "-.inf",
        ".NaN",
        "inf",
        "<<",
        "=",
        "-",
        "--",
        "---",
        " a",
        "10.0.0.1",
        "0.1:2",
        "-inf",
        "1.2.3",
        "t",
        "F",
        "0b12",
        "1,000",
    ] {
        assert_eq!(of(text), format!("\"{text}\"\n"));
    }
    for text in [
        "a: b", "a:", "a #b", "# a", "[a]", "{a}", "&a", "*a", "!a", "|", "%a", "@a", "a ", "?",
        ":", "{{ x }}",
    ] {
        assert_eq!(of(text), format!("'{text}'\n"));
    }
}

#[test]
fn chooses_the_quotes_by_what_is_inside() {
    assert_eq!(of(r"C:\Windows\"), "'C:\\Windows\\'\n");
    assert_eq!(of(r#"say "it's""#), "'say \"it''s\"'\n");
    assert_eq!(of("a\tb"), "\"a\\tb\"\n");
    assert_eq!(
        of("a\u{2028}\u{feff}\u{85}\0\u{10ffff}"),
        "\"a\\u2028\\ufeff\\u0085\\u0000\\U0010ffff\"\n"
    );
}

#[test]
fn writes_lines_as_a_block_where_that_is_exact() {
    assert_eq!(of("a\nb"), "|-\n  a\n  b\n");
    assert_eq!(of("a\n\n  b\n"), "|\n  a\n\n    b\n");
    assert_eq!(of("a\n\n"), "|+\n  a\n\n");
    for (text, quoted) in [
        ("\na", r#""\na""#),
        (" a\nb", r#"" a\nb""#),
        ("a \nb", r#""a \nb""#),
        ("a\n\tb", r#""a\n\tb""#),
        ("a\r\nb\n", r#""a\r\nb\n""#),
        ("a\n ", r#""a\n ""#),
    ] {
        assert_eq!(of(text), format!("{quoted}\n"));
    }
}

#[test]
fn lays_out_maps_and_lists() {
    let mut plain = Plain::default();
    let one = plain.int(1, None);
    let text = plain.str("a\nb\n", None);
    let none = plain.list(Vec::new(), None);
    let empty = plain.map::<&str>([], None);
    let bytes = plain.bytes(b"hello", None);
    let inner = plain.list(vec![one, text], None);
    let item = plain.map([("name", text), ("y", one), ("list", inner)], None);
    let big = plain.number(crate::base::Number::parse("1e3").unwrap(), None);
    let items = plain.list(vec![item, inner, one, none, empty, big], None);
    let long = "k".repeat(LONGEST_SIMPLE_KEY + 1);
    let root = plain.map([("items", items), ("text", text), ("none", none), (&long, bytes)], None);
    let mut out = String::new();
    write_stream(&plain, [root, empty], &mut out);
    insta::assert_snapshot!(out.replace(&long, "LONG"), @r#"
    items:
      - name: |
          a
          b
        "y": 1
        list:
          - 1
          - |
            a
            b
      - - 1
        - |
          a
          b
      - 1
      - []
      - {}
      - 1.0E+3
    text: |
      a
      b
    none: []
    ? LONG
    : !!binary aGVsbG8=
    ---
    {}
    "#);
}

#[test]
fn survives_any_depth() {
    let mut plain = Plain::default();
    let mut node = plain.str("y", None);
    for level in 0..100_000 {
        node = match level % 2 {
            0 => plain.list(vec![node], None),
            _ => plain.map([("k", node)], None),
        };
    }
    let mut out = String::new();
    write(&plain, node, &mut out);
    assert!(out.len() < 1_000_000 && out.contains("[\"y\"]"));
}
