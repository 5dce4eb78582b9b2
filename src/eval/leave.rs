//! The end of a graph in a process that ends soon.

use std::mem::ManuallyDrop;

use rustc_hash::FxHashMap;

use super::graph::Graph;
use super::groups::Groups;
use super::order::Homes;
use super::vertex::NO_VERTEX;
use crate::base::Arena;

impl Graph {
    /// Lets go of what only evaluating needs, which makes room for what comes after. Nothing may be
    /// evaluated any more; where values come from can still be told.
    pub fn retire(&mut self) {
        self.envs = Arena::new();
        self.groups = Groups::new(NO_VERTEX);
        self.temporaries = FxHashMap::default();
        self.homes = Homes::default();
    }

    /// Ends it where the process will soon: what is freed in one piece makes room for what is still
    /// to be written; of the rest, which lies in a million pieces, the system disposes faster.
    pub fn leave(self) {
        let mut rest = ManuallyDrop::new(self);
        rest.retire();
        rest.trails = Arena::new();
        std::mem::take(&mut rest.vertices).forget();
    }
}
