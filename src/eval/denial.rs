//! Fields that closedness refuses: what is said of them.

use super::closed::Requirement;
use super::evidence::Demands;
use super::graph::Graph;
use super::groups::GroupId;
use super::tell::{About, Closer};
use super::value::{Bottom, BottomId, Value};
use super::vertex::{NO_VERTEX, State, VertexId};
use crate::base::Code;
use crate::program::{Label, PackageId};

impl Graph {
    /// Refuses a field; one with an error of its own keeps that.
    pub(super) fn deny(&mut self, arc: VertexId, refusals: &[Requirement], all: &Demands<'_>) {
        let Some(&denied) = refusals.first() else { return };
        let reached = self.reach(arc);
        if matches!(self.vertices[reached].value, Value::Bottom(_)) {
            return;
        }
        let label = self.vertices[arc].label;
        let name = label.text(&self.symbols);
        let mut bottom =
            Bottom::permanent(Code::FieldNotAllowed, format!("field `{name}` is not allowed"));
        if self.quiet == 0 {
            let place = self.vertices[arc]
                .conjuncts
                .iter()
                .find(|conjunct| !self.groups.contains(denied.group, conjunct.group));
            let place = place.and_then(|conjunct| self.label_span(conjunct, label));
            if let Some(span) = place {
                bottom =
                    bottom.at(span, "the struct that it goes into is closed and has no such field");
            }
            let parent = self.vertices[arc].parent;
            // The innermost definition that refuses it has the fields that were meant; of several
            // in one value it is the one that the user named.
            let closers = refusals.iter().filter_map(|one| self.closer(parent, one.group));
            let closer = closers.max_by_key(|(closer, _, level)| {
                let near = closer.reference.map(|span| self.sites().nearness(span));
                (*level, near)
            });
            let closer = closer.map(|(closer, group, _)| (closer, group));
            let judge = closer.map_or(denied, |(_, judge)| all.of(judge).unwrap_or(denied));
            let allowed: Vec<Label> = self.vertices[parent]
                .arcs
                .iter()
                .filter(|&&(other, arc)| {
                    let given = self.vertices[arc].given_by();
                    other != label && all.allows(&self.groups, judge.group, given)
                })
                .map(|&(other, _)| other)
                .collect();
            let closer = closer.map(|(closer, _)| closer);
            let allowed = self.with_patterns(parent, label, allowed);
            bottom = bottom.about(About::Unknown { at: place, allowed, closer });
        }
        bottom.vertex = Some(arc);
        let bottom = self.bottoms.add(bottom);
        self.vertices[arc].node.denied = true;
        if self.vertices[arc].is_shared() {
            // The field that it is shared with is none the worse.
            self.stand_alone(arc);
            self.vertices[arc].state = State::Fields;
        }
        self.fail(arc, bottom);
    }

    /// The definition whose reference opened a group, in a vertex or above it, and how deep.
    fn closer(&self, vertex: VertexId, group: GroupId) -> Option<(Closer, GroupId, u32)> {
        let mut at = vertex;
        while at != NO_VERTEX {
            let references = &self.vertices[at].node.references;
            if let Some(&(definition, _, trail)) = references.iter().find(|one| one.1 == group) {
                let named = self.vertices[definition].label.is_definition();
                let reference = self.trails[trail].reference.map(|id| self.program.span(id));
                let level = self.vertices[at].level;
                return named.then_some((Closer { definition, reference }, group, level));
            }
            at = self.vertices[at].parent;
        }
        None
    }

    /// Adds the names that patterns of a struct spell out, such as `["a" | "b"]`.
    fn with_patterns(&self, holder: VertexId, but: Label, mut allowed: Vec<Label>) -> Vec<Label> {
        for pattern in &self.vertices[holder].node.patterns {
            let value = match pattern.pattern {
                Value::Vertex(vertex) => self.vertices[self.deref(vertex)].value,
                value => value,
            };
            let names = match value {
                Value::Choice(choice) => self.choices[choice].values.as_slice(),
                _ => std::slice::from_ref(&value),
            };
            for &name in names {
                let Value::Str(name) = name else { continue };
                let label = Label::field(name);
                if label != but && !allowed.contains(&label) {
                    allowed.push(label);
                }
            }
        }
        allowed
    }

    /// The error of a field that closedness refuses in a vertex whose fields are all known.
    pub(super) fn first_denied(&mut self, vertex: VertexId) -> Option<BottomId> {
        if self.vertices[vertex].state < State::Fields {
            return None;
        }
        let this = &self.vertices[vertex];
        if (this.node.checked as usize) < this.arcs.len() {
            let requirements = self.requirements(vertex);
            self.check_closed(vertex, &requirements);
        }
        let denied = |&(_, arc): &(Label, VertexId)| self.vertices[arc].node.denied;
        let (_, arc) = self.vertices[vertex].arcs.iter().copied().find(denied)?;
        self.error_of(arc)
    }

    /// Refuses a field if closedness of what it lies in does. Of another package only what is
    /// asked for is looked at.
    pub(super) fn admit_field(&mut self, arc: VertexId) {
        let parent = self.vertices[arc].parent;
        let above = &self.vertices[parent];
        if parent == NO_VERTEX
            || above.state != State::Fields
            || above.node.checked as usize == above.arcs.len()
            || !self.is_in_root(parent)
        {
            return;
        }
        let requirements = self.requirements(parent);
        if !requirements.is_empty() {
            let demands = self.demands(parent, &requirements);
            self.admit(arc, &demands);
        }
    }

    /// Whether a vertex lies in the root package.
    fn is_in_root(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while self.vertices[at].parent != NO_VERTEX {
            at = self.vertices[at].parent;
        }
        self.roots.get(&PackageId::ROOT) == Some(&at)
    }
}
