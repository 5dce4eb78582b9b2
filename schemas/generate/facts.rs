//! What the API server knows of its types and `k8s-openapi` does not say: `schemas/facts.tsv`.
//!
//! Columns: package, definition and field, what it is about, and its value. A version may be `*`.

use std::collections::BTreeMap;
use std::path::Path;

/// All facts.
pub(crate) struct Facts {
    rows: Vec<Row>,
    /// Whether a row was of use.
    used: BTreeMap<usize, bool>,
}

struct Row {
    package: String,
    field: String,
    what: String,
    value: String,
}

impl Facts {
    /// Reads the facts.
    pub(crate) fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let rows: Result<Vec<Row>, String> = lines.map(row).collect();
        Ok(Self { rows: rows?, used: BTreeMap::new() })
    }

    /// The attributes of a field, each after a tab.
    pub(crate) fn attributes(
        &mut self,
        package: &str,
        definition: &str,
        field: &str,
        required: bool,
    ) -> String {
        let group = package.split('/').next().unwrap_or_default();
        let path = format!("{definition}.{field}");
        let mut required = required;
        let mut attributes = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let here = row.package == package || row.package.strip_suffix("/*") == Some(group);
            if !here || row.field != path {
                continue;
            }
            self.used.insert(index, true);
            match row.what.as_str() {
                "enum" => attributes += &format!("\t={}", row.value.replace(' ', "|")),
                "unique" => attributes += &format!("\t#{}", row.value.replace(' ', ",")),
                "merged" => attributes += &format!("\t~{}", row.value.replace(' ', ",")),
                "optional" => required = false,
                "required" => required = true,
                _ => {}
            }
        }
        if required {
            attributes.insert_str(0, "\t!");
        }
        attributes
    }

    /// The facts that are about nothing.
    pub(crate) fn unused(&self) -> Vec<String> {
        let rows = self.rows.iter().enumerate();
        let unused = rows.filter(|(index, _)| !self.used.contains_key(index));
        unused.map(|(_, row)| format!("{} {} {}", row.package, row.field, row.what)).collect()
    }
}

fn row(line: &str) -> Result<Row, String> {
    let fault = || format!("no fact: {line:?}");
    let mut cells = line.split('\t');
    let mut cell = || cells.next().map(str::to_owned);
    let (package, field, what) =
        (cell().ok_or_else(fault)?, cell().ok_or_else(fault)?, cell().ok_or_else(fault)?);
    let value = cell().unwrap_or_default();
    let takes_value = match what.as_str() {
        "enum" | "unique" | "merged" => true,
        "optional" | "required" => false,
        _ => return Err(fault()),
    };
    if takes_value == value.is_empty() || cell().is_some() {
        return Err(fault());
    }
    Ok(Row { package, field, what, value })
}
