//! The JSON reader: one value a text, every node with its span, no key twice.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::base::{Code, Diagnostic, FileId, Number, NumberError, Plain, PlainId, Span};

/// Reads `text`, the text of `file`, into `plain`.
pub fn read(text: &str, file: FileId, plain: &mut Plain) -> Result<PlainId, Diagnostic> {
    let mut reader = Reader { text, file, at: 0, plain, open: Vec::new() };
    let node = reader.document()?;
    reader.space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.unexpected("the end of the text")),
    }
}

/// Reads the values of `text` one after the other, whatever space is between them: JSON Lines.
pub fn read_all(text: &str, file: FileId, plain: &mut Plain) -> Result<Vec<PlainId>, Diagnostic> {
    let mut reader = Reader { text, file, at: 0, plain, open: Vec::new() };
    let mut values = Vec::new();
    loop {
        reader.space();
        if reader.peek().is_none() {
            return Ok(values);
        }
        values.push(reader.document()?);
    }
}

/// A collection that is being read, from the byte where it starts.
enum Open {
    List(usize, Vec<PlainId>),
    Map(usize, Map),
}

/// The entries so far, each with the span of its key, and the key whose value is being read.
struct Map {
    entries: IndexMap<String, (Span, PlainId), FxBuildHasher>,
    key: (String, Span),
}

/// What a collection waits for.
enum Next {
    Value,
    Done(PlainId),
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    at: usize,
    plain: &'a mut Plain,
    open: Vec<Open>,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<PlainId, Diagnostic> {
        loop {
            let mut next = self.value()?;
            // A finished value may finish what holds it, and so on outwards.
            while let Next::Done(node) = next {
                if self.open.is_empty() {
                    return Ok(node);
                }
                next = self.add(node)?;
            }
        }
    }

    /// Reads a scalar or an empty collection, or enters a collection.
    fn value(&mut self) -> Result<Next, Diagnostic> {
        self.space();
        let start = self.at;
        crate::data::room(self.plain, self.span(start, start))?;
        match self.peek() {
            Some(b'[') => {
                self.at += 1;
                self.space();
                if self.skip(b']') {
                    return Ok(Next::Done(self.plain.list(Vec::new(), self.since(start))));
                }
                self.open.push(Open::List(start, Vec::new()));
                Ok(Next::Value)
            }
            Some(b'{') => {
                self.at += 1;
                self.space();
                if self.skip(b'}') {
                    return Ok(Next::Done(self.plain.map::<&str>([], self.since(start))));
                }
                let key = self.key(&IndexMap::default())?;
                self.open.push(Open::Map(start, Map { entries: IndexMap::default(), key }));
                Ok(Next::Value)
            }
            Some(b'"') => {
                let text = self.string()?;
                Ok(Next::Done(self.plain.str(&text, self.since(start))))
            }
            Some(b'-' | b'0'..=b'9') => self.number().map(Next::Done),
            _ => self.word().map(Next::Done),
        }
    }

    /// Adds a finished value to the innermost collection, and ends that if it ends here.
    fn add(&mut self, node: PlainId) -> Result<Next, Diagnostic> {
        self.space();
        let more = self.skip(b',');
        match self.open.pop() {
            Some(Open::List(start, mut items)) => {
                items.push(node);
                if more {
                    self.open.push(Open::List(start, items));
                    return Ok(Next::Value);
                }
                self.expect(b']', "`,` or `]`")?;
                Ok(Next::Done(self.plain.list(items, self.since(start))))
            }
            Some(Open::Map(start, Map { mut entries, key: (key, span) })) => {
                entries.insert(key, (span, node));
                if more {
                    self.space();
                    let key = self.key(&entries)?;
                    self.open.push(Open::Map(start, Map { entries, key }));
                    return Ok(Next::Value);
                }
                self.expect(b'}', "`,` or `}`")?;
                let entries = entries.into_iter().map(|(key, (span, value))| (key, span, value));
                Ok(Next::Done(self.plain.map_at(entries, self.since(start))))
            }
            None => Ok(Next::Done(node)),
        }
    }

