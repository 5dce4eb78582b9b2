//! Reading the arguments of a plain function.
//!
//! The caller has checked their kinds against the parameters; what remains is the size of
//! integers and the elements of lists. An argument of another kind is a fault all the same.

use num_bigint::BigInt;
use num_traits::Signed;

use super::{Data, Fault};
use crate::base::Number;

/// The most bytes that a builtin may make in one call.
pub(crate) const LARGEST: usize = 64 << 20;

/// The most repetitions of a text or a list, as in CUE.
pub(crate) const MOST_REPEATS: i64 = 1_000_000;

/// The most elements of a list that is made of the pieces of a text.
pub(crate) const MOST_PIECES: usize = 1_000_000;

pub(crate) fn any(arguments: &[Data], index: usize) -> Result<&Data, Fault> {
    arguments.get(index).ok_or_else(|| Fault::new(format!("argument {index} is missing")))
}

pub(crate) fn text(arguments: &[Data], index: usize) -> Result<&str, Fault> {
    match any(arguments, index)? {
        Data::Str(value) => Ok(value),
        other => Err(unfit(other, "string", index)),
    }
}

/// The bytes of bytes or of a string.
pub(crate) fn bytes(arguments: &[Data], index: usize) -> Result<&[u8], Fault> {
    match any(arguments, index)? {
        Data::Bytes(value) => Ok(value),
        Data::Str(value) => Ok(value.as_bytes()),
        other => Err(unfit(other, "bytes", index)),
    }
}

pub(crate) fn boolean(arguments: &[Data], index: usize) -> Result<bool, Fault> {
    match any(arguments, index)? {
        Data::Bool(value) => Ok(*value),
        other => Err(unfit(other, "bool", index)),
    }
}

pub(crate) fn number(arguments: &[Data], index: usize) -> Result<&Number, Fault> {
    match any(arguments, index)? {
        Data::Number(value) => Ok(value),
        other => Err(unfit(other, "number", index)),
    }
}

pub(crate) fn float(arguments: &[Data], index: usize) -> Result<f64, Fault> {
    Ok(number(arguments, index)?.to_f64())
}

pub(crate) fn big(arguments: &[Data], index: usize) -> Result<&BigInt, Fault> {
    let value = any(arguments, index)?;
    match value {
        Data::Number(Number::Int(integer)) => Ok(integer),
        _ => Err(unfit(value, "int", index)),
    }
}

/// An integer of 64 bits. As in CUE, what needs 64 bits and a sign is cut to the largest number
/// of that sign, and only what needs more is refused.
pub(crate) fn int(arguments: &[Data], index: usize) -> Result<i64, Fault> {
    let value = big(arguments, index)?;
    let cut = if value.is_negative() { i64::MIN } else { i64::MAX };
    sized(value, 64, "int64", index).map(|()| i64::try_from(value).unwrap_or(cut))
}

pub(crate) fn rune(arguments: &[Data], index: usize) -> Result<i32, Fault> {
    let value = big(arguments, index)?;
    sized(value, 32, "rune", index)?;
    // What needs 32 bits and a sign wraps around, as in CUE.
    Ok(i64::try_from(value).unwrap_or_default() as i32)
}

pub(crate) fn uint(arguments: &[Data], index: usize) -> Result<u64, Fault> {
    let value = big(arguments, index)?;
    if value.is_negative() {
        return Err(unfit(any(arguments, index)?, "uint64", index));
    }
    sized(value, 64, "uint64", index).map(|()| u64::try_from(value).unwrap_or(u64::MAX))
}

pub(crate) fn list(arguments: &[Data], index: usize) -> Result<&[Data], Fault> {
    match any(arguments, index)? {
        Data::List(items) => Ok(items),
        other => Err(unfit(other, "list", index)),
    }
}

pub(crate) fn texts(arguments: &[Data], index: usize) -> Result<Vec<&str>, Fault> {
    let items = list(arguments, index)?.iter().enumerate();
    items
        .map(|(place, item)| match item {
            Data::Str(value) => Ok(&**value),
            other => Err(unfit_element(other, "string", place, index)),
        })
        .collect()
}

pub(crate) fn numbers(arguments: &[Data], index: usize) -> Result<Vec<&Number>, Fault> {
    let items = list(arguments, index)?.iter().enumerate();
    items
        .map(|(place, item)| match item {
            Data::Number(value) => Ok(value),
            other => Err(unfit_element(other, "number", place, index)),
        })
        .collect()
}

/// Bytes as a string: each run of what is no UTF-8 becomes one replacement character.
pub(crate) fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = false;
    for chunk in bytes.utf8_chunks() {
        replaced &= chunk.valid().is_empty();
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() && !std::mem::replace(&mut replaced, true) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

/// A fault if a result of `len` bytes would be too large.
pub(crate) fn check_size(len: Option<usize>) -> Result<(), Fault> {
    match len {
        Some(len) if len <= LARGEST => Ok(()),
        _ => Err(Fault::limit(format!("result is larger than {} MiB", LARGEST >> 20))),
    }
}

/// A list of the pieces of a text, unless there are too many.
pub(crate) fn pieces<T: Into<Data>>(pieces: impl IntoIterator<Item = T>) -> Result<Data, Fault> {
    let mut items = Vec::new();
    for piece in pieces {
        items.push(piece.into());
        check_count(items.len())?;
    }
    Ok(Data::List(items))
}

/// A fault if a text has more pieces than a list may be made of.
pub(crate) fn check_count(pieces: usize) -> Result<(), Fault> {
    if pieces <= MOST_PIECES {
        return Ok(());
    }
    Err(Fault::limit(format!("result has more than {MOST_PIECES} elements")))
}

/// A fault if an integer, its sign aside, needs more than so many bits.
fn sized(value: &BigInt, bits: u64, size: &str, index: usize) -> Result<(), Fault> {
    if value.bits() <= bits {
        return Ok(());
    }
    Err(Fault::new(format!("int {value} overflows {size} in argument {index}")))
}

fn unfit(value: &Data, wanted: &str, index: usize) -> Fault {
    let kind = value.kind();
    Fault::new(format!("cannot use {value} (type {kind}) as {wanted} in argument {index}"))
}

fn unfit_element(value: &Data, wanted: &str, place: usize, index: usize) -> Fault {
    let kind = value.kind();
    Fault::new(format!(
        "invalid list element {place} in argument {index} to call: \
         cannot use value {value} ({kind}) as {wanted}"
    ))
}
