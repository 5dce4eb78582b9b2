//! The functions of the standard library that need the evaluator.

use super::builtin::{Fault, Native};
use super::graph::Graph;
use super::value::{BottomId, Value};
use super::vertex::{EnvId, NO_ENV, Source, VertexId};
use crate::base::Span;

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
            Native::ListRepeat if count < 0 => {
                Err(self.fault(name, Fault::new("negative count"), span))
            }
            Native::ListRepeat => {
                if list.len().saturating_mul(at(count)) > MOST_ELEMENTS {
                    return Err(self.fault(name, Fault::new("the list would be too long"), span));
                }
                let items = std::iter::repeat_n(list, at(count)).flatten().collect();
                self.made_list(items, env, span)
            }
            Native::ListReverse => self.made_list(list.into_iter().rev().collect(), env, span),
            Native::ListDrop | Native::ListTake if count < 0 => {
                Err(self.fault(name, Fault::new(format!("negative index {count}")), span))
            }
            Native::ListDrop => {
                self.made_list(list.into_iter().skip(at(count)).collect(), env, span)
            }
            Native::ListTake => {
                self.made_list(list.into_iter().take(at(count)).collect(), env, span)
            }
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
                let matching = list
                    .iter()
                    .filter(|&&item| self.fits(Value::Vertex(item), schema, span))
                    .count();
                Ok(Value::Bool(self.fits(Value::Int(matching as i64), number, span)))
            }
            Native::StructMinFields | Native::StructMaxFields => {
                let fields = match values.first() {
                    Some(&Value::Vertex(vertex)) => self.data_arcs(vertex).len(),
                    _ => 0,
                };
                let limit = at(count.max(0));
                Ok(Value::Bool(if native == Native::StructMinFields {
                    fields >= limit
                } else {
                    fields <= limit
                }))
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

    fn inner_items(
        &mut self,
        item: VertexId,
        name: &str,
        span: Span,
    ) -> Result<Vec<VertexId>, BottomId> {
        let value = self.value_of(item);
        let value = self.concrete(value, span, Some(item))?;
        match value {
            Value::Vertex(vertex) if self.vertices[self.deref(vertex)].value == Value::List => {
                Ok(self.elements(vertex))
            }
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
                Value::Vertex(vertex)
                    if depth > 0 && self.vertices[self.deref(vertex)].value == Value::List =>
                {
                    let inner = self.elements(vertex);
                    items.extend(self.flatten(inner, depth - 1));
                }
                _ => items.push(item),
            }
        }
        items
    }

    pub(super) fn made_list(
        &mut self,
        items: Vec<VertexId>,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
        let parent = self.envs[env].vertex;
        let sources = items.into_iter().map(|item| Source::Vertex(item, span)).collect();
        let list = self.new_list(parent, sources, NO_ENV, span);
        Ok(self.value_of(list))
    }

    fn slice(
        &mut self,
        list: Vec<VertexId>,
        values: &[Value],
        name: &str,
        env: EnvId,
        span: Span,
    ) -> Result<Value, BottomId> {
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

    fn contains_item(
        &mut self,
        list: &[VertexId],
        wanted: Option<Value>,
        span: Span,
    ) -> Result<Value, BottomId> {
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
}
