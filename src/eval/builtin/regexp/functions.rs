//! The functions of `regexp`.

use std::rc::Rc;

use regex_automata::PatternID;
use regex_automata::util::captures::Captures;

use super::super::arguments::{check_count, check_size, int, text};
use super::super::meter::Meter;
use super::super::table::{Member, matching, plain};
use super::super::{Data, Fault};
use super::syntax::group_name;
use super::{Matches, Pattern};
use crate::eval::kind::Kind;

const TWO: &[Kind] = &[Kind::STRING, Kind::STRING];
const COUNTED: &[Kind] = &[Kind::STRING, Kind::STRING, Kind::INT];
const REPLACING: &[Kind] = &[Kind::STRING, Kind::STRING, Kind::STRING];

/// What a group of a match costs that is told, beside its text.
const EACH_GROUP: usize = 64;

pub(super) const MEMBERS: &[Member] = &[
    matching(
        "Valid",
        &[Kind::STRING],
        Kind::BOOL,
        "Whether a text is a regular expression; if not, the error says why.",
        r#"("a+b") = true"#,
        |_, _, _| Ok(true.into()),
    ),
    matching(
        "Match",
        TWO,
        Kind::BOOL,
        "Whether a pattern matches anywhere in a text.",
        r#"("b+", "abbc") = true"#,
        |pattern, args, meter| Ok(pattern.is_match(text(args, 1)?, meter)?.into()),
    ),
    plain(
        "QuoteMeta",
        &[Kind::STRING],
        Kind::STRING,
        "A pattern that matches a text and nothing else.",
        r#"("[a.b]") = "\\[a\\.b\\]""#,
        |args| {
            let mut quoted = String::new();
            for char in text(args, 0)?.chars() {
                if r"\.+*?()|[]{}^$".contains(char) {
                    quoted.push('\\');
                }
                quoted.push(char);
            }
            Ok(quoted.into())
        },
    ),
    matching(
        "Find",
        TWO,
        Kind::STRING,
        "The first match of a pattern in a text.",
        r#"("fo.?", "foo bar foo") = "foo""#,
        |pattern, args, meter| {
            let found = first(pattern, args, false, meter)?;
            Ok(group(text(args, 1)?, &found, 0).into())
        },
    ),
    matching(
        "FindAll",
        COUNTED,
        Kind::LIST,
        "The first so many matches of a pattern in a text; all of them if the number is negative.",
        r#"("a.", "paranormal", 2) = ["ar", "an"]"#,
        |pattern, args, meter| {
            let of = text(args, 1)?;
            all(pattern, args, false, meter, |found| group(of, found, 0).into())
        },
    ),
    matching(
        "FindSubmatch",
        TWO,
        Kind::LIST,
        "The first match of a pattern in a text, and those of its groups.",
        r#"("a(x*)b", "-axxb-") = ["axxb", "xx"]"#,
        |pattern, args, meter| Ok(groups(text(args, 1)?, &first(pattern, args, true, meter)?)),
    ),
    matching(
        "FindAllSubmatch",
        COUNTED,
        Kind::LIST,
        "The first so many matches of a pattern in a text, each with those of its groups.",
        r#"("a(x*)b", "-axxb-ab-", -1) = [["axxb", "xx"], ["ab", ""]]"#,
        |pattern, args, meter| {
            let of = text(args, 1)?;
            all(pattern, args, true, meter, |found| groups(of, found))
        },
    ),
    matching(
        "FindNamedSubmatch",
        TWO,
        Kind::STRUCT,
        "What the named groups of the first match of a pattern in a text matched.",
        r#"("@(?P<first>\\w)", "foo @b") = {first: "b"}"#,
        |pattern, args, meter| Ok(named(text(args, 1)?, &first(pattern, args, true, meter)?)),
    ),
    matching(
        "FindAllNamedSubmatch",
        COUNTED,
        Kind::LIST,
        "What the named groups of the first so many matches of a pattern in a text matched.",
        r#"("@(?P<c>\\w)", "@a @b", -1) = [{c: "a"}, {c: "b"}]"#,
        |pattern, args, meter| {
            let of = text(args, 1)?;
            all(pattern, args, true, meter, |found| named(of, found))
        },
    ),
    matching(
        "ReplaceAll",
        REPLACING,
        Kind::STRING,
        "A text with every match of a pattern replaced; $1 and ${name} in the replacement stand \
         for the groups.",
        r#"("a(x*)b", "-ab-axxb-", "${1}W") = "-W-xxW-""#,
        |pattern, args, meter| replace(pattern, args, true, meter),
    ),
    matching(
        "ReplaceAllLiteral",
        REPLACING,
        Kind::STRING,
        "A text with every match of a pattern replaced by another text as it is.",
        r#"("a(x*)b", "-ab-axxb-", "${1}") = "-${1}-${1}-""#,
        |pattern, args, meter| replace(pattern, args, false, meter),
    ),
];

fn no_match() -> Fault {
    Fault::new("no match")
}

