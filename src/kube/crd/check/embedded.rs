//! `x-kubernetes-embedded-resource`: objects within objects have an `apiVersion` and a `kind`.
//!
//! Source: `apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go`.

use crate::base::{Plain, PlainId, Shape};
use crate::kube::crd::fault::{Fault, FaultKind};
use crate::kube::crd::path::Path;
use crate::kube::crd::schema::{Schema, SchemaId};

/// Adds what embedded objects below `root` lack.
pub(super) fn check(schema: &Schema, plain: &Plain, root: PlainId, faults: &mut Vec<Fault>) {
    value(schema, plain, root, schema.root, &Path::Root, faults);
}

fn value(
    schema: &Schema,
    plain: &Plain,
    at: PlainId,
    id: SchemaId,
    path: &Path<'_>,
    faults: &mut Vec<Fault>,
) {
    let node = schema.node(id);
    match plain.shape(at) {
        Shape::Map => {
            if node.embedded {
                envelope(plain, at, path, faults);
            }
            for (name, member) in plain.entries(at) {
                if let Some(id) = schema.member(node, name) {
                    value(schema, plain, member, id, &Path::Field(path, name), faults);
                }
            }
        }
        Shape::List(items) => {
            let Some(element) = node.items else { return };
            for (index, &item) in items.iter().enumerate() {
                value(schema, plain, item, element, &Path::Index(path, index), faults);
            }
        }
        _ => {}
    }
}

fn envelope(plain: &Plain, at: PlainId, path: &Path<'_>, faults: &mut Vec<Fault>) {
    for name in ["apiVersion", "kind"] {
        let below = Path::Field(path, name);
        let (kind, text, place) = match plain.get(at, name) {
            None => (FaultKind::Required, "Required value: must not be empty", at),
            Some(found) => match plain.shape(found) {
                Shape::Str("") => {
                    (FaultKind::Invalid, "Invalid value: \"\": must not be empty", found)
                }
                Shape::Str(_) => continue,
                _ => (FaultKind::Invalid, "Invalid value: must be a string", found),
            },
        };
        faults.push(Fault::new(kind, below, text).at(plain.span(place)));
    }
    if let Some(found) = plain.get(at, "metadata")
        && !matches!(plain.shape(found), Shape::Map | Shape::Null)
    {
        let below = Path::Field(path, "metadata");
        let text = "Invalid value: must be an object of metadata";
        faults.push(Fault::new(FaultKind::Invalid, below, text).at(plain.span(found)));
    }
}
