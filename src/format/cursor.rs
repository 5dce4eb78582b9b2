//! Goes through the tokens of a file and hands each comment to the part that it belongs to.
//!
//! The walk over the tree says when a part begins and ends and when a token is passed; comments
//! that a token has behind it go to the innermost part that is open, at the slot that the number
//! of passed tokens tells. Lists pass theirs on to the element before or behind. This decides
//! where a formatted comment lands, so it follows CUE's rules to the letter.

use super::node::{Group, Kind, Node, NodeId, Place, Sheet, Slot};
use super::scan::tokens;
use super::token::{Break, Comment, Token, TokenKind};
use crate::base::Arena;

/// A part that is open.
#[derive(Default)]
struct Part<'t> {
    /// How many tokens and parts were passed within.
    passed: i32,
    groups: Vec<Group<'t>>,
    /// How many lists are open here; comments of lists belong to their elements.
    lists: u32,
    /// The last part that was closed within, and how far that had come.
    last: Option<(NodeId, i32)>,
}

/// Whether breaks are taken from the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Breaks {
    /// As they were written.
    Written,
    /// There are none: widths decide.
    Free,
}

pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    tokens: Vec<Token>,
    comments: Vec<Comment<'t>>,
    breaks: Breaks,
    /// The token that comes next.
    at: usize,
    parts: Vec<Part<'t>>,
    /// A comment right above the next token.
    lead: Option<Group<'t>>,
    pub(super) nodes: Arena<NodeId, Node<'t>>,
}

impl<'t> Cursor<'t> {
    /// Stands before the first token of `text`, in the part of the whole file.
    pub(super) fn new(text: &'t str, breaks: Breaks) -> Self {
        let (tokens, comments) = tokens(text);
        let parts = vec![Part { passed: -1, ..Part::default() }];
        let nodes = Arena::new();
        let mut cursor = Self { text, tokens, comments, breaks, at: 0, parts, lead: None, nodes };
        cursor.pass();
        cursor
    }

