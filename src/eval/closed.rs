//! Closedness by evidence: which fields a vertex may have.
//!
//! **Groups.** Every reference, embedding and struct literal with embeddings that is inserted in a
//! vertex opens a group, and each conjunct belongs to one; groups contain each other as the
//! constructs do. A reference to a definition makes a *requirement*: every field of the vertex
//! must have a conjunct (its evidence) in the definition's group. What embeds a definition may add
//! fields to it: a conjunct of the struct literal around an embedding is evidence too, if it lies
//! outside that embedding. Requirements go down to the fields below, except those of `close()`.
//! (Spec: Closed structs; the evaluator of the Go project calls it typo checking.)

use std::rc::Rc;

use super::graph::Graph;
use super::value::Bottom;
use super::vertex::{NO_VERTEX, VertexId};
use crate::base::{Arena, Code, id, nearest};
use crate::program::{Label, Mark};

id! {
    /// A group of conjuncts.
    GroupId
}

/// The group that contains all others.
pub(super) const ROOT: GroupId = GroupId(0);

/// What opened a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum GroupKind {
    /// A reference.
    Reference,
    /// An embedded expression.
    Embedding,
    /// A struct literal with embeddings.
    Struct,
}

/// A group of conjuncts.
#[derive(Debug)]
pub(super) struct Group {
    kind: GroupKind,
    parent: GroupId,
    /// Groups of further references to what this group already holds.
    aliases: Vec<GroupId>,
}

/// All groups of a graph.
#[derive(Debug)]
pub(super) struct Groups {
    groups: Arena<GroupId, Group>,
}

/// A group in which every field must have evidence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Requirement {
    pub(super) group: GroupId,
    /// Whether it ends with this vertex: `close()`.
    pub(super) once: bool,
}

/// What is known of the closedness of one vertex.
#[derive(Default, Debug)]
pub(super) struct Closing {
    /// Requirements made by what is unified in this vertex.
    pub(super) own: Vec<Requirement>,
    /// Groups that hold an ellipsis here.
    pub(super) ellipses: Vec<GroupId>,
    /// Groups that hold a bare `_`, or a validator that judges fields itself.
    pub(super) tops: Vec<GroupId>,
    /// Groups that hold a struct here.
    pub(super) structs: Vec<GroupId>,
}

impl Groups {
    pub(super) fn new() -> Self {
        let mut groups = Arena::new();
        groups.add(Group { kind: GroupKind::Struct, parent: ROOT, aliases: Vec::new() });
        Self { groups }
    }

    pub(super) fn add(&mut self, kind: GroupKind, parent: GroupId) -> GroupId {
        self.groups.add(Group { kind, parent, aliases: Vec::new() })
    }

    /// Lets everything in `group` count for `alias` too.
    pub(super) fn alias(&mut self, group: GroupId, alias: GroupId) {
        if group != alias && !self.groups[group].aliases.contains(&alias) {
            self.groups[group].aliases.push(alias);
        }
    }

    /// Whether `inner` is `outer` or lies in it.
    pub(super) fn contains(&self, outer: GroupId, inner: GroupId) -> bool {
        if outer == ROOT {
            return true;
        }
        let mut at = inner;
        while at != ROOT {
            if at == outer {
                return true;
            }
            let group = &self.groups[at];
            // Groups only ever get aliases that are younger than they are, and of the same
            // vertex: the walk ends.
            if group.aliases.iter().any(|&alias| alias != inner && self.contains(outer, alias)) {
                return true;
            }
            at = group.parent;
        }
        false
    }

    /// Whether the evidence satisfies the requirement of `group`.
    fn satisfied(&self, group: GroupId, evidence: &[GroupId]) -> bool {
        if evidence.iter().any(|&item| self.contains(group, item)) {
            return true;
        }
        let mut at = group;
        while at != ROOT {
            let parent = self.groups[at].parent;
            if self.groups[at].kind == GroupKind::Embedding
                && evidence
                    .iter()
                    .any(|&item| self.contains(parent, item) && !self.contains(at, item))
            {
                return true;
            }
            at = parent;
        }
        false
    }
}

