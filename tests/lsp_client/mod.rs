//! A client of the language server, over a pair of pipes; several tests use it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write};
use std::path::Path;
use std::process::Command;
use std::thread;

use serde_json::{Value, json};

/// How many completions are shown.
const MOST_OFFERS: usize = 8;

/// A client over a pair of pipes, with the files of the transcript.
pub(crate) struct Client {
    root: tempfile::TempDir,
    texts: BTreeMap<String, String>,
    versions: BTreeMap<String, i32>,
    to: PipeWriter,
    from: BufReader<PipeReader>,
    id: i32,
    /// The last diagnostics of each file, with the version that they are about.
    said: BTreeMap<String, (i32, Value)>,
    /// The same as they were sent.
    raw: BTreeMap<String, Vec<Value>>,
    /// What the server last asked to be shown to the user.
    shown: Value,
    server: thread::JoinHandle<Result<(), String>>,
}

impl Client {
    /// A server for files, which are written to a directory of their own.
    pub(crate) fn start(files: Vec<(String, String)>) -> Self {
        let root = tempfile::tempdir().expect("a directory can be made");
        for (name, text) in &files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().expect("it lies in the root")).expect("can be made");
            fs::write(path, text).expect("a file can be written");
        }
        let (input, to) = std::io::pipe().expect("a pipe can be made");
        let (from, output) = std::io::pipe().expect("a pipe can be made");
        let server = thread::Builder::new()
            .stack_size(64 << 20)
            .spawn(move || infc::lsp::serve(input, output))
            .expect("a thread can be started");
        // A file of that name says what the client can do.
        let client = files.iter().find(|file| file.0 == "client.json");
        let capabilities = client.map_or(json!({}), |(_, text)| {
            serde_json::from_str(text).expect("the capabilities are JSON")
        });
        let mut client = Self {
            root,
            texts: files.into_iter().collect(),
            versions: BTreeMap::new(),
            to,
            from: BufReader::new(from),
            id: 0,
            said: BTreeMap::new(),
            raw: BTreeMap::new(),
            shown: Value::Null,
            server,
        };
        let folder = client.uri("");
        let params = json!({
            "capabilities": capabilities,
            "initializationOptions": { "inlayHints": true },
            "workspaceFolders": [{ "uri": folder, "name": "w" }],
        });
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.root.path().display()).trim_end_matches('/').to_owned()
    }

    fn open_once(&mut self, name: &str) {
        if self.versions.contains_key(name) {
            return;
        }
        self.versions.insert(name.to_owned(), 1);
        let made = || fs::read_to_string(self.root.path().join(name));
        let text = self.texts.get(name).cloned().or_else(|| made().ok());
        let text = text.unwrap_or_else(|| panic!("there is no {name}"));
        let item =
            json!({ "uri": self.uri(name), "languageId": "inf", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces a whole text.
    #[allow(dead_code, reason = "not every test has whole texts")]
    pub(crate) fn replace(&mut self, name: &str, text: &str) {
        self.open_once(name);
        let version = self.versions.entry(name.to_owned()).or_default();
        *version += 1;
        let document = json!({ "uri": self.uri(name), "version": self.versions[name] });
        let params = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        self.notify("textDocument/didChange", params);
    }

    /// `app.inf:1:4-1:5 "text"`
    #[allow(dead_code, reason = "not every test edits")]
    pub(crate) fn edit(&mut self, line: &str) {
        let (place, text) = line.split_once(' ').expect("an edit has a place and a text");
        let (name, range) = place.split_once(':').expect("a place has a file and a range");
        let (start, end) = range.split_once('-').expect("a range has two ends");
        self.open_once(name);
        let version = self.versions.entry(name.to_owned()).or_default();
        *version += 1;
        let text: String = serde_json::from_str(text).expect("the text is a JSON string");
        let change = json!({ "range": { "start": at(start), "end": at(end) }, "text": text });
        let document = json!({ "uri": self.uri(name), "version": self.versions[name] });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
    }

    /// Runs a command of the shell in the directory of the files; `infc` is the binary of this build.
    #[allow(dead_code, reason = "not every test runs commands")]
    pub(crate) fn run(&mut self, command: &str) {
        let directory = Path::new(env!("CARGO_BIN_EXE_infc")).parent().expect("it lies somewhere");
        let others = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(self.root.path());
        shell.env("PATH", format!("{}:{others}", directory.display()));
        let output = shell.output().expect("there is a shell");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// `hover app.inf:1:4 {…}`
    pub(crate) fn ask(&mut self, line: &str) -> Value {
        let mut words = line.splitn(3, ' ');
        let what = words.next().expect("a request has a name");
        let place = words.next().unwrap_or_default();
        let more: Value = words.next().map_or(json!({}), |text| {
            let text = text.replace("$ROOT", &self.uri(""));
            serde_json::from_str(&text).expect("the rest is JSON")
        });
        let (name, position) = match place.split_once(':') {
            Some((name, position)) => (name, Some(at(position.split('-').next().unwrap_or("")))),
            None => (place, None),
        };
        if !name.is_empty() {
            self.open_once(name);
        }
        if what == "shown" {
            return std::mem::take(&mut self.shown);
        }
        if what == "diagnostics" {
            return self.diagnostics(name);
        }
        if what == "again" {
            return self.again(name);
        }
        let mut params = json!({});
        if !name.is_empty() {
            params["textDocument"] = json!({ "uri": self.uri(name) });
        }
        if let Some(position) = position {
            params["position"] = position;
        }
        if let Some((start, end)) = place.split_once(':').and_then(|it| it.1.split_once('-')) {
            params["range"] = json!({ "start": at(start), "end": at(end) });
        }
        for (key, value) in more.as_object().expect("the rest is an object") {
            params[key] = value.clone();
        }
        let method = match what.split_once('/') {
            Some(_) => what.to_owned(),
            None => format!("textDocument/{what}"),
        };
        if what == "codeAction" {
            // What is said at the place goes with the request, as clients do it.
            let _ = self.diagnostics(name);
            let wanted = line_of(&params["range"]["start"]);
            let raw = self.raw.get(name).cloned().unwrap_or_default();
            let here = raw.into_iter().filter(|one| line_of(&one["range"]["start"]) == wanted);
            params["context"] = json!({ "diagnostics": here.collect::<Vec<_>>() });
        }
        let mut said = self.request(&method, params);
        if what == "codeAction" {
            for action in said.as_array_mut().into_iter().flatten() {
                action.as_object_mut().map(|action| action.remove("diagnostics"));
            }
        }
        if what == "completion" { offers(&said) } else { said }
    }

    /// What is said of a file the next time that anything is.
    #[allow(dead_code, reason = "not every test waits for what comes later")]
    pub(crate) fn again(&mut self, name: &str) -> Value {
        self.said.remove(name);
        self.diagnostics(name)
    }

    /// What is said of a file as it is now.
    pub(crate) fn diagnostics(&mut self, name: &str) -> Value {
        let version = self.versions.get(name).copied().unwrap_or_default();
        loop {
            match self.said.get(name) {
                Some((of, said)) if *of >= version => return said.clone(),
                _ => {
                    let message = self.receive();
                    self.take(&message);
                }
            }
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == json!(id) && message.get("method").is_none() {
                let said = match message.get("error") {
                    Some(error) => json!({ "error": error["message"] }),
                    None => message["result"].clone(),
                };
                return self.plain(said);
            }
            self.take(&message);
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("it can be sent");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.from.read_line(&mut line).expect("the server speaks");
            assert!(!line.is_empty(), "the server has gone");
            if let Some(said) = line.strip_prefix("Content-Length: ") {
                length = said.trim().parse().expect("a length is a number");
            } else if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).expect("the server speaks");
        serde_json::from_slice(&body).expect("the server speaks JSON")
    }

    /// Keeps what the server says by itself.
    fn take(&mut self, message: &Value) {
        assert_ne!(message["method"], "window/logMessage", "{message}");
        if message["method"] == "window/showMessage" {
            self.shown = json!({ "message": message["params"]["message"] });
        }
        if message["method"] == "window/showDocument" {
            let uri = message["params"]["uri"].as_str().unwrap_or_default();
            let path = Path::new(uri.strip_prefix("file://").unwrap_or(uri));
            let text = fs::read_to_string(path).expect("what is to be shown can be read");
            self.shown =
                json!({ "file": path.file_name().and_then(|it| it.to_str()), "text": text });
        }
        if message["method"] != "textDocument/publishDiagnostics" {
            return;
        }
        let raw = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
        let params = self.plain(message["params"].clone());
        let name = params["uri"].as_str().expect("it is about a file").to_owned();
        let version = params["version"].as_i64().unwrap_or(i64::from(i32::MAX)) as i32;
        self.raw.insert(name.clone(), raw);
        self.said.insert(name, (version, params["diagnostics"].clone()));
    }

    /// What the server says, with short URIs and ranges.
    fn plain(&self, value: Value) -> Value {
        let root = format!("{}/", self.uri(""));
        match value {
            Value::String(text) => {
                let modules = format!("infc-{}-modules/", env!("CARGO_PKG_VERSION"));
                let modules = format!("file://{}", std::env::temp_dir().join(modules).display());
                Value::String(text.replace(&root, "").replace(&modules, "module:"))
            }
            Value::Array(all) => all.into_iter().map(|one| self.plain(one)).collect(),
            Value::Object(fields) => {
                let (start, end) = (fields.get("start"), fields.get("end"));
                if let (Some(start), Some(end), 2) = (start, end, fields.len()) {
                    let place = |at: &Value| {
                        let (line, column) = (at["line"].as_i64()?, at["character"].as_i64()?);
                        Some(format!("{}:{}", line + 1, column + 1))
                    };
                    if let (Some(start), Some(end)) = (place(start), place(end)) {
                        return Value::String(format!("{start}-{end}"));
                    }
                }
                // What messages say is held elsewhere: `tests/cli` and the snapshots.
                let is_message = fields.contains_key("severity") || fields.contains_key("location");
                let fields = fields.into_iter();
                let fields = fields.filter(|(key, _)| {
                    key != "codeDescription"
                        && !(is_message && matches!(key.as_str(), "data" | "message"))
                });
                let fields = fields.map(|(key, one)| {
                    let key = key.replace(&root, "");
                    (key, self.plain(one))
                });
                let mut fields: serde_json::Map<String, Value> = fields.collect();
                // Of the files that a rename changes, none is the first.
                if let Some(Value::Object(changes)) = fields.get_mut("changes") {
                    changes.sort_keys();
                }
                Value::Object(fields)
            }
            other => other,
        }
    }

    /// Ends the server, which has to end well.
    pub(crate) fn end(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.server.join().expect("the server does not panic").expect("the server ends well");
    }
}

fn line_of(position: &Value) -> Option<i64> {
    position["line"].as_i64()
}

/// Completions on a line each, without the names that every file knows.
fn offers(said: &Value) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = said.as_array().into_iter().flatten();
    let own = items.filter(|item| text(&item["sortText"]).as_str() < "7");
    let line = |item: &Value| {
        let detail = item["detail"].as_str().map(|it| format!(" ({it})")).unwrap_or_default();
        let edit = &item["textEdit"];
        format!(
            "{}{detail}: {} {:?}",
            text(&item["label"]),
            text(&edit["range"]),
            text(&edit["newText"])
        )
    };
    let mut lines: Vec<Value> = own.map(|item| Value::String(line(item))).collect();
    if lines.len() > MOST_OFFERS {
        lines.truncate(MOST_OFFERS);
        lines.push(Value::String("…".to_owned()));
    }
    Value::Array(lines)
}

/// `1:4`, from 1, as a position.
fn at(place: &str) -> Value {
    let (line, column) = place.split_once(':').expect("a place is a line and a column");
    let number = |text: &str| text.parse::<u32>().expect("places are numbers") - 1;
    json!({ "line": number(line), "character": number(column) })
}
