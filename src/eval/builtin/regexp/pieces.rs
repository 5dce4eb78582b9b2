//! Patterns that are nothing but pieces of text with `.*` between, such as `^app-` or `^f.*7$`: the
//! most frequent of all, and told from a text without any machine.

/// The longest pattern that is looked at: the crate bounds how much it compiles.
const LONGEST: usize = 1000;

/// Pieces of text that follow each other, with anything but line ends between.
#[derive(Debug)]
pub(super) struct Pieces {
    first: String,
    rest: Vec<String>,
    /// Whether the first starts the text.
    at_start: bool,
    /// Whether the last ends the text.
    at_end: bool,
}

impl Pieces {
    /// The pieces of a pattern; nothing if there is more to it.
    pub(super) fn of(pattern: &str) -> Option<Self> {
        if pattern.len() > LONGEST {
            return None;
        }
        let (at_start, rest) = match pattern.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, pattern),
        };
        let (at_end, rest) = match rest.strip_suffix('$') {
            // What is escaped is a dollar sign.
            Some(rest) if !rest.ends_with('\\') => (true, rest),
            _ => (false, rest),
        };
        let mut pieces = rest.split(".*").map(literal);
        let first = pieces.next()??;
        let rest = pieces.collect::<Option<Vec<String>>>()?;
        Some(Self { first, rest, at_start, at_end })
    }

    /// Whether a text fits; nothing if that takes more to tell.
    pub(super) fn fit(&self, text: &str) -> Option<bool> {
        let Some((last, between)) = self.rest.split_last() else {
            let first = self.first.as_str();
            return Some(match (self.at_start, self.at_end) {
                (true, true) => text == first,
                (true, false) => text.starts_with(first),
                (false, true) => text.ends_with(first),
                (false, false) => text.contains(first),
            });
        };
        // Most texts are told by their ends.
        if self.at_end && !ends_with(text, last)
            || self.at_start && !text.starts_with(self.first.as_str())
        {
            return Some(false);
        }
        // A dot stands for anything but that.
        if text.contains('\n') {
            return None;
        }
        Some(self.follow(text, between, last).is_some())
    }

    fn follow(&self, text: &str, between: &[String], last: &str) -> Option<()> {
        let mut rest = match self.at_start {
            true => text.strip_prefix(self.first.as_str())?,
            false => text.split_once(self.first.as_str())?.1,
        };
        for piece in between {
            rest = rest.split_once(piece.as_str())?.1;
        }
        let found = if self.at_end { rest.ends_with(last) } else { rest.contains(last) };
        found.then_some(())
    }
}

/// Whether a text ends so; of those that do not, the last byte tells nearly all.
fn ends_with(text: &str, end: &str) -> bool {
    let last = end.as_bytes().last();
    last.is_none() || last == text.as_bytes().last() && text.ends_with(end)
}

/// The text that a piece of a pattern stands for; nothing if it is no text.
fn literal(piece: &str) -> Option<String> {
    let mut text = String::with_capacity(piece.len());
    let mut chars = piece.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => text.push(chars.next().filter(char::is_ascii_punctuation)?),
            '.' | '+' | '*' | '?' | '(' | ')' | '|' | '[' | ']' | '{' | '}' | '^' | '$' => {
                return None;
            }
            _ => text.push(char),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::builtin::regexp::uncached;

    #[test]
    fn pieces_fit_what_the_pattern_matches() {
        let patterns = [
            "", "^", "$", "^$", "a", "^a", "a$", "^a$", "^a.*b$", "a.*b", "^.*b", ".*", "^.*$",
            "^a.*.*b$", r"a\.b", r"^\$", r"a\$", "^ab.*ba$", "ü.*$", "a.*b.*a", r"\.\*",
        ];
        let texts = [
            "", "a", "b", "ab", "ba", "aba", "abab", "aab", "a.b", "axb", "$", "a$", "xüy", "abba",
            "a\nb", "\n", "a\n", ".*", "abxba", "ab ba",
        ];
        for pattern in patterns {
            let pieces = Pieces::of(pattern).unwrap_or_else(|| panic!("{pattern} is pieces"));
            let regex = uncached(pattern).unwrap();
            for text in texts {
                let fit = pieces.fit(text).unwrap_or_else(|| regex.is_match(text));
                assert_eq!(fit, regex.is_match(text), "{pattern:?} and {text:?}");
            }
        }
    }

    #[test]
    fn what_is_more_than_pieces_is_left_alone() {
        let long = "a".repeat(2000);
        for pattern in [
            "a.b", "a*", "[a]", "a|b", "(a)", "a{2}", "a.*?b", "a.*+b", r"\d", r"a\", r"\n", "a^b",
            "a$b", "(?i)a", ".", r"\.*", &long, r"\Qa\E", "a.*{2}",
        ] {
            assert!(Pieces::of(pattern).is_none(), "{pattern}");
        }
    }
}
