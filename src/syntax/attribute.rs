//! What stands between the parentheses of an attribute, as data: `@name(a, key=value)`.

use super::literal;

/// An argument of an attribute: `value` or `key=value`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeArgument {
    /// The key, if there is one.
    pub key: Option<String>,
    /// The value, without quotes around all of it.
    pub value: String,
    /// The value as written.
    pub raw: String,
    /// The whole argument as written.
    pub text: String,
    /// Where the whole argument starts in the body.
    pub offset: usize,
}

/// The arguments in the body of an attribute.
pub fn arguments(body: &str) -> Vec<AttributeArgument> {
    split(body, ',').into_iter().map(|(offset, text)| argument(offset, text)).collect()
}

/// The value that `key` has among `arguments`.
pub fn option<'a>(arguments: &'a [AttributeArgument], key: &str) -> Option<&'a str> {
    let found = arguments.iter().find(|argument| argument.key.as_deref() == Some(key));
    found.map(|argument| argument.value.as_str())
}

fn argument(start: usize, piece: &str) -> AttributeArgument {
    let text = piece.trim();
    let offset = start + (piece.len() - piece.trim_start().len());
    let made = |key: Option<&str>, raw: &str| AttributeArgument {
        key: key.map(str::to_owned),
        value: literal::plain(raw).unwrap_or_else(|| raw.to_owned()),
        raw: raw.to_owned(),
        text: text.to_owned(),
        offset,
    };
    let (_, first) = split(text, '=').into_iter().next().unwrap_or((0, ""));
    let key = first.trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-:".contains(c));
    match text.get(first.len()..).and_then(|rest| rest.strip_prefix('=')) {
        // `==` and `=~` are operators.
        Some(value) if is_key && !value.starts_with(['=', '~']) => made(Some(key), value.trim()),
        Some(_) | None => made(None, text),
    }
}

/// Splits at `separator` where it stands outside brackets and strings; each piece and its start.
fn split(text: &str, separator: char) -> Vec<(usize, &str)> {
    let (mut depth, mut at, mut start) = (0_usize, 0, 0);
    let mut pieces = Vec::new();
    // After a quote that nothing closes, quotes are letters like others.
    let mut quotes = true;
    while let Some(rest) = text.get(at..)
        && let Some(letter) = rest.chars().next()
    {
        if quotes && matches!(letter, '"' | '\'' | '#') {
            match literal::extent(rest) {
                Some(length) => {
                    at += length;
                    continue;
                }
                None => quotes = letter == '#',
            }
        }
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '/' if starts_comment(text, at) => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            _ if letter == separator && depth == 0 => {
                pieces.push((start, text.get(start..at).unwrap_or("")));
                start = at + letter.len_utf8();
            }
            _ => {}
        }
        at += letter.len_utf8();
    }
    pieces.push((start, text.get(start..).unwrap_or("")));
    pieces
}

/// Whether a comment starts at `at`, which no word touches: `http://` is none.
fn starts_comment(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    text.get(at..).is_some_and(|rest| rest.starts_with("//"))
        && before.is_none_or(|letter| letter.is_whitespace() || ",({[".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_split_outside_strings_and_brackets() {
        let texts = |body| {
            let arguments: Vec<AttributeArgument> = arguments(body);
            arguments.into_iter().map(|one| one.text).collect::<Vec<_>>()
        };
        assert_eq!(texts("eq, {a: [1, 2]}, at=x"), ["eq", "{a: [1, 2]}", "at=x"]);
        assert_eq!(texts(r##"eq, #"a"b,"#"##), ["eq", r##"#"a"b,"#"##]);
        assert_eq!(texts("eq, \"\"\"\n\ta\", b\n\t\"\"\""), ["eq", "\"\"\"\n\ta\", b\n\t\"\"\""]);
        assert_eq!(texts("eq, #a, b"), ["eq", "#a", "b"]);
        assert_eq!(texts("eq, {a: 1 // don't, ever\n}"), ["eq", "{a: 1 // don't, ever\n}"]);
        assert_eq!(texts("desc=don't, b"), ["desc=don't", "b"]);
        assert_eq!(texts("eq,\n// a, b\n1"), ["eq", "// a, b\n1"]);
        assert_eq!(texts("http://a, b"), ["http://a", "b"]);
    }

    #[test]
    fn keys_are_told_from_operators() {
        let pair = |text: &str| {
            let one = arguments(text).into_iter().next().expect("there is one");
            (one.key, one.value)
        };
        assert_eq!(pair("kind:todo=int"), (Some("kind:todo".into()), "int".into()));
        assert_eq!(pair("contains=\"a \\\"b\\\"\""), (Some("contains".into()), "a \"b\"".into()));
        assert_eq!(pair("x==1"), (None, "x==1".into()));
        assert_eq!(pair("=~\"a\""), (None, "=~\"a\"".into()));
        assert_eq!(pair(">=1"), (None, ">=1".into()));
    }
}
