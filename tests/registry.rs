//! Modules from real registries and repositories: every file of `tests/registry` is a transcript whose
//! commands find a registry at `localhost:50000`, a private one at `localhost:50001` (user `ali`,
//! password `open sesame`), and git; `$REGISTRY` is the process of the first one,
//! `$REGISTRY_DATA` is where it keeps what it holds.
//!
//! Where there is no `docker-registry` or no `git`, the test says so; `.ci/run` installs them.

#![cfg(unix)]

mod transcript;

#[path = "transcript/registry.rs"]
mod registry;

use transcript::hold;

#[test]
fn modules_come_from_registries_and_repositories() {
    let storage = tempfile::tempdir().expect("there is a place for temporary files");
    hold("tests/registry", transcript::run, |_| registry::stage(storage.path()));
}
