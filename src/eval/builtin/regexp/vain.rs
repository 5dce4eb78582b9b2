//! Patterns that no text matches, as far as that is seen from where they hold on to the start and
//! the end of a text.

use regex_syntax::hir::{Hir, HirKind, Look};

/// Whether no text matches `pattern`; false for what is no pattern.
pub(super) fn never_matches(pattern: &str) -> bool {
    let translated = super::syntax::translate(pattern).ok();
    let parsed = translated.and_then(|pattern| regex_syntax::parse(&pattern).ok());
    parsed.is_some_and(|hir| is_vain(&hir))
}

/// The crate bounds how deep patterns nest.
fn is_vain(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) | HirKind::Look(_) => false,
        HirKind::Class(class) => class.is_empty(),
        HirKind::Repetition(repetition) => repetition.min > 0 && is_vain(&repetition.sub),
        HirKind::Capture(capture) => is_vain(&capture.sub),
        HirKind::Alternation(arms) => arms.iter().all(is_vain),
        HirKind::Concat(parts) => parts.iter().any(is_vain) || is_torn(parts),
    }
}

/// Whether something has to stand before what starts the text, or behind what ends it.
fn is_torn(parts: &[Hir]) -> bool {
    let takes_text = |hir: &Hir| hir.properties().minimum_len().is_some_and(|least| least > 0);
    parts.iter().enumerate().any(|(index, part)| {
        let (before, behind) = (parts.iter().take(index), parts.iter().skip(index + 1));
        let starts = part.properties().look_set_prefix().contains(Look::Start);
        let ends = part.properties().look_set_suffix().contains(Look::End);
        starts && before.into_iter().any(takes_text) || ends && behind.into_iter().any(takes_text)
    })
}

#[cfg(test)]
mod tests {
    use super::never_matches;

    #[test]
    fn anchors_in_the_middle_are_seen() {
        for pattern in ["a^b", "a$b", "(^a|b)c$d", "x(?:^a)+", "[^\\x00-\\x{10FFFF}]"] {
            assert!(never_matches(pattern), "{pattern}");
        }
        for pattern in
            ["^a$", "", "^^a$$", "(?m)a$\n^b", "a*^b", "a$|b", "(^|/)x", "\\^a", "x(^a)?"]
        {
            assert!(!never_matches(pattern), "{pattern}");
        }
    }
}
