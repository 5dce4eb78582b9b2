//! The values that plain builtin functions take and give.

use std::rc::Rc;

use crate::base::Number;

/// A concrete value, owned.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Data {
    Null,
    Bool(bool),
    Number(Number),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    List(Vec<Data>),
    Struct(Vec<(Rc<str>, Data)>),
}
