//! `eval`: the value as source text, which need not be concrete.

use super::compile::{Data, Wanted, each_package};
use super::request::{Outcome, Request};
use crate::base::Sources;
use crate::eval::{Need, View};
use crate::format::{Indent, arrange};
use crate::package::Files;
use crate::syntax::parse;

/// What is shown of a value.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct EvalOptions {
    /// The kinds of fields.
    pub view: View,
}

/// Evaluates what `request` asks for: one text for each value.
pub fn eval(files: &dyn Files, request: &Request, options: &EvalOptions) -> Outcome<Vec<String>> {
    let need = if options.view.concrete { Need::Concrete } else { Need::Incomplete };
    let shown = each_package(files, request, Data::Joined, false, |compiled| {
        compiled.loaded.forget_trees();
        let mut texts = Vec::new();
        let mut faults = Vec::new();
        let mut beyond = Vec::new();
        for Wanted { vertex: wanted, .. } in compiled.wanted.clone() {
            faults.extend(compiled.graph.validate(wanted, need));
            if faults.is_empty() || request.lenient {
                match compiled.graph.show(wanted, options.view, &compiled.loaded.sources) {
                    Ok(text) => texts.push(arranged(text, Indent::Blanks)),
                    Err(fault) => beyond.push(fault),
                }
            }
        }
        if request.lenient {
            faults.clear();
        }
        faults.append(&mut beyond);
        (Some(texts), faults)
    });
    Outcome {
        value: shown.value.map(|texts| texts.into_iter().flatten().collect()),
        reports: shown.reports,
    }
}

/// Source text that was made, laid out.
pub(super) fn arranged(text: String, indent: Indent) -> String {
    let mut sources = Sources::default();
    let file = sources.add("", text.as_str());
    let parsed = parse(file, &text);
    // What nests too deeply to be read is left as it is.
    if parsed.diagnostics.is_empty() { arrange(&parsed.tree, &text, indent) } else { text }
}
