//! The names of the experiments, and since when each can be asked for. What they change is not
//! known here.

use super::tree::{Attribute, Tree};

/// A version of the language: its major and minor number.
pub type Version = (u32, u32);

/// All experiments with the first version that knows them. `structcmp` and `accepted_` are on in
/// every file by now; `testing` turns on what CUE's own tests look at.
const ALL: [(&str, Version); 7] = [
    ("accepted_", (0, 13)),
    ("aliasv2", (0, 15)),
    ("explicitopen", (0, 15)),
    ("shortcircuit", (0, 17)),
    ("structcmp", (0, 14)),
    ("testing", (0, 13)),
    ("try", (0, 16)),
];

/// The first version that knows the experiment `name`, if there is one of that name.
pub fn since(name: &str) -> Option<Version> {
    ALL.iter().find(|known| known.0 == name).map(|known| known.1)
}

/// The names in an `@experiment(…)`; of another attribute, none.
pub(super) fn names<'t>(attribute: &Attribute, text: &'t str) -> impl Iterator<Item = &'t str> {
    let is_it = attribute.name.of(text) == "experiment";
    let body = if is_it { attribute.body.of(text) } else { "" };
    body.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// What the attributes before the package clause ask for: each name and its attribute.
pub fn asked<'t>(tree: &'t Tree, text: &'t str) -> impl Iterator<Item = (&'t str, &'t Attribute)> {
    let first = tree.package.map_or(u32::MAX, |package| package.span.start);
    tree.attributes
        .iter()
        .filter(move |attribute| attribute.span.start < first)
        .flat_map(|attribute| names(attribute, text).map(move |name| (name, attribute)))
}
