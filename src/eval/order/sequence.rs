//! Putting things in a row when some must come before others and some of that may contradict.
//!
//! Things that must come before each other in a circle (a strongly connected component) are kept
//! together and stand by rank. Of what may come next, the thing of the least rank does. All of it
//! takes time in line with the things and the pairs, but for the logarithm of a heap, and nothing
//! recurses. It knows nothing of labels and vertices.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::base::{Arena, Id, id};

id! {
    /// A thing that is put in a row.
    Item,
    /// Things that must come before each other.
    Circle,
}

/// A thing, and what the search for circles knows of it.
#[derive(Debug, Default)]
struct Node {
    /// Where in the list of pairs those begin of which it is the first.
    pairs: usize,
    /// How much of them the search has followed.
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
    pairs: Vec<(Item, Item)>,
    circles: Arena<Circle, Group>,
}

/// What may come next. While that is one thing, as it is all along where each thing must follow the
/// one before, nobody asks for its rank.
struct Ready<'r, R> {
    sole: Option<Item>,
    /// By rank, once they are more.
    others: BinaryHeap<Reverse<(usize, Item)>>,
    rank: &'r R,
}

impl<R: Fn(Item) -> usize> Ready<'_, R> {
    fn push(&mut self, item: Item) {
        if self.sole.is_none() && self.others.is_empty() {
            self.sole = Some(item);
            return;
        }
        let ranked = self.sole.take().into_iter().chain([item]);
        self.others.extend(ranked.map(|item| Reverse(((self.rank)(item), item))));
    }

    /// Takes the thing of the least rank out.
    fn pop(&mut self) -> Option<Item> {
        self.sole.take().or_else(|| self.others.pop().map(|Reverse((_, item))| item))
    }
}

impl Sequence {
    pub(super) fn add(&mut self) -> Item {
        self.nodes.add(Node::default())
    }

    pub(super) fn precede(&mut self, first: Item, second: Item) {
        if first != second {
            self.pairs.push((first, second));
        }
    }

    /// The things in a row; `rank` gives each a number of its own.
    pub(super) fn sorted(mut self, rank: impl Fn(Item) -> usize) -> Vec<Item> {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        for (at, &(first, _)) in self.pairs.iter().enumerate().rev() {
            self.nodes[first].pairs = at;
        }
        match self.without_circles(&rank) {
            row if row.len() == self.nodes.len() => row,
            _ => self.with_circles(&rank),
        }
    }

    /// What must come after a thing.
    fn after(&self, item: Item) -> impl Iterator<Item = Item> {
        let pairs = self.pairs.get(self.nodes[item].pairs..).unwrap_or_default();
        pairs.iter().take_while(move |pair| pair.0 == item).map(|pair| pair.1)
    }

    /// The things in a row, up to the first circle.
    fn without_circles(&self, rank: &impl Fn(Item) -> usize) -> Vec<Item> {
        let mut held: Arena<Item, u32> = Arena::new();
        self.nodes.iter().for_each(|_| {
            held.add(0);
        });
        for &(_, second) in &self.pairs {
            held[second] += 1;
        }
        let mut ready = Ready { sole: None, others: BinaryHeap::new(), rank };
        held.iter().filter(|&(_, &held)| held == 0).for_each(|(item, _)| ready.push(item));
        let mut row = Vec::with_capacity(self.nodes.len());
        while let Some(item) = ready.pop() {
            row.push(item);
            for next in self.after(item) {
                held[next] -= 1;
                if held[next] == 0 {
                    ready.push(next);
                }
            }
        }
        row
    }

    /// The same where there are circles.
    fn with_circles(&mut self, rank: &impl Fn(Item) -> usize) -> Vec<Item> {
        self.find_circles();
        for at in 0..self.circles.len() {
            self.circles[Circle::from_index(at)].items.sort_unstable_by_key(|&item| rank(item));
        }
        for &(first, second) in &self.pairs {
            if let Some(circle) = self.nodes[second].circle
                && self.nodes[first].circle != Some(circle)
            {
                self.circles[circle].held += 1;
            }
        }
        let place = |group: &Group| group.items.first().map_or(0, |&first| rank(first));
        let mut ready: BinaryHeap<Reverse<(usize, Circle)>> = self
            .circles
            .iter()
            .filter(|(_, group)| group.held == 0)
            .map(|(circle, group)| Reverse((place(group), circle)))
            .collect();
        let mut row = Vec::with_capacity(self.nodes.len());
        while let Some(Reverse((_, circle))) = ready.pop() {
            let items = std::mem::take(&mut self.circles[circle].items);
            for &item in &items {
                let after: Vec<Item> = self.after(item).collect();
                for next in after {
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
        let mut found = 0;
        let mut open: Vec<Item> = Vec::new();
        let mut path: Vec<Item> = Vec::new();
        for start in (0..self.nodes.len()).map(Item::from_index) {
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
                let Node { pairs, followed, .. } = self.nodes[at];
                match self.pairs.get(pairs + followed) {
                    Some(&(first, next)) if first == at => {
                        self.nodes[at].followed += 1;
                        if self.nodes[next].found == 0 {
                            path.push(next);
                        } else if self.nodes[next].circle.is_none() {
                            let earliest = self.nodes[next].found;
                            self.reaches(at, earliest);
                        }
                    }
                    Some(_) | None => {
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
    fn what_is_said_twice_or_of_itself_counts_once_or_not() {
        assert_eq!(row(3, &[(2, 0), (2, 0), (1, 0), (1, 1)]), [1, 2, 0]);
        assert_eq!(row(4, &[(3, 0), (3, 0), (1, 2), (2, 1), (2, 1), (2, 0)]), [1, 2, 3, 0]);
    }

    #[test]
    fn long_chains_and_circles_need_no_deep_stack() {
        let count = 200_000;
        let mut pairs: Vec<(usize, usize)> = (1..count).map(|at| (at, at - 1)).collect();
        assert!(row(count, &pairs).into_iter().rev().eq(0..count));
        pairs.push((0, count - 1));
        assert!(row(count, &pairs).into_iter().eq(0..count));
    }
}
