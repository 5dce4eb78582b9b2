//! An object against the schema of its built-in kind: one walk over the data, in its order.
//!
//! What is asked is what the API server's decoder asks under strict field validation (unknown
//! fields, types), and what the schemas say on top: required fields, enumerations, lists whose
//! elements differ. Errors are worded as the server words them. Null is as good as nothing, since
//! the decoder leaves a field alone that is null.
//!
//! `status` belongs to the server, which drops what a new object says of it; so nothing is
//! required there.

mod fault;
mod list;
mod path;
mod scalar;

use crate::base::{Code, Diagnostic, Fix, Plain, PlainId, Shape, Span, nearest};
use crate::kube::Manifest;
use crate::schema::{Definition, Field, Release, Type, find_kind};
use path::{Path, Step};

/// The deepest data that is looked at, in steps: only schemas of custom resources nest without end,
/// and the deepest of the large operators has about 70.
const DEEPEST: usize = 300;

/// Adds what is wrong with `manifest`, which is of the kind `definition`; paths start at the
/// object.
pub(super) fn check(
    plain: &Plain,
    manifest: &Manifest,
    definition: &Definition,
    said: &mut Vec<Diagnostic>,
) {
    let mut walk = Walk { plain, said, in_status: false };
    walk.object(manifest.node, definition, Path::root());
}

/// Adds what is wrong with the metadata of an object of any kind.
pub(super) fn metadata(plain: &Plain, manifest: &Manifest, said: &mut Vec<Diagnostic>) {
    let Some(node) = plain.get(manifest.node, "metadata") else { return };
    let Some(definition) = object_meta() else { return };
    if matches!(plain.shape(node), Shape::Null) {
        return;
    }
    let mut walk = Walk { plain, said, in_status: false };
    walk.object(node, definition, Path::root().step(Step::Field("metadata")));
}

/// The type that all objects have their metadata of; it is the same in every release.
fn object_meta() -> Option<&'static Definition> {
    let pod = find_kind(Release::default(), "v1", "Pod").ok()?;
    match &pod.field("metadata")?.ty {
        Type::Struct(link) => link.definition(),
        _ => None,
    }
}

/// The state of a walk.
struct Walk<'a> {
    plain: &'a Plain,
    said: &'a mut Vec<Diagnostic>,
    in_status: bool,
}

impl Walk<'_> {
    /// A struct.
    fn object(&mut self, node: PlainId, definition: &Definition, path: Path<'_>) {
        let plain = self.plain;
        if !matches!(plain.shape(node), Shape::Map) {
            return self.wrong_type(node, "object", path);
        }
        if path.depth() > DEEPEST {
            let message = format!("the object is nested more than {DEEPEST} levels deep");
            return self.add(Code::Limit, message, path, plain.span(node));
        }
        for (name, place, value) in plain.placed(node) {
            let below = path.step(Step::Field(name));
            match definition.field(name) {
                Some(field) => {
                    let is_status = name == "status" && path.depth() == 0;
                    self.in_status |= is_status;
                    self.field(value, field, below);
                    self.in_status &= !is_status;
                }
                None => self.unknown(name, place, value, definition, below),
            }
        }
        if !self.in_status {
            self.required(node, definition, path);
        }
    }

    fn required(&mut self, node: PlainId, definition: &Definition, path: Path<'_>) {
        for field in definition.required() {
            let value = self.plain.get(node, field.name);
            if value.is_none_or(|it| matches!(self.plain.shape(it), Shape::Null)) {
                self.missing(node, field, definition, path.step(Step::Field(field.name)));
            }
        }
    }

    /// The value of a field.
    fn field(&mut self, node: PlainId, field: &Field, path: Path<'_>) {
        self.value(node, &field.ty, path);
        if !field.values.is_empty() {
            self.enumerated(node, &field.values, path);
        }
        if !field.keys.is_empty() {
            self.keyed(node, field, path);
        }
    }

    /// A value of any type.
    fn value(&mut self, node: PlainId, ty: &Type, path: Path<'_>) {
        let plain = self.plain;
        let shape = plain.shape(node);
        if matches!(shape, Shape::Null) {
            return;
        }
        match ty {
            Type::Any => {}
            Type::Object => {
                if !matches!(shape, Shape::Map) {
                    self.wrong_type(node, "object", path);
                }
            }
            Type::Struct(link) => {
                if let Some(definition) = link.definition() {
                    self.object(node, definition, path);
                }
            }
            Type::List(element) => match shape {
                Shape::List(items) => {
                    for (index, &item) in items.iter().enumerate() {
                        self.value(item, element, path.step(Step::Index(index)));
                    }
                }
                _ => self.wrong_type(node, "array", path),
            },
            Type::Map(inner) => match shape {
                Shape::Map => {
                    for (key, value) in plain.entries(node) {
                        self.value(value, inner, path.step(Step::Key(key)));
                    }
                }
                _ => self.wrong_type(node, "object", path),
            },
            Type::Either(one, other) => {
                let ty = if fits(shape, one) { one } else { other };
                self.value(node, ty, path);
            }
            Type::String
            | Type::Bytes
            | Type::Time
            | Type::Int32
            | Type::Int64
            | Type::Double
            | Type::Bool
            | Type::Quantity
            | Type::IntOrString => self.scalar(node, ty, shape, path),
        }
    }

    /// A field that the definition does not have.
    fn unknown(
        &mut self,
        name: &str,
        place: Span,
        value: PlainId,
        definition: &Definition,
        path: Path<'_>,
    ) {
        let is_key = place != Span::NOWHERE;
        let place = if is_key { Some(place) } else { self.plain.span(value) };
        let message = format!("unknown field \"{path}\"");
        self.add(Code::UnknownField, message, path, place);
        let near = nearest(name, definition.fields.iter().map(|field| field.name));
        self.help(match near {
            Some(near) if near.eq_ignore_ascii_case(name) => {
                format!("Case matters: write `{near}`.")
            }
            Some(near) => format!("Did you mean `{near}`?"),
            None => known(definition),
        });
        if let (Some(near), true) = (near, is_key) {
            self.write(place, near);
        }
    }

    /// Adds to what was said last that `text` is to be written at a place. Whoever has the sources
    /// drops that where the value does not stand there as it is.
    fn write(&mut self, place: Option<Span>, text: &str) {
        if let Some(last) = self.said.last_mut() {
            last.fixes.extend(place.map(|span| Fix::replace(span, text).for_review()));
        }
    }
}

/// Whether a value could be of a type, by the sort of both.
fn fits(shape: Shape<'_>, ty: &Type) -> bool {
    match ty {
        Type::Struct(_) | Type::Map(_) | Type::Object => matches!(shape, Shape::Map),
        Type::List(_) => matches!(shape, Shape::List(_)),
        Type::Bool => matches!(shape, Shape::Bool(_)),
        _ => true,
    }
}

/// The fields that there are, in a sentence; not all of a long list.
fn known(definition: &Definition) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = definition.fields.iter().map(|field| field.name).collect();
    let first = names.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let more = if names.len() > MOST { ", …" } else { "" };
    match names.as_slice() {
        [] => format!("{} has no fields.", definition.name),
        _ => format!("{} has {}{more}.", definition.name, first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
