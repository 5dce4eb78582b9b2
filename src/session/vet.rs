//! `vet`: whether values hold, with nothing written.

use super::compile::{Data, each_package};
use super::request::{Outcome, Request};
use crate::base::{Code, Diagnostic};
use crate::eval::Need;
use crate::package::Files;

/// How strict `vet` is, and what data is held against.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct VetOptions {
    /// Whether every value must be concrete; if this is not said, data must be, and an incomplete
    /// package is an error that tells of the flag.
    pub concrete: Option<bool>,
    /// The expressions that every document of the data files must fit; none means the package.
    pub schemas: Vec<String>,
}

/// Checks what `request` asks for: packages, or data files against them.
pub fn vet(files: &dyn Files, request: &Request, options: &VetOptions) -> Outcome<()> {
    let data =
        if options.schemas.is_empty() { Data::Checked } else { Data::Against(&options.schemas) };
    let checked = each_package(files, request, data, false, |compiled| {
        let mut faults = Vec::new();
        let concrete = options.concrete.or(compiled.has_data.then_some(true));
        for &wanted in &compiled.wanted {
            let need = if concrete == Some(true) { Need::Concrete } else { Need::Incomplete };
            faults.extend(compiled.graph.validate(wanted, need));
            if faults.is_empty() && concrete.is_none() {
                let open = compiled.graph.validate(wanted, Need::Concrete);
                faults.extend((!open.is_empty()).then(|| incomplete(open.len())));
            }
        }
        (Some(()), faults)
    });
    Outcome { value: checked.value.map(|_| ()), reports: checked.reports }
}

fn incomplete(count: usize) -> Diagnostic {
    let values = if count == 1 { "value is" } else { "values are" };
    Diagnostic::error(Code::Incomplete, format!("{count} {values} not concrete"))
        .help("`-c` shows them; `-c=false` lets them pass.")
}
