//! Why a value is not there: what stands in the way of a field that something declares, and which
//! name was probably meant.

use super::arms::MOST_TRIED;
use super::frames::Frames;
use super::{Fate, Found, Tracer, walk};
use crate::base::{Span, nearest};
use crate::eval::graph::Graph;
use crate::eval::inspect::Step;
use crate::eval::value::Value;
use crate::eval::vertex::{Arm, Conjunct, VertexId};
use crate::program::{Clause, ComprehensionId, Decl, Expr, ExprId, Label, Mark};

/// How deep the bodies of comprehensions are looked into.
const DEEPEST: usize = 16;

/// Why a step leads nowhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Absence {
    /// What the value is in which it was looked for.
    pub holder: String,
    /// Whether that is a list; else it is a struct, or has no fields at all.
    pub is_list: bool,
    /// How many elements or fields it has.
    pub count: usize,
    /// The names of its fields, without those that are made for inner use.
    pub names: Vec<String>,
    /// The name that was probably meant.
    pub near: Option<String>,
    /// What stands in the way.
    pub hindrances: Vec<(Hindrance, Span)>,
    /// Where the value is written.
    pub place: Option<Span>,
}

/// What stands in the way of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Hindrance {
    /// The condition of the comprehension that would give it is false.
    Condition,
    /// What the comprehension goes through that would give it is empty.
    Empty,
    /// The comprehension that would give it has no value, for this reason.
    Unknown(String),
    /// It is declared by an alternative that was not taken, for this reason if that is known.
    Alternative(Option<String>),
    /// It comes with a computed label, which is another one.
    Computed,
}

impl Tracer {
    /// Why `step` leads nowhere from a value.
    pub fn absence(&self, graph: &mut Graph, from: &Found, step: &Step) -> Absence {
        let holder = graph.chosen(from.vertex);
        graph.finish(holder);
        let arcs = graph.vertices[holder].arcs.clone();
        let is_list = matches!(graph.vertices[holder].value, Value::List);
        let shown = |label: &Label| label.as_index().is_none();
        let names = arcs.iter().filter(|(label, _)| shown(label));
        let names: Vec<String> = names.map(|(label, _)| label.source(&graph.symbols)).collect();
        let wanted = match step {
            Step::Name(name) | Step::Quoted(name) => name.clone(),
            Step::Index(index) => index.to_string(),
        };
        let hindrances = graph.hindrances(&self.frames, from, &wanted);
        let near = match hindrances.is_empty() {
            true => nearest(&wanted, names.iter().map(String::as_str)).map(str::to_owned),
            false => None,
        };
        let regular = |(label, arc): &&(Label, VertexId)| {
            (label.is_field() || label.as_index().is_some())
                && graph.vertices[*arc].mark == Mark::Regular
        };
        Absence {
            holder: graph.show_value(graph.default_of(Value::Vertex(holder))),
            is_list,
            count: arcs.iter().filter(regular).count(),
            names,
            near,
            hindrances,
            place: graph.place(from.vertex),
        }
    }
}

impl Graph {
    /// What of all that went into a value would have given it that field, and why it did not.
    fn hindrances(
        &mut self,
        frames: &Frames,
        from: &Found,
        wanted: &str,
    ) -> Vec<(Hindrance, Span)> {
        let walked = walk::walk(self, frames, from);
        let mut found: Vec<(Hindrance, Span)> = Vec::new();
        for (id, conjunct) in walked.comprehensions {
            let body = self.program.comprehensions[id].body;
            let declares = self.declares(body, wanted, 0);
            let Some(sure) = declares else { continue };
            let hindrance = match (self.stopped(id, &conjunct), sure) {
                (Some(stopped), true) => stopped,
                (Some(_), false) => continue,
                (None, _) => (Hindrance::Computed, self.program.comprehensions[id].span),
            };
            found.push(hindrance);
        }
        let mut left = MOST_TRIED;
        for leaf in walked.leaves {
            let (walk::Sort::Choice(arms, occurrence), Some((_, env))) = (leaf.sort, leaf.written)
            else {
                continue;
            };
            let alternatives = self.arms(arms);
            let fates = self.fates(from.vertex, (arms, occurrence), env, &mut left);
            for ((_, arm), one) in alternatives.into_iter().zip(fates) {
                let Arm::Expr(arm) = arm else { continue };
                if let Fate::Dropped(reason) = one.fate
                    && self.declares(arm, wanted, 0) == Some(true)
                {
                    found.push((Hindrance::Alternative(reason), one.span));
                }
            }
        }
        let (sure, unsure): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|one| one.0 != Hindrance::Computed);
        if sure.is_empty() { unsure } else { sure }
    }

    /// Whether an expression declares a field of that name: for sure, or perhaps, by a label that is
    /// computed; nothing if it does not.
    fn declares(&self, expr: ExprId, wanted: &str, depth: usize) -> Option<bool> {
        if depth > DEEPEST {
            return None;
        }
        let of = |expr| self.declares(expr, wanted, depth + 1);
        match self.program.expr(expr) {
            &Expr::Struct(lit) => {
                let decls = self.program.literal(lit).decls.iter();
                let all = decls.filter_map(|decl| match *decl {
                    Decl::Field { label, mark, .. } => {
                        let own = label.text(&self.symbols) == wanted;
                        (own && mark != Mark::Optional).then_some(true)
                    }
                    Decl::Dynamic { .. } => Some(false),
                    Decl::Embed(inner) => of(inner),
                    Decl::Comprehension(id) => of(self.program.comprehensions[id].body),
                    Decl::Pattern { .. } | Decl::Ellipsis(_) => None,
                });
                all.max()
            }
            Expr::And(operands) => operands.iter().filter_map(|&operand| of(operand)).max(),
            &Expr::Open(inner) => of(inner),
            &Expr::Comprehension(id) => of(self.program.comprehensions[id].body),
            _ => None,
        }
    }

    /// The clause at which a comprehension that yields nothing ends.
    fn stopped(&mut self, id: ComprehensionId, conjunct: &Conjunct) -> Option<(Hindrance, Span)> {
        let comprehension = self.program.comprehensions[id].clone();
        let mut start = comprehension.span.start;
        for (at, clause) in comprehension.clauses.iter().enumerate() {
            let (expr, hindrance) = match *clause {
                Clause::If(condition) | Clause::Try(_, condition) => {
                    (condition, Hindrance::Condition)
                }
                Clause::For(source) => (source, Hindrance::Empty),
            };
            let end = self.program.span(expr).end;
            let span = Span { start, end, ..comprehension.span };
            start = end;
            match self.yields_by(id, at + 1, conjunct) {
                Ok(envs) if envs.is_empty() => return Some((hindrance, span)),
                Ok(_) => {}
                Err(bottom) => {
                    let message = self.bottoms[bottom].message.clone();
                    return Some((Hindrance::Unknown(message), span));
                }
            }
        }
        None
    }
}
