//! The end of a graph in a process that ends soon.

use std::mem::ManuallyDrop;

use rustc_hash::FxHashMap;

use super::graph::Graph;
use super::groups::Groups;
use super::order::Homes;
use super::vertex::NO_VERTEX;
use crate::base::Arena;

impl Graph {
    /// Ends it where the process will soon: what is freed in one piece makes room for what is still
    /// to be written; of the rest, which lies in a million pieces, the system disposes faster.
    pub fn leave(self) {
        let mut rest = ManuallyDrop::new(self);
        rest.envs = Arena::new();
        rest.trails = Arena::new();
        rest.groups = Groups::new(NO_VERTEX);
        rest.temporaries = FxHashMap::default();
        rest.homes = Homes::default();
    }
}
