//! Expressions taken apart: `*80 | int & >=1` is an `int`, 80 if nothing is said, at least 1.

use super::Shape;
use crate::syntax::tree::{BinaryOp, Element, Expr, ExprId, ExprKind, Tree, UnaryOp};

/// The longest text of an expression that is shown whole, in characters.
const LONGEST: usize = 120;

/// The names of types.
const TYPES: [&str; 8] = ["string", "bytes", "int", "float", "number", "bool", "null", "_"];

/// A tree and the text it was read from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) tree: &'a Tree,
    pub(super) text: &'a str,
}

impl<'a> Source<'a> {
    /// The expression, without parentheses around it.
    pub(super) fn bare(self, id: ExprId) -> &'a Expr {
        let mut expr = &self.tree.exprs[id];
        while let ExprKind::Paren(inner) | ExprKind::Alias { value: inner, .. } = &expr.kind {
            expr = &self.tree.exprs[*inner];
        }
        expr
    }

    /// What stands in the source, on one line.
    pub(super) fn written(self, expr: &Expr) -> String {
        let text: Vec<&str> = expr.span.of(self.text).split_whitespace().collect();
        let text = text.join(" ");
        if text.chars().count() <= LONGEST {
            return text;
        }
        let start: String = text.chars().take(LONGEST).collect();
        format!("{start}…")
    }

    /// The operands of a chain of `operator`.
    pub(super) fn operands(self, id: ExprId, operator: BinaryOp) -> Vec<&'a Expr> {
        let mut found = Vec::new();
        let mut open = vec![self.bare(id)];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::Binary(found, left, right, _) if *found == operator => {
                    open.push(self.bare(*right));
                    open.push(self.bare(*left));
                }
                _ => found.push(expr),
            }
        }
        found
    }

    /// What the value may be.
    pub(super) fn shape(self, id: ExprId) -> Shape {
        let mut shape = Shape::default();
        let mut others = Vec::new();
        for arm in self.operands(id, BinaryOp::Or) {
            match &arm.kind {
                ExprKind::Unary(UnaryOp::Default, value) => {
                    let value = self.bare(*value);
                    shape.default = Some(self.written(value));
                    // A default that is a literal says one of the values, too.
                    if !is_reference(value) {
                        others.push((value, true));
                    }
                }
                _ => others.push((arm, false)),
            }
        }
        let given: Vec<&Expr> = others.iter().filter(|arm| !arm.1).map(|arm| arm.0).collect();
        if let [only] = given.as_slice()
            && !is_literal(only)
        {
            self.conjunction(only, &mut shape);
            return shape;
        }
        let arms: Vec<String> = others.iter().map(|(arm, _)| self.name(arm)).collect();
        shape.kind = arms.join(" | ");
        shape
    }

    /// Takes `a & b` apart: bounds and validators are constraints, the rest is the type.
    fn conjunction(self, expr: &Expr, shape: &mut Shape) {
        let operands = match &expr.kind {
            ExprKind::Binary(BinaryOp::And, left, right, _) => {
                let mut all = self.operands(*left, BinaryOp::And);
                all.extend(self.operands(*right, BinaryOp::And));
                all
            }
            _ => vec![expr],
        };
        let mut kinds = Vec::new();
        for operand in operands {
            match &operand.kind {
                ExprKind::Unary(
                    UnaryOp::Less
                    | UnaryOp::LessEqual
                    | UnaryOp::Greater
                    | UnaryOp::GreaterEqual
                    | UnaryOp::NotEqual
                    | UnaryOp::Match
                    | UnaryOp::NotMatch,
                    _,
                )
                | ExprKind::Call { .. } => shape.constraints.push(self.written(operand)),
                _ => kinds.push(self.name(operand)),
            }
        }
        if kinds.is_empty() && !shape.constraints.is_empty() {
            // `=~"…"` alone is of a string, `>0` of a number.
            let is_text = |text: &String| text.starts_with("=~") || text.starts_with("!~");
            let of_text = shape.constraints.iter().any(is_text);
            kinds.push(if of_text { "string" } else { "" }.to_owned());
        }
        shape.kind = kinds.join(" & ");
    }

    /// How a type is called.
    fn name(self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Struct { .. } => "struct".to_owned(),
            ExprKind::List(elements) => match elements.as_slice() {
                [Element::Ellipsis(_, Some(element))] => self.list(*element),
                [Element::Value(first), Element::Ellipsis(_, Some(_))] => self.list(*first),
                _ => self.written(expr),
            },
            _ => self.written(expr),
        }
    }

    /// Whether the value says what others may say, rather than what they get: it is a type, a
    /// bound or a choice, and no value that is known or computed.
    pub(super) fn is_type(self, id: ExprId) -> bool {
        let operands = self.operands(id, BinaryOp::Or);
        if operands.len() > 1 {
            return true;
        }
        let parts = self.operands(id, BinaryOp::And);
        let is_definition = |name: &str| name.starts_with(['#', '_']);
        parts.iter().any(|part| match &part.kind {
            ExprKind::Ident => {
                let name = part.span.of(self.text);
                is_definition(name) || TYPES.contains(&name)
            }
            ExprKind::Select { name, .. } => is_definition(name.of(self.text)),
            ExprKind::Unary(UnaryOp::Plus | UnaryOp::Minus | UnaryOp::Not, _) => false,
            ExprKind::Unary(..) | ExprKind::Struct { .. } => true,
            ExprKind::List(elements) => {
                matches!(elements.last(), Some(Element::Ellipsis(..)))
            }
            _ => false,
        })
    }

    fn list(self, element: ExprId) -> String {
        let shape = self.shape(element);
        let plain = shape.constraints.is_empty() && shape.default.is_none();
        let kind = if plain { shape.kind } else { self.written(self.bare(element)) };
        format!("list of {kind}")
    }

    /// The structs that `id` is unified from, and with `[]` those of its elements.
    pub(super) fn structs(self, id: ExprId) -> Vec<(&'static str, &'a Expr)> {
        let mut found = Vec::new();
        for arm in self.operands(id, BinaryOp::Or) {
            let parts = match &arm.kind {
                ExprKind::Binary(BinaryOp::And, left, right, _) => {
                    let mut all = self.operands(*left, BinaryOp::And);
                    all.extend(self.operands(*right, BinaryOp::And));
                    all
                }
                _ => vec![arm],
            };
            for part in parts {
                match &part.kind {
                    ExprKind::Struct { .. } => found.push(("", part)),
                    ExprKind::List(elements) => {
                        if let [.., Element::Ellipsis(_, Some(element))] = elements.as_slice() {
                            let element = self.bare(*element);
                            if let ExprKind::Struct { .. } = element.kind {
                                found.push(("[]", element));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        found
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::String(_) | ExprKind::Number | ExprKind::Bool(_) | ExprKind::Null)
}

/// Whether a default only points elsewhere, so that it says nothing of the type.
fn is_reference(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Ident | ExprKind::Select { .. } | ExprKind::Index { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Sources;
    use crate::syntax::{parse, tree::DeclKind};

    fn check(value: &str, expected: &str) {
        let mut sources = Sources::default();
        let text = format!("a: {value}");
        let file = sources.add("a.inf", text.as_str());
        let parsed = parse(file, &text);
        let source = Source { tree: &parsed.tree, text: &text };
        let Some(DeclKind::Field(field)) = parsed.tree.decls.first().map(|decl| &decl.kind) else {
            panic!("a field");
        };
        let shape = source.shape(field.value);
        let default = shape.default.unwrap_or_default();
        let told = format!("{}; {default}; {}", shape.kind, shape.constraints.join(", "));
        assert_eq!(told, expected, "{value}");
    }

    #[test]
    fn types_defaults_and_constraints_are_told_apart() {
        check("string", "string; ; ");
        check("*80 | int & >=1 & <=65535", "int; 80; >=1, <=65535");
        check("*\"TCP\" | \"UDP\"", "\"TCP\" | \"UDP\"; \"TCP\"; ");
        check("\"a\" | *\"b\" | string", "\"a\" | \"b\" | string; \"b\"; ");
        check("*context.app | string", "string; context.app; ");
        check("=~\"^a\"", "string; ; =~\"^a\"");
        check("strings.MinRunes(1)", "; ; strings.MinRunes(1)");
        check("[...string]", "list of string; ; ");
        check("[#Port, ...#Port]", "list of #Port; ; ");
        check("[...{a: 1}]", "list of struct; ; ");
        check("{a: 1}", "struct; ; ");
        check("int & >=1 | =~\"x\"", "int & >=1 | =~\"x\"; ; ");
        check("*false | bool", "bool; false; ");
        check("80", "80; ; ");
    }
}
