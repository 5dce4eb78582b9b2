//! The functions of the standard library that need the evaluator.

use super::builtin::{Data, Fault, Native, encoding};
use super::graph::Graph;
use super::kind::Kind;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{Conjunct, EnvId, NO_ENV, NO_TRAIL, Source, VertexId};
use crate::base::{Code, Span, Symbol};
use crate::program::{ExprId, Label, Mark, Universe};

/// The most elements that a function may make.
const MOST_ELEMENTS: usize = 10_000_000;

impl Graph {
    /// Runs a function that needs the evaluator.
    pub(super) fn native(
        &mut self,
        native: Native,
        name: &str,
        values: &[Value],
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let list = self.items_of(values, 0);
        let second = values.get(1).copied();
        let count = match second {
            Some(Value::Int(count)) => count,
            _ => 0,
        };
        let at = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
        match native {
            Native::ListMinItems => Ok(Value::Bool(list.len() >= at(count.max(0)))),
            Native::ListMaxItems => Ok(Value::Bool(list.len() <= at(count.max(0)))),
            Native::ListUniqueItems => self.unique_items(&list, span),
            Native::ListContains => self.contains_item(&list, second, span),
            Native::ListConcat => {
                let mut items = Vec::new();
                for inner in list {
                    items.extend(self.inner_items(inner, name, span)?);
                }
                self.made_list(items, env, span)
            }
            Native::ListFlattenN => {
                let depth = if count < 0 { usize::MAX } else { at(count) };
                let items = self.flatten(list, depth);
                self.made_list(items, env, span)
            }
            Native::ListRepeat if count < 0 => Err(self.fault(name, Fault::new("negative count"), span)),
            Native::ListRepeat => {
                if list.len().saturating_mul(at(count)) > MOST_ELEMENTS {
                    return Err(self.fault(name, Fault::new("the list would be too long"), span));
                }
                let items = std::iter::repeat_n(list, at(count)).flatten().collect();
                self.made_list(items, env, span)
            }
            Native::ListReverse => {
                self.made_list(list.into_iter().rev().collect(), env, span)
            }
            Native::ListDrop | Native::ListTake if count < 0 => {
                Err(self.fault(name, Fault::new(format!("negative index {count}")), span))
            }
            Native::ListDrop => self.made_list(list.into_iter().skip(at(count)).collect(), env, span),
            Native::ListTake => self.made_list(list.into_iter().take(at(count)).collect(), env, span),
            Native::ListSlice => self.slice(list, values, name, env, span),
            Native::ListSort | Native::ListSortStable => self.sorted(list, second, env, span),
            Native::ListIsSorted => {
                for pair in list.windows(2) {
                    if let [a, b] = *pair
                        && self.less(b, a, second, span)?
                    {
                        return Ok(Value::Bool(false));
                    }
                }
                Ok(Value::Bool(true))
            }
            Native::ListMatchN => {
                let (Some(number), Some(schema)) = (second, values.get(2).copied()) else {
                    return Ok(Value::Bool(false));
                };
                let matching = list.iter().filter(|&&item| self.fits(Value::Vertex(item), schema, span)).count();
                Ok(Value::Bool(self.fits(Value::Int(matching as i64), number, span)))
            }
            Native::StructMinFields | Native::StructMaxFields => {
                let fields = match values.first() {
                    Some(&Value::Vertex(vertex)) => self.data_arcs(vertex).len(),
                    _ => 0,
                };
                let limit = at(count.max(0));
                Ok(Value::Bool(if native == Native::StructMinFields { fields >= limit } else { fields <= limit }))
            }
            Native::JsonValidate | Native::YamlValidate | Native::YamlValidatePartial => {
                self.validate_text(native, name, values, env, span)
            }
        }
    }

    fn items_of(&self, values: &[Value], index: usize) -> Vec<VertexId> {
        match values.get(index) {
            Some(&Value::Vertex(vertex)) => self.elements(vertex),
            _ => Vec::new(),
        }
    }

