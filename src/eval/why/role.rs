//! What each contribution did to the value, and which decided.

use std::cmp::Reverse;

use super::arms::MOST_TRIED;
use super::frames::holds;
use super::walk::{Leaf, Sort};
use super::{Alternative, Contribution, Fate, LinkKind, Role};
use crate::base::Span;
use crate::eval::export::Need;
use crate::eval::graph::Graph;
use crate::eval::survivor::Mode;
use crate::eval::value::Value;
use crate::eval::vertex::{NO_ENV, VertexId};
use crate::program::{Decl, Mark, PackageId, StructId};

/// How many fields of a struct are named.
const MOST_FIELDS: usize = 8;

/// The contributions to a value: what decided first, of what did the same what is nearest to the
/// user. `conflicts` are the places that an error is about.
pub(super) fn contributions(
    graph: &mut Graph,
    vertex: VertexId,
    leaves: Vec<Leaf>,
    conflicts: &[Span],
) -> Vec<Contribution> {
    let chosen = graph.default_of(Value::Vertex(vertex));
    // What an alternative holds is not given beside it.
    let beside = |leaf: &Leaf| leaf.chain.iter().all(|link| link.kind != LinkKind::Alternative);
    let given = leaves.iter().any(|leaf| match leaf.sort {
        Sort::Plain(value) | Sort::Computed(value) => beside(leaf) && Graph::is_scalar(value),
        Sort::Struct(_) | Sort::List | Sort::Choice(..) | Sort::Failed(_) => false,
    });
    let view = View { vertex, chosen, given };
    let mut left = MOST_TRIED;
    let mut all: Vec<Contribution> = Vec::with_capacity(leaves.len());
    for leaf in leaves.into_iter().take(super::MOST) {
        let is_blamed = graph.is_blamed(&leaf, conflicts);
        let mut told = graph.contribution(&view, leaf, &mut left);
        if is_blamed {
            told.role = Role::Conflict;
        }
        all.push(told);
    }
    all.sort_by_key(|one| {
        let (nearness, file, start) = graph.sites().rank(one.span);
        (one.role, Reverse(nearness), file, start)
    });
    all
}

/// What is looked at.
struct View {
    vertex: VertexId,
    /// The value, with its default taken.
    chosen: Value,
    /// Whether anything but a disjunction gives the value.
    given: bool,
}

impl Graph {
    fn contribution(&mut self, view: &View, leaf: Leaf, left: &mut usize) -> Contribution {
        let Leaf { span, sort, written, chain } = leaf;
        let mut alternatives = Vec::new();
        let mut inputs = Vec::new();
        let computed = matches!(sort, Sort::Computed(_) | Sort::Failed(_));
        if computed && let Some((expr, env)) = written {
            inputs = self.inputs(expr, env);
        }
        let (role, value) = match sort {
            Sort::Struct(lit) => (Role::Fields, self.fields_in(lit)),
            Sort::List => (Role::Fields, String::new()),
            Sort::Plain(value) | Sort::Computed(value) => {
                (Self::role_of(value), self.show_value(value))
            }
            Sort::Failed(bottom) => (Role::Constraint, self.bottoms[bottom].message.clone()),
            Sort::Choice(arms, occurrence) => {
                let env = written.map_or(NO_ENV, |written| written.1);
                alternatives = self.fates(view.vertex, (arms, occurrence), env, left);
                (self.role_of_choice(view, &alternatives), String::new())
            }
        };
        let (definition, package) = self.stands_in(span);
        Contribution {
            span,
            role,
            value,
            computed,
            definition,
            package,
            chain,
            alternatives,
            inputs,
        }
    }

    fn role_of(value: Value) -> Role {
        match value {
            Value::Top => Role::Anything,
            Value::Vertex(_) | Value::Struct | Value::List => Role::Fields,
            // All scalars that are unified are the same, or in conflict.
            value if Self::is_scalar(value) => Role::Value,
            _ => Role::Constraint,
        }
    }

    fn role_of_choice(&self, view: &View, alternatives: &[Alternative]) -> Role {
        let is_taken = |one: &&Alternative| one.fate == Fate::Taken;
        let taken = alternatives.iter().find(is_taken);
        let dropped_default =
            alternatives.iter().any(|one| one.default && matches!(one.fate, Fate::Dropped(_)));
        let is_settled = self.is_chosen(view.chosen);
        match taken {
            Some(taken) if taken.default && !view.given && self.by_default(view.vertex) => {
                Role::Default
            }
            Some(_) if !view.given && is_settled => Role::Value,
            _ if dropped_default => Role::Overridden,
            _ => Role::Constraint,
        }
    }

    /// Whether a default decided what the value of a vertex is.
    fn by_default(&self, vertex: VertexId) -> bool {
        let mut at = Some(vertex);
        while let Some(vertex) = at {
            let this = &self.vertices[vertex];
            if matches!(this.value, Value::Choice(_)) || this.node.mode == Mode::Default {
                return true;
            }
            at = this.forward;
        }
        false
    }

    /// The names of the fields that a struct literal declares.
    fn fields_in(&self, lit: StructId) -> String {
        let decls = self.program.literal(lit).decls.iter();
        let mut names: Vec<String> = Vec::new();
        let mut left = 0;
        for decl in decls {
            let name = match *decl {
                Decl::Field { label, mark, .. } => {
                    let mark = match mark {
                        Mark::Regular => "",
                        Mark::Required => "!",
                        Mark::Optional => "?",
                    };
                    format!("{}{mark}", label.source(&self.symbols))
                }
                Decl::Dynamic { key, .. } => {
                    format!("({})", self.texts.slice(self.program.span(key)))
                }
                Decl::Pattern { pattern, .. } => {
                    format!("[{}]", self.texts.slice(self.program.span(pattern)))
                }
                Decl::Ellipsis(_) => "...".to_owned(),
                Decl::Embed(_) | Decl::Comprehension(_) => continue,
            };
            match names.len() < MOST_FIELDS {
                true if names.contains(&name) => {}
                true => names.push(name),
                false => left += 1,
            }
        }
        if left > 0 {
            names.push(format!("{left} more"));
        }
        if names.is_empty() { "{}".to_owned() } else { names.join(", ") }
    }

    /// Whether an error is about a contribution.
    fn is_blamed(&self, leaf: &Leaf, conflicts: &[Span]) -> bool {
        let label = leaf.written.and_then(|(expr, _)| self.sites().label(expr));
        conflicts.iter().any(|&mark| {
            let own = holds(leaf.span, mark) && !matches!(leaf.sort, Sort::Struct(_));
            own || holds(mark, leaf.span) || label == Some(mark)
        })
    }

    /// The definition and the package in which a place lies.
    fn stands_in(&self, span: Span) -> (Option<String>, Option<String>) {
        if span.file == Span::NOWHERE.file {
            return (None, None);
        }
        let sites = self.sites();
        let definition = sites.definition_at(span).map(|label| label.text(&self.symbols));
        let package = sites.package_of(span.file).filter(|&package| package != PackageId::ROOT);
        (definition, package.map(|package| self.program.packages[package].path.clone()))
    }

    /// The places that the error of a value is about.
    pub(super) fn places_of_error(&mut self, vertex: VertexId) -> Vec<Span> {
        let told = self.validate(vertex, Need::Concrete);
        let marks = told.iter().flat_map(|one| &one.marks).map(|mark| mark.span);
        let mut spans: Vec<Span> = marks.collect();
        if let Value::Bottom(bottom) = self.vertices[self.deref(vertex)].value {
            spans.extend(self.bottoms[bottom].marks.iter().map(|mark| mark.span));
        }
        spans
    }
}
