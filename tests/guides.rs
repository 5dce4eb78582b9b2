//! The guides, `docs/guide`: what they show is what the commands say. A guide that speaks of
//! `localhost:50000` finds a registry there.
//!
//! `UPDATE=1 cargo test --test guides` writes what the commands said into the guides.

#![cfg(unix)]

mod transcript;

#[path = "transcript/registry.rs"]
mod registry;

use transcript::{Stage, hold, page};

#[test]
fn guides_show_what_happens() {
    let storage = tempfile::tempdir().expect("there is a place for temporary files");
    hold("docs/guide", page, |text| match text.contains("localhost:50000") {
        true => registry::stage(storage.path()),
        false => Some(Stage::default()),
    });
}
