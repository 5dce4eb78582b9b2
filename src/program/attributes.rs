//! Attributes behind fields and in structs.

use crate::base::{Source, Span};
use crate::syntax::attribute::{self, AttributeArgument};
use crate::syntax::tree::Attribute;

/// An attribute behind a field or in a struct.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldAttribute {
    /// The name, without `@`.
    pub name: String,
    /// What stands between the parentheses.
    pub body: String,
    /// The whole attribute.
    pub span: Span,
    /// Where the body stands.
    pub place: Span,
}

impl FieldAttribute {
    pub(super) fn new(attribute: &Attribute, source: &Source) -> Self {
        Self {
            name: attribute.name.of(&source.text).to_owned(),
            body: attribute.body.of(&source.text).to_owned(),
            span: attribute.span,
            place: attribute.body,
        }
    }

    /// The arguments: split at commas outside brackets and strings.
    pub fn arguments(&self) -> Vec<AttributeArgument> {
        attribute::arguments(&self.body)
    }
}
