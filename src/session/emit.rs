//! Plain values to text.

use super::export::{As, ExportOptions, Exported};
use super::format::Format;
use super::request::{Outcome, Report};
use crate::data::json;

/// Writes the values of all packages; `reports` is what was said before.
pub(super) fn emit(
    packages: Vec<Exported>,
    options: &ExportOptions,
    reports: Vec<Report>,
) -> Outcome<String> {
    let mut text = String::new();
    for package in &packages {
        for &value in &package.values {
            match (options.format, options.what) {
                (Format::Json, None | Some(As::Value | As::Manifests)) => {
                    text.push_str(&json::write(&package.plain, value));
                }
                (Format::Yaml | Format::Inf | Format::Text | Format::Toml, _) => {}
            }
        }
    }
    Outcome::new(text, reports)
}
