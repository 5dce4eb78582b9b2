//! The formats that values are written in.

use super::request::unusable;
use crate::base::{Diagnostic, nearest};

/// A format of values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// JSON, indented.
    Json,
    /// YAML that every reader reads alike.
    Yaml,
    /// The language itself.
    Inf,
    /// A string as it is.
    Text,
    /// TOML.
    Toml,
}

/// The names of the formats, and the endings of files that are written in them.
const NAMES: &[(&str, Format)] = &[
    ("json", Format::Json),
    ("yaml", Format::Yaml),
    ("inf", Format::Inf),
    ("cue", Format::Inf),
    ("text", Format::Text),
    ("toml", Format::Toml),
    ("yml", Format::Yaml),
    ("txt", Format::Text),
];

/// How many of [`NAMES`] are names, not endings of files alone.
const LISTED: usize = 6;

impl Format {
    /// The format of that name.
    ///
    /// # Errors
    /// A name that is none; the message lists them.
    pub fn named(name: &str) -> Result<Self, Diagnostic> {
        if let Some((_, format)) = NAMES.iter().find(|known| known.0 == name) {
            return Ok(*format);
        }
        let names = || NAMES.iter().take(LISTED).map(|known| known.0);
        let listed: Vec<&str> = names().collect();
        let mut error = unusable(format!("there is no format `{name}`"));
        if let Some(near) = nearest(name, names()) {
            error = error.help(format!("Did you mean `{near}`?"));
        }
        Err(error.help(format!("The formats are {}.", listed.join(", "))))
    }

    /// The format that the ending of a file's name tells.
    pub fn of_file(path: &std::path::Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        NAMES.iter().find(|known| known.0 == ending).map(|known| known.1)
    }
}
