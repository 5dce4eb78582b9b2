//! Hints behind what is written: the values of references and of interpolated strings, the defaults
//! that a struct leaves as they are, and images that are put together elsewhere. Off unless the
//! client's settings ask for them.

use lsp_types::request::InlayHintRequest;
use lsp_types::{InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams, InlayHintTooltip};

use super::Answer;
use crate::eval::{Graph, VertexId};
use crate::lsp::desk::{Desk, Hints};
use crate::lsp::position::Lines;
use crate::session::Step;
use crate::session::index::Index;
use crate::session::names::{File, Names};
use crate::syntax::tree::{BinaryOp, ExprId, ExprKind, Part, Tree, UnaryOp};

/// How many hints are given at most: what fits some screens.
const MOST_HINTS: usize = 400;

/// How long a value may be that is shown, in letters; an image is shown whole.
const LONGEST: usize = 40;

/// How many fields one hint names.
const MOST_NAMED: usize = 4;

/// How many operands of `&` are looked at.
const MOST_OPERANDS: usize = 64;

pub(super) fn hints(desk: &Desk, params: InlayHintParams) -> Answer<InlayHintRequest> {
    let wanted = desk.snapshot.settings.inlay_hints;
    if !wanted.any() {
        return Ok(None);
    }
    let Some((project, file)) = desk.file(&params.text_document) else { return Ok(None) };
    let names = Names::new(&project.loaded);
    let Some(here) = names.file(file) else { return Ok(None) };
    let lines = desk.lines(here.text);
    let (from, to) = (lines.offset(params.range.start), lines.offset(params.range.end));
    let inspection = desk.inspection(&project);
    let mut inspection = inspection.borrow_mut();
    let graph = &mut inspection.graph;
    let mut hints = Vec::new();
    for (id, one) in here.index.definitions.iter() {
        if hints.len() >= MOST_HINTS {
            break;
        }
        let Some(value) = one.value.filter(|_| one.is_field()) else { continue };
        let span = here.parsed.tree.exprs[value].span;
        if span.end < from || span.start > to {
            continue;
        }
        let about = About { here, lines: &lines, value, is_image: is_image(&one.name), wanted };
        if !about.may_have() {
            continue;
        }
        let Some((package, path)) = names.path_of(file, id) else { continue };
        let Some(vertex) = graph.at(package, &path) else { continue };
        hints.extend(about.value(graph, vertex).or_else(|| about.left(graph, vertex)));
    }
    Ok(Some(hints))
}

/// Whether a field of that name holds an image, as Kubernetes and the modules call them.
fn is_image(name: &str) -> bool {
    name == "image" || name.ends_with("Image")
}

/// A field that may have a hint.
struct About<'a> {
    here: &'a File<'a>,
    lines: &'a Lines<'a>,
    value: ExprId,
    is_image: bool,
    wanted: Hints,
}

/// What a field's value is, as it is written.
enum Form {
    /// It says less than its value: a reference, a call, a text that is put together.
    Computed,
    /// It leaves a choice, and does not say which of it is the default.
    Open,
    /// It has fields: the structs that are written in it, if any.
    Composed(Vec<ExprId>),
    /// It says all.
    Plain,
}

