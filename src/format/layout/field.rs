//! Fields that stand for themselves: label, value and attributes.

use super::Layout;
use crate::format::doc::{DocId, HARD, NEVER_FLAT, NOTHING, SPACE};
use crate::format::node::{Kind, NodeId, Slot};
use crate::format::token::Break;

/// The parts of a field.
#[derive(Clone, Copy)]
pub(super) struct Parts<'s> {
    pub(super) value: NodeId,
    pub(super) attributes: &'s [NodeId],
}

impl<'s, 't> Layout<'s, 't> {
    pub(super) fn parts(&self, field: NodeId) -> Option<Parts<'s>> {
        match self.kind(field) {
            Kind::Field { value, attributes, .. } => Some(Parts { value: *value, attributes }),
            _ => None,
        }
    }

    /// A field with its comments.
    pub(super) fn field(&mut self, field: NodeId) -> DocId {
        let Some(parts) = self.parts(field) else { return NOTHING };
        let slots = self.slots(field);
        let mut key = self.key(field);
        let below = self.is_documented(parts.value)
            || self.value_begins_line(parts.value)
            || !slots.foot.is_empty();
        let mut lead = if below { vec![HARD] } else { Vec::new() };
        for group in &slots.foot {
            if group.is_inline() {
                let group = self.behind(group);
                key = self.docs.chain([key, group]);
            } else {
                lead.push(self.group(group));
                lead.push(HARD);
            }
        }
        let lead = self.docs.chain(lead);
        let value = self.field_value(parts, lead);
        let mut all = Vec::new();
        for group in &slots.before {
            all.push(self.group(group));
            all.push(HARD);
        }
        all.push(key);
        if lead == NOTHING {
            all.push(SPACE);
        }
        all.push(value);
        for group in slots.head.iter().chain(&slots.behind) {
            all.push(self.behind(group));
            all.push(NEVER_FLAT);
        }
        self.docs.chain(all)
    }

    /// The value and attributes, behind `lead` if that is anything.
    fn field_value(&mut self, parts: Parts<'s>, lead: DocId) -> DocId {
        let value = parts.value;
        let chained = self.inner_field(value);
        let doc = match (chained, parts.attributes) {
            // Attributes belong to this field: without braces they would be the inner one's.
            (Some(inner), []) => self.decls(&[inner]),
            _ => self.expr(value),
        };
        let doc = self.with_attributes(doc, parts.attributes);
        if lead == NOTHING {
            return doc;
        }
        let doc = self.docs.chain([lead, doc]);
        let continues =
            chained.is_some() && !self.is_documented(value) && !self.value_begins_line(value);
        if continues { doc } else { self.docs.nest(doc) }
    }

    /// The field that is the value of another one, as in `a: b: 1`, if it can stay so.
    pub(super) fn inner_field(&self, value: NodeId) -> Option<NodeId> {
        let Kind::Struct(decls) = self.kind(value) else { return None };
        let [inner] = decls.as_slice() else { return None };
        let bare = !self.sheet.nodes[value].open.is_known() && self.comments(value).is_empty();
        let plain = self.parts(*inner)?.attributes.is_empty() && self.comments(*inner).is_empty();
        (bare && plain).then_some(*inner)
    }

    /// Whether the value begins a line of its own.
    fn value_begins_line(&self, value: NodeId) -> bool {
        let bare = !self.sheet.nodes[value].open.is_known();
        match self.kind(value) {
            Kind::Struct(_) if bare => {
                self.inner_field(value).is_some_and(|inner| self.marks[inner].before >= Break::Line)
            }
            _ => self.marks[value].before >= Break::Line,
        }
    }

    pub(super) fn with_attributes(&mut self, doc: DocId, attributes: &[NodeId]) -> DocId {
        let mut parts = vec![doc];
        for &attribute in attributes {
            parts.push(SPACE);
            parts.push(self.core(attribute));
        }
        self.docs.chain(parts)
    }

    /// `label~(X)?:`
    pub(super) fn key(&mut self, field: NodeId) -> DocId {
        let Kind::Field { label, alias, mark, .. } = self.kind(field) else { return NOTHING };
        let label = self.label(*label);
        let behind = match alias {
            None => format!("{mark}:"),
            Some((None, value)) => format!("~({value}){mark}:"),
            Some((Some(key), value)) => format!("~({key},{value}){mark}:"),
        };
        let behind = self.docs.text(behind);
        self.docs.chain([label, behind])
    }

    pub(super) fn label(&mut self, label: NodeId) -> DocId {
        match self.kind(label) {
            Kind::List(parts) if parts.len() == 1 => {
                let inner = parts.first().map_or(NOTHING, |&inner| self.expr(inner));
                self.enclosed("[", inner, "]")
            }
            Kind::Paren(inner) => {
                let inner = self.expr(*inner);
                self.enclosed("(", inner, ")")
            }
            _ => self.core(label),
        }
    }

    pub(super) fn enclosed(
        &mut self,
        open: &'static str,
        inner: DocId,
        close: &'static str,
    ) -> DocId {
        let (open, close) = (self.docs.text(open), self.docs.text(close));
        self.docs.chain([open, inner, close])
    }

    /// The labels of `a: b: 1`, if the field can be a row of a table: the labels are one cell, and
    /// the value begins on their line.
    pub(super) fn row_chain(&self, decl: NodeId) -> Option<Vec<NodeId>> {
        self.parts(decl)?;
        let chain = self.chain(decl);
        let leaf = *chain.last()?;
        let value = self.parts(leaf)?.value;
        let fits = self.marks[value].before < Break::Line
            && !self.is_documented(value)
            && !self.has_comment(leaf, Slot::FOOT);
        fits.then_some(chain)
    }

    /// A field and the fields within that stand on its line.
    fn chain(&self, field: NodeId) -> Vec<NodeId> {
        let mut chain = vec![field];
        let mut last = field;
        let mut collapses =
            !self.has_comment(field, Slot::HEAD) && !self.has_comment(field, Slot::FOOT);
        while let Some(parts) = self.parts(last) {
            let Kind::Struct(decls) = self.kind(parts.value) else { break };
            let bare = !self.sheet.nodes[parts.value].open.is_known();
            let ([inner], true) = (decls.as_slice(), bare) else { break };
            if !self.comments(parts.value).is_empty() || self.parts(*inner).is_none() {
                break;
            }
            collapses &= parts.attributes.is_empty()
                && self.comments(*inner).is_empty()
                && self.marks[*inner].before < Break::Line;
            chain.push(*inner);
            last = *inner;
        }
        if !collapses {
            chain.truncate(1);
        }
        chain
    }
}
