//! One escape of a string or bytes literal.

use super::LiteralError;
use crate::base::Span;

/// What an escape stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Escaped {
    /// A character.
    Char(char),
    /// A byte of a bytes literal.
    Byte(u8),
    /// Nothing: the line end behind the backslash is left out.
    LineEnd,
}

const KNOWN: &str = "The escapes are \\n \\t \\r \\a \\b \\f \\v \\\\ \\/ \\\" \\uXXXX \\UXXXXXXXX \
                     and \\(…); text with many backslashes is best written #\"…\"#.";
const KNOWN_BYTES: &str = "The escapes are \\n \\t \\r \\a \\b \\f \\v \\\\ \\/ \\' \\xNN \\NNN \\uXXXX \\UXXXXXXXX and \\(…).";

/// Escapes of one letter.
const LETTERS: [(char, char); 9] = [
    ('n', '\n'),
    ('t', '\t'),
    ('r', '\r'),
    ('a', '\u{7}'),
    ('b', '\u{8}'),
    ('f', '\u{C}'),
    ('v', '\u{B}'),
    ('\\', '\\'),
    ('/', '/'),
];

/// How escapes look in a literal.
#[derive(Clone, Copy)]
pub(super) struct Escapes {
    /// Whether it is a bytes literal.
    pub(super) bytes: bool,
    /// How many `#` stand behind the backslash.
    pub(super) hashes: usize,
}

impl Escapes {
    /// Whether `rest` starts with an escape.
    pub(super) fn starts(self, rest: &str) -> bool {
        rest.strip_prefix('\\').is_some_and(|behind| {
            behind.bytes().take(self.hashes).filter(|&byte| byte == b'#').count() == self.hashes
        })
    }

    /// Reads the escape that `rest` starts with at the place `at`: what it stands for, and its
    /// length.
    pub(super) fn read(self, rest: &str, at: Span) -> Result<(Escaped, usize), LiteralError> {
        let start = 1 + self.hashes;
        let code = rest.get(start..).unwrap_or("");
        let Some(letter) = code.chars().next() else {
            return Err(self.unknown(rest, start, at));
        };
        if let Some((_, meant)) = LETTERS.iter().find(|(written, _)| *written == letter) {
            return Ok((Escaped::Char(*meant), start + 1));
        }
        match letter {
            '"' if !self.bytes => Ok((Escaped::Char('"'), start + 1)),
            '\'' if self.bytes => Ok((Escaped::Char('\''), start + 1)),
            'u' | 'U' => self.code_point(rest, start, at),
            // Only multi-line literals have line ends; real CUE's scanner refuses them there, its
            // specification does not.
            '\n' => Ok((Escaped::LineEnd, start + 1)),
            '\r' if code.starts_with("\r\n") => Ok((Escaped::LineEnd, start + 2)),
            'x' if self.bytes => {
                let value = number(code, 1, 2, 16).and_then(|value| u8::try_from(value).ok());
                let value =
                    value.ok_or_else(|| self.digits(rest, start + 3, at, "two hexadecimal"))?;
                Ok((Escaped::Byte(value), start + 3))
            }
            '0'..='7' if self.bytes => {
                let value = number(code, 0, 3, 8).and_then(|value| u8::try_from(value).ok());
                let value = value
                    .ok_or_else(|| self.digits(rest, start + 3, at, "three octal (up to 377)"))?;
                Ok((Escaped::Byte(value), start + 3))
            }
            _ => Err(self.unknown(rest, start + letter.len_utf8(), at)),
        }
    }

    /// `\uXXXX`, `\UXXXXXXXX`, and two `\uXXXX` that are one character.
    fn code_point(
        self,
        rest: &str,
        start: usize,
        at: Span,
    ) -> Result<(Escaped, usize), LiteralError> {
        let (value, end) = self.unit(rest, start, at)?;
        if !(0xD800..0xE000).contains(&value) {
            let found = char::from_u32(value).map(|found| (Escaped::Char(found), end));
            return found.ok_or_else(|| {
                LiteralError::new(
                    Some(piece(rest, end, at)),
                    "this escape is beyond the last character of Unicode",
                    "The last one is \\U0010FFFF.",
                )
            });
        }
        let next = rest.get(end..).filter(|next| self.starts(next));
        let low = next.and_then(|next| {
            let marked = matches!(next.get(start..)?.chars().next()?, 'u' | 'U');
            if marked { self.unit(next, start, at).ok() } else { None }
        });
        let pair = low.and_then(|(low, len)| {
            let high = value.checked_sub(0xD800).filter(|&high| high < 0x400)?;
            let low = low.checked_sub(0xDC00).filter(|&low| low < 0x400)?;
            Some((Escaped::Char(char::from_u32(0x10000 + high * 0x400 + low)?), end + len))
        });
        pair.ok_or_else(|| {
            LiteralError::new(
                Some(piece(rest, end, at)),
                "this escape is half of a surrogate pair",
                "Write the character itself, or both halves.",
            )
        })
    }

    fn unit(self, rest: &str, start: usize, at: Span) -> Result<(u32, usize), LiteralError> {
        let code = rest.get(start..).unwrap_or("");
        let (count, words) =
            if code.starts_with('u') { (4, "four hexadecimal") } else { (8, "eight hexadecimal") };
        let end = start + 1 + count;
        let value = number(code, 1, count, 16);
        Ok((value.ok_or_else(|| self.digits(rest, end, at, words))?, end))
    }

    fn unknown(self, rest: &str, len: usize, at: Span) -> LiteralError {
        let written = rest.get(..len).unwrap_or("\\").trim_end_matches(['\n', '\r']);
        let help = if self.bytes { KNOWN_BYTES } else { KNOWN };
        let message = if written == "\\" {
            "this backslash escapes nothing".to_owned()
        } else {
            let kind = if self.bytes { "bytes" } else { "strings" };
            format!("there is no escape `{written}` in {kind}")
        };
        LiteralError::new(Some(piece(rest, len, at)), message, help)
    }

    fn digits(self, rest: &str, len: usize, at: Span, digits: &str) -> LiteralError {
        let message = format!("this escape needs {digits} digits");
        let help = if self.bytes { KNOWN_BYTES } else { KNOWN };
        LiteralError::new(Some(piece(rest, len, at)), message, help)
    }
}

/// The place of the first `len` bytes of `rest`, which starts at `at`.
fn piece(rest: &str, len: usize, at: Span) -> Span {
    let line = rest.find('\n').unwrap_or(rest.len()).max(1);
    let mut len = len.min(rest.len()).min(line);
    while !rest.is_char_boundary(len) {
        len += 1;
    }
    Span::new(at.file, at.start, at.start + len as u32)
}

/// The number written with `count` digits from `start` on.
fn number(code: &str, start: usize, count: usize, base: u32) -> Option<u32> {
    let digits = code.get(start..start + count)?;
    if !digits.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    u32::from_str_radix(digits, base).ok()
}
