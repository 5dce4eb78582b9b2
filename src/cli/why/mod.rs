//! Accounts of values, for people and as JSON.

mod human;
mod json;
mod layout;
mod words;

use crate::session::Why;

/// The forms of accounts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, clap::ValueEnum)]
pub(super) enum Form {
    /// Excerpts of the sources, for people
    #[default]
    Human,
    /// One document with all that is known, which docs/why.md describes
    Json,
}

/// The text of accounts; people are told what matters unless they ask for `all`.
pub(super) fn text(answers: &[Why], form: Form, all: bool) -> String {
    match form {
        Form::Human => human::text(answers, &human::Manner::of_stdout(all)),
        Form::Json => json::text(answers),
    }
}
