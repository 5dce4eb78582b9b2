//! Plain data as expressions: what data files and embedded files bring into a program.

use super::constant::constant;
use super::ellipsis::Ellipsis;
use super::ir::{Decl, Element, Expr, ExprId, Mark, PackageId, Program, StructLit};
use super::label::Label;
use crate::base::{Id, Plain, PlainId, Shape, Span, Symbols};
use thin_vec::ThinVec;

impl Program {
    /// Takes all of `plain`; [`Self::datum`] names what became of each node.
    pub(super) fn take(&mut self, plain: &Plain, symbols: &mut Symbols) {
        // What a node holds comes before it, so nothing recurses, however deep the data is.
        for node in plain.nodes() {
            let span = plain.span(node).unwrap_or(Span::NOWHERE);
            let expr = match plain.shape(node) {
                Shape::Null => Expr::Null,
                Shape::Bool(value) => Expr::Bool(value),
                Shape::Int(value) => Expr::Int(value),
                Shape::Number(number) => constant(number.clone()),
                Shape::Str(text) => Expr::Str(symbols.intern(text)),
                Shape::Bytes(bytes) => Expr::Bytes(bytes.into()),
                Shape::List(items) => {
                    let elements = items.iter().map(|&item| Element::Value(self.datum(item)));
                    Expr::List {
                        elements: elements.collect(),
                        ellipsis: Ellipsis::NONE,
                        level: false,
                    }
                }
                Shape::Map => {
                    let fields = plain.placed(node).map(|(key, place, value)| {
                        field(Label::field(symbols.intern(key)), place, self.datum(value))
                    });
                    let decls = fields.collect();
                    let lit = StructLit { decls, ..StructLit::default() };
                    Expr::Struct(self.structs.add(lit))
                }
            };
            let id = self.exprs.add((expr, span));
            self.data.push(id);
        }
    }

    /// The expression that `node` of the loaded data has become.
    pub fn datum(&self, node: PlainId) -> ExprId {
        self.data[node.index()]
    }

    /// Whether an expression was read as data: its text, if it has one, is of another language.
    pub fn is_datum(&self, expr: ExprId) -> bool {
        // Both grow with the ids.
        let is_among = |made: &[ExprId]| made.binary_search(&expr).is_ok();
        is_among(&self.data) || is_among(&self.around_data)
    }

    /// `value` under the fields of `path`, the outermost first.
    pub fn placed(&mut self, path: &[String], value: ExprId, symbols: &mut Symbols) -> ExprId {
        path.iter().rev().fold(value, |value, name| {
            let span = self.span(value);
            let decls = vec![field(Label::field(symbols.intern(name)), span, value)];
            self.fields(decls, span)
        })
    }

    /// A struct of fields that have values already.
    pub fn record(
        &mut self,
        fields: &[(&str, ExprId)],
        span: Span,
        symbols: &mut Symbols,
    ) -> ExprId {
        let decl = |&(name, value): &(&str, ExprId)| {
            field(Label::field(symbols.intern(name)), span, value)
        };
        let decls = fields.iter().map(decl).collect();
        self.fields(decls, span)
    }

    /// A list of values.
    pub fn sequence(&mut self, items: &[ExprId], span: Span) -> ExprId {
        let elements = items.iter().map(|&item| Element::Value(item)).collect();
        self.made((Expr::List { elements, ellipsis: Ellipsis::NONE, level: false }, span))
    }

    /// A package as an expression; the root is the first.
    pub fn package(&mut self, index: usize) -> ExprId {
        let package = PackageId::from_index(index);
        self.exprs.add((Expr::Package(package), Span::NOWHERE))
    }

    /// `null`
    pub fn null(&mut self, span: Span) -> ExprId {
        self.made((Expr::Null, span))
    }

    /// A string.
    pub fn text(&mut self, text: &str, symbols: &mut Symbols) -> ExprId {
        self.made((Expr::Str(symbols.intern(text)), Span::NOWHERE))
    }

    /// An integer.
    pub fn integer(&mut self, value: usize) -> ExprId {
        let value = i64::try_from(value).unwrap_or(i64::MAX);
        self.made((Expr::Int(value), Span::NOWHERE))
    }

    fn fields(&mut self, decls: Vec<Decl>, span: Span) -> ExprId {
        let lit = self.structs.add(StructLit { decls, ..StructLit::default() });
        self.made((Expr::Struct(lit), span))
    }

    fn made(&mut self, expr: (Expr, Span)) -> ExprId {
        let id = self.exprs.add(expr);
        self.around_data.push(id);
        id
    }
}

fn field(label: Label, span: Span, value: ExprId) -> Decl {
    Decl::Field { label, span, mark: Mark::Regular, value, attributes: ThinVec::new() }
}
