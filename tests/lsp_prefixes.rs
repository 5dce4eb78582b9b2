//! Texts that are being written: prefixes of every example go through diagnostics, completion and
//! hover at their ends. Nothing may panic (the client fails on the server's message of one), and
//! each answer has to come within the budget.

mod lsp_client;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lsp_client::Client;
use serde_json::Value;

/// How many prefixes of a text are tried; their ends lie evenly over it.
const PREFIXES: usize = 40;

/// How long an answer may take, in a debug build on a busy machine.
const BUDGET: Duration = Duration::from_secs(10);

/// What is asked of a source.
const ASKED: [&str; 3] = ["completion", "hover", "diagnostics"];

#[test]
fn prefixes_of_examples_are_answered_in_time() {
    for directory in ["examples/kusion-inference", "examples/two-apps", "modules/network"] {
        for path in sources(directory) {
            let text = fs::read_to_string(&path).expect("an example is text");
            let mut files = vec![("a.inf".to_owned(), String::new())];
            let settings = path.with_file_name("inf.toml");
            if let Ok(settings) = fs::read_to_string(settings) {
                files.push(("inf.toml".to_owned(), settings));
            }
            check(files, &text, &path);
        }
    }
}

#[test]
fn all_prefixes_of_each_construct_are_answered() {
    let text = "package a\nimport (\n\t\"strings\"\n)\n#D: {a!: int, b?: [...{c: \"x\" | \"y\"}], ...}\n\
                x: #D & {a: 1, \"b\": [{c: \"x\"}]}\nlet l = x.a\ny: \"\\(l) é😀 \\(strings.ToUpper(\"a\"))\"\n\
                [N=string]: _\nz: [for k, v in x if k != \"a\" {(k): v}]\nm: \"\"\"\n\ta\n\t\"\"\"\nX=w: X.q\n";
    let mut client = Client::start(vec![("a.inf".to_owned(), String::new())]);
    for (end, _) in text.char_indices() {
        answered(&mut client, ("a.inf", &text[..end]), &ASKED, &format!("byte {end}"));
    }
    client.end();
}

#[test]
fn all_prefixes_of_data_are_answered() {
    let source = "@extern(embed)\n\npackage a\n\n#V: {a!: int, \"é\"?: [...string]}\n\
                  yaml: #V & _ @embed(file=v.yaml)\njson: #V & _ @embed(file=v.json)\n\
                  toml: #V & _ @embed(file=v.toml)\n";
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: \"a\", labels: {é: 😀}}\nspec:\n  \
               containers:\n    - &a\n      name: |\n        a\n      <<: *a\n---\n# é\n";
    let map = "{\"format\":\"infc source map\",\"version\":1,\"sources\":[\"a.inf\"],\"objects\":[],\
               \"paths\":[\"a\"],\"places\":[[0,9,99,0,0],[7,1,1,1,1]],\"chains\":[[1,0,9]],\
               \"outputs\":[{\"name\":\"v.yaml\",\"lines\":[[0,0,9,0,0,0,0],[1,1,null,0,0,9,0]]}]}";
    let texts = [
        ("pod.yaml", pod),
        ("v.yaml", "a: 1\né: [x, \"y\"]\n"),
        ("v.json", "{\"a\": 1, \"é\": [\"x\"]}\n"),
        ("v.toml", "a = 1\n\"é\" = [\"x\"]\n"),
        ("v.map.json", map),
    ];
    let settings = ("inf.toml".to_owned(), "[data]\n\"v.*\" = \"#V\"\n".to_owned());
    let mut files = vec![settings, ("a.inf".to_owned(), source.to_owned())];
    files.extend(texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    let mut client = Client::start(files);
    for (name, text) in texts {
        for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let what = format!("{name}, byte {end}");
            answered(
                &mut client,
                (name, &text[..end]),
                &["definition", "hover", "diagnostics"],
                &what,
            );
            if name == "v.map.json" {
                client.ask("definition v.yaml:1:1");
            }
        }
    }
    client.end();
}

fn check(files: Vec<(String, String)>, text: &str, path: &Path) {
    let mut client = Client::start(files);
    for step in 1..=PREFIXES {
        let mut end = text.len() * step / PREFIXES;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let what = format!("{}: {end} bytes", path.display());
        answered(&mut client, ("a.inf", &text[..end]), &ASKED, &what);
    }
    client.end();
}

fn answered(client: &mut Client, (name, text): (&str, &str), asked: &[&str], what: &str) {
    let line = text.matches('\n').count() + 1;
    let last = text.rsplit('\n').next().unwrap_or_default();
    let column = last.encode_utf16().count() + 1;
    client.replace(name, text);
    for request in asked {
        let begun = Instant::now();
        let said = client.ask(&format!("{request} {name}:{line}:{column}"));
        let took = begun.elapsed();
        assert!(took < BUDGET, "{what}: {request} took {took:?}");
        // An answer for an older text is an error, which a client asks again.
        assert!(said.get("error").is_none_or(Value::is_null), "{what}: {request}: {said}");
    }
}

fn sources(directory: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let entries = fs::read_dir(directory).expect("the examples can be read");
    let paths = entries.map(|entry| entry.expect("the examples can be read").path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "inf"))
        .filter(|path| !path.to_string_lossy().ends_with("_test.inf"))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "there are no examples");
    found
}
