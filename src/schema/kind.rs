//! Which built-in kind an `apiVersion` and a `kind` name, and why they name none.

use std::fmt;

use super::catalog::{Catalog, Package};
use super::definition::Definition;
use super::release::Release;
use crate::base::nearest;

/// The APIs that were removed before the oldest release of the tables.
const REMOVED: &str = include_str!("../../schemas/removed.tsv");

/// Why there is no such kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KindFault {
    /// The group is none of those that the API server has built in.
    Foreign,
    /// The API is not served any more; what replaced it, if anything did.
    Removed {
        /// The release that serves it no longer, as people write it.
        since: String,
        /// The `apiVersion` to use instead.
        instead: Option<String>,
    },
    /// A newer release serves it.
    NotYet(Release),
    /// The kind belongs to another `apiVersion`.
    Elsewhere(String),
    /// The version is one of a built-in group, but has no such kind; the nearest one that it has.
    Unknown(Option<&'static str>),
}

impl fmt::Display for KindFault {
    /// How to mend it, in one sentence.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(out, "It needs a CustomResourceDefinition."),
            Self::Removed { since, instead: Some(instead) } => {
                write!(out, "Kubernetes {since} removed it: write `apiVersion: \"{instead}\"`.")
            }
            Self::Removed { since, instead: None } => {
                write!(out, "Kubernetes {since} removed it, and nothing replaced it.")
            }
            Self::NotYet(release) => write!(out, "Kubernetes {release} is the first to serve it."),
            Self::Elsewhere(version) => write!(out, "Write `apiVersion: \"{version}\"`."),
            Self::Unknown(Some(near)) => write!(out, "Did you mean `{near}`?"),
            Self::Unknown(None) => write!(out, "See `kubectl api-resources`."),
        }
    }
}

/// The kind that an object names.
///
/// # Errors
/// Why the release serves no such kind.
pub fn find_kind(
    release: Release,
    api_version: &str,
    kind: &str,
) -> Result<&'static Definition, KindFault> {
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let catalog = Catalog::of(release);
    if let Some(found) = served(catalog, group, version).and_then(|it| object(it, kind)) {
        return Ok(found);
    }
    if let Some(fault) = removed(api_version, kind) {
        return Err(fault);
    }
    let other = versions(catalog, group).find(|it| object(it, kind).is_some());
    let instead = other.map(Package::api_version);
    let serving = |release: &Release| {
        let package = served(Catalog::of(*release), group, version);
        package.is_some_and(|it| object(it, kind).is_some())
    };
    if let Some(last) = Release::all().rfind(|other| *other < release && serving(other)) {
        let since = Release::all().find(|other| *other > last).unwrap_or(release).to_string();
        return Err(KindFault::Removed { since, instead });
    }
    if let Some(first) = Release::all().find(|other| *other > release && serving(other)) {
        return Err(KindFault::NotYet(first));
    }
    if let Some(instead) = instead {
        return Err(KindFault::Elsewhere(instead));
    }
    if !is_built_in(catalog, group) {
        return Err(KindFault::Foreign);
    }
    if let Some(near) = served(catalog, group, version).and_then(|it| near(it, kind)) {
        return Err(KindFault::Unknown(Some(near)));
    }
    let elsewhere = all(catalog).find(|it| object(it, kind).is_some()).map(Package::api_version);
    Err(elsewhere.map_or(KindFault::Unknown(None), KindFault::Elsewhere))
}

/// Whether the API server has a group of that name built in.
fn is_built_in(catalog: &'static Catalog, group: &str) -> bool {
    versions(catalog, group).next().is_some()
}

