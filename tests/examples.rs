//! Every directory of `examples/` renders to the `manifests.yaml` beside its sources, the example in the
//! page of every module exports, and the inline tests of modules and examples hold. `UPDATE=1 cargo test --test examples` writes what the examples give.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn infc(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_infc"))
        .args(arguments)
        .current_dir(directory)
        .output()
        .expect("infc can be run")
}

/// The directories in `directory`, in order.
fn directories(directory: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(directory)).expect("it can be read");
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{directory} is empty");
    found
}

#[test]
fn examples_render_to_their_manifests() {
    for example in directories("examples") {
        let output = infc(&example, &["export", ".", "--out", "yaml"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}:\n{said}", example.display());
        let seen = String::from_utf8_lossy(&output.stdout);
        let snapshot = example.join("manifests.yaml");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&snapshot, seen.as_bytes()).expect("a snapshot can be written");
            continue;
        }
        let expected = fs::read_to_string(&snapshot).unwrap_or_default();
        assert_eq!(seen, expected, "{} (UPDATE=1 writes it)", snapshot.display());
    }
}

/// The directories below `directory` that hold sources of their own.
fn packages(directory: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(directory).expect("it can be read");
    let paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    if paths.iter().any(|path| path.extension().is_some_and(|extension| extension == "inf")) {
        found.push(directory.to_owned());
    }
    for path in paths.iter().filter(|path| path.is_dir()) {
        packages(path, found);
    }
}

/// The first whole program in a page: a block that opens with a package clause.
fn program(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("```cue\npackage ")?;
    let (text, _) = rest.split_once("\n```")?;
    let start = page.len() - rest.len() - "package ".len();
    page.get(start..start + "package ".len() + text.len())
}

/// Objects of other systems have no schema here, which is said and is no fault of the example.
#[test]
fn the_examples_of_the_modules_pages_export() {
    for module in directories("modules") {
        let page = fs::read_to_string(module.join("README.md"));
        let page = page.unwrap_or_else(|_| panic!("{} has no README.md", module.display()));
        let program = program(&page);
        let program = program.unwrap_or_else(|| panic!("{}: no example", module.display()));
        let place = tempfile::tempdir().expect("there is a place for an example");
        fs::write(place.path().join("app.inf"), program).expect("it can be written");
        let more = page.split_once("```toml\n").and_then(|(_, rest)| rest.split_once("```"));
        let settings = format!("[package]\nname = \"shop\"\n\n{}", more.map_or("", |both| both.0));
        fs::write(place.path().join("inf.toml"), settings).expect("it can be written");
        let arguments = ["--error-format", "short", "export", ".", "--out", "yaml"];
        let output = infc(place.path(), &arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}:\n{said}", module.display());
        assert!(!output.stdout.is_empty(), "{}: nothing came out", module.display());
        let told: Vec<&str> = said.lines().filter(|line| !line.contains("E0503")).collect();
        assert!(told.is_empty(), "{}:\n{said}", module.display());
    }
}

#[test]
fn the_tests_of_modules_and_examples_hold() {
    let mut modules = Vec::new();
    packages(&root().join("modules"), &mut modules);
    let examples = directories("examples").into_iter();
    let tested = |example: &PathBuf| {
        let entries = fs::read_dir(example).expect("it can be read");
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().ends_with("_test.inf"))
    };
    modules.extend(examples.filter(tested));
    for module in modules {
        let output = infc(&module, &["test", "."]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}:\n{said}", module.display());
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(!told.starts_with("0 "), "{} has no tests", module.display());
    }
}

/// The golden apps lie outside of the repository; the test says so where they are missing.
#[test]
fn golden_apps_give_the_objects_that_are_expected() {
    let shared = std::env::var_os("INFC_SHARED")
        .map_or_else(|| root().join("../shared"), PathBuf::from)
        .join("golden/kusion-inference");
    if !shared.is_dir() {
        println!("skipped: there is no {}", shared.display());
        return;
    }
    let output = infc(&shared, &["export", "app.inf", "--out", "yaml"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let place = tempfile::NamedTempFile::new().expect("there is a place for a file");
    fs::write(place.path(), &output.stdout).expect("a file can be written");
    let judge = Command::new("python3")
        .args(["../check.py", "expected.yaml"])
        .stdin(place.reopen().expect("the file can be read"))
        .current_dir(&shared)
        .output();
    match judge {
        Ok(judge) => assert!(judge.status.success(), "{}", String::from_utf8_lossy(&judge.stdout)),
        Err(_) => println!("skipped: there is no python3"),
    }
}
