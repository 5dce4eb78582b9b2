//! The functions of the standard library that look at lists and structs as they are: elements are
//! handed on as vertices, whatever is known of them.

use super::builtin::list::shape;
use super::builtin::{Check, Data, Fault, Make, Native, arguments, structs};
use super::computed::Computed;
use super::graph::Graph;
use super::value::{BottomId, Value};
use super::vertex::{EnvId, NO_ENV, VertexId};
use crate::base::Span;
use crate::program::Mark;

/// Where a function is called, for its messages and for what it makes.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) name: &'a str,
    pub(super) env: EnvId,
    pub(super) span: Span,
}

/// What it costs to compare an element with another value, as reading bytes does.
const EACH_COMPARED: usize = 20;

impl Graph {
    /// Runs a function that needs the evaluator.
    pub(super) fn native(
        &mut self,
        native: Native,
        values: &[Value],
        site: Site<'_>,
    ) -> Result<Value, BottomId> {
        match native {
            Native::Make(make) => {
                let items = self.make(make, values, site)?;
                self.made_list(items, site.env, site.span)
            }
            Native::Check(check) => self.check(check, values, site).map(Value::Bool),
            Native::MarshalSchema => self.marshal_schema(values, site),
            Native::Validate(format) => self.validate_text(format, values, site).map(Value::Bool),
        }
    }

    /// The elements of the list that a function makes.
    fn make(
        &mut self,
        make: Make,
        values: &[Value],
        site: Site<'_>,
    ) -> Result<Vec<VertexId>, BottomId> {
        let list = self.items_of(values);
        let len = list.len();
        let range = match make {
            Make::Drop => shape::drop(len, self.count(values, 1, site)?),
            Make::Take => shape::take(len, self.count(values, 1, site)?),
            Make::Slice => {
                shape::slice(len, self.count(values, 1, site)?, self.count(values, 2, site)?)
            }
            Make::Repeat => {
                let count = shape::repeat(len, self.count(values, 1, site)?);
                let count = count.map_err(|fault| self.fault(site.name, fault, site.span))?;
                self.room_for_values(len.saturating_mul(count), site.span)?;
                return Ok(std::iter::repeat_n(list, count).flatten().collect());
            }
            Make::Concat => {
                let mut items = Vec::new();
                for inner in list {
                    items.extend(self.inner_items(inner, site)?);
                    self.room_for_values(items.len(), site.span)?;
                }
                return Ok(items);
            }
            Make::FlattenN => {
                // A negative depth is all of them.
                let depth = self.count(values, 1, site)?;
                if let Some(&value) = values.first()
                    && self.as_list(value).is_none()
                {
                    let message = format!("{} is no list", self.show_value(value));
                    return Err(self.fault(site.name, Fault::new(message), site.span));
                }
                let depth = usize::try_from(depth).unwrap_or(usize::MAX);
                let mut items = Vec::with_capacity(list.len());
                self.flatten(list, depth, site.span, &mut items)?;
                return Ok(items);
            }
            Make::Reverse => return Ok(list.into_iter().rev().collect()),
            Make::Sort => return self.sorted(list, values.get(1).copied(), site.span),
        };
        let range = range.map_err(|fault| self.fault(site.name, fault, site.span))?;
        Ok(list.into_iter().skip(range.start).take(range.len()).collect())
    }