/// The package of a group and version.
fn served(catalog: &'static Catalog, group: &str, version: &str) -> Option<&'static Package> {
    let package = catalog.package(&format!("{}/{version}", short(group)))?;
    (package.group == group).then_some(package)
}

/// The name of a group in those of packages.
fn short(group: &str) -> &str {
    match group {
        "" => "core",
        "internal.apiserver.k8s.io" => "apiserverinternal",
        _ => group.split('.').next().unwrap_or(group),
    }
}

/// The packages of a group; stable versions first, and the newest of those.
fn versions(catalog: &'static Catalog, group: &str) -> impl Iterator<Item = &'static Package> {
    let prefix = format!("{}/", short(group));
    let names = catalog.packages().filter(move |name| name.starts_with(&prefix));
    let mut found: Vec<_> = names
        .filter_map(|name| catalog.package(name))
        .filter(|package| package.group == group)
        .collect();
    found.reverse();
    found.sort_by_key(|package| is_preview(package));
    found.into_iter()
}

/// Whether the version of a package is an alpha or beta one.
fn is_preview(package: &Package) -> bool {
    package.version.contains(['a', 'b'])
}

fn all(catalog: &'static Catalog) -> impl Iterator<Item = &'static Package> {
    let mut found: Vec<_> = catalog.packages().filter_map(|name| catalog.package(name)).collect();
    found.sort_by_key(|package| is_preview(package));
    found.into_iter()
}

/// The definition of the kind, if it is one of objects.
fn object(package: &'static Package, kind: &str) -> Option<&'static Definition> {
    package.definition(kind).filter(|definition| definition.scope.is_some())
}

fn near(package: &'static Package, kind: &str) -> Option<&'static str> {
    nearest(kind, package.names().filter(|name| object(package, name).is_some()))
}

/// What the table of removed APIs says.
fn removed(api_version: &str, kind: &str) -> Option<KindFault> {
    REMOVED.lines().find_map(|line| {
        let mut cells = line.split('\t');
        let (version, kinds) = (cells.next()?, cells.next()?);
        if version != api_version || (kinds != "*" && kinds != kind) {
            return None;
        }
        let (since, instead) = (cells.next()?.to_owned(), cells.next()?);
        let instead = (instead != "-").then(|| instead.to_owned());
        Some(KindFault::Removed { since, instead })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(release: &str, api_version: &str, kind: &str) -> String {
        match find_kind(release.parse().unwrap(), api_version, kind) {
            Ok(found) => format!("{}.{}", found.package, found.name),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn kinds_are_found_by_group_and_version() {
        for (api_version, kind, found) in [
            ("v1", "Pod", "core/v1.Pod"),
            ("apps/v1", "Deployment", "apps/v1.Deployment"),
            ("rbac.authorization.k8s.io/v1", "Role", "rbac/v1.Role"),
            ("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowcontrol/v1.FlowSchema"),
            (
                "apiextensions.k8s.io/v1",
                "CustomResourceDefinition",
                "apiextensions/v1.CustomResourceDefinition",
            ),
            ("apiregistration.k8s.io/v1", "APIService", "apiregistration/v1.APIService"),
            ("policy/v1", "Eviction", "policy/v1.Eviction"),
        ] {
            assert_eq!(check("1.37", api_version, kind), found);
            assert_eq!(check("1.33", api_version, kind), found);
        }
    }

    #[test]
    fn removed_kinds_name_what_replaced_them() {
        assert_eq!(
            check("1.37", "policy/v1beta1", "PodDisruptionBudget"),
            "Kubernetes 1.25 removed it: write `apiVersion: \"policy/v1\"`."
        );
        assert_eq!(
            check("1.33", "apps/v1beta2", "DaemonSet"),
            "Kubernetes 1.16 removed it: write `apiVersion: \"apps/v1\"`."
        );
        assert_eq!(
            check("1.33", "policy/v1beta1", "PodSecurityPolicy"),
            "Kubernetes 1.25 removed it, and nothing replaced it."
        );
    }

    #[test]
    fn what_is_no_kind_is_told_with_the_one_that_is_meant() {
        assert_eq!(check("1.37", "apps/v1", "Deploymnet"), "Did you mean `Deployment`?");
        assert_eq!(check("1.37", "v1", "Deployment"), "Write `apiVersion: \"apps/v1\"`.");
        assert_eq!(check("1.37", "apps/v2", "Deployment"), "Write `apiVersion: \"apps/v1\"`.");
        assert_eq!(check("1.37", "batch/v1", "PodSpec"), "See `kubectl api-resources`.");
        for foreign in ["argoproj.io/v1", "apps.x.io/v1", "gateway.networking.k8s.io/v1", "x/v1"] {
            assert_eq!(check("1.37", foreign, "Rollout"), "It needs a CustomResourceDefinition.");
        }
    }

    #[test]
    fn the_table_of_removed_kinds_is_whole() {
        for line in REMOVED.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [api_version, kind, _, instead] = cells[..] else { panic!("{line}") };
            for release in Release::all() {
                assert!(find_kind(release, api_version, kind).is_err(), "{line}");
                if kind != "*" && instead != "-" {
                    assert!(find_kind(release, instead, kind).is_ok(), "{line}");
                }
            }
        }
    }
}
