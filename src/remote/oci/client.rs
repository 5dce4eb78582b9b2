//! The requests that modules need: to read one, to write one, to list its versions.

use ureq::Body;
use ureq::http::{Method, Response, StatusCode};

use super::http::{Asking, Connection, SHORT_ANSWER};
use super::manifest::{MANIFEST, Manifest};
use super::reference::{Reference, Wanted};
use crate::base::{Code, Diagnostic};
use crate::remote::credentials::{self, Credentials};
use crate::remote::{Tree, archive, digest_of};

/// The largest archive that is fetched.
const LARGEST_ARCHIVE: u64 = 128 << 20;

/// How many pages of tags are asked for.
const MOST_PAGES: usize = 200;

/// One repository of a registry.
pub struct Client {
    connection: Connection,
    reference: Reference,
}

/// What publishing did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Published {
    /// The tag is new, or was moved; it names this manifest.
    New(String),
    /// The tag names this very manifest already.
    Same(String),
}

impl Client {
    /// The repository `reference`, with the credentials that are kept for its registry.
    ///
    /// # Errors
    /// Credentials that cannot be read.
    pub fn new(reference: &Reference) -> Result<Self, Diagnostic> {
        let credentials = credentials::find(&reference.host)?;
        Ok(Self::with(reference, credentials))
    }

    /// The repository `reference`, with these credentials.
    pub fn with(reference: &Reference, credentials: Option<Credentials>) -> Self {
        let connection = Connection::to(&reference.host, credentials);
        Self { connection, reference: reference.clone() }
    }

    /// Asks whether the registry takes the credentials.
    ///
    /// # Errors
    /// It does not, or does not answer.
    pub fn greet(&mut self) -> Result<(), Diagnostic> {
        let answer = self.ask(Method::GET, "/v2/".to_owned(), None, None, "")?;
        self.succeeded(answer).map(|_| ())
    }

    /// The manifest that `wanted` names, and its digest; `None` if there is none.
    ///
    /// # Errors
    /// An answer that is no manifest of a module, or not the one that was asked for.
    pub fn manifest(&mut self, wanted: &Wanted) -> Result<Option<(String, Manifest)>, Diagnostic> {
        let path = self.path(&format!("manifests/{}", wanted.text()));
        let answer = self.ask(Method::GET, path, Some(MANIFEST), None, "pull")?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let mut answer = self.succeeded(answer)?;
        let text = self.connection.content(&mut answer, SHORT_ANSWER)?;
        let digest = digest_of(&text);
        if let Wanted::Digest(wanted) = wanted
            && *wanted != digest
        {
            return Err(self.tampered(wanted, &digest));
        }
        let manifest: Option<Manifest> = serde_json::from_slice(&text).ok();
        let Some(manifest) = manifest.filter(|manifest| manifest.content().is_some()) else {
            let (place, wanted) = (&self.reference, wanted.text());
            let message = format!("`{wanted}` of `{place}` is no module of infc");
            return Err(Diagnostic::error(Code::Dependency, message)
                .help("Modules are put into registries with `infc mod publish`."));
        };
        Ok(Some((digest, manifest)))
    }

    /// The files of the module that `manifest` describes.
    ///
    /// # Errors
    /// Content that is not what the manifest says, or that cannot be unpacked.
    pub fn content(&mut self, manifest: &Manifest) -> Result<Tree, Diagnostic> {
        let Some(layer) = manifest.content() else {
            return Err(self.connection.broken("the module has no content"));
        };
        if layer.size > LARGEST_ARCHIVE {
            return Err(self.connection.broken("the module is too large"));
        }
        let path = self.path(&format!("blobs/{}", layer.digest));
        let answer = self.ask(Method::GET, path, None, None, "pull")?;
        let mut answer = self.succeeded(answer)?;
        let bytes = self.connection.content(&mut answer, layer.size + 1)?;
        let digest = digest_of(&bytes);
        if digest != layer.digest {
            return Err(self.tampered(&layer.digest, &digest));
        }
        archive::unpack(&bytes)
    }

    /// The tags of the repository; none if it is not there.
    ///
    /// # Errors
    /// A registry that does not answer as it should.
    pub fn tags(&mut self) -> Result<Vec<String>, Diagnostic> {
        #[derive(serde::Deserialize)]
        struct Page {
            tags: Option<Vec<String>>,
        }
        let mut tags = Vec::new();
        let mut path = self.path("tags/list?n=1000");
        for _ in 0..MOST_PAGES {
            let answer = self.ask(Method::GET, path, None, None, "pull")?;
            if answer.status() == StatusCode::NOT_FOUND {
                return Ok(Vec::new());
            }
            let mut answer = self.succeeded(answer)?;
            let next = answer.headers().get("link").and_then(|link| next_page(link.to_str().ok()?));
            let text = self.connection.content(&mut answer, SHORT_ANSWER)?;
            let page: Page = serde_json::from_slice(&text)
                .map_err(|_| self.connection.broken("its list of tags is none"))?;
            tags.extend(page.tags.unwrap_or_default());
            match next {
                Some(next) => path = next,
                None => return Ok(tags),
            }
        }
        Err(self.connection.broken("its list of tags has no end"))
    }

