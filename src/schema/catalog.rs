//! The definitions of one release, made as they are asked for.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, OnceLock};

use elsa::sync::FrozenMap;

use super::definition::Definition;
use super::read::{self, Table};
use super::release::Release;
use super::tables::DEFINITIONS;

/// All releases; what is in them is made when it is asked for.
static CATALOGS: LazyLock<Vec<Catalog>> = LazyLock::new(|| {
    let catalog = |release| Catalog { release, packages: OnceLock::new() };
    Release::all().map(catalog).collect()
});

/// The definitions of one release.
pub struct Catalog {
    release: Release,
    packages: OnceLock<BTreeMap<&'static str, OnceLock<Package>>>,
}

impl Catalog {
    /// The definitions of `release`.
    pub fn of(release: Release) -> &'static Self {
        let index = usize::from(release.minor() - Release::OLDEST.minor());
        &CATALOGS[index]
    }

    /// The package of that name (`apps/v1`), if the release serves anything of it.
    pub fn package(&'static self, name: &str) -> Option<&'static Package> {
        let (name, package) = self.all().get_key_value(name)?;
        let package = package.get_or_init(|| {
            let text = DEFINITIONS.get(*name).and_then(|table| str::from_utf8(table).ok());
            read::package(self, name, text.unwrap_or_default(), self.release)
        });
        package.is_served.then_some(package)
    }

    /// The definition of that name.
    pub fn definition(&'static self, package: &str, name: &str) -> Option<&'static Definition> {
        self.package(package)?.definition(name)
    }

    /// The names of all packages that the release serves anything of, in order.
    pub fn packages(&'static self) -> impl Iterator<Item = &'static str> {
        self.all().keys().copied().filter(|name| self.package(name).is_some())
    }

    /// All packages of any release by their names.
    fn all(&self) -> &BTreeMap<&'static str, OnceLock<Package>> {
        let packages = || DEFINITIONS.keys().map(|name| (name.as_str(), OnceLock::new())).collect();
        self.packages.get_or_init(packages)
    }
}

/// The definitions of a group and version.
pub struct Package {
    /// The name: `apps/v1`.
    pub name: &'static str,
    /// The API group: `apps`; empty for the core group.
    pub group: &'static str,
    /// The version: `v1`.
    pub version: &'static str,
    table: Table,
    /// Whether the release has any definition of it.
    is_served: bool,
    /// The definitions that were asked for.
    made: FrozenMap<&'static str, Box<Definition>>,
}

impl Package {
    pub(super) fn new(
        name: &'static str,
        group: &'static str,
        version: &'static str,
        table: Table,
    ) -> Self {
        let is_served = table.names().next().is_some();
        Self { name, group, version, table, is_served, made: FrozenMap::new() }
    }

    /// The definition of that name.
    pub fn definition(&'static self, name: &str) -> Option<&'static Definition> {
        if let Some(made) = self.made.get(name) {
            return Some(made);
        }
        let definition = self.table.definition(name)?;
        Some(self.made.insert(definition.name, Box::new(definition)))
    }

    /// What objects of the package write as `apiVersion`.
    pub fn api_version(&self) -> String {
        match self.group {
            "" => self.version.to_owned(),
            group => format!("{group}/{}", self.version),
        }
    }

    /// The names of all definitions in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.table.names()
    }
}

impl fmt::Debug for Catalog {
    /// The release alone: definitions lead to each other in circles.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Catalog({})", self.release)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Definition, Field, Type};
    use super::*;

    /// The definitions that a type names.
    fn links<'a>(ty: &'a Type, found: &mut Vec<(&'a str, &'a str, bool)>) {
        match ty {
            Type::Struct(link) => {
                found.push((link.package, link.name, link.definition().is_some()));
            }
            Type::List(inner) | Type::Map(inner) => links(inner, found),
            Type::Either(one, other) => {
                links(one, found);
                links(other, found);
            }
            _ => {}
        }
    }

    fn each(mut check: impl FnMut(Release, &'static Definition, &'static Field)) {
        for release in Release::all() {
            let catalog = Catalog::of(release);
            for package in catalog.packages().filter_map(|name| catalog.package(name)) {
                for name in package.names() {
                    let definition = package.definition(name).unwrap_or_else(|| panic!("{name}"));
                    definition.fields.iter().for_each(|field| check(release, definition, field));
                }
            }
        }
    }

    #[test]
    fn references_lead_to_definitions() {
        let mut count = 0;
        each(|release, definition, field| {
            let mut found = Vec::new();
            links(&field.ty, &mut found);
            count += found.len();
            for (package, name, is_there) in found {
                let place = format!("{release} {}.{}", definition.name, field.name);
                assert!(is_there, "{place}: {package}.{name}");
            }
        });
        assert!(count > 1_000, "{count}");
    }

    #[test]
    fn fields_are_in_order_and_keys_are_fields() {
        each(|_, definition, field| {
            assert!(definition.field(field.name).is_some(), "{}.{}", definition.name, field.name);
            let Type::List(element) = &field.ty else { return assert!(field.keys.is_empty()) };
            let Type::Struct(link) = &**element else { return assert!(field.keys.is_empty()) };
            let element = link.definition().unwrap();
            for key in &field.keys {
                assert!(element.field(key.name).is_some(), "{}.{}", element.name, key.name);
            }
        });
    }
}
