//! What the functions take that write values as text: plain data, as the writers of formats know it.

use super::encoding::plain::{DEEPEST, too_deep};
use super::{Data, Fault};
use crate::base::{Plain, PlainId};

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
        expect_flat(self.levels).map(|()| (&self.plain, self.node))
    }
}

/// That a value is no list, which writers of streams take.
///
/// # Errors
/// Always, unless it is one.
pub(crate) fn expect_list(value: Data) -> Result<(), Fault> {
    super::arguments::list(&[value], 0).map(drop)
}

/// That a value of so many levels can be written.
///
/// # Errors
/// It is nested too deep.
pub(crate) fn expect_flat(levels: usize) -> Result<(), Fault> {
    if levels > DEEPEST { Err(too_deep()) } else { Ok(()) }
}