    /// Puts `tree` into the repository under `tag`. What the tag names already is replaced only
    /// with `force`.
    ///
    /// # Errors
    /// A tag that names something else already; a registry that refuses.
    pub fn publish(
        &mut self,
        tree: &Tree,
        name: &str,
        tag: &str,
        force: bool,
    ) -> Result<Published, Diagnostic> {
        let content = archive::pack(tree).map_err(|error| {
            Diagnostic::error(Code::File, format!("the module cannot be packed: {error}"))
        })?;
        let config = format!(
            "{{\"name\":\"{name}\",\"version\":\"{tag}\",\"content\":\"{}\"}}",
            tree.digest()
        );
        let manifest = Manifest::new(name, tag, config.as_bytes(), &content);
        let text = serde_json::to_vec(&manifest)
            .map_err(|error| self.connection.broken(&error.to_string()))?;
        let digest = digest_of(&text);
        if let Some(there) = self.tagged(tag)? {
            if there == digest {
                return Ok(Published::Same(digest));
            }
            if !force {
                return Err(self.taken(tag));
            }
        }
        self.upload(config.as_bytes())?;
        self.upload(&content)?;
        let path = self.path(&format!("manifests/{tag}"));
        let answer = self.ask(Method::PUT, path, None, Some((MANIFEST, &text)), "pull,push")?;
        self.succeeded(answer)?;
        Ok(Published::New(digest))
    }

    /// The digest that `tag` names, whatever it is.
    fn tagged(&mut self, tag: &str) -> Result<Option<String>, Diagnostic> {
        let path = self.path(&format!("manifests/{tag}"));
        let answer = self.ask(Method::GET, path, Some(MANIFEST), None, "pull,push")?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let mut answer = self.succeeded(answer)?;
        let text = self.connection.content(&mut answer, SHORT_ANSWER)?;
        Ok(Some(digest_of(&text)))
    }

    fn upload(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        let digest = digest_of(bytes);
        let path = self.path(&format!("blobs/{digest}"));
        let there = self.ask(Method::HEAD, path, None, None, "pull,push")?;
        if there.status() == StatusCode::OK {
            return Ok(());
        }
        let kind = "application/octet-stream";
        let path = self.path("blobs/uploads/");
        let begun = self.ask(Method::POST, path, None, Some((kind, b"")), "pull,push")?;
        let begun = self.succeeded(begun)?;
        let place = begun.headers().get("location").and_then(|place| place.to_str().ok());
        let Some(place) = place else {
            return Err(self.connection.broken("it names no place for an upload"));
        };
        let joint = if place.contains('?') { '&' } else { '?' };
        let path = format!("{place}{joint}digest={}", credentials::escaped(&digest));
        let done = self.ask(Method::PUT, path, None, Some((kind, bytes)), "pull,push")?;
        self.succeeded(done).map(|_| ())
    }

    fn path(&self, rest: &str) -> String {
        format!("/v2/{}/{rest}", self.reference.repository)
    }

    /// Asks for `place`: a path of the registry, or a whole address that it named itself.
    fn ask(
        &mut self,
        method: Method,
        place: String,
        accept: Option<&str>,
        body: Option<(&str, &[u8])>,
        right: &str,
    ) -> Result<Response<Body>, Diagnostic> {
        let url = if place.starts_with('/') { self.connection.url(&place) } else { place };
        let scope = match right {
            "" => String::new(),
            right => format!("repository:{}:{right}", self.reference.repository),
        };
        self.connection.ask(&Asking { method, url, accept, body, scope })
    }

    fn succeeded(&self, answer: Response<Body>) -> Result<Response<Body>, Diagnostic> {
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let host = &self.connection.host;
        let what = &self.reference;
        if status == StatusCode::NOT_FOUND {
            let message = format!("the registry `{host}` does not have what `{what}` needs");
            return Err(Diagnostic::error(Code::Registry, message));
        }
        if status == StatusCode::FORBIDDEN || status == StatusCode::UNAUTHORIZED {
            let message = format!("the registry `{host}` does not allow this for `{what}`");
            return Err(Diagnostic::error(Code::Registry, message).help(
                "Ask who runs it for the right, or bring other credentials with `infc mod login`.",
            ));
        }
        Err(self.connection.broken(&format!("it answers {status}")))
    }

    fn tampered(&self, wanted: &str, got: &str) -> Diagnostic {
        let message = format!("`{}` gives {got} where {wanted} was asked for", self.reference);
        Diagnostic::error(Code::Integrity, message)
            .help("The registry, or something on the way to it, changed what it holds.")
    }

    fn taken(&self, tag: &str) -> Diagnostic {
        let message = format!("`{}` has other content under `{tag}` already", self.reference);
        Diagnostic::error(Code::Registry, message)
            .help("Raise the version; or replace what others may rely on with `--force`.")
    }
}

/// The next page that a `Link` header names: `</v2/x/tags/list?last=b&n=2>; rel="next"`.
fn next_page(link: &str) -> Option<String> {
    let (url, rest) = link.strip_prefix('<')?.split_once('>')?;
    let is_next = rest.contains("rel=\"next\"") || rest.contains("rel=next");
    let path = match url.split_once("://") {
        Some((_, rest)) => format!("/{}", rest.split_once('/')?.1),
        None => url.to_owned(),
    };
    (is_next && path.starts_with('/')).then_some(path)
}
