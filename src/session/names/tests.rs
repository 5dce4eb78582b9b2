//! What names lead to across files and packages.

use std::path::Path;

use super::*;
use crate::package::{self, LoadOptions, Memory, Root};
use crate::program;

/// A project of files, loaded from the directory `/w/app`.
fn load(files: &[(&str, &str)]) -> Loaded {
    let memory = files.iter().fold(
        Memory::new("/w").with("inf.toml", "[package]\nname = \"ex\"\nversion = \"0.1.0\"\n"),
        |memory, (path, text)| memory.with(path, *text),
    );
    let options = LoadOptions {
        standard: &["strings"],
        tags: Default::default(),
        context: Default::default(),
        data: &[],
        beside: None,
        release: None,
        tests: false,
        threads: Default::default(),
    };
    let root = Root::Directory { path: "app".into(), package: None };
    let loaded = package::load(&memory, &root, &options);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    assert!(program::is_predeclared("string"));
    loaded
}

/// The places, as `file:line`, of all occurrences of the token that `mark` (`«…»`) stands around
/// in one of the files.
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let (mut marked, mut plain) = (None, Vec::new());
    for (path, text) in files {
        if let Some(at) = text.find('«') {
            marked = Some((*path, at as u32));
        }
        plain.push((*path, text.replace(['«', '»'], "")));
    }
    let files: Vec<(&str, &str)> =
        plain.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let loaded = load(&files);
    let names = Names::new(&loaded);
    let (path, offset) = marked.expect("a token is marked");
    let is_it = |file: &&FileId| loaded.sources.path(**file) == Path::new(path);
    let file = *names.order.iter().find(is_it).expect("the file was loaded");
    let here = names.at(file, offset).expect("there is a name");
    let found = names.occurrences(&here.name, &here.targets);
    let shown = |one: &Occurrence| {
        let path = loaded.sources.path(one.span.file).display();
        format!("{path}:{}", loaded.sources.line_column(one.span).line)
    };
    assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected);
}

#[test]
fn labels_lead_to_the_definitions_they_are_unified_with() {
    let file = "package app\n#S: {\n\tname: string\n\tn: name\n}\nx: #S & {\n\t«name»: \"a\"\n}\ny: x.name\nname: 3\n";
    check(&[("app/a.inf", file)], &["app/a.inf:3", "app/a.inf:4", "app/a.inf:7", "app/a.inf:9"]);
}

#[test]
fn names_lead_across_files_and_packages() {
    check(
        &[
            ("app/a.inf", "package app\nimport \"ex/base\"\nx: base.#S & {\n\tport: «size»\n}\n"),
            ("app/b.inf", "package app\nsize: 3\n"),
            ("base/s.inf", "package base\n#S: port: int\n"),
        ],
        &["app/a.inf:4", "app/b.inf:2"],
    );
    check(
        &[
            ("app/a.inf", "package app\nimport \"ex/base\"\nx: base.#S & {\n\t«port»: 1\n}\n"),
            ("app/b.inf", "package app\ny: x.port\n"),
            ("base/s.inf", "package base\n#S: port: int\n"),
        ],
        &["app/a.inf:4", "app/b.inf:2", "base/s.inf:2"],
    );
    check(
        &[
            ("app/a.inf", "package app\nimport \"ex/base\"\nx: base.«#S» & {\n\tport: 1\n}\n"),
            ("base/s.inf", "package base\n#S: port: int\n"),
        ],
        &["app/a.inf:3", "base/s.inf:2"],
    );
}

#[test]
fn fields_are_followed_through_lists_embeddings_and_selectors() {
    let file = "package app\n#P: {\n\tport: int\n}\n#S: {\n\tports: [...#P]\n}\nx: #S & {\n\tports: [{«port»: 1}]\n}\n";
    check(&[("app/a.inf", file)], &["app/a.inf:3", "app/a.inf:9"]);
    let file = "package app\n#B: {\n\t«id»: int\n}\n#S: {\n\t#B\n\tkey: id2\n\tid2: id\n\tid: 3\n}\nz: #S.id\n";
    check(&[("app/a.inf", file)], &["app/a.inf:3", "app/a.inf:8", "app/a.inf:9", "app/a.inf:11"]);
}

#[test]
fn circles_end() {
    let file = "package app\na: b & {«x»: 1}\nb: a & {x: int}\nc: c.d.e\n#N: next: #N\nn: #N.next.next.next\n";
    check(&[("app/a.inf", file)], &["app/a.inf:2", "app/a.inf:3"]);
}
