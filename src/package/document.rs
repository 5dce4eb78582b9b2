//! Data files: their documents as plain data, every node with its place in the file.

use std::path::{Path, PathBuf};

use super::encoding::Encoding;
use super::files::Files;
use super::{paths, text};
use crate::base::{Code, Diagnostic, FileId, Plain, PlainId, Shape, Sources, Span};
use crate::data::{json, toml, yaml};

/// A data file that the command line names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataFile {
    /// Where it lies; `-` is standard input.
    pub path: PathBuf,
    /// What it holds.
    pub encoding: Encoding,
    /// Whether a qualifier said what it holds.
    pub qualified: bool,
}

/// One document of a data file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// Its value.
    pub value: PlainId,
    /// Its number in the file, from 0.
    pub index: usize,
    /// How many documents the file has.
    pub count: usize,
}

/// Where read texts and values go.
pub(super) struct Shelf<'a> {
    pub(super) files: &'a dyn Files,
    pub(super) sources: &'a mut Sources,
    pub(super) plain: &'a mut Plain,
}

impl Shelf<'_> {
    /// The documents of a data file. A stream of YAML without any is one that says nothing.
    ///
    /// # Errors
    /// A file that cannot be read, or does not hold what it is said to.
    pub(super) fn documents(&mut self, data: &DataFile) -> Result<Vec<Document>, Diagnostic> {
        let (file, values) = self.read(&data.path, &data.path, data.encoding)?;
        if !data.qualified
            && let Some(&value) = values.first()
            && let Some(fault) = schema(self.plain, value, &data.path)
        {
            return Err(fault);
        }
        let count = values.len();
        let document = |(index, value)| Document { file, value, index, count };
        Ok(values.into_iter().enumerate().map(document).collect())
    }

    /// The values in the file `path`, which messages call `shown`.
    ///
    /// # Errors
    /// A file that cannot be read, or does not hold what it is said to.
    pub(super) fn read(
        &mut self,
        path: &Path,
        shown: &Path,
        encoding: Encoding,
    ) -> Result<(FileId, Vec<PlainId>), Diagnostic> {
        if encoding == Encoding::Binary {
            let bytes = text::bytes(self.files, path, shown)?;
            // There is nothing to show of bytes.
            let file = self.sources.add(shown, "");
            return Ok((file, vec![self.plain.bytes(&bytes, Some(Span::new(file, 0, 0)))]));
        }
        let text = text::read(self.files, path, shown)?;
        let file = self.sources.add(shown, text);
        let text = self.sources.text(file);
        let values = match encoding {
            Encoding::Json => vec![json::read(text, file, self.plain)?],
            Encoding::JsonLines => json::read_all(text, file, self.plain)?,
            Encoding::Yaml => yaml::read(text, file, self.plain)?,
            Encoding::Toml => vec![toml::read(text, file, self.plain)?],
            Encoding::Text => {
                let whole = Span::new(file, 0, text.len() as u32);
                vec![self.plain.str(text, Some(whole))]
            }
            Encoding::Source | Encoding::Binary => Vec::new(),
        };
        Ok((file, values))
    }
}

/// Says that `value` is a schema in JSON and no data: CUE's tool would read it as one.
fn schema(plain: &Plain, value: PlainId, path: &Path) -> Option<Diagnostic> {
    let says =
        |key: &str| plain.get(value, key).filter(|_| matches!(plain.shape(value), Shape::Map));
    let text = |node| match plain.shape(node) {
        Shape::Str(text) => Some(text),
        _ => None,
    };
    let is_schema = says("$schema").and_then(text).is_some_and(|address| {
        let host = address.split_once("://").map_or(address, |(_, rest)| rest);
        host.starts_with("json-schema.org/")
    });
    let is_interface = says("openapi").and_then(text).is_some_and(|text| text.starts_with("3."))
        && says("info").is_some();
    let (format, key) = match (is_schema, is_interface) {
        (true, _) => ("a JSON Schema", "$schema"),
        (_, true) => ("an OpenAPI document", "openapi"),
        (false, false) => return None,
    };
    let message = format!("`{}` is {format}, which infc does not read as a schema", path.display());
    let fault = Diagnostic::error(Code::Usage, message)
        .help(format!("To read it as plain data, say what it holds: `json: {}`.", path.display()));
    let place = says(key).and_then(|node| plain.span(node));
    Some(place.map_or(fault.clone(), |place| fault.at(place, "this says so")))
}

/// The directory that a source lies in, absolute.
pub(super) fn directory_of(files: &dyn Files, shown: &Path) -> PathBuf {
    let whole = paths::absolute(&files.current(), shown);
    whole.parent().map(Path::to_owned).unwrap_or_default()
}
