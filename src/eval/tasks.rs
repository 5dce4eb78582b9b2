//! The work that waits in a vertex, in its order. What work is, `vertex` says.

use std::ops::Deref;

use thin_vec::ThinVec;

use super::node::push;
use super::vertex::Task;

/// A list that is taken from its front as cheaply as from its end: thousands of fields can wait in
/// one vertex, and are run in the order in which they came.
#[derive(Default, Debug)]
pub(super) struct Tasks {
    list: ThinVec<Task>,
    /// How many at the front were taken.
    taken: u32,
}

impl Tasks {
    pub(super) const fn new() -> Self {
        Self { list: ThinVec::new(), taken: 0 }
    }

    /// Adds work behind all other.
    pub(super) fn push(&mut self, task: Task) {
        push(&mut self.list, task);
    }

    /// Adds work before that at `at`, or behind all other.
    pub(super) fn insert(&mut self, at: usize, task: Task) {
        let at = at.min(self.len());
        let taken = self.taken as usize;
        match taken.checked_sub(1) {
            Some(free) if at == 0 => {
                self.list[free] = task;
                self.taken -= 1;
            }
            _ => self.list.insert(taken + at, task),
        }
    }

    /// Takes the work at `at`, which must be there.
    pub(super) fn remove(&mut self, at: usize) {
        if at > 0 {
            self.list.remove(self.taken as usize + at);
        } else {
            self.taken += 1;
            if self.is_empty() {
                self.clear();
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.taken = 0;
    }

    /// Whether it holds memory.
    pub(super) fn has_room(&self) -> bool {
        self.list.capacity() > 0
    }
}

impl Deref for Tasks {
    type Target = [Task];

    fn deref(&self) -> &[Task] {
        self.list.get(self.taken as usize..).unwrap_or_default()
    }
}
