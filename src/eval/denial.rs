//! Fields that closedness refuses: what is said of them.

use super::closed::Requirement;
use super::graph::Graph;
use super::value::{Bottom, BottomId, Value};
use super::vertex::{NO_VERTEX, State, VertexId};
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

    /// Refuses a field that was reached by a reference alone if the struct that it stands in does.
    pub(super) fn deny_in_place(&mut self, vertex: VertexId) {
        let parent = self.vertices[vertex].parent;
        if parent == NO_VERTEX || self.vertices[vertex].detached {
            return;
        }
        let parent = self.deref(parent);
        if self.vertices[parent].state == State::Fields {
            let requirements = self.requirements(parent);
            self.check_closed(parent, &requirements);
        }
    }
}

fn list_some(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
