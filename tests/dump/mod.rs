//! A compact form of a tree, its comments and messages, for snapshots.

use std::fmt::Write;

use infc::base::{Sources, Span};
use infc::syntax::tree::{
    Attribute, Clause, ClauseKind, Comprehension, Decl, DeclKind, Element, ExprId, ExprKind, Field,
    FieldMark, LabelKind, Let, StringLit, Tree,
};
use infc::syntax::{Parsed, literal};

struct Dump<'a> {
    tree: &'a Tree,
    sources: &'a Sources,
}

/// One line a declaration, then the comments, then the messages.
pub(crate) fn dump(parsed: &Parsed, sources: &Sources) -> String {
    let dump = Dump { tree: &parsed.tree, sources };
    let mut out = String::new();
    for attribute in &parsed.tree.attributes {
        let _ = writeln!(out, "{}", dump.attribute(attribute));
    }
    if let Some(package) = &parsed.tree.package {
        let _ = writeln!(out, "package {} <{}>", dump.text(package.name), dump.text(package.span));
    }
    for import in &parsed.tree.imports {
        let name = import.name.map_or("", |name| dump.text(name));
        let _ =
            writeln!(out, "import {name} {} <{}>", dump.text(import.path), dump.text(import.span));
    }
    for decl in &parsed.tree.decls {
        let _ = writeln!(out, "{}", dump.decl(decl));
    }
    for comment in &parsed.comments {
        let _ = writeln!(out, "comment {}", dump.text(*comment));
    }
    for diagnostic in &parsed.diagnostics {
        let _ = writeln!(out, "error: {}", diagnostic.message);
        for mark in &diagnostic.marks {
            let at = sources.line_column(mark.span);
            let text = dump.text(mark.span).escape_debug();
            let _ = writeln!(out, "  at {}:{} `{text}` {}", at.line, at.column, mark.text);
        }
        for help in &diagnostic.help {
            let _ = writeln!(out, "  help: {help}");
        }
    }
    out
}

