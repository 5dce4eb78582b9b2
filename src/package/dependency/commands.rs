//! What the `mod` commands do with the dependencies of a project. Each gives the lines that tell
//! what was done; nothing is written where anything is wrong.

use std::path::Path;

use semver::Version;

use super::content;
use super::edit;
use super::fetch::Hold;
use super::requirement::{Requirement, Source, is_module_name, version_of};
use super::work::{Faults, Work, replace};
use crate::base::{Code, Diagnostic, Span, nearest};
use crate::package::files::{Files, Kind};
use crate::package::module::{LANGUAGE, SETTINGS_FILE};
use crate::remote::Revision;

/// Makes an `inf.toml` in the current directory, for a module of this name.
///
/// # Errors
/// A name that is none, an `inf.toml` that is there already.
pub fn init(files: &dyn Files, name: Option<&str>) -> Result<Vec<String>, Faults> {
    let current = files.current();
    let fault = |message: String| vec![Diagnostic::error(Code::Usage, message)];
    let path = current.join(SETTINGS_FILE);
    if files.kind(&path) == Some(Kind::File) {
        return Err(fault(format!("`{SETTINGS_FILE}` is there already")));
    }
    let here = current.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name = name.map_or(here, str::to_owned);
    if !is_module_name(&name) {
        return Err(fault(format!("`{}` is no name of a module", name.escape_debug())));
    }
    replace(&path, &edit::fresh(&name, LANGUAGE))?;
    Ok(vec![format!("made {SETTINGS_FILE} for `{name}`")])
}

