//! One registry over HTTP: requests, the authentication that it asks for, and what can go wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use ureq::http::{Method, Request, Response, StatusCode};
use ureq::{Agent, Body};

use super::challenge::{self, Challenge};
use super::reference::is_loopback;
use crate::base::{Code, Diagnostic};
use crate::remote::credentials::{self, Credentials};

/// How long a request may take in all: modules are small.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long a connection may take to come about.
const GREETING: Duration = Duration::from_secs(15);

/// The longest answer that is not a module: manifests, lists of tags, tokens.
pub(super) const SHORT_ANSWER: u64 = 4 << 20;

/// One request.
#[derive(Clone)]
pub(super) struct Asking<'a> {
    pub(super) method: Method,
    /// A whole address.
    pub(super) url: String,
    /// What kind of answer is wanted.
    pub(super) accept: Option<&'a str>,
    /// What is sent, and its type.
    pub(super) body: Option<(&'a str, &'a [u8])>,
    /// The right that is needed: `repository:NAME:pull`.
    pub(super) scope: String,
}

/// A registry that is spoken to.
pub(super) struct Connection {
    agent: Agent,
    /// The host, with its port.
    pub(super) host: String,
    credentials: Option<Credentials>,
    /// What was asked for, and was given, by scope.
    allowed: BTreeMap<String, String>,
}

