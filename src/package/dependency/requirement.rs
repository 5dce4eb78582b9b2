//! The lines of `[dependencies]`: a name, and where the module of that name comes from.

use std::ops::Range;

use semver::Version;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::base::{Code, Diagnostic, Span, nearest};
use crate::package::settings::Setting;
use crate::remote::{Reference, Revision, Wanted, is_digest, refused_address};

/// The longest name of a module.
const LONGEST: usize = 200;

/// The keys of a dependency; those in one row say the same in different ways.
const KEYS: [&str; 9] =
    ["version", "path", "git", "oci", "tag", "branch", "rev", "digest", "directory"];

/// One dependency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Requirement {
    /// The name of the module: what its import paths start with.
    pub(crate) name: Setting,
    /// Where it comes from.
    pub(crate) source: Source,
    /// The place of what says so.
    pub(crate) span: Span,
}

/// Where a module comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// A directory, relative to that of `inf.toml`.
    Path(String),
    /// A directory of a git repository.
    Git {
        /// The address.
        url: String,
        /// What of it.
        revision: Revision,
        /// The directory of the module in it; empty for the top.
        directory: String,
    },
    /// A repository of a registry.
    Oci {
        /// The address.
        place: Reference,
        /// What of it.
        wanted: Wanted,
    },
    /// A repository of the registry that `[registries]` says.
    Named {
        /// The name that is looked up.
        repository: String,
        /// What of it.
        wanted: Wanted,
    },
}

impl Requirement {
    /// The version that is needed at least, if the requirement says one.
    pub(crate) fn version(&self) -> Option<Version> {
        match &self.source {
            Source::Git { revision: Revision::Tag(tag), .. }
            | Source::Oci { wanted: Wanted::Tag(tag), .. }
            | Source::Named { wanted: Wanted::Tag(tag), .. } => version_of(tag),
            Source::Path(_) | Source::Git { .. } | Source::Oci { .. } | Source::Named { .. } => {
                None
            }
        }
    }

    /// What is asked for, without where: `tag 1.0.0`, `branch main`.
    pub(crate) fn request(&self) -> String {
        match &self.source {
            Source::Path(path) => format!("path {path}"),
            Source::Git { revision, .. } => match revision {
                Revision::Tag(tag) => format!("tag {tag}"),
                Revision::Branch(branch) => format!("branch {branch}"),
                Revision::Commit(commit) => format!("rev {commit}"),
            },
            Source::Oci { wanted, .. } | Source::Named { wanted, .. } => match wanted {
                Wanted::Tag(tag) => format!("tag {tag}"),
                Wanted::Digest(digest) => format!("digest {digest}"),
            },
        }
    }

    /// What is asked for, for people: the version, else the request.
    pub(crate) fn shown(&self) -> String {
        self.version().map_or_else(|| self.request(), |version| version.to_string())
    }
}

/// The version that a tag means: `1.2.3`, or `v1.2.3`.
pub(crate) fn version_of(tag: &str) -> Option<Version> {
    Version::parse(tag.strip_prefix('v').unwrap_or(tag)).ok()
}

/// Whether `name` may be the name of a module: parts between slashes that are no trouble for files.
pub fn is_module_name(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~');
    let part = |part: &str| {
        !part.is_empty()
            && part.chars().all(inner)
            && !part.starts_with('.')
            && !part.ends_with('.')
    };
    let (first, rest) = name.split_once('/').map_or((name, None), |(a, b)| (a, Some(b)));
    // The first part may be a host with a port.
    let host = match first.split_once(':') {
        Some((host, port)) if rest.is_some() && !port.is_empty() => {
            part(host) && port.bytes().all(|byte| byte.is_ascii_digit())
        }
        _ => part(first),
    };
    name.len() <= LONGEST && host && rest.is_none_or(|rest| rest.split('/').all(part))
}