impl Graph {
    /// The requirements that hold for the fields of `vertex`.
    pub(super) fn requirements(&self, vertex: VertexId) -> Rc<[Requirement]> {
        let parent = self.vertices[vertex].parent;
        if self.vertices[vertex].node.partial {
            return Rc::new([]);
        }
        let inherited: Rc<[Requirement]> = if parent == NO_VERTEX || self.vertices[vertex].detached
        {
            Rc::new([])
        } else {
            self.requirements(parent)
        };
        let closing = &self.vertices[vertex].node.closing;
        if inherited.is_empty() && closing.own.is_empty() {
            return inherited;
        }
        let evidence = self.evidence(vertex);
        let label = self.vertices[vertex].label;
        let exempt = label.is_hidden() || label.is_definition();
        let parent_ellipses = &self.vertices[parent].node.closing.ellipses;
        let mut kept: Vec<Requirement> = Vec::new();
        for requirement in inherited.iter().filter(|requirement| !requirement.once) {
            let has_evidence = self.groups.satisfied(requirement.group, &evidence);
            let opened = self.groups.satisfied(requirement.group, parent_ellipses);
            if !has_evidence && (exempt || opened) {
                continue;
            }
            kept.push(*requirement);
        }
        kept.extend(closing.own.iter().filter(|own| !inherited.contains(own)));
        kept.retain(|requirement| {
            let top = self.groups.satisfied(requirement.group, &closing.tops);
            !top || self.groups.satisfied(requirement.group, &closing.structs)
        });
        kept.into()
    }

    /// The groups of all that was unified in `vertex`.
    fn evidence(&self, vertex: VertexId) -> Vec<GroupId> {
        let mut groups: Vec<GroupId> =
            self.vertices[vertex].conjuncts.iter().map(|conjunct| conjunct.group).collect();
        groups.dedup();
        groups
    }

    /// Gives every field that nothing allows an error.
    pub(super) fn check_closed(&mut self, vertex: VertexId) {
        let requirements = self.requirements(vertex);
        if requirements.is_empty() {
            return;
        }
        let ellipses = std::mem::take(&mut self.vertices[vertex].node.closing.ellipses);
        let active: Vec<Requirement> = requirements
            .iter()
            .filter(|requirement| !self.groups.satisfied(requirement.group, &ellipses))
            .copied()
            .collect();
        self.vertices[vertex].node.closing.ellipses = ellipses;
        let arcs = self.vertices[vertex].arcs.clone();
        for &(label, arc) in &arcs {
            if !label.is_field() || self.vertices[arc].mark == Mark::Optional {
                continue;
            }
            let evidence = self.evidence(arc);
            let denied = active.iter().find(|one| !self.groups.satisfied(one.group, &evidence));
            if let Some(&denied) = denied
                && !self.vertices[arc].node.denied
            {
                self.deny(label, arc, denied, &arcs);
            }
        }
    }

    fn deny(
        &mut self,
        label: Label,
        arc: VertexId,
        denied: Requirement,
        arcs: &[(Label, VertexId)],
    ) {
        let name = label.text(&self.symbols);
        let mut bottom =
            Bottom::permanent(Code::FieldNotAllowed, format!("field `{name}` is not allowed"));
        if self.quiet == 0 {
            let place = self.vertices[arc]
                .conjuncts
                .iter()
                .find(|conjunct| !self.groups.satisfied(denied.group, &[conjunct.group]))
                .and_then(|conjunct| self.label_span(conjunct, label));
            if let Some(span) = place {
                bottom =
                    bottom.at(span, "the struct that it goes into is closed and has no such field");
            }
            let allowed: Vec<String> = arcs
                .iter()
                .filter(|&&(other, arc)| {
                    other != label && self.groups.satisfied(denied.group, &self.evidence(arc))
                })
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
}

fn list_some(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}
