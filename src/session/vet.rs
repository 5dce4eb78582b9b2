//! `vet`: whether values hold, with nothing written.

use super::compile::each_package;
use super::request::{Outcome, Request};
use crate::base::{Code, Diagnostic};
use crate::eval::Need;
use crate::package::Files;

/// How strict `vet` is.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct VetOptions {
    /// Whether every value must be concrete; if this is not said, an incomplete value is an error
    /// that tells of the flag.
    pub concrete: Option<bool>,
}

/// Checks what `request` asks for.
pub fn vet(files: &dyn Files, request: &Request, options: &VetOptions) -> Outcome<()> {
    let checked = each_package(files, request, false, |compiled| {
        let mut faults = Vec::new();
        for &wanted in &compiled.wanted {
            let need =
                if options.concrete == Some(true) { Need::Concrete } else { Need::Incomplete };
            faults.extend(compiled.graph.validate(wanted, need));
            if faults.is_empty() && options.concrete.is_none() {
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
