//! The ground floor: what every room stands on and nothing that knows `.inf`.

mod arena;
mod code;
mod diagnostic;
mod glob;
mod late;
mod lines;
mod names;
mod nearest;
mod number;
mod paged;
mod plain;
mod source;
mod stack;
mod symbol;
mod threads;

pub(crate) use arena::id;
pub use arena::{Arena, Id};
pub use code::Code;
pub use diagnostic::{Diagnostic, Edit, Fix, Mark, Severity, Trust};
pub use glob::Glob;
pub use late::{LateArena, Seen};
pub use lines::{Lines, Position, floor};
pub use names::Names;
pub use nearest::{is_slip, nearest};
pub use number::{LIMIT as NUMBER_LIMIT, Number, NumberError, PRECISION, Rounding};
pub use paged::Paged;
pub use plain::{Entries, EntryId, Kept, Plain, PlainId, Shape, Texts};
pub use source::{FileId, LineColumn, Source, Sources, Span, Text};
pub use stack::{deep, on_stack, roomy};
pub use symbol::{Symbol, Symbols};
pub use threads::Threads;