impl Dump<'_> {
    fn text(&self, span: Span) -> &str {
        self.sources.slice(span)
    }

    fn attribute(&self, attribute: &Attribute) -> String {
        format!("(@ {} <{}>)", self.text(attribute.name), self.text(attribute.body))
    }

    fn decls(&self, decls: &[Decl]) -> String {
        decls.iter().map(|decl| self.decl(decl)).collect::<Vec<_>>().join(" ")
    }

    fn decl(&self, decl: &Decl) -> String {
        match &decl.kind {
            DeclKind::Field(field) => self.field(field),
            DeclKind::Embed(id) => format!("(embed {})", self.expr(*id)),
            DeclKind::Comprehension(each) => self.comprehension(each),
            DeclKind::Ellipsis(value) => format!("(... {})", self.optional(*value)),
            DeclKind::Let(each) => self.binding("let", each),
            DeclKind::Attribute(each) => self.attribute(each),
            DeclKind::Bad => format!("(bad <{}>)", self.text(decl.span)),
        }
    }

    fn field(&self, field: &Field) -> String {
        let label = &field.label;
        let mut out = String::from("(field ");
        if let Some(alias) = label.alias {
            let _ = write!(out, "{}= ", self.text(alias));
        }
        match &label.kind {
            LabelKind::Ident => out.push_str(self.text(label.span)),
            LabelKind::String(id) => out.push_str(&self.expr(*id)),
            LabelKind::Dynamic { value, alias } => {
                let alias = alias.map(|alias| format!("{}=", self.text(alias))).unwrap_or_default();
                let _ = write!(out, "(dyn {alias}{})", self.expr(*value));
            }
            LabelKind::Pattern { value, alias } => {
                let alias = alias.map(|alias| format!("{}=", self.text(alias))).unwrap_or_default();
                let _ = write!(out, "[pat {alias}{}]", self.expr(*value));
            }
        }
        if let Some(postfix) = label.postfix {
            let key = postfix.key.map_or("", |key| self.text(key));
            let _ = write!(out, " ~({key},{})", self.text(postfix.value));
        }
        out.push_str(match field.mark {
            FieldMark::Regular => "",
            FieldMark::Optional => " ?",
            FieldMark::Required => " !",
        });
        let _ = write!(out, " {}", self.expr(field.value));
        for attribute in &field.attributes {
            let _ = write!(out, " {}", self.attribute(attribute));
        }
        out.push(')');
        out
    }

    fn binding(&self, word: &str, each: &Let) -> String {
        format!("({word} {} {})", self.text(each.name), self.expr(each.value))
    }

    fn comprehension(&self, each: &Comprehension) -> String {
        let mut out = String::from("(comprehension");
        for Clause { span: _, kind } in &each.clauses {
            let clause = match kind {
                ClauseKind::For { key, value, source } => {
                    let key = key.map(|key| format!("{},", self.text(key))).unwrap_or_default();
                    format!("(for {key}{} {})", self.text(*value), self.expr(*source))
                }
                ClauseKind::If(id) => format!("(if {})", self.expr(*id)),
                ClauseKind::Let(each) => self.binding("let", each),
                ClauseKind::Try(Some(each)) => self.binding("try", each),
                ClauseKind::Try(None) => "(try)".into(),
            };
            let _ = write!(out, " {clause}");
        }
        let _ = write!(out, " {}", self.expr(each.body));
        if let Some(fallback) = each.fallback {
            let _ = write!(out, " (else {})", self.expr(fallback));
        }
        out.push(')');
        out
    }

    fn optional(&self, id: Option<ExprId>) -> String {
        id.map_or_else(|| "-".into(), |id| self.expr(id))
    }

    fn exprs(&self, ids: &[ExprId]) -> String {
        ids.iter().map(|id| format!(" {}", self.expr(*id))).collect()
    }

    fn expr(&self, id: ExprId) -> String {
        let expr = &self.tree.exprs[id];
        let text = self.text(expr.span);
        match &expr.kind {
            ExprKind::Bad => format!("(bad <{text}>)"),
            ExprKind::Ident | ExprKind::Bottom | ExprKind::Null | ExprKind::Bool(_) => text.into(),
            ExprKind::Number => match literal::number(text) {
                Ok(number) => format!("{number:?}"),
                Err(_) => format!("(bad number {text})"),
            },
            ExprKind::String(each) => self.string(each),
            ExprKind::List(elements) => self.list(elements),
            ExprKind::Struct { decls, braces: true } => format!("{{{}}}", self.decls(decls)),
            ExprKind::Struct { decls, braces: false } => format!("<{}>", self.decls(decls)),
            ExprKind::Paren(id) => format!("(paren {})", self.expr(*id)),
            ExprKind::Select { base, name, string: _, optional } => {
                let mark = if *optional { "?" } else { "" };
                format!("(.{mark} {} {})", self.expr(*base), self.text(*name))
            }
            ExprKind::Index { base, index, optional } => {
                let mark = if *optional { "?" } else { "" };
                format!("(index{mark} {} {})", self.expr(*base), self.expr(*index))
            }
            ExprKind::Slice { base, low, high } => format!(
                "(slice {} {} {})",
                self.expr(*base),
                self.optional(*low),
                self.optional(*high)
            ),
            ExprKind::Call { callee, arguments } => {
                format!("(call {}{})", self.expr(*callee), self.exprs(arguments))
            }
            ExprKind::Unary(op, id) => format!("({op:?} {})", self.expr(*id)),
            ExprKind::Binary(_, left, right, op) => {
                format!("({} {} {})", self.text(*op), self.expr(*left), self.expr(*right))
            }
            ExprKind::Alias { name, value } => {
                format!("(alias {} {})", self.text(*name), self.expr(*value))
            }
            ExprKind::Open(id) => format!("(open {})", self.expr(*id)),
            ExprKind::Optional(id) => format!("(? {})", self.expr(*id)),
        }
    }

    fn list(&self, elements: &[Element]) -> String {
        let mut out = String::from("[list");
        for element in elements {
            let element = match element {
                Element::Value(id) => self.expr(*id),
                Element::Comprehension(each) => self.comprehension(each),
                Element::Ellipsis(_, value) => format!("(... {})", self.optional(*value)),
            };
            let _ = write!(out, " {element}");
        }
        out.push(']');
        out
    }

    fn string(&self, each: &StringLit) -> String {
        let mut out = format!("({}", if each.bytes { "bytes" } else { "string" });
        let text = self.sources.text(self.tree.span.file);
        let pieces = literal::string(each, text).unwrap_or_else(|error| {
            let _ = write!(out, " unread <{}>", error.message);
            Vec::new()
        });
        for piece in pieces {
            let _ = match piece {
                literal::Piece::Text(text) => write!(out, " {text:?}"),
                literal::Piece::Bytes(bytes) => write!(out, " {}", bytes.escape_ascii()),
                literal::Piece::Interpolation(id) => write!(out, " \\{}", self.expr(id)),
            };
        }
        out.push(')');
        out
    }
}
