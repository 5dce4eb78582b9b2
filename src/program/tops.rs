//! The names of the fields at the top of a package's files, and which of them a file sees.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::ir::PackageId;
use crate::base::{FileId, Id as _};
use crate::package::{Loaded, PackageFile};
use crate::syntax::tree::{DeclKind, Field, LabelKind};

/// The names at the top of a package's files, and who declares each.
#[derive(Default)]
pub struct Tops<'a>(FxHashMap<&'a str, Declared>);

/// Who declares a name.
#[derive(Clone, Copy, Default)]
struct Declared {
    /// The first file that does, of those that others see: it has a package clause.
    first: Option<FileId>,
    /// Whether another of them does too.
    by_more: bool,
}

impl<'a> Tops<'a> {
    /// Those of a package; none if there is no such package.
    pub fn of(loaded: &'a Loaded, package: PackageId) -> Self {
        let mut tops = Self::default();
        let files = loaded.packages.get(package.index()).map(|package| &package.files);
        for file in files.into_iter().flatten() {
            let text = loaded.sources.text(file.file);
            let seen = is_seen(file, text);
            for decl in &file.parsed.tree.decls {
                if let DeclKind::Field(Field { label, .. }) = &decl.kind
                    && matches!(label.kind, LabelKind::Ident)
                {
                    let declared = tops.0.entry(label.span.of(text)).or_default();
                    if seen {
                        declared.by_more |= declared.first.is_some_and(|first| first != file.file);
                        declared.first.get_or_insert(file.file);
                    }
                }
            }
        }
        tops
    }
}

/// Whether other files of the package see the names of `file`.
fn is_seen(file: &PackageFile, text: &str) -> bool {
    file.parsed.tree.package.is_some_and(|package| package.name.of(text) != "_")
}

/// The names at the top of a package that can be used without being declared nearer.
#[derive(Default)]
pub(super) struct Seen<'a> {
    tops: Rc<Tops<'a>>,
    /// The file that sees those of the others; none where all of them are seen.
    by: Option<FileId>,
}

impl<'a> Seen<'a> {
    /// All of them.
    pub(super) fn all(tops: Rc<Tops<'a>>) -> Self {
        Self { tops, by: None }
    }

    /// Those of other files.
    pub(super) fn by(file: FileId, tops: &Rc<Tops<'a>>) -> Self {
        Self { tops: Rc::clone(tops), by: Some(file) }
    }

    /// Whether `name` is one of them.
    pub(super) fn has(&self, name: &str) -> bool {
        self.tops.0.get(name).is_some_and(|&declared| self.sees(declared))
    }

    /// All of them, in no order.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.tops.0.iter().filter(|(_, declared)| self.sees(**declared)).map(|(name, _)| *name)
    }

    fn sees(&self, declared: Declared) -> bool {
        match self.by {
            Some(file) => declared.by_more || declared.first.is_some_and(|first| first != file),
            None => true,
        }
    }
}
