//! The loop: messages are taken in the order in which they come. Requests that need no values are
//! answered here, the others by the worker.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{
    Cancel as CancelRequest, DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument,
    DidOpenTextDocument, DidSaveTextDocument, Exit, Notification as _,
};
use lsp_types::request::{RegisterCapability, Request as _, Shutdown};
use lsp_types::{
    CancelParams, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, FileSystemWatcher, GlobPattern,
    InitializeParams, NumberOrString, Registration, RegistrationParams,
};
use serde::de::DeserializeOwned;

use super::capabilities;
use super::desk::{Desk, Settings, Snapshot, uri_path};
use super::documents::{Document, Documents};
use super::overlay::Overlay;
use super::position::Encoding;
use super::request::{self, Where};
use super::task;
use super::worker::{Job, Worker};
use crate::package::Trees;
use crate::session::{Cancel, Disk, Files};

/// Serves one client to the end.
pub(super) fn run(connection: &Connection) -> Result<(), String> {
    let (id, params) = connection.initialize_start().map_err(|error| error.to_string())?;
    let params: InitializeParams = serde_json::from_value(params)
        .map_err(|error| format!("`initialize` cannot be read: {error}"))?;
    let mut server = Server::new(connection, &params)?;
    let capabilities = capabilities::all(server.encoding);
    let result = serde_json::json!({
        "capabilities": capabilities,
        "serverInfo": { "name": "infc", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, result).map_err(|error| error.to_string())?;
    if watches(&params) {
        server.watch();
    }
    server.serve()
}

struct Server<'c> {
    connection: &'c Connection,
    encoding: Encoding,
    snippets: bool,
    opens: bool,
    current: PathBuf,
    settings: Settings,
    documents: Documents,
    trees: Arc<Trees>,
    desk: Desk,
    worker: Worker,
}

impl<'c> Server<'c> {
    fn new(connection: &'c Connection, params: &InitializeParams) -> Result<Self, String> {
        let general = params.capabilities.general.as_ref();
        let known = general.and_then(|general| general.position_encodings.as_deref());
        let encoding = Encoding::agreed(known);
        let snippets = knows_snippets(params);
        let opens = opens_files(params);
        let settings = params.initialization_options.clone();
        let settings: Settings =
            settings.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default();
        let current = root(params);
        let documents = Documents::default();
        let trees = Arc::<Trees>::default();
        let files = Overlay::new(documents.texts(), current.clone(), Arc::clone(&trees));
        let snapshot = Arc::new(Snapshot {
            documents: documents.clone(),
            files,
            encoding,
            snippets,
            opens,
            settings: settings.clone(),
        });
        let worker = Worker::start(connection.sender.clone(), Arc::clone(&snapshot))?;
        let desk = Desk::new(snapshot);
        Ok(Self {
            connection,
            encoding,
            snippets,
            opens,
            current,
            settings,
            documents,
            trees,
            desk,
            worker,
        })
    }

    /// Asks the client to tell of files that change on disk.
    fn watch(&self) {
        let glob = GlobPattern::String("**/*.{inf,cue,toml,json,yaml,yml}".to_owned());
        let watchers = vec![FileSystemWatcher { glob_pattern: glob, kind: None }];
        let options = DidChangeWatchedFilesRegistrationOptions { watchers };
        let registration = Registration {
            id: "files".to_owned(),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        if let Ok(params) = serde_json::to_value(params) {
            let id = RequestId::from("watch".to_owned());
            let method = RegisterCapability::METHOD.to_owned();
            self.send(Request { id, method, params });
        }
    }

    fn send(&self, message: impl Into<Message>) {
        // A client that has gone is noticed when its messages end.
        let _ = self.connection.sender.send(message.into());
    }

    fn serve(&mut self) -> Result<(), String> {
        let mut ending = false;
        for message in &self.connection.receiver {
            match message {
                Message::Request(request) if request.method == Shutdown::METHOD => {
                    ending = true;
                    let result = Some(serde_json::Value::Null);
                    self.send(Response { id: request.id, result, error: None });
                }
                Message::Request(request) if ending => {
                    let code = ErrorCode::InvalidRequest as i32;
                    let said = "the server is shutting down".to_owned();
                    self.send(Response::new_err(request.id, code, said));
                }
                Message::Request(request) => self.request(request),
                Message::Notification(one) if one.method == Exit::METHOD => {
                    let untimely = "the client ended without `shutdown`".to_owned();
                    return if ending { Ok(()) } else { Err(untimely) };
                }
                Message::Notification(one) => self.notified(one),
                Message::Response(_) => {}
            }
        }
        if ending { Ok(()) } else { Err("the client has gone without `shutdown`".to_owned()) }
    }

    fn request(&self, request: Request) {
        match request::place(&request.method) {
            Some(Where::Here) => {
                task::answer(&self.desk, &self.connection.sender, request, &Cancel::default());
            }
            Some(Where::Worker) => self.worker.send(Job::Request(request)),
            None => {
                let code = ErrorCode::MethodNotFound as i32;
                let said = format!("`{}` is not known", request.method);
                self.send(Response::new_err(request.id, code, said));
            }
        }
    }

    fn notified(&mut self, one: Notification) {
        match one.method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(params) = read::<DidOpenTextDocumentParams>(one) else { return };
                let item = params.text_document;
                let path = uri_path(&item.uri, &self.current);
                let text = item.text.into();
                let document = Document { uri: item.uri, text, version: item.version };
                self.documents.open(path.clone(), document);
                self.changed(Some(path));
            }
            DidChangeTextDocument::METHOD => {
                let Some(params) = read::<DidChangeTextDocumentParams>(one) else { return };
                let path = uri_path(&params.text_document.uri, &self.current);
                let version = params.text_document.version;
                self.documents.change(&path, version, params.content_changes, self.encoding);
                self.changed(Some(path));
            }
            DidCloseTextDocument::METHOD => {
                let Some(params) = read::<DidCloseTextDocumentParams>(one) else { return };
                let path = uri_path(&params.text_document.uri, &self.current);
                self.documents.close(&path);
                self.changed(Some(path));
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => self.changed(None),
            CancelRequest::METHOD => {
                let Some(params) = read::<CancelParams>(one) else { return };
                self.worker.send(Job::Cancel(match params.id {
                    NumberOrString::Number(id) => id.into(),
                    NumberOrString::String(id) => id.into(),
                }));
            }
            _ => {}
        }
    }

    /// Something has changed: the text at `path`, or any.
    fn changed(&mut self, path: Option<PathBuf>) {
        let snapshot = Arc::new(Snapshot {
            documents: self.documents.clone(),
            files: Overlay::new(
                self.documents.texts(),
                self.current.clone(),
                Arc::clone(&self.trees),
            ),
            encoding: self.encoding,
            snippets: self.snippets,
            opens: self.opens,
            settings: self.settings.clone(),
        });
        self.desk = Desk::new(Arc::clone(&snapshot));
        self.worker.send(Job::Changed(snapshot, path));
    }
}

fn read<P: DeserializeOwned>(one: Notification) -> Option<P> {
    serde_json::from_value(one.params).ok()
}

/// The directory that the client works in.
fn root(params: &InitializeParams) -> PathBuf {
    let folders = params.workspace_folders.iter().flatten();
    let folder = folders.map(|folder| &folder.uri).next();
    #[expect(deprecated, reason = "older clients know nothing else")]
    let root = folder.or(params.root_uri.as_ref());
    let path = root.and_then(|uri| uri.to_file_path().ok());
    path.unwrap_or_else(|| Disk.current())
}

/// Whether the client can be asked to watch files.
fn watches(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
    watched.and_then(|watched| watched.dynamic_registration) == Some(true)
}

/// Whether the client fills in snippets.
fn knows_snippets(params: &InitializeParams) -> bool {
    let document = params.capabilities.text_document.as_ref();
    let completion = document.and_then(|document| document.completion.as_ref());
    let item = completion.and_then(|completion| completion.completion_item.as_ref());
    item.and_then(|item| item.snippet_support) == Some(true)
}

/// Whether the client opens files when it is asked to.
fn opens_files(params: &InitializeParams) -> bool {
    let window = params.capabilities.window.as_ref();
    let shown = window.and_then(|window| window.show_document.as_ref());
    shown.is_some_and(|shown| shown.support)
}
