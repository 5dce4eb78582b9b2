//! Reading CUE's string and bytes literals: single-line and multi-line, plain and raw.

use super::super::Fault;
use crate::eval::builtin::strconv::parse::SYNTAX;

const UNMATCHED: &str = "invalid string: unmatched quote";
const SURROGATE: &str = "unmatched surrogate pair";

/// The text of a literal. Bytes that are no UTF-8 become replacement characters.
pub(in super::super) fn unquote(literal: &str) -> Result<String, Fault> {
    let hashes = literal.len() - literal.trim_start_matches('#').len();
    let fence = "#".repeat(hashes);
    let body = literal.strip_prefix(&fence).unwrap_or(literal);
    let body = body.strip_suffix(&fence).ok_or_else(|| Fault::new(UNMATCHED))?;
    let mark = match body.chars().next() {
        Some(mark @ ('"' | '\'')) => mark,
        _ => return Err(Fault::new(SYNTAX)),
    };
    let triple = mark.to_string().repeat(3);
    let escape = format!("\\{fence}");
    let reader = Reader { escape: &escape, bytes: mark == '\'' };
    if body.len() > 3 && body.starts_with(&triple) {
        let inner = body.strip_prefix(&triple).and_then(|rest| rest.strip_suffix(&triple));
        return reader.lines(inner.ok_or_else(|| Fault::new(UNMATCHED))?);
    }
    let inner = body.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    let inner = inner.ok_or_else(|| Fault::new(UNMATCHED))?;
    let closes_early = if hashes == 0 {
        // A quote that an odd number of backslashes precedes is escaped.
        inner.match_indices(mark).any(|(at, _)| {
            inner[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0
        }) || inner.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1
    } else {
        inner.contains(&format!("{mark}{fence}"))
    };
    if inner.contains('\n') || closes_early {
        return Err(Fault::new(SYNTAX));
    }
    let mut result = Vec::new();
    reader.line(inner, &mut result)?;
    Ok(String::from_utf8_lossy(&result).into_owned())
}

struct Reader<'a> {
    /// What starts an escape: a backslash and as many `#` as the literal has.
    escape: &'a str,
    bytes: bool,
}

impl Reader<'_> {
    /// The lines between triple quotes, less the indentation of the last.
    fn lines(&self, inner: &str) -> Result<String, Fault> {
        let inner = inner.strip_prefix('\r').unwrap_or(inner);
        let inner = inner.strip_prefix('\n').ok_or_else(|| {
            Fault::new(
                "invalid string: opening quote of multiline string must be followed by newline",
            )
        })?;
        let (content, indent) = inner.rsplit_once('\n').unwrap_or(("", inner));
        if !indent.trim().is_empty() {
            return Err(Fault::new(
                "invalid string: closing quote of multiline string must be preceded by newline",
            ));
        }
        if !inner.contains('\n') {
            return Ok(String::new());
        }
        let mut result = Vec::new();
        let mut joined = true;
        for line in content.split('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let text = match line.strip_prefix(indent) {
                Some(text) => text,
                None if line.is_empty() => "",
                None => {
                    return Err(Fault::new(
                        "invalid string: non-matching whitespace for multiline string",
                    ));
                }
            };
            if !joined {
                result.push(b'\n');
            }
            joined = self.line(text, &mut result)?;
        }
        if joined && !content.is_empty() {
            return Err(Fault::new("last newline of multiline string cannot be escaped"));
        }
        Ok(String::from_utf8_lossy(&result).into_owned())
    }

    /// Adds one line; true if it ends in an escape of its newline.
    fn line(&self, line: &str, result: &mut Vec<u8>) -> Result<bool, Fault> {
        let mut rest = line;
        while let Some((before, behind)) = rest.split_once(self.escape) {
            result.extend_from_slice(before.as_bytes());
            let mut chars = behind.chars();
            let Some(kind) = chars.next() else { return Ok(true) };
            rest = chars.as_str();
            let simple = match kind {
                'a' => 7,
                'b' => 8,
                'f' => 12,
                'n' => b'\n',
                'r' => b'\r',
                't' => b'\t',
                'v' => 11,
                '/' => b'/',
                '\\' => b'\\',
                '"' | '\'' => kind as u8,
                'x' if self.bytes => self.code(&mut rest, 2)? as u8,
                'u' | 'U' => {
                    let char = self.rune(&mut rest, if kind == 'u' { 4 } else { 8 })?;
                    result.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
                    continue;
                }
                '0'..='7' if self.bytes => {
                    rest = behind;
                    self.octal(&mut rest)?
                }
                _ => return Err(Fault::new(SYNTAX)),
            };
            result.push(simple);
        }
        result.extend_from_slice(rest.as_bytes());
        Ok(false)
    }

    fn rune(&self, rest: &mut &str, digits: usize) -> Result<char, Fault> {
        let first = self.code(rest, digits)?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).ok_or_else(|| Fault::new(SURROGATE));
        }
        // The second half of a pair, as JSON writes them.
        let unpaired = || Fault::new(SURROGATE);
        let start = format!("{}u", self.escape);
        *rest = rest.strip_prefix(&start).ok_or_else(unpaired)?;
        let second = self.code(rest, 4)?;
        if !(0xdc00..0xe000).contains(&second) {
            return Err(unpaired());
        }
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)).ok_or_else(unpaired)
    }

    fn code(&self, rest: &mut &str, digits: usize) -> Result<u32, Fault> {
        let code = rest.get(..digits).filter(|code| code.bytes().all(|it| it.is_ascii_hexdigit()));
        let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        *rest = rest.get(digits..).unwrap_or("");
        code.ok_or_else(|| Fault::new(SYNTAX))
    }

    fn octal(&self, rest: &mut &str) -> Result<u8, Fault> {
        let code = rest.get(..3).and_then(|code| u8::from_str_radix(code, 8).ok());
        *rest = rest.get(3..).unwrap_or("");
        code.ok_or_else(|| Fault::new(SYNTAX))
    }
}

#[cfg(test)]
mod tests {
    use super::unquote;

    #[test]
    fn every_form() {
        for (literal, expected) in [
            (r#""a""#, "a"),
            (r#""a\n\u00e9\\""#, "a\né\\"),
            (r##"#"a\n\#n"b"#"##, "a\\n\n\"b"),
            (r"'\x41\101'", "AA"),
            (r#""\ud83d\ude00""#, "😀"),
            ("\"\"\"\n\t a\n\n\t  b\\\n\t c\n\t \"\"\"", "a\n\n bc"),
            ("\"\"\"\n\t\"\"\"", ""),
            (r#""""#, ""),
        ] {
            assert_eq!(unquote(literal).as_deref(), Ok(expected), "{literal}");
        }
        for literal in [
            "",
            "a",
            "\"",
            r#""a"#,
            r#""a"b""#,
            r#""\""#,
            r#""\x41""#,
            r#""\ud800""#,
            "\"a\nb\"",
            "#",
        ] {
            assert!(unquote(literal).is_err(), "{literal}");
        }
    }
}
