//! Closedness by evidence: which fields a vertex may have.
//!
//! A reference to a definition makes a *requirement*: every field of the vertex must have a
//! conjunct (its evidence) in the group of the reference. What embeds a definition may add fields
//! to it: a conjunct in the struct literal around the embedding is evidence too, if it lies outside
//! that embedding; but then all other fields must be of that struct literal. Requirements go down
//! to the fields below, except those of `close()`.
//! (Spec: Closed structs; the evaluator of the Go project calls it typo checking.)

use std::ops::Deref;
use std::rc::Rc;

use smallvec::SmallVec;

use super::graph::Graph;
use super::groups::{GroupId, Opening, ROOT};
use super::value::Value;
use super::vertex::{NO_VERTEX, VertexId};
use crate::base::Id;
use crate::program::Label;

/// What a requirement is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// A reference.
    Reference,
    /// An embedding; never required itself, but others are judged by what lies outside it.
    Embedding,
    /// A struct literal with embeddings; required once one of them is a definition.
    Struct,
}

/// A group in which every field must have evidence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Requirement {
    pub(super) group: GroupId,
    /// The group around it to which fields may be added: that of a struct literal.
    pub(super) outer: GroupId,
    pub(super) embedding: GroupId,
    pub(super) scope: Scope,
    /// Whether it holds for the fields below too, and not just for those of this vertex.
    pub(super) recursive: bool,
    /// Whether it is kept only for what it says of others.
    pub(super) ignored: bool,
    /// Whether an ellipsis has opened it.
    pub(super) removed: bool,
}

impl Requirement {
    /// Whether it asks for nothing and says nothing of others.
    pub(super) fn is_idle(&self) -> bool {
        self.ignored && self.scope == Scope::Reference
    }
}

/// What is required of the fields of a vertex; nothing takes no memory.
#[derive(Clone, Default, Debug)]
pub(super) struct Requirements(Option<Rc<[Requirement]>>);

impl Requirements {
    pub(super) fn of(all: &[Requirement]) -> Self {
        Self((!all.is_empty()).then(|| all.into()))
    }
}

impl Deref for Requirements {
    type Target = [Requirement];

    fn deref(&self) -> &[Requirement] {
        self.0.as_deref().unwrap_or_default()
    }
}

/// What a group holds in a vertex, as far as it matters for closedness.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Trait {
    Struct,
    /// A bare `_`, or something else that any struct is an instance of.
    Top,
    /// A validator that judges fields itself.
    Judge,
    Ellipsis,
}

/// What is known of the closedness of one vertex.
#[derive(Debug)]
pub(super) struct Closing {
    /// Requirements made by what is unified in this vertex.
    pub(super) own: SmallVec<[Requirement; 1]>,
    /// What the groups hold here.
    traits: SmallVec<[Holding; 4]>,
}

/// A group and what it holds, in four bytes: the trait lies in bits that no number of a group needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Holding(u32);

impl Holding {
    fn of(group: GroupId, what: Trait) -> Self {
        Self((group.index() as u32) << 2 | what as u32)
    }

    fn parts(self) -> (GroupId, Trait) {
        let what = match self.0 & 3 {
            0 => Trait::Struct,
            1 => Trait::Top,
            2 => Trait::Judge,
            _ => Trait::Ellipsis,
        };
        (GroupId::at(self.0 >> 2), what)
    }
}

/// How a reference or call that is inserted bears on closedness.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// It does not close what it is unified with.
    Open,
    /// It names a definition.
    Definition,
    /// It gives a value that is closed.
    Closed,
    /// It is a call of `close`.
    Close,
}

impl Closing {
    pub(super) const fn new() -> Self {
        Self { own: SmallVec::new_const(), traits: SmallVec::new_const() }
    }

    /// Whether nothing is known.
    pub(super) fn is_empty(&self) -> bool {
        self.own.is_empty() && self.traits.is_empty()
    }

    pub(super) fn add(&mut self, group: GroupId, what: Trait) {
        let holding = Holding::of(group, what);
        if !self.traits.contains(&holding) {
            self.traits.push(holding);
        }
    }

    /// Whether something closes the vertex.
    pub(super) fn is_closed(&self) -> bool {
        self.own.iter().any(|own| own.scope == Scope::Reference && !own.ignored)
    }

    pub(super) fn has_ellipsis(&self) -> bool {
        self.groups_with(Trait::Ellipsis).next().is_some()
    }

    pub(super) fn groups_with(&self, what: Trait) -> impl Iterator<Item = GroupId> {
        self.traits().filter(move |one| one.1 == what).map(|one| one.0)
    }

    /// What the groups hold here, in the order in which it came.
    pub(super) fn traits(&self) -> impl ExactSizeIterator<Item = (GroupId, Trait)> {
        self.traits.iter().map(|holding| holding.parts())
    }
}

