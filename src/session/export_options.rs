//! What of values is written, and how. It knows no formats' rules.

use super::format::Format;

/// What of a value is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum As {
    /// All of it.
    Value,
    /// The Kubernetes manifests in it.
    Manifests,
}

/// How values are written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportOptions {
    /// The format.
    pub format: Format,
    /// What is written; if this is not said, YAML writes the manifests where there are any.
    pub what: Option<As>,
    /// Whether JSON escapes `<`, `>` and `&`, for pages of HTML.
    pub escape: bool,
    /// Whether warnings are errors.
    pub strict: bool,
    /// The package clause of values that are written as sources.
    pub package: Option<String>,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self { format: Format::Yaml, what: None, escape: false, strict: false, package: None }
    }
}