    fn inner_items(&mut self, item: VertexId, name: &str, span: Span) -> Result<Vec<VertexId>, BottomId> {
        let value = self.value_of(item);
        let value = self.concrete(value, span, Some(item))?;
        match value {
            Value::Vertex(vertex) if self.vertices[self.deref(vertex)].value == Value::List => Ok(self.elements(vertex)),
            _ => {
                let message = format!("{} is no list", self.show_value(value));
                Err(self.fault(name, Fault::new(message), span))
            }
        }
    }

    fn flatten(&mut self, list: Vec<VertexId>, depth: usize) -> Vec<VertexId> {
        let mut items = Vec::with_capacity(list.len());
        for item in list {
            let value = self.value_of(item);
            match self.default_of(value) {
                Value::Vertex(vertex) if depth > 0 && self.vertices[self.deref(vertex)].value == Value::List => {
                    let inner = self.elements(vertex);
                    items.extend(self.flatten(inner, depth - 1));
                }
                _ => items.push(item),
            }
        }
        items
    }

    fn made_list(&mut self, items: Vec<VertexId>, env: EnvId, span: Span) -> Result<Value, BottomId> {
        let parent = self.envs[env].vertex;
        let sources = items.into_iter().map(|item| Source::Vertex(item, span)).collect();
        let list = self.new_list(parent, sources, NO_ENV, span);
        Ok(self.value_of(list))
    }

    fn slice(&mut self, list: Vec<VertexId>, values: &[Value], name: &str, env: EnvId, span: Span) -> Result<Value, BottomId> {
        let bound = |index: usize| match values.get(index) {
            Some(&Value::Int(bound)) => bound,
            _ => -1,
        };
        let (low, high) = (bound(1), bound(2));
        let length = list.len() as i64;
        let fault = if low < 0 || high < 0 {
            Some("negative index".to_owned())
        } else if low > high {
            Some(format!("invalid index: {low} > {high}"))
        } else if high > length {
            Some(format!("slice bounds out of range [:{high}] with length {length}"))
        } else {
            None
        };
        if let Some(message) = fault {
            return Err(self.fault(name, Fault::new(message), span));
        }
        let items = list.into_iter().skip(low as usize).take((high - low) as usize).collect();
        self.made_list(items, env, span)
    }

    /// `base[low:high]` of a list or bytes.
    pub(super) fn slice_of(
        &mut self,
        base: ExprId,
        low: Option<ExprId>,
        high: Option<ExprId>,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let subject = self.operand(base, env)?;
        let mut bounds = [None, None];
        for (bound, id) in bounds.iter_mut().zip([low, high]) {
            let Some(id) = id else { continue };
            *bound = match self.operand(id, env)? {
                Value::Int(index) if index >= 0 => usize::try_from(index).ok(),
                value => {
                    let message = format!("invalid slice index {}", self.show_value(value));
                    return Err(self.bottoms.add(Bottom::permanent(Code::Operand, message).at(span, "")));
                }
            };
        }
        let items = match subject {
            Value::Vertex(vertex) if self.vertices[self.deref(vertex)].value == Value::List => self.elements(vertex),
            Value::Bytes(_) => Vec::new(),
            value => {
                let message = format!("cannot slice {}: only lists and bytes can be sliced", self.show_value(value));
                return Err(self.bottoms.add(Bottom::permanent(Code::Operand, message).at(span, "")));
            }
        };
        let length = match subject {
            Value::Bytes(bytes) => self.bytes[bytes].len(),
            _ => items.len(),
        };
        let (from, to) = (bounds[0].unwrap_or(0), bounds[1].unwrap_or(length));
        if to > length || from > to {
            let message = format!("slice [{from}:{to}] out of range with length {length}");
            return Err(self.bottoms.add(Bottom::permanent(Code::Operand, message).at(span, "")));
        }
        match subject {
            Value::Bytes(bytes) => {
                let piece: Box<[u8]> = self.bytes[bytes].iter().skip(from).take(to - from).copied().collect();
                Ok(Value::Bytes(self.bytes.add(piece)))
            }
            _ => self.made_list(items.into_iter().skip(from).take(to - from).collect(), env, span),
        }
    }

    fn unique_items(&mut self, list: &[VertexId], span: Span) -> Result<Value, BottomId> {
        let mut seen: Vec<Value> = Vec::new();
        for &item in list {
            let value = self.value_of(item);
            let value = self.concrete(value, span, Some(item))?;
            for &other in &seen {
                if self.equal(value, other)? {
                    return Ok(Value::Bool(false));
                }
            }
            seen.push(value);
        }
        Ok(Value::Bool(true))
    }

