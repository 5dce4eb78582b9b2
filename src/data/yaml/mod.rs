//! YAML: written so that every reader of YAML 1.1 and 1.2 takes it for the same data, and read as
//! CUE reads it.

mod read;
mod resolve;
mod write;

pub use read::{Dialect, Stream, read, read_stream};
pub use write::{BETWEEN, write, write_stream};
