//! Messages over a pair of streams.
//!
//! Reading goes through a tree of JSON: numbers of arbitrary precision, which the crate's data
//! needs, cannot be read straight into the protocol's untagged types.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, Message};

/// The largest message that is taken, in bytes: a text of the largest size, escaped.
const LARGEST_MESSAGE: usize = 1 << 30;

/// The threads that carry messages.
pub(super) struct Wire {
    writer: JoinHandle<io::Result<()>>,
}

/// A connection over `input` and `output`.
pub(super) fn connect(
    input: impl Read + Send + 'static,
    mut output: impl Write + Send + 'static,
) -> (Connection, Wire) {
    let (server, client) = Connection::memory();
    let Connection { sender, receiver } = client;
    // The reader is not waited for: it may be blocked on an input that never ends.
    thread::spawn(move || {
        let mut input = BufReader::new(input);
        while let Ok(Some(message)) = read(&mut input) {
            let ends = matches!(&message, Message::Notification(one) if one.method == "exit");
            if sender.send(message).is_err() || ends {
                break;
            }
        }
    });
    let writer = thread::spawn(move || {
        for message in receiver {
            message.write(&mut output)?;
        }
        Ok(())
    });
    (server, Wire { writer })
}

impl Wire {
    /// Waits until all has been written.
    pub(super) fn finish(self) -> Result<(), String> {
        match self.writer.join() {
            Ok(written) => written.map_err(|error| format!("cannot write: {error}")),
            Err(_) => Err("the writer of messages failed".to_owned()),
        }
    }
}

/// The next message; none at the end of the input. What is no message is passed over.
fn read(input: &mut impl BufRead) -> io::Result<Option<Message>> {
    loop {
        let Some(length) = header(input)? else { return Ok(None) };
        let mut body = Vec::new();
        input.take(length as u64).read_to_end(&mut body)?;
        if body.len() < length {
            return Ok(None);
        }
        let value = serde_json::from_slice::<serde_json::Value>(&body);
        if let Ok(message) = value.and_then(serde_json::from_value::<Message>) {
            return Ok(Some(message));
        }
    }
}

/// The length that the header of a message tells.
fn header(input: &mut impl BufRead) -> io::Result<Option<usize>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if let (true, Some(length)) = (line.is_empty(), length) {
            return Ok(Some(length));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            let said = value.trim().parse::<usize>().ok();
            length = said.filter(|&length| length <= LARGEST_MESSAGE);
            if length.is_none() {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_with_numbers_are_read() {
        let body = r#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":[1,2]}}"#;
        let wire = format!("Content-Length: {}\r\nOther: x\r\n\r\n{body}", body.len());
        let wire = format!("Content-Length: 3\r\n\r\n[}}]{wire}");
        let mut input = wire.as_bytes();
        let Some(Message::Request(request)) = read(&mut input).expect("it is readable") else {
            panic!("it is a request");
        };
        assert_eq!((request.id, request.method.as_str()), (1.into(), "m"));
        assert!(read(&mut input).expect("the input ends").is_none());
    }
}