    fn contains_item(&mut self, list: &[VertexId], wanted: Option<Value>, span: Span) -> Result<Value, BottomId> {
        let Some(wanted) = wanted else { return Ok(Value::Bool(false)) };
        for &item in list {
            let value = self.value_of(item);
            let value = self.concrete(value, span, Some(item))?;
            if self.equal(value, wanted)? {
                return Ok(Value::Bool(true));
            }
        }
        Ok(Value::Bool(false))
    }

    /// Merge sort by a comparator `{x: _, y: _, less: bool}`.
    fn sorted(&mut self, list: Vec<VertexId>, comparator: Option<Value>, env: EnvId, span: Span) -> Result<Value, BottomId> {
        let mut runs: Vec<Vec<VertexId>> = list.into_iter().map(|item| vec![item]).collect();
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            let mut pairs = runs.into_iter();
            while let Some(left) = pairs.next() {
                merged.push(match pairs.next() {
                    Some(right) => self.merge(left, right, comparator, span)?,
                    None => left,
                });
            }
            runs = merged;
        }
        self.made_list(runs.pop().unwrap_or_default(), env, span)
    }

    fn merge(&mut self, left: Vec<VertexId>, right: Vec<VertexId>, comparator: Option<Value>, span: Span) -> Result<Vec<VertexId>, BottomId> {
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(&a), Some(&b)) = (left.peek(), right.peek()) {
            let next = if self.less(b, a, comparator, span)? { right.next() } else { left.next() };
            merged.extend(next);
        }
        merged.extend(left);
        merged.extend(right);
        Ok(merged)
    }

    fn less(&mut self, a: VertexId, b: VertexId, comparator: Option<Value>, span: Span) -> Result<bool, BottomId> {
        let Some(Value::Vertex(comparator)) = comparator else {
            return Err(self.fault("list.Sort", Fault::new("the comparator must be a struct"), span));
        };
        let names: [Symbol; 3] = ["x", "y", "less"].map(|name| self.symbols.intern(name));
        let [x, y, less] = names.map(Label::field);
        let trial = self.detached(self.vertices[comparator].parent);
        self.add_conjunct(trial, Conjunct::new(Source::Vertex(comparator, span), NO_ENV, NO_TRAIL));
        for (label, item) in [(x, a), (y, b)] {
            let arc = self.field(trial, label, Mark::Regular);
            self.add_conjunct(arc, Conjunct::new(Source::Vertex(item, span), NO_ENV, NO_TRAIL));
        }
        let trial = self.reach(trial);
        let Some(less) = self.arc(trial, less) else {
            return Err(self.fault("list.Sort", Fault::new("the comparator has no field `less`"), span));
        };
        let value = self.value_of(less);
        match self.concrete(value, span, Some(less))? {
            Value::Bool(less) => Ok(less),
            _ => Err(self.fault("list.Sort", Fault::new("`less` must be a bool"), span)),
        }
    }

    /// Whether a value unifies with a schema.
    pub(super) fn fits(&mut self, value: Value, schema: Value, span: Span) -> bool {
        let vertex = self.detached(super::vertex::NO_VERTEX);
        let value = self.frozen(value);
        for part in [schema, value] {
            let source = match part {
                Value::Vertex(part) => Source::Vertex(part, span),
                part => Source::Value(part, span),
            };
            self.add_conjunct(vertex, Conjunct::new(source, NO_ENV, NO_TRAIL));
        }
        self.quiet += 1;
        self.finish(vertex);
        self.quiet -= 1;
        self.permanent_error(vertex).is_none()
    }

    /// The value without the validators that are just judging it: its fields as they are now.
    fn frozen(&mut self, value: Value) -> Value {
        let Value::Vertex(vertex) = value else { return value };
        let vertex = self.reach(vertex);
        let this = &self.vertices[vertex];
        if !matches!(this.value, Value::Struct | Value::List) {
            return value;
        }
        let mut copy = super::vertex::Vertex::new(this.parent, Label::NONE, Mark::Regular);
        copy.detached = true;
        copy.made = true;
        copy.arcs = this.arcs.clone();
        copy.index = this.index.clone();
        copy.value = this.value;
        copy.state = super::vertex::State::Fields;
        copy.node.kind = if matches!(this.value, Value::List) { Kind::LIST } else { Kind::STRUCT };
        copy.node.list = this.node.list.clone();
        Value::Vertex(self.vertices.add(copy))
    }

    /// `matchN(count, schemas)` and `matchIf(if, then, else)`.
    pub(super) fn match_schemas(&mut self, function: Universe, value: Value, arguments: &[Value], span: Span) -> Result<(), Bottom> {
        let again = self
            .matching
            .iter()
            .any(|&(place, other)| place == span && Self::is_scalar(other) && self.same_scalar(other, value));
        if again {
            return Err(Bottom::new(Gravity::StructuralCycle, Code::StructuralCycle, "structural cycle")
                .at(span, "checking a value by this needs the very same check"));
        }
        self.matching.push((span, value));
        let result = self.match_all(function, value, arguments, span);
        self.matching.pop();
        result
    }

    fn match_all(&mut self, function: Universe, value: Value, arguments: &[Value], span: Span) -> Result<(), Bottom> {
        let holds = match (function, arguments) {
            (Universe::MatchN, &[count, schemas]) => {
                let schemas = match schemas {
                    Value::Vertex(list) => {
                        let list = self.reach(list);
                        self.elements(list)
                    }
                    _ => Vec::new(),
                };
                let all = schemas.len();
                let matching = schemas.into_iter().filter(|&schema| self.fits(value, Value::Vertex(schema), span)).count();
                if !self.fits(Value::Int(matching as i64), count, span) {
                    let wanted = self.show_value(count);
                    return Err(Bottom::permanent(
                        Code::OutOfBound,
                        format!("{matching} of {all} schemas match, but {wanted} must"),
                    )
                    .at(span, "checked here"));
                }
                true
            }
            (Universe::MatchIf, &[condition, then, otherwise]) => {
                let branch = if self.fits(value, condition, span) { then } else { otherwise };
                self.fits(value, branch, span)
            }
            _ => false,
        };
        if holds {
            return Ok(());
        }
        let shown = self.show_value(value);
        Err(Bottom::permanent(Code::OutOfBound, format!("invalid value {shown} (does not satisfy matchIf)"))
            .at(span, "checked here"))
    }

    /// `json.Validate(text, schema)` and its like for YAML.
    fn validate_text(&mut self, native: Native, name: &str, values: &[Value], env: EnvId, span: Span) -> Result<Value, BottomId> {
        let (Some(&text), Some(&schema)) = (values.first(), values.get(1)) else { return Ok(Value::Bool(false)) };
        let text = match self.data(text, span)? {
            Data::Str(text) => text.to_string(),
            Data::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        };
        let documents = match native {
            Native::JsonValidate => encoding::json::parse(&text).map(|document| vec![document]),
            _ => encoding::yaml::documents(&text),
        };
        let documents = match documents {
            Ok(documents) => documents,
            Err(fault) => return Err(self.fault(name, fault, span)),
        };
        let parent = self.envs[env].vertex;
        for document in documents {
            let value = self.from_data(&document, parent, span);
            if !self.fits(value, schema, span) {
                let shown = self.show_value(value);
                let fault = Fault::new(format!("{shown} does not fit the schema"));
                return Err(self.fault(name, fault, span));
            }
        }
        Ok(Value::Bool(true))
    }

    /// A new struct of computed fields.
    pub(super) fn new_struct(&mut self, parent: VertexId, fields: Vec<(Symbol, Source)>, span: Span) -> VertexId {
        let vertex = self.detached(parent);
        self.meet_kind(vertex, Kind::STRUCT, span);
        self.vertices[vertex].node.has_struct = true;
        self.vertices[vertex].node.has_noncyclic = true;
        self.vertices[vertex].made = true;
        for (name, source) in fields {
            let arc = self.field(vertex, Label::field(name), Mark::Regular);
            self.add_conjunct(arc, Conjunct::new(source, NO_ENV, NO_TRAIL));
        }
        self.reach(vertex)
    }
}
