//! `vet`: whether values hold, with nothing written.

use super::compile::{Compiled, Data, Wanted, each_package};
use super::data_file;
use super::data_place::data_place;
use super::request::{Outcome, Request};
use crate::base::{Code, Diagnostic};
use crate::eval::Need;
use crate::package::Files;

/// How strict `vet` is.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct VetOptions {
    /// Whether every value must be concrete; if this is not said, data must be, and an incomplete
    /// package is an error that tells of the flag.
    pub concrete: Option<bool>,
}

/// Checks what `request` asks for: packages, or data files against them. Data files alone are held
/// against what `[data]` of `inf.toml` says that they fit.
pub fn vet(files: &dyn Files, request: &Request, options: &VetOptions) -> Outcome<()> {
    let parts = data_file::by_schema(files, request);
    if parts.is_empty() {
        return against(files, request, options);
    }
    let each = parts.iter().flat_map(|part| against(files, part, options).reports);
    Outcome::of_reports(each.collect())
}

fn against(files: &dyn Files, request: &Request, options: &VetOptions) -> Outcome<()> {
    let checked = each_package(files, request, Data::Checked, false, |compiled| {
        compiled.loaded.forget_trees();
        let mut faults = Vec::new();
        for wanted in compiled.wanted.clone() {
            match wanted.document {
                Some(_) => faults.extend(document(compiled, wanted)),
                None => faults.extend(package(compiled, wanted, options)),
            }
        }
        (Some(()), faults)
    });
    Outcome { value: checked.value.map(|_| ()), reports: checked.reports }
}

/// A document is data, so it must be concrete; each error names its place in it.
fn document(compiled: &mut Compiled, wanted: Wanted) -> Vec<Diagnostic> {
    let mut faults = compiled.graph.validate(wanted.vertex, Need::Concrete);
    for fault in &mut faults {
        let Some(document) = wanted.document else { continue };
        // The data is what has to change first.
        fault.marks.sort_by_key(|mark| mark.span.file != document.file);
        if !fault.marks.iter().any(|mark| mark.span.file == document.file)
            && let Some(span) = data_place(&compiled.loaded, document, fault.path.as_deref())
        {
            fault.marks.push(crate::base::Mark { span, text: "in this data".to_owned() });
        }
    }
    faults
}

fn package(compiled: &mut Compiled, wanted: Wanted, options: &VetOptions) -> Vec<Diagnostic> {
    let need = if options.concrete == Some(true) { Need::Concrete } else { Need::Incomplete };
    let mut faults = compiled.graph.validate(wanted.vertex, need);
    if faults.is_empty() && options.concrete.is_none() {
        let open = compiled.graph.validate(wanted.vertex, Need::Concrete);
        faults.extend((!open.is_empty()).then(|| incomplete(open.len())));
    }
    faults
}

fn incomplete(count: usize) -> Diagnostic {
    let values = if count == 1 { "value is" } else { "values are" };
    Diagnostic::error(Code::Incomplete, format!("{count} {values} not concrete"))
        .help("`-c` shows them; `-c=false` lets them pass.")
}
