//! Credentials for registries, where container tools keep them: Docker's `config.json`, and the
//! helpers that it names. They are never written anywhere else, and never shown.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::base::{Code, Diagnostic};

/// What a registry is told.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A name and a password.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A token that others are got with.
    Token(String),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Credentials(…)")
    }
}

/// The credentials that are kept for `host`, if there are any.
///
/// # Errors
/// A configuration that cannot be read, a helper that cannot be run.
pub(super) fn find(host: &str) -> Result<Option<Credentials>, Diagnostic> {
    let Some(path) = path() else { return Ok(None) };
    let Some(config) = read(&path)? else { return Ok(None) };
    if let Some(helper) = helper(&config, host) {
        return ask(&helper, host);
    }
    let auths = config.get("auths").and_then(Value::as_object);
    let mut entries = auths.into_iter().flatten();
    let Some((_, entry)) = entries.find(|(key, _)| is_of(key, host)) else { return Ok(None) };
    let text = |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Some(token) = text("identitytoken") {
        return Ok(Some(Credentials::Token(token.to_owned())));
    }
    if let (Some(user), Some(password)) = (text("username"), text("password")) {
        return Ok(Some(password_of(user, password)));
    }
    let Some(auth) = text("auth") else { return Ok(None) };
    let decoded = STANDARD.decode(auth).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|pair| pair.split_once(':')) {
        Some((user, password)) => Ok(Some(password_of(user, password.trim_end_matches('\0')))),
        None => Err(unusable(&path, &format!("the entry for `{host}` holds no credentials"))),
    }
}

/// Keeps a password for `host`: with the helper that Docker's configuration names, else in the
/// configuration itself. Says where.
///
/// # Errors
/// A configuration that cannot be read or written, a helper that refuses.
pub fn store(host: &str, user: &str, password: &str) -> Result<String, Diagnostic> {
    let Some(path) = path() else {
        let message = "there is no home directory to keep credentials in";
        return Err(Diagnostic::error(Code::Registry, message).help("Set `DOCKER_CONFIG`."));
    };
    let mut config = read(&path)?.unwrap_or_default();
    if let Some(helper) = helper(&config, host) {
        let mut said = Map::new();
        said.insert("ServerURL".into(), server(host).into());
        said.insert("Username".into(), user.into());
        said.insert("Secret".into(), password.into());
        run(&helper, "store", &Value::Object(said).to_string())?;
        return Ok(format!("the credential helper `{helper}`"));
    }
    let auths = config.entry("auths").or_insert_with(|| Value::Object(Map::new()));
    let Some(auths) = auths.as_object_mut() else {
        return Err(unusable(&path, "`auths` is no object"));
    };
    let auth = STANDARD.encode(format!("{user}:{password}"));
    let mut entry = Map::new();
    entry.insert("auth".into(), auth.into());
    auths.insert(server(host), Value::Object(entry));
    write(&path, &config).map_err(|error| unusable(&path, &error.to_string()))?;
    Ok(format!("`{}`", path.display()))
}

/// `text` as it may stand in a query.
pub(super) fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let written = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(written).collect()
}

fn password_of(user: &str, password: &str) -> Credentials {
    Credentials::Password { user: user.to_owned(), password: password.to_owned() }
}

/// Docker's configuration: `$DOCKER_CONFIG/config.json`, else that in the home directory.
fn path() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let directory = set("DOCKER_CONFIG")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| Path::new(&home).join(".docker")))
        .or_else(|| set("USERPROFILE").map(|home| Path::new(&home).join(".docker")))?;
    Some(directory.join("config.json"))
}

fn read(path: &Path) -> Result<Option<Map<String, Value>>, Diagnostic> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(path, &error.to_string())),
    };
    // What the parser says could quote a secret.
    serde_json::from_slice(&text).map(Some).map_err(|_| unusable(path, "it is no JSON object"))
}

/// Replaces the configuration in one step; only its owner may read it.
fn write(path: &Path, config: &Map<String, Value>) -> std::io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    // Temporary files are their owner's alone.
    let mut fresh = tempfile::NamedTempFile::new_in(directory)?;
    fresh.write_all(serde_json::to_string_pretty(config)?.as_bytes())?;
    fresh.write_all(b"\n")?;
    fresh.persist(path)?;
    Ok(())
}

