//! The functions of `regexp`.

use std::rc::Rc;

use regex::{Captures, Regex};

use super::super::arguments::{check_size, int, pieces, text};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use super::compile;
use super::syntax::group_name;
use crate::eval::kind::Kind;

const TWO: &[Kind] = &[Kind::STRING, Kind::STRING];
const COUNTED: &[Kind] = &[Kind::STRING, Kind::STRING, Kind::INT];
const REPLACING: &[Kind] = &[Kind::STRING, Kind::STRING, Kind::STRING];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "Valid",
        &[Kind::STRING],
        Kind::BOOL,
        "Whether a text is a regular expression; if not, the error says why.",
        r#"("a+b") = true"#,
        |args| compile(text(args, 0)?).map(|_| true.into()),
    ),
    plain(
        "Match",
        TWO,
        Kind::BOOL,
        "Whether a pattern matches anywhere in a text.",
        r#"("b+", "abbc") = true"#,
        |args| Ok(compile(text(args, 0)?)?.is_match(text(args, 1)?).into()),
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
    plain(
        "Find",
        TWO,
        Kind::STRING,
        "The first match of a pattern in a text.",
        r#"("fo.?", "foo bar foo") = "foo""#,
        |args| {
            let pattern = compile(text(args, 0)?)?;
            let found = pattern.regex()?.find(text(args, 1)?);
            found.map(|found| found.as_str().into()).ok_or_else(no_match)
        },
    ),
    plain(
        "FindAll",
        COUNTED,
        Kind::LIST,
        "The first so many matches of a pattern in a text; all of them if the number is negative.",
        r#"("a.", "paranormal", 2) = ["ar", "an"]"#,
        |args| {
            let pattern = compile(text(args, 0)?)?;
            let regex = pattern.regex()?;
            let found = regex.find_iter(text(args, 1)?).take(most(args)?);
            filled(found.map(|found| found.as_str()))
        },
    ),
    plain(
        "FindSubmatch",
        TWO,
        Kind::LIST,
        "The first match of a pattern in a text, and those of its groups.",
        r#"("a(x*)b", "-axxb-") = ["axxb", "xx"]"#,
        |args| {
            let pattern = compile(text(args, 0)?)?;
            let regex = pattern.regex()?;
            let found = regex.captures(text(args, 1)?).ok_or_else(no_match)?;
            Ok(groups(&found))
        },
    ),
    plain(
        "FindAllSubmatch",
        COUNTED,
        Kind::LIST,
        "The first so many matches of a pattern in a text, each with those of its groups.",
        r#"("a(x*)b", "-axxb-ab-", -1) = [["axxb", "xx"], ["ab", ""]]"#,
        |args| {
            let pattern = compile(text(args, 0)?)?;
            let regex = pattern.regex()?;
            let found = regex.captures_iter(text(args, 1)?).take(most(args)?);
            filled(found.map(|found| groups(&found)))
        },
    ),
    plain(
        "FindNamedSubmatch",
        TWO,
        Kind::STRUCT,
        "What the named groups of the first match of a pattern in a text matched.",
        r#"("@(?P<first>\\w)", "foo @b") = {first: "b"}"#,
        |args| {
            let pattern = compile(text(args, 0)?)?;
            let regex = pattern.regex()?;
            let found = regex.captures(text(args, 1)?).ok_or_else(no_match)?;
            Ok(named(regex, &found))
        },
    ),
    plain(
        "FindAllNamedSubmatch",
        COUNTED,
        Kind::LIST,
        "What the named groups of the first so many matches of a pattern in a text matched.",
        r#"("@(?P<c>\\w)", "@a @b", -1) = [{c: "a"}, {c: "b"}]"#,
        |args| {
            let pattern = compile(text(args, 0)?)?;
            let regex = pattern.regex()?;
            let found = regex.captures_iter(text(args, 1)?).take(most(args)?);
            filled(found.map(|found| named(regex, &found)))
        },
    ),
    plain(
        "ReplaceAll",
        REPLACING,
        Kind::STRING,
        "A text with every match of a pattern replaced; $1 and ${name} in the replacement stand \
         for the groups.",
        r#"("a(x*)b", "-ab-axxb-", "${1}W") = "-W-xxW-""#,
        |args| replace(args, expand),
    ),
    plain(
        "ReplaceAllLiteral",
        REPLACING,
        Kind::STRING,
        "A text with every match of a pattern replaced by another text as it is.",
        r#"("a(x*)b", "-ab-axxb-", "${1}") = "-${1}-${1}-""#,
        |args| replace(args, |result, _, template| result.push_str(template)),
    ),
];

fn no_match() -> Fault {
    Fault::new("no match")
}

fn most(args: &[Data]) -> Result<usize, Fault> {
    Ok(usize::try_from(int(args, 2)?).unwrap_or(usize::MAX))
}

fn filled<T: Into<Data>>(found: impl Iterator<Item = T>) -> Result<Data, Fault> {
    let mut found = found.peekable();
    if found.peek().is_none() { Err(no_match()) } else { pieces(found) }
}

fn groups(found: &Captures<'_>) -> Data {
    Data::list(found.iter().map(|group| group.map_or("", |group| group.as_str())))
}

fn named(regex: &Regex, found: &Captures<'_>) -> Data {
    let names = regex.capture_names().enumerate();
    let mut fields: Vec<(Rc<str>, Data)> = names
        .filter_map(|(index, name)| {
            let value = found.get(index).map_or("", |group| group.as_str());
            let name = name?;
            Some((name.strip_prefix("_.").unwrap_or(name).into(), value.into()))
        })
        .collect();
    fields.sort_by(|left, right| left.0.cmp(&right.0));
    Data::Struct(fields)
}

fn replace(args: &[Data], add: fn(&mut String, &Captures<'_>, &str)) -> Result<Data, Fault> {
    let (pattern, source, template) = (compile(text(args, 0)?)?, text(args, 1)?, text(args, 2)?);
    let regex = pattern.regex()?;
    let mut result = String::new();
    let mut copied = 0;
    for found in regex.captures_iter(source) {
        let Some(whole) = found.get(0) else { continue };
        result.push_str(source.get(copied..whole.start()).unwrap_or(""));
        add(&mut result, &found, template);
        check_size(Some(result.len()))?;
        copied = whole.end();
    }
    result.push_str(source.get(copied..).unwrap_or(""));
    Ok(result.into())
}

/// Adds `template` with `$name`, `${name}` and `$$` in it expanded. A name is as long as it can
/// be: `$1x` is the group `1x`, not `${1}x`.
fn expand(result: &mut String, found: &Captures<'_>, template: &str) {
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
            Ok(index) if name == "0" || !name.starts_with('0') => found.get(index),
            Ok(_) | Err(_) => found.name(&group_name(name)),
        };
        result.push_str(group.map_or("", |group| group.as_str()));
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
