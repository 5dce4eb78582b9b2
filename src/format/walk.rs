//! The walk over a file and its declarations: tree and tokens together become a sheet.

use super::cursor::{Breaks, Cursor};
use super::node::{Kind, NodeId, Place, Sheet};
use crate::base::Span;
use crate::syntax::Tree;
use crate::syntax::tree::{
    Attribute, Clause, ClauseKind, Comprehension, Decl, DeclKind, ExprId, ExprKind, Let,
};

/// The sheet of a file that was read without errors.
pub(super) fn sheet<'t>(tree: &'t Tree, text: &'t str, breaks: Breaks) -> Sheet<'t> {
    let mut walk = Walk { tree, text, cursor: Cursor::new(text, breaks) };
    let root = walk.file();
    walk.cursor.sheet(root)
}

pub(super) struct Walk<'t> {
    tree: &'t Tree,
    pub(super) text: &'t str,
    pub(super) cursor: Cursor<'t>,
}

impl<'t> Walk<'t> {
    pub(super) fn kind(&self, id: ExprId) -> &'t ExprKind {
        &self.tree.exprs[id].kind
    }

    pub(super) fn span(&self, id: ExprId) -> Span {
        self.tree.exprs[id].span
    }

    fn file(&mut self) -> NodeId {
        let mut parts = Vec::new();
        self.cursor.open_list();
        let package = self.tree.package;
        let mut attributes = self.tree.attributes.iter().peekable();
        while let Some(attribute) =
            attributes.next_if(|each| package.is_some_and(|clause| each.span < clause.span))
        {
            parts.push(self.file_attribute(attribute));
        }
        if let Some(clause) = package {
            let open = self.cursor.place();
            self.cursor.open();
            self.cursor.pass();
            self.name();
            self.cursor.pass_comma();
            let kind = Kind::Package(clause.name.of(self.text));
            let node = self.cursor.add_at(kind, open, Place::default());
            parts.push(self.cursor.close(node));
        }
        let mut imports = self.tree.imports.iter().peekable();
        while let Some(next) = imports.peek() {
            if let Some(attribute) = attributes.next_if(|each| each.span < next.span) {
                parts.push(self.file_attribute(attribute));
                continue;
            }
            let open = self.cursor.place();
            self.cursor.open();
            self.name();
            let grouped = self.cursor.at("(");
            let mut close = Place::default();
            let mut specs = Vec::new();
            if grouped {
                self.cursor.pass();
                self.cursor.open_list();
                while !self.cursor.at(")")
                    && let Some(import) = imports.next()
                {
                    specs.push(self.import(import.name, import.path));
                }
                self.cursor.close_list();
                close = self.cursor.place();
                close.start = close.start.or(Some(0));
                self.cursor.pass();
                self.cursor.pass_comma();
            } else if let Some(import) = imports.next() {
                specs.push(self.import(import.name, import.path));
            }
            let node = self.cursor.add_at(Kind::Imports(specs), open, close);
            parts.push(self.cursor.close(node));
        }
        for attribute in attributes {
            parts.push(self.file_attribute(attribute));
        }
        parts.extend(self.decls(&self.tree.decls));
        self.cursor.pass();
        self.cursor.close_list();
        let node = self.cursor.add(Kind::File(parts));
        self.cursor.close(node)
    }

    fn file_attribute(&mut self, attribute: &Attribute) -> NodeId {
        let node = self.attribute(attribute);
        self.cursor.pass_comma();
        node
    }

    fn import(&mut self, name: Option<Span>, path: Span) -> NodeId {
        let open = self.cursor.place();
        self.cursor.open();
        if name.is_some() {
            self.name();
        }
        self.cursor.pass();
        self.cursor.pass_comma();
        let name = name.map(|name| name.of(self.text));
        let kind = Kind::Import { name, path: path.of(self.text) };
        let node = self.cursor.add_at(kind, open, Place::default());
        self.cursor.close(node)
    }

    pub(super) fn attribute(&mut self, attribute: &Attribute) -> NodeId {
        let open = self.cursor.place();
        self.cursor.open();
        self.cursor.pass();
        let kind = Kind::Attribute(attribute.span.of(self.text));
        let node = self.cursor.add_at(kind, open, Place::default());
        self.cursor.close(node)
    }

    /// `{…}`
    pub(super) fn braces(&mut self, decls: &'t [Decl]) -> NodeId {
        let open = self.cursor.place();
        self.cursor.pass();
        let decls = if self.cursor.at("}") { Vec::new() } else { self.decls(decls) };
        let close = self.close_place();
        self.cursor.add_at(Kind::Struct(decls), open, close)
    }

    fn decls(&mut self, decls: &'t [Decl]) -> Vec<NodeId> {
        self.cursor.open_list();
        let nodes = decls.iter().map(|decl| self.decl(decl)).collect();
        self.cursor.close_list();
        nodes
    }

    fn decl(&mut self, decl: &'t Decl) -> NodeId {
        match &decl.kind {
            DeclKind::Attribute(attribute) => self.file_attribute(attribute),
            DeclKind::Ellipsis(value) => {
                let open = self.cursor.place();
                self.cursor.open();
                self.cursor.pass();
                let value = value.map(|value| self.expr(value));
                let node = self.cursor.add_at(Kind::Ellipsis(value), open, Place::default());
                self.cursor.close(node);
                self.cursor.pass_comma();
                node
            }
            DeclKind::Let(clause) => {
                self.cursor.open();
                self.cursor.open();
                let node = self.r#let(clause);
                self.cursor.pass_comma();
                self.cursor.close(node);
                self.cursor.close(node)
            }
            DeclKind::Comprehension(comprehension) => {
                self.cursor.open();
                self.cursor.open();
                let node = self.comprehension(comprehension);
                self.cursor.close(node);
                self.cursor.close(node)
            }
            DeclKind::Embed(value) => {
                self.cursor.open();
                let value = self.expr(*value);
                self.cursor.pass_comma();
                let node = self.cursor.add(Kind::Embed(value));
                self.cursor.close(node)
            }
            DeclKind::Field(field) => {
                self.cursor.open();
                let node = self.field(field);
                self.cursor.pass_comma();
                self.cursor.close(node)
            }
            DeclKind::Bad => {
                let node = self.cursor.add(Kind::Bottom);
                self.cursor.pass();
                node
            }
        }
    }

    fn r#let(&mut self, clause: &'t Let) -> NodeId {
        let open = self.cursor.place();
        self.cursor.pass();
        self.name();
        self.cursor.pass();
        let value = self.expr(clause.value);
        let kind = Kind::Let { name: clause.name.of(self.text), value };
        self.cursor.add_at(kind, open, Place::default())
    }

    /// `for … if … {…} else {…}` and the comma behind it.
    pub(super) fn comprehension(&mut self, comprehension: &'t Comprehension) -> NodeId {
        let clauses =
            comprehension.clauses.iter().map(|clause| self.clause(clause)).collect::<Vec<_>>();
        self.cursor.open();
        let body = self.body(comprehension.body);
        self.cursor.close(body);
        let fallback = comprehension.fallback.map(|fallback| {
            let open = self.cursor.place();
            self.cursor.open();
            self.cursor.pass();
            let body = self.body(fallback);
            let node = self.cursor.add_at(Kind::Fallback(body), open, Place::default());
            self.cursor.close(node)
        });
        self.cursor.pass_comma();
        self.cursor.add(Kind::Comprehension { clauses, body, fallback })
    }

    fn body(&mut self, id: ExprId) -> NodeId {
        match self.kind(id) {
            ExprKind::Struct { decls, .. } => self.braces(decls),
            _ => self.expr(id),
        }
    }

    fn clause(&mut self, clause: &'t Clause) -> NodeId {
        let open = self.cursor.place();
        self.cursor.open();
        let node = match &clause.kind {
            ClauseKind::For { key, value, source } => {
                self.cursor.pass();
                self.name();
                if key.is_some() {
                    self.cursor.pass();
                    self.name();
                }
                self.cursor.jump(4);
                self.cursor.pass();
                let source = self.expr(*source);
                let key = key.map(|key| key.of(self.text));
                let kind = Kind::For { key, value: value.of(self.text), source };
                self.cursor.add_at(kind, open, Place::default())
            }
            ClauseKind::If(condition) => {
                self.cursor.pass();
                let condition = self.expr(*condition);
                self.cursor.add_at(Kind::If(condition), open, Place::default())
            }
            ClauseKind::Let(clause) => self.r#let(clause),
            ClauseKind::Try(clause) => {
                self.cursor.pass();
                let named = clause.as_ref().map(|clause| {
                    self.name();
                    self.cursor.pass();
                    (clause.name.of(self.text), self.expr(clause.value))
                });
                self.cursor.add_at(Kind::Try(named), open, Place::default())
            }
        };
        self.cursor.close(node);
        self.cursor.pass_comma();
        node
    }
}
