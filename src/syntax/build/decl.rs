//! Declarations: fields, embedded expressions, attributes, and what is none of them.

use super::{Builder, head};
use crate::base::Span;
use crate::syntax::parser::{Children, Node, Rule};
use crate::syntax::slips;
use crate::syntax::tree::{Attribute, Decl, DeclKind, ExprId, ExprKind, Field, FieldMark, Label};

/// `expr`, `name = expr`, with the `tail` (`?:`) that makes it a label.
#[derive(Default)]
struct Segment<'t> {
    expr: Option<Node<'t>>,
    bind: Option<Node<'t>>,
    tail: Option<Node<'t>>,
}

impl Builder<'_> {
    /// Declarations up to the closing brace; where it is missing, the place where it was missed.
    pub(super) fn decls(&mut self, nodes: Children<'_>) -> (Vec<Decl>, Option<Span>) {
        let mut decls = Vec::new();
        let mut missing = None;
        for node in nodes {
            let span = node.span();
            let kind = match node.rule() {
                Rule::field | Rule::item => self.item(node),
                Rule::let_decl => DeclKind::Let(self.r#let(node)),
                Rule::comprehension => DeclKind::Comprehension(self.comprehension(node)),
                Rule::attribute => DeclKind::Attribute(self.attribute(node)),
                Rule::rest => {
                    let value = node.children().next().map(|value| self.expr(value));
                    if value.is_some() {
                        self.report(span, slips::ellipsis_type(span));
                    }
                    DeclKind::Ellipsis(value)
                }
                Rule::junk | Rule::stray => {
                    self.report(span, slips::surplus(self.text, span));
                    DeclKind::Bad
                }
                Rule::nocomma => {
                    self.missing_comma(decls.last(), span);
                    continue;
                }
                Rule::noclose => {
                    missing = Some(span);
                    continue;
                }
                _ => continue,
            };
            decls.push(Decl { span, kind });
        }
        (decls, missing)
    }

    fn item(&mut self, node: Node<'_>) -> DeclKind {
        let mut labels: Vec<(Label, FieldMark)> = Vec::new();
        let mut segment = Segment::default();
        let mut attributes = Vec::new();
        let end = node.span();
        for node in node.children() {
            match node.rule() {
                Rule::bind => segment.bind = Some(node),
                Rule::attribute => attributes.push(self.attribute(node)),
                Rule::tail => {
                    segment.tail = Some(node);
                    labels.push(self.segment_label(std::mem::take(&mut segment), end));
                }
                _ => segment.expr = Some(node),
            }
        }
        if labels.is_empty() {
            return self.embed(segment, &attributes, end);
        }
        let value = self.segment_value(segment, end);
        self.chained(labels, value, attributes, end)
    }

    fn segment_label(&mut self, segment: Segment<'_>, place: Span) -> (Label, FieldMark) {
        match (segment.expr, segment.tail) {
            (Some(expr), Some(tail)) => self.label(expr, segment.bind, tail),
            // The grammar puts an expression before each tail.
            _ => (self.bad_label(place), FieldMark::Regular),
        }
    }

    fn segment_value(&mut self, segment: Segment<'_>, place: Span) -> ExprId {
        let Some(node) = segment.expr else { return self.bad(place) };
        let value = self.value(node);
        match segment.bind {
            Some(bind) => self.alias(value, bind),
            None => value,
        }
    }

    /// `a: b: c: value` from the inside out.
    fn chained(
        &mut self,
        mut labels: Vec<(Label, FieldMark)>,
        mut value: ExprId,
        mut attributes: Vec<Attribute>,
        whole: Span,
    ) -> DeclKind {
        loop {
            let Some((label, mark)) = labels.pop() else { return DeclKind::Bad };
            let start = label.alias.map_or(label.span.start, |alias| alias.start);
            let attributes = std::mem::take(&mut attributes);
            let kind = DeclKind::Field(Field { label, mark, value, attributes });
            if labels.is_empty() {
                return kind;
            }
            let span = Span::new(whole.file, start, whole.end);
            let decls = vec![Decl { span, kind }];
            value = self.add(span, ExprKind::Struct { decls, braces: false });
        }
    }

    fn embed(&mut self, segment: Segment<'_>, attributes: &[Attribute], whole: Span) -> DeclKind {
        let (Some(node), bind) = (segment.expr, segment.bind) else { return DeclKind::Bad };
        let value = self.value(node);
        if let Some(bind) = bind {
            let name = self.exprs[value].span;
            let place = bind.span();
            self.report(place, slips::equals_for_colon(self.text, name, place));
            if let Some(node) = bind.children().next() {
                self.value(node);
            }
            return DeclKind::Bad;
        }
        if let Some(attribute) = attributes.first() {
            self.report(attribute.span, slips::attribute_on_embedding(whole, attribute.span));
        }
        DeclKind::Embed(value)
    }

    pub(super) fn attribute(&mut self, node: Node<'_>) -> Attribute {
        let span = node.span();
        let (mut name, mut body) = (head(span, 1), Span::new(span.file, span.end, span.end));
        for node in node.children() {
            let place = node.span();
            match node.rule() {
                Rule::attr_name => name = place,
                Rule::attr_body => {
                    body = place;
                    self.check_attribute_body(node);
                }
                Rule::noparen => {
                    self.expected(place, "`(` behind the attribute's name");
                }
                Rule::noclose => {
                    let opened = Span::new(span.file, body.start.saturating_sub(1), body.start);
                    self.unclosed(opened, place, ")");
                }
                _ => {}
            }
        }
        Attribute { span, name, body }
    }

    /// Reports literals in an attribute that are not whole; they stay text.
    fn check_attribute_body(&mut self, node: Node<'_>) {
        for node in node.children() {
            let span = node.span();
            if matches!(node.rule(), Rule::bare | Rule::string | Rule::halfmulti) {
                let literal = self.string(node);
                if self.is_interpolated(literal) {
                    self.report(span, slips::attribute_interpolation(span));
                }
            }
        }
    }

    /// Two declarations on one line with no comma between them.
    pub(super) fn missing_comma(&mut self, before: Option<&Decl>, at: Span) {
        let found = slips::found(self.text, at);
        let name = match before {
            Some(Decl { kind: DeclKind::Embed(id), span: _ }) => {
                let expr = &self.exprs[*id];
                matches!(expr.kind, ExprKind::Ident).then_some(expr.span)
            }
            _ => None,
        };
        self.report(found, slips::missing_comma(self.text, name, found));
    }

    /// Two elements on one line with no comma between them, or no end of the brackets.
    pub(super) fn missing_element_comma(
        &mut self,
        before: Option<Span>,
        opened: Span,
        at: Span,
        closing: &str,
    ) {
        let found = slips::found(self.text, at);
        self.report(found, slips::element_comma(self.text, before, opened, found, closing));
    }
}
