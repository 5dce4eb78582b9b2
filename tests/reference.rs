//! `docs/library.md` is what `infc doc --library` writes. `UPDATE=1 cargo test --test reference`
//! writes it anew, which is all there is to do after a module was changed.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_reference_of_the_library_is_up_to_date() {
    let output = Command::new(env!("CARGO_BIN_EXE_infc"))
        .args(["doc", "--library", "--out", "markdown"])
        .output()
        .expect("infc can be run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
    let seen = String::from_utf8_lossy(&output.stdout);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/library.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, seen.as_bytes()).expect("the reference can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        seen == expected,
        "docs/library.md is not what `infc doc --library` says: run \
         `UPDATE=1 cargo test --test reference`"
    );
}
