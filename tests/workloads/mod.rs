//! Inputs that grow, made here: what tests of bounds and benchmarks compile.

// Each that uses this is a crate of its own, and uses a part of it.
#![allow(dead_code)]

use std::fmt::Write as _;

/// Text with what stands in `«…»` repeated: `«{a: »3` is `{a: {a: {a: `. Within, `%` is the number of
/// the repetition, `%-` the one before and `%+` the one after.
pub(crate) fn expanded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, inner)) = rest.split_once('«') {
        out.push_str(before);
        let (unit, after) = inner.split_once('»').expect("`«` needs its `»`");
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let count: usize = after[..end].parse().expect("a number stands behind `»`");
        for number in 1..=count {
            repeated(unit, number, &mut out);
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

fn repeated(unit: &str, number: usize, out: &mut String) {
    let mut pieces = unit.split('%');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, piece) = match piece.as_bytes().first() {
            Some(b'-') => (number - 1, &piece[1..]),
            Some(b'+') => (number + 1, &piece[1..]),
            _ => (number, piece),
        };
        let _ = write!(out, "{number}{piece}");
    }
}

/// `count` services that are held against definitions.
pub(crate) fn fleet(count: usize) -> String {
    let mut text = String::from(
        "#Port: {name: string, port: >0 & <65536, protocol: *\"TCP\" | \"UDP\"}\n\
         #Service: {\n\tname: string\n\timage: string\n\treplicas: *2 | int\n\
         \tports: [...#Port]\n\tlabels: {app: name, tier: *\"web\" | \"data\"}\n\
         \tenv: [string]: string\n}\nservices: [string]: #Service\n",
    );
    for number in 0..count {
        let _ = write!(
            text,
            "services: s{number}: {{\n\tname: \"s{number}\"\n\timage: \"registry/s{number}:1.{}\"\n\
             \treplicas: {}\n\tports: [{{name: \"http\", port: {}}}]\n\
             \tenv: LOG: \"level-{}\"\n}}\n",
            number % 7,
            number % 5 + 1,
            8000 + number % 1000,
            number % 3
        );
    }
    text
}

/// The same services as data, made by a comprehension from a list.
pub(crate) fn apps(count: usize) -> String {
    let mut text = String::from("_apps: [\n");
    for number in 0..count {
        let _ = writeln!(text, "\t{{name: \"a{number}\", port: {}}},", 8000 + number % 1000);
    }
    text.push_str(
        "]\nout: [for app in _apps {\n\tapiVersion: \"v1\"\n\tkind: \"Service\"\n\
         \tmetadata: {name: app.name, labels: {\"app\": app.name}}\n\
         \tspec: ports: [{name: \"http\", port: app.port}]\n}]\n",
    );
    text
}

/// `count` fields, each of which adds to the one before.
pub(crate) fn chain(count: usize) -> String {
    expanded(&format!("a0: 1\n«a%: a%- + 1\n»{count}"))
}

/// Users of a union of `arms` kinds.
pub(crate) fn union(arms: usize, users: usize) -> String {
    let arm = |at: usize| format!("{{kind: \"k{at}\", v{at}: int, s: *\"a\" | string}}");
    let arms_text: Vec<String> = (0..arms).map(arm).collect();
    let mut text = format!("#U: {}\n", arms_text.join(" | "));
    for user in 0..users {
        let at = user % arms;
        let _ = writeln!(text, "u{user}: #U & {{kind: \"k{at}\", v{at}: {user}}}");
    }
    text
}

/// A list of numbers that two comprehensions go through.
pub(crate) fn comprehensions(count: usize) -> String {
    format!(
        "import \"list\"\nl: list.Range(0, {count}, 1)\n\
         m: [for x in l if mod(x, 2) == 0 {{x * 2}}]\ns: list.Sum(m)\n"
    )
}

/// `count` fields under twenty patterns.
pub(crate) fn patterns(count: usize) -> String {
    let mut text = String::new();
    for pattern in 0..20 {
        let _ = writeln!(text, "m: [=~\"^f.*{pattern}$\"]: {{p{pattern}: true}}");
    }
    for field in 0..count {
        let _ = writeln!(text, "m: f{field}: v: {field}");
    }
    text
}

/// `count` definitions, each of which embeds the one before.
pub(crate) fn embeds(count: usize) -> String {
    let mut text = expanded(&format!("#D0: {{f0: int}}\n«#D%: {{#D%-, f%: int}}\n»{count}"));
    let fields: Vec<String> = (0..=count).map(|at| format!("f{at}: {at}")).collect();
    let _ = writeln!(text, "x: #D{count} & {{{}}}", fields.join(", "));
    text
}
