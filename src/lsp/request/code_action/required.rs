//! The required fields that the struct around the cursor lacks.

use lsp_types::{CodeAction, CodeActionKind};

use super::Bench;
use crate::base::{FileId, Span};
use crate::session::is_identifier;
use crate::session::names::{Definition, Owner, ScopeId, Shape, Sort};
use crate::syntax::tree::FieldMark;

impl Bench<'_> {
    pub(super) fn required_fields(&self) -> Option<CodeAction> {
        let here = self.names.file(self.place.file)?;
        // On the line of its label, a struct is meant although the cursor is not yet in it.
        let behind = self.value_behind();
        let scope = behind.unwrap_or_else(|| here.index.scope_at(self.place.offset));
        let missing = self.missing(scope);
        if missing.is_empty() || here.index.scopes[scope].owner == Owner::File {
            return None;
        }
        let names: Vec<String> = missing.iter().map(|one| format!("`{}`", one.0)).collect();
        let title = format!("Add the required {}", names.join(", "));
        let edit = self.insertion(here.index.scopes[scope].span, &missing)?;
        self.action(title, CodeActionKind::QUICKFIX, &[edit])
    }

    /// The struct that is the value of the label at the cursor.
    fn value_behind(&self) -> Option<ScopeId> {
        let here = self.names.file(self.place.file)?;
        let at = self.place.offset;
        let mut definitions = here.index.definitions.iter();
        let (id, _) = definitions.find(|(_, one)| one.span.start <= at && at <= one.span.end)?;
        let owned = here.index.owned(id);
        owned.into_iter().find(|&scope| {
            self.text()
                .get(here.index.scopes[scope].span.start as usize..)
                .is_some_and(|text| text.starts_with('{'))
        })
    }

    /// The names that something requires and nothing gives, with a value to start from.
    fn missing(&self, scope: ScopeId) -> Vec<(String, String)> {
        let shapes = self.names.unified(self.place.file, scope);
        let all: Vec<(FileId, &Definition)> =
            shapes.iter().flat_map(|shape| self.declared(shape)).collect();
        let is_required =
            |one: &Definition| matches!(one.sort, Sort::Field { mark: FieldMark::Required, .. });
        let is_given = |name: &str| {
            all.iter().any(|(_, one)| {
                let regular = Sort::Field { mark: FieldMark::Regular, quoted: false };
                let quoted = Sort::Field { mark: FieldMark::Regular, quoted: true };
                one.name == name && (one.sort == regular || one.sort == quoted)
            })
        };
        let mut found: Vec<(String, String)> = Vec::new();
        for (file, one) in &all {
            let known = found.iter().any(|known| known.0 == one.name);
            if is_required(one) && !is_given(&one.name) && !known {
                found.push((one.name.clone(), self.start_value(*file, one)));
            }
        }
        found
    }

    fn declared(&self, shape: &Shape) -> Vec<(FileId, &Definition)> {
        let Shape::Struct(file, scope) = *shape else { return Vec::new() };
        let Some(here) = self.names.file(file) else { return Vec::new() };
        let ids = here.index.scopes[scope].definitions.iter();
        ids.map(|&id| (file, &here.index.definitions[id])).collect()
    }

    /// What a value starts from, by how its type is written.
    fn start_value(&self, file: FileId, one: &Definition) -> String {
        let Some(here) = self.names.file(file) else { return "_".to_owned() };
        let Some(value) = one.value else { return "_".to_owned() };
        let written = here.parsed.tree.exprs[value].span.of(here.text);
        let word: String = written.chars().take_while(|letter| letter.is_alphanumeric()).collect();
        let text = match (word.as_str(), written.chars().next()) {
            ("string", _) => "\"\"",
            ("bool", _) => "false",
            ("int" | "number" | "uint" | "float" | "uint16" | "int32" | "int64", _) => "0",
            (_, Some('[')) => "[]",
            (_, Some('{')) => "{}",
            _ => "_",
        };
        text.to_owned()
    }

    /// The lines of the fields, before the brace that closes the struct at `span`.
    fn insertion(&self, span: Span, missing: &[(String, String)]) -> Option<(Span, String)> {
        let text = span.of(self.text());
        let body = text.strip_prefix('{')?.strip_suffix('}')?;
        let close = span.end - 1;
        let before = self.text().get(..span.start as usize)?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        let indent: String = line.chars().take_while(|letter| letter.is_whitespace()).collect();
        let label = |name: &str| match is_identifier(name) || name.starts_with(['#', '_']) {
            true => name.to_owned(),
            false => format!("{name:?}"),
        };
        let fields = missing.iter().map(|(name, value)| format!("{}: {value}", label(name)));
        if !body.contains('\n') && !body.trim().is_empty() {
            let fields: Vec<String> = fields.collect();
            let at = span.start + 1 + body.trim_end().len() as u32;
            return Some((Span::new(span.file, at, close), format!(", {}", fields.join(", "))));
        }
        let lines: String = fields.map(|field| format!("{indent}\t{field}\n")).collect();
        // The white space before the brace is written anew.
        let blank = body.len() - body.trim_end_matches([' ', '\t']).len();
        let start = if body.contains('\n') { "" } else { "\n" };
        let at = Span::new(span.file, close - blank as u32, close);
        Some((at, format!("{start}{lines}{indent}")))
    }
}
