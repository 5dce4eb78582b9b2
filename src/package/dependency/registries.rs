//! `[registries]`: in which registry a module is looked for of which only the name is known.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::requirement::is_module_name;
use crate::base::{Code, Diagnostic, Span};
use crate::package::settings::Setting;
use crate::remote::Reference;

/// The key for all names that no other key is about.
const DEFAULT: &str = "default";

/// One line of `[registries]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Registry {
    /// The start of names, or `default`.
    pub(crate) names: Setting,
    /// The registry, and the repository there below which the modules lie: `host/path`.
    pub(crate) location: String,
}

/// Reads `[registries]`; what is wrong is left out and reported.
pub(crate) fn read(
    table: &DeTable<'_>,
    span: &dyn Fn(Range<usize>) -> Span,
) -> (Vec<Registry>, Vec<Diagnostic>) {
    let mut registries = Vec::new();
    let mut faults = Vec::new();
    for (key, value) in table {
        let names = Setting { text: key.get_ref().to_string(), span: span(key.span()) };
        let place = span(value.span());
        let text = match value.get_ref() {
            DeValue::String(text) => text.as_ref(),
            _ => "",
        };
        let location = text.strip_prefix("oci://").unwrap_or(text).trim_end_matches('/');
        if !is_module_name(&names.text) || Reference::read(&format!("{location}/x")).is_none() {
            let message = format!("`{}` does not lead to a registry", names.text.escape_debug());
            let fault = Diagnostic::error(Code::Usage, message).at(place, "");
            faults.push(fault.help(
                "Write `default = \"oci://host/path\"`; another key is the start of the names that \
                 lie elsewhere.",
            ));
            continue;
        }
        registries.push(Registry { names, location: location.to_owned() });
    }
    (registries, faults)
}

/// Where the repository `name` lies: what the longest key says that `name` starts with, in the
/// registries of the project or in those of the module that asks; else the module's default, the
/// project's default, and last the name itself, if it starts with a host.
pub(crate) fn locate(name: &str, project: &[Registry], asking: &[Registry]) -> Option<Reference> {
    let own = longest(name, project).or_else(|| longest(name, asking));
    let default = || {
        let is_default = |registry: &&Registry| registry.names.text == DEFAULT;
        asking.iter().find(is_default).or_else(|| project.iter().find(is_default))
    };
    let location = own.or_else(default).map(|registry| format!("{}/{name}", registry.location));
    let first = name.split('/').next().unwrap_or_default();
    let is_host = first.contains(['.', ':']) || first == "localhost";
    let location = location.or_else(|| is_host.then(|| name.to_owned()))?;
    Reference::read(&location).map(|(reference, _)| reference)
}

fn longest<'a>(name: &str, registries: &'a [Registry]) -> Option<&'a Registry> {
    let is_start = |registry: &&Registry| {
        let start = registry.names.text.as_str();
        start != DEFAULT
            && name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    registries.iter().filter(is_start).max_by_key(|registry| registry.names.text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registries(pairs: &[(&str, &str)]) -> Vec<Registry> {
        let registry = |(names, location): &(&str, &str)| Registry {
            names: Setting { text: (*names).to_owned(), span: Span::NOWHERE },
            location: (*location).to_owned(),
        };
        pairs.iter().map(registry).collect()
    }

    #[test]
    fn the_nearest_registry_wins() {
        let project = registries(&[("default", "p.io/all"), ("ex.com/team", "p.io/team")]);
        let asking = registries(&[("default", "a.io/all"), ("ex.com", "a.io/ex")]);
        let place = |name: &str, project: &[Registry], asking: &[Registry]| {
            locate(name, project, asking).map(|place| place.to_string()).unwrap_or_default()
        };
        assert_eq!(place("ex.com/team/a", &project, &asking), "oci://p.io/team/ex.com/team/a");
        assert_eq!(place("ex.com/teams", &project, &asking), "oci://a.io/ex/ex.com/teams");
        assert_eq!(place("base", &project, &asking), "oci://a.io/all/base");
        assert_eq!(place("base", &project, &[]), "oci://p.io/all/base");
        assert_eq!(place("ghcr.io/acme/base", &[], &[]), "oci://ghcr.io/acme/base");
        assert_eq!(place("localhost:5000/base", &[], &[]), "oci://localhost:5000/base");
        assert_eq!(place("base", &[], &[]), "");
        assert_eq!(place("Base", &project, &[]), "");
    }
}
