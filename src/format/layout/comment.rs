//! Comments around and within parts. No comment may end up before something on its line.

use super::{Layout, break_or};
use crate::format::doc::{DocId, HARD, NEVER_FLAT, NOTHING, SECTION, SPACE};
use crate::format::marks::holds_comments;
use crate::format::node::{Group, Kind, NodeId, Place, Slot};
use crate::format::token::Break;

/// The comments of one part, by their slots.
#[derive(Clone, Default)]
pub(super) struct Slots<'s, 't> {
    pub(super) before: Vec<&'s Group<'t>>,
    pub(super) head: Vec<&'s Group<'t>>,
    pub(super) foot: Vec<&'s Group<'t>>,
    pub(super) behind: Vec<&'s Group<'t>>,
}

impl<'s, 't> Slots<'s, 't> {
    pub(super) fn all(&self) -> impl Iterator<Item = &'s Group<'t>> {
        [&self.before, &self.head, &self.foot, &self.behind].into_iter().flatten().copied()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// Those for which `keep` holds.
    pub(super) fn filtered(&self, keep: impl Fn(&Group<'t>) -> bool) -> Self {
        let filter = |groups: &Vec<&'s Group<'t>>| {
            groups.iter().copied().filter(|group| keep(group)).collect()
        };
        Self {
            before: filter(&self.before),
            head: filter(&self.head),
            foot: filter(&self.foot),
            behind: filter(&self.behind),
        }
    }
}

impl<'s, 't> Layout<'s, 't> {
    pub(super) fn comments(&self, node: NodeId) -> &'s [Group<'t>] {
        &self.sheet.nodes[node].comments
    }

    pub(super) fn slots(&self, node: NodeId) -> Slots<'s, 't> {
        let mut slots = Slots::default();
        for group in self.comments(node) {
            match group.slot {
                Slot::BEFORE => slots.before.push(group),
                Slot::HEAD => slots.head.push(group),
                Slot::FOOT => slots.foot.push(group),
                _ => slots.behind.push(group),
            }
        }
        slots
    }

    /// Whether a comment stands before `node`.
    pub(super) fn is_documented(&self, node: NodeId) -> bool {
        self.has_comment(node, Slot::BEFORE)
    }

    pub(super) fn has_comment(&self, node: NodeId, slot: Slot) -> bool {
        self.comments(node).iter().any(|group| group.slot == slot)
    }

    /// The lines of a comment.
    pub(super) fn group(&mut self, group: &Group<'t>) -> DocId {
        let mut parts = Vec::new();
        for line in &group.lines {
            if !parts.is_empty() {
                parts.push(HARD);
            }
            parts.push(self.docs.text(*line));
        }
        self.docs.chain(parts)
    }

    /// A comment with the break before it.
    pub(super) fn behind(&mut self, group: &Group<'t>) -> DocId {
        let sep = match group.before {
            _ if group.is_inline() => SPACE,
            Break::Line => HARD,
            _ => SECTION,
        };
        let group = self.group(group);
        self.docs.chain([sep, group])
    }

    /// Comments one below the other.
    pub(super) fn groups(&mut self, groups: &[&Group<'t>]) -> DocId {
        let mut parts = Vec::new();
        for group in groups {
            if !parts.is_empty() {
                parts.push(break_or(group.before, HARD));
            }
            parts.push(self.group(group));
        }
        self.docs.chain(parts)
    }

    /// Comments before something that has the break `before`.
    pub(super) fn block(&mut self, groups: &[&Group<'t>], mut before: Break) -> DocId {
        let Some(last) = groups.last() else { return NOTHING };
        if last.doc {
            before = before.min(Break::Line);
        }
        let chain = self.groups(groups);
        self.docs.chain([chain, break_or(before, HARD)])
    }

    /// `doc` with the comments around `node`.
    pub(super) fn commented(&mut self, node: NodeId, doc: DocId) -> DocId {
        if self.comments(node).is_empty() {
            return doc;
        }
        let slots = self.slots(node);
        self.with_slots(node, doc, &slots)
    }

    /// The same, with comments that are chosen.
    pub(super) fn with_slots(&mut self, node: NodeId, doc: DocId, slots: &Slots<'s, 't>) -> DocId {
        if slots.is_empty() {
            return doc;
        }
        let mut behind = if holds_comments(self.kind(node)) {
            self.trailing_head(node)
        } else {
            slots.head.iter().chain(&slots.foot).copied().collect()
        };
        behind.extend(&slots.behind);
        let before = self.marks[node].before;
        let mut parts = vec![self.block(&slots.before, before), doc];
        for group in &behind {
            parts.push(self.behind(group));
        }
        if !behind.is_empty() {
            parts.push(NEVER_FLAT);
        }
        self.docs.chain(parts)
    }

    /// What stands between brackets, with the comments at the start and end of it.
    pub(super) fn interior(
        &mut self,
        inner: DocId,
        head: &[&Group<'t>],
        foot: &[&Group<'t>],
    ) -> DocId {
        if head.is_empty() && foot.is_empty() {
            return inner;
        }
        let mut parts = vec![self.groups(head)];
        if !head.is_empty() && (inner != NOTHING || !foot.is_empty()) {
            parts.push(HARD);
        }
        parts.push(inner);
        if inner != NOTHING && !foot.is_empty() {
            parts.push(HARD);
        }
        parts.push(self.groups(foot));
        self.docs.chain(parts)
    }

    /// The comments at the head of `node` that stand behind it nevertheless: those on the line of
    /// an argument of a call.
    pub(super) fn trailing_head(&self, node: NodeId) -> Vec<&'s Group<'t>> {
        let bracket = match self.kind(node) {
            Kind::Binary { right, .. } => self.closing(*right),
            Kind::Struct(_) | Kind::List(_) => self.closing(node),
            _ => return Vec::new(),
        };
        let is_behind = |group: &&Group<'t>| match bracket {
            Some((close, true)) => close.start.is_none_or(|close| group.start > close),
            Some((_, false)) | None => true,
        };
        let trailing = |group: &&Group<'t>| group.slot == Slot::HEAD && group.trails;
        self.comments(node).iter().filter(trailing).filter(is_behind).collect()
    }

    /// The closing bracket of a struct or list, and whether nothing stands in it.
    fn closing(&self, node: NodeId) -> Option<(Place, bool)> {
        let place = &self.sheet.nodes[node];
        match &place.kind {
            Kind::Struct(parts) | Kind::List(parts) if place.open.is_known() => {
                Some((place.close, parts.is_empty()))
            }
            _ => None,
        }
    }

    /// The comments at the head of `node` that stand in it.
    pub(super) fn inner_head(&self, node: NodeId) -> Vec<&'s Group<'t>> {
        let trailing = self.trailing_head(node);
        let head = self.comments(node).iter().filter(|group| group.slot == Slot::HEAD);
        head.filter(|group| !trailing.iter().any(|other| std::ptr::eq(*other, *group))).collect()
    }

    /// Whether comments stand below `node` that belong to it.
    pub(super) fn has_comment_below(&self, node: NodeId) -> bool {
        let holds = holds_comments(self.kind(node));
        self.comments(node).iter().any(|group| {
            let inside = holds && matches!(group.slot, Slot::HEAD | Slot::FOOT);
            group.slot != Slot::BEFORE && !group.is_inline() && !inside
        })
    }
}
