//! `import crd`: custom resource definitions as closed definitions of the language.

mod schema;

use std::path::PathBuf;

use super::definitions;
use super::eval::arranged;
use super::request::{Outcome, Report, unusable};
use crate::base::{Code, Diagnostic, Sources};
use crate::format::{self, Indent};
use crate::kube::crd::{Definition, Version};
use crate::package::{Files, object_files};
use crate::syntax::parse;

/// One source that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// Where it belongs, relative to a directory of imports: `ex.com/v1/widget.inf`.
    pub path: PathBuf,
    /// The text.
    pub text: String,
}

/// Makes a source of every served version of every definition in `inputs`.
pub fn import_crds(files: &dyn Files, inputs: &[String]) -> Outcome<Vec<Imported>> {
    let (paths, mut said) = object_files(files, inputs);
    let (crds, faults) = definitions::read(files, &paths);
    said.extend(faults);
    let mut made = Vec::new();
    let mut found = false;
    for definition in crds.all() {
        for version in definition.versions.iter().filter(|version| version.served) {
            found = true;
            match source(definition, version) {
                Ok(imported) => made.push(imported),
                Err(faults) => said.extend(faults),
            }
        }
    }
    if !found && said.is_empty() && crds.faults().is_empty() {
        said.push(unusable("there is no custom resource definition in what was given"));
    }
    let mut reports = vec![Report::bare(said)];
    reports.push(Report::new(crds.sources().clone(), crds.faults()));
    reports.retain(|report| !report.diagnostics.is_empty());
    Outcome::new(made, reports)
}

fn source(definition: &Definition, version: &Version) -> Result<Imported, Vec<Diagnostic>> {
    let Definition { group, kind, .. } = definition;
    // Reading the schema finds what would be no good here either, its depth too.
    if let Some(Err(broken)) = definition.schema(version) {
        return Err(broken.iter().cloned().map(unplaced).collect());
    }
    let body = schema::source(definition, version);
    let path: PathBuf =
        [group.as_str(), &version.name, &format!("{}.inf", kind.to_lowercase())].iter().collect();
    Ok(Imported { path, text: laid_out(body) })
}

/// Source text as `fmt` leaves it.
fn laid_out(text: String) -> String {
    let text = arranged(text, Indent::Tabs);
    let file = Sources::default().add("", text.as_str());
    let parsed = parse(file, &text);
    if parsed.diagnostics.is_empty() { format::tidy(&parsed.tree, &text) } else { text }
}

/// A fault without its place, which is in sources that the report does not hold.
fn unplaced(fault: Diagnostic) -> Diagnostic {
    Diagnostic::error(Code::BrokenDefinition, fault.message)
}
