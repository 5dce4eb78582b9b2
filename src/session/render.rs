//! The manifests of one field, as an editor shows them: those that the whole package would write
//! from it, or where that fails elsewhere, those of the field alone.

use super::export::{ExportOptions, Gathered, gathered};
use super::request::{Outcome, Request};
use crate::base::roomy;
use crate::package::Files;

/// The manifests below the field `name`, at the top of the package that `request` names, as YAML.
pub fn render(files: &dyn Files, request: &Request, name: &str) -> Outcome<Vec<u8>> {
    let options = ExportOptions::default();
    let write = |all: Gathered, below: Option<&str>| {
        let mut all = all;
        all.keep_below(below);
        let nodes = all.sorted()?;
        all.emit(&nodes, &options)
    };
    let whole =
        roomy(|| gathered(files, request, &options, &mut None, None, |all| write(all, Some(name))));
    if whole.value.is_some() {
        return whole;
    }
    let alone = Request { expressions: vec![name.to_owned()], ..request.clone() };
    roomy(|| gathered(files, &alone, &options, &mut None, None, |all| write(all, None)))
}