/// The helper for `host`: its own, else that of all.
fn helper(config: &Map<String, Value>, host: &str) -> Option<String> {
    let helpers = config.get("credHelpers").and_then(Value::as_object);
    let own = helpers.into_iter().flatten().find(|(key, _)| is_of(key, host)).map(|it| it.1);
    let name = own.or_else(|| config.get("credsStore")).and_then(Value::as_str)?;
    (!name.is_empty()).then(|| name.to_owned())
}

/// Whether the key of an entry is about `host`: it may have a scheme and a path.
fn is_of(key: &str, host: &str) -> bool {
    let rest = key.split_once("://").map_or(key, |(_, rest)| rest);
    let named = rest.split('/').next().unwrap_or_default();
    named == host || (host == "docker.io" && named == "index.docker.io")
}

/// How Docker calls a registry in its configuration.
fn server(host: &str) -> String {
    match host {
        "docker.io" => "https://index.docker.io/v1/".to_owned(),
        host => host.to_owned(),
    }
}

fn ask(helper: &str, host: &str) -> Result<Option<Credentials>, Diagnostic> {
    let Some(answer) = run(helper, "get", &server(host))? else { return Ok(None) };
    let answer: Option<Value> = serde_json::from_slice(&answer).ok();
    let text = |key: &str| answer.as_ref()?.get(key)?.as_str();
    match (text("Username"), text("Secret")) {
        (Some("<token>"), Some(secret)) => Ok(Some(Credentials::Token(secret.to_owned()))),
        (Some(user), Some(secret)) => Ok(Some(password_of(user, secret))),
        _ => Err(failed(helper, "its answer holds no credentials")),
    }
}

/// Runs `docker-credential-HELPER VERB`; `None` if it knows no credentials.
fn run(helper: &str, verb: &str, input: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !helper.chars().all(is_plain) {
        return Err(failed(helper, "this is no name of a helper"));
    }
    let mut child = Command::new(format!("docker-credential-{helper}"))
        .arg(verb)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(helper, &error.to_string()))?;
    if let Some(mut pipe) = child.stdin.take() {
        // A helper that does not read its input says so by its exit code.
        let _ = pipe.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().map_err(|error| failed(helper, &error.to_string()))?;
    if output.status.success() {
        return Ok(Some(output.stdout));
    }
    // The helpers' own words for "nothing is kept".
    let said = String::from_utf8_lossy(&output.stdout);
    match verb == "get" && said.contains("credentials not found") {
        true => Ok(None),
        false => Err(failed(helper, "it failed")),
    }
}

fn failed(helper: &str, why: &str) -> Diagnostic {
    let message = format!("the credential helper `docker-credential-{helper}` is of no use: {why}");
    Diagnostic::error(Code::Registry, message)
        .help("Docker's `config.json` names it, under `credsStore` or `credHelpers`.")
}

fn unusable(path: &Path, why: &str) -> Diagnostic {
    let message = format!("`{}` is of no use for credentials: {why}", path.display());
    Diagnostic::error(Code::Registry, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_by_host() {
        for key in ["ghcr.io", "https://ghcr.io", "https://ghcr.io/v2/", "ghcr.io/"] {
            assert!(is_of(key, "ghcr.io"), "{key}");
        }
        assert!(is_of("https://index.docker.io/v1/", "docker.io"));
        for key in ["ghcr.io.evil.org", "evil.org/ghcr.io", "localhost:5000"] {
            assert!(!is_of(key, "ghcr.io"), "{key}");
        }
        assert!(!is_of("localhost:5000", "localhost"));
    }

    #[test]
    fn credentials_are_never_shown() {
        let secret = Credentials::Password { user: "me".into(), password: "hush".into() };
        assert_eq!(format!("{secret:?}"), "Credentials(…)");
        assert_eq!(escaped("a b&c=d/é"), "a%20b%26c%3Dd%2F%C3%A9");
    }
}
