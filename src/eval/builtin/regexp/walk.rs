//! Matching by walking a parsed pattern: what a pattern that is asked a few times on short texts
//! needs. Building the crate's automata takes longer than hundreds of such walks.
//!
//! It must not know RE2's syntax, and gives up, rather than take long, where a pattern is large or a
//! text makes it try much.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look, Repetition};

/// Up to which size patterns are walked; counted in letters, with all repetitions written out.
const LARGEST: u64 = 2000;

/// The size of a pattern that can be walked: it is small, and its automaton can be built.
pub(super) fn small_size(hir: &Hir) -> Option<u32> {
    size(hir).filter(|&size| size <= LARGEST).and_then(|size| size.try_into().ok())
}

/// Whether `hir` matches anywhere in `text`; `None` where that takes more than the steps that are
/// `left`.
pub(super) fn is_match(hir: &Hir, text: &str, left: &mut u32) -> Option<bool> {
    let is_anchored = hir.properties().look_set_prefix().contains(Look::Start);
    let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let mut walk = Walk { text, left };
    for start in starts.take(if is_anchored { 1 } else { usize::MAX }) {
        if walk.matches(hir, start, &Rest::End)? {
            return Some(true);
        }
    }
    Some(false)
}

/// How large a pattern is; `None` where it has parts that are not walked.
fn size(hir: &Hir) -> Option<u64> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(Look::Start | Look::End) => Some(1),
        HirKind::Look(_) => None,
        HirKind::Literal(literal) => Some(literal.0.len() as u64),
        HirKind::Class(Class::Unicode(class)) => Some(class.ranges().len() as u64),
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Repetition(repeated) => {
            let most = repeated.max.unwrap_or(repeated.min).max(1);
            Some(size(&repeated.sub)?.saturating_mul(u64::from(most)))
        }
        HirKind::Capture(capture) => size(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().try_fold(1, |sum: u64, part| Some(sum.saturating_add(size(part)?)))
        }
    }
}

/// What is still to be matched behind what is being matched.
enum Rest<'h> {
    /// Nothing.
    End,
    /// The parts of a sequence, and what follows it.
    Parts(&'h [Hir], &'h Rest<'h>),
    /// A repetition that has been gone through so often, the last time from `from` on.
    Again { hir: &'h Hir, done: u32, from: usize, rest: &'h Rest<'h> },
}

/// Whether a letter is one of a class.
#[inline]
fn holds(class: &ClassUnicode, letter: char) -> bool {
    class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&letter))
}

struct Walk<'t> {
    text: &'t str,
    left: &'t mut u32,
}

