//! The walk over fields and their labels.

use super::node::{Kind, NodeId, Place, Slot};
use super::walk::Walk;
use crate::base::Span;
use crate::data::inf;
use crate::syntax::literal::label_text;
use crate::syntax::tree::{DeclKind, ExprId, ExprKind, Field, FieldMark, Label, LabelKind};

impl<'t> Walk<'t> {
    /// A field; that of `a: b: 1` has a struct without braces as its value.
    pub(super) fn field(&mut self, field: &'t Field) -> NodeId {
        let label = self.label(&field.label);
        let alias = field.label.postfix.map(|alias| {
            self.cursor.pass();
            if self.cursor.at("(") {
                self.cursor.pass();
                if alias.key.is_some() {
                    self.name();
                    self.cursor.pass();
                }
                self.name();
                self.cursor.pass();
            } else {
                self.name();
            }
            (alias.key.map(|key| key.of(self.text)), alias.value.of(self.text))
        });
        let mark = match field.mark {
            FieldMark::Regular => "",
            FieldMark::Optional => "?",
            FieldMark::Required => "!",
        };
        if !mark.is_empty() {
            self.cursor.pass();
        }
        self.cursor.pass();
        let value = match self.kind(field.value) {
            ExprKind::Struct { decls, braces: false } => {
                let inner = decls.iter().filter_map(|decl| match &decl.kind {
                    DeclKind::Field(inner) => Some(self.field(inner)),
                    _ => None,
                });
                let inner = inner.collect();
                self.cursor.add(Kind::Struct(inner))
            }
            _ => self.expr(field.value),
        };
        let mut attributes = Vec::new();
        if !matches!(self.kind(field.value), ExprKind::Struct { braces: false, .. }) {
            self.cursor.open_list();
            attributes = field.attributes.iter().map(|each| self.attribute(each)).collect();
            self.cursor.close_list();
        }
        // Labels and attributes are laid out as one text: their comments stand behind the field.
        let mut stray = std::mem::take(&mut self.cursor.nodes[label].comments);
        for &attribute in &attributes {
            stray.append(&mut self.cursor.nodes[attribute].comments);
        }
        let node = self.cursor.add(Kind::Field { label, alias, mark, value, attributes });
        for mut group in stray {
            if group.slot != Slot::BEFORE {
                group.slot = Slot::BEHIND;
            }
            self.cursor.attach(node, group);
        }
        node
    }

    fn label(&mut self, label: &'t Label) -> NodeId {
        let open = self.cursor.place();
        self.cursor.open();
        self.cursor.open_list();
        if let Some(alias) = label.alias {
            self.name();
            self.cursor.close_list();
            self.cursor.close_name();
            self.cursor.pass();
            self.cursor.open();
            self.cursor.open_list();
            let value = self.plain_label(label);
            self.cursor.close_list();
            self.cursor.close(value);
            let kind = Kind::Alias { name: alias.of(self.text), value };
            return self.cursor.add_at(kind, open, Place::default());
        }
        let node = self.plain_label(label);
        self.cursor.close_list();
        self.cursor.close(node)
    }

    fn plain_label(&mut self, label: &'t Label) -> NodeId {
        let open = self.cursor.place();
        match &label.kind {
            LabelKind::Ident => {
                self.cursor.open();
                self.cursor.pass();
                let kind = Kind::Name(label.span.of(self.text));
                let node = self.cursor.add_at(kind, open, Place::default());
                self.cursor.close(node)
            }
            LabelKind::String(id) => {
                let node = self.operand(*id);
                if let Some(quoted) = self.quoted(*id) {
                    self.cursor.nodes[node].kind = Kind::Text(quoted.into());
                }
                node
            }
            LabelKind::Dynamic { value, alias } => {
                self.cursor.open();
                self.cursor.pass();
                self.cursor.open_list();
                let inner = self.aliased(*value, *alias);
                self.cursor.close_list();
                let close = self.close_place();
                let node = self.cursor.add_at(Kind::Paren(inner), open, close);
                self.cursor.close(node)
            }
            LabelKind::Pattern { value, alias } => {
                self.cursor.pass();
                self.cursor.open_list();
                self.cursor.open();
                let inner = self.aliased(*value, *alias);
                self.cursor.pass_comma();
                self.cursor.close(inner);
                self.cursor.close_list();
                let close = self.close_place();
                self.cursor.add_at(Kind::List(vec![inner]), open, close)
            }
        }
    }

    /// The usual form of a label that is a raw string or one of several lines.
    fn quoted(&self, id: ExprId) -> Option<String> {
        let ExprKind::String(literal) = self.kind(id) else { return None };
        if literal.bytes || !literal.multiline && literal.hashes == 0 {
            return None;
        }
        let mut quoted = String::new();
        inf::string(&label_text(literal, self.text)?, &mut quoted);
        Some(quoted)
    }

    /// `expr` or `X=expr` in the brackets of a label.
    fn aliased(&mut self, value: ExprId, alias: Option<Span>) -> NodeId {
        let Some(alias) = alias else { return self.expr(value) };
        let open = self.cursor.place();
        self.name();
        self.cursor.pass();
        let value = self.expr(value);
        let kind = Kind::Alias { name: alias.of(self.text), value };
        self.cursor.add_at(kind, open, Place::default())
    }
}
