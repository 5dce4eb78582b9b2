//! What there is to say of the standard library and of the names that every file knows.

use super::kinds;
use crate::eval::builtin::{self, Function, MemberKind};

/// The predeclared names: the parameters of functions, and what each stands for.
const PREDECLARED: &[(&str, Option<&[&str]>, &str)] = &[
    ("_", None, "Any value."),
    ("bool", None, "`true` or `false`."),
    ("int", None, "Any integer."),
    ("float", None, "Any number that is written with a point or an exponent."),
    ("number", None, "Any number, integer or not."),
    ("string", None, "Any text."),
    ("bytes", None, "Any sequence of bytes."),
    ("len", Some(&["value"]), "How many elements, fields, or bytes of UTF-8 the value has."),
    ("close", Some(&["struct"]), "The struct, which may have no other fields than it has."),
    ("and", Some(&["list"]), "All elements of the list, unified."),
    ("or", Some(&["list"]), "One of the elements of the list: their disjunction."),
    ("div", Some(&["a", "b"]), "The quotient of integers, such that the rest is not negative."),
    ("mod", Some(&["a", "b"]), "The rest that belongs to `div`; never negative."),
    ("quo", Some(&["a", "b"]), "The quotient of integers, cut towards zero."),
    ("rem", Some(&["a", "b"]), "The rest that belongs to `quo`; it has the sign of `a`."),
    ("error", Some(&["message"]), "An error with that message."),
    (
        "matchN",
        Some(&["count", "list"]),
        "Values that fit as many of the list's constraints as `count` allows.",
    ),
    (
        "matchIf",
        Some(&["if", "then", "else"]),
        "Values that fit `then` where they fit `if`, and `else` where they do not.",
    ),
    ("uint", None, "Any integer from 0."),
    ("uint8", None, "An integer from 0 to 255."),
    ("uint16", None, "An integer from 0 to 65535."),
    ("uint32", None, "An integer from 0 to 4294967295."),
    ("uint64", None, "An integer from 0 to 18446744073709551615."),
    ("uint128", None, "An integer from 0 to 2^128 - 1."),
    ("int8", None, "An integer from -128 to 127."),
    ("int16", None, "An integer from -32768 to 32767."),
    ("int32", None, "An integer from -2147483648 to 2147483647."),
    ("int64", None, "An integer from -9223372036854775808 to 9223372036854775807."),
    ("int128", None, "An integer from -2^127 to 2^127 - 1."),
    ("rune", None, "The number of a character: an integer from 0 to 1114111."),
    ("float32", None, "A number that fits 32 bits of floating point."),
    ("float64", None, "A number that fits 64 bits of floating point."),
];

fn known(
    name: &str,
) -> Option<&'static (&'static str, Option<&'static [&'static str]>, &'static str)> {
    let name = name.strip_prefix("__").unwrap_or(name);
    PREDECLARED.iter().find(|known| known.0 == name)
}

/// The predeclared names with what they stand for.
pub(crate) fn all_predeclared() -> impl Iterator<Item = (&'static str, &'static str)> {
    PREDECLARED.iter().map(|known| (known.0, known.2))
}

/// Whether a predeclared name is that of a function.
pub(crate) fn is_function(name: &str) -> bool {
    known(name).is_some_and(|known| known.1.is_some())
}

/// A member of a package as people read it: how it is called, what it does, an example.
pub(crate) fn documented(package: &str, name: &str) -> Option<String> {
    if let Some(page) = kinds::documented(package, name) {
        return Some(page);
    }
    let member = builtin::package(package)?.member(name)?;
    let short = package.rsplit('/').next().unwrap_or(package);
    let heading = match &member.kind {
        MemberKind::Function(function) => {
            format!("{short}.{name}{}", signature(function).label)
        }
        MemberKind::Source(source) => format!("{short}.{name}: {source}"),
    };
    let mut page = format!("```inf\n{heading}\n```\n\n{}\n", member.doc);
    if !member.example.is_empty() {
        page.push_str(&format!("\n```inf\n{short}.{name}{}\n```\n", member.example));
    }
    Some(page)
}