impl Walk<'_> {
    /// Whether `hir` matches at `at` and `rest` behind it.
    fn matches(&mut self, hir: &Hir, at: usize, rest: &Rest<'_>) -> Option<bool> {
        *self.left = self.left.checked_sub(1)?;
        match hir.kind() {
            HirKind::Empty => self.go_on(at, rest),
            HirKind::Look(Look::Start) if at == 0 => self.go_on(at, rest),
            HirKind::Look(Look::End) if at == self.text.len() => self.go_on(at, rest),
            HirKind::Look(_) => Some(false),
            HirKind::Literal(literal) => {
                let behind = self.text.as_bytes().get(at..)?;
                if behind.starts_with(&literal.0) {
                    self.go_on(at + literal.0.len(), rest)
                } else {
                    Some(false)
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                match self.text.get(at..)?.chars().next().filter(|&letter| holds(class, letter)) {
                    Some(letter) => self.go_on(at + letter.len_utf8(), rest),
                    None => Some(false),
                }
            }
            HirKind::Class(Class::Bytes(_)) => None,
            HirKind::Repetition(repeated) => match repeated.sub.kind() {
                HirKind::Class(Class::Unicode(class)) => self.run(class, repeated, at, rest),
                _ => self.repeat(hir, 0, at, rest),
            },
            HirKind::Capture(capture) => self.matches(&capture.sub, at, rest),
            HirKind::Concat(parts) => self.go_on(at, &Rest::Parts(parts, rest)),
            HirKind::Alternation(arms) => {
                for arm in arms {
                    if self.matches(arm, at, rest)? {
                        return Some(true);
                    }
                }
                Some(false)
            }
        }
    }

    fn go_on(&mut self, at: usize, rest: &Rest<'_>) -> Option<bool> {
        match *rest {
            Rest::End => Some(true),
            Rest::Parts(parts, behind) => match parts.split_first() {
                Some((first, others)) => self.matches(first, at, &Rest::Parts(others, behind)),
                None => self.go_on(at, behind),
            },
            // What takes no text may be repeated at will.
            Rest::Again { from, rest, .. } if from == at => self.go_on(at, rest),
            Rest::Again { hir, done, rest, .. } => self.repeat(hir, done, at, rest),
        }
    }

    /// A repetition of letters of a class: all that there are, and then one less each time. Which way
    /// a pattern prefers does not matter to whether it matches.
    fn run(
        &mut self,
        class: &ClassUnicode,
        repeated: &Repetition,
        at: usize,
        rest: &Rest<'_>,
    ) -> Option<bool> {
        let behind = self.text.get(at..)?;
        let most = repeated.max.map_or(usize::MAX, |most| most as usize);
        let letters = behind.chars().take(most).take_while(|&letter| holds(class, letter));
        let (mut count, mut end) =
            letters.fold((0, at), |(count, end), letter| (count + 1, end + letter.len_utf8()));
        *self.left = self.left.checked_sub(count)?;
        loop {
            if count < repeated.min {
                return Some(false);
            }
            if self.go_on(end, rest)? {
                return Some(true);
            }
            let Some(last) = self.text.get(at..end)?.chars().next_back() else {
                return Some(false);
            };
            (count, end) = (count - 1, end - last.len_utf8());
        }
    }

    /// A repetition that has been gone through so often.
    fn repeat(&mut self, hir: &Hir, done: u32, at: usize, rest: &Rest<'_>) -> Option<bool> {
        let HirKind::Repetition(repeated) = hir.kind() else { return Some(false) };
        if repeated.max.is_none_or(|most| done < most) {
            let again = Rest::Again { hir, done: done.saturating_add(1), from: at, rest };
            if self.matches(&repeated.sub, at, &again)? {
                return Some(true);
            }
        }
        if done < repeated.min { Some(false) } else { self.go_on(at, rest) }
    }
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::Hir;

    use super::{is_match, small_size};

    fn walkable(pattern: &str) -> Option<Hir> {
        regex_syntax::parse(pattern).ok().filter(|hir| small_size(hir).is_some())
    }

    const PATTERNS: &[&str] = &[
        "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$",
        "a|b*c",
        "^(a*)*$",
        "^(a|ab)(c|bcd)(d*)$",
        "",
        "(ab){2,3}$",
        "^(|x)+y",
        "(a{2}){3,}",
        "ä[^b]",
        "^(?:(a?){3})a{3}$",
        "--",
        "$^",
        "(?i)Straße",
        "x*?y",
        "^[a-b]{2,3}b$",
        "^[^x]*x?[äb]+?$",
        "[ab]{0}c",
    ];

    const TEXTS: &[&str] = &[
        "",
        "a",
        "b",
        "ab",
        "abc",
        "abcd",
        "aaa",
        "aaaaaa",
        "xy",
        "y",
        "ababab",
        "abababx",
        "äb",
        "äa",
        "my-app",
        "my-",
        "a--b",
        "STRASSE straße",
        "aaaa",
        "bcd",
        "-",
        "a-9",
    ];

    #[test]
    fn walking_finds_what_the_crate_finds() {
        for pattern in PATTERNS {
            let regex = regex::Regex::new(pattern).expect("a pattern");
            let hir = walkable(pattern).unwrap_or_else(|| panic!("{pattern} is small"));
            for text in TEXTS {
                let found = is_match(&hir, text, &mut 2000);
                assert_eq!(found, Some(regex.is_match(text)), "{pattern} {text}");
            }
        }
    }

    #[test]
    fn what_takes_long_is_given_up() {
        let hir = walkable("^(a*)*b$").expect("small");
        assert_eq!(is_match(&hir, &"a".repeat(100), &mut 2000), None);
        assert!(walkable("(a{100}){100}").is_none());
        assert!(walkable(r"\bword").is_none());
    }
}