/// Reads `[dependencies]`; what is wrong is left out and reported.
pub(crate) fn read(
    table: &DeTable<'_>,
    span: &dyn Fn(Range<usize>) -> Span,
) -> (Vec<Requirement>, Vec<Diagnostic>) {
    let mut requirements = Vec::new();
    let mut faults = Vec::new();
    for (key, value) in table {
        let name = Setting { text: key.get_ref().to_string(), span: span(key.span()) };
        if !is_module_name(&name.text) {
            let message = format!("`{}` is no name of a module", name.text.escape_debug());
            faults.push(unusable(message).at(name.span, "").help(
                "A name has letters, digits, `.`, `-` and `_` between slashes: `\"ex.com/base\"`.",
            ));
            continue;
        }
        let place = span(value.span());
        let source = match value.get_ref() {
            DeValue::String(text) => plain(&name.text, text, place),
            DeValue::Table(table) => detailed(&name, table, place, span),
            other => Err(unusable(format!(
                "a dependency is a version or a table, not {}",
                other.type_str()
            ))
            .at(place, "")
            .help(format!("Write `\"{}\" = \"1.2.0\"`, or say where it comes from.", name.text))),
        };
        match source {
            Ok(source) => requirements.push(Requirement { name, source, span: place }),
            Err(fault) => faults.push(fault),
        }
    }
    requirements.sort_by_key(|requirement| requirement.name.span);
    (requirements, faults)
}

/// `name = "1.2.0"`
fn plain(name: &str, text: &str, span: Span) -> Result<Source, Diagnostic> {
    if Version::parse(text).is_ok() {
        let wanted = Wanted::Tag(text.to_owned());
        return Ok(Source::Named { repository: name.to_owned(), wanted });
    }
    let fault = unusable(format!("`{}` is no version", text.escape_debug())).at(span, "");
    let bare = text.trim_start_matches(['^', '~', '=', '>', 'v', ' ']);
    Err(match Version::parse(bare) {
        Ok(_) => fault.help(format!(
            "Write `\"{bare}\"`: a version is the least that is needed, and newer ones of the same \
             major version are taken where another module needs them."
        )),
        Err(_) => fault.help("A version has three numbers, as in `\"1.2.0\"`."),
    })
}

/// The texts of a table, by their keys.
struct Texts<'a> {
    texts: Vec<(&'a str, &'a str, Span)>,
    place: Span,
}

impl<'a> Texts<'a> {
    fn get(&self, key: &str) -> Option<(&'a str, Span)> {
        self.texts.iter().find(|text| text.0 == key).map(|text| (text.1, text.2))
    }

