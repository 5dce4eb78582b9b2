//! Laying out JSON text as it is, without reading its values. It takes valid JSON only.

use crate::eval::builtin::arguments::check_size;
use crate::eval::builtin::{Data, Fault};

/// The pieces of `source` outside of strings, character by character, and its strings whole.
fn tokens(source: &str) -> impl Iterator<Item = &str> {
    let mut rest = source;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let len = if first == '"' { string(rest) } else { first.len_utf8() };
        let (token, behind) = rest.split_at(len);
        rest = behind;
        Some(token)
    })
}

/// The length of the string that `text` starts with.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_space(token: &str) -> bool {
    matches!(token, " " | "\t" | "\n" | "\r")
}

/// `source` without white space.
pub(super) fn compact(source: &str) -> String {
    tokens(source).filter(|token| !is_space(token)).collect()
}

/// `source` with a line a value. What white space it ends in stays, as Go does it.
pub(super) fn indent(source: &str, prefix: &str, indent: &str) -> Result<Data, Fault> {
    let trimmed = source.trim_end_matches([' ', '\t', '\n', '\r']);
    let mut result = String::new();
    let mut depth = 0_usize;
    let mut opened = false;
    for token in tokens(trimmed).filter(|token| !is_space(token)) {
        let closes = matches!(token, "}" | "]");
        depth -= usize::from(closes && depth > 0);
        if opened != closes {
            line(&mut result, prefix, indent, depth)?;
        }
        opened = matches!(token, "{" | "[");
        depth += usize::from(opened);
        result.push_str(token);
        match token {
            "," => line(&mut result, prefix, indent, depth)?,
            ":" => result.push(' '),
            _ => {}
        }
    }
    result.push_str(&source[trimmed.len()..]);
    Ok(result.into())
}

fn line(result: &mut String, prefix: &str, indent: &str, depth: usize) -> Result<(), Fault> {
    let added = indent.len().checked_mul(depth).map(|it| it + prefix.len() + result.len());
    check_size(added)?;
    result.push('\n');
    result.push_str(prefix);
    result.push_str(&indent.repeat(depth));
    Ok(())
}

/// `source` with what HTML or scripts would take for their own escaped.
pub(super) fn html(source: &str) -> String {
    let mut result = String::with_capacity(source.len());
    for char in source.chars() {
        match char {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                result.push_str(&format!("\\u{:04x}", u32::from(char)));
            }
            _ => result.push(char),
        }
    }
    result
}

/// The texts of the values that `source` holds one behind the other.
pub(super) fn values(source: &str) -> Vec<&str> {
    let (mut values, mut start, mut at, mut depth) = (Vec::new(), None, 0, 0_usize);
    for token in tokens(source) {
        let end = at + token.len();
        let ends = match token {
            "{" | "[" => {
                depth += 1;
                false
            }
            "}" | "]" => {
                depth = depth.saturating_sub(1);
                depth == 0
            }
            _ if depth > 0 => false,
            // A word or number goes on until something else comes.
            _ => token.starts_with('"') || !source[end..].starts_with(is_word),
        };
        if !is_space(token) || depth > 0 {
            let from = *start.get_or_insert(at);
            if ends {
                values.push(&source[from..end]);
                start = None;
            }
        }
        at = end;
    }
    values.extend(start.map(|from| &source[from..]));
    values
}

fn is_word(char: char) -> bool {
    !matches!(char, ' ' | '\t' | '\n' | '\r' | '{' | '[' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_a_row() {
        assert_eq!(
            values(r#"{"}": 1}[2] "a" 12 true"b""#),
            [r#"{"}": 1}"#, "[2]", r#""a""#, "12", "true", r#""b""#]
        );
        assert_eq!(values("1 2"), ["1", "2"]);
        assert_eq!(values(" \n"), [""; 0]);
        assert_eq!(values("{} ["), ["{}", "["]);
    }

    #[test]
    fn indents_as_go_does() {
        let indented = indent(r#" {"a":[1,2],"b":{},"c":"x:y"} "#, ">", "\t").unwrap();
        assert_eq!(
            indented,
            "{\n>\t\"a\": [\n>\t\t1,\n>\t\t2\n>\t],\n>\t\"b\": {},\n>\t\"c\": \"x:y\"\n>} ".into()
        );
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(indent(&deep, "", "    ").is_err());
    }
}
