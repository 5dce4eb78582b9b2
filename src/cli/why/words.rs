//! The words of accounts: how a value stands, how something came, and what JSON calls all of it.

use crate::session::{LinkKind, Role, Standing};

/// The word of a role in JSON.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Conflict => "conflict",
        Role::Value => "value",
        Role::Default => "default",
        Role::Fields => "fields",
        Role::Overridden => "overridden",
        Role::Constraint => "constraint",
        Role::Anything => "any",
    }
}

/// The word of a standing in JSON.
pub(super) fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Concrete => "concrete",
        Standing::Default => "default",
        Standing::Open => "open",
        Standing::Optional => "optional",
        Standing::Required => "required",
        Standing::Failed => "failed",
    }
}

/// What is said of a standing behind the value.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Concrete => "",
        Standing::Default => "a default",
        Standing::Open => "no value yet",
        Standing::Optional => "optional, and nothing gives it a value",
        Standing::Required => "required, and nothing gives it a value",
        Standing::Failed => "no value",
    }
}

/// The word of a step in JSON, and how people are told of it.
pub(super) fn link(kind: LinkKind) -> (&'static str, &'static str) {
    match kind {
        LinkKind::Reference => ("reference", "through"),
        LinkKind::Definition => ("definition", "through"),
        LinkKind::Pattern => ("pattern", "in"),
        LinkKind::For => ("for", "in"),
        LinkKind::If => ("if", "in"),
        LinkKind::Try => ("try", "in"),
        LinkKind::Else => ("else", "in"),
        LinkKind::Made => ("call", "made by"),
        LinkKind::Alternative => ("alternative", "in the alternative"),
    }
}
