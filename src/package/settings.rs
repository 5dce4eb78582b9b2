//! `inf.toml`: what a project says of itself. Every key is known, or it is an error.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::data_schema::{self, DataRule};
use super::dependency::{self, Registry, Requirement};
use super::kube;
use super::rules::{self, KubeRules, Levels, OBJECTS, SOURCES};
use crate::base::{Code, Diagnostic, FileId, Span, nearest};

/// A text of the settings, with its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Setting {
    pub(super) text: String,
    pub(super) span: Span,
}

/// What `inf.toml` says.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Settings {
    /// `[package] name`: the module's import path, and the project.
    pub(super) name: Option<Setting>,
    /// `[package] version`.
    pub(super) version: Option<Setting>,
    /// `[package] infc`: the version of the language.
    pub(super) language: Option<Setting>,
    /// `[package] description`.
    pub(super) description: Option<Setting>,
    /// `[context] stack`.
    pub(super) stack: Option<Setting>,
    /// `[context] namespace`.
    pub(super) namespace: Option<Setting>,
    /// `[workspace] file`: what the platform team says, by its path from the module's root.
    pub(super) workspace: Option<Setting>,
    /// `[kube] version`: the release of Kubernetes.
    pub(super) kube_version: Option<Setting>,
    /// `[dependencies]`, in the order of their places.
    pub(super) dependencies: Vec<Requirement>,
    /// `[registries]`.
    pub(super) registries: Vec<Registry>,
    /// `[kube] crds`: patterns of files.
    pub(super) crds: Vec<Setting>,
    /// `[kube] external`, `[kube.rules]`.
    pub(super) rules: KubeRules,
    /// `[lint.rules]`.
    pub(super) lint: Levels,
    /// `[data]`, in the order of their places.
    pub(super) data: Vec<DataRule>,
}

