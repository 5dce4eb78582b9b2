//! The rules that manifests must hold, one file a rule or a family of them.
//!
//! A rule is a function over the manifests as they were written, before tidying; it adds what is
//! wrong and never stops at the first.

mod duplicate;

use super::Manifest;
use crate::base::{Diagnostic, Plain};

/// Adds what is wrong with the manifests.
pub(super) fn check(plain: &Plain, manifests: &[Manifest], diagnostics: &mut Vec<Diagnostic>) {
    duplicate::check(plain, manifests, diagnostics);
}
