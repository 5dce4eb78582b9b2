//! Where a vertex stands: the labels that lead to it, and how they are written.

use super::graph::Graph;
use super::vertex::{NO_VERTEX, VertexId};
use crate::program::Label;

impl Graph {
    /// The path of a vertex from the root of its package.
    pub(super) fn path(&self, vertex: VertexId) -> String {
        self.path_of(&self.labels_to(vertex))
    }

    /// The labels that lead from the root to `vertex`.
    pub(super) fn labels_to(&self, vertex: VertexId) -> Vec<Label> {
        let mut labels = Vec::new();
        let mut at = vertex;
        while at != NO_VERTEX {
            let here = &self.vertices[at];
            if here.label != Label::NONE && !here.is_detached() {
                labels.push(here.label);
            }
            at = here.parent;
        }
        labels.reverse();
        labels
    }

    /// A path as it is written.
    pub(super) fn path_of(&self, labels: &[Label]) -> String {
        let mut path = String::new();
        labels.iter().for_each(|&label| self.push_label(&mut path, label));
        path
    }

    /// Goes on with a path as it is written.
    pub(super) fn push_label(&self, path: &mut String, label: Label) {
        match label.as_index() {
            Some(index) => path.push_str(&format!("[{index}]")),
            None => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&label.source(&self.symbols));
            }
        }
    }
}
