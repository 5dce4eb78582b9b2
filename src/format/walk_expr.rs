//! The walk over expressions: each part of the tree becomes a node, in the order of the tokens.
//!
//! Which parts take comments, and where a list passes its on, follows CUE's rules.

use super::node::{Kind, NodeId, Place};
use super::walk::Walk;
use crate::syntax::tree::{Element, ExprId, ExprKind, Part};

impl<'t> Walk<'t> {
    /// A whole expression: the value of a field, an operand in brackets.
    pub(super) fn expr(&mut self, id: ExprId) -> NodeId {
        if let ExprKind::Alias { name, value } = self.kind(id) {
            let open = self.cursor.place();
            self.cursor.open();
            self.cursor.open_list();
            self.name();
            self.cursor.close_list();
            self.cursor.close_name();
            self.cursor.pass();
            let value = self.expr(*value);
            let kind = Kind::Alias { name: name.of(self.text), value };
            return self.cursor.add_at(kind, open, Place::default());
        }
        self.cursor.open();
        let node = self.operators(id);
        self.cursor.close(node)
    }

    /// Passes a name, whose comments belong to what it is a part of.
    pub(super) fn name(&mut self) {
        self.cursor.open();
        self.cursor.pass();
        self.cursor.close_name();
    }

    /// A chain of operators and operands.
    fn operators(&mut self, id: ExprId) -> NodeId {
        self.cursor.open_list();
        let node = self.chain(id);
        self.cursor.close_list();
        node
    }

    /// The same, where the list is that of elements.
    fn chain(&mut self, id: ExprId) -> NodeId {
        let mut spine = Vec::new();
        let mut first = id;
        while let ExprKind::Binary(operator, left, right, _) = self.kind(first) {
            spine.push((operator.text(), *right));
            first = *left;
        }
        let mut node = self.unary(first);
        while let Some((operator, right)) = spine.pop() {
            self.cursor.open_behind();
            self.cursor.pass();
            let right = self.operators(right);
            node = self.cursor.add(Kind::Binary { operator, left: node, right });
            self.cursor.close(node);
        }
        node
    }

    fn unary(&mut self, id: ExprId) -> NodeId {
        let ExprKind::Unary(operator, operand) = self.kind(id) else { return self.primary(id) };
        let operator = operator.text();
        let open = self.cursor.place();
        self.cursor.open();
        self.cursor.pass();
        let operand = self.unary(*operand);
        let kind = Kind::Unary { operator, operand };
        let node = self.cursor.add_at(kind, open, Place::default());
        self.cursor.close(node)
    }

    /// An operand and what follows it.
    fn primary(&mut self, id: ExprId) -> NodeId {
        let mut spine = Vec::new();
        let mut first = id;
        loop {
            first = match self.kind(first) {
                ExprKind::Select { base, .. }
                | ExprKind::Index { base, .. }
                | ExprKind::Slice { base, .. } => {
                    spine.push(first);
                    *base
                }
                ExprKind::Call { callee, .. } => {
                    spine.push(first);
                    *callee
                }
                ExprKind::Open(inner) | ExprKind::Optional(inner) => {
                    spine.push(first);
                    *inner
                }
                _ => break,
            };
        }
        let mut node = self.operand(first);
        while let Some(behind) = spine.pop() {
            node = self.behind(node, behind);
        }
        node
    }

    /// What `id` has behind its operand, which is `base`.
    fn behind(&mut self, base: NodeId, id: ExprId) -> NodeId {
        match self.kind(id) {
            ExprKind::Select { name, string, optional, .. } => {
                self.cursor.open_behind();
                self.cursor.pass();
                let open = self.cursor.place();
                let text = name.of(self.text);
                if string.is_none() {
                    self.cursor.open();
                }
                self.cursor.pass();
                let kind =
                    if string.is_some() { Kind::Text(text.into()) } else { Kind::Name(text) };
                let label = self.cursor.add_at(kind, open, Place::default());
                if string.is_none() {
                    self.cursor.close(label);
                }
                let node = self.cursor.add(Kind::Select { base, label });
                let node = self.optional(node, *optional);
                self.cursor.close(node)
            }
            ExprKind::Index { index, optional, .. } => {
                self.cursor.open_behind();
                self.cursor.pass();
                let index = self.expr(*index);
                self.cursor.pass_comma();
                let close = self.close_place();
                let node = self.cursor.add_at(Kind::Index { base, index }, Place::default(), close);
                let node = self.optional(node, *optional);
                self.cursor.close(node)
            }
            ExprKind::Slice { low, high, .. } => {
                self.cursor.open_behind();
                self.cursor.pass();
                let low = low.map(|low| self.expr(low));
                self.cursor.pass();
                let high = high.map(|high| self.expr(high));
                let close = self.close_place();
                let kind = Kind::Slice { base, low, high };
                let node = self.cursor.add_at(kind, Place::default(), close);
                self.cursor.close(node)
            }
            ExprKind::Call { arguments, .. } => self.call(base, arguments),
            // `?` behind a name belongs to the name, `...` is a part of its own.
            ExprKind::Optional(_) => self.optional(base, true),
            _ => {
                self.cursor.open();
                self.cursor.pass();
                let node = self.cursor.add(Kind::Postfix { operand: base, mark: "..." });
                self.cursor.close(node)
            }
        }
    }

