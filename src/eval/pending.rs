//! What is still to be done that may add a field: comprehensions are held against the fields that
//! stand in their bodies, all other work may add any field.

use smallvec::SmallVec;

use super::graph::Graph;
use super::vertex::{NO_VERTEX, Node, State, Task, VertexId, Work};
use crate::program::{ComprehensionId, Decl, Expr, ExprId, Label, Mark};

/// What may still add a field that is not there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Pending {
    /// Nothing: it will not come any more.
    Nothing,
    /// Work of which it is not known what it adds.
    Other,
    /// A comprehension in whose body the field stands. To do without it would be to assume what
    /// the comprehension may refute.
    Comprehension,
}

/// Labels from a field up to what it is below; hardly anything lies deeper.
pub(super) type Path = SmallVec<[Label; 16]>;

/// The comprehension that asks, if it is not to count.
type Asker = Option<(VertexId, ComprehensionId)>;

impl Graph {
    /// What may still be added anywhere below the vertices around `vertex`.
    pub(super) fn pending_around(&self, vertex: VertexId) -> Pending {
        if self.is_idle_above(vertex) {
            return Pending::Nothing;
        }
        self.pending_above(vertex, vertex, &mut Path::new(), None, Pending::Comprehension)
    }

    /// What may still add `field` to `vertex`, or any field if none is given.
    pub(super) fn pending(&self, vertex: VertexId, field: Option<Label>) -> Pending {
        self.pending_but(vertex, field, None, Pending::Comprehension)
    }

    /// What else than the comprehension that asks may still add `field` to `vertex`.
    pub(super) fn pending_elsewhere(&self, vertex: VertexId, field: Option<Label>) -> Pending {
        self.pending_but(vertex, field, self.running.last().copied(), Pending::Comprehension)
    }

    /// Whether anything may still add a field to `vertex`.
    pub(super) fn is_pending(&self, vertex: VertexId) -> bool {
        self.pending_but(vertex, None, None, Pending::Other) != Pending::Nothing
    }

    /// Whether anything but a comprehension may still bring conjuncts to what lies in the vertices
    /// around `vertex`: what is referred to there, patterns, and alternatives.
    pub(super) fn awaits_conjuncts(&self, vertex: VertexId) -> bool {
        let brings = |what: &Work| matches!(what, Work::Expr(_) | Work::Pattern { .. });
        let mut above = self.vertices[vertex].parent;
        while above != NO_VERTEX {
            let this = &self.vertices[self.deref(above)];
            let is_undecided = !this.node.constraints.disjunctions.is_empty();
            if this.state == State::Busy
                && (this.has_pending() || is_undecided || works(&this.node).any(brings))
            {
                return true;
            }
            above = self.vertices[above].parent;
        }
        false
    }

    /// What may still add a field; once something is found that is `enough`, no more is looked for.
    fn pending_but(
        &self,
        vertex: VertexId,
        field: Option<Label>,
        but: Asker,
        enough: Pending,
    ) -> Pending {
        if self.is_at_rest(vertex) {
            return Pending::Nothing;
        }
        let value = self.deref(vertex);
        let mut path = Path::new();
        path.extend(field);
        let mut found = self.pending_in(value, &path, true, but, enough);
        let mut at = vertex;
        while found < enough {
            path.truncate(usize::from(field.is_some()));
            found = found.max(self.pending_above(at, value, &mut path, but, enough));
            // What a shared vertex is may come from around the vertex that it stands for.
            match self.vertices[at].forward {
                Some(holder) => at = holder,
                None => break,
            }
        }
        found
    }

    /// The labels that lead to `vertex` from `holder`, if it lies in that.
    pub(super) fn path_from(&self, holder: VertexId, vertex: VertexId) -> Option<Path> {
        let mut path = Path::new();
        let mut at = vertex;
        while at != holder && self.vertices[at].parent != NO_VERTEX {
            path.push(self.vertices[at].label);
            at = self.vertices[at].parent;
        }
        (at == holder).then_some(path)
    }

    /// Whether nothing at all is to be done in a vertex or around it, as nearly always: then nobody
    /// needs to know what might be added.
    fn is_at_rest(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        loop {
            if !self.is_idle_above(at) {
                return false;
            }
            match self.vertices[at].forward {
                Some(holder) => at = holder,
                None => return self.is_idle(at, true),
            }
        }
    }

    /// Whether plainly nothing is to be done in any vertex around one.
    fn is_idle_above(&self, vertex: VertexId) -> bool {
        let mut above = self.vertices[vertex].parent;
        while above != NO_VERTEX {
            if !self.is_idle(self.deref(above), false) {
                return false;
            }
            above = self.vertices[above].parent;
        }
        true
    }

    /// Whether plainly nothing is to be done in a vertex, which may be asked about its `own` fields.
    fn is_idle(&self, vertex: VertexId, own: bool) -> bool {
        let this = &self.vertices[vertex];
        let active = this.state == State::Busy || own && this.state == State::Waiting;
        !(active && (this.has_pending() || !this.node.constraints.disjunctions.is_empty()))
            && !this.node.has_work()
            && self.running.iter().all(|one| one.0 != vertex)
    }

