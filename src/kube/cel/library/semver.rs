//! Semantic versions.
//!
//! Source: `apiserver/pkg/cel/library/semverlib.go`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{refuse, text};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};

/// A version by <https://semver.org>; what stands behind `+` does not count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::kube::cel) struct Semver {
    major: u64,
    minor: u64,
    patch: u64,
    before: Vec<Identifier>,
}

/// A part of what stands behind `-`; numbers come first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Identifier {
    Number(u64),
    Word(String),
}

impl Semver {
    pub(in crate::kube::cel) fn compare(&self, other: &Semver) -> Ordering {
        let numbers = |it: &Semver| (it.major, it.minor, it.patch);
        numbers(self).cmp(&numbers(other)).then_with(|| {
            match (self.before.is_empty(), other.before.is_empty()) {
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                _ => self.before.cmp(&other.before),
            }
        })
    }

    fn parse(text: &str) -> Option<Semver> {
        let (text, build) = match text.split_once('+') {
            Some((text, build)) => (text, Some(build)),
            None => (text, None),
        };
        let word = |text: &str| {
            !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
        };
        if build.is_some_and(|build| !build.split('.').all(word)) {
            return None;
        }
        let (core, before) = match text.split_once('-') {
            Some((core, before)) => (core, Some(before)),
            None => (text, None),
        };
        let mut numbers = core.split('.').map(number);
        let (major, minor, patch) = (numbers.next()??, numbers.next()??, numbers.next()??);
        if numbers.next().is_some() {
            return None;
        }
        let identifier = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => number(text).map(Identifier::Number),
            false => word(text).then(|| Identifier::Word(text.to_owned())),
        };
        let before = match before {
            Some(before) => before.split('.').map(identifier).collect::<Option<Vec<_>>>()?,
            None => Vec::new(),
        };
        Some(Semver { major, minor, patch, before })
    }

    /// Reads also `v1.2` and `01.2.3`, as the server does when it is told to normalise.
    fn parse_loosely(text: &str) -> Option<Semver> {
        let bare = text.strip_prefix('v').unwrap_or(text);
        let end = bare.find(['-', '+']).unwrap_or(bare.len());
        let (core, rest) = bare.split_at(end);
        let trimmed = |part: &str| match part.trim_start_matches('0') {
            "" if !part.is_empty() => "0".to_owned(),
            trimmed => trimmed.to_owned(),
        };
        let mut parts: Vec<String> = core.split('.').map(trimmed).collect();
        while parts.len() < 3 {
            parts.push("0".to_owned());
        }
        Semver::parse(&format!("{}{rest}", parts.join(".")))
    }
}

/// A number without needless zeros.
fn number(text: &str) -> Option<u64> {
    let padded = text.len() > 1 && text.starts_with('0');
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits && !padded)
}

fn read(name: &str, values: &[Value<'_>]) -> Result<Option<Semver>> {
    let text = text(name, values, 0)?;
    Ok(match values.get(1) {
        None | Some(Value::Bool(false)) => Semver::parse(text),
        Some(Value::Bool(true)) => Semver::parse_loosely(text),
        Some(_) => return refuse(name, values),
    })
}

pub(in crate::kube::cel) fn semver<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match read("semver", values)? {
        Some(version) => Ok(Value::Semver(Rc::new(version))),
        None => error("this is no semantic version"),
    }
}

pub(in crate::kube::cel) fn is_semver<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    Ok(Value::Bool(read("isSemver", values)?.is_some()))
}

fn part<'a>(name: &str, values: &[Value<'a>], of: fn(&Semver) -> u64) -> Result<Value<'a>> {
    match values {
        [Value::Semver(version)] => Ok(Value::Int(i64::try_from(of(version)).unwrap_or(i64::MAX))),
        _ => refuse(name, values),
    }
}

pub(in crate::kube::cel) fn major<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    part("major", values, |version| version.major)
}

pub(in crate::kube::cel) fn minor<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    part("minor", values, |version| version.minor)
}

pub(in crate::kube::cel) fn patch<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    part("patch", values, |version| version.patch)
}
