//! Data written as `.inf` source must be the same data when the compiler reads it.

use std::process::Command;

use infc::base::{Number, Plain, PlainId};
use infc::data::inf;
use infc::data::json::{self, Html, Layout};

#[test]
fn strings_come_back_as_values_and_labels() {
    let mut strings: Vec<String> = (0..=0xff)
        .map(char::from)
        .chain("\u{ad}é\u{2028}\u{2029}\u{feff}\u{fffe}😀\u{10ffff}".chars())
        .flat_map(|char| {
            [format!("{char}"), format!("a{char}"), format!("{char}b"), format!("a{char}\nb\n")]
        })
        .collect();
    let special = "for if let in import package true null _x #x _#x __x $x x_1 1x x-y \\(x) \\ \" ' \
                   \"\"\" '''\n\"\"\"\n a\"\"\"\"b\n #\"x\"#\n";
    strings.extend(special.split(' ').map(str::to_owned));
    strings.extend(
        ["", "\n", "\n\n", "a\n\tb\n", "\ta\n  b", "\"\"\"\"\"\"\n", "a\r\nb\n"].map(str::to_owned),
    );
    strings.sort();
    strings.dedup();
    let mut plain = Plain::default();
    let values: Vec<PlainId> = strings.iter().map(|text| plain.str(text, None)).collect();
    let map = plain.map(strings.iter().zip(values.iter().copied()), None);
    let list = plain.list(values, None);
    let nested = plain.list(vec![map, list], None);
    let root = plain.map([("map", map), ("list", list), ("nested", nested)], None);
    check(&plain, root);
}

#[test]
fn numbers_and_bytes_come_back() {
    let mut plain = Plain::default();
    let texts = ["0", "-1", "1.50", "1e3", "-1e-7", "1.0", "99999999999999999999", "0e5", "0.000"];
    let mut nodes: Vec<PlainId> = texts
        .iter()
        .map(|text| plain.number(Number::parse(text).expect("a number"), None))
        .collect();
    let all: Vec<u8> = (0..=0xff).collect();
    nodes.push(plain.bytes(&all, None));
    nodes.push(plain.bytes("é'\"\\(x)\n'''".as_bytes(), None));
    nodes.push(plain.null(None));
    nodes.push(plain.bool(false, None));
    let list = plain.list(nodes, None);
    let empty = plain.map::<&str>([], None);
    let root = plain.map([("values", list), ("empty", empty)], None);
    check(&plain, root);
}

/// Writes `root` as source, lets the compiler export that as JSON, and compares.
fn check(plain: &Plain, root: PlainId) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("data.inf");
    let mut source = String::new();
    inf::write(plain, root, &mut source);
    std::fs::write(&path, source).expect("the source is written");
    let output = Command::new(env!("CARGO_BIN_EXE_infc"))
        .arg("export")
        .arg(&path)
        .args(["--out", "json"])
        .output()
        .expect("the compiler starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut expected = String::new();
    json::write(plain, root, Layout::Lines, Html::Keep, &mut expected);
    let found = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}
