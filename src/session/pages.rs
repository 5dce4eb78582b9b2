//! The pages of memory that a run of the command asks the system for.
//!
//! Pages of 2 MiB spare a large run a fifth of its time, which it would spend on touching half a
//! million small ones; a small run would get 25 MiB for the 6 that it needs (both measured). So a
//! process starts with small pages, and takes large ones once it knows how much there is to do.
//! Only Linux lets a process choose, and only where it gives large ones to those who do not ask.

use crate::package::{Loaded, within_library};

/// From how many bytes of sources on a run is large; of the library only little is evaluated, so it
/// does not count.
const LARGE: usize = 64 << 10;

/// Lets the process have small pages from now on.
pub fn start_small() {
    huge(false);
}

/// Lets the process have large pages from now on.
pub fn expect_much() {
    huge(true);
}

/// Lets the process have large pages, if what was loaded is much.
pub(super) fn suit(loaded: &Loaded) {
    let sources = loaded.sources.ids().map(|file| loaded.sources.get(file));
    let own = sources.filter(|source| within_library(&source.path).is_none());
    if own.map(|source| source.text.len()).sum::<usize>() >= LARGE {
        expect_much();
    }
}

/// A system that refuses has pages all the same.
#[cfg(target_os = "linux")]
fn huge(wanted: bool) {
    let _ = rustix::thread::disable_transparent_huge_pages(!wanted);
}

#[cfg(not(target_os = "linux"))]
fn huge(_wanted: bool) {}