impl Connection {
    /// The registry at `host`. Nothing is sent yet.
    pub(super) fn to(host: &str, credentials: Option<Credentials>) -> Self {
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(5)
            .user_agent(concat!("infc/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(GREETING))
            .timeout_global(Some(PATIENCE));
        if is_loopback(host) {
            config = config.proxy(None);
        }
        let agent = Agent::new_with_config(config.build());
        Self { agent, host: host.to_owned(), credentials, allowed: BTreeMap::new() }
    }

    /// The address of `path` in the registry.
    pub(super) fn url(&self, path: &str) -> String {
        let scheme = if is_loopback(&self.host) { "http" } else { "https" };
        // Docker's own registry answers at another name than it has.
        let host = if self.host == "docker.io" { "registry-1.docker.io" } else { &self.host };
        format!("{scheme}://{host}{path}")
    }

    /// Asks, and once more with the authentication that the registry asks for.
    ///
    /// # Errors
    /// No answer, or credentials that are missing or refused.
    pub(super) fn ask(&mut self, asking: &Asking<'_>) -> Result<Response<Body>, Diagnostic> {
        let is_own = asking.url.starts_with(&self.url("/"));
        let known = self.allowed.get(&asking.scope).filter(|_| is_own).cloned();
        let answer = self.send(asking, known.as_deref())?;
        if answer.status() != StatusCode::UNAUTHORIZED || !is_own {
            return Ok(answer);
        }
        let headers = answer.headers().get_all("www-authenticate").iter();
        let challenge = headers.filter_map(|value| challenge::read(value.to_str().ok()?)).next();
        let Some(challenge) = challenge else { return Err(self.denied()) };
        let authorization = self.authorization(&challenge, &asking.scope)?;
        let answer = self.send(asking, Some(&authorization))?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            return Err(self.denied());
        }
        self.allowed.insert(asking.scope.clone(), authorization);
        Ok(answer)
    }

    fn send(
        &self,
        asking: &Asking<'_>,
        authorization: Option<&str>,
    ) -> Result<Response<Body>, Diagnostic> {
        let mut request = Request::builder().method(asking.method.clone()).uri(&asking.url);
        if let Some(accept) = asking.accept {
            request = request.header("accept", accept);
        }
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let unfit = |_| self.broken("its address is none");
        let answer = match asking.body {
            Some((kind, bytes)) => {
                let request = request.header("content-type", kind).body(bytes).map_err(unfit)?;
                self.agent.run(request)
            }
            None => self.agent.run(request.body(()).map_err(unfit)?),
        };
        answer.map_err(|error| self.silent(&error))
    }

    /// The header that answers a challenge.
    fn authorization(&self, challenge: &Challenge, scope: &str) -> Result<String, Diagnostic> {
        match challenge {
            Challenge::Basic => match &self.credentials {
                Some(Credentials::Password { user, password }) => Ok(basic(user, password)),
                Some(Credentials::Token(_)) | None => Err(self.denied()),
            },
            Challenge::Bearer { realm, service, scope: asked } => {
                let scope = asked.as_deref().unwrap_or(scope);
                let token = self.token(realm, service.as_deref(), scope)?;
                Ok(format!("Bearer {token}"))
            }
        }
    }

    /// A token for `scope` from the server `realm`.
    fn token(&self, realm: &str, service: Option<&str>, scope: &str) -> Result<String, Diagnostic> {
        // Credentials go over TLS, but for this machine.
        let host = realm.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or_default();
        if !realm.starts_with("https://") && !is_loopback(host) {
            return Err(self.broken("it wants credentials to go over a connection without TLS"));
        }
        let mut pairs = vec![("service", service.unwrap_or_default()), ("scope", scope)];
        let answer = if let Some(Credentials::Token(refresh)) = &self.credentials {
            pairs.extend([
                ("grant_type", "refresh_token"),
                ("client_id", "infc"),
                ("refresh_token", refresh),
            ]);
            let kind = "application/x-www-form-urlencoded";
            let request = Request::post(realm).header("content-type", kind).body(form(&pairs));
            self.agent.run(request.map_err(|_| self.broken("it names no token server"))?)
        } else {
            let joint = if realm.contains('?') { '&' } else { '?' };
            let mut request = Request::get(format!("{realm}{joint}{}", form(&pairs)));
            if let Some(Credentials::Password { user, password }) = &self.credentials {
                request = request.header("authorization", basic(user, password));
            }
            self.agent.run(request.body(()).map_err(|_| self.broken("it names no token server"))?)
        };
        let mut answer = answer.map_err(|error| self.silent(&error))?;
        if answer.status() == StatusCode::UNAUTHORIZED || answer.status() == StatusCode::FORBIDDEN {
            return Err(self.denied());
        }
        let text = self.content(&mut answer, SHORT_ANSWER)?;
        let given: Given =
            serde_json::from_slice(&text).map_err(|_| self.broken("it gives no token"))?;
        given.token.or(given.access_token).ok_or_else(|| self.broken("it gives no token"))
    }

    /// The content of an answer, at most `limit` bytes.
    pub(super) fn content(
        &self,
        answer: &mut Response<Body>,
        limit: u64,
    ) -> Result<Vec<u8>, Diagnostic> {
        let body = answer.body_mut().with_config().limit(limit);
        body.read_to_vec().map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => self.broken("its answer is too long"),
            error => self.silent(&error),
        })
    }

    /// What to say of a registry that does not answer.
    fn silent(&self, error: &ureq::Error) -> Diagnostic {
        let why = match error {
            ureq::Error::Io(error) => error.to_string(),
            ureq::Error::HostNotFound => "there is no such host".to_owned(),
            ureq::Error::Timeout(_) => "it took too long".to_owned(),
            other => other.to_string(),
        };
        let message = format!("the registry `{}` cannot be reached: {why}", self.host);
        Diagnostic::error(Code::Registry, message)
            .help("What was fetched before needs no registry: it lies in the cache or in `vendor`.")
    }

    /// What to say of a registry that does not do as it should.
    pub(super) fn broken(&self, why: &str) -> Diagnostic {
        let message = format!("the registry `{}` cannot be used: {why}", self.host);
        Diagnostic::error(Code::Registry, message)
    }

    fn denied(&self) -> Diagnostic {
        let host = &self.host;
        let (message, help) = match self.credentials {
            Some(_) => (
                format!("the registry `{host}` refuses the credentials that it is given"),
                format!("Bring others with `infc mod login {host}`."),
            ),
            None => (
                format!("the registry `{host}` asks for credentials, and there are none"),
                format!("Bring them with `infc mod login {host}`, or with `docker login {host}`."),
            ),
        };
        Diagnostic::error(Code::Registry, message).help(help)
    }
}

/// What a token server gives.
#[derive(Deserialize)]
struct Given {
    token: Option<String>,
    access_token: Option<String>,
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}

/// Pairs as a query or a form has them; those without a value stay out.
fn form(pairs: &[(&str, &str)]) -> String {
    let given = pairs.iter().filter(|pair| !pair.1.is_empty());
    let texts: Vec<String> =
        given.map(|(key, value)| format!("{key}={}", credentials::escaped(value))).collect();
    texts.join("&")
}
