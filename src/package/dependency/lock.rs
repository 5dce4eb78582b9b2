//! `inf.lock`: what the dependencies came to, down to the digests of their files. It is written by
//! the `mod` commands, and believed by all others.

use std::fmt::Write as _;
use std::ops::Range;

use semver::Version;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::requirement::{Requirement, Source, is_module_name};
use crate::base::{Code, Diagnostic, FileId, Span};
use crate::remote::is_digest;

/// The version of the format.
const FORMAT: &str = "1";

/// What stands above the entries.
const HEAD: &str = "\
# What the dependencies in inf.toml came to. Made by `infc mod tidy`; keep it under version control.
version = 1
";

/// One module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Locked {
    /// Its name.
    pub(crate) name: String,
    /// Its version, if it has one.
    pub(crate) version: Option<Version>,
    /// Where it comes from: `oci://host/repository`, `git+ADDRESS`, and the directory behind `#`.
    pub(crate) source: String,
    /// What of it: `tag 1.0.0`.
    pub(crate) request: String,
    /// What that was when it was locked: the digest of a manifest, a commit.
    pub(crate) resolved: String,
    /// The digest of its files.
    pub(crate) content: String,
    /// The place of that digest.
    pub(crate) span: Span,
}

impl Locked {
    /// Whether this is what `requirement` asks for, or a newer version that does as well.
    pub(crate) fn satisfies(&self, requirement: &Requirement) -> bool {
        let is_there = source_of(requirement).is_none_or(|source| source == self.source);
        let is_it = match (requirement.version(), &self.version) {
            (Some(asked), Some(own)) => asked.major == own.major && asked <= *own,
            _ => requirement.request() == self.request,
        };
        is_there && is_it
    }

    /// What people know it by.
    pub(crate) fn shown(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.name),
            None => format!("{} ({})", self.name, self.request),
        }
    }
}

/// Where a requirement says that its module comes from, as the lock has it; `None` if only
/// `[registries]` say it.
pub(crate) fn source_of(requirement: &Requirement) -> Option<String> {
    match &requirement.source {
        Source::Git { url, directory, .. } if directory.is_empty() => Some(format!("git+{url}")),
        Source::Git { url, directory, .. } => Some(format!("git+{url}#{directory}")),
        Source::Oci { place, .. } => Some(place.to_string()),
        Source::Path(_) | Source::Named { .. } => None,
    }
}

/// Reads a lock.
///
/// # Errors
/// Whatever is not as [`write`] writes it: a lock is not to be guessed at.
pub(crate) fn read(file: FileId, text: &str) -> Result<Vec<Locked>, Diagnostic> {
    let span = |range: Range<usize>| {
        Span::new(file, range.start.min(text.len()) as u32, range.end.min(text.len()) as u32)
    };
    let table = DeTable::parse(text).map_err(|error| {
        spoilt(error.span().map_or(span(0..0), span), error.message().trim_end_matches('.'))
    })?;
    let table = table.get_ref();
    let format = table.get("version").map(|value| (value.get_ref(), span(value.span())));
    match format {
        Some((DeValue::Integer(number), _)) if number.as_str() == FORMAT => {}
        Some((_, place)) => return Err(spoilt(place, "a newer infc wrote it")),
        None => return Err(spoilt(span(0..0), "it has no `version`")),
    }
    let Some(modules) = table.get("module") else { return Ok(Vec::new()) };
    let DeValue::Array(modules) = modules.get_ref() else {
        return Err(spoilt(span(modules.span()), "`module` is no list of tables"));
    };
    let entry = |module: &Spanned<DeValue<'_>>| match module.get_ref() {
        DeValue::Table(keys) => entry(keys, span(module.span()), &span),
        _ => Err(spoilt(span(module.span()), "an entry is no table")),
    };
    modules.iter().map(entry).collect()
}

/// Reads one entry, which stands at `place`.
fn entry(
    keys: &DeTable<'_>,
    place: Span,
    span: &dyn Fn(Range<usize>) -> Span,
) -> Result<Locked, Diagnostic> {
    let text = |key: &str| match keys.get(key).map(|value| (value.get_ref(), value.span())) {
        Some((DeValue::String(text), place)) => Ok((text.to_string(), span(place))),
        Some((_, place)) => Err(spoilt(span(place), "this is no string")),
        None => Err(spoilt(place, &format!("an entry has no `{key}`"))),
    };
    let version = match keys.contains_key("version") {
        true => {
            let (version, place) = text("version")?;
            Some(Version::parse(&version).map_err(|_| spoilt(place, "this is no version"))?)
        }
        false => None,
    };
    let (name, name_span) = text("name")?;
    let (content, content_span) = text("content")?;
    if !is_module_name(&name) {
        return Err(spoilt(name_span, "this is no name of a module"));
    }
    if !is_digest(&content) {
        return Err(spoilt(content_span, "this is no digest"));
    }
    Ok(Locked {
        name,
        version,
        source: text("source")?.0,
        request: text("request")?.0,
        resolved: text("resolved")?.0,
        content,
        span: content_span,
    })
}

fn spoilt(place: Span, why: &str) -> Diagnostic {
    Diagnostic::error(Code::Dependency, format!("`inf.lock` cannot be read: {why}"))
        .at(place, "")
        .help("Take the committed one back, or make it again: delete it and run `infc mod tidy`.")
}

/// The text of a lock.
pub(crate) fn write(modules: &[Locked]) -> String {
    let mut text = HEAD.to_owned();
    for module in modules {
        let mut line = |key: &str, value: &str| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{key} = {}", quoted(value));
        };
        text_of(module, &mut line);
    }
    text
}

fn text_of(module: &Locked, line: &mut dyn FnMut(&str, &str)) {
    line("\n[[module]]\nname", &module.name);
    if let Some(version) = &module.version {
        line("version", &version.to_string());
    }
    line("source", &module.source);
    line("request", &module.request);
    line("resolved", &module.resolved);
    line("content", &module.content);
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Sources;

    #[test]
    fn what_is_written_is_read() {
        let module = |version: Option<&str>| Locked {
            name: "ex.com/a".into(),
            version: version.map(|version| version.parse().unwrap()),
            source: "git+https://ex.com/a \"b\".git".into(),
            request: "tag v1.0.0".into(),
            resolved: "abc".into(),
            content: format!("sha256:{}", "0".repeat(64)),
            span: Span::NOWHERE,
        };
        let modules = [module(Some("1.0.0-rc.1+x")), module(None)];
        let text = write(&modules);
        let mut sources = Sources::default();
        let file = sources.add("inf.lock", text.as_str());
        let mut read = read(file, &text).unwrap();
        for module in &mut read {
            module.span = Span::NOWHERE;
        }
        assert_eq!(read, modules);
    }

    #[test]
    fn a_lock_is_not_guessed_at() {
        let said = |text: &str| {
            let mut sources = Sources::default();
            let file = sources.add("inf.lock", text);
            read(file, text).unwrap_err().message
        };
        assert!(said("").contains("it has no `version`"));
        assert!(said("version = 2").contains("a newer infc wrote it"));
        assert!(said("version = 1\n[[module]]\n").contains("an entry has no `name`"));
        assert!(said("version = 1\n<<<<<<< ours\n").contains("cannot be read"));
        let module = "version = 1\n[[module]]\nname = \"../../x\"\ncontent = \"sha256:12\"\n";
        assert!(said(module).contains("no name of a module"));
        assert!(said(&module.replace("../../", "")).contains("this is no digest"));
    }
}
