//! Work that nobody wants any more: an editor's next keystroke ends the evaluation before.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether work is still wanted: it is until a counter moves. The default is always wanted.
#[derive(Clone, Default, Debug)]
pub struct Cancel(Option<(Arc<AtomicU64>, u64)>);

impl Cancel {
    /// Wanted as long as `counter` stands at `count`.
    pub fn when_moved(counter: Arc<AtomicU64>, count: u64) -> Self {
        Self(Some((counter, count)))
    }

    /// Whether the counter has moved.
    pub fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|(counter, count)| counter.load(Ordering::Relaxed) != *count)
    }
}
