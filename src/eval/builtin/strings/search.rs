//! Questions about a text: what it holds, where, how long it is.

use rustc_hash::FxHashSet;

use super::super::arguments::{bytes, int, text};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use crate::eval::kind::Kind;

const TWO: &[Kind] = &[Kind::STRING, Kind::STRING];
/// Up to so many bytes of letters are gone through for each letter that is looked for.
const FEW: usize = 32;

const SIZED: &[Kind] = &[Kind::STRING, Kind::INT];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "ByteAt",
        &[Kind::TEXT, Kind::INT],
        Kind::INT,
        "The byte at an index.",
        r#"("a", 0) = 97"#,
        |args| match usize::try_from(int(args, 1)?).ok().and_then(|at| bytes(args, 0).ok()?.get(at))
        {
            Some(byte) => Ok(i64::from(*byte).into()),
            None => Err(Fault::new("index out of range")),
        },
    ),
    plain(
        "Compare",
        TWO,
        Kind::INT,
        "-1, 0 or 1 as the first text comes before, equals or comes after the second.",
        r#"("a", "b") = -1"#,
        |args| Ok((text(args, 0)?.cmp(text(args, 1)?) as i64).into()),
    ),
    plain(
        "Count",
        TWO,
        Kind::INT,
        "How often the second text occurs in the first, without overlaps. An empty one occurs \
         before every rune and at the end.",
        r#"("cheese", "e") = 3"#,
        |args| Ok(count(text(args, 0)?, text(args, 1)?).into()),
    ),
    plain(
        "Contains",
        TWO,
        Kind::BOOL,
        "Whether the first text holds the second.",
        r#"("seafood", "foo") = true"#,
        |args| Ok(text(args, 0)?.contains(text(args, 1)?).into()),
    ),
    plain(
        "ContainsAny",
        TWO,
        Kind::BOOL,
        "Whether the first text holds any rune of the second.",
        r#"("failure", "ui") = true"#,
        |args| Ok(first_of(text(args, 0)?, text(args, 1)?).is_some().into()),
    ),
    plain(
        "Index",
        TWO,
        Kind::INT,
        "The byte at which the second text first starts in the first, or -1.",
        r#"("chicken", "ken") = 4"#,
        |args| Ok(place(text(args, 0)?.find(text(args, 1)?))),
    ),
    plain(
        "IndexAny",
        TWO,
        Kind::INT,
        "The byte at which the first rune of the second text stands in the first, or -1.",
        r#"("golang", "gyo") = 0"#,
        |args| Ok(place(first_of(text(args, 0)?, text(args, 1)?))),
    ),
    plain(
        "LastIndex",
        TWO,
        Kind::INT,
        "The byte at which the second text last starts in the first, or -1.",
        r#"("go gopher", "go") = 3"#,
        |args| Ok(place(text(args, 0)?.rfind(text(args, 1)?))),
    ),
    plain(
        "LastIndexAny",
        TWO,
        Kind::INT,
        "The byte at which the last rune of the second text stands in the first, or -1.",
        r#"("go gopher", "go") = 4"#,
        |args| {
            let is_one = one_of(text(args, 1)?);
            Ok(place(text(args, 0)?.rfind(is_one)))
        },
    ),
    plain(
        "HasPrefix",
        TWO,
        Kind::BOOL,
        "Whether the first text starts with the second.",
        r#"("gopher", "go") = true"#,
        |args| Ok(text(args, 0)?.starts_with(text(args, 1)?).into()),
    ),
    plain(
        "HasSuffix",
        TWO,
        Kind::BOOL,
        "Whether the first text ends with the second.",
        r#"("gopher", "her") = true"#,
        |args| Ok(text(args, 0)?.ends_with(text(args, 1)?).into()),
    ),
    plain(
        "MinRunes",
        SIZED,
        Kind::BOOL,
        "Whether a text has at least so many runes.",
        r#"("Café", 4) = true"#,
        |args| Ok((runes(text(args, 0)?) >= int(args, 1)?).into()),
    ),
    plain(
        "MaxRunes",
        SIZED,
        Kind::BOOL,
        "Whether a text has at most so many runes.",
        r#"("Café", 3) = false"#,
        |args| Ok((runes(text(args, 0)?) <= int(args, 1)?).into()),
    ),
];

fn count(text: &str, part: &str) -> usize {
    if part.is_empty() { text.chars().count() + 1 } else { text.matches(part).count() }
}

fn runes(text: &str) -> i64 {
    text.chars().count() as i64
}

fn first_of(text: &str, chars: &str) -> Option<usize> {
    text.find(one_of(chars))
}

/// Whether a letter is one of these, however many they are.
pub(super) fn one_of(chars: &str) -> impl Fn(char) -> bool {
    let many: FxHashSet<char> =
        if chars.len() > FEW { chars.chars().collect() } else { FxHashSet::default() };
    move |char| if chars.len() > FEW { many.contains(&char) } else { chars.contains(char) }
}

fn place(place: Option<usize>) -> Data {
    place.map_or(Data::from(-1_i64), Data::from)
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn edges() {
        check("strings.Count", r#""five", """#, "5");
        check("strings.Index", r#""", """#, "0");
        check("strings.LastIndex", r#""abc", """#, "3");
        check("strings.IndexAny", r#""abc", "x""#, "-1");
        check("strings.Index", r#""✓x", "x""#, "3");
        check("strings.ByteAt", r#""a", 1"#, "error: index out of range");
        check("strings.ByteAt", r#""a", -1"#, "error: index out of range");
        check(
            "strings.ByteAt",
            r#""a", 99999999999999999999"#,
            "error: int 99999999999999999999 overflows int64 in argument 1",
        );
    }
}
