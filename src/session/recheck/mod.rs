//! Checking a package again after an edit. What the last check found of the fields at the top of
//! the package is kept: those in which nothing was wrong, and that are made of the same text as then
//! and refer to fields of which that is true too, are not evaluated again. What is said is the same
//! as [`check`] says from scratch.
//!
//! `layout` is what is written, `ties` which fields belong together, `around` what they all depend
//! on, `moves` where places of the last text are now, and `again` one check.

mod again;
mod around;
mod layout;
mod moves;
mod ties;

pub(super) use again::Again;

use super::check::{check, checked};
use super::export::Gathered;
use super::request::{Report, Request};
use crate::package::Files;
use again::{Found, Standing};

/// After a check that came near to a limit, so many are made from scratch.
const PAUSE: u32 = 16;

/// So many nodes of data are kept at most: some tens of megabytes.
const MOST_KEPT: usize = 400_000;

/// What checks of one package have found, for the next one.
#[derive(Debug, Default)]
pub struct Known {
    found: Option<Found>,
    /// How many checks are still to be made from scratch.
    pause: u32,
    spared: usize,
}

impl Known {
    /// How many fields at the top of the package the last check did not evaluate.
    pub fn spared(&self) -> usize {
        self.spared
    }
}

/// All that is to be said of what `request` names, as [`check`] says it. What is `known` of the
/// package is used, and replaced by what is found now; it must be of the same request.
pub fn check_again(
    files: &dyn Files,
    request: &Request,
    tests: bool,
    known: &mut Known,
) -> Vec<Report> {
    known.spared = 0;
    if known.pause > 0 {
        known.pause -= 1;
        return check(files, request, tests);
    }
    // Should this panic, nothing is known any more.
    let found = std::mem::take(&mut known.found);
    let mut gathered = Gathered::checking();
    gathered.again = Some(Again::new(found, request, tests));
    let (reports, gathered) = checked(files, request, tests, gathered);
    let Gathered { again, plain, .. } = gathered;
    let Some(again) = again else { return reports };
    if request.limits.cancel.is_set() {
        known.found = again.before();
        return reports;
    }
    match again.standing() {
        Standing::Untold => known.found = again.before(),
        Standing::Exact => {
            known.spared = again.spared();
            known.found = (plain.len() <= MOST_KEPT).then(|| again.after(plain)).flatten();
        }
        Standing::Near => known.pause = PAUSE,
        Standing::Unsure => {
            known.found = again.before();
            return check(files, request, tests);
        }
        Standing::Limited => {
            known.pause = PAUSE;
            return check(files, request, tests);
        }
    }
    reports
}

#[cfg(test)]
mod tests;
