//! Lists: elements are arcs with index labels; a closed list fixes the length.

use super::anchor::Anchor;
use super::closed::Trait;
use super::computed::Computed;
use super::graph::Graph;
use super::groups::ROOT;
use super::kind::Kind;
use super::node::push;
use super::value::{Bottom, BottomId, Value};
use super::vertex::{Conjunct, Cycles, EnvId, ListShape, NO_TRAIL, Source, VertexId, Work};
use crate::base::{Code, Span};
use crate::program::{Element, Expr, ExprId, Label, Mark};

/// A length or an index in four bytes: more elements take more memory than there is.
fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Graph {
    /// Unifies a list literal with `vertex`; one with comprehensions may have to wait.
    pub(super) fn insert_list(&mut self, vertex: VertexId, id: ExprId, conjunct: Conjunct) {
        self.note(vertex, conjunct);
        self.vertices[vertex].node.closing.add(conjunct.group, Trait::Struct);
        self.meet_kind(vertex, Kind::LIST, id.into());
        let Expr::List { elements, .. } = self.program.expr(id) else { return };
        if elements.iter().any(|element| matches!(element, Element::Comprehension(_))) {
            self.vertices[vertex].node.list.get_or_insert_default().at = Some(id.into());
            self.queue(vertex, Work::List(id), conjunct);
            return;
        }
        if let Err(bottom) = self.run_list(vertex, id, conjunct) {
            self.give_up(vertex, bottom);
        }
    }

    /// Lays out the elements of a list literal.
    pub(super) fn run_list(
        &mut self,
        vertex: VertexId,
        id: ExprId,
        conjunct: Conjunct,
    ) -> Result<(), BottomId> {
        let span = self.program.span(id);
        let Expr::List { elements, ellipsis, level } = self.program.expr(id) else { return Ok(()) };
        let (elements, ellipsis) = (elements.clone(), *ellipsis);
        let conjunct = if *level { self.list_level(vertex, conjunct) } else { conjunct };
        let mut items: Vec<(ExprId, EnvId)> = Vec::with_capacity(elements.len());
        for element in &elements {
            match *element {
                Element::Value(value) => items.push((value, conjunct.env)),
                Element::Comprehension(comprehension) => {
                    let body = self.program.comprehensions[comprehension].body;
                    let fallback = self.program.comprehensions[comprehension].fallback;
                    let envs = self.yields(comprehension, &conjunct)?;
                    if envs.is_empty()
                        && let Some(fallback) = fallback
                    {
                        items.push((fallback, conjunct.env));
                    }
                    items.extend(envs.into_iter().map(|env| (body, env)));
                }
            }
        }
        let count = items.len();
        self.shape_list(vertex, count, !ellipsis.is_open(), id.into());
        for (index, (value, env)) in items.into_iter().enumerate() {
            let arc = self.field(vertex, Label::index(index), Mark::Regular);
            self.add_conjunct(arc, Conjunct { source: Source::Expr(value), env, ..conjunct });
        }
        if let Some(rest) = ellipsis.value() {
            self.add_tail(vertex, count, conjunct.saying(Source::Expr(rest)));
        } else if ellipsis.is_open() && conjunct.group != ROOT {
            // What closes the list leaves further elements open.
            let anything = self.source(Computed::Value(Value::Top, span));
            self.add_tail(vertex, count, conjunct.saying(anything));
        }
        Ok(())
    }

    /// The conjunct in the level that a list opens.
    fn list_level(&mut self, vertex: VertexId, conjunct: Conjunct) -> Conjunct {
        let env = self.env(conjunct.env, vertex, Label::NONE, conjunct.trail);
        self.join_cycle(env, conjunct.cycle);
        Conjunct { env, ..conjunct }
    }

    /// Says what all elements from `count` on must be.
    fn add_tail(&mut self, vertex: VertexId, count: usize, tail: Conjunct) {
        let count = length(count);
        push(&mut self.vertices[vertex].node.list.get_or_insert_default().tails, (count, tail));
        let mut at = 0;
        while let Some(&(label, arc)) = self.vertices[vertex].arcs.get(at) {
            at += 1;
            if label.as_index().is_some_and(|index| length(index) >= count) {
                self.add_conjunct(arc, tail);
            }
        }
    }

    /// Records that a list has `count` elements, or at least so many.
    pub(super) fn shape_list(&mut self, vertex: VertexId, count: usize, closed: bool, at: Anchor) {
        let count = length(count);
        let list: &mut ListShape = self.vertices[vertex].node.list.get_or_insert_default();
        let (length, least, first) = (list.length, list.least, list.at);
        list.least = list.least.max(count);
        list.at.get_or_insert(at);
        if closed && list.length.is_none() {
            list.length = Some((count, at));
        }
        let clash = match length {
            Some((length, place)) if (closed && length != count) || count > length => {
                Some((length, place))
            }
            Some(_) => None,
            None if closed && least > count => Some((least, first.unwrap_or(at))),
            None => None,
        };
        if let Some((length, place)) = clash {
            let bottom = Bottom::permanent(
                Code::Conflict,
                format!("incompatible list lengths ({length} and {count})"),
            )
            .at(self.span_at(at), format!("this list has {count} elements"))
            .at(self.span_at(place), format!("this one has {length}"));
            let bottom = self.bottoms.add(bottom);
            self.give_up(vertex, bottom);
        }
    }

    /// Unifies the tails of open lists with a new element.
    pub(super) fn apply_tails(&mut self, vertex: VertexId, label: Label, arc: VertexId) {
        let (Some(index), Some(list)) = (label.as_index(), &self.vertices[vertex].node.list) else {
            return;
        };
        let index = length(index);
        let tails: Vec<Conjunct> =
            list.tails.iter().filter(|tail| index >= tail.0).map(|tail| tail.1).collect();
        for tail in tails {
            self.add_conjunct(arc, tail);
        }
    }

    /// The elements of a list.
    pub(super) fn elements(&self, vertex: VertexId) -> Vec<VertexId> {
        let vertex = self.deref(vertex);
        self.vertices[vertex]
            .arcs
            .iter()
            .filter(|arc| arc.0.as_index().is_some())
            .map(|arc| arc.1)
            .collect()
    }

    /// A new closed list of conjuncts.
    pub(super) fn new_list(
        &mut self,
        parent: VertexId,
        items: Vec<Source>,
        env: EnvId,
        span: Span,
    ) -> VertexId {
        let (vertex, at) = (self.detached(parent), self.anchor(span));
        self.meet_kind(vertex, Kind::LIST, at);
        self.vertices[vertex].node.cycles.note(Cycles::STRUCTURE, true);
        self.shape_list(vertex, items.len(), true, at);
        for (index, source) in items.into_iter().enumerate() {
            let arc = self.field(vertex, Label::index(index), Mark::Regular);
            self.add_conjunct(arc, Conjunct::new(source, env, NO_TRAIL));
        }
        self.vertices[vertex].set_made(true);
        self.reach(vertex)
    }

    /// `base[low:high]` of a list or bytes.
    pub(super) fn slice_of(
        &mut self,
        base: ExprId,
        low: Option<ExprId>,
        high: Option<ExprId>,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let subject = self.operand(base, env)?;
        let mut bounds = [None, None];
        for (bound, id) in bounds.iter_mut().zip([low, high]) {
            let Some(id) = id else { continue };
            let value = self.operand(id, env)?;
            *bound = match self.as_count(value).map(usize::try_from) {
                Some(Ok(index)) => Some(index),
                _ => {
                    let message = format!("invalid slice index {}", self.show_value(value));
                    return Err(self
                        .bottoms
                        .add(Bottom::permanent(Code::Operand, message).at(span, "")));
                }
            };
        }
        let items = match subject {
            Value::Vertex(vertex) if self.vertices[self.deref(vertex)].value == Value::List => {
                self.elements(vertex)
            }
            Value::Bytes(_) => Vec::new(),
            value => {
                let message = format!(
                    "cannot slice {}: only lists and bytes can be sliced",
                    self.show_value(value)
                );
                return Err(self
                    .bottoms
                    .add(Bottom::permanent(Code::Operand, message).at(span, "")));
            }
        };
        let length = match subject {
            Value::Bytes(bytes) => self.bytes[bytes].len(),
            _ => items.len(),
        };
        let [from, to] = bounds;
        let (from, to) = (from.unwrap_or(0), to.unwrap_or(length));
        if to > length || from > to {
            let message = format!("slice [{from}:{to}] out of range with length {length}");
            return Err(self.bottoms.add(Bottom::permanent(Code::Operand, message).at(span, "")));
        }
        match subject {
            Value::Bytes(bytes) => {
                let piece: Box<[u8]> =
                    self.bytes[bytes].iter().skip(from).take(to - from).copied().collect();
                Ok(Value::Bytes(self.bytes.add(piece)))
            }
            _ => self.made_list(items.into_iter().skip(from).take(to - from).collect(), env, span),
        }
    }
}
