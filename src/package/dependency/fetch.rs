//! From a requirement to the files it means: in the cache if they were fetched before, else from
//! the registry or the repository. What the lock holds is held, whatever a tag has come to mean.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::lock::{Locked, source_of};
use super::registries::{Registry, locate};
use super::requirement::{Requirement, Source, version_of};
use crate::base::{Code, Diagnostic, Span, nearest};
use crate::remote::{Cache, Client, Reference, Repository, Revision, Tree, Wanted};

/// Who fetches.
pub(crate) struct Fetcher {
    cache: Cache,
    /// What was locked before and is to stay as it is.
    held: Vec<Locked>,
    /// Whether a newer version does for an older one, as it did when it was locked.
    hold: Hold,
    /// Copies that lie beside the project, by the names of modules.
    vendored: BTreeMap<String, PathBuf>,
    /// The registries that were spoken to.
    clients: BTreeMap<Reference, Client>,
}

/// How what was locked is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hold {
    /// What is asked for by the very words of the lock.
    Exactly,
    /// What is asked for, or a newer version of it.
    Loosely,
}

/// A module that lies in the cache.
pub(crate) struct Fetched {
    /// What is to be locked; the version is that of the requirement.
    pub(crate) locked: Locked,
    /// Where it lies.
    pub(crate) directory: PathBuf,
}

/// Where a module comes from, all names looked up.
enum Origin {
    Git { url: String, revision: Revision, directory: String },
    Oci { place: Reference, wanted: Wanted },
}

impl Fetcher {
    /// Fetches into `cache`, holding what `held` says.
    pub(crate) fn new(
        cache: Cache,
        held: Vec<Locked>,
        hold: Hold,
        vendored: BTreeMap<String, PathBuf>,
    ) -> Self {
        Self { cache, held, hold, vendored, clients: BTreeMap::new() }
    }

    /// The module that `requirement` means, in the project with these registries, asked for by a
    /// module with those of `asking`.
    ///
    /// # Errors
    /// A tag that is not there, a registry that does not answer, files that are not what was
    /// locked. The requirement is marked.
    pub(crate) fn fetch(
        &mut self,
        requirement: &Requirement,
        project: &[Registry],
        asking: &[Registry],
    ) -> Result<Fetched, Diagnostic> {
        let name = requirement.name.text.as_str();
        let place = requirement.span;
        let origin = origin(requirement, project, asking)?;
        let source = source_of(requirement).unwrap_or_else(|| origin.shown());
        let held = self.held.iter().find(|held| held.name == name && held.source == source);
        let held = held.filter(|held| match self.hold {
            Hold::Exactly => held.request == requirement.request(),
            Hold::Loosely => held.satisfies(requirement),
        });
        let held = held.cloned();
        if let Some(held) = &held
            && let Some(directory) = self.present(name, &held.content)
        {
            return Ok(Fetched { locked: held.clone(), directory });
        }
        let _lock = self.cache.lock(&source);
        let resolved = held.as_ref().map_or("", |held| held.resolved.as_str());
        let (resolved, content, directory) = self
            .bring(name, &origin, &source, resolved)
            .map_err(|fault| fault.at(place, "the dependency is asked for here"))?;
        if let Some(held) = held {
            if held.content == content {
                return Ok(Fetched { locked: held, directory });
            }
            return Err(changed(&held, &content).at(held.span, "the digest it had").at(place, ""));
        }
        let locked = Locked {
            name: name.to_owned(),
            version: requirement.version(),
            source,
            request: requirement.request(),
            resolved,
            content,
            span: Span::NOWHERE,
        };
        Ok(Fetched { locked, directory })
    }

    /// Where the module `name` with these files lies already, if it does: a copy beside the
    /// project is taken into the cache.
    fn present(&self, name: &str, content: &str) -> Option<PathBuf> {
        let copies = [Some(self.cache.directory(name, content)), self.vendored.get(name).cloned()];
        let read = |place: PathBuf| Tree::read(&place).ok().filter(|tree| tree.digest() == content);
        let tree = copies.into_iter().flatten().filter(|place| place.is_dir()).find_map(read)?;
        self.cache.store(name, &tree).ok()
    }

    /// Brings the files of `origin` into the cache; `resolved` says what a tag meant before, unless
    /// it is empty. Gives what it means, the digest of the files and where they lie.
    fn bring(
        &mut self,
        name: &str,
        origin: &Origin,
        source: &str,
        resolved: &str,
    ) -> Result<(String, String, PathBuf), Diagnostic> {
        match origin {
            Origin::Git { url, revision, directory } => {
                let repository = Repository { url };
                let revision = match resolved {
                    "" => Revision::Commit(repository.resolve(revision)?),
                    held => Revision::Commit(held.to_owned()),
                };
                if let Revision::Commit(commit) = &revision
                    && let Some(known) = self.known(name, source, commit)
                {
                    return Ok((commit.clone(), known.0, known.1));
                }
                let (commit, tree) = repository.tree(&revision, directory)?;
                self.kept(name, source, commit, &tree)
            }
            Origin::Oci { place, wanted } => {
                let wanted = match resolved {
                    "" => wanted.clone(),
                    held => Wanted::Digest(held.to_owned()),
                };
                let client = self.client(place)?;
                let Some((digest, manifest)) = client.manifest(&wanted)? else {
                    return Err(absent(client, place, &wanted));
                };
                if let Some((content, directory)) = self.known(name, source, &digest) {
                    return Ok((digest, content, directory));
                }
                let tree = self.client(place)?.content(&manifest)?;
                self.kept(name, source, digest, &tree)
            }
        }
    }

