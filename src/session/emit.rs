//! Plain values to text.

use super::export::ExportOptions;
use super::format::Format;
use super::request::unusable;
use crate::base::{Diagnostic, Plain, PlainId, Shape};
use crate::data::json::{self, Html, Layout};
use crate::data::{inf, toml, yaml};

/// Writes `values`, one after the other.
///
/// # Errors
/// A value that the format cannot write, and why.
pub(super) fn emit(
    plain: &Plain,
    values: &[PlainId],
    options: &ExportOptions,
) -> Result<String, (PlainId, Diagnostic)> {
    let mut text = String::new();
    match options.format {
        Format::Yaml => yaml::write_stream(plain, values.iter().copied(), &mut text),
        Format::Json => {
            let html = if options.escape { Html::Escape } else { Html::Keep };
            for &value in values {
                json::write(plain, value, Layout::Lines, html, &mut text);
            }
        }
        Format::Text => {
            for &value in values {
                let Shape::Str(piece) = plain.shape(value) else {
                    let fault = unusable("only a string can be written as text")
                        .help("Choose one with `-e EXPR`, or another format with `--out`.");
                    return Err((value, fault));
                };
                text.push_str(piece);
                text.push('\n');
            }
        }
        Format::Inf => {
            for &value in values {
                inf::write(plain, value, &mut text);
            }
        }
        Format::Toml => {
            for &value in values {
                toml::write(plain, value, &mut text).map_err(|fault| (value, fault))?;
                // A bare value has no end of line of its own.
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
            }
        }
    }
    Ok(text)
}
