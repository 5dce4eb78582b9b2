//! Where packages come from: `inf.toml`, directories, the embedded library, import paths.
//!
//! This room knows nothing of evaluation; it is the only library room with disk.

mod all;
mod condition;
pub mod context;
mod cycles;
mod data_schema;
mod depend;
pub mod dependency;
mod directory;
mod document;
mod embed;
mod encoding;
mod files;
mod gather;
mod import_path;
mod inputs;
mod kube;
mod library;
mod load;
mod manifests;
mod module;
pub(crate) mod paths;
mod resolve;
mod root;
mod rules;
mod settings;
pub mod text;
mod trees;
mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::base::{Diagnostic, FileId, Names, Plain, Sources};
use crate::schema::Release;
use crate::syntax::Reading;

pub use all::all_sources;
pub use data_schema::{DataSchema, data_schema};
pub(crate) use directory::{is_source, takes_part};
pub use document::{DataFile, Document};
pub use embed::{Embedded, embeds};
pub use encoding::{Encoding, foreign};
pub use files::{Disk, Files, Kind, LARGEST_FILE, Memory};
pub use inputs::{Inputs, Root, inputs};
pub use kube::{KubeSettings, kube_settings};
pub use library::{library_text, names as embedded, within_library};
pub use load::{LoadOptions, load};
pub use manifests::{matching, object_files};
pub use module::{SETTINGS_FILE, known_paths, root as module_root};
pub use rules::{KubeRules, Levels};
pub use trees::Trees;

/// All that one compilation was given: every package, parsed, and its imports resolved.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The texts.
    pub sources: Sources,
    /// The packages; the one that was asked for is the first.
    pub packages: Vec<Package>,
    /// The names that the library was lowered with.
    pub names: &'static Names,
    /// The tags that `@if` conditions asked about.
    pub conditions: BTreeSet<String>,
    /// The package that is unified with the first one, if the command line names two.
    pub beside: Option<usize>,
    /// The data of data files and of embedded files.
    pub plain: Plain,
    /// The documents of the data files, in order.
    pub documents: Vec<Document>,
    /// The directory that relative paths start from.
    pub directory: std::path::PathBuf,
    /// Whether one of the data files says null by saying nothing, as an empty file of YAML does.
    pub says_null: bool,
    /// What `@embed` attributes bring in.
    pub embedded: Embedded,
    /// The release of Kubernetes that the compilation is for.
    pub release: Release,
    /// How the rules on Kubernetes objects are held.
    pub rules: KubeRules,
    /// How the rules on sources are held.
    pub lint: Levels,
    /// The paths of the standard library.
    pub standard: Vec<String>,
    /// The files of definitions of custom resources that `inf.toml` names.
    pub definitions: Vec<std::path::PathBuf>,
    /// What went wrong while loading; syntax errors included.
    pub diagnostics: Vec<Diagnostic>,
    /// How long parsing took.
    pub parsing: Duration,
}

/// From how many bytes of text on the tree of a file is worth the time that it takes to free it.
const LONG: usize = 16 << 10;

impl Loaded {
    /// Gives back the memory of large trees, which those have no use for who only evaluate what was
    /// built of them.
    pub fn forget_trees(&mut self) {
        for file in self.packages.iter_mut().flat_map(|package| &mut package.files) {
            if self.sources.text(file.file).len() >= LONG {
                file.parsed = Reading::default();
            }
        }
    }
}

/// One package: files that share a scope.
#[derive(Debug)]
pub struct Package {
    /// The import path; what hidden fields are scoped to. Empty for loose files.
    pub path: String,
    /// The name of the package clause.
    pub name: Option<String>,
    /// The files in order.
    pub files: Vec<PackageFile>,
    /// What became of it when infc was built, as `program::store` writes it: of the library only.
    pub lowered: Option<&'static [u8]>,
    /// What each import path in the files means.
    pub imports: BTreeMap<String, Import>,
}

/// One file of a package.
#[derive(Debug)]
pub struct PackageFile {
    /// The text.
    pub file: FileId,
    /// Its tree.
    pub parsed: Reading,
}

/// What an import path means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Import {
    /// `packages[n]` of [`Loaded`].
    Package(usize),
    /// A package of the standard library, by its path.
    Standard(String),
}
