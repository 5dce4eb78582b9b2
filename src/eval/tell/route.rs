//! How a value came to where it stands, for faults that others found in the data of a value: the
//! references that brought the template which wrote it, or those that handed it to a template.
//!
//! Data keeps one place a node. What led there is found again from the path of the fault, so that
//! data without faults pays nothing for it.

use super::sites::Nearness;
use crate::base::{Diagnostic, Mark, Span};
use crate::eval::graph::Graph;
use crate::eval::value::Value;
use crate::eval::vertex::{Conjunct, NO_TRAIL, NO_VERTEX, Source, TrailId, VertexId};
use crate::program::{Label, Mark as Marked};

/// The most places that are added to a fault.
const MOST: usize = 3;
/// The longest reference that is quoted.
const LONGEST: usize = 40;

impl Graph {
    /// Adds to a fault of the data of `root` how the value at its path came to be there: where its
    /// place is in a template, the references of the user's that brought the template, the nearest
    /// to the user first; where it is a value of the user's, the place at which a template uses it.
    ///
    /// The path is read as far as it leads: `apps.web.spec.containers[0].name`, `data[a.b]`. A fault
    /// without a path or a place stays as it is.
    pub fn tell_route(&self, root: VertexId, fault: &mut Diagnostic) {
        let (Some(path), Some(primary)) = (fault.path.as_deref(), fault.marks.first()) else {
            return;
        };
        let route = self.route(root, path, primary.span);
        self.add_route(fault, route);
    }

    /// The places that [`Self::tell_route`] adds to a fault at `path` whose place is `primary`.
    pub fn route(&self, root: VertexId, path: &str, primary: Span) -> Vec<Mark> {
        let way = self.way(root, path);
        let found = match self.sites().nearness(primary) {
            Nearness::Value => self.used_at(&way, primary),
            Nearness::Nowhere | Nearness::Package | Nearness::Definition => {
                self.brought_by(&way, primary)
            }
        };
        found.into_iter().map(|(span, text)| Mark { span, text }).collect()
    }

    /// Adds to a fault the places that [`Self::route`] has found for it.
    pub fn add_route(&self, fault: &mut Diagnostic, route: Vec<Mark>) {
        let Some(primary) = fault.marks.first().map(|mark| mark.span) else { return };
        // Nobody mends a package of others: there the user's own place is the one to look at.
        let mut at = match self.sites().nearness(primary) {
            Nearness::Package => 0,
            Nearness::Nowhere | Nearness::Definition | Nearness::Value => fault.marks.len(),
        };
        for mark in route {
            if fault.marks.iter().all(|known| known.span != mark.span) {
                fault.marks.insert(at, mark);
                at = fault.marks.len();
            }
        }
    }

    /// The field of `root` that a path goes through.
    pub fn first_on(&self, root: VertexId, path: &str) -> Option<VertexId> {
        self.step(root, path).map(|(arc, _)| arc)
    }

    /// The vertices that a path leads through from `root`, as far as there are any.
    fn way(&self, root: VertexId, path: &str) -> Vec<VertexId> {
        let mut way = vec![root];
        let (mut at, mut rest) = (root, path);
        while let Some((arc, behind)) = self.step(at, rest) {
            way.push(arc);
            (at, rest) = (arc, behind);
        }
        way
    }

