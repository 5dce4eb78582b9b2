//! A registry on this machine, Debian's `docker-registry`, and a private one with a password.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::transcript::{Server, Stage};

/// The user of the private registry, with the password `open sesame`, as `htpasswd -B` writes them.
const USERS: &str = "ali:$2y$05$0ZxPKm/gASTOm4ECEdu3fu4tsjFJs5bLH.3VXIZAXEYr2Ua6/bSbu\n";

/// What stands in transcripts for the registries and for a port that nobody listens at.
const SHOWN: [&str; 3] = ["localhost:50000", "localhost:50001", "localhost:50002"];

/// A stage with registries and with git; `None`, and a word about it, where one is missing.
pub(crate) fn stage(storage: &Path) -> Option<Stage> {
    let is_there = |program: &str, argument: &str| {
        let mut run = Command::new(program);
        run.arg(argument).stdout(Stdio::null()).stderr(Stdio::null());
        run.status().is_ok_and(|status| status.success())
    };
    if !is_there("docker-registry", "--version") || !is_there("git", "--version") {
        eprintln!("skipped: there is no docker-registry or no git here (see .ci/run)");
        return None;
    }
    let mut stage = Stage::default();
    for (index, shown) in SHOWN.into_iter().enumerate() {
        let port = free_port();
        stage.names.push((format!("localhost:{port}"), shown.to_owned()));
        if index < 2 {
            let server = registry(storage, port, index == 1);
            let name = ["REGISTRY", "PRIVATE"][index];
            stage.variables.push((name.to_owned(), server.0.id().to_string()));
            let data = storage.join(port.to_string()).join("data");
            stage.variables.push((format!("{name}_DATA"), data.display().to_string()));
            stage.servers.push(server);
        } else {
            stage.variables.push(("GIT_PORT".to_owned(), port.to_string()));
        }
    }
    let date = "2026-01-01T00:00:00Z";
    let of_git = [
        ("GIT_AUTHOR_NAME", "Ada"),
        ("GIT_AUTHOR_EMAIL", "ada@ex.com"),
        ("GIT_COMMITTER_NAME", "Ada"),
        ("GIT_COMMITTER_EMAIL", "ada@ex.com"),
        ("GIT_AUTHOR_DATE", date),
        ("GIT_COMMITTER_DATE", date),
        ("GIT_CONFIG_NOSYSTEM", "1"),
    ];
    let of_git = of_git.map(|(name, value)| (name.to_owned(), value.to_owned()));
    stage.variables.extend(of_git);
    Some(stage)
}

/// Starts a registry and waits until it answers.
fn registry(storage: &Path, port: u16, private: bool) -> Server {
    let place = storage.join(port.to_string());
    std::fs::create_dir_all(&place).expect("a directory can be made");
    let mut auth = String::new();
    if private {
        let users = place.join("users");
        let mut file = std::fs::File::create(&users).expect("a file can be written");
        file.write_all(USERS.as_bytes()).expect("a file can be written");
        auth = format!("auth: {{htpasswd: {{realm: shop, path: \"{}\"}}}}\n", users.display());
    }
    let settings = place.join("registry.yml");
    let text = format!(
        "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: \"{}\"}}}}\n\
         http: {{addr: \"127.0.0.1:{port}\"}}\n{auth}",
        place.join("data").display()
    );
    std::fs::write(&settings, text).expect("a file can be written");
    let child = Command::new("docker-registry")
        .arg("serve")
        .arg(&settings)
        .env("OTEL_TRACES_EXPORTER", "none")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("docker-registry can be started");
    let server = Server(child);
    for _ in 0..500 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return server;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("docker-registry does not listen");
}

/// A port of five digits that nobody listens at: as long as what stands for it.
fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("there is a free port");
        let port = listener.local_addr().expect("it has an address").port();
        if port > 9_999 {
            return port;
        }
    }
}
