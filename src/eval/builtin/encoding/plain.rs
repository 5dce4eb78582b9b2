//! Between the data of builtins and the plain data that writers and readers of formats know.

use crate::base::{Plain, PlainId, Shape};
#[cfg(test)]
use crate::eval::builtin::Written;
use crate::eval::builtin::{Data, Fault};

/// How deep data may be nested: the data of builtins is walked by recursion.
pub(in crate::eval::builtin) const DEEPEST: usize = 500;

pub(super) fn to_plain(data: &Data, plain: &mut Plain) -> Result<PlainId, Fault> {
    add(data, plain, DEEPEST)
}

/// Data as functions take it that write.
#[cfg(test)]
pub(in crate::eval::builtin) fn written(data: &Data) -> Written {
    let mut plain = Plain::default();
    let node = add(data, &mut plain, usize::MAX).expect("no depth is too much");
    Written { plain, node, levels: 1 }
}

fn add(data: &Data, plain: &mut Plain, levels: usize) -> Result<PlainId, Fault> {
    let levels = levels.checked_sub(1).ok_or_else(too_deep)?;
    Ok(match data {
        Data::Null => plain.null(None),
        Data::Bool(value) => plain.bool(*value, None),
        Data::Number(value) => match value.to_i64() {
            Some(small) => plain.int(small, None),
            None => plain.number(value.clone(), None),
        },
        Data::Str(value) => plain.str(value, None),
        Data::Bytes(value) => plain.bytes(value, None),
        Data::List(items) => {
            let mut nodes = Vec::with_capacity(items.len());
            for item in items {
                nodes.push(add(item, plain, levels)?);
            }
            plain.list(nodes, None)
        }
        Data::Struct(fields) => {
            let mut entries = Vec::with_capacity(fields.len());
            for (name, value) in fields {
                entries.push((name, add(value, plain, levels)?));
            }
            plain.map(entries, None)
        }
    })
}

pub(super) fn from_plain(plain: &Plain, node: PlainId) -> Result<Data, Fault> {
    take(plain, node, DEEPEST)
}

fn take(plain: &Plain, node: PlainId, levels: usize) -> Result<Data, Fault> {
    let levels = levels.checked_sub(1).ok_or_else(too_deep)?;
    Ok(match plain.shape(node) {
        Shape::Null => Data::Null,
        Shape::Bool(value) => value.into(),
        Shape::Int(value) => value.into(),
        Shape::Number(value) => value.clone().into(),
        Shape::Str(value) => value.into(),
        Shape::Bytes(value) => Data::bytes(value),
        Shape::List(items) => {
            let mut taken = Vec::with_capacity(items.len());
            for &item in items {
                taken.push(take(plain, item, levels)?);
            }
            Data::List(taken)
        }
        Shape::Map => {
            let mut fields = Vec::new();
            for (name, value) in plain.entries(node) {
                fields.push((name.into(), take(plain, value, levels)?));
            }
            Data::Struct(fields)
        }
    })
}

pub(in crate::eval::builtin) fn too_deep() -> Fault {
    Fault::new(format!("nested deeper than {DEEPEST} levels"))
}
