//! What references mean: up the environments, along labels and indexes.

use super::graph::Graph;
use super::kind::Kind;
use super::tell::About;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{Cycle, Cycles, EnvId, State, VertexId};
use crate::base::{Code, Span};
use crate::program::{Expr, ExprId, Label, Mark};

impl Graph {
    /// The vertex or value that a reference means.
    pub(super) fn resolve(&mut self, id: ExprId, env: EnvId) -> Result<Value, BottomId> {
        let span = self.program.span(id);
        match *self.program.expr(id) {
            Expr::Field { up, label } => {
                let vertex = self.level(env, up).vertex;
                self.select(vertex, label, span, true).map(Value::Vertex)
            }
            Expr::Let { up, binding } => {
                let value = self.program.lets[binding].value;
                let env = self.level_id(env, up);
                if matches!(self.program.expr(value), Expr::This { .. }) {
                    // Another name of the struct around it, not a value like it.
                    return self.resolve(value, env);
                }
                Ok(Value::Vertex(self.temporary(value, env)))
            }
            Expr::Dynamic { up, key } => {
                let env = self.level_id(env, up);
                let label = self.label_of(key, env)?;
                let vertex = self.envs[env].vertex;
                self.select(vertex, label, span, true).map(Value::Vertex)
            }
            Expr::Key { up } => Ok(self.key(self.level(env, up).label)),
            Expr::Element { up } => Ok(Value::Vertex(self.level(env, up).vertex)),
            Expr::Own { up } => {
                let level = self.level(env, up);
                self.select(level.vertex, level.label, span, true).map(Value::Vertex)
            }
            Expr::This { up } => Ok(Value::Vertex(self.level(env, up).vertex)),
            Expr::Package(package) => Ok(Value::Vertex(self.package_root(package))),
            Expr::Select(base, label) => {
                if let &Expr::Standard(path) = self.program.expr(base) {
                    return self.standard(path, label, span);
                }
                let vertex = self.base(base, env, span)?;
                let place = span;
                self.select(vertex, label, place, false).map(Value::Vertex)
            }
            Expr::Index(base, index) => {
                let vertex = self.base(base, env, span)?;
                let label = self.index_label(vertex, index, env)?;
                let selected = self.select(vertex, label, span, false).map(Value::Vertex);
                if let Err(bottom) = selected {
                    self.know_key(bottom, index, env);
                }
                selected
            }
            Expr::Optional(id, reference) => self.attempted(id, reference, env),
            _ => match self.evaluate(id, env) {
                Value::Bottom(bottom) => Err(bottom),
                value => Ok(value),
            },
        }
    }

    /// A `for` key or matched label as a value.
    fn key(&self, label: Label) -> Value {
        match (label.symbol(), label.as_index()) {
            (Some(symbol), _) => Value::Str(symbol),
            (None, Some(index)) => Value::count(index),
            // Asked of a pattern constraint alone: the label of any field.
            (None, None) => Value::Kind(Kind::STRING),
        }
    }

    /// The vertex that is selected from: known, with its default taken.
    pub(super) fn base(
        &mut self,
        id: ExprId,
        env: EnvId,
        span: Span,
    ) -> Result<VertexId, BottomId> {
        let vertex = if self.is_reference(id) {
            match self.resolve(id, env)? {
                Value::Vertex(vertex) => vertex,
                value => return Err(self.no_fields(value, span)),
            }
        } else if self.makes_vertex(id) {
            self.temporary(id, env)
        } else {
            match self.evaluate(id, env) {
                Value::Vertex(vertex) => vertex,
                Value::Bottom(bottom) => return Err(bottom),
                value => return Err(self.no_fields(value, span)),
            }
        };
        self.known_base(vertex, env, span)
    }

    /// What is selected from a vertex, once it is known and its default is taken.
    pub(super) fn known_base(
        &mut self,
        vertex: VertexId,
        env: EnvId,
        span: Span,
    ) -> Result<VertexId, BottomId> {
        if self.vertices[vertex].is_detached() && self.envs[env].led.cycle() != Cycle::Cyclic {
            // To select from a value is evidence that it ends: `{p: {x: p, y: 1}}.p.x.y`.
            self.vertices[vertex].node.cycles.note(Cycles::STRUCTURE, true);
        }
        let reached = self.reach(vertex);
        match self.vertices[reached].value {
            Value::Choice(_) => match self.default_of(Value::Vertex(reached)) {
                Value::Vertex(chosen) if chosen != reached => Ok(chosen),
                Value::Vertex(_) => {
                    let shown = self.show_value(Value::Vertex(reached));
                    let bottom = Bottom::incomplete(format!("unresolved disjunction {shown}"))
                        .at(span, "needs one value to select from");
                    Err(self.unless_final(reached, bottom))
                }
                value => Err(self.no_fields(value, span)),
            },
            Value::Bottom(bottom)
                if self.bottoms[bottom].gravity == Gravity::Permanent
                    || self.is_incomplete_for_good(reached)
                    || self.is_permanent(bottom) && self.vertices[vertex].is_detached() =>
            {
                Err(bottom)
            }
            _ if self.vertices[vertex].is_detached() => match self.conflict_in(reached) {
                Some(bottom) => Err(bottom),
                None => Ok(reached),
            },
            _ => Ok(reached),
        }
    }