/// What a key holds.
enum Key {
    /// A text, and where it is kept.
    Text(fn(&mut Settings) -> &mut Option<Setting>),
    /// What holds more than a text, and is read elsewhere.
    Read(fn(&Spanned<DeValue<'_>>, &mut Settings, &Spans) -> Vec<Diagnostic>),
}

/// What makes a place of a range of bytes.
pub(super) type Spans<'a> = dyn Fn(Range<usize>) -> Span + 'a;

/// The sections and their keys.
const SECTIONS: &[(&str, &[(&str, Key)])] = &[
    (
        "package",
        &[
            ("name", Key::Text(|all| &mut all.name)),
            ("version", Key::Text(|all| &mut all.version)),
            ("infc", Key::Text(|all| &mut all.language)),
            ("description", Key::Text(|all| &mut all.description)),
        ],
    ),
    (
        "context",
        &[
            ("stack", Key::Text(|all| &mut all.stack)),
            ("namespace", Key::Text(|all| &mut all.namespace)),
        ],
    ),
    ("workspace", &[("file", Key::Text(|all| &mut all.workspace))]),
    (
        "kube",
        &[
            ("version", Key::Text(|all| &mut all.kube_version)),
            ("crds", Key::Read(|value, all, span| kube::patterns(value, &mut all.crds, span))),
            (
                "external",
                Key::Read(|value, all, span| rules::external(value, &mut all.rules, span)),
            ),
            (
                "rules",
                Key::Read(|value, all, span| {
                    rules::levels(value, &OBJECTS, &mut all.rules.levels, span)
                }),
            ),
        ],
    ),
    (
        "lint",
        &[(
            "rules",
            Key::Read(|value, all, span| rules::levels(value, &SOURCES, &mut all.lint, span)),
        )],
    ),
];

/// What reads a section whose keys are names.
type Table = fn(&DeTable<'_>, &mut Settings, &Spans) -> Vec<Diagnostic>;

/// The sections whose keys are names.
const TABLES: &[(&str, Table)] = &[
    ("dependencies", |table, all, span| {
        let (dependencies, faults) = dependency::requirements(table, span);
        all.dependencies = dependencies;
        faults
    }),
    ("registries", |table, all, span| {
        let (registries, faults) = dependency::registries(table, span);
        all.registries = registries;
        faults
    }),
    ("data", |table, all, span| {
        let (rules, faults) = data_schema::rules(table, span);
        all.data = rules;
        faults
    }),
];

/// Reads settings; what cannot be read is left out and reported.
pub(super) fn read(file: FileId, text: &str) -> (Settings, Vec<Diagnostic>) {
    let span = |range: Range<usize>| {
        Span::new(file, range.start.min(text.len()) as u32, range.end.min(text.len()) as u32)
    };
    let (table, faults) = DeTable::parse_recoverable(text);
    let mut diagnostics: Vec<Diagnostic> = faults
        .iter()
        .map(|fault| {
            let message = format!("these settings are no TOML: {}", fault.message());
            Diagnostic::error(Code::Syntax, message).at(fault.span().map_or(span(0..0), span), "")
        })
        .collect();
    let mut settings = Settings::default();
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        let section = SECTIONS.iter().find(|section| section.0 == name);
        let free = TABLES.iter().find(|table| table.0 == name);
        if section.is_none() && free.is_none() {
            let known = SECTIONS.iter().map(|section| section.0);
            let known = known.chain(TABLES.iter().map(|table| table.0));
            diagnostics.push(unknown("section", name, span(key.span()), known));
            continue;
        }
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("`{name}` is a section: write `[{name}]`");
            diagnostics.push(Diagnostic::error(Code::Usage, message).at(span(key.span()), ""));
            continue;
        };
        if let Some((_, read)) = free {
            diagnostics.extend(read(table, &mut settings, &span));
        }
        for (key, value) in table.iter().filter(|_| section.is_some()) {
            let keys = section.map_or(&[][..], |section| section.1);
            diagnostics.extend(keyed(keys, key, value, &mut settings, &span));
        }
    }
    diagnostics.sort_by_key(|one| one.marks.first().map(|mark| mark.span));
    (settings, diagnostics)
}

fn keyed(
    keys: &[(&str, Key)],
    key: &Spanned<toml::de::DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    settings: &mut Settings,
    span: &Spans<'_>,
) -> Vec<Diagnostic> {
    let Some((name, kind)) = keys.iter().find(|known| known.0 == key.get_ref()) else {
        let known = keys.iter().map(|known| known.0);
        return vec![unknown("key", key.get_ref(), span(key.span()), known)];
    };
    match kind {
        Key::Text(place) => match text(name, value, span) {
            Ok(setting) => {
                *place(settings) = Some(setting);
                Vec::new()
            }
            Err(diagnostic) => vec![diagnostic],
        },
        Key::Read(read) => read(value, settings, span),
    }
}

/// The text that `name` holds.
pub(super) fn text(
    name: &str,
    value: &Spanned<DeValue<'_>>,
    span: &Spans<'_>,
) -> Result<Setting, Diagnostic> {
    match value.get_ref() {
        DeValue::String(text) => Ok(Setting { text: text.to_string(), span: span(value.span()) }),
        other => {
            let message = format!("`{name}` is a string, not {}", other.type_str());
            Err(Diagnostic::error(Code::Usage, message)
                .at(span(value.span()), "not a string")
                .help(format!("Write `{name} = \"…\"`.")))
        }
    }
}

fn unknown<'a>(
    what: &str,
    name: &str,
    span: Span,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let message = format!("`inf.toml` has no {what} `{name}`");
    let diagnostic = Diagnostic::error(Code::Usage, message).at(span, format!("unknown {what}"));
    match nearest(name, known.clone()) {
        Some(near) => diagnostic.help(format!("Did you mean `{near}`?")),
        None => {
            let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
            diagnostic.help(format!("Known here: {}.", known.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Sources;

    fn check(text: &str) -> (Settings, Vec<String>) {
        let mut sources = Sources::default();
        let file = sources.add("inf.toml", text);
        let (settings, diagnostics) = read(file, text);
        let said = |one: &Diagnostic| {
            let place = one.marks.first().map_or("", |mark| mark.span.of(text));
            format!("{place}: {} {}", one.message, one.help.join(" "))
        };
        (settings, diagnostics.iter().map(said).collect())
    }

    #[test]
    fn settings_keep_their_places() {
        let text = "[package]\nname = \"shop\"\n[context]\nstack = \"prod\"\n";
        let (settings, faults) = check(text);
        assert_eq!(faults, Vec::<String>::new());
        let name = settings.name.unwrap();
        assert_eq!((name.text.as_str(), name.span.of(text)), ("shop", "\"shop\""));
        assert_eq!(settings.stack.unwrap().text, "prod");
    }

    #[test]
    fn every_fault_is_told() {
        let (settings, faults) =
            check("packge = 1\n[package]\nnmae = \"x\"\nversion = 1\n[context]\nstack = \"s\"\n");
        assert_eq!(
            faults,
            [
                "packge: `inf.toml` has no section `packge` Did you mean `package`?",
                "nmae: `inf.toml` has no key `nmae` Did you mean `name`?",
                "1: `version` is a string, not integer Write `version = \"…\"`.",
            ]
        );
        assert_eq!(settings.stack.unwrap().text, "s");
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_place() {
        let (_, faults) = check("[package\nname = ");
        assert!(faults.iter().any(|fault| fault.contains("no TOML")), "{faults:?}");
    }
}
