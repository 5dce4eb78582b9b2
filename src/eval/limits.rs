//! When evaluation ends before its time: beyond its limits, and when nobody wants it any more, as
//! after an editor's next keystroke.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::graph::{Graph, Limits};
use super::vertex::VertexId;

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

impl Graph {
    /// What is said of a vertex that may not be worked on any more.
    pub(super) fn over_limit(&self, vertex: VertexId) -> Option<String> {
        let Limits { nesting, depth, vertices, ref cancel } = self.limits;
        if self.vertices[vertex].level > nesting {
            return Some(format!("values nest deeper than {nesting} levels"));
        }
        if self.depth >= depth {
            return Some(format!("more than {depth} values each need the next"));
        }
        if cancel.is_set() {
            return Some("the evaluation was cancelled".to_owned());
        }
        (self.vertices.len() > vertices).then(|| format!("there are more than {vertices} values"))
    }
}