impl Graph {
    /// Opens the group of a reference that is inserted in `vertex`, and what it requires.
    pub(super) fn enter(
        &mut self,
        vertex: VertexId,
        target: Option<VertexId>,
        from: GroupId,
        entry: Entry,
    ) -> GroupId {
        let embedding = self.groups.embedding_of(from);
        let outer = self.groups.scope_of(from);
        let from_definition = self.groups.is_defined(from);
        let recursive = match entry {
            Entry::Definition | Entry::Closed => true,
            Entry::Close => false,
            // What is selected from an open value and embedded does not close what embeds it.
            Entry::Open => {
                from_definition
                    && (embedding == ROOT
                        || target.is_some_and(|target| self.is_closed_throughout(target)))
            }
        };
        let inherits = recursive || entry != Entry::Open;
        let defined = entry == Entry::Definition || (inherits && from_definition);
        let opening = self.groups.opening(from);
        if defined
            && entry != Entry::Open
            && opening == Opening::None
            && self.groups.is_embedded(from, vertex)
        {
            self.activate(vertex, outer, recursive);
        }
        let group = self.groups.reference(from, vertex, defined);
        let requirement = Requirement {
            group,
            outer,
            embedding,
            scope: Scope::Reference,
            recursive,
            ignored: entry == Entry::Open || opening == Opening::Value,
            removed: false,
        };
        self.vertices[vertex].node.closing.own.push(requirement);
        group
    }

    /// Lets what a reference brought before count for another reference to the same. That
    /// requires no more than the first does, unless it is embedded.
    pub(super) fn enter_again(
        &mut self,
        vertex: VertexId,
        target: VertexId,
        held: GroupId,
        from: GroupId,
        entry: Entry,
    ) {
        let embedding = self.groups.embedding_of(from);
        let outer = self.groups.scope_of(from);
        let requires = entry != Entry::Open && self.groups.opening(from) != Opening::Value;
        let own = &mut self.vertices[vertex].node.closing.own;
        if let Some(first) = own.iter_mut().find(|own| own.group == held)
            && requires
            && first.ignored
        {
            *first = Requirement { outer, embedding, ignored: false, ..*first };
        }
        let alias =
            if embedding == ROOT { from } else { self.enter(vertex, Some(target), from, entry) };
        self.groups.alias(held, alias);
    }

    /// Requires the struct around an embedding that turned out to be closed, and those around it.
    fn activate(&mut self, vertex: VertexId, outer: GroupId, recursive: bool) {
        let mut outer = outer;
        for own in self.vertices[vertex].node.closing.own.iter_mut().rev() {
            if own.group == outer && outer != ROOT {
                own.ignored = false;
                own.recursive |= recursive;
                outer = own.outer;
            }
        }
    }

    /// The group of an embedding in a struct literal of `vertex`.
    pub(super) fn enter_embedding(&mut self, vertex: VertexId, from: GroupId) -> GroupId {
        let group = self.groups.embedding(from, vertex);
        self.note_group(vertex, from, group, Scope::Embedding);
        group
    }

    /// The group of a struct literal with embeddings, unless it lies in one already.
    pub(super) fn enter_struct(&mut self, vertex: VertexId, from: GroupId) -> GroupId {
        if self.groups.scope_of(from) != ROOT || self.groups.is_embedded(from, vertex) {
            return from;
        }
        let group = self.groups.scope(from, vertex);
        self.note_group(vertex, from, group, Scope::Struct);
        group
    }

    fn note_group(&mut self, vertex: VertexId, from: GroupId, group: GroupId, scope: Scope) {
        let embedding = self.groups.embedding_of(group);
        let recursive = self.groups.is_defined(from);
        let requirement = Requirement {
            group,
            outer: from,
            embedding,
            scope,
            recursive,
            ignored: true,
            removed: false,
        };
        self.vertices[vertex].node.closing.own.push(requirement);
    }

    /// Whether a vertex is a definition, was unified with one, or lies in one.
    pub(super) fn is_closed_throughout(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while at != NO_VERTEX {
            let this = &self.vertices[at];
            let defined = |group| self.groups.is_defined(group);
            if this.label.is_definition()
                || this.is_defined()
                || this.node.closing.own.iter().any(|own| defined(own.group) && !own.ignored)
            {
                return true;
            }
            if this.is_detached() {
                return false;
            }
            at = this.parent;
        }
        false
    }

    /// Whether a vertex is closed and can never have the field.
    pub(super) fn excludes(&mut self, vertex: VertexId, label: Label) -> bool {
        let closing = &self.vertices[vertex].node.closing;
        let closed = closing.is_closed() || self.is_closed_throughout(vertex);
        let (Value::Struct, Some(name)) = (self.vertices[vertex].value, label.symbol()) else {
            return false;
        };
        closed
            && label.is_field()
            && !self.vertices[vertex].node.closing.has_ellipsis()
            && !self.vertices[vertex]
                .node
                .patterns
                .clone()
                .into_iter()
                .any(|pattern| self.label_matches(pattern.pattern, Value::Str(name)))
    }

    /// How a value that was computed bears on closedness.
    pub(super) fn entry_of(&self, target: VertexId) -> Entry {
        if self.is_closed_throughout(target) { Entry::Closed } else { Entry::Open }
    }
}
