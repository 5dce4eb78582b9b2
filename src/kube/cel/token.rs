//! The tokens of CEL.

use std::borrow::Cow;

/// One token.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token<'a> {
    Name(&'a str),
    /// A name in backticks, which is no keyword.
    Quoted(&'a str),
    Int(u64),
    Uint(u64),
    Double(f64),
    Str(String),
    Bytes(Vec<u8>),
    /// An operator or a bracket.
    Sign(&'static str),
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",",
    "(", ")", "[", "]", "{", "}",
];

/// Words that no name may be, besides the literals `true`, `false` and `null`.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "namespace",
    "package",
    "return",
    "var",
    "void",
    "while",
];

/// Whether a word is one that no name may be.
pub(super) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// The tokens of `text`.
///
/// # Errors
/// What is no token, in a few words.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = skip_space(rest);
        if rest.is_empty() {
            return Ok(found);
        }
        let (token, behind) = next(rest)?;
        found.push(token);
        rest = behind;
    }
}

fn skip_space(mut rest: &str) -> &str {
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{c}']);
        let Some(comment) = rest.strip_prefix("//") else { return rest };
        rest = comment.split_once('\n').map_or("", |(_, behind)| behind);
    }
}

fn next(rest: &str) -> Result<(Token<'_>, &str), String> {
    let first = rest.chars().next().unwrap_or(' ');
    if let Some(found) = string(rest)? {
        return Ok(found);
    }
    if first == '`' {
        let inner = rest.get(1..).and_then(|rest| rest.split_once('`'));
        let (name, behind) = inner.ok_or("a backtick has no end")?;
        return Ok((Token::Quoted(name), behind));
    }
    let after_point = rest.get(1..).and_then(|rest| rest.chars().next());
    if first.is_ascii_digit() || (first == '.' && after_point.is_some_and(|c| c.is_ascii_digit())) {
        return number(rest);
    }
    if first.is_ascii_alphabetic() || first == '_' {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (name, behind) = rest.split_at(end.unwrap_or(rest.len()));
        return Ok((Token::Name(name), behind));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok((Token::Sign(sign), rest.get(sign.len()..).unwrap_or(""))),
        None => Err(format!("`{first}` has no meaning here")),
    }
}

fn number(rest: &str) -> Result<(Token<'_>, &str), String> {
    let wrong = |text: &str| format!("`{text}` is no number");
    if let Some(hex) = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X")) {
        let end = hex.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(hex.len());
        let (digits, behind) = hex.split_at(end);
        let value = u64::from_str_radix(digits, 16).map_err(|_| wrong(digits))?;
        return Ok(unsigned(Token::Int(value), value, behind));
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(rest);
    let mut whole = true;
    let at = |index: usize| rest.get(index..).unwrap_or("");
    let fraction = at(end).strip_prefix('.').map_or(0, digits);
    if fraction > 0 {
        end += 1 + fraction;
        whole = false;
    }
    if let Some(power) = at(end).strip_prefix(['e', 'E']) {
        let sign = usize::from(power.starts_with(['+', '-']));
        let count = digits(power.get(sign..).unwrap_or(""));
        if count > 0 {
            end += 1 + sign + count;
            whole = false;
        }
    }
    let (text, behind) = rest.split_at(end);
    if whole {
        let value = text.parse::<u64>().map_err(|_| wrong(text))?;
        return Ok(unsigned(Token::Int(value), value, behind));
    }
    let value = text.parse::<f64>().map_err(|_| wrong(text))?;
    Ok((Token::Double(value), behind))
}

/// The number, or the one without sign that its suffix makes of it.
fn unsigned<'a>(token: Token<'a>, value: u64, behind: &'a str) -> (Token<'a>, &'a str) {
    match behind.strip_prefix(['u', 'U']) {
        Some(behind) => (Token::Uint(value), behind),
        None => (token, behind),
    }
}

/// A string or bytes with all its prefixes, if one stands here.
fn string(text: &str) -> Result<Option<(Token<'_>, &str)>, String> {
    // A quote stands at the start or behind a prefix of at most two letters.
    let quote_at = text.bytes().take(3).position(|byte| matches!(byte, b'"' | b'\''));
    let Some((prefix, rest)) = quote_at.and_then(|at| text.split_at_checked(at)) else {
        return Ok(None);
    };
    if !matches!(prefix.to_ascii_lowercase().as_str(), "" | "r" | "b" | "rb" | "br")
        || rest.is_empty()
    {
        return Ok(None);
    }
    let raw = prefix.contains(['r', 'R']);
    let bytes = prefix.contains(['b', 'B']);
    let quote = rest.get(..1).unwrap_or("");
    let triple = quote.repeat(3);
    let quote = if rest.starts_with(&triple) { triple.as_str() } else { quote };
    let inner = rest.get(quote.len()..).unwrap_or("");
    let end = closing(inner, quote, raw).ok_or("a string has no end")?;
    let (body, behind) = inner.split_at(end);
    let behind = behind.get(quote.len()..).unwrap_or("");
    let token = match (raw, bytes) {
        (true, false) => Token::Str(body.to_owned()),
        (true, true) => Token::Bytes(body.as_bytes().to_vec()),
        (false, false) => {
            let value = unescape(body, false)?;
            Token::Str(String::from_utf8_lossy(&value).into_owned())
        }
        (false, true) => Token::Bytes(unescape(body, true)?.into_owned()),
    };
    Ok(Some((token, behind)))
}

/// Where the closing quote stands.
fn closing(inner: &str, quote: &str, raw: bool) -> Option<usize> {
    let mut skip = false;
    for (index, letter) in inner.char_indices() {
        if skip {
            skip = false;
        } else if letter == '\\' && !raw {
            skip = true;
        } else if inner.get(index..).is_some_and(|rest| rest.starts_with(quote)) {
            return Some(index);
        } else if quote.len() == 1 && letter == '\n' {
            return None;
        }
    }
    None
}

/// The bytes that a text with escapes stands for; in strings `\xHH` is a character.
fn unescape(body: &str, bytes: bool) -> Result<Cow<'_, [u8]>, String> {
    if !body.contains('\\') {
        return Ok(Cow::Borrowed(body.as_bytes()));
    }
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        let letter = behind.chars().next().ok_or("an escape has no end")?;
        let after = behind.get(letter.len_utf8()..).unwrap_or("");
        let (length, base) = match letter {
            'x' | 'X' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            '0'..='3' => (3, 8),
            _ => (0, 0),
        };
        if length > 0 {
            let from = if base == 8 { behind } else { after };
            let digits = from.get(..length).ok_or("an escape has no end")?;
            let code = u32::from_str_radix(digits, base)
                .map_err(|_| format!("`\\{letter}{digits}` is no escape"))?;
            if bytes && length < 4 {
                out.push(code as u8);
            } else {
                let letter = char::from_u32(code).ok_or("an escape names no character")?;
                out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
            rest = from.get(length..).unwrap_or("");
            continue;
        }
        out.push(match letter {
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => b'\n',
            'r' => b'\r',
            't' => b'\t',
            'v' => 11,
            '\\' | '\'' | '"' | '`' | '?' => letter as u8,
            _ => return Err(format!("`\\{letter}` is no escape")),
        });
        rest = after;
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(Cow::Owned(out))
}