    /// The field that a path goes on with, and what is left of the path behind it. Names may hold
    /// dots and brackets: of several that fit, the longest is meant.
    fn step<'p>(&self, at: VertexId, path: &'p str) -> Option<(VertexId, &'p str)> {
        let Value::Vertex(holder) = self.default_of(Value::Vertex(at)) else { return None };
        let arc = |label| {
            let found = self.arc(self.deref(holder), label).filter(|&arc| arc != NO_VERTEX)?;
            (self.vertices[found].mark == Marked::Regular).then_some(found)
        };
        let named = |name: &str| arc(Label::field(self.symbols.find(name)?));
        if let Some(inner) = path.strip_prefix('[') {
            let mut ends = inner.rmatch_indices(']');
            return ends.find_map(|(end, _)| {
                let (name, behind) = (inner.get(..end)?, inner.get(end + 1..)?);
                let index = name.parse().ok().map(Label::index);
                Some((index.and_then(arc).or_else(|| named(name))?, behind))
            });
        }
        let bare = path.strip_prefix('.').unwrap_or(path);
        let ends = bare.rmatch_indices(['.', '[']).map(|(end, _)| end);
        std::iter::once(bare.len()).chain(ends).find_map(|end| {
            let (name, behind) = bare.split_at_checked(end)?;
            let unquoted = || named(name.strip_prefix('"')?.strip_suffix('"')?);
            Some((named(name).or_else(unquoted)?, behind))
        })
    }

    /// The references of the user's that brought the template in which a value is written.
    fn brought_by(&self, way: &[VertexId], primary: Span) -> Vec<(Span, String)> {
        let mut chain: Vec<Span> = Vec::new();
        // What is nearest to the value tells most; what is around it came by the same way.
        for (index, &vertex) in way.iter().enumerate().rev() {
            let loan = way.get(..=index).and_then(|above| self.loan_on(above));
            self.references_to(vertex, primary, loan, &mut chain);
            if !chain.is_empty() {
                break;
            }
        }
        let made = |span: Span| (span, self.made_by(span));
        chain.into_iter().rev().take(MOST).map(made).collect()
    }

    /// The references, in sources of the user's, through which a vertex was given what it has: those
    /// of what stands at `primary` if that is among it.
    fn references_to(
        &self,
        vertex: VertexId,
        primary: Span,
        loan: Option<(TrailId, TrailId)>,
        chain: &mut Vec<Span>,
    ) {
        let mut at = vertex;
        while let Some(next) = self.vertices[at].forward {
            if self.vertices[at].is_shared() && !self.is_lent(at) {
                let spans = self.vertices[at].conjuncts.iter().filter_map(|it| self.written(it));
                spans.for_each(|span| self.add_near(span, chain));
            }
            at = next;
        }
        let conjuncts = &self.vertices[at].conjuncts;
        let wrote = conjuncts.iter().find(|&it| self.written(it) == Some(primary));
        match wrote {
            Some(conjunct) => self.add_trail(conjunct.trail, loan, chain),
            None => {
                conjuncts.iter().take(MOST).for_each(|it| self.add_trail(it.trail, loan, chain));
            }
        }
    }

    /// Where a way goes through a value that is lent: the references that led to the field for which
    /// that was evaluated, and those that led to the field on the way.
    fn loan_on(&self, way: &[VertexId]) -> Option<(TrailId, TrailId)> {
        let trail = |vertex: VertexId| Some(self.vertices[vertex].conjuncts.first()?.trail);
        let lent = *way.iter().rev().find(|&&vertex| self.is_lent(vertex))?;
        Some((trail(self.vertices[lent].forward?)?, trail(lent)?))
    }

    /// Adds the references of a trail, which in a loan goes on as it does for the field on the way.
    fn add_trail(
        &self,
        trail: TrailId,
        mut loan: Option<(TrailId, TrailId)>,
        chain: &mut Vec<Span>,
    ) {
        let mut at = trail;
        loop {
            if let Some((_, own)) = loan.take_if(|loan| loan.0 == at) {
                at = own;
            }
            if at == NO_TRAIL {
                break;
            }
            let link = self.trails[at];
            if let Some(reference) = link.reference {
                self.add_near(self.program.span(reference), chain);
            }
            at = link.up;
        }
    }

    fn add_near(&self, span: Span, chain: &mut Vec<Span>) {
        if self.sites().nearness(span) > Nearness::Package && !chain.contains(&span) {
            chain.push(span);
        }
    }

    /// Where a template takes the value that is written at `primary`.
    fn used_at(&self, way: &[VertexId], primary: Span) -> Vec<(Span, String)> {
        let Some(&vertex) = way.last() else { return Vec::new() };
        let is_there = |conjunct: Conjunct| self.written(conjunct) == Some(primary);
        let this = &self.vertices[vertex];
        if this.conjuncts.iter().any(is_there) || self.place(vertex) != Some(primary) {
            return Vec::new();
        }
        let is_shared = this.is_shared() && !self.is_lent(vertex);
        let shared = is_shared.then(|| this.conjuncts.first().and_then(|it| self.written(it)));
        let this = &self.vertices[self.deref(vertex)];
        let brought = || {
            let mut brought =
                this.node.references.iter().filter(|one| self.place(one.0) == Some(primary));
            let trail = brought.next()?.2;
            self.trails[trail].reference
        };
        let taken = shared.flatten().or_else(|| {
            let reference = this.taken_by.or_else(brought)?;
            Some(self.program.span(reference))
        });
        let taken = taken.filter(|&span| self.sites().nearness(span) > Nearness::Nowhere);
        let mut labels = way.iter().rev().map(|&at| self.vertices[at].label);
        let field = labels.find(|label| label.as_index().is_none());
        let said = match field.map(|label| label.text(&self.symbols)) {
            Some(field) if !field.is_empty() => format!("it becomes `{field}` here"),
            Some(_) | None => "it is used here".to_owned(),
        };
        taken.map(|span| (span, said)).into_iter().collect()
    }

    /// Where a conjunct is written, if it is.
    fn written(&self, conjunct: Conjunct) -> Option<Span> {
        match conjunct.source {
            Source::Expr(expr) => Some(self.program.span(expr)),
            Source::Computed(_) => None,
        }
    }

    /// What is said of a reference that brought a template: with its text, if that is short.
    fn made_by(&self, span: Span) -> String {
        let text = self.texts.slice(span);
        match text.len() <= LONGEST && !text.is_empty() && !text.contains(char::is_whitespace) {
            true => format!("made by `{text}` here"),
            false => "made from this".to_owned(),
        }
    }
}
