//! Taking texts apart and putting them together.

use super::super::arguments::{MOST_REPEATS, bytes, check_size, int, pieces, text, texts};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use super::search::one_of;
use crate::eval::kind::Kind;

const TWO: &[Kind] = &[Kind::STRING, Kind::STRING];
const COUNTED: &[Kind] = &[Kind::STRING, Kind::STRING, Kind::INT];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "ByteSlice",
        &[Kind::TEXT, Kind::INT, Kind::INT],
        Kind::TEXT,
        "The bytes from one index up to, but without, another.",
        r#"("Hello", 2, 5) = 'llo'"#,
        |args| {
            let slice = range(args)?.and_then(|range| bytes(args, 0).ok()?.get(range));
            slice.map(Data::bytes).ok_or_else(|| Fault::new("index out of range"))
        },
    ),
    plain(
        "SliceRunes",
        &[Kind::STRING, Kind::INT, Kind::INT],
        Kind::STRING,
        "The runes from one index up to, but without, another.",
        r#"("✓ Hello", 0, 3) = "✓ H""#,
        |args| {
            let runes: Vec<char> = text(args, 0)?.chars().collect();
            match range(args)?.and_then(|range| runes.get(range)) {
                Some(slice) => Ok(slice.iter().collect::<String>().into()),
                None => Err(Fault::new("index out of range")),
            }
        },
    ),
    plain(
        "Runes",
        &[Kind::STRING],
        Kind::LIST,
        "The code points of a text.",
        r#"("Café") = [67, 97, 102, 233]"#,
        |args| pieces(text(args, 0)?.chars().map(|char| i64::from(u32::from(char)))),
    ),
    plain(
        "Repeat",
        &[Kind::STRING, Kind::INT],
        Kind::STRING,
        "A text, so many times over.",
        r#"("ab", 3) = "ababab""#,
        repeat,
    ),
    plain(
        "Join",
        &[Kind::LIST, Kind::STRING],
        Kind::STRING,
        "The texts of a list in one, with a separator between them.",
        r#"(["Hello", "World!"], " ") = "Hello World!""#,
        join,
    )
    .of(Kind::STRING),
    plain(
        "Split",
        TWO,
        Kind::LIST,
        "The pieces of a text between the separators; its runes if the separator is empty.",
        r#"("a,b,c", ",") = ["a", "b", "c"]"#,
        |args| split(text(args, 0)?, text(args, 1)?, -1, false),
    ),
    plain(
        "SplitN",
        COUNTED,
        Kind::LIST,
        "At most so many pieces of a text between separators, the rest in the last; all of them \
         if the number is negative.",
        r#"("a,b,c", ",", 2) = ["a", "b,c"]"#,
        |args| split(text(args, 0)?, text(args, 1)?, int(args, 2)?, false),
    ),
    plain(
        "SplitAfter",
        TWO,
        Kind::LIST,
        "The pieces of a text, each with the separator that ends it.",
        r#"("a,b,c", ",") = ["a,", "b,", "c"]"#,
        |args| split(text(args, 0)?, text(args, 1)?, -1, true),
    ),
    plain(
        "SplitAfterN",
        COUNTED,
        Kind::LIST,
        "At most so many pieces of a text, each with the separator that ends it.",
        r#"("a,b,c", ",", 2) = ["a,", "b,c"]"#,
        |args| split(text(args, 0)?, text(args, 1)?, int(args, 2)?, true),
    ),
    plain(
        "Fields",
        &[Kind::STRING],
        Kind::LIST,
        "The words of a text: what stands between white space.",
        r#"("  foo bar  ") = ["foo", "bar"]"#,
        |args| pieces(text(args, 0)?.split_whitespace()),
    ),
    plain(
        "Replace",
        &[Kind::STRING, Kind::STRING, Kind::STRING, Kind::INT],
        Kind::STRING,
        "A text with the first so many occurrences of one piece replaced by another; all of them \
         if the number is negative.",
        r#"("oink oink oink", "k", "ky", 2) = "oinky oinky oink""#,
        replace,
    ),
    plain(
        "Trim",
        TWO,
        Kind::STRING,
        "A text without the runes of the second at both its ends.",
        r#"("¡¡Hello!!", "!¡") = "Hello""#,
        |args| {
            let cut = text(args, 1)?;
            Ok(text(args, 0)?.trim_matches(one_of(cut)).into())
        },
    ),
    plain(
        "TrimLeft",
        TWO,
        Kind::STRING,
        "A text without the runes of the second at its start.",
        r#"("xxHello", "xyz") = "Hello""#,
        |args| {
            let cut = text(args, 1)?;
            Ok(text(args, 0)?.trim_start_matches(one_of(cut)).into())
        },
    ),
    plain(
        "TrimRight",
        TWO,
        Kind::STRING,
        "A text without the runes of the second at its end.",
        r#"("Hello!!", "!") = "Hello""#,
        |args| {
            let cut = text(args, 1)?;
            Ok(text(args, 0)?.trim_end_matches(one_of(cut)).into())
        },
    ),
    plain(
        "TrimSpace",
        &[Kind::STRING],
        Kind::STRING,
        "A text without the white space at both its ends.",
        r#"(" \t Hello \n") = "Hello""#,
        |args| Ok(text(args, 0)?.trim().into()),
    ),
    plain(
        "TrimPrefix",
        TWO,
        Kind::STRING,
        "A text without the prefix, if it has it.",
        r#"("gopher", "go") = "pher""#,
        |args| {
            let value = text(args, 0)?;
            Ok(value.strip_prefix(text(args, 1)?).unwrap_or(value).into())
        },
    ),
    plain(
        "TrimSuffix",
        TWO,
        Kind::STRING,
        "A text without the suffix, if it has it.",
        r#"("gopher", "her") = "gop""#,
        |args| {
            let value = text(args, 0)?;
            Ok(value.strip_suffix(text(args, 1)?).unwrap_or(value).into())
        },
    ),
];

