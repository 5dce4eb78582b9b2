//! The TOML reader: every node with its span; dates and times are strings.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::{Code, Diagnostic, FileId, Number, Plain, PlainId, Span};

/// How many parts a dotted key may have. Values cannot nest deeper than the parser of the crate
/// allows, but each part of a key is a level as well, and dropping those levels recurses.
const MOST_PARTS: usize = 128;

/// Reads `text`, the text of `file`, into `plain`.
///
/// # Errors
/// Text that is no TOML, and numbers that are out of range.
pub fn read(text: &str, file: FileId, plain: &mut Plain) -> Result<PlainId, Diagnostic> {
    if let Some((start, end)) = overlong_key(text) {
        let message = format!("TOML: a key may have no more than {MOST_PARTS} parts");
        return Err(Diagnostic::error(Code::Limit, message)
            .at(Span::new(file, start as u32, end as u32), ""));
    }
    let table = DeTable::parse(text).map_err(|error| {
        let message = format!(
            "TOML: {}",
            error.message().replace(", expected nothing", "").replace('\n', ", ")
        );
        let place = error.span().unwrap_or(0..text.len());
        Diagnostic::error(Code::Syntax, message).at(span(file, &place), "")
    })?;
    let place = span(file, &(0..text.len()));
    Reader { file, plain }.table(table.get_ref(), place)
}

fn span(file: FileId, range: &std::ops::Range<usize>) -> Span {
    Span::new(file, range.start as u32, range.end as u32)
}

/// A key with too many parts: everything between what may stand before a key and what ends it.
fn overlong_key(text: &str) -> Option<(usize, usize)> {
    let (mut start, mut points) = (0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'.' => points += 1,
            b'\n' | b'{' | b',' | b'[' => (start, points) = (at + 1, 0),
            b'=' | b']' if points >= MOST_PARTS => return Some((start, at)),
            b'=' | b']' => points = 0,
            _ => {}
        }
    }
    None
}

struct Reader<'a> {
    file: FileId,
    plain: &'a mut Plain,
}

impl Reader<'_> {
    /// Recurses no deeper than the crate's own parser and [`MOST_PARTS`] allow.
    fn value(&mut self, value: &Spanned<DeValue<'_>>) -> Result<PlainId, Diagnostic> {
        let place = span(self.file, &value.span());
        Ok(match value.get_ref() {
            DeValue::String(text) => self.plain.str(text, Some(place)),
            DeValue::Boolean(value) => self.plain.bool(*value, Some(place)),
            DeValue::Datetime(time) => self.plain.str(&time.to_string(), Some(place)),
            DeValue::Integer(number) => {
                let prefix = match number.radix() {
                    16 => "0x",
                    8 => "0o",
                    2 => "0b",
                    _ => "",
                };
                // Only decimal integers have a sign, and they have no prefix.
                self.number(&format!("{prefix}{}", number.as_str()), place)?
            }
            DeValue::Float(number) => self.number(number.as_str(), place)?,
            DeValue::Array(items) => {
                let items =
                    items.iter().map(|item| self.value(item)).collect::<Result<Vec<_>, _>>()?;
                self.plain.list(items, Some(place))
            }
            DeValue::Table(table) => self.table(table, place)?,
        })
    }

    fn table(&mut self, table: &DeTable<'_>, place: Span) -> Result<PlainId, Diagnostic> {
        // The crate's table is sorted by name; the order of the source is that of the spans.
        let mut fields: Vec<_> = table.iter().collect();
        fields.sort_by_key(|(key, _)| key.span().start);
        let mut entries = Vec::with_capacity(fields.len());
        for (key, value) in fields {
            let at = span(self.file, &key.span());
            entries.push((key.get_ref(), at, self.value(value)?));
        }
        Ok(self.plain.map_at(entries, Some(place)))
    }

    fn number(&mut self, text: &str, place: Span) -> Result<PlainId, Diagnostic> {
        let number = Number::parse_literal(text).map_err(|error| {
            let message = format!("TOML: `{text}`: {error}");
            Diagnostic::error(Code::Syntax, message).at(place, "")
        })?;
        Ok(match number.to_i64().filter(|_| number.is_int()) {
            Some(value) => self.plain.int(value, Some(place)),
            None => self.plain.number(number, Some(place)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Sources;
    use crate::data::json::{self, Html, Layout};

    fn shown(text: &str) -> String {
        let mut plain = Plain::default();
        let file = Sources::default().add("x.toml", text);
        match read(text, file, &mut plain) {
            Ok(node) => {
                let mut out = String::new();
                json::write(&plain, node, Layout::Compact, Html::Keep, &mut out);
                out
            }
            Err(error) => {
                let place = error.marks[0].span;
                format!("{}..{}: {}", place.start, place.end, error.message)
            }
        }
    }

    #[test]
    fn reads_values_in_source_order() {
        let text = "z = 1_000\na.c = 1.50\na.b = [0x1F, 0o17, \"x\"]\nd = 2001-01-01\n\
                    [t]\nx = 1e3\n[[list]]\ny = true\n[[list]]\n";
        assert_eq!(
            shown(text),
            r#"{"z":1000,"a":{"c":1.50,"b":[31,15,"x"]},"d":"2001-01-01","t":{"x":1E+3},"list":[{"y":true},{}]}"#
        );
        assert_eq!(shown(""), "{}");
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let errors = ["a = 1\na = 2\n", "a = ", "a = inf", "a = [1", "= 1", "[a]\n[a]\n", "a = 01"];
        let report: Vec<_> =
            errors.iter().map(|text| format!("{text:?}: {}", shown(text))).collect();
        insta::assert_snapshot!(report.join("\n"), @r#"
        "a = 1\na = 2\n": 6..7: TOML: duplicate key
        "a = ": 4..4: TOML: string values must be quoted, expected literal string
        "a = inf": 4..7: TOML: `inf`: not a number
        "a = [1": 6..6: TOML: unclosed array, expected `]`
        "= 1": 0..0: TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`
        "[a]\n[a]\n": 5..6: TOML: duplicate key
        "a = 01": 4..5: TOML: unexpected leading zero
        "#);
    }

    #[test]
    fn survives_any_depth() {
        let parts = "a.".repeat(100_000) + "a";
        for text in [
            format!("{parts} = 1"),
            format!("[{parts}]"),
            format!("a = {}", "[".repeat(100_000)),
            format!("a = {}", "{a=".repeat(100_000)),
        ] {
            assert!(shown(&text).contains("TOML: "), "refused, not read");
        }
    }
}