/// What a predeclared name stands for.
pub(crate) fn predeclared(name: &str) -> Option<String> {
    let (_, parameters, meaning) = known(name)?;
    let heading = match parameters {
        Some(parameters) => format!("{name}({})", parameters.join(", ")),
        None => name.to_owned(),
    };
    Some(format!("```inf\n{heading}\n```\n\n{meaning}\n"))
}

/// Whether the standard library has a package of that path.
pub(crate) fn is_package(path: &str) -> bool {
    builtin::package(path).is_some()
}

/// The members of a package: the name, what it is, what it does.
pub(crate) fn members(package: &str) -> Vec<(String, String, String)> {
    if let Some(members) = kinds::members(package) {
        return members;
    }
    let Some(package) = builtin::package(package) else { return Vec::new() };
    let one = |member: &'static builtin::Member| {
        let detail = match &member.kind {
            MemberKind::Function(function) => signature(function).label,
            MemberKind::Source(source) => (*source).to_owned(),
        };
        (member.name.to_owned(), detail, member.doc.to_owned())
    };
    package.all().map(one).collect()
}

/// How a function is called.
pub(crate) struct Signature {
    /// `(string, int) string`
    pub(crate) label: String,
    /// Where the parameters stand in the label, in bytes.
    pub(crate) parameters: Vec<(u32, u32)>,
    /// What it does.
    pub(crate) doc: String,
}

/// How the function `name` of `package` is called; of no package, a predeclared one.
pub(crate) fn called(package: Option<&str>, name: &str) -> Option<Signature> {
    match package {
        Some(path) => {
            let member = builtin::package(path)?.member(name)?;
            let MemberKind::Function(function) = &member.kind else { return None };
            let Signature { label, parameters, .. } = signature(function);
            let short = path.rsplit('/').next().unwrap_or(path);
            let before = format!("{short}.{name}");
            let moved = before.len() as u32;
            let parameters = parameters.into_iter().map(|(a, b)| (a + moved, b + moved)).collect();
            let doc = member.doc.to_owned();
            Some(Signature { label: before + &label, parameters, doc })
        }
        None => {
            let (_, parameters, doc) = known(name)?;
            let parameters = (*parameters)?.iter().map(|&one| one.to_owned());
            Some(Signature { doc: (*doc).to_owned(), ..listed(parameters, name) })
        }
    }
}

fn signature(function: &Function) -> Signature {
    let required = function.params.len() - function.optional.min(function.params.len());
    let kinds = function.params.iter().enumerate().map(|(index, kind)| {
        let mark = if index >= required { "?" } else { "" };
        format!("{kind}{mark}")
    });
    let mut signature = listed(kinds, "");
    signature.label.push_str(&format!(": {}", function.result));
    signature
}

fn listed(all: impl Iterator<Item = String>, before: &str) -> Signature {
    let mut label = format!("{before}(");
    let mut parameters = Vec::new();
    for (index, one) in all.enumerate() {
        if index > 0 {
            label.push_str(", ");
        }
        let start = label.len() as u32;
        label.push_str(&one);
        parameters.push((start, label.len() as u32));
    }
    label.push(')');
    Signature { label, parameters, doc: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::predeclared_names;

    #[test]
    fn every_predeclared_name_is_explained() {
        for name in predeclared_names() {
            assert!(known(name).is_some(), "{name}");
        }
    }

    #[test]
    fn functions_are_shown_with_their_parameters() {
        let signature = called(Some("strings"), "Split").expect("it is known");
        assert_eq!(signature.label, "strings.Split(string, string): list");
        let (start, end) = signature.parameters[1];
        assert_eq!(&signature.label[start as usize..end as usize], "string");
        assert_eq!(called(None, "div").expect("it is known").label, "div(a, b)");
        assert!(called(None, "string").is_none());
    }
}