    /// The sheet, when `root` was the last node.
    pub(super) fn sheet(self, root: NodeId) -> Sheet<'t> {
        Sheet { nodes: self.nodes, root }
    }

    fn token(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    /// Where the next token stands.
    pub(super) fn place(&self) -> Place {
        match (self.token(), self.breaks) {
            (Some(token), Breaks::Written) => {
                Place { before: token.before, start: Some(token.start), comma: token.comma }
            }
            _ => Place::default(),
        }
    }

    /// Where the next token starts.
    pub(super) fn next_start(&self) -> usize {
        self.token().map_or(self.text.len(), |token| token.start)
    }

    /// Whether a comma comes next.
    pub(super) fn at_comma(&self) -> bool {
        self.token().is_some_and(|token| token.kind == TokenKind::Comma)
    }

    /// Whether the next token begins with `wanted`.
    pub(super) fn at(&self, wanted: &str) -> bool {
        let rest = self.token().and_then(|token| self.text.get(token.start..));
        rest.is_some_and(|rest| rest.starts_with(wanted))
    }

    /// Passes a comma, if one comes next.
    pub(super) fn pass_comma(&mut self) {
        if self.at_comma() {
            self.pass();
        }
    }

    /// Passes the next token and takes the comments behind it.
    pub(super) fn pass(&mut self) {
        if let Some(lead) = self.lead.take() {
            self.take(lead);
        }
        let Some(&passed) = self.token() else { return };
        if let Some(part) = self.parts.last_mut() {
            part.passed += 1;
        }
        self.at += 1;
        let Some(mut group) = self.comments_behind(passed) else { return };
        let next = self.token().copied();
        let last_line = group.start_line + group.lines.len();
        let above = next.is_some_and(|next| next.kind != TokenKind::End && next.line == last_line);
        if above && group.start_line != passed.line {
            group.doc = true;
            self.lead = Some(group);
        } else {
            self.take(group);
        }
    }

    /// Takes the comments behind `passed` but for the last group of lines, which comes back.
    fn comments_behind(&mut self, passed: Token) -> Option<Group<'t>> {
        let (mut first, end) = passed.comments;
        let line_of = |cursor: &Self, index: usize| cursor.comments.get(index).map(|c| c.line);
        let mut line_before = passed.line;
        let mut group = None;
        if first < end && line_of(self, first) == Some(passed.line) {
            let next = line_of(self, first + 1).filter(|_| first + 1 < end);
            let next = next.or_else(|| self.token().map(|token| token.line));
            group = Some(self.group(first, first + 1, Break::Blank));
            if let Some(group) = &mut group {
                group.trails = next != Some(passed.line);
            }
            first += 1;
        }
        while first < end {
            if let Some(group) = group.take() {
                self.take(group);
            }
            let start_line = line_of(self, first).unwrap_or(0);
            let (mut behind, mut last_line) = (first + 1, start_line);
            while behind < end && line_of(self, behind) == Some(last_line + 1) {
                last_line += 1;
                behind += 1;
            }
            let before = match start_line.saturating_sub(line_before) {
                0 => Break::Blank,
                1 => Break::Line,
                _ => Break::Section,
            };
            group = Some(self.group(first, behind, before));
            line_before = start_line;
            first = behind;
        }
        group
    }

    fn group(&self, first: usize, behind: usize, before: Break) -> Group<'t> {
        let comments = self.comments.get(first..behind).unwrap_or(&[]);
        Group {
            lines: comments.iter().map(|comment| comment.text).collect(),
            slot: Slot::BEFORE,
            before,
            doc: false,
            trails: false,
            start: comments.first().map_or(0, |comment| comment.start),
            start_line: comments.first().map_or(0, |comment| comment.line),
        }
    }

    fn take(&mut self, mut group: Group<'t>) {
        if let Some(part) = self.parts.last_mut() {
            group.slot = slot(part.passed);
            part.groups.push(group);
        }
    }

    /// Begins a part: it gets the comment right above it, and what a list around it still holds
    /// goes to the part before, if there is one.
    pub(super) fn open(&mut self) {
        let mut child = Part::default();
        if let Some(part) = self.parts.last_mut()
            && part.lists > 0
        {
            let groups = std::mem::take(&mut part.groups);
            match part.last {
                Some((last, passed)) => {
                    let kept = std::mem::take(&mut self.nodes[last].comments);
                    let (before, mut behind): (Vec<_>, Vec<_>) =
                        groups.into_iter().partition(|group| group.slot == Slot::BEFORE);
                    behind.iter_mut().for_each(|group| group.slot = slot(passed));
                    self.nodes[last].comments =
                        before.into_iter().chain(kept).chain(behind).collect();
                }
                None => {
                    child.groups = groups;
                    child.groups.iter_mut().for_each(|group| group.slot = Slot::BEFORE);
                }
            }
        }
        if let Some(mut lead) = self.lead.take() {
            lead.slot = Slot::BEFORE;
            child.groups.push(lead);
        }
        self.parts.push(child);
    }

    /// Begins a part of which something was passed already.
    pub(super) fn open_behind(&mut self) {
        self.open();
        self.jump(1);
    }

    /// Goes on at the slot `passed` of the part that is open.
    pub(super) fn jump(&mut self, passed: i32) {
        if let Some(part) = self.parts.last_mut() {
            part.passed = passed;
        }
    }

    /// Goes on at the slot `passed` of the part that is `up` parts around the open one.
    pub(super) fn jump_above(&mut self, up: usize, passed: i32) {
        let index = self.parts.len().checked_sub(1 + up);
        if let Some(part) = index.and_then(|index| self.parts.get_mut(index)) {
            part.passed = passed;
        }
    }

    /// Ends the part that is open, which has become `node`.
    pub(super) fn close(&mut self, node: NodeId) -> NodeId {
        let Some(part) = self.parts.pop() else { return node };
        if let Some(around) = self.parts.last_mut() {
            around.last = Some((node, part.passed));
            around.passed += 1;
        }
        for group in part.groups {
            self.attach(node, group);
        }
        node
    }

    /// Ends the part that is open, which is a mere name: its comments go to the part around it.
    pub(super) fn close_name(&mut self) {
        let Some(part) = self.parts.pop() else { return };
        if let Some(around) = self.parts.last_mut() {
            around.groups.extend(part.groups);
            around.passed += 1;
        }
    }

    pub(super) fn open_list(&mut self) {
        match self.parts.last_mut() {
            Some(part) if part.lists > 0 => part.lists += 1,
            _ => self.parts.push(Part { lists: 1, ..Part::default() }),
        }
    }

    /// Ends a list: what it still holds goes to its last element, or to the part around it.
    pub(super) fn close_list(&mut self) {
        let Some(part) = self.parts.last_mut() else { return };
        let groups = match part.last {
            Some(_) => std::mem::take(&mut part.groups),
            None => Vec::new(),
        };
        let last = part.last;
        part.lists = part.lists.saturating_sub(1);
        let ends = part.lists == 0;
        for mut group in groups {
            if let Some((node, passed)) = last {
                group.slot = slot(passed);
                self.attach(node, group);
            }
        }
        if ends
            && let Some(part) = self.parts.pop()
            && let Some(around) = self.parts.last_mut()
        {
            around.groups.extend(part.groups);
            around.passed += 1;
        }
    }

    /// Adds a comment behind those of its slot.
    pub(super) fn attach(&mut self, node: NodeId, group: Group<'t>) {
        let comments = &mut self.nodes[node].comments;
        let at = comments.iter().rposition(|other| other.slot <= group.slot);
        comments.insert(at.map_or(0, |at| at + 1), group);
    }

    /// Adds a node that begins with a token of its own at `open`.
    pub(super) fn add_at(&mut self, kind: Kind<'t>, open: Place, close: Place) -> NodeId {
        self.nodes.add(Node { kind, open, close, comments: Vec::new() })
    }

    /// Adds a node that begins with another one.
    pub(super) fn add(&mut self, kind: Kind<'t>) -> NodeId {
        self.add_at(kind, Place::default(), Place::default())
    }
}

fn slot(passed: i32) -> Slot {
    Slot(passed.clamp(0, 3) as u8)
}
