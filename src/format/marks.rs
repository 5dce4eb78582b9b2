//! What layout needs to know of a part from all that is below it, found in one pass.

use super::node::{Group, Kind, Node, NodeId, Sheet, Slot};
use super::token::Break;
use crate::base::{Arena, Id};

/// What is known of one part.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Marks {
    /// The break before it, without its comments.
    pub(super) before: Break,
    /// Whether a part below it has a break that is known.
    pub(super) written: bool,
    /// Whether a part below it begins a line.
    pub(super) lines: bool,
    /// Whether it is laid out as it was written: it is the smallest bracket around a known break.
    pub(super) kept: bool,
    /// Whether it ends with a comment on a line of its own.
    pub(super) ends_with_line: bool,
    /// Whether it ends with a comment.
    pub(super) ends_with_comment: bool,
    /// Whether there are sums, and products, in it without parentheses around.
    pub(super) mixes: (bool, bool),
    /// Whether a break within is not yet taken by a bracket.
    open: bool,
}

impl Marks {
    /// Whether it or a part below begins a line.
    pub(super) fn has_lines(self) -> bool {
        self.lines || self.before >= Break::Line
    }
}

/// The marks of all nodes, under the ids of the nodes.
pub(super) fn marks(sheet: &Sheet<'_>) -> Arena<NodeId, Marks> {
    let mut all: Arena<NodeId, Marks> = Arena::new();
    for index in 0..sheet.nodes.len() {
        let node = NodeId::from_index(index);
        let marks = of_node(sheet, node, &all);
        all.add(marks);
    }
    all
}

fn of_node(sheet: &Sheet<'_>, id: NodeId, all: &Arena<NodeId, Marks>) -> Marks {
    let node = &sheet.nodes[id];
    let mut marks = Marks { before: before(node, all), ..Marks::default() };
    let mut open = marks.before != Break::Unknown;
    for group in &node.comments {
        // Each line of a comment but the first begins a line.
        marks.lines |= group.before >= Break::Line || group.lines.len() > 1;
        marks.written = true;
        open = true;
    }
    if let Kind::Binary { operator, left, right } = node.kind {
        let own = precedence(operator);
        let of = |inner: NodeId, least: u8| match sheet.kind(inner) {
            Kind::Binary { operator, .. } if precedence(operator) >= least => all[inner].mixes,
            _ => (false, false),
        };
        let (left, right) = (of(left, own), of(right, own + 1));
        marks.mixes = (own == 6 || left.0 || right.0, own == 7 || left.1 || right.1);
    }
    let mut last = None;
    sheet.each_child(id, |child| {
        let child = all[child];
        marks.written |= child.written || child.before != Break::Unknown;
        marks.lines |= child.lines || child.before >= Break::Line;
        open |= child.open;
        last = Some(child);
    });
    let own = bracket(node);
    marks.kept = open && own == Some(true);
    marks.open = open && own != Some(true);
    let last = last.filter(|_| !ends_with_bracket(node)).unwrap_or_default();
    let behind = |group: &Group<'_>| group.slot >= Slot::BEHIND;
    marks.ends_with_line = last.ends_with_line
        || node
            .comments
            .iter()
            .any(|group| behind(group) && !group.trails && group.before >= Break::Line);
    marks.ends_with_comment = last.ends_with_comment
        || node.comments.iter().any(|group| {
            behind(group)
                || !holds_comments(&node.kind) && group.slot != Slot::BEFORE
                || is_filled(&node.kind) && group.slot == Slot::HEAD && group.trails
        });
    marks
}

/// How tightly an operator binds.
pub(super) fn precedence(operator: &str) -> u8 {
    match operator {
        "|" => 1,
        "&" => 2,
        "||" => 3,
        "&&" => 4,
        "+" | "-" => 6,
        "*" | "/" => 7,
        _ => 5,
    }
}

/// The break before the first token.
fn before(node: &Node<'_>, all: &Arena<NodeId, Marks>) -> Break {
    let inner = match &node.kind {
        Kind::File(parts) => parts.first(),
        Kind::Struct(parts) if !node.open.is_known() => parts.first(),
        Kind::Field { label: inner, .. }
        | Kind::Embed(inner)
        | Kind::Select { base: inner, .. }
        | Kind::Index { base: inner, .. }
        | Kind::Slice { base: inner, .. }
        | Kind::Call { callee: inner, .. }
        | Kind::Binary { left: inner, .. }
        | Kind::Postfix { operand: inner, .. } => Some(inner),
        Kind::Comprehension { clauses, .. } => clauses.first(),
        Kind::Interpolation(pieces) => pieces.first(),
        _ => None,
    };
    inner.map_or(node.open.before, |&inner| all[inner].before)
}

/// Whether a node can be laid out as written, and whether its brackets were written.
fn bracket(node: &Node<'_>) -> Option<bool> {
    match node.kind {
        Kind::Struct(_) | Kind::List(_) => Some(node.open.is_known()),
        Kind::File(_) | Kind::Call { .. } | Kind::Binary { .. } | Kind::Index { .. } => Some(true),
        _ => None,
    }
}

/// Whether a node is a struct or list with something in it. A comment behind its opening bracket
/// belongs to what is in it; one that is its own stands behind it.
fn is_filled(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::Struct(parts) | Kind::List(parts) if !parts.is_empty())
}

fn ends_with_bracket(node: &Node<'_>) -> bool {
    match node.kind {
        Kind::Struct(_) => node.open.is_known(),
        Kind::Imports(_) => node.close.start.is_some(),
        Kind::List(_)
        | Kind::Call { .. }
        | Kind::Index { .. }
        | Kind::Slice { .. }
        | Kind::Paren(_) => true,
        _ => false,
    }
}

/// Whether the comments at the head and foot of a node are drawn within it.
pub(super) fn holds_comments(kind: &Kind<'_>) -> bool {
    matches!(kind, Kind::Struct(_) | Kind::List(_) | Kind::Binary { .. } | Kind::Select { .. })
}
