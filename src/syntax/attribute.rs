//! What stands between the parentheses of an attribute, as data: `@name(a, key=value)`.

/// An argument of an attribute: `value` or `key=value`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeArgument {
    /// The key, if there is one.
    pub key: Option<String>,
    /// The value as written, without quotes around all of it.
    pub value: String,
}

/// The arguments in `body`: split at commas outside brackets and strings.
pub fn arguments(body: &str) -> Vec<AttributeArgument> {
    split(body, ',').into_iter().map(argument).collect()
}

/// The value that `key` has among `arguments`.
pub fn option<'a>(arguments: &'a [AttributeArgument], key: &str) -> Option<&'a str> {
    let found = arguments.iter().find(|argument| argument.key.as_deref() == Some(key));
    found.map(|argument| argument.value.as_str())
}

fn argument(text: &str) -> AttributeArgument {
    let text = text.trim();
    let mut halves = split(text, '=').into_iter();
    let first = halves.next().unwrap_or("").trim();
    let is_key =
        !first.is_empty() && first.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if is_key && text.len() > first.len() {
        let rest = text.get(first.len()..).unwrap_or("").trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            return AttributeArgument {
                key: Some(first.to_owned()),
                value: unquoted(value.trim()),
            };
        }
    }
    AttributeArgument { key: None, value: unquoted(text) }
}

fn unquoted(text: &str) -> String {
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !inner.contains('"') => inner.to_owned(),
        Some(_) | None => text.to_owned(),
    }
}

/// Splits at `separator` where it stands outside brackets and strings.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut quote, mut start) = (0_usize, None, 0);
    let mut pieces = Vec::new();
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if letter == '\\' => escaped = true,
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None => match letter {
                '"' | '\'' => quote = Some(letter),
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ if letter == separator && depth == 0 => {
                    pieces.push(text.get(start..at).unwrap_or(""));
                    start = at + letter.len_utf8();
                }
                _ => {}
            },
        }
    }
    pieces.push(text.get(start..).unwrap_or(""));
    pieces
}