    fn check(&mut self, check: Check, values: &[Value], site: Site<'_>) -> Result<bool, BottomId> {
        let list = self.items_of(values);
        let second = values.get(1).copied();
        match check {
            Check::MinItems => Ok(list.len() as i64 >= self.count(values, 1, site)?),
            Check::MaxItems => Ok(list.len() as i64 <= self.count(values, 1, site)?),
            Check::MinFields => Ok(self.field_count(values) as i64 >= self.count(values, 1, site)?),
            Check::MaxFields => Ok(self.field_count(values) as i64 <= self.count(values, 1, site)?),
            Check::UniqueItems => Ok(self.twins(&list, site.span)?.is_none()),
            Check::Contains => {
                self.room_to_read(list.len() * EACH_COMPARED, 1, site.span)?;
                self.contains_item(&list, second, site.span)
            }
            Check::IsSorted => {
                if list.len() < 2 {
                    return Ok(true);
                }
                let comparator = self.comparator(second, site.span);
                for pair in list.windows(2) {
                    if let [a, b] = *pair
                        && self.less(b, a, &comparator)?
                    {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Check::MatchN => {
                let (Some(number), Some(schema)) = (second, values.get(2).copied()) else {
                    return Ok(false);
                };
                Ok(self.match_items(&list, number, schema, site.span))
            }
        }
    }

    /// What a check that has refused its arguments says of them, where it has more to say than
    /// that.
    pub(super) fn refusal(&mut self, check: Check, values: &[Value], span: Span) -> Option<String> {
        let Some(limit) = values.get(1).and_then(|&limit| self.as_int(limit)) else {
            let list = self.items_of(values);
            let (first, second) = match check {
                Check::UniqueItems => self.twins(&list, span).ok()??,
                Check::Contains
                | Check::IsSorted
                | Check::MatchN
                | Check::MaxFields
                | Check::MaxItems
                | Check::MinFields
                | Check::MinItems => return None,
            };
            let value = self.value_of(*list.get(first)?);
            let scalar = Self::is_scalar(value).then(|| self.show_value(value));
            return Some(shape::not_unique(scalar.as_deref(), first, second));
        };
        let (items, fields) = (self.items_of(values).len(), self.field_count(values));
        match check {
            Check::MinItems => Some(shape::too_few(items, limit)),
            Check::MaxItems => Some(shape::too_many(items, limit)),
            Check::MinFields => Some(structs::too_few(fields, limit)),
            Check::MaxFields => Some(structs::too_many(fields, limit)),
            Check::Contains | Check::IsSorted | Check::MatchN | Check::UniqueItems => None,
        }
    }

    /// An integer argument.
    fn count(&mut self, values: &[Value], index: usize, site: Site<'_>) -> Result<i64, BottomId> {
        match values.get(index) {
            Some(&Value::Int(count)) => Ok(count.get()),
            Some(&other) => {
                let data = self.data(other, site.span)?;
                let arguments: Vec<Data> =
                    std::iter::repeat_n(Data::Null, index).chain([data]).collect();
                arguments::int(&arguments, index)
                    .map_err(|fault| self.fault(site.name, fault, site.span))
            }
            None => Ok(0),
        }
    }

    fn items_of(&self, values: &[Value]) -> Vec<VertexId> {
        match values.first() {
            Some(&Value::Vertex(vertex)) => self.elements(vertex),
            _ => Vec::new(),
        }
    }

    /// Whether a check that refuses its arguments may hold yet, once more fields or elements come.
    pub(super) fn may_hold(&self, check: Check, values: &[Value]) -> bool {
        let (Some(&Value::Vertex(vertex)), Some(&limit)) = (values.first(), values.get(1)) else {
            return false;
        };
        let vertex = self.deref(vertex);
        match check {
            Check::MinItems => {
                let list = self.vertices[vertex].node.list.as_ref();
                list.is_none_or(|list| list.length.is_none())
            }
            Check::MinFields => {
                let constraint = |arc: &&(_, VertexId)| self.vertices[arc.1].mark != Mark::Regular;
                let constraints = self.vertices[vertex].arcs.iter().filter(constraint).count();
                let most = self.data_arcs(vertex).len() + constraints;
                let within = matches!(limit, Value::Int(limit) if most as i64 >= limit.get());
                let node = &self.vertices[vertex].node;
                let closed = node.closing.is_closed() || self.is_closed_throughout(vertex);
                within || !closed || node.closing.has_ellipsis() || !node.patterns.is_empty()
            }
            Check::Contains
            | Check::IsSorted
            | Check::MatchN
            | Check::MaxFields
            | Check::MaxItems
            | Check::UniqueItems => false,
        }
    }

    fn field_count(&self, values: &[Value]) -> usize {
        match values.first() {
            Some(&Value::Vertex(vertex)) => self.data_arcs(vertex).len(),
            _ => 0,
        }
    }

    /// Whether a value is a list.
    pub(super) fn as_list(&self, value: Value) -> Option<VertexId> {
        match value {
            Value::Vertex(vertex) if self.vertices[self.deref(vertex)].value == Value::List => {
                Some(vertex)
            }
            _ => None,
        }
    }

    fn inner_items(&mut self, item: VertexId, site: Site<'_>) -> Result<Vec<VertexId>, BottomId> {
        let value = self.value_of(item);
        let value = self.concrete(value, site.span, Some(item))?;
        match self.as_list(value) {
            Some(list) => Ok(self.elements(list)),
            None => {
                let message = format!("{} is no list", self.show_value(value));
                Err(self.fault(site.name, Fault::new(message), site.span))
            }
        }
    }

    fn flatten(
        &mut self,
        list: Vec<VertexId>,
        depth: usize,
        span: Span,
        items: &mut Vec<VertexId>,
    ) -> Result<(), BottomId> {
        self.room_for_values(items.len() + list.len(), span)?;
        for item in list {
            let value = self.value_of(item);
            match self.as_list(self.default_of(value)) {
                Some(inner) if depth > 0 => {
                    let inner = self.elements(inner);
                    self.flatten(inner, depth - 1, span, items)?;
                }
                Some(_) | None => items.push(item),
            }
        }
        Ok(())
    }

    /// A closed list of these elements.
    pub(super) fn made_list(
        &mut self,
        items: Vec<VertexId>,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let parent = self.envs[env].around;
        // Where an element comes from is sought once: lists are made of lists that were made.
        let source = |item| self.source(Computed::Vertex(self.source_of_element(item), span));
        let sources = items.into_iter().map(source).collect();
        let list = self.new_list(parent, sources, NO_ENV, span);
        Ok(self.value_of(list))
    }

    fn contains_item(
        &mut self,
        list: &[VertexId],
        wanted: Option<Value>,
        span: Span,
    ) -> Result<bool, BottomId> {
        let Some(wanted) = wanted else { return Ok(false) };
        for &item in list {
            let value = self.value_of(item);
            let value = self.concrete(value, span, Some(item))?;
            if self.equal_in_kind(value, wanted)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
