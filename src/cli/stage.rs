//! Where a command runs: on a deep stack, and with panics told as what they are.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use super::render;
use crate::base::on_stack;

/// Sizes of the stack, the first that the system grants. Evaluation recurses with the depth of
/// values; only pages that are touched count as memory.
const STACKS: [usize; 3] = [1 << 30, 256 << 20, 64 << 20];

/// What the last panic said, and where.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work`; a panic becomes a message and exit code 1.
pub(super) fn run(work: fn() -> ExitCode) -> ExitCode {
    crate::session::start_small();
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        panic::set_hook(Box::new(note));
    }
    // A thread would have a heap of its own, which asks the system for memory a few pages at a time.
    for size in STACKS {
        let started = Cell::new(false);
        let begin = || {
            started.set(true);
            work()
        };
        match panic::catch_unwind(AssertUnwindSafe(|| on_stack(size, begin))) {
            Ok(code) => return code,
            Err(_) if started.get() => return fault(),
            Err(_) => {}
        }
    }
    panic::catch_unwind(work).unwrap_or_else(|_| fault())
}

/// Tells the panic.
fn fault() -> ExitCode {
    let said = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    let said = said.unwrap_or_else(|| "a panic".to_owned());
    render::fault_of_infc(&said);
    ExitCode::FAILURE
}

fn note(panic: &PanicHookInfo<'_>) {
    let text = panic
        .payload()
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.payload().downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{line}{place}"));
}
