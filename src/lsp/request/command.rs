//! The commands of code lenses. Each makes a page: the client is answered with it, and asked to show
//! it where it can (`task`), so that they work in every editor.

use std::fs;
use std::path::PathBuf;

use lsp_types::request::ExecuteCommand;
use lsp_types::{ExecuteCommandParams, Location, Position, TextDocumentIdentifier, Url};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, hover, references};
use crate::lsp::desk::{Desk, Place};
use crate::lsp::task::Failure;
use crate::session::names::Names;
use crate::session::{Compared, Outcome, Severity, against_head, difference, render};

/// Where a definition is used.
pub(super) const INSTANCES: &str = "infc.instances";
/// The manifests of a field.
pub(super) const RENDER: &str = "infc.render";
/// Why a value is as it is.
pub(super) const WHY: &str = "infc.why";

/// What the manifests of a field have become since the last commit.
pub(super) const DIFF: &str = "infc.diff";

/// All commands.
pub(in crate::lsp) const NAMES: [&str; 4] = [INSTANCES, RENDER, WHY, DIFF];

/// What a command is about: its only argument.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct At {
    pub(super) uri: Url,
    pub(super) position: Position,
}

/// What a command has made.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::lsp) struct Page {
    /// A line that says what it is.
    pub(in crate::lsp) title: String,
    /// The text.
    pub(in crate::lsp) text: String,
    /// What the name of a file with the text ends in.
    ending: String,
    /// The places that it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
}

pub(super) fn execute(desk: &Desk, params: ExecuteCommandParams) -> Answer<ExecuteCommand> {
    let argument = params.arguments.into_iter().next().unwrap_or_default();
    let at: At = serde_json::from_value(argument).map_err(|_| {
        Failure::refused(format!("`{}` takes a `uri` and a `position`", params.command))
    })?;
    let page = match params.command.as_str() {
        INSTANCES => instances(desk, &at),
        RENDER => manifests(desk, &at),
        WHY => why(desk, &at),
        DIFF => diff(desk, &at),
        other => return Err(Failure::refused(format!("there is no command `{other}`"))),
    };
    Ok(serde_json::to_value(page?).ok())
}

/// The page that an answer holds, if it is the answer to a command.
pub(in crate::lsp) fn page(method: &str, answer: &Value) -> Option<Page> {
    use lsp_types::request::Request;
    let is_command = method == ExecuteCommand::METHOD;
    is_command.then(|| serde_json::from_value(answer.clone()).ok()).flatten()
}

/// The places that use what is declared somewhere.
pub(super) fn uses(desk: &Desk, at: &At) -> Vec<references::Found> {
    let mut found = place(desk, at).map_or_else(Vec::new, |place| references::all(desk, &place));
    found.retain(|one| one.occurrence.declares.is_none());
    found
}

fn place(desk: &Desk, at: &At) -> Option<Place> {
    desk.place(&TextDocumentIdentifier::new(at.uri.clone()), at.position)
}

fn instances(desk: &Desk, at: &At) -> Result<Page, Failure> {
    let name = name(desk, at)?;
    let found = uses(desk, at);
    let locations: Vec<Location> = found.iter().filter_map(|one| one.location(desk)).collect();
    let mut text = format!("# `{name}` is used in {} places\n\n", locations.len());
    for one in &found {
        let span = one.occurrence.span;
        let sources = one.project.sources();
        let line = sources.line_column(span).line;
        let written = sources.text(span.file).lines().nth(line as usize - 1).unwrap_or_default();
        let path = sources.path(span.file).display();
        text.push_str(&format!("- {path}:{line} `{}`\n", written.trim()));
    }
    Ok(made(format!("uses of {name}"), "md", text, locations))
}

fn manifests(desk: &Desk, at: &At) -> Result<Page, Failure> {
    let name = name(desk, at)?;
    let outcome = render(&desk.snapshot.files, &desk.request_at(&at.uri), &name);
    let Some(text) = outcome.value else { return Err(not_rendered(&name, &outcome)) };
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok(made(format!("manifests of {name}"), "yaml", text, Vec::new()))
}

fn diff(desk: &Desk, at: &At) -> Result<Page, Failure> {
    let name = name(desk, at)?;
    let path = desk.snapshot.path(&at.uri);
    let directory = path.parent().unwrap_or(&path);
    let request = desk.request_at(&at.uri);
    let compared = against_head(&desk.snapshot.files, &request, directory, &name);
    let compared = compared.map_err(|fault| {
        Failure::refused(format!("there is no HEAD to compare with: {}", fault.message))
    })?;
    let Compared { now, before } = compared;
    let Some(text) = &now.value else { return Err(not_rendered(&name, &now)) };
    let (note, old) = match &before {
        None => (format!("# `{name}` is not there at HEAD\n"), Vec::new()),
        Some(Outcome { value: Some(text), .. }) => (String::new(), text.clone()),
        Some(before) => {
            (format!("# at HEAD, {}\n", not_rendered(&name, before).message), Vec::new())
        }
    };
    let [old, new] = [&old, text].map(|text| String::from_utf8_lossy(text).into_owned());
    let lines = difference(&format!("{name}.yaml"), &old, &new);
    let lines = if lines.is_empty() { format!("# `{name}` is as it is at HEAD\n") } else { lines };
    Ok(made(format!("diff of {name} against HEAD"), "diff", format!("{note}{lines}"), Vec::new()))
}

/// Why a field has no manifests.
fn not_rendered(name: &str, outcome: &Outcome<Vec<u8>>) -> Failure {
    let mut all = outcome.reports.iter().flat_map(|report| &report.diagnostics);
    let first = all.find(|one| one.severity == Severity::Error);
    let said = first.map(|one| one.headline().into_owned()).unwrap_or_default();
    Failure::refused(format!("`{name}` is not rendered: {said}"))
}

fn why(desk: &Desk, at: &At) -> Result<Page, Failure> {
    let name = name(desk, at)?;
    let page = place(desk, at).and_then(|place| hover::told(desk, &place, usize::MAX));
    let text = page.ok_or_else(|| Failure::refused(format!("nothing is known of `{name}`")))?;
    Ok(made(format!("why {name}"), "md", text, Vec::new()))
}

/// The name at a place.
fn name(desk: &Desk, at: &At) -> Result<String, Failure> {
    let named = place(desk, at).and_then(|place| {
        let names = Names::new(&place.project.loaded);
        names.at(place.file, place.offset).map(|here| here.name)
    });
    named.ok_or_else(|| Failure::refused("no name stands there"))
}

fn made(title: String, ending: &str, text: String, locations: Vec<Location>) -> Page {
    Page { title, text, ending: ending.to_owned(), locations }
}

impl Page {
    /// A file with the text, for the client to open, below the directory for temporary files; none
    /// where it cannot be written.
    pub(in crate::lsp) fn file(&self) -> Option<Url> {
        let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
        let name: String = self.title.chars().map(plain).collect();
        let directory = format!("infc-{}-pages-{}", env!("CARGO_PKG_VERSION"), std::process::id());
        let place: PathBuf = std::env::temp_dir().join(directory);
        fs::create_dir_all(&place).ok()?;
        let path = place.join(format!("{name}.{}", self.ending));
        fs::write(&path, &self.text).ok()?;
        Url::from_file_path(path).ok()
    }
}
