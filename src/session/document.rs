//! Data files: JSON, YAML and TOML as source text, which is what the language has in common with JSON.

use std::path::{Path, PathBuf};

use super::request::Report;
use crate::base::{Plain, Sources};
use crate::data::json::{self, Html, Layout};
use crate::data::{toml, yaml};
use crate::package::{Files, text};

/// One document of a data file: its name for messages, and its source text.
pub(super) type Document = (PathBuf, String);

/// Reads the documents of the data file `path`.
///
/// # Errors
/// A file that cannot be read, or is not what its name says.
pub(super) fn read(files: &dyn Files, path: &Path) -> Result<Vec<Document>, Report> {
    let text = text::read(files, path, path).map_err(|fault| Report::bare(vec![fault]))?;
    let ending = path.extension().unwrap_or_default();
    if ending == "json" {
        // The language reads JSON as it is, with its own places.
        return Ok(vec![(path.to_owned(), text)]);
    }
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let mut plain = Plain::default();
    let documents = if ending == "toml" {
        toml::read(sources.text(file), file, &mut plain).map(|document| vec![document])
    } else {
        yaml::read(sources.text(file), file, &mut plain)
    };
    let documents = match documents {
        Ok(documents) => documents,
        Err(fault) => return Err(Report::new(sources, vec![fault])),
    };
    let source = |document| {
        let mut text = String::new();
        json::write(&plain, document, Layout::Lines, Html::Keep, &mut text);
        // Places in it are those of the text that was made, and the name says so.
        (PathBuf::from(format!("{} (as JSON)", path.display())), text)
    };
    Ok(documents.into_iter().map(source).collect())
}

/// Reads all of `paths`.
///
/// # Errors
/// All files that cannot be read.
pub(super) fn read_all(files: &dyn Files, paths: &[PathBuf]) -> Result<Vec<Document>, Vec<Report>> {
    let mut documents = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        match read(files, path) {
            Ok(more) => documents.extend(more),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(documents) } else { Err(faults) }
}
