//! Declarations one below the other; fields in a row align.

use super::{Layout, break_or};
use crate::format::doc::{DocId, HARD, NOTHING, Row, SECTION, SOFT_COMMA};
use crate::format::node::{Kind, NodeId};
use crate::format::style::is_definition;
use crate::format::token::Break;

impl Layout<'_, '_> {
    /// Declarations with what separates them.
    pub(super) fn decls(&mut self, decls: &[NodeId]) -> DocId {
        let lines = decls.iter().skip(1).any(|&decl| self.sheet.before_all(decl) >= Break::Line);
        let mut parts = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut chained = 0;
        let mut before = None;
        for &decl in decls {
            let mut sep = NOTHING;
            if before.is_some() {
                sep = self.separator(decl, before);
                if lines && sep == SOFT_COMMA {
                    sep = HARD;
                }
            }
            before = Some(decl);
            if sep == SECTION {
                self.flush(&mut rows, &mut parts);
            }
            let Some(chain) = self.row_chain(decl) else {
                self.flush(&mut rows, &mut parts);
                parts.push(sep);
                let doc = self.decl(decl);
                let is_field = matches!(self.kind(decl), Kind::Field { .. });
                parts.push(if is_field { doc } else { self.commented(decl, doc) });
                continue;
            };
            let (mut of_field, below) = self.field_rows(&chain);
            let documented = of_field.first().is_some_and(|row| row.doc != NOTHING);
            // Another number of labels gives the first column another shape.
            if documented || chained != chain.len() {
                self.flush(&mut rows, &mut parts);
            }
            if let Some(first) = of_field.first_mut() {
                first.sep = sep;
            }
            rows.append(&mut of_field);
            chained = chain.len();
            if !below.is_empty() {
                self.flush(&mut rows, &mut parts);
            }
            for group in below {
                parts.push(break_or(group.before, HARD));
                parts.push(self.group(group));
            }
        }
        self.flush(&mut rows, &mut parts);
        self.docs.chain(parts)
    }

    /// What separates a declaration from the one before.
    pub(super) fn separator(&self, decl: NodeId, before: Option<NodeId>) -> DocId {
        let mut wanted = self.sheet.before_all(decl);
        if let Some(before) = before {
            let marks = self.marks[before];
            let apart = match self.kind(before) {
                Kind::Field { label, .. } => is_definition(self.sheet, *label),
                _ => true,
            };
            if marks.ends_with_line && apart {
                wanted = Break::Section;
            }
            if marks.ends_with_comment {
                wanted = wanted.max(Break::Line);
            }
        }
        break_or(wanted, SOFT_COMMA)
    }

    /// A declaration; the comments around it are the caller's, unless it is a field.
    pub(super) fn decl(&mut self, decl: NodeId) -> DocId {
        match self.kind(decl) {
            Kind::Field { .. } => self.field(decl),
            Kind::Imports(specs) => self.imports(decl, specs),
            Kind::Package(name) => self.docs.text(format!("package {name}")),
            _ => self.core(decl),
        }
    }
}
