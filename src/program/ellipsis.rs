//! What a list literal says of further elements.

use super::ir::ExprId;

/// What stands behind the elements of a list literal. (An option within another would make every
/// expression larger by a half.)
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ellipsis(Option<ExprId>);

impl Ellipsis {
    /// Nothing: the list is closed.
    pub const NONE: Self = Self(None);
    /// `...`
    pub const ANY: Self = Self(Some(ExprId::at(u32::MAX - 1)));

    /// `...value`
    pub fn of(value: ExprId) -> Self {
        Self(Some(value))
    }

    /// Whether there may be more elements.
    pub fn is_open(self) -> bool {
        self != Self::NONE
    }

    /// What further elements must be.
    pub fn value(self) -> Option<ExprId> {
        self.0.filter(|_| self != Self::ANY)
    }
}
