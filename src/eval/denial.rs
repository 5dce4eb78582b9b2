//! Fields that closedness refuses: what is said of them, and who shares them.

use super::closed::Requirement;
use super::graph::Graph;
use super::value::{Bottom, BottomId, Value};
use super::vertex::{Conjunct, NO_VERTEX, Source, State, VertexId};
use crate::base::{Code, nearest};
use crate::program::Label;

impl Graph {
    /// Refuses a field; one with an error of its own keeps that.
    pub(super) fn deny(
        &mut self,
        label: Label,
        arc: VertexId,
        denied: Requirement,
        all: &[Requirement],
        arcs: &[(Label, VertexId)],
    ) {
        let reached = self.reach(arc);
        if matches!(self.vertices[reached].value, Value::Bottom(_)) {
            return;
        }
        let name = label.text(&self.symbols);
        let mut bottom =
            Bottom::permanent(Code::FieldNotAllowed, format!("field `{name}` is not allowed"));
        if self.quiet == 0 {
            let place = self.vertices[arc]
                .conjuncts
                .iter()
                .find(|conjunct| !self.groups.contains(denied.group, conjunct.group))
                .and_then(|conjunct| self.label_span(conjunct, label));
            if let Some(span) = place {
                bottom =
                    bottom.at(span, "the struct that it goes into is closed and has no such field");
            }
            let allowed: Vec<String> = arcs
                .iter()
                .filter(|&&(other, arc)| other != label && self.is_allowed(arc, &denied, all))
                .map(|(other, _)| other.text(&self.symbols))
                .collect();
            if let Some(near) = nearest(&name, allowed.iter().map(String::as_str)) {
                bottom = bottom.help(format!("Did you mean `{near}`?"));
            } else if !allowed.is_empty() {
                bottom = bottom.help(format!("It may have: {}.", list_some(&allowed)));
            }
        }
        bottom.vertex = Some(arc);
        let bottom = self.bottoms.add(bottom);
        self.vertices[arc].node.denied = true;
        self.fail(arc, bottom);
    }

    /// The error of a field that closedness refuses in a vertex whose fields are all known.
    pub(super) fn first_denied(&mut self, vertex: VertexId) -> Option<BottomId> {
        if self.vertices[vertex].state < State::Fields {
            return None;
        }
        let requirements = self.requirements(vertex);
        self.check_closed(vertex, &requirements);
        let denied = |&(_, arc): &(Label, VertexId)| self.vertices[arc].node.denied;
        let (_, arc) = self.vertices[vertex].arcs.iter().copied().find(denied)?;
        self.error_of(arc)
    }

    /// Refuses in a vertex that is nothing but a reference what is refused where it leads: the
    /// definition that refuses it there is not unified here.
    pub(super) fn share_denials(&mut self, vertex: VertexId) {
        let Some(twin) = self.vertices[vertex].node.twin.or_else(|| self.shared(vertex)) else {
            return;
        };
        let twin = self.reach(twin);
        if self.vertices[twin].state < State::Fields {
            return;
        }
        let requirements = self.requirements(twin);
        self.check_closed(twin, &requirements);
        for (label, arc) in self.vertices[vertex].arcs.clone() {
            let Some(theirs) = self.arc(twin, label) else { continue };
            match self.error_of(theirs) {
                Some(bottom) if self.vertices[theirs].node.denied => {
                    self.vertices[arc].node.denied = true;
                    self.fail(arc, bottom);
                }
                Some(_) | None => self.vertices[arc].node.twin = Some(theirs),
            }
        }
    }

    /// The field that a vertex refers to and otherwise is not given anything, if closedness is
    /// required of that field from above.
    fn shared(&mut self, vertex: VertexId) -> Option<VertexId> {
        let &[Conjunct { source: Source::Expr(id), .. }] =
            self.vertices[vertex].conjuncts.as_slice()
        else {
            return None;
        };
        let &(target, _) = self.vertices[vertex].node.references.first()?;
        if !self.is_reference(id) || !self.is_rooted(target) {
            return None;
        }
        let parent = self.vertices[target].parent;
        let above = self.requirements(parent);
        if above.is_empty() {
            return None;
        }
        let parent = self.reach(parent);
        self.check_closed(parent, &above);
        if self.vertices[target].node.denied
            && let Some(bottom) = self.error_of(target)
        {
            self.fail(vertex, bottom);
            return None;
        }
        Some(target)
    }

    /// Whether a vertex is a field all the way up to the root of a package.
    fn is_rooted(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while at != NO_VERTEX && !self.vertices[at].detached {
            at = self.vertices[at].parent;
        }
        at == NO_VERTEX
    }
}

fn list_some(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
