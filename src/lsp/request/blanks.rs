//! Fields that a struct has to be given, and what to start their values from.

use crate::base::FileId;
use crate::session::is_identifier;
use crate::session::names::{Definition, Names, Shape, Sort};
use crate::syntax::tree::FieldMark;

/// A required field.
pub(super) struct Blank {
    pub(super) name: String,
    /// A value of the type that is written for it, or `_`.
    pub(super) value: &'static str,
}

impl Blank {
    /// The label as it is written.
    pub(super) fn label(&self) -> String {
        match is_identifier(&self.name) || self.name.starts_with(['#', '_']) {
            true => self.name.clone(),
            false => format!("{:?}", self.name),
        }
    }
}

/// The fields that something among `shapes` requires and nothing gives.
pub(super) fn blanks(names: &Names<'_>, shapes: &[Shape]) -> Vec<Blank> {
    let all: Vec<(FileId, &Definition)> =
        shapes.iter().flat_map(|shape| declared(names, shape)).collect();
    let is = |one: &Definition, wanted: FieldMark| matches!(one.sort, Sort::Field { mark, .. } if mark == wanted);
    let mut found: Vec<Blank> = Vec::new();
    for &(file, one) in &all {
        let gives = |file: FileId, other: &Definition| {
            other.name == one.name
                && is(other, FieldMark::Regular)
                && !is_anything(names, file, other)
        };
        let is_given = all.iter().any(|&(file, other)| gives(file, other));
        let is_known = found.iter().any(|known| known.name == one.name);
        if is(one, FieldMark::Required) && !is_given && !is_known {
            found.push(Blank { name: one.name.clone(), value: start(names, file, one) });
        }
    }
    found
}

fn declared<'n>(names: &'n Names<'_>, shape: &Shape) -> Vec<(FileId, &'n Definition)> {
    let Shape::Struct(file, scope) = *shape else { return Vec::new() };
    let Some(here) = names.file(file) else { return Vec::new() };
    let ids = here.index.scopes[scope].definitions.iter();
    ids.map(|&id| (file, &here.index.definitions[id])).collect()
}

/// Whether a field allows any value, as one does that is only repeated to be referred to.
fn is_anything(names: &Names<'_>, file: FileId, one: &Definition) -> bool {
    let (Some(here), Some(value)) = (names.file(file), one.value) else { return false };
    here.parsed.tree.exprs[value].span.of(here.text) == "_"
}

/// What a value starts from, by how its type is written.
fn start(names: &Names<'_>, file: FileId, one: &Definition) -> &'static str {
    let (Some(here), Some(value)) = (names.file(file), one.value) else { return "_" };
    let written = here.parsed.tree.exprs[value].span.of(here.text);
    let word: String = written.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    match (word.as_str(), written.chars().next()) {
        ("string", _) => "\"\"",
        ("bool", _) => "false",
        ("int" | "number" | "uint" | "float" | "uint16" | "int32" | "int64", _) => "0",
        (_, Some('[')) => "[]",
        (_, Some('{')) => "{}",
        _ => "_",
    }
}
