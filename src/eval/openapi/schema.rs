//! The schema of a value: its conjuncts and alternatives, what they refer to, and its default.

use super::builder::{Around, Builder, BuilderId};
use super::object::Object;
use super::shape::Shape;
use super::subsume::Comparison;
use super::view::View;
use super::{External, Generation, format};
use crate::eval::builtin::Data;
use crate::eval::kind::Kind;
use crate::eval::value::{BottomId, Value};

impl Generation<'_> {
    /// The schema of a field or element; `core` is the structural one that it is a part of.
    pub(super) fn schema(
        &mut self,
        core: Option<BuilderId>,
        name: &str,
        view: View,
    ) -> Result<Object, BottomId> {
        self.path.push(name.to_owned());
        self.step()?;
        let builder = self.builders.add(Builder::new(core));
        if core.is_none() && self.expand {
            self.collect(builder, view)?;
            self.lay_out(builder)?;
        }
        let schema = self.fill(builder, view)?;
        self.path.pop();
        Ok(schema)
    }

    /// Describes a value in full.
    pub(super) fn fill(&mut self, id: BuilderId, view: View) -> Result<Object, BottomId> {
        if let Some(filled) = &self.builders[id].filled {
            return Ok(filled.clone());
        }
        let core = self.builders[id].core;
        if core.is_none() {
            self.builders[id].type_name = type_of(self.kind_of(view));
        }
        self.builders[id].format = self.format_of(view);
        self.builders[id].deprecated = self.is_deprecated(view);
        if core.is_none_or(|core| self.builders[core].values.len() > 1) {
            let is_reference = self.describe(id, view)?;
            if is_reference {
                self.builders[id].type_name = "";
            } else if !self.expand
                && let Some(doc) = self.doc(view)
            {
                self.builders[id].set_single("description", doc);
            }
        }
        let mut schema = self.finished(id);
        let builder = &mut self.builders[id];
        format::simplify(&mut schema, builder.type_name, builder.format);
        builder.filled = Some(schema.clone());
        Ok(schema)
    }

    pub(super) fn finished(&mut self, id: BuilderId) -> Object {
        let around = self.builders[id].core.map(|core| {
            let core = &self.builders[core];
            Around { type_name: core.type_name, format: core.format }
        });
        let structural = self.expand;
        self.builders[id].finish(around, structural)
    }

    /// Says what a value is; true if it is a reference and nothing else.
    fn describe(&mut self, id: BuilderId, view: View) -> Result<bool, BottomId> {
        self.step()?;
        let mut parts = Vec::new();
        let mut names: Vec<String> = Vec::new();
        if self.expand || !self.builders[id].format.is_empty() {
            parts.push(self.dereferenced(view)?);
        } else {
            for part in self.conjuncts(view)? {
                match self.reference(part)? {
                    Some(reference) if !reference.name.is_empty() => {
                        if !names.contains(&reference.name) {
                            self.refer(id, &reference.name, part)?;
                            names.push(reference.name);
                        }
                    }
                    _ => parts.push(part),
                }
            }
        }
        let is_reference = parts.is_empty() && names.len() == 1;
        if !parts.is_empty() {
            let entered = self.enter(view)?;
            let mut values = self.unified(&parts);
            let value = self.checked(values)?;
            if !self.graph.kind(value).meets(Kind::STRUCT) {
                values = View::Value(value);
            }
            for part in self.conjuncts(values)? {
                self.conjunct(id, part)?;
            }
            self.around.truncate(entered);
        }
        if names.is_empty() {
            self.default(id, view)?;
        }
        Ok(is_reference)
    }

    /// Notes what is being described: where references are expanded, nothing may hold itself.
    pub(super) fn enter(&mut self, view: View) -> Result<usize, BottomId> {
        let before = self.around.len();
        if self.expand
            && self.reference(view)?.is_some()
            && let View::Written(target) = self.dereferenced(view)?
        {
            let target = self.graph.deref(target);
            if self.around.contains(&target) {
                return Err(self
                    .fail("cyclic structures not allowed when reference expansion is requested"));
            }
            self.around.push(target);
        }
        Ok(before)
    }

    /// Refers to another schema, which is then described too.
    fn refer(&mut self, id: BuilderId, name: &str, view: View) -> Result<(), BottomId> {
        let target = format!("#/components/schemas/{name}");
        self.builders[id].all_of.push(Object::of("$ref", target));
        let Some(reference) = self.reference(view)? else { return Ok(()) };
        let mut path = Vec::with_capacity(reference.labels.len());
        for label in reference.labels {
            path.push(self.part(label)?);
        }
        self.external.insert(name.to_owned(), External { path, view });
        Ok(())
    }

    fn conjunct(&mut self, id: BuilderId, part: View) -> Result<(), BottomId> {
        let value = self.value_at(part);
        if Self::is_scalar(value) {
            self.dispatch(id, part)?;
            if self.builders[id].core.is_none() {
                let value = self.plain(value)?;
                self.builders[id].set("enum", Data::List(vec![value]));
            }
            return Ok(());
        }
        let mut arms = self.alternatives(part)?;
        for arm in &mut arms {
            if self.reference(*arm)?.is_none() {
                *arm = View::Value(self.value_at(*arm));
            }
        }
        match arms.as_slice() {
            [] => Ok(()),
            &[only] => {
                self.checked(only)?;
                self.dispatch(id, only)
            }
            _ => self.disjunction(id, &arms),
        }
    }

    fn disjunction(&mut self, id: BuilderId, arms: &[View]) -> Result<(), BottomId> {
        let mut alternatives = Vec::new();
        let mut constants = Vec::new();
        let mut nullable = false;
        for &arm in arms {
            match self.value_at(arm) {
                Value::Null => nullable = true,
                value if Self::is_scalar(value) => constants.push(self.plain(value)?),
                _ => alternatives.push(arm),
            }
        }
        let is_core = self.builders[id].core.is_none();
        if alternatives.is_empty() || alternatives.len() == 1 && constants.is_empty() {
            if let Some(&only) = alternatives.first() {
                self.describe(id, only)?;
            }
            if !constants.is_empty() && is_core {
                self.builders[id].set("enum", Data::List(constants));
            }
            if nullable {
                self.builders[id].set_single("nullable", true);
            }
            return Ok(());
        }
        if nullable {
            self.builders[id].set_single("nullable", true);
        }
        let mut one_of: Vec<Object> = Vec::new();
        if !constants.is_empty() {
            one_of.push(Object::of("enum", Data::List(constants)));
        }
        let Some(schemas) = self.alternative_schemas(id, &alternatives)? else { return Ok(()) };
        for (at, schema) in schemas.iter().enumerate() {
            one_of.push(self.exclusive(at, schema, &alternatives, &schemas));
        }
        self.builders[id].set("oneOf", Data::list(one_of));
        Ok(())
    }

    /// The schemas of alternatives; nothing if one of them may be anything.
    fn alternative_schemas(
        &mut self,
        id: BuilderId,
        alternatives: &[View],
    ) -> Result<Option<Vec<Object>>, BottomId> {
        let mut schemas = Vec::with_capacity(alternatives.len());
        for &alternative in alternatives {
            let parent = &self.builders[id];
            let (type_name, format) = (parent.type_name, parent.format);
            let core = parent.core.unwrap_or(id);
            let inner = self.builders.add(Builder::new(Some(core)));
            self.builders[inner].type_name = type_name;
            self.builders[inner].format = format;
            self.describe(inner, alternative)?;
            let schema = self.finished(inner);
            if schema.is_empty() && self.builders[inner].type_name.is_empty() {
                return Ok(None);
            }
            schemas.push(schema);
        }
        Ok(Some(schemas))
    }

    /// The schema of one alternative without what another one of them holds.
    fn exclusive(
        &mut self,
        at: usize,
        schema: &Object,
        alternatives: &[View],
        schemas: &[Object],
    ) -> Object {
        let Some(&this) = alternatives.get(at) else { return schema.clone() };
        let this = self.value_at(this);
        let mut held = Vec::new();
        for (other, (&view, schema)) in alternatives.iter().zip(schemas).enumerate() {
            let value = self.value_at(view);
            let mut comparison = Comparison::open(matches!(view, View::Value(_)));
            if other != at && (self.subsumes(this, value, &mut comparison) || comparison.inexact) {
                held.push(schema.clone());
            }
        }
        if held.is_empty() {
            return schema.clone();
        }
        let without = Object::of("not", Object::of("anyOf", Data::list(held)));
        match schema.is_empty() {
            true => without,
            false => Object::of("allOf", Data::list([schema.clone(), without])),
        }
    }

    /// Says the default of a value.
    fn default(&mut self, id: BuilderId, view: View) -> Result<(), BottomId> {
        if self.builders[id].core.is_some() {
            return Ok(());
        }
        let Some(vertex) = self.holder(view) else { return Ok(()) };
        let whole = Value::Vertex(vertex);
        let default = match self.graph.default_of(whole) {
            Value::Vertex(chosen) if self.graph.deref(chosen) == vertex => {
                let open = self.graph.vertices[vertex].value == Value::List
                    && !self.is_closed_list(vertex);
                if !open {
                    return Ok(());
                }
                whole
            }
            value => value,
        };
        if !Self::is_scalar(default) && !matches!(default, Value::Vertex(_)) {
            return Ok(());
        }
        let default = self.plain(default)?;
        if default != Data::List(Vec::new()) {
            self.builders[id].set("default", default);
        }
        Ok(())
    }

    pub(super) fn plain(&mut self, value: Value) -> Result<Data, BottomId> {
        self.graph.data(value, self.site.span)
    }

    /// Describes one conjunct by its kind.
    fn dispatch(&mut self, id: BuilderId, view: View) -> Result<(), BottomId> {
        let kind = self.kind_of(view);
        let builder = &mut self.builders[id];
        match kind {
            Kind::NULL => builder.set_single("nullable", true),
            Kind::BYTES => builder.set_type("string", "byte"),
            kind => builder.set_type(type_of(kind), ""),
        }
        let shape = match view {
            // What is written as a reference is not taken apart.
            View::Written(_) => Shape::Reference,
            View::Value(_) => self.shape(view),
        };
        match kind {
            Kind::INT | Kind::FLOAT | Kind::NUMBER => self.number(id, shape),
            Kind::STRING | Kind::BYTES => self.text(id, shape, kind),
            Kind::STRUCT => self.object(id, view, shape),
            Kind::LIST => self.array(id, view, shape),
            _ => Ok(()),
        }
    }
}

/// The type that all values of a kind have; nothing if there are several.
fn type_of(kind: Kind) -> &'static str {
    match kind & !Kind::NULL {
        Kind::BOOL => "boolean",
        Kind::FLOAT | Kind::NUMBER => "number",
        Kind::INT => "integer",
        Kind::STRING | Kind::BYTES => "string",
        Kind::STRUCT => "object",
        Kind::LIST => "array",
        _ => "",
    }
}
