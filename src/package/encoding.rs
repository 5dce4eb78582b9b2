//! What a file holds: a qualifier before it says so (`json:`), else the ending of its name.

use std::path::Path;

use crate::base::{Code, Diagnostic, nearest};

/// What a file holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// The language itself.
    Source,
    /// One value in JSON.
    Json,
    /// Values in JSON, one after the other.
    JsonLines,
    /// Documents in YAML.
    Yaml,
    /// TOML.
    Toml,
    /// One string: the text as it is.
    Text,
    /// One value of bytes.
    Binary,
}

/// The words of qualifiers that name what a file holds.
const NAMES: &[(&str, Encoding)] = &[
    ("cue", Encoding::Source),
    ("inf", Encoding::Source),
    ("json", Encoding::Json),
    ("jsonl", Encoding::JsonLines),
    ("yaml", Encoding::Yaml),
    ("toml", Encoding::Toml),
    ("text", Encoding::Text),
    ("binary", Encoding::Binary),
];

/// The endings of names.
const ENDINGS: &[(&str, Encoding)] = &[
    ("cue", Encoding::Source),
    ("inf", Encoding::Source),
    ("json", Encoding::Json),
    ("jsonl", Encoding::JsonLines),
    ("ldjson", Encoding::JsonLines),
    ("ndjson", Encoding::JsonLines),
    ("yaml", Encoding::Yaml),
    ("yml", Encoding::Yaml),
    ("toml", Encoding::Toml),
    ("txt", Encoding::Text),
    ("wasm", Encoding::Binary),
];

/// What CUE's own tool reads or writes and infc does not: the words and endings, and their names.
const FOREIGN: &[(&str, &str)] = &[
    ("openapi", "OpenAPI"),
    ("jsonschema", "JSON Schema"),
    ("proto", "Protocol Buffers"),
    ("textproto", "Protocol Buffers"),
    ("textpb", "Protocol Buffers"),
    ("binarypb", "Protocol Buffers"),
    ("pb", "Protocol Buffers"),
    ("go", "Go"),
    ("xml", "XML"),
    ("koala", "XML"),
    ("ini", "INI"),
];

/// Words that narrow what a file may hold; plain data is within all of them.
const FORMS: &[&str] = &["auto", "data", "dag", "final", "graph", "schema"];

impl Encoding {
    /// What the words of a qualifier say, as `yaml` or `json+data`; `None` where they leave it to
    /// the name of the file.
    ///
    /// # Errors
    /// A word that is unknown, or names what infc does not read.
    pub fn of_qualifier(words: &str) -> Result<Option<Self>, Diagnostic> {
        let mut encoding = None;
        for word in words.split('+') {
            let name = word.split('=').next().unwrap_or(word);
            if let Some((_, found)) = NAMES.iter().find(|known| known.0 == name) {
                encoding = Some(*found);
            } else if let Some(fault) = foreign(name) {
                return Err(fault);
            } else if !FORMS.contains(&name) {
                let known = NAMES.iter().map(|known| known.0);
                let help = match nearest(name, known.clone()) {
                    Some(near) => format!("Did you mean `{near}:`?"),
                    None => {
                        format!("The types are {}.", known.collect::<Vec<_>>().join(", "))
                    }
                };
                let message = format!("there is no file type `{name}`");
                return Err(Diagnostic::error(Code::Usage, message).help(help));
            }
        }
        Ok(encoding)
    }

    /// Whether all words of a qualifier are known, be it as what infc does not read.
    pub(super) fn is_qualifier(words: &str) -> bool {
        words.split('+').all(|word| {
            let name = word.split('=').next().unwrap_or(word);
            NAMES.iter().any(|known| known.0 == name)
                || FOREIGN.iter().any(|known| known.0 == name)
                || FORMS.contains(&name)
        })
    }

    /// What the ending of a file's name says.
    pub fn of_file(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        ENDINGS.iter().find(|known| known.0 == ending).map(|known| known.1)
    }
}

/// Why `name`, the word of a format or the ending of a file, is not read and not written.
pub fn foreign(name: &str) -> Option<Diagnostic> {
    let (_, format) = FOREIGN.iter().find(|known| known.0 == name)?;
    let message = format!("infc neither reads nor writes {format} (`{name}`)");
    Some(
        Diagnostic::error(Code::Usage, message)
            .help("It reads and writes JSON, YAML, TOML and plain text."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qualifiers_name_what_files_hold() {
        let read = |words| Encoding::of_qualifier(words).map_err(|fault| fault.message);
        assert_eq!(read("json"), Ok(Some(Encoding::Json)));
        assert_eq!(read("data"), Ok(None));
        assert_eq!(read("yaml+graph"), Ok(Some(Encoding::Yaml)));
        assert!(read("openapi+yaml").unwrap_err().contains("OpenAPI"));
        assert_eq!(read("jso"), Err("there is no file type `jso`".to_owned()));
    }

    #[test]
    fn endings_name_what_files_hold() {
        assert_eq!(Encoding::of_file(Path::new("a/b.ndjson")), Some(Encoding::JsonLines));
        assert_eq!(Encoding::of_file(Path::new("a/json")), None);
    }
}