    fn optional(&mut self, operand: NodeId, optional: bool) -> NodeId {
        if !optional {
            return operand;
        }
        self.cursor.pass();
        self.cursor.add(Kind::Postfix { operand, mark: "?" })
    }

    fn call(&mut self, callee: NodeId, arguments: &[ExprId]) -> NodeId {
        self.cursor.open();
        self.cursor.open_list();
        let open = self.cursor.place();
        self.cursor.pass();
        let mut nodes = Vec::new();
        for argument in arguments {
            nodes.push(self.expr(*argument));
            self.cursor.pass_comma();
        }
        let close = self.close_place();
        self.cursor.close_list();
        let node = self.cursor.add_at(Kind::Call { callee, arguments: nodes }, open, close);
        self.cursor.close(node)
    }

    /// Passes a closing bracket and says where it stands.
    pub(super) fn close_place(&mut self) -> Place {
        let place = self.cursor.place();
        self.cursor.pass();
        place
    }

    pub(super) fn operand(&mut self, id: ExprId) -> NodeId {
        let text = self.span(id).of(self.text);
        let open = self.cursor.place();
        match self.kind(id) {
            ExprKind::Struct { decls, .. } => self.braces(decls),
            ExprKind::List(elements) => self.list(elements),
            ExprKind::Paren(inner) => {
                self.cursor.open();
                self.cursor.pass();
                self.cursor.open_list();
                let inner = self.expr(*inner);
                self.cursor.close_list();
                let close = self.close_place();
                let node = self.cursor.add_at(Kind::Paren(inner), open, close);
                self.cursor.close(node)
            }
            ExprKind::String(literal)
                if literal.parts.iter().any(|part| matches!(part, Part::Interpolation(_))) =>
            {
                self.interpolation(id, &literal.parts)
            }
            kind => {
                let kind = match kind {
                    ExprKind::String(_) => Kind::Text(text.into()),
                    ExprKind::Number | ExprKind::Null | ExprKind::Bool(_) => Kind::Word(text),
                    ExprKind::Bottom => Kind::Bottom,
                    _ => Kind::Name(text),
                };
                self.cursor.open();
                self.cursor.pass();
                let node = self.cursor.add_at(kind, open, Place::default());
                self.cursor.close(node)
            }
        }
    }

    /// `[…]`
    pub(super) fn list(&mut self, elements: &'t [Element]) -> NodeId {
        let open = self.cursor.place();
        self.cursor.pass();
        let mut nodes = Vec::new();
        self.cursor.open_list();
        let mut rest = None;
        for element in elements {
            match element {
                Element::Value(value) => {
                    self.cursor.open();
                    let node = self.element(*value);
                    self.cursor.pass_comma();
                    nodes.push(self.cursor.close(node));
                }
                Element::Comprehension(comprehension) => {
                    self.cursor.open();
                    let node = self.comprehension(comprehension);
                    nodes.push(self.cursor.close(node));
                }
                Element::Ellipsis(_, value) => rest = Some(*value),
            }
        }
        self.cursor.close_list();
        if let Some(value) = rest {
            let place = self.cursor.place();
            self.cursor.pass();
            let value = value.map(|value| self.expr(value));
            nodes.push(self.cursor.add_at(Kind::Ellipsis(value), place, Place::default()));
            self.cursor.pass_comma();
        }
        let close = self.close_place();
        self.cursor.add_at(Kind::List(nodes), open, close)
    }

    fn element(&mut self, value: ExprId) -> NodeId {
        let ExprKind::Alias { name, value } = self.kind(value) else { return self.chain(value) };
        let open = self.cursor.place();
        self.name();
        self.cursor.pass();
        let value = self.expr(*value);
        let kind = Kind::Alias { name: name.of(self.text), value };
        self.cursor.add_at(kind, open, Place::default())
    }

    /// A string with interpolations: pieces of text, which hold the brackets, and expressions.
    fn interpolation(&mut self, id: ExprId, parts: &'t [Part]) -> NodeId {
        let whole = self.span(id);
        let inner: Vec<ExprId> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Interpolation(inner) => Some(*inner),
                Part::Text(_) => None,
            })
            .collect();
        self.cursor.open();
        self.cursor.open_list();
        self.cursor.open();
        let mut nodes = Vec::new();
        let mut open = self.cursor.place();
        let mut from = whole.start as usize;
        self.cursor.pass();
        for inner in inner {
            // The parenthesis is a token of its own and the end of the piece as well.
            let end = self.cursor.next_start() + 1;
            let piece = Kind::Text(self.text.get(from..end).unwrap_or("").into());
            self.cursor.jump_above(2, 1);
            self.cursor.pass();
            let node = self.cursor.add_at(piece, open, Place::default());
            nodes.push(self.cursor.close(node));
            nodes.push(self.expr(inner));
            self.cursor.open();
            self.cursor.pass_comma();
            open = self.cursor.place();
            from = self.cursor.next_start();
            self.cursor.pass();
        }
        let piece = self.text.get(from..whole.end as usize).unwrap_or("");
        let piece = Kind::Text(piece.into());
        let node = self.cursor.add_at(piece, open, Place::default());
        nodes.push(self.cursor.close(node));
        self.cursor.close_list();
        let node = self.cursor.add(Kind::Interpolation(nodes));
        self.cursor.close(node)
    }
}