impl About<'_> {
    fn may_have(&self) -> bool {
        match self.form() {
            Form::Computed => {
                self.wanted.references
                    || self.wanted.defaults
                    || self.wanted.images && self.is_image
            }
            Form::Open => self.wanted.defaults,
            Form::Composed(_) => self.wanted.defaults || self.wanted.images,
            Form::Plain => false,
        }
    }

    fn form(&self) -> Form {
        form(&self.here.parsed.tree, &self.here.index, self.value)
    }

    /// The value behind what stands for it.
    fn value(&self, graph: &mut Graph, vertex: VertexId) -> Option<InlayHint> {
        let shown = match self.form() {
            Form::Computed if self.wanted.images && self.is_image => {
                format!("= {:?}", graph.string(vertex)?)
            }
            Form::Computed if self.wanted.references => {
                format!("= {}", cut(&graph.scalar(vertex)?))
            }
            Form::Open => format!("default {}", cut(&graph.default_scalar(vertex)?)),
            Form::Composed(literals) if literals.is_empty() && self.wanted.defaults => {
                format!("default {}", cut(&graph.default_scalar(vertex)?))
            }
            Form::Computed | Form::Composed(_) | Form::Plain => return None,
        };
        let end = self.here.parsed.tree.exprs[self.value].span.end;
        Some(self.hint(end, shown, None))
    }

    /// What is not written in a struct: the fields that have their defaults, and images.
    fn left(&self, graph: &mut Graph, vertex: VertexId) -> Option<InlayHint> {
        let literals = match self.form() {
            Form::Composed(literals) => literals,
            Form::Computed => Vec::new(),
            Form::Open | Form::Plain => return None,
        };
        let tree = &self.here.parsed.tree;
        let written: Vec<_> =
            literals.iter().filter_map(|&it| self.here.index.scope_of(it)).collect();
        let is_written = |name: &str| {
            written.iter().any(|&scope| self.here.index.declared(scope, name).next().is_some())
        };
        let (mut images, mut defaults) = (Vec::new(), Vec::new());
        for (step, member) in graph.members(vertex) {
            let (Step::Name(name) | Step::Quoted(name)) = step else { continue };
            if is_written(&name) {
                continue;
            }
            if self.wanted.images && is_image(&name) {
                images.extend(graph.string(member).map(|image| format!("{name}: {image:?}")));
            } else if self.wanted.defaults {
                let shown = graph.default_scalar(member);
                defaults.extend(shown.map(|shown| format!("{name}: {}", cut(&shown))));
            }
        }
        let left: Vec<String> = images.into_iter().chain(defaults).collect();
        if left.is_empty() {
            return None;
        }
        let more = if left.len() > MOST_NAMED { ", …" } else { "" };
        let named = left.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
        let place = match literals.last() {
            Some(&literal) => tree.exprs[literal].span.start + 1,
            None => tree.exprs[self.value].span.end,
        };
        Some(self.hint(place, format!("{named}{more}"), Some(left.join("\n"))))
    }

    fn hint(&self, offset: u32, label: String, tooltip: Option<String>) -> InlayHint {
        InlayHint {
            position: self.lines.position(offset),
            label: InlayHintLabel::String(label),
            kind: Some(InlayHintKind::TYPE),
            text_edits: None,
            tooltip: tooltip.map(InlayHintTooltip::String),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    }
}

fn cut(shown: &str) -> String {
    let short: String = shown.chars().take(LONGEST).collect();
    let dots = if short.len() < shown.len() { "…" } else { "" };
    format!("{short}{dots}")
}

fn form(tree: &Tree, index: &Index, value: ExprId) -> Form {
    match &tree.exprs[value].kind {
        ExprKind::Ident => match index.use_of(value) {
            Some(one) if !crate::program::is_predeclared(&one.name) => Form::Computed,
            Some(_) | None => Form::Open,
        },
        ExprKind::Select { .. } | ExprKind::Call { .. } | ExprKind::Binary(BinaryOp::Add, ..) => {
            Form::Computed
        }
        ExprKind::String(lit)
            if lit.parts.iter().any(|part| matches!(part, Part::Interpolation(_))) =>
        {
            Form::Computed
        }
        ExprKind::Struct { braces, .. } => {
            Form::Composed(braces.then_some(value).into_iter().collect())
        }
        ExprKind::Binary(BinaryOp::And, ..) => operands(tree, value),
        ExprKind::Binary(BinaryOp::Or, ..) if !marks_default(tree, value) => Form::Open,
        ExprKind::Paren(inner) if marks_default(tree, *inner) => Form::Plain,
        ExprKind::Paren(_) | ExprKind::Unary(..) => Form::Open,
        _ => Form::Plain,
    }
}

/// What `&` joins: structs, or constraints of a scalar.
fn operands(tree: &Tree, value: ExprId) -> Form {
    let mut literals = Vec::new();
    let mut open = vec![value];
    let mut looked = 0;
    let mut refers = false;
    while let Some(expr) = open.pop() {
        looked += 1;
        if looked > MOST_OPERANDS {
            break;
        }
        match &tree.exprs[expr].kind {
            // The left one last, so that the literals are in their order.
            ExprKind::Binary(BinaryOp::And, left, right, _) => open.extend([*right, *left]),
            ExprKind::Struct { braces: true, .. } => literals.push(expr),
            ExprKind::Ident | ExprKind::Select { .. } => refers = true,
            _ => {}
        }
    }
    match literals.is_empty() && !refers {
        true => Form::Open,
        false => Form::Composed(literals),
    }
}

/// Whether an arm of a disjunction is marked as the default where it is written.
fn marks_default(tree: &Tree, value: ExprId) -> bool {
    let mut open = vec![value];
    while let Some(expr) = open.pop() {
        match &tree.exprs[expr].kind {
            ExprKind::Binary(BinaryOp::Or, left, right, _) => open.extend([*left, *right]),
            ExprKind::Unary(UnaryOp::Default, _) => return true,
            _ => {}
        }
    }
    false
}
