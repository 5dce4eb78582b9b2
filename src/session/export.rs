//! `export`: the concrete value, or the manifests in it, as text.

use super::compile::each_package;
use super::emit::emit;
use super::format::Format;
use super::request::{Outcome, Request};
use crate::base::{Plain, PlainId, Sources};
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

/// The concrete values of one package.
pub(super) struct Exported {
    pub(super) plain: Plain,
    pub(super) values: Vec<PlainId>,
    pub(super) sources: Sources,
}

/// Exports what `request` asks for: the text of all values, or all errors.
pub fn export(files: &dyn Files, request: &Request, options: &ExportOptions) -> Outcome<String> {
    let exported = each_package(files, request, false, |compiled| {
        let mut plain = Plain::default();
        let mut values = Vec::new();
        let mut faults = Vec::new();
        for &wanted in &compiled.wanted {
            match compiled.graph.export(wanted, &mut plain) {
                Ok(value) => values.push(value),
                Err(errors) => faults.extend(errors),
            }
        }
        (Some(Exported { plain, values, sources: compiled.sources.clone() }), faults)
    });
    match exported.value {
        Some(exported_values) => emit(exported_values, options, exported.reports),
        None => Outcome { value: None, reports: exported.reports },
    }
}
