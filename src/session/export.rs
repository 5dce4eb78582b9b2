//! `export`: the concrete value, or the manifests in it, as text.

use super::compile::each_package;
use super::emit::emit;
use super::format::Format;
use super::request::{Outcome, Report, Request};
use crate::base::{Plain, PlainId};
use crate::package::Files;

/// What of a value is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum As {
    /// All of it.
    Value,
    /// The Kubernetes manifests in it.
    Manifests,
}

/// How values are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportOptions {
    /// The format.
    pub format: Format,
    /// What is written; if this is not said, YAML writes the manifests where there are any.
    pub what: Option<As>,
    /// Whether JSON escapes `<`, `>` and `&`, for pages of HTML.
    pub escape: bool,
    /// Whether warnings are errors.
    pub strict: bool,
}

/// Exports what `request` asks for: the text of all values, or all errors.
pub fn export(files: &dyn Files, request: &Request, options: &ExportOptions) -> Outcome<String> {
    let mut plain = Plain::default();
    let exported = each_package(files, request, false, |compiled| {
        let mut values = Vec::new();
        let mut faults = Vec::new();
        for &wanted in &compiled.wanted {
            match compiled.graph.export(wanted, &mut plain) {
                Ok(value) => values.push(value),
                Err(errors) => faults.extend(errors),
            }
        }
        (Some(values), faults)
    });
    let Outcome { value, mut reports } = exported;
    let Some(values) = value else { return Outcome { value: None, reports } };
    let values: Vec<PlainId> = values.into_iter().flatten().collect();
    match emit(&plain, &values, options) {
        Ok(text) => Outcome::new(text, reports),
        Err(fault) => {
            reports.push(Report::bare(vec![fault]));
            Outcome { value: None, reports }
        }
    }
}
