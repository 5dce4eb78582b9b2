//! What the functions take that write values as text: plain data, as the writers of formats know it.

use super::Fault;
use super::encoding::plain::{DEEPEST, any_from_plain, too_deep};
use crate::base::{Plain, PlainId, Shape};

/// A concrete value that is to be written.
#[derive(Debug)]
pub(crate) struct Written {
    /// The data.
    pub(crate) plain: Plain,
    /// The value.
    pub(crate) node: PlainId,
    /// How many levels it has; a scalar has one.
    pub(crate) levels: usize,
}

impl Written {
    /// The data and the value.
    ///
    /// # Errors
    /// It is nested too deep.
    pub(crate) fn one(&self) -> Result<(&Plain, PlainId), Fault> {
        if self.levels > DEEPEST { Err(too_deep()) } else { Ok((&self.plain, self.node)) }
    }

    /// The data and the elements of the list that the value is.
    ///
    /// # Errors
    /// It is no list, or an element is nested too deep.
    pub(crate) fn items(&self) -> Result<(&Plain, &[PlainId]), Fault> {
        let Shape::List(items) = self.plain.shape(self.node) else {
            let data = any_from_plain(&self.plain, self.node)?;
            return super::arguments::list(&[data], 0).and(Err(too_deep()));
        };
        // The list itself is no part of what is written.
        if self.levels > DEEPEST + 1 { Err(too_deep()) } else { Ok((&self.plain, items)) }
    }
}