    /// What is to be done in the vertices above `vertex` that may add to a path below it.
    fn pending_above(
        &self,
        vertex: VertexId,
        value: VertexId,
        path: &mut Path,
        but: Asker,
        enough: Pending,
    ) -> Pending {
        let mut found = Pending::Nothing;
        let mut below = vertex;
        while self.vertices[below].parent != NO_VERTEX && found < enough {
            let parent = self.vertices[below].parent;
            path.push(self.vertices[below].label);
            let above = self.deref(parent);
            if above != value {
                found = found.max(self.pending_in(above, path, false, but, enough));
            }
            below = parent;
        }
        found
    }

    /// What is to be done in one vertex that may add to the path below it (its last label first).
    fn pending_in(
        &self,
        vertex: VertexId,
        path: &[Label],
        own: bool,
        but: Asker,
        enough: Pending,
    ) -> Pending {
        let mut found = Pending::Nothing;
        if self.is_idle(vertex, own) {
            return found;
        }
        let this = &self.vertices[vertex];
        let node = &this.node;
        let active = this.state == State::Busy || own && this.state == State::Waiting;
        if active && (this.has_pending() || !node.constraints.disjunctions.is_empty()) {
            found = Pending::Other;
        }
        for &(_, id) in self.running.iter().filter(|&&one| one.0 == vertex && but != Some(one)) {
            found = found.max(self.comprehension_adds(id, path));
        }
        for &what in works(node) {
            if found >= enough {
                break;
            }
            let adds = match what {
                Work::Comprehension(id) if but == Some((vertex, id)) => Pending::Nothing,
                Work::Comprehension(id) => self.comprehension_adds(id, path),
                Work::Expr(_) | Work::Dynamic { .. } | Work::Pattern { .. } | Work::List(_) => {
                    Pending::Other
                }
            };
            if active || adds == Pending::Comprehension {
                found = found.max(adds);
            }
        }
        found
    }

    fn comprehension_adds(&self, id: ComprehensionId, path: &[Label]) -> Pending {
        let comprehension = &self.program.comprehensions[id];
        [Some(comprehension.body), comprehension.fallback]
            .into_iter()
            .flatten()
            .map(|body| self.body_adds(body, path))
            .max()
            .unwrap_or(Pending::Nothing)
    }

    /// What the body of a comprehension may add at a path; at the empty path, any field.
    fn body_adds(&self, body: ExprId, path: &[Label]) -> Pending {
        let &Expr::Struct(lit) = self.program.expr(body) else { return Pending::Other };
        let adds = |decl: &Decl| match *decl {
            Decl::Field { mark: Mark::Optional, .. } | Decl::Ellipsis(_) => Pending::Nothing,
            Decl::Field { label, value, .. } => match path.split_last() {
                None => Pending::Comprehension,
                Some((&first, [])) if first == label => Pending::Comprehension,
                Some((&first, rest)) if first == label => self.body_adds(value, rest),
                Some(_) => Pending::Nothing,
            },
            Decl::Comprehension(inner) => self.comprehension_adds(inner, path),
            Decl::Embed(inner) => match *self.program.expr(inner) {
                Expr::Comprehension(inner) => self.comprehension_adds(inner, path),
                _ => self.body_adds(inner, path),
            },
            Decl::Pattern { .. } if path.len() <= 1 => Pending::Nothing,
            Decl::Dynamic { .. } | Decl::Pattern { .. } => Pending::Other,
        };
        let decls = &self.program.literal(lit).decls;
        decls.iter().map(adds).max().unwrap_or(Pending::Nothing)
    }

    /// The fields that stand in the bodies of comprehensions which may add them to `vertex`.
    pub(super) fn pending_fields(&self, vertex: VertexId) -> Vec<Label> {
        let mut labels = Vec::new();
        let mut path = Path::new();
        let mut at = vertex;
        while at != NO_VERTEX {
            let node = &self.vertices[self.deref(at)].node;
            for &what in works(node) {
                if let Work::Comprehension(id) = what {
                    self.body_fields(self.program.comprehensions[id].body, &path, &mut labels);
                }
            }
            path.push(self.vertices[at].label);
            at = self.vertices[at].parent;
        }
        labels
    }

    fn body_fields(&self, body: ExprId, path: &[Label], labels: &mut Vec<Label>) {
        let &Expr::Struct(lit) = self.program.expr(body) else { return };
        for decl in &self.program.literal(lit).decls {
            match (decl, path.split_last()) {
                (&Decl::Field { label, .. }, None) => labels.push(label),
                (&Decl::Field { label, value, .. }, Some((&first, rest))) if first == label => {
                    self.body_fields(value, rest, labels);
                }
                (&Decl::Comprehension(inner), _) => {
                    self.body_fields(self.program.comprehensions[inner].body, path, labels);
                }
                _ => {}
            }
        }
    }
}

/// What is to be done in a vertex, is being done, and could not be done.
fn works(node: &Node) -> impl Iterator<Item = &Work> {
    fn what(task: &Task) -> &Work {
        &task.what
    }
    node.work.tasks.iter().map(what).chain(&node.work.running).chain(node.failed.iter().map(what))
}