    /// A conflict in a field of a value that was made to be selected from: the value is no field of
    /// the program, where that would be reported. Closedness is not judged in such values.
    fn conflict_in(&mut self, vertex: VertexId) -> Option<BottomId> {
        for at in 0..self.vertices[vertex].arcs.len() {
            let Some(&(_, arc)) = self.vertices[vertex].arcs.get(at) else { break };
            if self.vertices[arc].mark == Mark::Optional {
                continue;
            }
            let reached = self.reach(arc);
            if let Value::Bottom(bottom) = self.vertices[reached].value
                && self.bottoms[bottom].code == Code::Conflict
            {
                return Some(bottom);
            }
        }
        None
    }

    /// Whether a vertex lacks something without which it is no value, and nothing is left to do
    /// about it.
    fn is_incomplete_for_good(&self, vertex: VertexId) -> bool {
        matches!(self.vertices[vertex].state, State::Fields | State::Done)
            && self.vertices[vertex].node.incomplete.is_some()
    }

    fn no_fields(&mut self, value: Value, span: Span) -> BottomId {
        let kind = self.kind(value);
        let bottom = Bottom::permanent(
            Code::Operand,
            format!("{} is {kind} and has no fields", self.show_value(value)),
        )
        .at(span, "selected here");
        self.bottoms.add(bottom)
    }

    /// The arc of a vertex; what waits may still bring it.
    fn select(
        &mut self,
        vertex: VertexId,
        label: Label,
        span: Span,
        lexical: bool,
    ) -> Result<VertexId, BottomId> {
        self.find(vertex, label)?.map_err(|reached| self.absent(reached, label, span, lexical))
    }

    /// The arc of a vertex, or else the vertex that lacks it when all has been done for it that can
    /// be done now.
    pub(super) fn find(
        &mut self,
        vertex: VertexId,
        label: Label,
    ) -> Result<Result<VertexId, VertexId>, BottomId> {
        if let Some(arc) = self.present(vertex, label) {
            return Ok(Ok(arc));
        }
        let reached = self.reach(vertex);
        if let Some(arc) = self.present(reached, label) {
            return Ok(Ok(arc));
        }
        if self.vertices[reached].state == State::Fields
            || self.vertices[reached].state == State::Done
        {
            if let Value::Vertex(chosen) = self.default_of(Value::Vertex(reached))
                && chosen != reached
                && let Some(arc) = self.present(chosen, label)
            {
                return Ok(Ok(arc));
            }
            if let Value::Bottom(bottom) = self.vertices[reached].value {
                return Err(bottom);
            }
        }
        Ok(Err(reached))
    }

    /// The arc of a vertex, if it is there and no constraint on a field alone.
    pub(super) fn present(&self, vertex: VertexId, label: Label) -> Option<VertexId> {
        self.arc(vertex, label).filter(|&arc| self.vertices[arc].mark == Mark::Regular)
    }

    /// The error of a selected field that is not there.
    pub(super) fn absent(
        &mut self,
        vertex: VertexId,
        label: Label,
        span: Span,
        lexical: bool,
    ) -> BottomId {
        let name = label.text(&self.symbols);
        if let Some(arc) = self.arc(vertex, label) {
            let bottom = match self.vertices[arc].mark {
                Mark::Required => Bottom::new(
                    Gravity::Incomplete,
                    Code::MissingField,
                    format!("required field missing: {name}"),
                )
                .at(span, "it has no value as long as nothing gives it one"),
                Mark::Regular | Mark::Optional => {
                    Bottom::incomplete(format!("cannot reference optional field: {name}"))
                        .at(span, "it has no value unless something gives it one")
                }
            };
            return self.unless_pending(vertex, label, span, bottom);
        }
        let value = self.vertices[vertex].value;
        let kind = self.kind(value);
        if !kind.meets(super::kind::Kind::STRUCT | super::kind::Kind::LIST)
            && !matches!(value, Value::Bottom(_))
        {
            return self.no_fields(value, span);
        }
        if let Some(index) = label.as_index() {
            let bottom = self.out_of_range(vertex, index, span);
            return self.unless_final(vertex, bottom);
        }
        if label.is_field() && (self.vertices[vertex].node.list.is_some() || value == Value::List) {
            // Whatever else is unified with a list, it gets no such field.
            let bottom =
                Bottom::permanent(Code::UndefinedField, format!("undefined field: {name}"))
                    .at(span, "a list has elements and no fields");
            return self.bottoms.add(bottom);
        }
        let bottom = self.undefined(vertex, label, span, lexical);
        self.unless_pending(vertex, label, span, bottom)
    }

