//! One request, run so that whatever goes wrong in it ends it alone.

use std::panic::{self, AssertUnwindSafe};

use crossbeam_channel::Sender;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{LogMessage, Notification as _, ShowMessage};
use lsp_types::request::{Request as _, ShowDocument};
use lsp_types::{LogMessageParams, MessageType, ShowDocumentParams, ShowMessageParams};

use super::desk::Desk;
use super::request::{self, command::Page};
use crate::session::Cancel;

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

impl Failure {
    /// The request cannot be done, and the user is told why.
    pub(super) fn refused(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::RequestFailed, message: message.into() }
    }
}

/// Answers a request; a panic becomes an error of the request and a message in the client's log.
/// What `cancel` ended is told as outdated.
pub(super) fn answer(desk: &Desk, client: &Sender<Message>, request: Request, cancel: &Cancel) {
    let Request { id, method, params } = request;
    let answered = guarded(client, &method, || request::answer(desk, &method, params));
    let failed = || Failure {
        code: ErrorCode::InternalError,
        message: format!("`{method}` failed; the log of the server says where"),
    };
    let answered = if cancel.is_set() { Some(Err(outdated())) } else { answered };
    if let Some(Ok(answer)) = &answered
        && let Some(page) = request::command::page(&method, answer)
    {
        show(desk, client, page);
    }
    let response = match answered.unwrap_or_else(|| Err(failed())) {
        Ok(result) => Response { id, result: Some(result), error: None },
        Err(failure) => Response::new_err(id, failure.code as i32, failure.message),
    };
    // A client that has gone needs no answer.
    let _ = client.send(response.into());
}

/// Asks the client to open a page, or where it cannot, to say what it holds.
fn show(desk: &Desk, client: &Sender<Message>, page: Page) {
    let file = if desk.snapshot.opens { page.file() } else { None };
    let message = match file {
        Some(uri) => {
            let (external, take_focus, selection) = (None, Some(true), None);
            let params = ShowDocumentParams { uri, external, take_focus, selection };
            let id = RequestId::from(format!("show {}", page.title));
            let method = ShowDocument::METHOD.to_owned();
            serde_json::to_value(params).map(|params| Request { id, method, params }.into())
        }
        None => {
            let message = format!("{}\n\n{}", page.title, page.text);
            let params = ShowMessageParams { typ: MessageType::INFO, message };
            let method = ShowMessage::METHOD.to_owned();
            serde_json::to_value(params).map(|params| Notification { method, params }.into())
        }
    };
    if let Ok(message) = message {
        let _ = client.send(message);
    }
}

fn outdated() -> Failure {
    let message = "the text has changed meanwhile".to_owned();
    Failure { code: ErrorCode::ContentModified, message }
}

/// Runs `work`; a panic in it is told to the client's log as what it is, a fault of infc.
pub(super) fn guarded<T>(
    client: &Sender<Message>,
    what: &str,
    work: impl FnOnce() -> T,
) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work))
        .map_err(|payload| {
            let said = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let said = said.or_else(|| payload.downcast_ref::<String>().cloned());
            let said = said.unwrap_or_else(|| "a panic".to_owned());
            log(client, format!("this is a fault of infc: {what}: {said}"));
        })
        .ok()
}

fn log(client: &Sender<Message>, message: String) {
    let params = LogMessageParams { typ: MessageType::ERROR, message };
    if let Ok(params) = serde_json::to_value(params) {
        let method = LogMessage::METHOD.to_owned();
        let _ = client.send(Notification { method, params }.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_and_ends_nothing() {
        let (client, log) = crossbeam_channel::unbounded();
        let failed: Option<u8> = guarded(&client, "asking", || panic!("no answer"));
        assert_eq!(failed, None);
        let Ok(Message::Notification(said)) = log.try_recv() else { panic!("it is told") };
        let text = said.params["message"].as_str().expect("it is a message");
        assert_eq!(text, "this is a fault of infc: asking: no answer");
        assert_eq!(guarded(&client, "asking", || 1), Some(1));
    }
}
