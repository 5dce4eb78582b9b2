//! All that is asked of manifests before they are written: each on its own by the schema of its
//! kind and the rules on it, then the rules across them.
//!
//! The checks see the data as its author wrote it, and never stop at the first fault.

mod unknown;

use super::order::is_built_in;
use super::{Manifest, rule};
use crate::base::{Diagnostic, Plain};
use crate::schema::Release;

/// What manifests are checked against.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct CheckOptions {
    /// The release of the cluster that they are for.
    pub release: Release,
    /// Whether kinds that are not known are errors; else they are warnings.
    pub strict: bool,
}

/// All that is wrong with the manifests, which make one bundle.
pub fn check(plain: &Plain, manifests: &[Manifest], options: &CheckOptions) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut unknown = Vec::new();
    for manifest in manifests {
        match judge(manifest) {
            Judge::BuiltIn => {}
            Judge::Nobody => unknown.push(manifest),
        }
    }
    unknown::report(plain, &unknown, options, &mut diagnostics);
    rule::check(plain, manifests, &mut diagnostics);
    diagnostics
}

/// What tells whether an object is right.
enum Judge {
    /// The schema of a built-in kind.
    BuiltIn,
    /// Nothing: its kind is not known.
    Nobody,
}

fn judge(manifest: &Manifest) -> Judge {
    if is_built_in(manifest.group()) { Judge::BuiltIn } else { Judge::Nobody }
}
