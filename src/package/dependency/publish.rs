//! A module on its way to others: checked, packed, and put into a registry under its version.

use semver::Version;

use super::registries::locate;
use super::requirement::Source;
use super::work::{Faults, Work};
use crate::base::{Code, Diagnostic};
use crate::package::settings::Setting;
use crate::remote::{Client, Published, Reference, Tree};

/// What to publish, and where.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The module's name.
    pub name: String,
    /// Its version, which is the tag.
    pub version: String,
    /// The repository.
    pub place: Reference,
    /// The files.
    pub tree: Tree,
}

impl Work<'_> {
    /// What publishing this project to `place` would do; without one, to where `[registries]` say
    /// that its name lies.
    ///
    /// # Errors
    /// All of what keeps others from using it.
    pub fn publication(&self, place: Option<&str>) -> Result<Publication, Faults> {
        let settings = &self.project.settings;
        let mut faults = Vec::new();
        let fault = |message: String| Diagnostic::error(Code::Usage, message);
        let lacking = |key: &str, example: &str| {
            let message = format!("`inf.toml` gives the module no {key}");
            fault(message).help(format!("Write `{key} = \"{example}\"` under `[package]`."))
        };
        let name = settings.name.clone().filter(|name| !name.text.is_empty());
        if name.is_none() {
            faults.push(lacking("name", "ex.com/base"));
        }
        match &settings.version {
            None => faults.push(lacking("version", "0.1.0")),
            Some(version) if Version::parse(&version.text).is_err() => {
                let message = format!("`{}` is no version", version.text.escape_debug());
                let fault = fault(message).at(version.span, "");
                faults.push(fault.help("A version has three numbers, as in `\"1.2.0\"`."));
            }
            Some(_) => {}
        }
        for requirement in &settings.dependencies {
            if let Source::Path(_) = requirement.source {
                let message = "a module that is published cannot depend on a directory";
                let fault = Diagnostic::error(Code::Dependency, message);
                faults.push(
                    fault
                        .at(requirement.span, "others do not have it")
                        .help("Publish that module too, and depend on its version."),
                );
            }
        }
        let place = name.as_ref().and_then(|name| match self.place(name, place) {
            Ok(place) => Some(place),
            Err(fault) => {
                faults.push(*fault);
                None
            }
        });
        let tree = Tree::read(&self.project.root).map_err(|fault| faults.push(fault)).ok();
        match (name, &settings.version, place, tree) {
            (Some(name), Some(version), Some(place), Some(tree)) if faults.is_empty() => {
                Ok(Publication { name: name.text, version: version.text.clone(), place, tree })
            }
            _ => Err(faults),
        }
    }

    fn place(&self, name: &Setting, place: Option<&str>) -> Result<Reference, Box<Diagnostic>> {
        let unusable = |message: String| Box::new(Diagnostic::error(Code::Usage, message));
        match place {
            Some(place) => match Reference::read(place) {
                Some((reference, None)) => Ok(reference),
                Some((_, Some(_))) => {
                    Err(unusable("the version of the module is the tag: leave it out".to_owned()))
                }
                None => Err(unusable(format!("`{place}` is no address of a repository"))),
            },
            None => locate(&name.text, &self.project.settings.registries, &[]).ok_or_else(|| {
                Box::new(unusable(format!("there is no registry for `{}`", name.text)).help(
                    "Say where it goes: `infc mod publish oci://host/path`, or `default = \
                         \"oci://host/path\"` under `[registries]` in `inf.toml`.",
                ))
            }),
        }
    }
}

impl Publication {
    /// Publishes; what is there under this version is replaced only with `force`.
    ///
    /// # Errors
    /// A version that is there with other files; a registry that refuses.
    pub fn publish(&self, force: bool) -> Result<Vec<String>, Faults> {
        let done = Client::new(&self.place)
            .and_then(|mut client| client.publish(&self.tree, &self.name, &self.version, force));
        let (word, digest) = match done.map_err(|fault| vec![fault])? {
            Published::New(digest) => ("published", digest),
            Published::Same(digest) => ("published already:", digest),
        };
        let (name, version, place) = (&self.name, &self.version, &self.place);
        Ok(vec![format!("{word} {name} {version} as {place}:{version}"), format!("  {digest}")])
    }

    /// What would be published: the files with their sizes.
    pub fn files(&self) -> Vec<String> {
        let files = self.tree.files();
        let mut lines: Vec<String> =
            files.map(|(path, bytes)| format!("{:>9} {path}", bytes.len())).collect();
        let (name, version, place) = (&self.name, &self.version, &self.place);
        lines.push(format!("would publish {name} {version} as {place}:{version}"));
        lines
    }
}

/// Keeps credentials for the registry at `host`, if it takes them.
///
/// # Errors
/// A host that is none, credentials that the registry refuses or that cannot be kept.
pub fn login(host: &str, user: &str, password: &str) -> Result<Vec<String>, Faults> {
    let host = host.strip_prefix("oci://").unwrap_or(host);
    let host = host.strip_prefix("https://").unwrap_or(host).trim_end_matches('/');
    let Some((place, None)) = Reference::read(&format!("{host}/x")) else {
        let message = format!("`{}` is no host of a registry", host.escape_debug());
        return Err(vec![Diagnostic::error(Code::Usage, message)]);
    };
    let credentials = crate::remote::Credentials::Password {
        user: user.to_owned(),
        password: password.to_owned(),
    };
    let mut client = Client::with(&place, Some(credentials));
    let kept = client
        .greet()
        .and_then(|()| crate::remote::store_credentials(&place.host, user, password))
        .map_err(|fault| vec![fault])?;
    Ok(vec![format!("credentials for `{}` are kept in {kept}", place.host)])
}
