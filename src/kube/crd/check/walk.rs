//! The way through a custom resource along its schema: every value that has a schema, from the
//! object down, with its path as the API server writes it.

use crate::base::{Plain, PlainId, Shape};
use crate::kube::crd::path::Path;
use crate::kube::crd::schema::{Schema, SchemaId};

/// Visits the value at `at` and all below it; what holds a value comes before it.
pub(super) fn visit(
    plain: &Plain,
    at: PlainId,
    (schema, id): (&Schema, SchemaId),
    path: &Path<'_>,
    see: &mut impl FnMut(PlainId, SchemaId, &Path<'_>),
) {
    see(at, id, path);
    let node = schema.node(id);
    match plain.shape(at) {
        Shape::Map => {
            for (name, value) in plain.entries(at) {
                let Some(id) = schema.member(node, name) else { continue };
                let below = match node.properties.contains_key(name) {
                    true => Path::Field(path, name),
                    false => Path::Key(path, name),
                };
                visit(plain, value, (schema, id), &below, see);
            }
        }
        Shape::List(items) => {
            let Some(element) = node.items else { return };
            for (index, &item) in items.iter().enumerate() {
                visit(plain, item, (schema, element), &Path::Index(path, index), see);
            }
        }
        _ => {}
    }
}
