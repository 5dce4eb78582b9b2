//! JSON, written as `cue export` writes it and read with the place of every value.

mod read;
mod write;

pub use read::{read, read_all};
pub use write::{Html, Layout, write};
