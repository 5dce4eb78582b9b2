//! Source text without its comments, and without attributes.

use super::scan::tokens;
use super::token::{Break, Token, TokenKind};

/// Which attributes stay.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attributes {
    /// All.
    Keep,
    /// None.
    Drop,
}

/// `text`, which was read without errors, without comments and without the attributes that do not
/// stay; line ends stay, because they stand for commas.
pub fn bare(text: &str, attributes: Attributes) -> String {
    let (tokens, comments) = tokens(text);
    let drops = |token: &Token| {
        attributes == Attributes::Drop
            && text.get(token.start..).is_some_and(|t| t.starts_with('@'))
    };
    if comments.is_empty() && !tokens.iter().any(drops) {
        return text.to_owned();
    }
    let mut cuts: Vec<(usize, usize)> = comments
        .iter()
        .map(|comment| (comment.start, comment.start + comment.text.len()))
        .collect();
    for (index, token) in tokens.iter().enumerate() {
        let Some(next) = tokens.get(index + 1).filter(|_| drops(token)) else { continue };
        let end = match comments.get(token.comments.0) {
            Some(comment) if token.comments.0 < token.comments.1 => comment.start.min(next.start),
            _ => next.start,
        };
        cuts.push((token.start, end));
        // A declaration goes with its comma.
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let is_decl = before.is_some_and(|before| {
            before.kind != TokenKind::Other
                || text.get(before.start..).is_some_and(|text| text.starts_with('{'))
        });
        if is_decl && next.kind == TokenKind::Comma && next.before != Break::Unknown {
            cuts.push((next.start, next.start + 1));
        }
    }
    cuts.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in cuts {
        out.push_str(text.get(from..start.max(from)).unwrap_or(""));
        from = from.max(end);
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(bare(text, Attributes::Drop), expected);
    }

    #[test]
    fn comments_and_attributes_go() {
        check("a + \"// b\" // c\n", "a + \"// b\" \n");
        check("{@x(), a: 1 @y(\")\"), b: 2}", "{a: 1 , b: 2}");
        check("{\n\ta: 1 @y() // c\n\t@x()\n}", "{\n\ta: 1 \n\t\n}");
        assert_eq!(bare("{a: 1 @y()}", Attributes::Keep), "{a: 1 @y()}");
    }
}
