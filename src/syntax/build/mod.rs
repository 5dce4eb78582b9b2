//! The parse's nodes turned into the tree, in one pass; what the grammar found missing or surplus
//! is reported on the way. It knows no names' meaning.

mod again;
mod clause;
mod decl;
mod expr;
mod height;
mod label;
mod likeness;
mod postfix;
mod preamble;
mod text;

use super::brace;
use super::parser::{Children, Node, Rule};
use super::signs::MAX_DEPTH;
use super::slips;
use super::tree::{Experiments, Expr, ExprId, ExprKind, Tree};
use super::{Parsed, Repeat};
use crate::base::{Arena, Diagnostic, FileId, Span};
use height::height;

/// After so many syntax errors the rest is not told.
const MAX_DIAGNOSTICS: usize = 100;
/// How high a tree of expressions may be. Brackets end long before that; this bounds what nests
/// without brackets: chains of operators, labels and selectors.
const MAX_HEIGHT: u32 = 5_000;

/// A file of which nothing could be read.
pub(super) fn empty(file: FileId, len: usize, diagnostic: Diagnostic) -> Parsed {
    let tree = Tree {
        exprs: Arena::new(),
        attributes: Vec::new(),
        package: None,
        imports: Vec::new(),
        decls: Vec::new(),
        experiments: Experiments::default(),
        span: Span::new(file, 0, len as u32),
    };
    Parsed { tree, diagnostics: vec![diagnostic], ..Parsed::default() }
}

/// The tree of a whole file with so many levels of nesting, without its comments.
pub(super) fn file(nodes: Children<'_>, span: Span, text: &str, depth: usize) -> Parsed {
    let mut builder = Builder {
        text,
        exprs: Arena::new(),
        heights: Vec::new(),
        diagnostics: Vec::new(),
        line: None,
        too_high: false,
        // An expression in a bracket, and the bracket itself.
        levels: 2 * (depth + 1),
        experiments: Experiments::default(),
        repeats: Vec::new(),
    };
    let mut tree = builder.preamble_and_decls(nodes, span);
    builder.check_characters(span);
    builder.diagnostics.sort_by_key(|diagnostic| diagnostic.marks.first().map(|mark| mark.span));
    tree.exprs = builder.exprs;
    let Builder { diagnostics, repeats, .. } = builder;
    Parsed { tree, comments: Vec::new(), diagnostics, repeats }
}

/// What building needs to know and collects.
struct Builder<'t> {
    text: &'t str,
    exprs: Arena<ExprId, Expr>,
    /// The height of each expression, by its index.
    heights: Vec<u32>,
    diagnostics: Vec<Diagnostic>,
    /// The line of the last error: what follows on the same line is mostly its echo.
    line: Option<(u32, u32)>,
    too_high: bool,
    /// How much deeper building may recurse. The depth was counted before parsing; should the
    /// grammar nest deeper in a file with errors, this ends it.
    levels: usize,
    experiments: Experiments,
    /// What was copied.
    repeats: Vec<Repeat>,
}

impl Builder<'_> {
    /// Adds an expression.
    fn add(&mut self, span: Span, kind: ExprKind) -> ExprId {
        let height = height(&kind, |id| self.height_of(id));
        if height > MAX_HEIGHT {
            if !self.too_high {
                self.too_high = true;
                self.report(span, slips::too_high(span, MAX_HEIGHT));
            }
            return self.bad(span);
        }
        self.heights.push(height);
        self.exprs.add(Expr { span, kind })
    }

    /// Adds a part that could not be read.
    fn bad(&mut self, span: Span) -> ExprId {
        self.heights.push(1);
        self.exprs.add(Expr { span, kind: ExprKind::Bad })
    }

    /// Builds something that nests, one level deeper.
    fn nested(&mut self, span: Span, build: impl FnOnce(&mut Self) -> ExprId) -> ExprId {
        let Some(levels) = self.levels.checked_sub(1) else {
            self.report(span, slips::too_deep(head(span, 0), MAX_DEPTH));
            return self.bad(span);
        };
        self.levels = levels;
        let built = build(self);
        self.levels += 1;
        built
    }

    fn height_of(&self, id: ExprId) -> u32 {
        use crate::base::Id;
        self.heights.get(id.index()).copied().unwrap_or(1)
    }

    /// Reports an error at `span`, unless one was reported on the same line.
    fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        if self.line.is_some_and(|(start, end)| start <= span.start && span.start <= end) {
            return;
        }
        let at = span.start as usize;
        let before = self.text.get(..at).and_then(|text| text.rfind('\n'));
        let after = self.text.get(at..).and_then(|text| text.find('\n'));
        let start = before.map_or(0, |newline| newline + 1);
        let end = after.map_or(self.text.len(), |newline| at + newline);
        self.line = Some((start as u32, end as u32));
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else if self.diagnostics.len() == MAX_DIAGNOSTICS {
            self.diagnostics.push(slips::too_many(span, MAX_DIAGNOSTICS));
        }
    }

    /// Reports that something else was expected at `span`, an empty place of the parse.
    fn expected(&mut self, span: Span, what: &str) {
        let found = slips::found(self.text, span);
        self.report(found, slips::expected(self.text, found, what));
    }

    /// Reports a bracket that is not closed where the node `noclose` stands.
    fn unclosed(&mut self, opened: Span, at: Span, closing: &str) {
        let found = slips::found(self.text, at);
        self.report(found, slips::unclosed(self.text, opened, found, closing));
    }

    /// Reports a brace that is not closed at the end of the file. The one at fault is likely to be
    /// an inner one, whose closing brace stands further to the left.
    fn unclosed_brace(&mut self, opened: Span, at: Span) {
        let suspect = self.exprs.iter().find_map(|(_, expr)| match expr.kind {
            ExprKind::Struct { braces: true, .. } if expr.span.start > opened.start => {
                let close = expr.span.end.saturating_sub(1);
                let from = slips::indent(self.text, expr.span.start);
                let to = slips::indent(self.text, close);
                let first = slips::starts_line(self.text, close);
                (first && from != to).then_some(expr.span)
            }
            _ => None,
        });
        let found = slips::found(self.text, at);
        let diagnostic = match suspect {
            Some(inner) => brace::inner(self.text, inner),
            None => brace::outer(self.text, opened, found),
        };
        self.report(found, diagnostic);
    }

    /// Reports the first character that may stand nowhere in a file, not even in a comment.
    fn check_characters(&mut self, whole: Span) {
        let behind_first = self.text.char_indices().nth(1).map_or(0, |(at, _)| at);
        let mark = self.text.get(behind_first..).and_then(|text| text.find('\u{FEFF}'));
        let mark = mark.map(|at| (at + behind_first, 3));
        let nul = self.text.find('\0').map(|at| (at, 1));
        for (at, len) in mark.into_iter().chain(nul) {
            let at = at as u32;
            let place = Span::new(whole.file, at, at + len);
            self.report(place, slips::character(self.text, place));
        }
    }

    /// Reports names that the language keeps for itself.
    fn check_declared(&mut self, name: Span) {
        if name.of(self.text).starts_with("__") {
            self.report(name, slips::reserved(name));
        }
    }
}

/// The span of the first `len` bytes of `span`: an opening bracket or word.
fn head(span: Span, len: u32) -> Span {
    Span::new(span.file, span.start, span.start + len)
}

/// Whether the rule is an empty node that says that a closing bracket is missing.
fn is_noclose(node: &Node<'_>) -> bool {
    node.rule() == Rule::noclose
}
