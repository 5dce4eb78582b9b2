//! What a contribution did, in the words that all front ends use.

use crate::eval::{Contribution, Role};

/// What a contribution did, in a few words; what it says comes behind them.
pub fn deed(one: &Contribution) -> &'static str {
    let is_choice = !one.alternatives.is_empty();
    match one.role {
        Role::Conflict => "in conflict",
        Role::Value if one.computed => "computed here",
        Role::Value if is_choice => "the only alternative left",
        Role::Value => "given here",
        Role::Default => "the default here, which another value would override",
        Role::Fields if one.computed => "made here",
        Role::Fields if one.value.is_empty() => "elements given here",
        Role::Fields => "fields given here",
        Role::Overridden => "a default that gave way",
        Role::Constraint if is_choice => "alternatives allowed here",
        Role::Constraint if one.computed => "depends on this",
        Role::Constraint => "must fit",
        Role::Anything => "declared here, for any value",
    }
}