/// The first match, with its groups if asked for.
fn first(
    pattern: &Pattern,
    args: &[Data],
    with_groups: bool,
    meter: &Meter,
) -> Result<Captures, Fault> {
    let found = Matches::new(pattern, text(args, 1)?, with_groups, meter)?.next();
    found.unwrap_or_else(|| Err(no_match()))
}

/// What is to be told of each of the first matches, as many as are asked for.
fn all(
    pattern: &Pattern,
    args: &[Data],
    with_groups: bool,
    meter: &Meter,
    told: impl Fn(&Captures) -> Data,
) -> Result<Data, Fault> {
    let most = usize::try_from(int(args, 2)?).unwrap_or(usize::MAX);
    let found = Matches::new(pattern, text(args, 1)?, with_groups, meter)?.take(most);
    let mut items = Vec::new();
    for found in found {
        let found = found?;
        meter.take(if with_groups { EACH_GROUP * found.group_len() } else { 0 })?;
        items.push(told(&found));
        check_count(items.len())?;
    }
    if items.is_empty() { Err(no_match()) } else { Ok(Data::List(items)) }
}

/// What a group of a match matched; nothing where it took no part.
fn group<'t>(of: &'t str, found: &Captures, index: usize) -> &'t str {
    found.get_group(index).and_then(|span| of.get(span.range())).unwrap_or("")
}

fn groups(of: &str, found: &Captures) -> Data {
    Data::list((0..found.group_len()).map(|index| group(of, found, index)))
}

fn named(of: &str, found: &Captures) -> Data {
    let names = found.group_info().pattern_names(PatternID::ZERO).enumerate();
    let mut fields: Vec<(Rc<str>, Data)> = names
        .filter_map(|(index, name)| {
            let name = name?;
            let value = group(of, found, index).into();
            Some((name.strip_prefix("_.").unwrap_or(name).into(), value))
        })
        .collect();
    fields.sort_by(|left, right| left.0.cmp(&right.0));
    Data::Struct(fields)
}

/// The text with its matches replaced; the template is expanded, or stands for itself.
fn replace(pattern: &Pattern, args: &[Data], expands: bool, meter: &Meter) -> Result<Data, Fault> {
    let (source, template) = (text(args, 1)?, text(args, 2)?);
    let mut result = String::new();
    let mut copied = 0;
    for found in Matches::new(pattern, source, expands, meter)? {
        let found = found?;
        let Some(whole) = found.get_match() else { continue };
        result.push_str(source.get(copied..whole.start()).unwrap_or(""));
        if expands {
            expand(&mut result, source, &found, template);
        } else {
            result.push_str(template);
        }
        check_size(Some(result.len()))?;
        copied = whole.end();
    }
    result.push_str(source.get(copied..).unwrap_or(""));
    Ok(result.into())
}

/// Adds `template` with `$name`, `${name}` and `$$` in it expanded. A name is as long as it can
/// be: `$1x` is the group `1x`, not `${1}x`.
fn expand(result: &mut String, of: &str, found: &Captures, template: &str) {
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('$') {
        result.push_str(before);
        if let Some(after) = behind.strip_prefix('$') {
            result.push('$');
            rest = after;
            continue;
        }
        let word = |char: char| char.is_alphanumeric() || char == '_';
        let braced = behind.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (name, after) = match braced {
            Some((name, after)) => (name, after),
            None => behind.split_at(behind.find(|char| !word(char)).unwrap_or(behind.len())),
        };
        if name.is_empty() || !name.chars().all(word) {
            result.push('$');
            rest = behind;
            continue;
        }
        let group = match name.parse::<usize>() {
            // A number has no zeros in front.
            Ok(index) if name == "0" || !name.starts_with('0') => found.get_group(index),
            Ok(_) | Err(_) => found.get_group_by_name(&group_name(name)),
        };
        result.push_str(group.and_then(|span| of.get(span.range())).unwrap_or(""));
        rest = after;
    }
    result.push_str(rest);
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn finding() {
        check("regexp.Find", r#""x", "abc""#, "error: no match");
        check("regexp.FindAll", r#""a*", "baaac", -1"#, r#"["", "aaa", ""]"#);
        check("regexp.FindAll", r#""a", "aaa", 0"#, "error: no match");
        check("regexp.FindSubmatch", r#""(a)|(b)", "b""#, r#"["b", "", "b"]"#);
        check("regexp.FindNamedSubmatch", r#""(?P<z>a)(?P<1y>b)?", "a""#, r#"{"1y": "", z: "a"}"#);
        check("regexp.FindNamedSubmatch", r#""a", "a""#, "{}");
    }

    #[test]
    fn replacing() {
        check("regexp.ReplaceAll", r#""a(x*)b", "-ab-axxb-", "$1W""#, r#""---""#);
        check("regexp.ReplaceAll", r#""(?P<n>\\d)", "a1b", "[$n$$]""#, r#""a[1$]b""#);
        check("regexp.ReplaceAll", r#""x*", "abc", "-""#, r#""-a-b-c-""#);
        check("regexp.ReplaceAll", r#""b", "abc", "${-} $""#, r#""a${-} $c""#);
    }
}