impl Work<'_> {
    /// Adds a dependency for each of `wanted`, or says it anew.
    ///
    /// # Errors
    /// Modules that cannot be found, dependencies that cannot be settled.
    pub fn add(&mut self, wanted: &[Source]) -> Result<Vec<String>, Faults> {
        let mut manifest = self.manifest()?;
        let mut lines = Vec::new();
        for source in wanted {
            let (name, source) = self.named(source)?;
            lines.push(format!("added `{name}`"));
            manifest.set(&name, &source);
        }
        self.take(&manifest)?;
        let solution = self.settled()?;
        self.keep(&manifest)?;
        lines.extend(self.write(&solution)?);
        Ok(lines)
    }

    /// Takes dependencies out.
    ///
    /// # Errors
    /// A name that is no dependency.
    pub fn remove(&mut self, names: &[String]) -> Result<Vec<String>, Faults> {
        let mut manifest = self.manifest()?;
        let mut lines = Vec::new();
        for name in names {
            if !manifest.remove(name) {
                return Err(vec![self.no_dependency(name)]);
            }
            lines.push(format!("removed `{name}`"));
        }
        self.take(&manifest)?;
        let solution = self.settled()?;
        self.keep(&manifest)?;
        lines.extend(self.write(&solution)?);
        Ok(lines)
    }

    /// Takes the newest versions of the dependencies `names`, of all if there are none: of the
    /// same major version where they have versions, else what their branch or tag names now.
    ///
    /// # Errors
    /// A name that is no dependency; what [`Self::tidy`] says.
    pub fn update(&mut self, names: &[String]) -> Result<Vec<String>, Faults> {
        if let Some(name) = names.iter().find(|name| self.requirement(name).is_none()) {
            return Err(vec![self.no_dependency(name)]);
        }
        let is_meant = |name: &str| names.is_empty() || names.iter().any(|one| one == name);
        let mut held = self.locked.clone();
        held.retain(|locked| !is_meant(&locked.name));
        let mut manifest = self.manifest()?;
        let mut lines = Vec::new();
        let mut fetcher = self.fetcher(Vec::new(), Hold::Exactly)?;
        for requirement in &self.project.settings.dependencies {
            let name = &requirement.name.text;
            let Some(own) = requirement.version().filter(|_| is_meant(name)) else { continue };
            let tags = fetcher.versions(requirement, &self.project.settings.registries);
            let newest = newest(&tags.map_err(|fault| vec![fault])?, Some(&own));
            if let Some((version, tag)) = newest.filter(|(version, _)| *version > own) {
                lines.push(format!("raised `{name}` from {own} to {version}"));
                manifest.set(name, &requirement.tagged(&tag).source);
            }
        }
        self.take(&manifest)?;
        let solution = self.solved(held, Hold::Exactly)?;
        self.keep(&manifest)?;
        lines.extend(self.write(&solution)?);
        if lines.is_empty() {
            lines.push("nothing newer".to_owned());
        }
        Ok(lines)
    }

    /// Writes copies of all fetched modules into `vendor`, beside `inf.toml`.
    ///
    /// # Errors
    /// What [`Self::tidy`] says.
    pub fn vendor(&mut self) -> Result<Vec<String>, Faults> {
        let solution = self.settled()?;
        let mut lines = self.write(&solution)?;
        self.copy(&solution)?;
        lines.push(match solution.fetched.len() {
            1 => "1 module in `vendor`".to_owned(),
            count => format!("{count} modules in `vendor`"),
        });
        Ok(lines)
    }

    /// Checks the files of all that is locked, in `vendor` and in the cache.
    ///
    /// # Errors
    /// Files that are missing or were changed.
    pub fn verify(&mut self) -> Result<Vec<String>, Faults> {
        let vendor = self.project.root.join(super::VENDOR);
        let mut faults = Vec::new();
        let mut lines = Vec::new();
        for locked in &self.locked {
            let copy = super::work::directory_in(&vendor, &locked.name);
            let cached = self.cache().map(|cache| cache.directory(&locked.name, &locked.content));
            let places: Vec<_> =
                [Some(copy), cached].into_iter().flatten().filter(|place| place.is_dir()).collect();
            if places.is_empty() {
                let message = format!("{} was not fetched to this machine", locked.shown());
                let fault = Diagnostic::error(Code::Dependency, message).at(locked.span, "locked");
                faults.push(fault.help("Run `infc mod tidy`, which fetches what is locked."));
            }
            for place in places {
                match content(self.files, &place) {
                    Ok(digest) if digest == locked.content => {
                        lines.push(format!(
                            "{} is intact in `{}`",
                            locked.shown(),
                            self.name(&place)
                        ));
                    }
                    Ok(_) => faults.push(crate::package::depend::spoilt(locked, &place)),
                    Err(fault) => faults.push(fault.at(locked.span, "locked")),
                }
            }
        }
        if lines.is_empty() {
            lines.push("nothing is locked".to_owned());
        }
        if faults.is_empty() { Ok(lines) } else { Err(faults) }
    }

    /// The name of the module that lies at `source`, and the source with what was left open.
    pub(super) fn named(&mut self, source: &Source) -> Result<(String, Source), Faults> {
        let nameless = Requirement {
            name: crate::package::settings::Setting { text: "new".into(), span: Span::NOWHERE },
            source: source.clone(),
            span: Span::NOWHERE,
        };
        let mut requirement = self.chosen(nameless)?;
        let name = match &source {
            Source::Named { repository, .. } => repository.clone(),
            Source::Path(path) => {
                let root = crate::package::paths::absolute(&self.files.current(), Path::new(path));
                // In `inf.toml`, paths start from its directory.
                requirement.source = Source::Path(self.relative(&root));
                self.name_in(&root, path)?
            }
            Source::Git { url, directory, .. } => {
                let root = self.peek(&requirement)?;
                let place = if directory.is_empty() { url.clone() } else { directory.clone() };
                self.name_in(root.path(), &place)?
            }
            Source::Oci { place, .. } => {
                let root = self.peek(&requirement)?;
                self.name_in(root.path(), &place.to_string())?
            }
        };
        Ok((name, requirement.source))
    }

    /// `requirement` with the newest version, where its tag is empty.
    fn chosen(&mut self, requirement: Requirement) -> Result<Requirement, Faults> {
        let is_open = requirement.request() == "tag ";
        if !is_open {
            return Ok(requirement);
        }
        let mut fetcher = self.fetcher(Vec::new(), Hold::Exactly)?;
        let registries = &self.project.settings.registries;
        let tags = fetcher.versions(&requirement, registries).map_err(|fault| vec![fault])?;
        match newest(&tags, None) {
            Some((_, tag)) => Ok(requirement.tagged(&tag)),
            None => {
                let place = super::fetch::shown(&requirement, registries);
                let message = format!("{place} has no version");
                let help = if matches!(requirement.source, Source::Git { .. }) {
                    "Say what to take with `--tag`, `--branch` or `--rev`."
                } else {
                    "Is the name right? A version is a tag such as `1.2.0`."
                };
                Err(vec![Diagnostic::error(Code::Dependency, message).help(help)])
            }
        }
    }

    /// The files of a module whose name is not known yet.
    fn peek(&mut self, requirement: &Requirement) -> Result<tempfile::TempDir, Faults> {
        let place = tempfile::tempdir()
            .map_err(|error| vec![super::work::unwritten(&std::env::temp_dir(), &error)])?;
        let cache = crate::remote::Cache::at(place.path().join("cache"));
        let mut fetcher =
            super::fetch::Fetcher::new(cache, Vec::new(), Hold::Exactly, Default::default());
        let registries = &self.project.settings.registries;
        let fetched = fetcher.fetch(requirement, registries, &[]).map_err(|fault| vec![fault])?;
        let tree = crate::remote::Tree::read(&fetched.directory).map_err(|fault| vec![fault])?;
        tree.write(place.path())
            .map_err(|error| vec![super::work::unwritten(place.path(), &error)])?;
        Ok(place)
    }

    /// The name that the module in `root` gives itself.
    fn name_in(&mut self, root: &Path, shown: &str) -> Result<String, Faults> {
        let mut faults = Vec::new();
        let found = crate::package::module::read(
            self.files,
            root.to_owned(),
            &mut self.sources,
            &mut faults,
        );
        match found.names.into_iter().next() {
            Some(name) if faults.is_empty() => Ok(name),
            Some(_) => Err(faults),
            None => {
                let message = format!("what lies at `{shown}` has no name");
                let fault = Diagnostic::error(Code::Dependency, message);
                faults.push(fault.help("Its `inf.toml` needs a `name` under `[package]`."));
                Err(faults)
            }
        }
    }

    /// `path` as seen from the project.
    pub(super) fn relative(&self, path: &Path) -> String {
        let mut up = String::new();
        for above in self.project.root.ancestors() {
            if let Ok(below) = path.strip_prefix(above) {
                let below = below.to_string_lossy().replace('\\', "/");
                let joined = format!("{up}{below}");
                return if joined.is_empty() {
                    ".".into()
                } else {
                    joined.trim_end_matches('/').into()
                };
            }
            up.push_str("../");
        }
        path.to_string_lossy().into_owned()
    }

    fn requirement(&self, name: &str) -> Option<&Requirement> {
        let mut all = self.project.settings.dependencies.iter();
        all.find(|requirement| requirement.name.text == name)
    }

    fn no_dependency(&self, name: &str) -> Diagnostic {
        let all = self.project.settings.dependencies.iter();
        let names: Vec<&str> = all.map(|requirement| requirement.name.text.as_str()).collect();
        let message = format!("`{name}` is no dependency of this project");
        let fault = Diagnostic::error(Code::Usage, message);
        match nearest(name, names.iter().copied()) {
            Some(near) => fault.help(format!("Did you mean `{near}`?")),
            None if names.is_empty() => fault.help("It has none."),
            None => fault.help(format!("It has `{}`.", names.join("`, `"))),
        }
    }
}

