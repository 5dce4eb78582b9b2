//! What evaluating packages takes.

use super::compile::{Data, each_package};
use super::request::{Outcome, Request};
use crate::eval::{Costs, Need};
use crate::package::Files;

/// Evaluates what `request` asks for, and counts the work: one entry for each package. Values need
/// not be free of errors.
pub fn costs(files: &dyn Files, request: &Request) -> Outcome<Vec<Costs>> {
    each_package(files, request, Data::Joined, false, |compiled| {
        for wanted in compiled.wanted.clone() {
            compiled.graph.validate(wanted.vertex, Need::Incomplete);
        }
        (Some(compiled.graph.costs()), Vec::new())
    })
}
