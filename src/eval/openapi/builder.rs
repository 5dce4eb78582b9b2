//! A schema that is being built: what is said once, and what is said by conjuncts that may have to
//! stand below `allOf`. It knows no values.

use super::object::Object;
use super::view::View;
use crate::base::id;
use crate::eval::builtin::Data;
use crate::eval::kind::Kind;

id! {
    /// A schema that is being built.
    BuilderId,
}

/// A schema that is being built.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) type_name: &'static str,
    pub(super) format: &'static str,
    /// What can be said only once.
    pub(super) single: Option<Object>,
    /// What conjuncts say.
    pub(super) all_of: Vec<Object>,
    /// Which of them is added to.
    current: Option<usize>,
    pub(super) deprecated: bool,
    /// The schema that this is a constraint within.
    pub(super) core: Option<BuilderId>,
    /// Of a structural schema: the kind, the result, and what was collected.
    pub(super) kind: Kind,
    pub(super) filled: Option<Object>,
    pub(super) values: Vec<View>,
    pub(super) properties: Vec<(String, BuilderId)>,
    pub(super) items: Option<BuilderId>,
}

/// The type and format of the schema around.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub(super) type_name: &'static str,
    pub(super) format: &'static str,
}

impl Builder {
    pub(super) fn new(core: Option<BuilderId>) -> Self {
        Self {
            type_name: "",
            format: "",
            single: None,
            all_of: Vec::new(),
            current: None,
            deprecated: false,
            core,
            kind: Kind::BOTTOM,
            filled: None,
            values: Vec::new(),
            properties: Vec::new(),
            items: None,
        }
    }

    /// Sets the type unless it is known.
    pub(super) fn set_type(&mut self, name: &'static str, format: &'static str) {
        if self.type_name.is_empty() {
            self.type_name = name;
            if !format.is_empty() {
                self.format = format;
            }
        }
    }

    /// Says what holds whatever conjuncts say.
    pub(super) fn set_single(&mut self, key: &str, value: impl Into<Data>) {
        self.single.get_or_insert_default().set(key, value);
    }

    /// Says something; what is said already with another value goes into a conjunct of its own.
    pub(super) fn set(&mut self, key: &str, value: impl Into<Data>) {
        if let Some(current) = self.current.and_then(|at| self.all_of.get_mut(at))
            && !current.has(key)
        {
            return current.set(key, value);
        }
        self.current = Some(self.all_of.len());
        self.all_of.push(Object::of(key, value));
    }

    pub(super) fn set_not(&mut self, key: &str, value: impl Into<Data>) {
        self.all_of.push(Object::of("not", Object::of(key, value)));
    }

    /// The schema; `core` is the type and format of the one around, if there is one.
    pub(super) fn finish(&mut self, core: Option<Around>, structural: bool) -> Object {
        if let Some(filled) = &self.filled {
            return filled.clone();
        }
        let mut schema = match self.all_of.as_slice() {
            [] => Object::default(),
            [one] if !one.has("$ref") || self.single.is_none() => one.clone(),
            all => Object::of("allOf", Data::list(all.iter().cloned())),
        };
        let once = self.single.take();
        let again = once.is_some();
        if let Some(mut single) = once {
            single.take(schema);
            schema = single;
        }
        if self.deprecated {
            schema.set("deprecated", true);
        }
        let says_type = core.is_none_or(|core| core.type_name != self.type_name && !structural);
        if !self.type_name.is_empty() && says_type && !schema.has("type") {
            schema.set("type", self.type_name);
        }
        if !self.format.is_empty() && core.is_none_or(|core| core.format != self.format) {
            schema.set("format", self.format);
        }
        schema.sort_keywords();
        // A structural schema is finished again once all values in it are known.
        if again && structural {
            self.single = Some(schema.clone());
        }
        schema
    }
}
