//! Work on many items that do not need each other: on all processors, with results in order.
//!
//! Nothing that is made here may depend on how many threads there were: that is for the caller to
//! keep, whose work on one item sees no other.

use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

/// The stack of a thread that helps, where walks over data recurse with its depth; only pages that are touched count.
const STACK: usize = 64 << 20;

/// How many threads may work at once.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Threads {
    /// As many as there are processors, if this is not said.
    most: Option<NonZeroUsize>,
}

impl Threads {
    /// At most so many threads.
    pub fn at_most(most: NonZeroUsize) -> Self {
        Self { most: Some(most) }
    }

    /// This thread alone.
    pub fn one() -> Self {
        Self::at_most(NonZeroUsize::MIN)
    }

    /// How many threads work on `parts` pieces of work.
    fn threads(self, parts: usize) -> usize {
        // Several files are read to know it.
        static ALL: OnceLock<usize> = OnceLock::new();
        let count = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let all = || *ALL.get_or_init(count);
        // Asking for the processors takes longer than most single pieces of work.
        if parts < 2 { 1 } else { self.most.map_or_else(all, NonZeroUsize::get).min(parts) }
    }

    /// What `work` makes of each item, in the order of the items. Where no thread can be had, this
    /// one does the work.
    ///
    /// # Panics
    /// As `work` does.
    pub fn each<T: Sync, R: Send>(self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let helpers = self.threads(items.len()) - 1;
        if helpers == 0 {
            return items.iter().map(work).collect();
        }
        let next = AtomicUsize::new(0);
        let share = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(index) else { return done };
                done.push((index, work(item)));
            }
        };
        let mut done = thread::scope(|scope| {
            let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, share);
            let helpers: Vec<_> = (0..helpers).filter_map(|at| start(at).ok()).collect();
            let mut done = share();
            for helper in helpers {
                match helper.join() {
                    Ok(theirs) => done.extend(theirs),
                    Err(panic) => panic::resume_unwind(panic),
                }
            }
            done
        });
        done.sort_unstable_by_key(|&(index, _)| index);
        done.into_iter().map(|(_, made)| made).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for threads in [1, 2, 7, 5000] {
            let some = Threads::at_most(NonZeroUsize::new(threads).unwrap());
            assert_eq!(some.each(&items, |item| item * 2), doubled);
        }
        assert_eq!(Threads::default().each(&items, |item| item * 2), doubled);
        assert!(Threads::default().each(&[] as &[usize], |item| item * 2).is_empty());
    }
}
