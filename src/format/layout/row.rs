//! Fields as rows of a table: labels, value, attributes and comment are its columns.

use super::Layout;
use super::chain::Trailing;
use super::field::Parts;
use crate::format::doc::{Cells, DocId, HARD, NOTHING, Row, SOFT_SPACE, SPACE};
use crate::format::node::{Group, Kind, NodeId};
use crate::format::token::Break;

/// Where the comments behind a field go.
struct Behind<'s, 't> {
    /// Into the column of comments, the second and further ones in rows of their own.
    column: Vec<DocId>,
    /// Below the first, in the same cell.
    fallback: DocId,
    /// Below the field.
    below: Vec<&'s Group<'t>>,
}

impl<'s, 't> Layout<'s, 't> {
    /// The rows of a chain of labels and its value, and the comments that stand below.
    pub(super) fn field_rows(&mut self, chain: &[NodeId]) -> (Vec<Row>, Vec<&'s Group<'t>>) {
        let ends = chain.first().zip(chain.last());
        let Some((&head, &leaf)) = ends else { return (Vec::new(), Vec::new()) };
        let Some(parts) = self.parts(leaf) else { return (Vec::new(), Vec::new()) };
        let slots = self.slots(head);
        let around: Vec<_> = slots.head.iter().chain(&slots.behind).copied().collect();
        let mut behind = self.comments_behind(&around);
        let mut comment = !slots.foot.is_empty() || !around.is_empty();
        let value_slots = self.slots(parts.value);
        // A single word has no place within for the comment on its line: it is the field's.
        let lifts = is_word(self.kind(parts.value));
        if lifts {
            for group in value_slots.all().filter(|group| group.trails) {
                comment = true;
                let doc = self.group(group);
                behind.column.push(doc);
            }
        }
        let mut column = self.column(behind.column, behind.fallback);
        let (mut value, attributes) = self.row_value(parts, lifts, &mut column);
        for group in slots.foot.iter().rev() {
            let group = self.behind(group);
            value = self.docs.chain([group, value]);
        }
        let (key, merged) = self.keys(chain, value);
        let mut cells = vec![key, value];
        let trailing = column.first().copied().unwrap_or(NOTHING);
        if attributes != NOTHING || trailing != NOTHING {
            cells.push(attributes);
        }
        if trailing != NOTHING {
            cells.push(trailing);
        }
        let width = cells.len();
        let mut row = Row::new(Cells::Aligned(cells));
        row.doc = self.block(&slots.before, self.marks[head].before);
        row.comment = comment;
        row.breaks = true;
        row.merged = merged;
        let mut rows = vec![row];
        for &doc in column.iter().skip(1) {
            let mut cells = vec![NOTHING; width];
            if let Some(last) = cells.last_mut() {
                *last = doc;
            }
            let mut row = Row::new(Cells::Aligned(cells));
            (row.sep, row.comment, row.breaks) = (HARD, true, true);
            rows.push(row);
        }
        (rows, behind.below)
    }

    fn comments_behind(&mut self, groups: &[&'s Group<'t>]) -> Behind<'s, 't> {
        let mut behind = Behind { column: Vec::new(), fallback: NOTHING, below: Vec::new() };
        for &group in groups {
            let doc = self.group(group);
            let continues = group.before == Break::Line && !behind.column.is_empty();
            if group.trails || continues {
                behind.column.push(doc);
            } else if group.before >= Break::Line {
                behind.below.push(group);
            } else {
                behind.fallback = self.below(behind.fallback, doc);
            }
        }
        behind
    }

    /// One below the other.
    fn below(&mut self, first: DocId, second: DocId) -> DocId {
        if first == NOTHING { second } else { self.docs.chain([first, HARD, second]) }
    }

    fn column(&mut self, mut column: Vec<DocId>, fallback: DocId) -> Vec<DocId> {
        if fallback != NOTHING {
            let last = column.pop().unwrap_or(NOTHING);
            let last = self.below(last, fallback);
            column.push(last);
        }
        column
    }

    /// The value and the attributes of a row. A chain of operators with comments takes the
    /// field's own comment into its column.
    fn row_value(
        &mut self,
        parts: Parts<'s>,
        lifts: bool,
        column: &mut Vec<DocId>,
    ) -> (DocId, DocId) {
        if !column.is_empty()
            && let Some(table) = self.commented_chain(parts.value)
        {
            let mut trailing = NOTHING;
            for doc in std::mem::take(column) {
                trailing = self.below(trailing, doc);
            }
            let doc = self.chain_table(parts.value, table, Trailing(trailing));
            return (self.with_attributes(doc, parts.attributes), NOTHING);
        }
        let value = if lifts {
            let slots = self.slots(parts.value).filtered(|group| !group.trails);
            let core = self.core(parts.value);
            self.with_slots(parts.value, core, &slots)
        } else {
            self.expr(parts.value)
        };
        let mut attributes = Vec::new();
        for &attribute in parts.attributes {
            if !attributes.is_empty() {
                attributes.push(SPACE);
            }
            attributes.push(self.core(attribute));
        }
        (value, self.docs.chain(attributes))
    }

    /// The labels of a chain, and the labels with a value that cannot break, so that lines can
    /// break before any of them.
    fn keys(&mut self, chain: &[NodeId], value: DocId) -> (DocId, DocId) {
        let merges = chain.len() > 1 && !self.docs.facts(value).breaks;
        let (mut keys, mut merged) = (NOTHING, if merges { value } else { NOTHING });
        for &field in chain.iter().rev() {
            let key = self.key(field);
            keys = if keys == NOTHING { key } else { self.broken_behind(key, keys) };
            if merges {
                merged = self.broken_behind(key, merged);
            }
        }
        (keys, merged)
    }

    fn broken_behind(&mut self, key: DocId, rest: DocId) -> DocId {
        let rest = self.docs.chain([SOFT_SPACE, rest]);
        let rest = self.docs.nest(rest);
        let whole = self.docs.chain([key, rest]);
        self.docs.group(whole)
    }
}

fn is_word(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::Name(_) | Kind::Word(_) | Kind::Text(_) | Kind::Bottom)
}
