//! What surrounds the fields at the top of a package: where any of it differs, nothing that was
//! known of them counts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rustc_hash::FxHashSet;

use crate::base::{FileId, Text};
use crate::package::{Import, Loaded, PackageFile};
use crate::schema::Release;
use crate::session::request::Request;

/// Everything that values may depend on but for the declarations in the root package.
#[derive(PartialEq, Debug)]
pub(super) struct Around {
    /// The sources in their order, with the texts of the packages that are imported.
    sources: Vec<(PathBuf, Option<Text>)>,
    /// Of each of the root package's files its package clause and attributes.
    heads: Vec<Vec<String>>,
    /// The packages, and what each import in them means.
    packages: Vec<(String, BTreeMap<String, Import>)>,
    release: Release,
    tags: Vec<String>,
    tests: bool,
}

impl Around {
    /// What surrounds the fields of what was loaded.
    pub(super) fn of(loaded: &Loaded, request: &Request, tests: bool) -> Self {
        let own: &[_] = loaded.packages.first().map_or(&[], |root| &root.files);
        let others = loaded.packages.iter().skip(1).flat_map(|package| &package.files);
        let others: FxHashSet<FileId> = others.map(|file| file.file).collect();
        let source = |id: FileId| {
            let source = loaded.sources.get(id);
            (source.path.clone(), others.contains(&id).then(|| source.text.clone()))
        };
        let packages = loaded.packages.iter();
        Self {
            sources: loaded.sources.ids().map(source).collect(),
            heads: own.iter().map(|file| head(loaded, file)).collect(),
            packages: packages.map(|one| (one.path.clone(), one.imports.clone())).collect(),
            release: loaded.release,
            tags: request.tags.clone(),
            tests,
        }
    }

    /// Whether there are other packages than the root.
    pub(super) fn has_packages(&self) -> bool {
        self.packages.len() > 1
    }
}

/// The name of a file's package, and the attributes before it.
fn head(loaded: &Loaded, file: &PackageFile) -> Vec<String> {
    let text = loaded.sources.text(file.file);
    let tree = &file.parsed.tree;
    let name = tree.package.map(|package| package.name);
    let spans = name.into_iter().chain(tree.attributes.iter().map(|attribute| attribute.span));
    spans.map(|span| span.of(text).to_owned()).collect()
}
