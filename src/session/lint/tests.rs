//! Lints on small sources.

use super::{LintOptions, lint};
use crate::package::Memory;
use crate::session::Request;

/// What is said of the package in a directory of sources, each as its code and the place.
fn said(sources: &[(&str, &str)]) -> Vec<String> {
    let files =
        sources.iter().fold(Memory::new("/w"), |files, (path, text)| files.with(path, *text));
    let request = Request { inputs: vec![".".to_owned()], ..Request::default() };
    let reports = lint(&files, &request, &LintOptions::default()).reports;
    let all =
        reports.iter().flat_map(|report| report.diagnostics.iter().map(move |one| (report, one)));
    all.map(|(report, one)| {
        let place = one.marks.first().map_or("", |mark| report.sources.slice(mark.span));
        format!("{} {place}", one.code.text())
    })
    .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let text = format!("package w\n{text}");
    assert_eq!(said(&[("a.inf", &text)]), expected, "{text}");
}

#[test]
fn hidden_fields_are_used_by_any_reference_in_the_package() {
    check("_a: 1\nb: {_c: 2}\n_#D: {x: _#D.y, y: 3}", &["W0901 _a", "W0901 _c", "W0901 _#D"]);
    check("_a: 1\nb: {_c: 2}.(_c)\nd: \"\\(_a)\"\nb2: b._c", &["E0101 ("]);
    check("_a: 1\nd: \"\\(_a)\"\nb: {_c: 2}\ne: b._c", &[]);
    check("_a: 1 @test(eq, 1)\nb: 1\n_c: b & <3\n_d: strings & 1", &["E0201 strings"]);
    check("b: 1\n_c: b & <3\n_e: b > 0\n_f: #F & {a: 1}\n#F: a: int", &["W0901 _f"]);
    let used =
        [("a.inf", "package w\n_a: 1\n_b: 2\n"), ("b_test.inf", "package w\nx: _a @test(eq, 1)")];
    assert_eq!(said(&used), ["W0901 _b"]);
}

#[test]
fn slips_are_told_of_what_is_laid_over() {
    let base = "base: {name: string, replicas: *1 | int, port1?: int}\n";
    let over = |fields: &str, expected: &[&str]| {
        check(&format!("{base}web: base & {{{fields}}}"), expected)
    };
    over("replcias: 2", &["W0902 replcias"]);
    over("nam: \"x\", replicas: 1", &[]);
    over("replica: 2", &["W0902 replica"]);
    over("replcias: 2, replicas: 1", &[]);
    over("port2: 2", &[]);
    over("other: 2", &[]);
    check(&format!("{base}web: base & {{replcias: 2}}\nx: web.replcias"), &[]);
    check("m: [string]: int\nm: {replicas: 1}\nm: {replcias: 2}", &[]);
    let files = [
        ("base.inf", "package w\nweb: {replicas: 1, image: \"a\"}"),
        ("prod.inf", "package w\nweb: {imgae: \"b\"}"),
    ];
    assert_eq!(said(&files), ["W0902 imgae"]);
}

#[test]
fn imports_are_hidden_where_the_package_is_meant() {
    let import = "import \"list\"\nn: list.Sum([1])\n";
    check(&format!("{import}a: list: list.Max([1])"), &["W0903 list"]);
    check(&format!("{import}a: \"list\": list.Max([1])"), &[]);
    check(&format!("{import}a: {{list: [1], b: list[0]}}"), &[]);
    check(&format!("{import}a: list: [1]"), &[]);
}

#[test]
fn constraints_that_exclude_each_other_are_told_once() {
    check("#A: a?: >5 & <3", &["W0904 <3"]);
    check("#A: a?: int & >5 & string", &["W0904 string"]);
    check("#A: {a?: >5\na?: <3}", &["W0904 <3"]);
    check("#P: <10\n#A: a?: #P & >20", &["W0904 >20"]);
    check("#A: a: (int & \"x\") | string", &["W0904 \"x\""]);
    check("#A: [int & >5]: 1\n#B: [=~\"^a\"]: 1", &["W0904 int & >5"]);
    check("#A: a?: =~\"a^b\"", &["W0904 =~\"a^b\""]);
    check("#A: a?: >5 & <7\nb: (1 & 2) == _|_\nc?: _|_\nd?: 1 & 2 @test(err)", &[]);
    check("#A: {x: int, a?: x & >5 & <b, b: 3}", &[]);
}

#[test]
fn defaults_are_reached_or_told() {
    check("#A: a: (*1 | int) & >5", &["W0905 1"]);
    check("#A: a: (*1 | int) & 3", &["W0905 1"]);
    check("#A: a: *1 | *2 | int", &["W0905 2"]);
    check("#A: a: (*1 | int) & (*2 | int)", &["W0905 2"]);
    check("#A: a: (*7 | int) & >5\nb: #A & {a: 8}\n#C: a: int & >0 & <9 | *1", &[]);
}

#[test]
fn what_is_said_twice_is_told() {
    check("a: {b: 1, c: 2, b: 1}", &["W0906 b: 1"]);
    check("#A: {}\na: {\n\t#A\n\t#A\n}", &["W0906 #A"]);
    check("#A: a: 1 | 2 | 1 | *3 | 3", &["W0906 1"]);
    check("a: {b: c: 1, b: d: 2}\nx: int\nx: 3\n#T: {a: 1} | {b: 2}", &[]);
}
