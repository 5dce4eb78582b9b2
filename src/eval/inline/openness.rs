//! `closed` and `allows`: which fields a value may be given.

use super::compare::Compared;
use super::directive::Directive;
use super::judge::Judge;
use super::lookup::{Step, steps};
use super::mismatch::{Aspect, Mismatch};
use crate::eval::closed::Trait;
use crate::eval::groups::GroupId;
use crate::eval::kind::Kind;
use crate::eval::value::Value;
use crate::eval::vertex::{NO_VERTEX, VertexId};
use crate::program::Label;

/// What is asked for.
enum Asked {
    /// Any field whatever its name.
    AnyField,
    /// Any further element.
    AnyElement,
    Field(Label),
    Element(usize),
    /// A definition or hidden field, which closedness does not concern.
    Free,
}

impl Judge<'_> {
    /// `@test(closed)`, `@test(closed=false)`
    pub(super) fn judge_closed(&mut self, vertex: Option<VertexId>, test: &Directive) -> Compared {
        let expected = test.setting() != Some("false");
        let got = vertex.is_some_and(|vertex| self.is_closed(vertex));
        let name = |closed| if closed { "a closed value" } else { "an open value" };
        if expected == got {
            return Ok(());
        }
        Err(Mismatch::between(Aspect::Closedness, name(expected), name(got)).of(vertex))
    }

    pub(super) fn is_closed(&self, vertex: VertexId) -> bool {
        self.is_in_definition(vertex) || {
            let vertex = self.graph.deref(vertex);
            self.graph.requirements(vertex).iter().any(|one| !one.ignored)
        }
    }

    /// Whether it is a definition or lies in one, which is closed where it is written already.
    fn is_in_definition(&self, vertex: VertexId) -> bool {
        let mut at = vertex;
        while at != NO_VERTEX {
            let here = &self.graph.vertices[at];
            if here.label.is_definition() && !here.is_detached() {
                return true;
            }
            at = here.parent;
        }
        false
    }

    /// `@test(allows, field)`, `@test(allows=false, string)`
    pub(super) fn judge_allows(&mut self, vertex: Option<VertexId>, test: &Directive) -> Compared {
        let expected = test.setting() != Some("false");
        let Some(selector) = test.operand().map(|operand| operand.raw.clone()) else {
            return Err(Mismatch::new(Aspect::Form, "`allows` needs the name of a field"));
        };
        let asked = self.asked(&selector)?;
        let Some(vertex) = vertex else {
            return Err(Mismatch::between(Aspect::Closedness, "a struct or list", "no value"));
        };
        let got = self.allows(vertex, &asked);
        if expected == got {
            return Ok(());
        }
        let name = |allowed| match allowed {
            true => format!("a value that allows {selector}"),
            false => format!("a value that does not allow {selector}"),
        };
        Err(Mismatch::between(Aspect::Closedness, name(expected), name(got)).of(Some(vertex)))
    }

    fn asked(&mut self, selector: &str) -> Result<Asked, Box<Mismatch>> {
        let field = |name: &str| Asked::Field(Label::field(self.graph.symbols.intern(name)));
        Ok(match (selector, steps(selector).as_slice()) {
            ("string", _) => Asked::AnyField,
            ("int", _) => Asked::AnyElement,
            (_, [Step::Name(name)]) if name.starts_with(['_', '#']) => Asked::Free,
            (_, [Step::Name(name) | Step::Quoted(name)]) => field(name),
            (_, [Step::Index(index)]) => Asked::Element(*index),
            _ => {
                let message = format!("`{selector}` is not the name of one field");
                return Err(Mismatch::new(Aspect::Form, message));
            }
        })
    }

    fn allows(&mut self, vertex: VertexId, asked: &Asked) -> bool {
        let vertex = self.graph.deref(vertex);
        let value = self.graph.vertices[vertex].value;
        if let Value::Choice(choice) = value {
            let values = self.graph.choices[choice].values.clone();
            return values.into_iter().any(|value| match value {
                Value::Vertex(arm) => self.allows(arm, asked),
                _ => false,
            });
        }
        let kind = match value {
            // What failed may have been a struct.
            Value::Bottom(_) => Kind::STRUCT,
            value => self.graph.kind(value),
        };
        match asked {
            Asked::Free => true,
            Asked::AnyElement => kind.meets(Kind::LIST) && self.is_open_list(vertex),
            Asked::Element(index) => {
                let given = self.graph.elements(vertex).len();
                kind.meets(Kind::LIST) && (*index < given || self.is_open_list(vertex))
            }
            Asked::AnyField | Asked::Field(_) if !kind.meets(Kind::STRUCT) => false,
            Asked::AnyField => self.allows_field(vertex, None),
            Asked::Field(label) => {
                self.graph.arc(vertex, *label).is_some() || self.allows_field(vertex, Some(*label))
            }
        }
    }

    fn is_open_list(&self, vertex: VertexId) -> bool {
        let list = &self.graph.vertices[vertex].node.list;
        list.as_ref().is_none_or(|list| list.length.is_none())
    }

    /// Whether every definition and `close()` that closes the struct has a declaration for the
    /// field, or for any field where none is named.
    fn allows_field(&mut self, vertex: VertexId, label: Option<Label>) -> bool {
        if self.graph.vertices[vertex].node.closing.has_ellipsis() {
            // As in CUE: whatever else is unified with what has `...`.
            return true;
        }
        let requirements = self.graph.requirements(vertex);
        let in_definition = self.is_in_definition(vertex);
        if requirements.is_empty() && !in_definition {
            return true;
        }
        let node = &self.graph.vertices[vertex].node;
        let mut evidence: Vec<GroupId> = node.closing.groups_with(Trait::Ellipsis).collect();
        for pattern in node.patterns.clone() {
            let matches = match label.and_then(Label::symbol) {
                Some(name) => self.graph.label_matches(pattern.pattern, Value::Str(name)),
                None => self.is_any_string(pattern.pattern),
            };
            if matches {
                evidence.push(pattern.group);
            }
        }
        let declared = !in_definition || !evidence.is_empty();
        declared && self.graph.satisfied(vertex, &requirements, &evidence)
    }

    fn is_any_string(&self, pattern: Value) -> bool {
        match pattern {
            Value::Top => true,
            Value::Kind(kind) => kind.holds(Kind::STRING),
            _ => false,
        }
    }
}
