//! Plain values to text or bytes.

use super::eval::arranged;
use super::export::ExportOptions;
use super::format::Format;
use super::request::unusable;
use crate::base::{Diagnostic, Plain, PlainId, Shape, Threads};
use crate::data::json::{self, Html, Layout};
use crate::data::{inf, toml, yaml};
use crate::format::Indent;

/// Writes `values`, one after the other.
///
/// # Errors
/// A value that the format cannot write, and why.
pub(super) fn emit(
    plain: &Plain,
    values: &[PlainId],
    options: &ExportOptions,
    threads: Threads,
) -> Result<Vec<u8>, (PlainId, Diagnostic)> {
    let mut text = String::new();
    let html = if options.escape { Html::Escape } else { Html::Keep };
    match options.format {
        Format::Yaml => stream(plain, values, threads, &mut text),
        Format::Json => {
            for &value in values {
                json::write(plain, value, Layout::Lines, html, &mut text);
            }
        }
        Format::JsonCompact | Format::JsonLines => {
            for &value in values {
                json::write(plain, value, Layout::Compact, html, &mut text);
                text.push('\n');
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
        Format::Binary => return binary(plain, values),
        Format::Inf => {
            for &value in values {
                let mut source = String::new();
                inf::write(plain, value, &mut source);
                text.push_str(&arranged(source, Indent::Tabs));
            }
            if let Some(package) = &options.package {
                text.insert_str(0, &format!("package {package}\n\n"));
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
    Ok(text.into_bytes())
}

/// How many documents a thread writes at a time: some hundred kilobytes of manifests.
const TOGETHER: usize = 256;

/// In how many rounds a long stream is written: what the threads have written of one stands beside
/// the whole text, so that one round would take the memory of two texts.
const ROUNDS: usize = 4;

/// Documents of YAML, those of a long stream written on several threads.
fn stream(plain: &Plain, values: &[PlainId], threads: Threads, text: &mut String) {
    let parts: Vec<&[PlainId]> = values.chunks(TOGETHER).collect();
    let write = |part: &&[PlainId]| {
        let mut text = String::new();
        yaml::write_stream(plain, part.iter().copied(), &mut text);
        text
    };
    for round in parts.chunks(parts.len().div_ceil(ROUNDS).max(1)) {
        for part in threads.each(round, write) {
            if text.is_empty() {
                *text = part;
            } else {
                text.push_str(yaml::BETWEEN);
                text.push_str(&part);
            }
        }
    }
}

/// The bytes of strings and bytes as they are.
fn binary(plain: &Plain, values: &[PlainId]) -> Result<Vec<u8>, (PlainId, Diagnostic)> {
    let mut bytes = Vec::new();
    for &value in values {
        match plain.shape(value) {
            Shape::Str(piece) => bytes.extend_from_slice(piece.as_bytes()),
            Shape::Bytes(piece) => bytes.extend_from_slice(piece),
            Shape::Null
            | Shape::Bool(_)
            | Shape::Int(_)
            | Shape::Number(_)
            | Shape::List(_)
            | Shape::Map => {
                let fault = unusable("only a string or bytes can be written as binary")
                    .help("Choose one with `-e EXPR`, or another format with `--out`.");
                return Err((value, fault));
            }
        }
    }
    Ok(bytes)
}
