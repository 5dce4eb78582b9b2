//! One compilation, from what the command line names to what is written: the library's public
//! face.
//!
//! Everything here returns data and [`Diagnostic`]s, and nothing prints. A front end calls one of
//! [`export`], [`eval`], [`vet`] and [`test`](fn@test) with a [`Request`] and draws the [`Report`]s.

mod compile;
mod costs;
mod data_place;
mod emit;
mod eval;
mod export;
mod format;
mod instance;
mod placement;
mod request;
mod test;
mod tidy;
mod validate;
mod variables;
mod vet;

pub use crate::base::{
    Code, Diagnostic, Edit, FileId, Fix, Lines, Mark, Position, Severity, Sources, Span, Trust,
    floor, nearest,
};
pub use crate::eval::{Aspect, Internal, Notes, View};
pub use crate::format::difference;
pub use crate::package::{Disk, Files, Memory, context::ContextFlags};
pub use crate::schema::Release;
pub use costs::costs;
pub use eval::{EvalOptions, eval};
pub use export::{As, ExportOptions, export};
pub use format::Format;
pub use request::{DataUse, Outcome, Report, Request};
pub use test::{Counts, Status, TestCase, TestFormat, TestOptions, TestRun, test};
pub use tidy::{Tidied, tidy};
pub use validate::{ValidateFormat, ValidateRequest, Validated, Verdict, validate};
pub use vet::{VetOptions, vet};
