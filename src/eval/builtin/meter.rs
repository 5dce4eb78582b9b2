//! What functions may take that do more work than the texts they get and give show.
//!
//! It must not know the evaluation: who calls says how much is left, and takes note of what was
//! taken. The unit is what it costs to make a byte of text, a few nanoseconds.

use std::cell::Cell;

use super::Fault;

/// What is left of the work that may be done.
#[derive(Debug)]
pub(crate) struct Meter {
    left: Cell<usize>,
}

impl Meter {
    /// One for so much work.
    pub(crate) fn new(left: usize) -> Self {
        Self { left: Cell::new(left) }
    }

    /// How much may still be done.
    pub(crate) fn left(&self) -> usize {
        self.left.get()
    }

    /// Takes what work costs, before it is done.
    ///
    /// # Errors
    /// There is not so much left: then nothing is.
    pub(crate) fn take(&self, cost: usize) -> Result<(), Fault> {
        let left = self.left.get().checked_sub(cost);
        self.left.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(Fault::spent)
    }
}