    /// Reads a key, which must be new, and its colon.
    fn key(
        &mut self,
        entries: &IndexMap<String, (Span, PlainId), FxBuildHasher>,
    ) -> Result<(String, Span), Diagnostic> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key in double quotes"));
        }
        let key = self.string()?;
        let span = self.span(start, self.at);
        if let Some((first, _)) = entries.get(&key) {
            return Err(crate::data::duplicate_key(&key, span, Some(*first)));
        }
        self.space();
        self.expect(b':', "`:`")?;
        Ok((key, span))
    }

    /// Reads a string from its opening quote to the byte behind its closing one.
    fn string(&mut self) -> Result<String, Diagnostic> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        loop {
            let rest = self.rest();
            let stop = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            let Some(stop) = stop else {
                self.at = self.text.len();
                return Err(self.error(start, self.at, "this string has no closing quote"));
            };
            value.push_str(&rest[..stop]);
            self.at += stop;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => value.push(self.escape()?),
                _ => {
                    return Err(self
                        .error(self.at, self.at + 1, "a control character within a string")
                        .help("Write it as an escape, such as `\\n`."));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Diagnostic> {
        let start = self.at;
        self.at += 1;
        let letter = self.rest().chars().next();
        self.at += letter.map_or(0, char::len_utf8);
        Ok(match letter {
            Some('"' | '\\' | '/') => return Ok(letter.unwrap_or('/')),
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.code_point(start),
            _ => return Err(self.error(start, self.at, "JSON has no such escape")),
        })
    }

    /// Reads the digits of `\uXXXX`, and the second half of a surrogate pair.
    fn code_point(&mut self, start: usize) -> Result<char, Diagnostic> {
        let first = self.hex(start)?;
        let code = match first {
            0xd800..=0xdbff if self.rest().starts_with("\\u") => {
                self.at += 2;
                match self.hex(start)? {
                    second @ 0xdc00..=0xdfff => {
                        0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                    }
                    _ => first,
                }
            }
            _ => first,
        };
        let text = "this escape is half of a surrogate pair, which is no character";
        char::from_u32(code).ok_or_else(|| self.error(start, self.at, text))
    }

    fn hex(&mut self, start: usize) -> Result<u32, Diagnostic> {
        let digits = self.rest().get(..4).filter(|it| it.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => {
                self.at += 4;
                Ok(code)
            }
            None => Err(self.error(start, self.at, "`\\u` needs four hexadecimal digits")),
        }
    }

    fn number(&mut self) -> Result<PlainId, Diagnostic> {
        let start = self.at;
        let rest = self.rest();
        let len = rest
            .bytes()
            .position(|byte| !matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E' | b'0'..=b'9'))
            .unwrap_or(rest.len());
        let text = &rest[..len];
        self.at += len;
        if !is_number(text) {
            return Err(self.error(start, self.at, format!("`{text}` is no JSON number")));
        }
        let span = self.since(start);
        if let Ok(value) = text.parse::<i64>() {
            return Ok(self.plain.int(value, span));
        }
        match Number::parse(text) {
            Ok(value) => Ok(self.plain.number(value, span)),
            Err(NumberError::OutOfRange) => {
                Err(self.error(start, self.at, "this number is out of range"))
            }
            Err(error) => Err(self.error(start, self.at, error.to_string())),
        }
    }

    fn word(&mut self) -> Result<PlainId, Diagnostic> {
        let start = self.at;
        let rest = self.rest();
        let len = rest.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..len];
        let end = start + len;
        let span = Some(self.span(start, end));
        let node = match word {
            "null" => self.plain.null(span),
            "true" => self.plain.bool(true, span),
            "false" => self.plain.bool(false, span),
            _ => return Err(self.unexpected("a value")),
        };
        self.at = end;
        Ok(node)
    }

    fn space(&mut self) {
        let rest = self.rest().as_bytes();
        let space = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.at += space.unwrap_or(rest.len());
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8, name: &str) -> Result<(), Diagnostic> {
        if self.skip(byte) { Ok(()) } else { Err(self.unexpected(name)) }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    fn since(&self, start: usize) -> Option<Span> {
        Some(self.span(start, self.at))
    }

    fn error(&self, start: usize, end: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::Syntax, message).at(self.span(start, end), "")
    }

    fn unexpected(&self, wanted: &str) -> Diagnostic {
        let found = self.rest().chars().next();
        let end = self.at + found.map_or(0, char::len_utf8);
        let found = match found {
            Some(char) => format!("`{}`", char.escape_debug()),
            None => "the end of the text".to_owned(),
        };
        self.error(self.at, end, format!("JSON: {wanted} was expected here, not {found}"))
    }
}

/// Whether `text` is a number by JSON's grammar.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, power) = match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, Some(power)),
        None => (text, None),
    };
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    digits(integer)
        && (integer == "0" || !integer.starts_with('0'))
        && fraction.is_none_or(digits)
        && power.is_none_or(|power| digits(power.strip_prefix(['+', '-']).unwrap_or(power)))
}

#[cfg(test)]
mod tests;