    /// What is known of a commit or a manifest that was fetched before.
    fn known(&self, name: &str, source: &str, resolved: &str) -> Option<(String, PathBuf)> {
        let content = self.cache.known(&format!("{source} {resolved}"))?;
        let directory = self.cache.directory(name, &content);
        let is_intact = Tree::read(&directory).is_ok_and(|tree| tree.digest() == content);
        is_intact.then_some((content, directory))
    }

    fn kept(
        &self,
        name: &str,
        source: &str,
        resolved: String,
        tree: &Tree,
    ) -> Result<(String, String, PathBuf), Diagnostic> {
        let directory = self.cache.store(name, tree)?;
        let content = tree.digest();
        self.cache.remember(&format!("{source} {resolved}"), &content);
        Ok((resolved, content, directory))
    }

    fn client(&mut self, place: &Reference) -> Result<&mut Client, Diagnostic> {
        match self.clients.entry(place.clone()) {
            std::collections::btree_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::btree_map::Entry::Vacant(new) => Ok(new.insert(Client::new(place)?)),
        }
    }

    /// The versions that there are of what `requirement` asks for.
    ///
    /// # Errors
    /// A registry or repository that does not answer.
    pub(crate) fn versions(
        &mut self,
        requirement: &Requirement,
        project: &[Registry],
    ) -> Result<Vec<String>, Diagnostic> {
        match origin(requirement, project, &[])? {
            Origin::Git { url, .. } => Repository { url: &url }.tags(),
            Origin::Oci { place, .. } => self.client(&place)?.tags(),
        }
        .map_err(|fault| fault.at(requirement.span, "the dependency is asked for here"))
    }
}

impl Origin {
    /// As the lock has it.
    fn shown(&self) -> String {
        match self {
            Self::Git { url, .. } => format!("git+{url}"),
            Self::Oci { place, .. } => place.to_string(),
        }
    }
}

/// Looks up where `requirement` leads.
fn origin(
    requirement: &Requirement,
    project: &[Registry],
    asking: &[Registry],
) -> Result<Origin, Diagnostic> {
    let fault = |message: String| Diagnostic::error(Code::Dependency, message);
    match &requirement.source {
        Source::Git { url, revision, directory } => Ok(Origin::Git {
            url: url.clone(),
            revision: revision.clone(),
            directory: directory.clone(),
        }),
        Source::Oci { place, wanted } => {
            Ok(Origin::Oci { place: place.clone(), wanted: wanted.clone() })
        }
        Source::Named { repository, wanted } => match locate(repository, project, asking) {
            Some(place) => Ok(Origin::Oci { place, wanted: wanted.clone() }),
            None => Err(fault(format!("there is no registry for `{repository}`"))
                .at(requirement.name.span, "only its name is known")
                .help(
                    "Say where modules lie: `default = \"oci://host/path\"` under `[registries]` \
                     in `inf.toml`; or say where this one does, with `oci` or `git`.",
                )),
        },
        Source::Path(path) => {
            Err(fault(format!("the directory `{path}` lies outside of what was fetched"))
                .at(requirement.span, "a path of another machine")
                .help("A module that others use depends on modules that can be fetched."))
        }
    }
}

/// Says that a tag or a digest is not there, and what there is.
fn absent(client: &mut Client, place: &Reference, wanted: &Wanted) -> Diagnostic {
    let what = match wanted {
        Wanted::Tag(tag) => format!("tag `{tag}`"),
        Wanted::Digest(digest) => format!("manifest `{digest}`"),
    };
    let fault = Diagnostic::error(Code::Dependency, format!("`{place}` has no {what}"));
    let tags = client.tags().unwrap_or_default();
    let Wanted::Tag(tag) = wanted else {
        return fault.help("Was it deleted there? `infc mod update` takes what the tag names now.");
    };
    let mut versions: Vec<_> =
        tags.iter().filter_map(|tag| Some((version_of(tag)?, tag))).collect();
    if version_of(tag).is_some() && !versions.is_empty() {
        versions.sort();
        let newest: Vec<&str> = versions.iter().rev().take(5).map(|it| it.1.as_str()).collect();
        return fault.help(format!("There is `{}`.", newest.join("`, `")));
    }
    match nearest(tag, tags.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("Did you mean `{near}`?")),
        None if tags.is_empty() => fault.help("Nothing is there under this name."),
        None => {
            let newest: Vec<&str> = tags.iter().rev().take(5).map(String::as_str).collect();
            fault.help(format!("There is `{}`.", newest.join("`, `")))
        }
    }
}

fn changed(held: &Locked, content: &str) -> Diagnostic {
    let message = format!("{} has other files than those that were locked", held.shown());
    Diagnostic::error(Code::Integrity, message)
        .help(format!("It gives {content} now. Ask its author why, before anything else."))
        .help("If it is right after all, `infc mod update` takes the new files into the lock.")
}

/// Where `requirement` leads, for people.
pub(crate) fn shown(requirement: &Requirement, project: &[Registry]) -> String {
    match origin(requirement, project, &[]) {
        Ok(Origin::Git { url, .. }) => format!("the git repository `{url}`"),
        Ok(Origin::Oci { place, .. }) => format!("`{place}`"),
        Err(_) => "it".to_owned(),
    }
}
