//! Runs the example of every member: `(1, "a") = [1]`, or `(1) = error: sentence`.

use num_bigint::BigInt;

use super::table::Member;
use super::{Data, Fault, Function, MemberKind, PACKAGES, Run, arguments, regexp};
use crate::base::Number;

#[test]
fn every_example_is_true() {
    let mut failures = Vec::new();
    for package in PACKAGES {
        for member in package.all() {
            let name = format!("{}.{}", package.path, member.name);
            assert!(!member.doc.is_empty(), "{name} has no documentation");
            if let Some(failure) = failure(member) {
                failures.push(format!("{name}: {failure}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn names_are_distinct() {
    for package in PACKAGES {
        let mut names: Vec<_> = package.all().map(|member| member.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{} has a name twice", package.path);
    }
}

fn failure(member: &Member) -> Option<String> {
    let MemberKind::Function(function) = &member.kind else { return None };
    if matches!(function.run, Run::Native(_)) {
        return None;
    }
    let parts = member.example.rsplit_once(") = ");
    let parts = parts.and_then(|(call, result)| Some((call.strip_prefix('(')?, result)));
    let Some((arguments, expected)) = parts else { return Some("no example".into()) };
    let Data::List(arguments) = read(&format!("[{arguments}]")) else { return None };
    let given = arguments.len();
    if given > function.params.len() || given + function.optional < function.params.len() {
        return Some(format!("{given} arguments"));
    }
    for (argument, param) in arguments.iter().zip(function.params) {
        if !param.holds(argument.kind()) {
            return Some(format!("{argument} is no {param}"));
        }
    }
    let (actual, good) = match run(function, &arguments) {
        Ok(value) => (value.to_string(), function.result.holds(value.kind())),
        Err(fault) => (format!("error: {fault}"), true),
    };
    let expected = match expected.strip_prefix("error: ") {
        Some(_) => expected.into(),
        None => read(expected).to_string(),
    };
    (actual != expected || !good).then(|| format!("got {actual}, not {expected}"))
}

/// Calls `package.Name` with arguments written as in an example.
pub(super) fn call(name: &str, arguments: &str) -> Result<Data, Fault> {
    let (path, name) = name.rsplit_once('.').unwrap();
    let member = super::package(path).unwrap().member(name).unwrap();
    let MemberKind::Function(function) = &member.kind else { panic!("{name} is no function") };
    let Data::List(arguments) = read(&format!("[{arguments}]")) else { unreachable!() };
    run(function, &arguments)
}

fn run(function: &Function, arguments: &[Data]) -> Result<Data, Fault> {
    match function.run {
        Run::Plain(run) => run(arguments),
        Run::Pattern(run) => {
            let pattern = regexp::compile(arguments::text(arguments, 0)?)?;
            run(&pattern, arguments, &regexp::alone())
        }
        Run::Writer(run) => run(&super::encoding::plain::written(&arguments[0])).map(Data::from),
        Run::Stream(run) => {
            let Data::List(items) = &arguments[0] else { panic!("it takes a list") };
            let mut text = String::new();
            for item in items {
                let item = super::encoding::plain::written(item);
                run(&item.plain, &[item.node], &mut text);
            }
            Ok(Data::from(text))
        }
        Run::Native(_) => panic!("it is native"),
    }
}

/// Asserts the result of a call, or its fault as `error: sentence`.
pub(super) fn check(name: &str, arguments: &str, expected: &str) {
    let actual = call(name, arguments)
        .map_or_else(|fault| format!("error: {fault}"), |value| value.to_string());
    let expected =
        if expected.starts_with("error:") { expected.into() } else { read(expected).to_string() };
    assert_eq!(actual, expected, "{name}({arguments})");
}

/// Reads a value written as CUE writes data.
pub(super) fn read(text: &str) -> Data {
    let mut reader = Reader { rest: text };
    let value = reader.value();
    assert!(reader.rest.trim().is_empty(), "left over: {}", reader.rest);
    value
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.strip_prefix(token).map(|rest| self.rest = rest).is_some()
    }

    fn value(&mut self) -> Data {
        if self.take("[") {
            return Data::List(self.items("]", Self::value));
        }
        if self.take("{") {
            return Data::Struct(self.items("}", |me| {
                let name = me.name();
                assert!(me.take(":"));
                (name.as_str().into(), me.value())
            }));
        }
        if self.take("\"") {
            return String::from_utf8(self.quoted('"')).unwrap().into();
        }
        if self.take("'") {
            return Data::bytes(&self.quoted('\''));
        }
        match self.word().as_str() {
            "null" => Data::Null,
            "true" => true.into(),
            "false" => false.into(),
            word => match word.parse::<BigInt>() {
                Ok(integer) => Number::Int(integer).into(),
                Err(_) => Number::parse(word).unwrap_or_else(|_| panic!("{word}")).into(),
            },
        }
    }

    fn items<T>(&mut self, end: &str, item: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        while !self.take(end) {
            items.push(item(self));
            self.take(",");
        }
        items
    }

    fn name(&mut self) -> String {
        if self.take("\"") {
            return String::from_utf8(self.quoted('"')).unwrap();
        }
        self.word()
    }

    fn word(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find([',', ']', '}', ':', ' ']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.into()
    }

    fn quoted(&mut self, quote: char) -> Vec<u8> {
        let mut result = Vec::new();
        let mut chars = self.rest.chars();
        while let Some(char) = chars.next() {
            let literal = match char {
                _ if char == quote => break,
                '\\' => match chars.next().unwrap() {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'v' => '\u{b}',
                    'f' => '\u{c}',
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'u' => {
                        let code: String = chars.by_ref().take(4).collect();
                        char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap()
                    }
                    'x' => {
                        let code: String = chars.by_ref().take(2).collect();
                        result.push(u8::from_str_radix(&code, 16).unwrap());
                        continue;
                    }
                    other => other,
                },
                other => other,
            };
            result.extend_from_slice(literal.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.rest = chars.as_str();
        result
    }
}
