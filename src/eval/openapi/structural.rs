//! Structural schemas, which hold no references: all fields that any conjunct or alternative of a
//! value has are laid out first, and constraints refer to them.

use super::Generation;
use super::builder::{Builder, BuilderId};
use super::object::Object;
use super::shape::Shape;
use super::view::View;
use crate::eval::kind::Kind;
use crate::eval::value::{BottomId, Value};
use crate::eval::vertex::VertexId;

impl Generation<'_> {
    /// Gathers the fields and elements of a value.
    pub(super) fn collect(&mut self, id: BuilderId, view: View) -> Result<(), BottomId> {
        self.step()?;
        let entered = self.enter(view)?;
        if let Some(doc) = self.doc(view) {
            self.builders[id].set_single("description", doc);
        }
        let format = self.format_of(view);
        let mut known = view;
        if format.is_empty() {
            let value = self.checked(view)?;
            known = View::Value(value);
            let kind = self.graph.kind(value);
            self.builders[id].kind = kind;
            match kind {
                Kind::STRUCT => {
                    if let Some(any) = self.any_field(known) {
                        self.collect_items(id, View::Written(any))?;
                    }
                    self.collect_fields(id, known)?;
                }
                Kind::LIST => {
                    if let Some(list) = self.open_list(value) {
                        let tail = self.tail(list);
                        let tail = tail.map_or(View::Value(Value::Top), View::Written);
                        self.collect_items(id, tail)?;
                    }
                }
                _ => {}
            }
        } else {
            self.builders[id].format = format;
        }
        self.around.truncate(entered);
        let mut values = self.builders[id].values.clone().into_iter();
        if !values.any(|other| self.equivalent(other, known)) {
            self.builders[id].values.push(known);
        }
        Ok(())
    }

    fn open_list(&mut self, value: Value) -> Option<VertexId> {
        let list = self.graph.as_list(value)?;
        let list = self.graph.deref(list);
        (!self.is_closed_list(list)).then_some(list)
    }

    fn collect_items(&mut self, id: BuilderId, view: View) -> Result<(), BottomId> {
        let items = match self.builders[id].items {
            Some(items) => items,
            None => {
                let items = self.builders.add(Builder::new(None));
                self.builders[id].items = Some(items);
                items
            }
        };
        self.deeper("*", |this| this.collect(items, view))
    }

    fn collect_fields(&mut self, id: BuilderId, view: View) -> Result<(), BottomId> {
        if let Shape::Any(parts) | Shape::All(parts) = self.shape(view) {
            for part in parts {
                self.collect(id, part)?;
            }
        }
        for (label, arc) in self.fields(view) {
            if !label.is_field() {
                continue;
            }
            let name = self.part(label)?;
            let mut known = self.builders[id].properties.iter();
            let part = match known.find(|property| property.0 == name) {
                Some(property) => property.1,
                None => {
                    let part = self.builders.add(Builder::new(None));
                    self.builders[id].properties.push((name.clone(), part));
                    part
                }
            };
            self.deeper(&name, |this| this.collect(part, View::Written(arc)))?;
        }
        Ok(())
    }

    /// Lays out what was gathered.
    pub(super) fn lay_out(&mut self, id: BuilderId) -> Result<Object, BottomId> {
        let items = self.builders[id].items;
        match self.builders[id].kind {
            Kind::LIST => {
                if let Some(items) = items {
                    self.builders[id].set_type("array", "");
                    let schema = self.deeper("*", |this| this.lay_out(items))?;
                    self.builders[id].set_single("items", schema);
                }
            }
            Kind::STRUCT => {
                let mut properties = Object::default();
                for (name, part) in self.builders[id].properties.clone() {
                    let schema = self.deeper(&name, |this| this.lay_out(part))?;
                    properties.set(&name, schema);
                }
                if !properties.is_empty() || items.is_some() {
                    self.builders[id].set_type("object", "");
                }
                if !properties.is_empty() {
                    self.builders[id].set_single("properties", properties);
                }
                if let Some(items) = items {
                    let schema = self.deeper("*", |this| this.lay_out(items))?;
                    self.builders[id].set_single("additionalProperties", schema);
                }
            }
            _ => {}
        }
        if let &[only] = self.builders[id].values.as_slice() {
            return self.fill(id, only);
        }
        Ok(self.finished(id))
    }

    /// Works below a name.
    fn deeper<T>(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut Self) -> Result<T, BottomId>,
    ) -> Result<T, BottomId> {
        self.path.push(name.to_owned());
        self.step()?;
        let result = work(self)?;
        self.path.pop();
        Ok(result)
    }
}
