//! One compilation, from what the command line names to what is written: the library's public
//! face.
//!
//! Everything here returns data and [`Diagnostic`]s, and nothing prints. A front end calls one of
//! [`export`], [`eval`], [`vet`] and [`test`](fn@test) with a [`Request`] and draws the [`Report`]s.

mod check;
mod compile;
mod costs;
mod data_place;
mod emit;
mod eval;
mod export;
mod format;
mod index;
mod instance;
mod names;
mod placement;
mod project;
mod request;
mod test;
mod tidy;
mod variables;
mod vet;

pub use crate::base::{Diagnostic, FileId, Severity, Sources};
pub use crate::eval::{Aspect, Cancel, Internal, Limits, Notes, View};
pub use crate::format::difference;
pub use crate::package::{Disk, Files, Memory, context::ContextFlags};
pub use check::check;
pub use costs::costs;
pub use eval::{EvalOptions, eval};
pub use export::{As, ExportOptions, export};
pub use format::Format;
pub use project::{Project, Unit};
pub use request::{DataUse, Outcome, Report, Request};
pub use test::{Counts, Status, TestCase, TestFormat, TestOptions, TestRun, test};
pub use tidy::{Tidied, tidy};
pub use vet::{VetOptions, vet};