/// The range that arguments 1 and 2 name; none if it is turned around or negative.
fn range(args: &[Data]) -> Result<Option<std::ops::Range<usize>>, Fault> {
    let (start, end) = (int(args, 1)?, int(args, 2)?);
    Ok(usize::try_from(start).ok().zip(usize::try_from(end).ok()).map(|(start, end)| start..end))
}

fn repeat(args: &[Data]) -> Result<Data, Fault> {
    let (value, count) = (text(args, 0)?, int(args, 1)?);
    if count > MOST_REPEATS {
        return Err(Fault::limit(format!("count {count} exceeds limit of {MOST_REPEATS}")));
    }
    let count = usize::try_from(count).map_err(|_| Fault::new("negative count"))?;
    check_size(value.len().checked_mul(count))?;
    Ok(value.repeat(count).into())
}

fn join(args: &[Data]) -> Result<Data, Fault> {
    let (parts, separator) = (texts(args, 0)?, text(args, 1)?);
    let texts = parts.iter().map(|part| part.len()).sum::<usize>();
    check_size(separator.len().checked_mul(parts.len()).map(|between| between + texts))?;
    Ok(parts.join(separator).into())
}

/// The pieces, at most `count` unless that is negative; `keep` leaves the separators on them.
fn split(text: &str, separator: &str, count: i64, keep: bool) -> Result<Data, Fault> {
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    if most == 0 {
        return Ok(Data::List(Vec::new()));
    }
    let mut rest = Some(text);
    let mut left = most;
    let next = std::iter::from_fn(|| {
        let text = rest.take()?;
        left -= 1;
        let found = match (separator.is_empty(), left) {
            (_, 0) => None,
            (true, _) => text.chars().next().map(|first| (first.len_utf8(), first.len_utf8())),
            (false, _) => text.find(separator).map(|at| (at, at + separator.len())),
        };
        let Some((end, next)) = found else { return Some(text) };
        // Without a separator nothing is left behind the last letter.
        rest = text.get(next..).filter(|rest| !separator.is_empty() || !rest.is_empty());
        text.get(..if keep { next } else { end })
    });
    pieces(next.skip_while(|piece| separator.is_empty() && piece.is_empty()))
}

fn replace(args: &[Data]) -> Result<Data, Fault> {
    let (value, old, new, count) = (text(args, 0)?, text(args, 1)?, text(args, 2)?, int(args, 3)?);
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    let places = if old.is_empty() { value.len() + 1 } else { value.len() / old.len() };
    check_size(new.len().checked_mul(places.min(most)).map(|added| added + value.len()))?;
    Ok(value.replacen(old, new, most).into())
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn splitting() {
        check("strings.Split", r#""", ",""#, r#"[""]"#);
        check("strings.Split", r#""", """#, "[]");
        check("strings.Split", r#""añb", """#, r#"["a", "ñ", "b"]"#);
        check("strings.SplitN", r#""abc", "", 2"#, r#"["a", "bc"]"#);
        check("strings.SplitN", r#""a,b", ",", 0"#, "[]");
        check("strings.SplitN", r#""a,b,c", ",", 1"#, r#"["a,b,c"]"#);
        check("strings.SplitAfter", r#""a,b,", ",""#, r#"["a,", "b,", ""]"#);
    }

    #[test]
    fn replacing() {
        check("strings.Replace", r#""ab", "", "-", -1"#, r#""-a-b-""#);
        check("strings.Replace", r#""ab", "", "-", 2"#, r#""-a-b""#);
        check("strings.Replace", r#""aaa", "a", "b", 0"#, r#""aaa""#);
    }

    #[test]
    fn limits() {
        check("strings.Repeat", r#""a", -1"#, "error: negative count");
        check("strings.Repeat", r#""a", 1000001"#, {
            "error: count 1000001 exceeds limit of 1000000"
        });
        let long = format!("{:?}, 1000000", "x".repeat(100));
        check("strings.Repeat", &long, "error: result is larger than 64 MiB");
        check("strings.SliceRunes", r#""abc", 2, 1"#, "error: index out of range");
        check("strings.ByteSlice", r#""abc", 0, 4"#, "error: index out of range");
        check("strings.Join", r#"[1], "x""#, {
            "error: invalid list element 0 in argument 0 to call: cannot use value 1 (int) as string"
        });
    }
}
