//! `[data]` of `inf.toml`: what the data files of a project have to fit.
//!
//! ```toml
//! [data]
//! "env/*.yaml" = "#Env"                                     # of the package at the module's root
//! "values.yaml" = { package = "./schema", schema = "#Values" }
//! ```

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files::Files;
use super::manifests::fits;
use super::settings::{Setting, Spans, text};
use super::{module, paths};
use crate::base::{Code, Diagnostic, Sources};

/// One line of `[data]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct DataRule {
    /// Which files, by a pattern that starts at the module's root.
    pattern: String,
    /// The directory of the package, from there; `:name` behind it says which package it is.
    package: String,
    /// An expression over the package.
    schema: String,
}

/// What a data file has to fit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DataSchema {
    /// The package, as a command line names it from the current directory.
    pub package: String,
    /// An expression over it.
    pub schema: String,
}

/// Reads `[data]`.
pub(super) fn rules(table: &DeTable<'_>, span: &Spans<'_>) -> (Vec<DataRule>, Vec<Diagnostic>) {
    let mut placed = Vec::new();
    let mut faults = Vec::new();
    for (key, value) in table.iter() {
        let pattern = key.get_ref().to_string();
        if let Err(fault) = fits(&pattern, Path::new("")) {
            faults.push(fault.at(span(key.span()), ""));
            continue;
        }
        match rule(value, span) {
            Ok((package, schema)) => {
                placed.push((key.span().start, DataRule { pattern, package, schema: schema.text }));
            }
            Err(fault) => faults.push(fault),
        }
    }
    // The first that fits counts, so their order does.
    placed.sort_by_key(|one| one.0);
    (placed.into_iter().map(|one| one.1).collect(), faults)
}

/// The package and the schema of one line.
fn rule(value: &Spanned<DeValue<'_>>, span: &Spans<'_>) -> Result<(String, Setting), Diagnostic> {
    let unclear = |place: &Spanned<DeValue<'_>>, message: &str| {
        Diagnostic::error(Code::Usage, message).at(span(place.span()), "").help(
            "Write `\"env/*.yaml\" = \"#Env\"` or `= { package = \"./dir\", schema = \"#Env\" }`.",
        )
    };
    let (package, schema) = match value.get_ref() {
        DeValue::String(_) => (".".to_owned(), text("schema", value, span)?),
        DeValue::Table(table) => {
            let mut package = ".".to_owned();
            let mut schema = None;
            for (key, value) in table.iter() {
                match key.get_ref().as_ref() {
                    "package" => package = text("package", value, span)?.text,
                    "schema" => schema = Some(text("schema", value, span)?),
                    _ => {
                        return Err(unclear(
                            value,
                            "a line of `[data]` has `package` and `schema`",
                        ));
                    }
                }
            }
            let lacking = || unclear(value, "this line of `[data]` names no `schema`");
            (package, schema.ok_or_else(lacking)?)
        }
        _ => return Err(unclear(value, "a line of `[data]` names the schema of some files")),
    };
    Ok((package, schema))
}

/// What the data file at `path`, which is absolute, has to fit by the `inf.toml` above it.
pub fn data_schema(files: &dyn Files, path: &Path) -> Option<DataSchema> {
    // What is wrong in the settings is told where the package is loaded.
    let (mut sources, mut faults) = (Sources::default(), Vec::new());
    let module = module::find(files, path.parent()?, &mut sources, &mut faults)?;
    let below = path.strip_prefix(&module.root).ok()?;
    let is_meant = |rule: &&DataRule| fits(&rule.pattern, below) == Ok(true);
    let rule = module.settings.data.iter().find(is_meant)?;
    let (directory, name) = match rule.package.rsplit_once(':') {
        Some((directory, name)) => (directory, Some(name)),
        None => (rule.package.as_str(), None),
    };
    let current = files.current();
    let directory = paths::shown(&current, &paths::absolute(&module.root, Path::new(directory)));
    let place = if directory.as_os_str().is_empty() { PathBuf::from(".") } else { directory };
    let name = name.map_or(String::new(), |name| format!(":{name}"));
    Some(DataSchema { package: format!("{}{name}", place.display()), schema: rule.schema.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::files::Memory;
    use super::*;

    #[test]
    fn the_first_pattern_that_fits_counts() {
        let settings = "[package]\nname = \"a\"\n[data]\n\"env/prod.yaml\" = \"#Prod\"\n\
                        \"env/*.yaml\" = { package = \"./schema:s\", schema = \"#Env\" }\n";
        let files = Memory::new("/w").with("inf.toml", settings);
        let found =
            |path: &str| data_schema(&files, Path::new(path)).map(|one| (one.package, one.schema));
        let pair = |package: &str, schema: &str| Some((package.to_owned(), schema.to_owned()));
        assert_eq!(found("/w/env/prod.yaml"), pair(".", "#Prod"));
        assert_eq!(found("/w/env/dev.yaml"), pair("schema:s", "#Env"));
        assert_eq!(found("/w/other.yaml"), None);
        assert_eq!(found("/x/env/dev.yaml"), None);
    }
}
