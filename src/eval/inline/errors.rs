//! What `@test(err, …)` expects of an error, as it is written.

use crate::program::{AttributeArgument, arguments};

/// The expected properties of an error; what is left out is not looked at.
#[derive(Clone, Default, Debug)]
pub(super) struct ErrorSpec {
    /// Any of these codes.
    pub(super) codes: Vec<String>,
    pub(super) contains: Option<String>,
    /// Whether an error anywhere below will do.
    pub(super) any: bool,
    /// The path of the error itself.
    pub(super) path: Option<String>,
    /// What the message speaks of.
    pub(super) arguments: Vec<String>,
    pub(super) places: Option<Vec<Place>>,
    /// The errors of which this one consists.
    pub(super) parts: Vec<ErrorSpec>,
}

/// A place that an error points at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// The file; lines then are counted from its start, otherwise from the line of the field.
    pub(super) file: Option<String>,
    pub(super) line: i64,
    pub(super) column: i64,
}

impl ErrorSpec {
    /// Reads the arguments behind `err`.
    ///
    /// # Errors
    /// What cannot be understood, in one sentence.
    pub(super) fn read(given: &[AttributeArgument]) -> Result<Self, String> {
        let mut spec = Self::default();
        for AttributeArgument { key, value, raw, .. } in given {
            match key.as_deref() {
                Some("code") => {
                    let codes = enclosed(value, '(', ')').unwrap_or(value);
                    spec.codes = codes.split('|').map(|code| code.trim().to_owned()).collect();
                }
                Some("contains") => spec.contains = Some(value.clone()),
                Some("path") => spec.path = Some(value.clone()),
                Some("args") => {
                    let inner = enclosed(raw, '[', ']').ok_or("`args=` takes a list: `[a, b]`")?;
                    let texts = arguments(inner).into_iter().map(|argument| argument.text);
                    spec.arguments = texts.filter(|text| !text.is_empty()).collect();
                }
                Some("pos") => {
                    let inner = enclosed(raw, '[', ']').ok_or("`pos=` takes a list: `[0:1]`")?;
                    let texts = inner.split(',').map(str::trim).filter(|text| !text.is_empty());
                    spec.places = Some(texts.map(Place::read).collect::<Result<_, _>>()?);
                }
                Some("suberr") => {
                    let inner = enclosed(raw, '(', ')').ok_or("`suberr=` takes `(…)`")?;
                    spec.parts.push(Self::read(&arguments(inner))?);
                }
                Some("at" | "hint" | "p" | "") => {}
                Some(key) => return Err(format!("`@test(err, …)` takes no `{key}=`")),
                None if value == "any" => spec.any = true,
                None if matches!(value.as_str(), "" | "incorrect") || value.starts_with('=') => {}
                None => return Err(format!("`@test(err, …)` takes no `{value}`")),
            }
        }
        Ok(spec)
    }
}

impl Place {
    fn read(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is no place: write LINE:COLUMN or FILE:LINE:COLUMN");
        let (rest, column) = text.rsplit_once(':').ok_or_else(fault)?;
        let (file, line) = match rest.rsplit_once(':') {
            Some((file, line)) => (Some(file.to_owned()), line),
            None => (None, rest),
        };
        let number = |text: &str| text.trim().parse::<i64>().map_err(|_| fault());
        Ok(Self { file, line: number(line)?, column: number(column)? })
    }
}

/// What stands between the two letters around `text`.
fn enclosed(text: &str, open: char, close: char) -> Option<&str> {
    text.trim().strip_prefix(open)?.strip_suffix(close)
}
