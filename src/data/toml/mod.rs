//! TOML, read with the place of every value, and written.

mod read;
mod write;

pub use read::read;
pub use write::write;
