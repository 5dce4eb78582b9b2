//! Patterns of `*`, `?`, `[a-z]` and `\`.

use super::super::Fault;
use super::os::Os;

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

/// Whether the whole of `name` matches.
pub(super) fn matches(pattern: &str, name: &str, os: Os) -> Result<bool, Fault> {
    let tokens = parse(pattern, os)?;
    let name: Vec<char> = name.chars().collect();
    // Each star takes as little as it can; only the last one met is ever made to take more.
    let (mut token, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        let char = name.get(at).copied();
        match (tokens.get(token), char) {
            (None, None) => return Ok(true),
            (Some(Token::Star), _) => {
                token += 1;
                star = Some((token, at));
                continue;
            }
            (Some(wanted), Some(char)) if fits(wanted, char, os) => {
                token += 1;
                at += 1;
                continue;
            }
            _ => {}
        }
        match star {
            Some((behind, taken)) if name.get(taken).is_some_and(|&it| it != os.separator()) => {
                (token, at) = (behind, taken + 1);
                star = Some((behind, taken + 1));
            }
            _ => return Ok(false),
        }
    }
}

fn fits(token: &Token, char: char, os: Os) -> bool {
    match token {
        Token::Star => false,
        Token::Any => char != os.separator(),
        Token::One(one) => *one == char,
        Token::Class { negated, ranges } => {
            ranges.iter().any(|&(low, high)| (low..=high).contains(&char)) != *negated
        }
    }
}

fn parse(pattern: &str, os: Os) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut chars = pattern.chars().peekable();
    while let Some(char) = chars.next() {
        tokens.push(match char {
            '*' if chars.peek() == Some(&'*') => {
                return Err(Fault::new("'**' is not supported in patterns as of yet"));
            }
            '*' => Token::Star,
            '?' => Token::Any,
            '[' => {
                let negated = chars.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                while ranges.is_empty() || chars.next_if_eq(&']').is_none() {
                    let low = member(&mut chars, os)?;
                    let ranged = chars.next_if_eq(&'-').is_some();
                    ranges.push((low, if ranged { member(&mut chars, os)? } else { low }));
                }
                Token::Class { negated, ranges }
            }
            '\\' if os != Os::Windows => Token::One(chars.next().ok_or_else(malformed)?),
            _ => Token::One(char),
        });
    }
    Ok(tokens)
}

/// A character in brackets.
fn member(chars: &mut impl Iterator<Item = char>, os: Os) -> Result<char, Fault> {
    match chars.next() {
        None | Some('-' | ']') => Err(malformed()),
        Some('\\') if os != Os::Windows => chars.next().ok_or_else(malformed),
        Some(char) => Ok(char),
    }
}

fn malformed() -> Fault {
    Fault::new("syntax error in pattern")
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
            assert_eq!(matches(pattern, name, Os::Unix), Ok(expected), "{pattern} {name}");
        }
        for pattern in ["[", "[^", "[]a]", "[-]", "[a-", "a\\", "[a"] {
            assert!(matches(pattern, "a", Os::Unix).is_err(), "{pattern}");
        }
        assert_eq!(matches("[a\\]", "\\", Os::Windows), Ok(true));
        let long = "a".repeat(10_000);
        assert_eq!(matches(&"*a".repeat(50), &format!("{long}b"), Os::Unix), Ok(false));
    }
}