    /// The one of `keys` that is given.
    fn one(&self, keys: &[&'static str], mend: &str) -> Result<(&'a str, &'a str), Diagnostic> {
        let mut given = self.texts.iter().filter(|text| keys.contains(&text.0));
        match (given.next(), given.next()) {
            (Some(one), None) => Ok((one.0, one.1)),
            (Some(one), Some(two)) => {
                let message = format!("`{}` and `{}` exclude each other", one.0, two.0);
                Err(unusable(message).at(two.2, "").at(one.2, "").help("Leave one of them."))
            }
            (None, _) => {
                let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                let message = format!("one of {} is missing", keys.join(", "));
                Err(unusable(message).at(self.place, "").help(mend))
            }
        }
    }

    /// Refuses what is not among `keys`.
    fn only(&self, kind: &str, keys: &[&str]) -> Result<(), Diagnostic> {
        match self.texts.iter().find(|text| text.0 != kind && !keys.contains(&text.0)) {
            None => Ok(()),
            Some((key, _, span)) => {
                let message = format!("`{key}` means nothing beside `{kind}`");
                Err(unusable(message).at(*span, ""))
            }
        }
    }
}

/// `name = { … }`
fn detailed(
    name: &Setting,
    table: &DeTable<'_>,
    place: Span,
    span: &dyn Fn(Range<usize>) -> Span,
) -> Result<Source, Diagnostic> {
    let mut texts = Vec::new();
    for (key, value) in table {
        let key_span = span(key.span());
        let Some(known) = KEYS.iter().find(|known| **known == key.get_ref().as_ref()) else {
            return Err(unknown(name, key, key_span, value));
        };
        let DeValue::String(text) = value.get_ref() else {
            let message = format!("`{known}` is a string, not {}", value.get_ref().type_str());
            return Err(unusable(message).at(span(value.span()), "not a string"));
        };
        texts.push((*known, text.as_ref(), span(value.span())));
    }
    let texts = Texts { texts, place };
    let (kind, text) = texts.one(
        &["version", "path", "git", "oci"],
        "Say where the module comes from: `path`, `git` or `oci`, or give its `version`.",
    )?;
    let at = texts.get(kind).map_or(place, |(_, span)| span);
    match kind {
        "version" => {
            texts.only(kind, &[])?;
            plain(&name.text, text, at)
        }
        "path" => {
            texts.only(kind, &[])?;
            Ok(Source::Path(text.to_owned()))
        }
        "git" => git(&texts, text, at),
        _ => oci(&texts, text, at),
    }
}

fn git(texts: &Texts<'_>, url: &str, at: Span) -> Result<Source, Diagnostic> {
    texts.only("git", &["tag", "branch", "rev", "directory"])?;
    if let Some((message, help)) = refused_address(url) {
        return Err(unusable(message).at(at, "").help(help));
    }
    let mend = "Add `tag = \"v1.2.0\"`; or a `branch`, of which `inf.lock` holds the commit.";
    let (kind, name) = texts.one(&["tag", "branch", "rev"], mend)?;
    let name = name.to_owned();
    let revision = match kind {
        "tag" => Revision::Tag(name),
        "branch" => Revision::Branch(name),
        _ => Revision::Commit(name),
    };
    let directory = texts.get("directory");
    if let Some((directory, span)) = directory
        && directory.split('/').any(|part| matches!(part, "" | "." | ".."))
    {
        return Err(unusable("the directory goes down from the top of the repository")
            .at(span, "")
            .help("Write it without empty, `.` and `..` parts."));
    }
    let directory = directory.map_or("", |(directory, _)| directory).to_owned();
    Ok(Source::Git { url: url.to_owned(), revision, directory })
}

fn oci(texts: &Texts<'_>, address: &str, at: Span) -> Result<Source, Diagnostic> {
    texts.only("oci", &["tag", "digest"])?;
    let mend = "Add `tag = \"1.2.0\"`, or the `digest` of a manifest.";
    let (kind, text) = texts.one(&["tag", "digest"], mend)?;
    let place = texts.get(kind).map_or(at, |(_, span)| span);
    let wanted = match kind {
        "tag" => Wanted::Tag(text.to_owned()),
        _ if is_digest(text) => Wanted::Digest(text.to_owned()),
        _ => {
            return Err(unusable("a digest is `sha256:` and 64 hexadecimal digits").at(place, ""));
        }
    };
    // Without a scheme it is a name in one of `[registries]`.
    if !address.contains("://") && is_module_name(address) {
        return Ok(Source::Named { repository: address.to_owned(), wanted });
    }
    match Reference::read(address) {
        Some((reference, None))
            if Reference::read(&format!("{reference}:{text}")).is_some() || kind == "digest" =>
        {
            Ok(Source::Oci { place: reference, wanted })
        }
        Some((_, None)) => Err(unusable(format!("`{text}` is no tag")).at(place, "")),
        Some((_, Some(_))) => Err(unusable("the tag or digest stands in the address as well")
            .at(at, "")
            .help(format!("Take it out there; `{kind}` says it."))),
        None => Err(unusable("this is no address of a repository in a registry")
            .at(at, "")
            .help("Write it like `oci://host/team/name`, in lower case.")),
    }
}

fn unknown(
    name: &Setting,
    key: &Spanned<toml::de::DeString<'_>>,
    span: Span,
    value: &Spanned<DeValue<'_>>,
) -> Diagnostic {
    let key = key.get_ref().as_ref();
    if !matches!(value.get_ref(), DeValue::String(_)) || key.contains('/') {
        // `ex.com = …` without quotes is a table `ex` with a key `com`.
        let message = format!("`{}` is a table here, and no dependency", name.text);
        return unusable(message)
            .at(name.span, "")
            .help(format!("Put the whole name into quotes: `\"{}.{key}\" = …`.", name.text));
    }
    let fault = unusable(format!("a dependency has no key `{key}`")).at(span, "unknown key");
    match nearest(key, KEYS.iter().copied()) {
        Some(near) => fault.help(format!("Did you mean `{near}`?")),
        None => fault.help(format!("Known here: `{}`.", KEYS.join("`, `"))),
    }
}

fn unusable(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Usage, message)
}
