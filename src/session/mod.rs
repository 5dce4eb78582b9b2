//! One compilation, from what the command line names to what is written: the library's public
//! face.
//!
//! Everything here returns data and [`Diagnostic`]s, and nothing prints. A front end calls one of
//! [`export`], [`eval`], [`vet`] and [`test`](fn@test) with a [`Request`] and draws the [`Report`]s.

pub(crate) mod api;
mod at_head;
pub(crate) mod builtin;
mod bundle;
mod check;
mod compile;
mod costs;
mod data_file;
mod data_place;
mod definitions;
mod emit;
mod eval;
mod export;
mod export_options;
mod fix;
mod format;
mod glance;
mod import;
pub(crate) mod index;
mod inspect;
mod instance;
mod kinds;
mod lint;
pub(crate) mod manifest_field;
mod mend;
mod modules;
pub(crate) mod names;
mod pages;
mod placement;
mod project;
mod recheck;
mod reference;
mod render;
mod request;
mod scaffold;
mod source_map;
mod split;
mod stats;
mod test;
mod tidy;
mod units;
mod validate;
mod variables;
mod vet;
mod why;
mod written;

pub use crate::base::{
    Code, Diagnostic, Edit, FileId, Fix, Lines, Mark, Position, Severity, Sources, Span, Threads,
    Trust, floor, nearest,
};
pub use crate::eval::{
    Account, Alternative, Contribution, Fate, Found, Input, Link, LinkKind, Role, Standing, Tracer,
};
pub use crate::eval::{Aspect, Cancel, Internal, Limits, Notes, View};
pub use crate::format::difference;
pub use crate::package::{Disk, Files, Memory, context::ContextFlags, within_library};
pub(crate) use crate::program::is_identifier;
pub use crate::remote::{Cache, Revision};
pub use crate::schema::Release;
pub use crate::syntax::comment_above;
pub use at_head::{Compared, against_head, is_in_git};
pub use check::check;
pub use costs::costs;
pub use data_file::{check_data, data_units};
pub use eval::{EvalOptions, eval};
pub use export::{As, ExportOptions, export, export_with_stats};
pub use fix::{Fixed, fix};
pub use format::Format;
pub use glance::{Glance, glance};
pub use import::{Imported, import_crds};
pub use inspect::{Description, Inspection, Step};
pub use lint::{LintOptions, lint};
pub use modules::{ModuleTask, dependency, modules};
pub use pages::{expect_much, start_small};
pub use project::{Project, Unit, is_data};
pub use recheck::{Known, check_again};
pub use reference::{ReferenceForm, reference};
pub use render::render;
pub use request::{DataUse, Outcome, Report, Request, unusable};
pub use scaffold::{Scaffold, scaffold};
pub use source_map::{SourceMap, Traced, export_with_map, split_with_map, trace_line};
pub use split::{ObjectFile, split};
pub use stats::{Phase, Stats};
pub use test::{Counts, Status, TestCase, TestFormat, TestOptions, TestRun, test};
pub use tidy::{Tidied, tidy};
pub use units::{all_units, import_paths, units};
pub use validate::{ValidateFormat, ValidateRequest, Validated, Verdict, validate};
pub use vet::{VetOptions, vet};
pub use why::{Object, Subject, Why, deed, why};
