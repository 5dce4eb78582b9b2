//! The reference of packages, for people.

use super::request::{Outcome, Report};
use crate::base::Severity;
use crate::doc;
use crate::eval::builtin;
use crate::package::{self, Files, Inputs, LoadOptions, Root};

/// The forms of a reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferenceForm {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// One page of HTML.
    Html,
}

/// The reference of `modules`: directories, or import paths as a source of the current directory
/// could write them; with `library`, of all modules that infc brings along too.
pub fn reference(
    files: &dyn Files,
    modules: &[String],
    library: bool,
    form: ReferenceForm,
) -> Outcome<String> {
    let mut roots = Vec::new();
    if library {
        roots.extend(package::embedded().into_iter().map(Root::Import));
    }
    for module in modules {
        match root(files, module) {
            Ok(root) => roots.push(root),
            Err(faults) => return Outcome::failed(faults),
        }
    }
    let standard: Vec<&str> = builtin::paths().collect();
    let options = LoadOptions { standard: &standard, ..LoadOptions::default() };
    let mut references = Vec::new();
    let mut reports = Vec::new();
    for root in &roots {
        let mut loaded = package::load(files, root, &options);
        let has_error = loaded.diagnostics.iter().any(|one| one.severity == Severity::Error);
        if let Some(package) = loaded.packages.first().filter(|_| !has_error) {
            let mut reference = doc::read(package, &loaded.sources);
            if reference.path.is_empty() {
                reference.path = package.name.clone().unwrap_or_default();
            }
            references.push(reference);
        }
        let said = std::mem::take(&mut loaded.diagnostics);
        reports.push(Report::new(loaded.sources, said));
    }
    let text = match form {
        ReferenceForm::Text => doc::text(&references),
        ReferenceForm::Markdown => doc::markdown(&references),
        ReferenceForm::Html => doc::html(&references),
    };
    Outcome::new(text, reports)
}

/// What `module` names: a path that is there, else an import path.
fn root(files: &dyn Files, module: &str) -> Result<Root, Vec<crate::base::Diagnostic>> {
    let is_path = module.starts_with('.') || module.starts_with('/') || module.contains("...");
    if !is_path && files.kind(std::path::Path::new(module)).is_none() {
        return Ok(Root::Import(module.to_owned()));
    }
    let inputs: Inputs = package::inputs(files, &[module.to_owned()])?;
    let first = inputs.roots.into_iter().next();
    Ok(first.unwrap_or(Root::Files(Vec::new())))
}
