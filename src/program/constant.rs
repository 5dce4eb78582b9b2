//! Literals as expressions.

use super::ir::{Expr, ExprId};
use super::lower::Lowering;
use crate::base::{Number, Span, Symbols};
use crate::syntax::literal::{self, Piece};
use crate::syntax::tree::{self, StringLit};
use thin_vec::ThinVec;

impl Lowering<'_> {
    pub(super) fn number(&mut self, span: Span) -> Expr {
        number(self.text(span))
    }

    /// A string or bytes literal: one piece of text, or an interpolation.
    pub(super) fn string(&mut self, lit: &StringLit, tree: &tree::Tree, span: Span) -> Expr {
        if let Some(text) = whole(lit, self.source_text(), self.symbols) {
            return text;
        }
        let pieces = match literal::string(lit, self.source_text()) {
            Ok(pieces) => pieces,
            // The parser has reported it.
            Err(_) => return Expr::Bad,
        };
        let parts: Vec<ExprId> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Interpolation(expr) => self.expr(tree, *expr),
                Piece::Text(_) | Piece::Bytes(_) => {
                    let text = text(piece, self.symbols).unwrap_or(Expr::Bad);
                    self.add(text, span)
                }
            })
            .collect();
        Expr::Interpolation { bytes: lit.bytes, parts: parts.into() }
    }

    /// The text of a string literal without interpolations.
    pub(super) fn plain_string(&self, lit: &StringLit) -> Option<String> {
        if !lit.bytes
            && let Some(text) = literal::verbatim(lit, self.source_text())
        {
            return Some(text.to_owned());
        }
        match literal::string(lit, self.source_text()).ok()?.as_slice() {
            [] => Some(String::new()),
            [Piece::Text(text)] => Some(text.clone()),
            _ => None,
        }
    }
}

/// A number literal.
pub(super) fn number(text: &str) -> Expr {
    if let Some(small) = literal::small(text) {
        return Expr::Int(small);
    }
    match literal::number(text) {
        Ok(number) => constant(number),
        // The parser has reported it.
        Err(_) => Expr::Bad,
    }
}

/// A string or bytes literal of the file with that text, if it has no interpolations.
pub(super) fn whole(lit: &StringLit, source: &str, symbols: &Symbols) -> Option<Expr> {
    if let Some(text) = literal::verbatim(lit, source) {
        return Some(match lit.bytes {
            true => Expr::Bytes(text.as_bytes().into()),
            false => Expr::Str(symbols.intern(text)),
        });
    }
    match literal::string(lit, source).ok()?.as_slice() {
        [] if lit.bytes => Some(Expr::Bytes(ThinVec::new())),
        [] => Some(Expr::Str(symbols.intern(""))),
        [piece] => text(piece, symbols),
        _ => None,
    }
}

/// A piece of a literal, if that is text.
fn text(piece: &Piece, symbols: &Symbols) -> Option<Expr> {
    match piece {
        Piece::Text(text) => Some(Expr::Str(symbols.intern(text))),
        Piece::Bytes(bytes) => Some(Expr::Bytes(bytes.as_slice().into())),
        Piece::Interpolation(_) => None,
    }
}

/// A number as an expression.
pub(super) fn constant(number: Number) -> Expr {
    match number.to_i64() {
        Some(small) if number.is_int() => Expr::Int(small),
        _ => Expr::Number(Box::new(number)),
    }
}
