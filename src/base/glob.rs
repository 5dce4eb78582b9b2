//! Patterns of `*`, `?`, `[a-z]` and `\`, as Go has them.

/// A pattern that was read.
#[derive(Debug)]
pub struct Glob {
    tokens: Vec<Token>,
    separator: char,
}

#[derive(Debug)]
enum Token {
    /// `*`: any run without a separator.
    Star,
    /// `?`: one character but a separator.
    Any,
    One(char),
    /// `[a-z]`: one of these ranges, or none of them.
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

const MALFORMED: &str = "syntax error in pattern";

impl Glob {
    /// Reads a pattern for names whose parts `separator` divides; where that is a backslash, there
    /// are no escapes.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub fn new(pattern: &str, separator: char) -> Result<Self, &'static str> {
        let escapes = separator != '\\';
        let mut tokens = Vec::new();
        let mut chars = pattern.chars().peekable();
        while let Some(char) = chars.next() {
            tokens.push(match char {
                '*' if chars.peek() == Some(&'*') => {
                    return Err("'**' is not supported in patterns as of yet");
                }
                '*' => Token::Star,
                '?' => Token::Any,
                '[' => {
                    let negated = chars.next_if_eq(&'^').is_some();
                    let mut ranges = Vec::new();
                    while ranges.is_empty() || chars.next_if_eq(&']').is_none() {
                        let low = member(&mut chars, escapes)?;
                        let ranged = chars.next_if_eq(&'-').is_some();
                        ranges.push((low, if ranged { member(&mut chars, escapes)? } else { low }));
                    }
                    Token::Class { negated, ranges }
                }
                '\\' if escapes => Token::One(chars.next().ok_or(MALFORMED)?),
                _ => Token::One(char),
            });
        }
        Ok(Self { tokens, separator })
    }

    /// Whether the whole of `name` matches.
    pub fn matches(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        // Each star takes as little as it can; only the last one met is ever made to take more.
        let (mut token, mut at) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        loop {
            let char = name.get(at).copied();
            match (self.tokens.get(token), char) {
                (None, None) => return true,
                (Some(Token::Star), _) => {
                    token += 1;
                    star = Some((token, at));
                    continue;
                }
                (Some(wanted), Some(char)) if self.fits(wanted, char) => {
                    token += 1;
                    at += 1;
                    continue;
                }
                _ => {}
            }
            match star {
                Some((behind, taken))
                    if name.get(taken).is_some_and(|&it| it != self.separator) =>
                {
                    (token, at) = (behind, taken + 1);
                    star = Some((behind, taken + 1));
                }
                _ => return false,
            }
        }
    }

    fn fits(&self, token: &Token, char: char) -> bool {
        match token {
            Token::Star => false,
            Token::Any => char != self.separator,
            Token::One(one) => *one == char,
            Token::Class { negated, ranges } => {
                ranges.iter().any(|&(low, high)| (low..=high).contains(&char)) != *negated
            }
        }
    }
}

/// A character in brackets.
fn member(chars: &mut impl Iterator<Item = char>, escapes: bool) -> Result<char, &'static str> {
    match chars.next() {
        None | Some('-' | ']') => Err(MALFORMED),
        Some('\\') if escapes => chars.next().ok_or(MALFORMED),
        Some(char) => Ok(char),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_as_go_does() {
        for (pattern, name, expected) in [
            ("abc", "abc", true),
            ("*", "abc", true),
            ("*c", "abc", true),
            ("a*", "ab/c", false),
            ("a*/b", "abc/b", true),
            ("a*b*c*d*e*/f", "axbxcxdxe/f", true),
            ("a*b*c*d*e*/f", "axbxcxdxexxx/fff", false),
            ("ab[c]", "abc", true),
            ("ab[^e-g]", "abc", true),
            ("a\\*b", "a*b", true),
            ("a?b", "a☺b", true),
            ("a[^a]b", "a☺b", true),
            ("a???b", "a☺b", false),
            ("[\\]a]", "]", true),
            ("*x", "xxx", true),
            ("a*b?c*x", "abxbbxdbxebxczzx", true),
            ("a*b?c*x", "abxbbxdbxebxczzy", false),
            ("a?b", "a/b", false),
            ("", "", true),
        ] {
            assert_eq!(
                Glob::new(pattern, '/').map(|it| it.matches(name)),
                Ok(expected),
                "{pattern} {name}"
            );
        }
        for pattern in ["[", "[^", "[]a]", "[-]", "[a-", "a\\", "[a"] {
            assert!(Glob::new(pattern, '/').is_err(), "{pattern}");
        }
        assert!(Glob::new("[a\\]", '\\').unwrap().matches("\\"));
        let long = "a".repeat(10_000);
        assert!(!Glob::new(&"*a".repeat(50), '/').unwrap().matches(&format!("{long}b")));
    }
}
