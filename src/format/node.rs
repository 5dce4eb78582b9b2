//! What is laid out: the parts of a file with the breaks before them and the comments around them.
//!
//! A [`Sheet`] is the tree and the trivia in one, because layout asks each part for both. It holds
//! texts and shapes only; what they mean is nobody's business here.

use std::borrow::Cow;

use super::token::Break;
use crate::base::{Arena, id};

id! {
    /// One part of a sheet.
    NodeId
}

/// A file, ready to be laid out. A node lies behind those that it contains.
pub(super) struct Sheet<'t> {
    pub(super) nodes: Arena<NodeId, Node<'t>>,
    pub(super) root: NodeId,
}

/// Where a token stands.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Place {
    pub(super) before: Break,
    /// Where it starts in the text; a token that was not written has no place in it.
    pub(super) start: Option<usize>,
    /// Whether a written comma stands before it.
    pub(super) comma: bool,
}

impl Place {
    /// Whether anything is known of it.
    pub(super) fn is_known(self) -> bool {
        self.start.is_some() || self.before != Break::Unknown
    }
}

/// One part.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) kind: Kind<'t>,
    /// The first token, where that is its own.
    pub(super) open: Place,
    /// The closing bracket, where it has one.
    pub(super) close: Place,
    /// The comments, by their slots.
    pub(super) comments: Vec<Group<'t>>,
}

/// Where around its node a comment stands: before the first token, behind that, behind the
/// second, and further behind. What is between depends on the kind of the node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Slot(pub(super) u8);

impl Slot {
    /// Before the node.
    pub(super) const BEFORE: Slot = Slot(0);
    /// Behind its first token: in the brackets, at their start.
    pub(super) const HEAD: Slot = Slot(1);
    /// Behind its second token: in the brackets, at their end.
    pub(super) const FOOT: Slot = Slot(2);
    /// Behind the node.
    pub(super) const BEHIND: Slot = Slot(3);
}

/// Comments on lines in a row.
#[derive(Clone, Debug)]
pub(super) struct Group<'t> {
    pub(super) lines: Vec<&'t str>,
    pub(super) slot: Slot,
    pub(super) before: Break,
    /// Whether what follows stands right below it, so that it documents that.
    pub(super) doc: bool,
    /// Whether it ends the line of the token before it.
    pub(super) trails: bool,
    pub(super) start: usize,
    pub(super) start_line: usize,
}

impl Group<'_> {
    /// Whether it shares its line with what is before it.
    pub(super) fn is_inline(&self) -> bool {
        self.trails || self.before == Break::Blank
    }
}

