//! Where a name stands: its declarations and its uses, in all files of the compilation.

use rustc_hash::FxHashSet;

use super::{Names, Target, unique};
use crate::base::{FileId, Span};
use crate::session::index::{DefinitionId, Sort};

/// One token that declares or uses a name.
#[derive(Clone, Debug)]
pub(crate) struct Occurrence {
    /// The token.
    pub(crate) span: Span,
    /// The name.
    pub(crate) name: String,
    /// All that it leads to; of a declaration, all declarations of the same thing.
    pub(crate) targets: Vec<Target>,
    /// The definition, where the token declares something.
    pub(crate) declares: Option<DefinitionId>,
}

impl Names<'_> {
    pub(super) fn occurrence_at(&self, file: FileId, offset: u32) -> Option<Occurrence> {
        let here = self.file(file)?;
        let holds = |span: Span| span.start <= offset && offset <= span.end;
        if let Some(one) = here.index.uses.iter().find(|one| holds(one.span)) {
            let targets = self.targets(file, one);
            let targets = self.all_declarations(targets);
            return Some(Occurrence {
                span: one.span,
                name: one.name.clone(),
                targets,
                declares: None,
            });
        }
        let mut definitions = here.index.definitions.iter();
        let (id, one) =
            definitions.find(|(_, one)| holds(one.span) && one.sort != Sort::Pattern)?;
        self.start();
        let targets = self.declarations(&Target::Declared(file, id));
        Some(Occurrence { span: one.span, name: one.name.clone(), targets, declares: Some(id) })
    }

    /// `targets` with all declarations of the same fields.
    pub(crate) fn all_declarations(&self, targets: Vec<Target>) -> Vec<Target> {
        self.start();
        let all = targets.iter().flat_map(|target| self.declarations(target)).collect();
        unique(all)
    }

    /// All tokens called `name` that declare or use one of `targets`.
    pub(crate) fn occurrences(&self, name: &str, targets: &[Target]) -> Vec<Occurrence> {
        let wanted: FxHashSet<&Target> = targets.iter().collect();
        let is_wanted = |found: &[Target]| {
            let is_pattern = |target: &Target| match *target {
                Target::Declared(file, id) => self.is_pattern(file, id),
                Target::Member(..) | Target::Predeclared(_) => false,
            };
            found.iter().any(|target| wanted.contains(target) && !is_pattern(target))
        };
        let mut found = Vec::new();
        for &file in &self.order {
            let Some(here) = self.file(file) else { continue };
            for (id, one) in here.index.definitions.iter() {
                if one.name != name || matches!(one.sort, Sort::Pattern) {
                    continue;
                }
                self.start();
                let targets = self.declarations(&Target::Declared(file, id));
                if is_wanted(&targets) {
                    let (span, name) = (one.span, one.name.clone());
                    found.push(Occurrence { span, name, targets, declares: Some(id) });
                }
            }
            for one in here.index.uses.iter().filter(|one| one.name == name) {
                let targets = self.all_declarations(self.targets(file, one));
                if is_wanted(&targets) {
                    let (span, name) = (one.span, one.name.clone());
                    found.push(Occurrence { span, name, targets, declares: None });
                }
            }
        }
        found.sort_by_key(|one| one.span);
        found.dedup_by_key(|one| one.span);
        found
    }

    fn is_pattern(&self, file: FileId, id: DefinitionId) -> bool {
        self.definition(file, id).is_some_and(|one| one.sort == Sort::Pattern)
    }
}
