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
    let options = ExportOptions::default();
    let mut gathered = Gathered::checking();
    let mut reports = each_package(files, request, Data::Joined, tests, |compiled| {
        let mut said = gathered.take(files, compiled, &options);
        said.extend(lint::found(files, &compiled.loaded, &mut compiled.graph, &said));
        gathered.hold(compiled);
        (Some(()), said)
    })
    .reports;
    gathered.judge_bundle(&mut reports, options.strict, request);
    reports
}
