//! The work that waits in a vertex, in its order. What work is, `vertex` says.

use std::ops::Deref;

use thin_vec::ThinVec;

use super::graph::Graph;
use super::node::{Sparse, push};
use super::vertex::{Conjunct, Task, VertexId, Work};

/// The work of a vertex: what waits, and what is being done.
#[derive(Debug)]
pub(super) struct Working {
    pub(super) tasks: Tasks,
    pub(super) running: Option<Work>,
}

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

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.taken as usize >= self.list.len()
    }

    /// For how many tasks it has room.
    fn room(&self) -> usize {
        self.list.capacity()
    }
}

impl Deref for Tasks {
    type Target = [Task];

    fn deref(&self) -> &[Task] {
        self.list.get(self.taken as usize..).unwrap_or_default()
    }
}

/// As much room as is kept for the next vertex, and for how many: work hardly nests deeper.
const KEPT_ROOM: usize = 16;
const KEPT: usize = 64;

impl Graph {
    /// Queues work on a vertex, to be done when all that is written has been unified.
    pub(super) fn queue(&mut self, vertex: VertexId, what: Work, conjunct: Conjunct) {
        let work = &mut self.vertices[vertex].node.work;
        if work.is_none()
            && let Some(spare) = self.spare_work.pop()
        {
            *work = Sparse::of(spare);
        }
        work.tasks.push(Task { what, conjunct, blocked: None });
    }

    /// Gives back what a vertex needed for work, once all is done: the next will need it.
    pub(super) fn rest_from_work(&mut self, vertex: VertexId) {
        let node = &mut self.vertices[vertex].node;
        if node.work.running.is_none()
            && let Some(work) = node.work.take()
            && work.tasks.room() <= KEPT_ROOM
            && self.spare_work.len() < KEPT
        {
            self.spare_work.push(work);
        }
        node.give_back();
    }

    /// Drops all work that waits in a vertex.
    pub(super) fn drop_work(&mut self, vertex: VertexId) {
        let work = &mut self.vertices[vertex].node.work;
        if !work.tasks.is_empty() {
            work.tasks.clear();
        }
    }
}
