//! The language server: editors ask, `session` answers, on texts that may not be saved yet.
//!
//! - **The wire**: `transport` carries messages, `position` and `convert` know the protocol's
//!   ways to say where something is.
//! - **The texts**: `documents` holds what is open, `overlay` lays it over the disk.
//! - **The loop**: `server` takes messages in order and answers what needs no evaluation, one file
//!   a request in `request`. `worker` evaluates on a thread of its own: diagnostics after each
//!   edit, and requests that ask for values. An edit ends what is being evaluated for the text
//!   before it. Where checking all takes long, what was edited is checked before (`change`).
//!
//! Whatever fails in a request fails that request alone, a panic too. Nothing here knows what a
//! value is, and the command line is another room.

mod capabilities;
mod change;
mod convert;
mod desk;
mod diagnostics;
mod documents;
mod embedded;
mod overlay;
mod position;
mod request;
mod server;
mod task;
mod transport;
mod worker;

use std::io::{Read, Write};

/// Serves one client until it says `exit` or the input ends.
///
/// # Errors
/// What is wrong with the way in which the client speaks; one that ends without `shutdown` too.
pub fn serve(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> Result<(), String> {
    let (connection, wire) = transport::connect(input, output);
    let served = server::run(&connection);
    drop(connection);
    served.and_then(|()| wire.finish())
}
