//! JSON objects that are being built: fields by name, each once, in the usual order of schemas.

use std::rc::Rc;

use crate::eval::builtin::Data;

/// The keywords that come first, in their order; all others follow by name.
const FIRST: &[&str] = &[
    "description",
    "type",
    "format",
    "required",
    "properties",
    "minProperties",
    "maxProperties",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "items",
    "enum",
    "default",
];

/// An object.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct Object {
    fields: Vec<(Rc<str>, Data)>,
}

impl Object {
    /// An object of one field.
    pub(super) fn of(name: &str, value: impl Into<Data>) -> Self {
        Self { fields: vec![(name.into(), value.into())] }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Data> {
        self.fields.iter().find(|field| &*field.0 == name).map(|field| &field.1)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Gives a field a value; one that is there keeps its place.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Data>) {
        let value = value.into();
        match self.fields.iter_mut().find(|field| &*field.0 == name) {
            Some(field) => field.1 = value,
            None => self.fields.push((name.into(), value)),
        }
    }

    /// Takes over the fields of another object.
    pub(super) fn take(&mut self, other: Object) {
        for (name, value) in other.fields {
            self.set(&name, value);
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.fields.retain(|field| &*field.0 != name);
    }

    /// Puts the keywords of a schema in order.
    pub(super) fn sort_keywords(&mut self) {
        let rank = |name: &str| FIRST.iter().position(|first| *first == name);
        self.fields.sort_by(|(a, _), (b, _)| {
            let key = |name| (rank(name).unwrap_or(FIRST.len()), name.to_owned());
            key(a).cmp(&key(b))
        });
    }

    /// Puts the fields in the order of their names.
    pub(super) fn sort_names(&mut self) {
        self.fields.sort_by(|a, b| a.0.cmp(&b.0));
    }
}

impl From<Object> for Data {
    fn from(object: Object) -> Self {
        Data::Struct(object.fields)
    }
}

impl From<Data> for Object {
    fn from(data: Data) -> Self {
        match data {
            Data::Struct(fields) => Self { fields },
            _ => Self::default(),
        }
    }
}
