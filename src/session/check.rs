//! What an editor shows of a package: everything that `export` and `lint` would say, and nothing is
//! written.

use super::compile::{Data, each_package};
use super::export::{ExportOptions, Gathered};
use super::lint;
use super::request::{Report, Request};
use crate::package::Files;

/// All that is to be said of what `request` names, at the first of reading, names and values that
/// has errors; with `tests`, `x_test` files take part. Reports hold the sources that were read,
/// also where there is nothing to say.
pub fn check(files: &dyn Files, request: &Request, tests: bool) -> Vec<Report> {
    checked(files, request, tests, Gathered::checking()).0
}

/// The same, with what was gathered; where that is told what the last check found, the fields that
/// are as they were are not evaluated.
pub(super) fn checked(
    files: &dyn Files,
    request: &Request,
    tests: bool,
    mut gathered: Gathered,
) -> (Vec<Report>, Gathered) {
    let options = ExportOptions::default();
    let mut reports = each_package(files, request, Data::Joined, tests, |compiled| {
        let mut said = gathered.take(files, compiled, &options);
        said.extend(lint::found(files, &compiled.loaded, &mut compiled.graph, &said));
        if let Some(again) = &mut gathered.again {
            again.weigh(&compiled.graph);
        }
        gathered.hold(compiled);
        (Some(()), said)
    })
    .reports;
    gathered.judge_bundle(&mut reports, options.strict, request);
    (reports, gathered)
}
