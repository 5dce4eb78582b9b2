//! Groups of conjuncts: through which references, embeddings and structs each of them came.
//!
//! Every reference, embedding and struct literal with embeddings that is inserted in a vertex
//! opens a group, and each conjunct belongs to one; groups contain each other as the constructs
//! do. What the groups are evidence for is `closed`'s.

use std::cell::Cell;

use smallvec::SmallVec;
use thin_vec::ThinVec;

use super::vertex::VertexId;
use crate::base::{Arena, id};

id! {
    /// A group of conjuncts.
    GroupId
}

/// The group that contains all others.
pub(super) const ROOT: GroupId = GroupId::at(0);

/// Whether `...` behind an expression opened what it gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Opening {
    /// Nothing did.
    None,
    /// It requires nothing.
    Value,
    /// It is an operand of `(a & b)...`, which requires what it does of the other operands alone.
    Operand,
}

/// A group of conjuncts.
#[derive(Debug)]
struct Group {
    parent: GroupId,
    /// The vertex in which it was opened.
    vertex: VertexId,
    /// The embedding around it that is nearest.
    embedding: GroupId,
    /// The outermost struct literal with embeddings around it.
    scope: GroupId,
    /// Whether it came through a reference to a definition.
    defined: bool,
    opening: Opening,
    /// Groups of further references to what this group already holds.
    aliases: ThinVec<GroupId>,
}

/// All groups of a graph.
#[derive(Debug)]
pub(super) struct Groups {
    groups: Arena<GroupId, Group>,
    /// The youngest group that is an alias.
    youngest_alias: GroupId,
    /// How often a group became an alias.
    aliases: usize,
    /// How many steps were taken from groups to those around them.
    steps: Cell<usize>,
}

impl Groups {
    pub(super) fn new(none: VertexId) -> Self {
        let mut groups = Arena::new();
        groups.add(Group {
            parent: ROOT,
            vertex: none,
            embedding: ROOT,
            scope: ROOT,
            defined: false,
            opening: Opening::None,
            aliases: ThinVec::new(),
        });
        Self { groups, youngest_alias: ROOT, aliases: 0, steps: Cell::new(0) }
    }

    /// The group of a reference.
    pub(super) fn reference(
        &mut self,
        parent: GroupId,
        vertex: VertexId,
        defined: bool,
    ) -> GroupId {
        let Group { embedding, scope, opening, .. } = self.groups[parent];
        let aliases = ThinVec::new();
        self.groups.add(Group { parent, vertex, embedding, scope, defined, opening, aliases })
    }

    /// The group of an expression with `...` behind it.
    pub(super) fn opened(&mut self, parent: GroupId, vertex: VertexId) -> GroupId {
        let group = self.reference(parent, vertex, self.is_defined(parent));
        self.groups[group].opening = Opening::Value;
        group
    }

    /// Lets a group be that of the operands of `(a & b)...`.
    pub(super) fn open_conjunction(&mut self, group: GroupId) {
        self.groups[group].opening = Opening::Operand;
    }

    /// Whether and how a group was opened.
    pub(super) fn opening(&self, group: GroupId) -> Opening {
        self.groups[group].opening
    }

    /// The group of an embedded expression.
    pub(super) fn embedding(&mut self, parent: GroupId, vertex: VertexId) -> GroupId {
        let group = self.reference(parent, vertex, self.is_defined(parent));
        self.groups[group].embedding = group;
        group
    }

    /// The group of a struct literal with embeddings.
    pub(super) fn scope(&mut self, parent: GroupId, vertex: VertexId) -> GroupId {
        let group = self.reference(parent, vertex, self.is_defined(parent));
        self.groups[group].scope = group;
        group
    }

    /// The embedding around a group, or `ROOT`.
    pub(super) fn embedding_of(&self, group: GroupId) -> GroupId {
        self.groups[group].embedding
    }

    /// The struct literal with embeddings around a group, or `ROOT`.
    pub(super) fn scope_of(&self, group: GroupId) -> GroupId {
        self.groups[group].scope
    }

    /// Whether a group came through a reference to a definition.
    pub(super) fn is_defined(&self, group: GroupId) -> bool {
        self.groups[group].defined
    }

    /// Whether the conjuncts of a group were embedded in that very vertex, and not above it.
    pub(super) fn is_embedded(&self, group: GroupId, vertex: VertexId) -> bool {
        let embedding = self.embedding_of(group);
        embedding != ROOT && self.groups[embedding].vertex == vertex
    }

    /// Lets everything in `group` count for `alias` too.
    pub(super) fn alias(&mut self, group: GroupId, alias: GroupId) {
        if group != alias && !self.groups[group].aliases.contains(&alias) {
            self.groups[group].aliases.push(alias);
            self.youngest_alias = self.youngest_alias.max(alias);
            self.aliases += 1;
        }
    }

    /// How often a group became an alias: until then, what contains what stays.
    pub(super) fn aliases(&self) -> usize {
        self.aliases
    }

    /// How many steps were taken to find what contains what.
    pub(super) fn steps(&self) -> usize {
        self.steps.get()
    }

    fn step(&self) {
        self.steps.set(self.steps.get().saturating_add(1));
    }

    /// Whether `inner` is `outer` or lies in it.
    pub(super) fn contains(&self, outer: GroupId, inner: GroupId) -> bool {
        if outer == ROOT {
            return true;
        }
        // A group is younger than what it lies in, and an alias no older than what it is in.
        let oldest = if outer > self.youngest_alias { outer } else { ROOT };
        let mut at = inner;
        while at != ROOT && at >= oldest {
            self.step();
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

    /// Tells `found` which of the groups that are asked for contain `inner`, by their indices.
    pub(super) fn holders(&self, asked: &Asked, inner: GroupId, found: &mut impl FnMut(usize)) {
        let Some(&(oldest, _)) = asked.sorted.first() else { return };
        let mut rest = asked.sorted.as_slice();
        let mut at = inner;
        loop {
            self.step();
            // A group is younger than what it lies in: what is younger than `at` was passed.
            while let Some((&(group, index), older)) = rest.split_last()
                && group >= at
            {
                if group == at {
                    found(index as usize);
                }
                rest = older;
            }
            if at == ROOT || rest.is_empty() && oldest > self.youngest_alias {
                return;
            }
            let group = &self.groups[at];
            for &alias in group.aliases.iter().filter(|&&alias| alias != inner) {
                self.holders(asked, alias, found);
            }
            at = group.parent;
        }
    }
}

/// Groups that are asked for together.
pub(super) struct Asked {
    /// The oldest first, each with its index.
    sorted: SmallVec<[(GroupId, u32); 24]>,
}

impl Asked {
    /// Asks for some groups; the first has the index 0.
    pub(super) fn new(groups: impl Iterator<Item = GroupId>) -> Self {
        let mut sorted: SmallVec<[(GroupId, u32); 24]> = groups.zip(0..).collect();
        // Groups are mostly met in the order in which they were opened.
        if !sorted.is_sorted() {
            sorted.sort_unstable();
        }
        Self { sorted }
    }

    /// The first index of a group.
    pub(super) fn place(&self, group: GroupId) -> Option<usize> {
        let at = self.sorted.partition_point(|one| one.0 < group);
        let found = self.sorted.get(at).filter(|one| one.0 == group);
        found.map(|one| one.1 as usize)
    }
}
