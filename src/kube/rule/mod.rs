//! The rules that manifests must hold, one file a rule or a family of them.
//!
//! A rule is a function over the manifests as they were written, before tidying; it adds what is
//! wrong and never stops at the first.

mod duplicate;

use super::Manifest;
use crate::base::{Diagnostic, Plain};

/// All that is wrong with the manifests.
pub fn check(plain: &Plain, manifests: &[Manifest]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    duplicate::check(plain, manifests, &mut diagnostics);
    diagnostics
}
