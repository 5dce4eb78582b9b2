//! `inf/context`: for what a compilation is done. Its values come from the flags, `inf.toml`, and
//! the place and the package clause of the app, and from nowhere else.
//!
//! The package is plain source, written when something imports it; only then are the values asked
//! for and checked.

use std::path::{Path, PathBuf};

use super::settings::{Setting, Settings};
use crate::base::{Code, Diagnostic, Span, nearest};

/// The import path of the context.
pub const CONTEXT: &str = "inf/context";

/// The longest label that DNS takes (RFC 1123).
const LONGEST: usize = 63;

/// The keys of the context that may be set, in the order of the package.
pub const KEYS: &[&str] = &["project", "stack", "app", "namespace"];

/// What the command line says of the context.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct ContextFlags {
    /// `--stack`.
    pub stack: Option<String>,
    /// `--context key=value`, in order; the last of a key counts.
    pub values: Vec<(String, String)>,
}

impl ContextFlags {
    /// Checks the keys.
    ///
    /// # Errors
    /// A key that the context does not have.
    pub fn check(&self) -> Result<(), Diagnostic> {
        let Some((key, _)) = self.values.iter().find(|(key, _)| !KEYS.contains(&key.as_str()))
        else {
            return Ok(());
        };
        let error = Diagnostic::error(Code::Usage, format!("the context has no `{key}`"));
        Err(match nearest(key, KEYS.iter().copied()) {
            Some(near) => error.help(format!("Did you mean `--context {near}=…`?")),
            None => error.help(format!("It has `{}`.", KEYS.join("`, `"))),
        })
    }
}

/// What is known of the root package.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// What `inf.toml` says.
    pub(super) settings: &'a Settings,
    /// The module's root, else the directory of the root package; absolute.
    pub(super) directory: &'a Path,
    /// The root package's name and where its clause says so.
    pub(super) package: Option<(String, Span)>,
    /// The file that stands for the package where there is no clause.
    pub(super) file: Option<PathBuf>,
}

/// Where a value comes from.
enum Origin {
    Place(Span),
    Flag(String),
    Directory(PathBuf),
    File(PathBuf),
    Default,
}

struct Value {
    text: String,
    origin: Origin,
}

/// The source of the package.
///
/// # Errors
/// Every value that is missing or is no DNS label.
pub(super) fn source(flags: &ContextFlags, place: &Place<'_>) -> Result<String, Vec<Diagnostic>> {
    let project = flagged(flags, "project").unwrap_or_else(|| project(place));
    let stack = flagged(flags, "stack").unwrap_or_else(|| stack(flags, place));
    let app = flagged(flags, "app").unwrap_or_else(|| app(place));
    let namespace = flagged(flags, "namespace")
        .or_else(|| place.settings.namespace.as_ref().map(set))
        .unwrap_or_else(|| Value { text: project.text.clone(), origin: Origin::Default });
    let mut faults = Vec::new();
    let values = [("project", &project), ("stack", &stack), ("app", &app)];
    for (key, value) in values.into_iter().chain([("namespace", &namespace)]) {
        // A namespace that follows the project has the project's fault, which is told once.
        let follows = key == "namespace" && matches!(value.origin, Origin::Default);
        if !follows && !is_label(&value.text) {
            faults.push(fault(key, value));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let (project, stack, app) = (project.text, stack.text, app.text);
    Ok(format!(
        "// What this compilation is for: see `infc export --help`.\npackage context\n\n\
         project: \"{project}\"\nstack: \"{stack}\"\napp: \"{app}\"\n\
         namespace: \"{}\"\n\n// What the names of objects start with.\n\
         id: \"{project}-{stack}-{app}\"\n",
        namespace.text
    ))
}

fn flagged(flags: &ContextFlags, key: &str) -> Option<Value> {
    let (_, text) = flags.values.iter().rev().find(|(name, _)| name == key)?;
    Some(Value { text: text.clone(), origin: Origin::Flag(format!("--context {key}={text}")) })
}

fn set(setting: &Setting) -> Value {
    Value { text: setting.text.clone(), origin: Origin::Place(setting.span) }
}

fn project(place: &Place<'_>) -> Value {
    if let Some(name) = &place.settings.name {
        // An import path is a fine name of a module; its last element is the project.
        let value = set(name);
        let last = value.text.rsplit('/').next().unwrap_or_default().to_owned();
        return Value { text: last, origin: value.origin };
    }
    let name = place.directory.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Value { text: name, origin: Origin::Directory(place.directory.to_owned()) }
}

fn stack(flags: &ContextFlags, place: &Place<'_>) -> Value {
    if let Some(stack) = &flags.stack {
        let origin = Origin::Flag(format!("--stack {stack}"));
        return Value { text: stack.clone(), origin };
    }
    let default = || Value { text: "default".to_owned(), origin: Origin::Default };
    place.settings.stack.as_ref().map_or_else(default, set)
}

fn app(place: &Place<'_>) -> Value {
    if let Some((name, span)) = &place.package {
        return Value { text: name.clone(), origin: Origin::Place(*span) };
    }
    match &place.file {
        Some(file) => {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            Value { text: stem.into_owned(), origin: Origin::File(file.clone()) }
        }
        None => Value { text: String::new(), origin: Origin::Default },
    }
}

/// Whether `text` is a DNS-1123 label.
fn is_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.bytes().all(inner)
        && (1..=LONGEST).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn fault(key: &str, value: &Value) -> Diagnostic {
    let text = &value.text;
    let rule = if text.is_empty() {
        "it is empty".to_owned()
    } else if text.len() > LONGEST {
        format!("it has {} characters, more than {LONGEST}", text.len())
    } else {
        "it may hold a-z, 0-9 and `-`, with no `-` at an end".to_owned()
    };
    let origin = match &value.origin {
        Origin::Place(_) => String::new(),
        Origin::Flag(flag) => format!(", from `{flag}`"),
        Origin::Directory(path) => format!(", the name of the directory `{}`", path.display()),
        Origin::File(path) => format!(", from the name of the file `{}`", path.display()),
        Origin::Default => String::new(),
    };
    let message = format!("the {key} `{text}`{origin} is no DNS label: {rule}");
    let mut diagnostic = Diagnostic::error(Code::Usage, message);
    if let Origin::Place(span) = value.origin {
        diagnostic = diagnostic.at(span, format!("the {key} comes from here"));
    }
    let mended = mended(text).unwrap_or_else(|| format!("my-{key}"));
    let elsewhere = if key == "project" && matches!(value.origin, Origin::Directory(_)) {
        ", or `name = \"…\"` under `[package]` in `inf.toml`"
    } else {
        ""
    };
    diagnostic.help(format!("Give it as `--context {key}={mended}`{elsewhere}."))
}

/// The label that is nearest to `text`, if anything of it is left.
fn mended(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let label: String = lower.chars().map(letter).take(LONGEST).collect();
    let label = label.trim_matches('-');
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
#[path = "context_tests.rs"]
mod tests;
