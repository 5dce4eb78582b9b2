//! Transcripts of the command line: every file of `tests/cli` is one, and adding a case means
//! adding a file. `transcript` says what they look like.
//!
//! `UPDATE=1 cargo test --test cli` writes what the commands said into the transcripts.

#![cfg(unix)]

mod transcript;

use transcript::{Stage, hold};

#[test]
fn commands_say_what_the_transcripts_say() {
    hold("tests/cli", transcript::run, |_| Some(Stage::default()));
}
