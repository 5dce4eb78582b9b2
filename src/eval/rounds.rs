//! Rounds of work on a vertex: what may still come is waited for, until nothing moves any more. Then one
//! piece of work is done without it, where no other vertex can bring it.

use super::graph::Graph;
use super::value::{BottomId, Gravity};
use super::vertex::{State, Task, VertexId, Work};

/// Whether work is done without what may still come.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Haste {
    /// Whether fields that may still come are taken as absent.
    pub(super) relaxed: bool,
    /// Whether vertices do without what others may bring that wait for one further up the stack.
    below: bool,
    /// Whether a vertex did not, since that was decided.
    put_off: bool,
}

impl Graph {
    /// Runs what can run; whether anything did. What may still come from other work on the vertex
    /// is waited for at first, then (relaxed) one piece of work is done without it.
    pub(super) fn run_tasks(&mut self, vertex: VertexId) -> bool {
        if self.try_tasks(vertex, false) {
            return true;
        }
        if !self.haste.below {
            if self.busy > 1 && self.waits_for_others(vertex) {
                self.haste.put_off = true;
                return false;
            }
            // Those below that waited may do without now.
            if std::mem::take(&mut self.haste.put_off) {
                self.haste.below = true;
                self.progress += 1;
                let moved = self.try_tasks(vertex, false);
                self.haste.below = false;
                if moved {
                    return true;
                }
            }
        }
        self.try_tasks(vertex, true)
    }

    /// Whether work on a vertex waits for a field of another one that waits itself.
    fn waits_for_others(&self, vertex: VertexId) -> bool {
        self.vertices[vertex].node.work.tasks.iter().any(|task| {
            let lacks = task.blocked.and_then(|bottom| self.bottoms[bottom].lacks);
            lacks.is_some_and(|(holder, _)| {
                let holder = self.deref(holder);
                holder != vertex && self.vertices[holder].state == State::Waiting
            })
        })
    }

    /// Runs all that can run, or one piece of work that is done without what may still come.
    fn try_tasks(&mut self, vertex: VertexId, relaxed: bool) -> bool {
        let mut moved = false;
        let mut at = 0;
        // Work that is queued meanwhile has its turn later: it may turn out to be a cycle.
        for _ in 0..self.vertices[vertex].node.work.tasks.len() {
            let Some(&task) = self.vertices[vertex].node.work.tasks.get(at) else { break };
            if relaxed && moved {
                break;
            }
            if !relaxed
                && let Some(bottom) = task.blocked
                && self.still_waits(vertex, task.what, bottom)
            {
                at += 1;
                continue;
            }
            self.vertices[vertex].node.work.tasks.remove(at);
            self.haste.relaxed = relaxed;
            self.vertices[vertex].node.work.running = Some(task.what);
            let result = self.run(vertex, &task);
            self.vertices[vertex].node.work.running = None;
            self.haste.relaxed = false;
            match result {
                Ok(()) => moved = true,
                Err(bottom) if self.bottoms[bottom].gravity == Gravity::Blocked => {
                    let task = Task { blocked: Some(bottom), ..task };
                    let tasks = &mut self.vertices[vertex].node.work.tasks;
                    tasks.insert(at, task);
                    at += 1;
                }
                Err(bottom) => {
                    self.give_up_task(vertex, &task, bottom);
                    moved = true;
                }
            }
        }
        self.progress += u64::from(moved);
        moved
    }

    /// Ends a piece of work with an error.
    pub(super) fn give_up_task(&mut self, vertex: VertexId, task: &Task, bottom: BottomId) {
        self.give_up(vertex, bottom);
        if matches!(task.what, Work::Comprehension(_)) && !self.is_permanent(bottom) {
            self.vertices[vertex].node.failed.push(*task);
        }
    }
}
