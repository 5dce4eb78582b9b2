//! The pages of the codes, `docs/codes`: every code has one and nothing else does, and their
//! examples are run. Adding a page is enough to have it tested.
//!
//! ```text
//! # E0405: Unknown field          the code and its title
//! ## Wrong                        any number of sections whose headings start so …
//! ## Right                        … or so: each is a directory of files
//! ```
//!
//! A fenced block with a language and a file name (` ```inf web.inf `) is a file; a `console`
//! block is what runs; if there is none, all sources that lie in no directory are exported as YAML,
//! which looks for manifests. What is wrong must fail with the code
//! of the page and no other, what is right must pass without a word.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use infc::session::Code;

/// A section of a page that is run.
struct Example {
    heading: String,
    files: Vec<(String, String)>,
    commands: Vec<String>,
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.text().to_owned()).collect();
    assert_eq!(codes.len(), Code::ALL.len(), "a code stands twice in the table");
    let pages: BTreeSet<String> = pages().iter().map(|path| stem(path)).collect();
    assert_eq!(pages, codes, "pages and codes differ");
    for code in Code::ALL {
        let heading = format!("# {}: {}\n", code.text(), code.title());
        assert!(code.page().starts_with(&heading), "{}: the first line is {heading}", code.text());
        assert!(code.page().contains("\n## How to mend it\n"), "{}: no mend", code.text());
    }
}

#[test]
fn wrong_examples_give_the_code_and_right_ones_nothing() {
    let mut faults = Vec::new();
    for path in pages() {
        let code = stem(&path);
        let examples = examples(&fs::read_to_string(&path).expect("a page is text"));
        for kind in ["Wrong", "Right"] {
            let is_kind = |example: &&Example| example.heading.starts_with(kind);
            let of_kind: Vec<&Example> = examples.iter().filter(is_kind).collect();
            if of_kind.is_empty() {
                faults.push(format!("{code}: no section `{kind}`"));
            }
            for example in of_kind {
                let expected = if kind == "Wrong" { vec![code.clone()] } else { Vec::new() };
                faults.extend(fault(&code, example, &expected));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is amiss with an example that is to give the codes `expected`.
fn fault(page: &str, example: &Example, expected: &[String]) -> Option<String> {
    let place = tempfile::tempdir().expect("there is a place for temporary files");
    for (name, text) in &example.files {
        let target = place.path().join(name);
        fs::create_dir_all(target.parent().expect("it lies in the place")).expect("it can be made");
        fs::write(target, text).expect("a file can be written");
    }
    let is_source = |name: &&str| name.ends_with(".inf") && !name.contains('/');
    let names = example.files.iter().map(|(name, _)| name.as_str());
    let sources: Vec<&str> = names.filter(is_source).collect();
    let default = [format!("infc export {} --out yaml", sources.join(" "))];
    let commands = if example.commands.is_empty() { &default[..] } else { &example.commands };
    let mut said = String::new();
    let mut passed = true;
    for command in commands {
        let output = run(command, place.path());
        passed &= output.status.success();
        said.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    let codes = codes_of(&said);
    let as_expected = passed == expected.is_empty() && codes.iter().eq(expected);
    let heading = &example.heading;
    (!as_expected).then(|| format!("{page}, {heading}: {expected:?} expected, got\n{said}"))
}

/// The codes in messages, each once.
fn codes_of(said: &str) -> BTreeSet<String> {
    let heads = said.lines().filter_map(|line| {
        line.strip_prefix("error[").or_else(|| line.strip_prefix("warning[")).or_else(|| {
            // What is told without a code is amiss as well.
            line.strip_prefix("error: ")
        })
    });
    heads.map(|head| head.split(']').next().unwrap_or(head).to_owned()).collect()
}

fn run(command: &str, directory: &Path) -> Output {
    let words: Vec<&str> = command.split_whitespace().collect();
    let Some(("infc", arguments)) = words.split_first().map(|(first, rest)| (*first, rest)) else {
        panic!("a command is `infc …`, not `{command}`");
    };
    Command::new(env!("CARGO_BIN_EXE_infc"))
        .args(arguments.iter().map(|word| word.trim_matches('\'')))
        .current_dir(directory)
        .env("LC_ALL", "C")
        .output()
        .expect("infc can be run")
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            let heading = heading.to_owned();
            examples.push(Example { heading, files: Vec::new(), commands: Vec::new() });
        } else if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let Some(example) = examples.last_mut() else { continue };
            match info.split_once(' ') {
                Some((_, name)) => {
                    example.files.push((name.to_owned(), body.join("\n") + "\n"));
                }
                None if info == "console" => {
                    let commands = body.iter().filter_map(|line| line.strip_prefix("$ "));
                    example.commands.extend(commands.map(str::to_owned));
                }
                None => {}
            }
        }
    }
    examples
}

fn pages() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes");
    let entries = fs::read_dir(directory).expect("there are pages");
    let mut pages: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a page can be read").path()).collect();
    pages.retain(|path| path.extension().is_some_and(|end| end == "md") && stem(path) != "README");
    pages.sort();
    pages
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
