//! What authors are shown of faults between objects: `infc export` of each text in
//! `tests/bundles`, where a new case is a new file.

use std::process::Command;

#[test]
fn messages() {
    insta::glob!("bundles/*.inf", |path| {
        let output = Command::new(env!("CARGO_BIN_EXE_infc"))
            .arg("export")
            .arg(path.file_name().expect("a case has a name"))
            .args(["--out", "yaml"])
            .current_dir(path.parent().expect("it lies in a directory"))
            .env("LC_ALL", "C")
            .output()
            .expect("infc can be run");
        insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr));
    });
}
