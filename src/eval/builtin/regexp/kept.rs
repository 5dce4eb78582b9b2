//! Patterns kept for those who ask outside of an evaluation, such as rules of custom resources.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rustc_hash::FxBuildHasher;

use super::super::Fault;
use super::super::meter::Meter;
use super::Pattern;

/// How many patterns are kept; felt: more than rules name.
const KEPT: usize = 200;

/// What all that are kept may have cost to read.
const KEPT_COST: usize = 64 << 20;

/// What one question may cost.
const ALONE: usize = 256 << 20;

/// Patterns by what was written.
#[derive(Default)]
struct Kept {
    patterns: HashMap<String, Result<Rc<Pattern>, Fault>, FxBuildHasher>,
    cost: usize,
}

thread_local! {
    /// Rules run once an object, and reading a pattern takes as long as many matches.
    static PATTERNS: RefCell<Kept> = RefCell::default();
}

/// What may be taken by one question that is no part of an evaluation.
pub(crate) fn alone() -> Meter {
    Meter::new(ALONE)
}

/// A pattern, from the cache if it was met before.
///
/// # Errors
/// It is none, or too large.
pub(crate) fn compile(pattern: &str) -> Result<Rc<Pattern>, Fault> {
    PATTERNS.with_borrow_mut(|kept| {
        if let Some(known) = kept.patterns.get(pattern) {
            return known.clone();
        }
        if kept.patterns.len() >= KEPT || kept.cost >= KEPT_COST {
            *kept = Kept::default();
        }
        let meter = alone();
        let result = Pattern::new(pattern, &meter).map(Rc::new);
        kept.cost += ALONE - meter.left();
        kept.patterns.insert(pattern.to_owned(), result.clone());
        result
    })
}

#[cfg(test)]
mod tests {
    use super::{KEPT, KEPT_COST, PATTERNS, compile};

    #[test]
    fn few_large_patterns_are_kept() {
        for number in 0..KEPT / 4 {
            compile(&format!(r"x{number}(\pL{{20}}|y){{4}}")).unwrap();
            PATTERNS.with_borrow(|kept| assert!(kept.cost < 2 * KEPT_COST));
        }
        PATTERNS.with_borrow(|kept| assert!(kept.patterns.len() < KEPT / 4));
    }
}
