//! What was read as data, as source text. Its own text is of another language, in which `...` may be
//! a string and `"\/"` a slash; only of numbers is it kept, where it means the same here.

use std::borrow::Cow;

use super::Writer;
use crate::base::Number;
use crate::data::inf;
use crate::program::{Decl, Element, Expr, ExprId, Label};
use crate::syntax::literal;

/// What is still to be written.
enum Step {
    Text(&'static str),
    Label(Label),
    Value(ExprId),
}

impl Writer<'_> {
    /// Writes data. It may be nested without end, so nothing recurses.
    pub(super) fn datum(&mut self, expr: ExprId) {
        let mut steps = vec![Step::Value(expr)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Text(text) => self.out.push_str(text),
                Step::Label(label) => self.label(label),
                Step::Value(expr) => match self.graph.program.expr(expr) {
                    Expr::List { elements, .. } => {
                        self.out.push('[');
                        steps.push(Step::Text("]"));
                        for (behind, element) in elements.iter().rev().enumerate() {
                            let Element::Value(value) = element else { continue };
                            steps.push(Step::Text(if behind > 0 { ", " } else { "" }));
                            steps.push(Step::Value(*value));
                        }
                    }
                    Expr::Struct(lit) => {
                        self.out.push_str("{\n");
                        steps.push(Step::Text("}"));
                        for decl in self.graph.program.literal(*lit).decls.iter().rev() {
                            let Decl::Field { label, value, .. } = decl else { continue };
                            let value = Step::Value(*value);
                            steps.extend([Step::Text("\n"), value, Step::Text(": ")]);
                            steps.push(Step::Label(*label));
                        }
                    }
                    _ => {
                        let text = self.datum_literal(expr).unwrap_or_default();
                        self.out.push_str(&text);
                    }
                },
            }
        }
    }

    /// The literal of data that holds nothing else.
    pub(super) fn datum_literal(&self, expr: ExprId) -> Option<String> {
        let mut out = String::new();
        match self.graph.program.expr(expr) {
            Expr::Null => out.push_str("null"),
            Expr::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Expr::Int(value) => out = self.number_literal(expr, &Number::from(*value)),
            Expr::Number(number) => out = self.number_literal(expr, number),
            Expr::Str(text) => {
                let text = self.graph.symbols.name(*text);
                if text.contains('\n') {
                    inf::text(text, self.around.len(), &mut out);
                } else {
                    inf::raw(text, &mut out);
                }
            }
            Expr::Bytes(bytes) => inf::bytes(bytes, &mut out),
            _ => return None,
        }
        Some(out)
    }

    /// A number as it was written, where that is a literal here that means the same; `017` with its
    /// base.
    fn number_literal(&self, expr: ExprId, number: &Number) -> String {
        let text = self.slice(self.graph.program.span(expr));
        let octal =
            text.strip_prefix('0').filter(|rest| rest.bytes().all(|it| it.is_ascii_digit()));
        let text = match octal {
            Some(digits) if !digits.is_empty() => Cow::Owned(format!("0o{digits}")),
            _ => Cow::Borrowed(text),
        };
        match literal::number(text.strip_prefix('+').unwrap_or(&text)) {
            Ok(written) if written == *number => text.into_owned(),
            _ => number.cue_text(),
        }
    }
}
