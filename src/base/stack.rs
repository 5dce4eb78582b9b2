//! Recursion that no input takes to the end of the stack: what may go deep goes on in a new segment
//! where little is left. How deep it may go at all is not known here.

/// What is left at least for the work between two calls of [`deep`]; unoptimised frames are large.
const LEAST: usize = 512 << 10;

/// How much is added; only pages that are touched count.
const SEGMENT: usize = 32 << 20;

/// Runs `work`, on a new segment of the stack if this one comes to its end. Threads of any size can
/// compile so.
pub fn deep<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(LEAST, SEGMENT, work)
}

/// What a whole compilation has at least: what recurses along values, which nest no deeper than
/// their limit, stays within it.
const ROOM: usize = 64 << 20;

/// Runs `work` where there is room for a compilation.
pub fn roomy<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(ROOM, 4 * ROOM, work)
}

/// Runs `work` on a stack of `size` bytes of its own.
///
/// # Panics
/// If the system does not grant the stack, before `work` begins; and as `work` does.
pub fn on_stack<T>(size: usize, work: impl FnOnce() -> T) -> T {
    stacker::grow(size, work)
}
