//! The messages on mistakes that people make, in human, short and JSON form, as snapshots that
//! have been read. Adding a mistake means adding a directory of sources.
//!
//! `tests/mistakes` holds our own. The others are those that all compilers of the kind were tried
//! with; they lie in `../shared/golden/mistakes` (see `CONTRIBUTING.md`) and are skipped where
//! they are absent. A mistake that is made in several packages gets the `inf.toml` that its imports
//! ask for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What their imports start with.
const MODULE: &str = "ex.com/app";

#[test]
fn our_own_mistakes() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    assert!(check_all(&directory) >= 10, "mistakes are missing");
}

#[test]
fn mistakes_that_all_were_tried_with() {
    let directory = shared().join("golden/mistakes");
    if !directory.is_dir() {
        println!("skipped: {} is absent", directory.display());
        return;
    }
    assert!(check_all(&directory) > 0, "{} is empty", directory.display());
}

fn shared() -> PathBuf {
    let said = std::env::var_os("INFC_SHARED").map(PathBuf::from);
    said.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"))
}

/// Checks every mistake in a directory; how many there are.
fn check_all(directory: &Path) -> usize {
    let entries = fs::read_dir(directory).expect("the mistakes can be read");
    let mut mistakes: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a mistake can be read").path()).collect();
    mistakes.retain(|path| path.is_dir());
    mistakes.sort();
    for mistake in &mistakes {
        check(mistake);
    }
    mistakes.len()
}

fn check(mistake: &Path) {
    let name = mistake.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let place = tempfile::tempdir().expect("there is a place for temporary files");
    let shop = place.path().join("shop");
    if copy(mistake, &shop) {
        let settings = format!("[package]\nname = \"{MODULE}\"\n");
        fs::write(shop.join("inf.toml"), settings).expect("a file can be written");
    }
    for form in ["human", "short", "json"] {
        let said = said(&shop, form);
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(format!("mistake_{name}_{form}"), said);
        });
    }
}

/// Copies sources; whether any of them imports a package beside it.
fn copy(from: &Path, to: &Path) -> bool {
    let mut within = false;
    fs::create_dir_all(to).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("a mistake can be read") {
        let path = entry.expect("a mistake can be read").path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            within |= copy(&path, &target);
        } else {
            let text = fs::read_to_string(&path).expect("a source is text");
            within |= text.contains(&format!("\"{MODULE}/"));
            fs::write(target, text).expect("a file can be written");
        }
    }
    within
}

/// What is said of the package in `directory`; a mistake that passes is none.
fn said(directory: &Path, form: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_infc"))
        .args(["export", ".", "--out", "yaml", "--stack", "prod", "--error-format", form])
        .current_dir(directory)
        .env("LC_ALL", "C")
        .env_remove("COLUMNS")
        .output()
        .expect("infc can be run");
    assert!(!output.status.success(), "{} passes", directory.display());
    String::from_utf8_lossy(&output.stderr).into_owned()
}