    /// The error of a struct that does not have the field.
    fn undefined(&mut self, vertex: VertexId, label: Label, span: Span, lexical: bool) -> Bottom {
        let name = label.text(&self.symbols);
        let value = self.vertices[vertex].value;
        let settled = self.forced || self.is_final(vertex);
        let gravity = if settled && self.excludes(vertex, label) {
            Gravity::Permanent
        } else {
            Gravity::Incomplete
        };
        let mut bottom =
            Bottom::new(gravity, Code::UndefinedField, format!("undefined field: {name}"));
        if self.quiet > 0 {
            return bottom;
        }
        bottom =
            bottom.at(span, if lexical { "has no value yet" } else { "there is no such field" });
        if !matches!(value, Value::Struct | Value::List | Value::Bottom(_)) {
            let shown = self.show_value(value);
            bottom = bottom.help(format!("What it is selected from is only known as {shown}."));
        }
        if !lexical {
            // What it may have been meant for is found out if it is told.
            return bottom.about(About::Undefined { of: vertex, label, at: span, by: None });
        }
        let known: Vec<String> =
            self.vertices[vertex].arcs.iter().map(|arc| arc.0.text(&self.symbols)).collect();
        if let Some(near) = self.meant(&name, &known) {
            bottom = bottom.help(format!("Did you mean `{near}`?"));
        }
        bottom
    }

    /// The error of an element that a list does not have.
    fn out_of_range(&self, vertex: VertexId, index: usize, span: Span) -> Bottom {
        let length = self.vertices[vertex].arcs.len();
        let closed =
            self.vertices[vertex].node.list.as_ref().is_some_and(|list| list.length.is_some());
        let gravity = if closed { Gravity::Permanent } else { Gravity::Incomplete };
        let message = format!("index out of range [{index}] with length {length}");
        Bottom::new(gravity, Code::UndefinedField, message)
            .at(span, format!("the list has {length} elements"))
    }

    /// The label that an index means for what is indexed.
    fn index_label(
        &mut self,
        vertex: VertexId,
        index: ExprId,
        env: EnvId,
    ) -> Result<Label, BottomId> {
        let span = self.program.span(index);
        let found = self.evaluate(index, env);
        let value = match self.as_operand(found, index, env) {
            Ok(value) => value,
            Err(bottom) => return Err(self.never_an_index(bottom, index, found)),
        };
        match value {
            Value::Int(_) | Value::Number(_) => match self.as_count(value).map(usize::try_from) {
                Some(Ok(_)) if self.vertices[vertex].value == Value::Struct => {
                    Err(self.bad_index(value, span, "a struct is indexed by strings"))
                }
                Some(Ok(at)) if at > Label::LARGEST_INDEX => {
                    Err(self.bad_index(value, span, "no list has as many elements"))
                }
                Some(Ok(at)) => Ok(Label::index(at)),
                Some(Err(_)) => Err(self.bad_index(value, span, "an index starts at 0")),
                None => Err(self.bad_index(value, span, "an index is an integer or a string")),
            },
            Value::Str(name) if !matches!(self.vertices[vertex].value, Value::List) => {
                Ok(Label::field(name))
            }
            Value::Str(_) => {
                let name = self.show_value(value);
                let bottom =
                    Bottom::permanent(Code::UndefinedField, format!("undefined field: {name}"))
                        .at(span, "a list is indexed by integers");
                Err(self.bottoms.add(bottom))
            }
            _ => Err(self.bad_index(value, span, "an index is an integer or a string")),
        }
    }

    /// The error of an index that is not concrete: for good where it is of another kind, or of
    /// no kind in particular, as in CUE.
    fn never_an_index(&mut self, bottom: BottomId, index: ExprId, found: Value) -> BottomId {
        if self.bottoms[bottom].gravity != Gravity::Incomplete {
            return bottom;
        }
        match found {
            value @ (Value::Top | Value::Kind(_) | Value::Bound(_))
                if ![Kind::INT, Kind::NUMBER, Kind::STRING].contains(&self.kind(value)) =>
            {
                let span = self.program.span(index);
                self.bad_index(value, span, "an index is an integer or a string")
            }
            _ => bottom,
        }
    }

    fn bad_index(&mut self, value: Value, span: Span, why: &str) -> BottomId {
        let bottom = Bottom::permanent(
            Code::Operand,
            format!("invalid index {}: {why}", self.show_value(value)),
        )
        .at(span, "");
        self.bottoms.add(bottom)
    }

    /// The label that a dynamic field's key gives.
    pub(super) fn label_of(&mut self, key: ExprId, env: EnvId) -> Result<Label, BottomId> {
        match self.operand(key, env)? {
            Value::Str(name) => Ok(Label::field(name)),
            value => {
                let span = self.program.span(key);
                let bottom = Bottom::permanent(
                    Code::Operand,
                    format!("a label must be a string, not {}", self.show_value(value)),
                )
                .at(span, "");
                Err(self.bottoms.add(bottom))
            }
        }
    }
}
