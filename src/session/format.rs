//! The formats that values are written in.

use super::request::unusable;
use crate::base::{Diagnostic, nearest};
use crate::package::foreign;

/// A format of values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// JSON, indented.
    Json,
    /// JSON, each value on a line.
    JsonCompact,
    /// JSON Lines.
    JsonLines,
    /// YAML that every reader reads alike.
    Yaml,
    /// The language itself.
    Inf,
    /// A string as it is, and a line end.
    Text,
    /// A string or bytes as they are.
    Binary,
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
    ("jsonl", Format::JsonLines),
    ("binary", Format::Binary),
    ("yml", Format::Yaml),
    ("txt", Format::Text),
    ("ndjson", Format::JsonLines),
    ("ldjson", Format::JsonLines),
];

/// How many of [`NAMES`] are names, not endings of files alone.
const LISTED: usize = 8;

impl Format {
    /// The format of that name, which may be followed by options: `json+compact`.
    ///
    /// # Errors
    /// A name that is none; the message lists them.
    pub fn named(name: &str) -> Result<Self, Diagnostic> {
        let mut format = None;
        let mut compact = false;
        for word in name.split('+') {
            match word {
                "compact" | "compact=true" => compact = true,
                "compact=false" => compact = false,
                "data" | "graph" => {}
                _ => format = Some(Self::word(word)?),
            }
        }
        match format {
            Some(Format::Json) if compact => Ok(Format::JsonCompact),
            Some(_) if compact => Err(unusable("only JSON can be compact")),
            Some(format) => Ok(format),
            None => Err(unknown(name)),
        }
    }

    fn word(word: &str) -> Result<Self, Diagnostic> {
        let known = NAMES.iter().take(LISTED).chain(NAMES.iter().skip(LISTED).take(2));
        match known.into_iter().find(|known| known.0 == word) {
            Some((_, format)) => Ok(*format),
            None => Err(foreign(word).unwrap_or_else(|| unknown(word))),
        }
    }

    /// The format that the ending of a file's name tells.
    pub fn of_file(path: &std::path::Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        NAMES.iter().find(|known| known.0 == ending).map(|known| known.1)
    }
}

fn unknown(name: &str) -> Diagnostic {
    let names = || NAMES.iter().take(LISTED).map(|known| known.0);
    let listed: Vec<&str> = names().collect();
    let mut error = unusable(format!("there is no format `{name}`"));
    if let Some(near) = nearest(name, names()) {
        error = error.help(format!("Did you mean `{near}`?"));
    }
    error.help(format!("The formats are {}.", listed.join(", ")))
}
