//! Putting things in a row when some must come before others and some of that may contradict.
//!
//! Things that must come before each other in a circle (a strongly connected component) are kept
//! together and stand by rank. Of what may come next, the thing of the least rank does. All of it
//! takes time in line with the things and the pairs, but for the logarithm of a heap, and nothing
//! recurses. It knows nothing of labels and vertices.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::base::{Arena, id};

id! {
    /// A thing that is put in a row.
    Item,
    /// Things that must come before each other.
    Circle,
}

/// A thing, and what the search for circles knows of it.
#[derive(Debug, Default)]
struct Node {
    /// What must come after it.
    after: Vec<Item>,
    /// How much of `after` the search has followed.
    followed: usize,
    /// When the search came here, from 1; 0 before.
    found: usize,
    /// The earliest found thing that is known to be reached from here and is in no circle yet.
    earliest: usize,
    circle: Option<Circle>,
}

/// Things that stand together.
#[derive(Debug, Default)]
struct Group {
    /// By rank.
    items: Vec<Item>,
    /// How many pairs still keep it back.
    held: usize,
}

/// Things and the pairs of which the first must come before the second.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    nodes: Arena<Item, Node>,
    circles: Arena<Circle, Group>,
}

impl Sequence {
    pub(super) fn add(&mut self) -> Item {
        self.nodes.add(Node::default())
    }

    pub(super) fn precede(&mut self, first: Item, second: Item) {
        self.nodes[first].after.push(second);
    }

    /// The things in a row; `rank` gives each a number of its own.
    pub(super) fn sorted(mut self, rank: impl Fn(Item) -> usize) -> Vec<Item> {
        self.find_circles();
        let circles: Vec<Circle> = self.circles.iter().map(|(circle, _)| circle).collect();
        for &circle in &circles {
            self.circles[circle].items.sort_unstable_by_key(|&item| rank(item));
        }
        for (_, node) in self.nodes.iter() {
            for &next in &node.after {
                if let Some(circle) = self.nodes[next].circle
                    && node.circle != Some(circle)
                {
                    self.circles[circle].held += 1;
                }
            }
        }
        let place = |group: &Group| group.items.first().map_or(0, |&first| rank(first));
        let mut ready: BinaryHeap<Reverse<(usize, Circle)>> = circles
            .iter()
            .filter(|&&circle| self.circles[circle].held == 0)
            .map(|&circle| Reverse((place(&self.circles[circle]), circle)))
            .collect();
        let mut row = Vec::with_capacity(self.nodes.len());
        while let Some(Reverse((_, circle))) = ready.pop() {
            let items = std::mem::take(&mut self.circles[circle].items);
            for &item in &items {
                for &next in &self.nodes[item].after {
                    let Some(free) = self.nodes[next].circle.filter(|&next| next != circle) else {
                        continue;
                    };
                    self.circles[free].held -= 1;
                    if self.circles[free].held == 0 {
                        ready.push(Reverse((place(&self.circles[free]), free)));
                    }
                }
            }
            row.extend(items);
        }
        row
    }

    /// Gives each thing its circle: Tarjan's algorithm, with a stack of its own.
    fn find_circles(&mut self) {
        let items: Vec<Item> = self.nodes.iter().map(|(item, _)| item).collect();
        let mut found = 0;
        let mut open: Vec<Item> = Vec::new();
        let mut path: Vec<Item> = Vec::new();
        for start in items {
            if self.nodes[start].found > 0 {
                continue;
            }
            path.push(start);
            while let Some(&at) = path.last() {
                if self.nodes[at].found == 0 {
                    found += 1;
                    self.nodes[at].found = found;
                    self.nodes[at].earliest = found;
                    open.push(at);
                }
                let next = self.nodes[at].after.get(self.nodes[at].followed).copied();
                match next {
                    Some(next) => {
                        self.nodes[at].followed += 1;
                        if self.nodes[next].found == 0 {
                            path.push(next);
                        } else if self.nodes[next].circle.is_none() {
                            let earliest = self.nodes[next].found;
                            self.reaches(at, earliest);
                        }
                    }
                    None => {
                        path.pop();
                        let earliest = self.nodes[at].earliest;
                        if earliest == self.nodes[at].found {
                            self.close(at, &mut open);
                        } else if let Some(&before) = path.last() {
                            self.reaches(before, earliest);
                        }
                    }
                }
            }
        }
    }

    fn reaches(&mut self, item: Item, earliest: usize) {
        let node = &mut self.nodes[item];
        node.earliest = node.earliest.min(earliest);
    }

    /// Makes a circle of what is open from `first` on.
    fn close(&mut self, first: Item, open: &mut Vec<Item>) {
        let circle = self.circles.add(Group::default());
        while let Some(item) = open.pop() {
            self.nodes[item].circle = Some(circle);
            self.circles[circle].items.push(item);
            if item == first {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Id;

    /// The row of `count` things, whose ranks are their numbers.
    fn row(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
        let mut sequence = Sequence::default();
        for _ in 0..count {
            sequence.add();
        }
        for &(first, second) in pairs {
            sequence.precede(Item::from_index(first), Item::from_index(second));
        }
        sequence.sorted(Item::index).into_iter().map(Item::index).collect()
    }

    #[test]
    fn rank_decides_where_nothing_else_does() {
        assert_eq!(row(4, &[]), [0, 1, 2, 3]);
        assert_eq!(row(4, &[(3, 0)]), [1, 2, 3, 0]);
    }

    #[test]
    fn the_least_of_what_may_come_next_does() {
        // 4 → 0 and 2 → 1 → 3: 2, then 1, then 3 rather than 4.
        assert_eq!(row(5, &[(4, 0), (2, 1), (1, 3)]), [2, 1, 3, 4, 0]);
    }

    #[test]
    fn circles_stand_together_by_rank() {
        assert_eq!(row(5, &[(4, 2), (2, 3), (3, 2), (3, 0), (0, 1)]), [4, 2, 3, 0, 1]);
        assert_eq!(row(3, &[(2, 1), (1, 0), (0, 2)]), [0, 1, 2]);
    }

    #[test]
    fn a_pair_that_is_said_twice_counts_once() {
        assert_eq!(row(3, &[(2, 0), (2, 0), (1, 0)]), [1, 2, 0]);
    }

    #[test]
    fn long_chains_need_no_deep_stack() {
        let pairs: Vec<(usize, usize)> = (1..200_000).map(|at| (at, at - 1)).collect();
        let row = row(200_000, &pairs);
        assert!(row.iter().rev().copied().eq(0..200_000));
    }
}
