//! A whole file: the comments at its top, the package clause and imports, the declarations.

use super::{Layout, break_or};
use crate::format::doc::{Cells, DocId, HARD, NEVER_FLAT, NOTHING, Row, SECTION, SOFT, SOFT_COMMA};
use crate::format::node::{Group, Kind, NodeId, Slot};
use crate::format::token::Break;

impl<'t> Layout<'_, 't> {
    pub(super) fn file(&mut self, node: NodeId) -> DocId {
        let Kind::File(decls) = self.kind(node) else { return NOTHING };
        let (header, body) = decls.split_at(self.header_length(decls));
        let slots = self.slots(node);
        let mut parts = Vec::new();
        let first = decls.first().map(|&first| self.sheet.before_all(first));
        for (index, group) in slots.before.iter().enumerate() {
            parts.push(self.group(group));
            parts.push(match (slots.before.get(index + 1), first) {
                (Some(next), _) => break_or(next.before, HARD),
                (None, Some(first)) => break_or(first, HARD),
                (None, None) => NOTHING,
            });
        }
        for (index, &decl) in header.iter().enumerate() {
            if let Some(&before) = index.checked_sub(1).and_then(|before| header.get(before)) {
                parts.push(self.separator(decl, Some(before)));
            }
            let doc = self.decl(decl);
            parts.push(self.commented(decl, doc));
        }
        if let (Some(&last), Some(&first)) = (header.last(), body.first()) {
            parts.push(self.separator(first, Some(last)));
        }
        parts.push(self.decls(body));
        for group in slots.head.iter().chain(&slots.foot).chain(&slots.behind) {
            parts.push(self.behind(group));
            parts.push(NEVER_FLAT);
        }
        self.docs.chain(parts)
    }

    /// How many declarations come before those of the file's struct.
    fn header_length(&self, decls: &[NodeId]) -> usize {
        let mut length = 0;
        for (index, &decl) in decls.iter().enumerate() {
            match self.kind(decl) {
                Kind::Package(_) | Kind::Imports(_) => length = index + 1,
                Kind::Attribute(_) => {}
                _ => break,
            }
        }
        length
    }

    pub(super) fn imports(&mut self, node: NodeId, specs: &[NodeId]) -> DocId {
        let grouped = self.sheet.nodes[node].close.start.is_some();
        if let ([spec], false) = (specs, grouped)
            && !self.is_documented(*spec)
        {
            let word = self.docs.text("import ");
            let path = self.import(*spec);
            let doc = self.docs.chain([word, path]);
            return self.commented(*spec, doc);
        }
        let mut parts = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        for (index, &spec) in specs.iter().enumerate() {
            let flat = if index == 0 { SOFT } else { SOFT_COMMA };
            let mut row = self.import_row(spec);
            row.sep = break_or(self.sheet.before_all(spec), flat);
            if !rows.is_empty() && (row.sep == SECTION || row.doc != NOTHING) {
                self.flush(&mut rows, &mut parts);
            }
            rows.push(row);
        }
        self.flush(&mut rows, &mut parts);
        let specs = self.docs.chain(parts);
        let specs = self.docs.nest(specs);
        let close = break_or(self.sheet.nodes[node].close.before, SOFT);
        let (open, end) = (self.docs.text("import ("), self.docs.text(")"));
        let whole = self.docs.chain([open, specs, close, end]);
        self.docs.group(whole)
    }

    /// Makes a table of rows, behind the break before the first.
    pub(super) fn flush(&mut self, rows: &mut Vec<Row>, parts: &mut Vec<DocId>) {
        let rows = std::mem::take(rows);
        if let Some(first) = rows.first() {
            parts.push(first.sep);
            parts.push(self.docs.table(rows));
        }
    }

    fn import(&mut self, spec: NodeId) -> DocId {
        match self.kind(spec) {
            Kind::Import { name: Some(name), path } => self.docs.text(format!("{name} {path}")),
            Kind::Import { name: None, path } => self.docs.text(*path),
            _ => NOTHING,
        }
    }

    fn import_row(&mut self, spec: NodeId) -> Row {
        let slots = self.slots(spec);
        let doc = self.import(spec);
        let behind: Vec<&Group<'t>> = slots.foot.iter().chain(&slots.behind).copied().collect();
        let own_line = |group: &&Group<'t>| !group.trails && group.before >= Break::Line;
        if self.has_comment(spec, Slot::HEAD) || behind.iter().any(own_line) {
            let raw = self.commented(spec, doc);
            return Row::new(Cells::Raw(raw));
        }
        let mut cells = vec![doc];
        let trailing = self.joined(&behind);
        if trailing != NOTHING {
            cells.push(trailing);
        }
        let mut row = Row::new(Cells::Aligned(cells));
        row.comment = !behind.is_empty();
        row.doc = self.block(&slots.before, self.marks[spec].before);
        row
    }

    /// Comments on lines in a row, whatever was between them.
    pub(super) fn joined(&mut self, groups: &[&Group<'t>]) -> DocId {
        let mut parts = Vec::new();
        for group in groups {
            if !parts.is_empty() {
                parts.push(HARD);
            }
            parts.push(self.group(group));
        }
        self.docs.chain(parts)
    }
}