/// The kinds of parts.
#[derive(Debug)]
pub(super) enum Kind<'t> {
    File(Vec<NodeId>),
    Package(&'t str),
    /// The specs; whether they stand in parentheses shows in `close`.
    Imports(Vec<NodeId>),
    Import {
        name: Option<&'t str>,
        path: &'t str,
    },
    Attribute(&'t str),
    Field {
        label: NodeId,
        /// The names of `~X` and `~(K,V)`.
        alias: Option<(Option<&'t str>, &'t str)>,
        mark: &'static str,
        value: NodeId,
        attributes: Vec<NodeId>,
    },
    Let {
        name: &'t str,
        value: NodeId,
    },
    Embed(NodeId),
    Ellipsis(Option<NodeId>),
    Comprehension {
        clauses: Vec<NodeId>,
        body: NodeId,
        fallback: Option<NodeId>,
    },
    For {
        key: Option<&'t str>,
        value: &'t str,
        source: NodeId,
    },
    If(NodeId),
    Try(Option<(&'t str, NodeId)>),
    Fallback(NodeId),
    /// A name.
    Name(&'t str),
    /// A number, `null`, `true` or `false`.
    Word(&'t str),
    /// A string or bytes without interpolations.
    Text(Cow<'t, str>),
    Bottom,
    /// Pieces of text and expressions by turns.
    Interpolation(Vec<NodeId>),
    List(Vec<NodeId>),
    /// A struct; one without a known opening brace is the rest of `a: b: 1`.
    Struct(Vec<NodeId>),
    Paren(NodeId),
    Select {
        base: NodeId,
        label: NodeId,
    },
    Index {
        base: NodeId,
        index: NodeId,
    },
    Slice {
        base: NodeId,
        low: Option<NodeId>,
        high: Option<NodeId>,
    },
    Call {
        callee: NodeId,
        arguments: Vec<NodeId>,
    },
    Unary {
        operator: &'t str,
        operand: NodeId,
    },
    Binary {
        operator: &'t str,
        left: NodeId,
        right: NodeId,
    },
    Postfix {
        operand: NodeId,
        mark: &'static str,
    },
    /// `X=expr`
    Alias {
        name: &'t str,
        value: NodeId,
    },
}

impl<'t> Sheet<'t> {
    pub(super) fn kind(&self, node: NodeId) -> &Kind<'t> {
        &self.nodes[node].kind
    }

    /// The node whose own token is the first of `node`; `None` for an empty file.
    pub(super) fn head(&self, mut node: NodeId) -> Option<NodeId> {
        loop {
            node = match self.kind(node) {
                Kind::File(parts) => *parts.first()?,
                Kind::Struct(parts) if !self.nodes[node].open.is_known() => match parts.first() {
                    Some(&first) => first,
                    None => return Some(node),
                },
                Kind::Field { label: inner, .. }
                | Kind::Embed(inner)
                | Kind::Select { base: inner, .. }
                | Kind::Index { base: inner, .. }
                | Kind::Slice { base: inner, .. }
                | Kind::Call { callee: inner, .. }
                | Kind::Binary { left: inner, .. }
                | Kind::Postfix { operand: inner, .. } => *inner,
                Kind::Comprehension { clauses, .. } => *clauses.first()?,
                Kind::Interpolation(pieces) => *pieces.first()?,
                Kind::Package(_)
                | Kind::Imports(_)
                | Kind::Import { .. }
                | Kind::Attribute(_)
                | Kind::Let { .. }
                | Kind::Ellipsis(_)
                | Kind::For { .. }
                | Kind::If(_)
                | Kind::Try(_)
                | Kind::Fallback(_)
                | Kind::Name(_)
                | Kind::Word(_)
                | Kind::Text(_)
                | Kind::Bottom
                | Kind::List(_)
                | Kind::Struct(_)
                | Kind::Paren(_)
                | Kind::Unary { .. }
                | Kind::Alias { .. } => return Some(node),
            };
        }
    }

    /// The break before `node`, without its comments.
    pub(super) fn before(&self, node: NodeId) -> Break {
        self.head(node).map_or(Break::Unknown, |head| self.nodes[head].open.before)
    }

    /// The break before `node` or the comment that stands before it.
    pub(super) fn before_all(&self, node: NodeId) -> Break {
        self.first_before(node).map_or_else(|| self.before(node), |group| group.before)
    }

    /// The first comment before `node`.
    pub(super) fn first_before(&self, node: NodeId) -> Option<&Group<'t>> {
        self.nodes[node].comments.iter().find(|group| group.slot == Slot::BEFORE)
    }

    /// What `node` contains, in order.
    pub(super) fn each_child(&self, node: NodeId, mut each: impl FnMut(NodeId)) {
        match self.kind(node) {
            Kind::File(parts)
            | Kind::Imports(parts)
            | Kind::Interpolation(parts)
            | Kind::List(parts)
            | Kind::Struct(parts) => parts.iter().copied().for_each(each),
            Kind::Field { label, value, attributes, .. } => {
                each(*label);
                each(*value);
                attributes.iter().copied().for_each(each);
            }
            Kind::Comprehension { clauses, body, fallback } => {
                clauses.iter().copied().for_each(&mut each);
                each(*body);
                fallback.iter().copied().for_each(each);
            }
            Kind::Select { base: first, label: second }
            | Kind::Index { base: first, index: second }
            | Kind::Binary { left: first, right: second, .. } => {
                each(*first);
                each(*second);
            }
            Kind::Slice { base, low, high } => {
                each(*base);
                low.iter().chain(high).copied().for_each(each);
            }
            Kind::Call { callee, arguments } => {
                each(*callee);
                arguments.iter().copied().for_each(each);
            }
            Kind::Let { value: inner, .. }
            | Kind::Embed(inner)
            | Kind::For { source: inner, .. }
            | Kind::If(inner)
            | Kind::Try(Some((_, inner)))
            | Kind::Fallback(inner)
            | Kind::Paren(inner)
            | Kind::Ellipsis(Some(inner))
            | Kind::Unary { operand: inner, .. }
            | Kind::Postfix { operand: inner, .. }
            | Kind::Alias { value: inner, .. } => each(*inner),
            Kind::Package(_)
            | Kind::Import { .. }
            | Kind::Attribute(_)
            | Kind::Ellipsis(None)
            | Kind::Try(None)
            | Kind::Name(_)
            | Kind::Word(_)
            | Kind::Text(_)
            | Kind::Bottom => {}
        }
    }
}
