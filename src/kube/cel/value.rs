//! The values of CEL.

use std::borrow::Cow;
use std::net::IpAddr;
use std::rc::Rc;

use super::data::Node;
use super::library::image::Image;
use super::library::semver::Semver;
use super::library::url::Url;
use crate::eval::builtin::time::Instant;
use crate::kube::crd::Format;
use crate::kube::quantity::Quantity;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Str(Cow<'a, str>),
    Bytes(Rc<[u8]>),
    List(Rc<Vec<Value<'a>>>),
    /// Entries in order; maps that rules make are small.
    Map(Rc<Vec<(Value<'a>, Value<'a>)>>),
    /// A list or a map of the object that is judged.
    Node(Node<'a>),
    Type(&'static str),
    /// Nanoseconds.
    Duration(i64),
    Time(Rc<Instant>),
    Optional(Option<Rc<Value<'a>>>),
    Url(Rc<Url>),
    Ip(IpAddr),
    Cidr(Cidr),
    Quantity(Rc<Quantity>),
    Semver(Rc<Semver>),
    Image(Rc<Image>),
    Format(Format),
}

/// A range of addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Cidr {
    pub(super) address: IpAddr,
    pub(super) length: u8,
}

/// Why an expression has no value.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Fail {
    /// CEL itself says that it is an error.
    Error(String),
    /// This evaluator cannot tell.
    Unable(String),
}

pub(super) type Result<T> = std::result::Result<T, Fail>;

/// The error of CEL with this text.
pub(super) fn error<T>(text: impl Into<String>) -> Result<T> {
    Err(Fail::Error(text.into()))
}

impl<'a> Value<'a> {
    /// A string that was made here.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Value::Str(Cow::Owned(text.into()))
    }

    /// A list that was made here.
    pub(super) fn list(items: Vec<Value<'a>>) -> Self {
        Value::List(Rc::new(items))
    }

    /// `optional.of(value)`, or `optional.none()`.
    pub(super) fn optional(value: Option<Value<'a>>) -> Self {
        Value::Optional(value.map(Rc::new))
    }

    /// The elements, if this is a list.
    pub(super) fn elements(&self) -> Option<Cow<'_, [Value<'a>]>> {
        match self {
            Value::List(items) => Some(Cow::Borrowed(items.as_slice())),
            Value::Node(node) => node.elements().map(Cow::Owned),
            _ => None,
        }
    }

    /// The entries, if this is a map.
    pub(super) fn entries(&self) -> Option<Cow<'_, [(Value<'a>, Value<'a>)]>> {
        match self {
            Value::Map(entries) => Some(Cow::Borrowed(entries.as_slice())),
            Value::Node(node) => node.entries().map(Cow::Owned),
            _ => None,
        }
    }

    /// The name of its type, as `type()` gives it and messages name it.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "null_type",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Uint(_) => "uint",
            Value::Double(_) => "double",
            Value::Str(_) => "string",
            Value::Bytes(_) => "bytes",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Node(node) => node.type_name(),
            Value::Type(_) => "type",
            Value::Duration(_) => "google.protobuf.Duration",
            Value::Time(_) => "google.protobuf.Timestamp",
            Value::Optional(_) => "optional_type",
            Value::Url(_) => "kubernetes.URL",
            Value::Ip(_) => "net.IP",
            Value::Cidr(_) => "net.CIDR",
            Value::Quantity(_) => "kubernetes.Quantity",
            Value::Semver(_) => "kubernetes.Semver",
            Value::Image(_) => "kubernetes.Image",
            Value::Format(_) => "kubernetes.NamedFormat",
        }
    }
}