/// The newest version among `tags`: of the major version of `own`, and no pre-release unless that
/// is one.
fn newest(tags: &[String], own: Option<&Version>) -> Option<(Version, String)> {
    let may_be_early = own.is_some_and(|own| !own.pre.is_empty());
    let versions = tags.iter().filter_map(|tag| Some((version_of(tag)?, tag.clone())));
    versions
        .filter(|(version, _)| own.is_none_or(|own| own.major == version.major))
        .filter(|(version, _)| version.pre.is_empty() || may_be_early)
        .max()
}

/// Reads what is to be added: `name@1.2.0`, `oci://host/repository:tag`, a path, the address of a
/// git repository with what is wanted of it.
///
/// # Errors
/// What is none of these.
pub fn wanted(
    text: &str,
    revision: Option<Revision>,
    directory: Option<String>,
) -> Result<Source, Diagnostic> {
    let unusable = |message: String| Diagnostic::error(Code::Usage, message);
    let open = || crate::remote::Wanted::Tag(String::new());
    let is_path = text.starts_with('.') || text.starts_with('/');
    let is_git = revision.is_some() || directory.is_some() || looks_like_git(text);
    if is_git && !is_path {
        if let Some((message, help)) = crate::remote::refused_address(text) {
            return Err(unusable(format!("`{}`: {message}", redacted(text))).help(help));
        }
        let revision = revision.unwrap_or(Revision::Tag(String::new()));
        let directory = directory.unwrap_or_default().trim_matches('/').to_owned();
        return Ok(Source::Git { url: text.to_owned(), revision, directory });
    }
    if is_path {
        return Ok(Source::Path(text.to_owned()));
    }
    if text.starts_with("oci://") {
        return match crate::remote::Reference::read(text) {
            Some((place, wanted)) => Ok(Source::Oci { place, wanted: wanted.unwrap_or_else(open) }),
            None => Err(unusable(format!("`{text}` is no address of a repository in a registry"))
                .help("Write it like `oci://host/team/name:1.2.0`, in lower case.")),
        };
    }
    let (name, version) = match text.split_once('@') {
        Some((name, version)) => (name, Some(version)),
        None => (text, None),
    };
    if !is_module_name(name) {
        return Err(unusable(format!("`{}` is no name of a module", text.escape_debug())).help(
            "Name a module (`ex.com/base@1.2.0`), an `oci://` address, a git repository, or a \
             directory (`./base`).",
        ));
    }
    let wanted = match version {
        None => open(),
        Some(version) if Version::parse(version).is_ok() => {
            crate::remote::Wanted::Tag(version.to_owned())
        }
        Some(version) => {
            return Err(unusable(format!("`{}` is no version", version.escape_debug()))
                .help("A version has three numbers, as in `ex.com/base@1.2.0`."));
        }
    };
    Ok(Source::Named { repository: name.to_owned(), wanted })
}

fn looks_like_git(text: &str) -> bool {
    let has_scheme = text.contains("://") && !text.starts_with("oci://");
    has_scheme || text.ends_with(".git") || text.starts_with("git@")
}

/// An address without what stands before the host, which may be a password.
fn redacted(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => text.escape_debug().to_string(),
    }
}
