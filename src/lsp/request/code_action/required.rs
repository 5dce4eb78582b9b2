//! The required fields that the struct around the cursor lacks.

use lsp_types::{CodeAction, CodeActionKind};

use super::Bench;
use crate::base::Span;
use crate::lsp::request::blanks::{Blank, blanks};
use crate::session::names::{Owner, ScopeId};

impl Bench<'_> {
    pub(super) fn required_fields(&self) -> Option<CodeAction> {
        let here = self.names.file(self.place.file)?;
        // On the line of its label, a struct is meant although the cursor is not yet in it.
        let behind = self.value_behind();
        let scope = behind.unwrap_or_else(|| here.index.scope_at(self.place.offset));
        let missing = blanks(self.names, &self.names.unified(self.place.file, scope));
        if missing.is_empty() || here.index.scopes[scope].owner == Owner::File {
            return None;
        }
        let names: Vec<String> = missing.iter().map(|one| format!("`{}`", one.name)).collect();
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

    /// The lines of the fields, before the brace that closes the struct at `span`.
    fn insertion(&self, span: Span, missing: &[Blank]) -> Option<(Span, String)> {
        let text = span.of(self.text());
        let body = text.strip_prefix('{')?.strip_suffix('}')?;
        let close = span.end - 1;
        let before = self.text().get(..span.start as usize)?;
        let line = before.rsplit('\n').next().unwrap_or_default();
        let indent: String = line.chars().take_while(|letter| letter.is_whitespace()).collect();
        let fields = missing.iter().map(|one| format!("{}: {}", one.label(), one.value));
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
