//! Where the value of a definition or of a reference lies: its path in its package.

use super::{Definition, DefinitionId, Names, Owner, ScopeId, Sort, Target, Use};
use crate::base::FileId;
use crate::eval::Step;
use crate::package::Import;
use crate::syntax::tree::ExprKind;

/// The path of a value in a package, by its place in the compilation.
pub(crate) type Path = (usize, Vec<Step>);

/// How deep what a path goes through may nest; the tree is no deeper than some thousands.
const DEEPEST: usize = 1_000;

impl Names<'_> {
    /// The path of what a definition declares; none within constraints and comprehensions of
    /// lists, and for names that are no fields.
    pub(crate) fn path_of(&self, file: FileId, id: DefinitionId) -> Option<Path> {
        let package = self.file(file)?.package;
        let mut steps = Vec::new();
        self.steps_to(file, id, &mut steps, 0)?;
        Some((package, steps))
    }

    fn steps_to(
        &self,
        file: FileId,
        id: DefinitionId,
        steps: &mut Vec<Step>,
        depth: usize,
    ) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let Definition { name, sort, scope, .. } = self.definition(file, id)?;
        match sort {
            Sort::Alias(Some(of)) => self.steps_to(file, *of, steps, depth + 1),
            Sort::Field { quoted, .. } => {
                self.steps_into(file, *scope, steps, depth + 1)?;
                let name = name.clone();
                steps.push(if *quoted { Step::Quoted(name) } else { Step::Name(name) });
                Some(())
            }
            Sort::Alias(None) | Sort::Pattern | Sort::Let | Sort::Variable | Sort::Import(_) => {
                None
            }
        }
    }

    /// The path of the struct that a scope is.
    pub(crate) fn path_into(&self, file: FileId, scope: ScopeId) -> Option<Path> {
        let package = self.file(file)?.package;
        let mut steps = Vec::new();
        self.steps_into(file, scope, &mut steps, 0)?;
        Some((package, steps))
    }

    fn steps_into(
        &self,
        file: FileId,
        scope: ScopeId,
        steps: &mut Vec<Step>,
        depth: usize,
    ) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match self.file(file)?.index.scopes[scope].owner {
            Owner::File => Some(()),
            Owner::Field(id) => self.steps_to(file, id, steps, depth + 1),
            Owner::Element(id, Some(index)) => {
                self.steps_to(file, id, steps, depth + 1)?;
                steps.push(Step::Index(index));
                Some(())
            }
            Owner::Embedded => {
                let around = self.struct_around(file, scope)?;
                self.steps_into(file, around, steps, depth + 1)
            }
            Owner::Element(_, None) | Owner::Clause | Owner::Elsewhere => None,
        }
    }

    /// The path of what a use refers to, along what it is selected from.
    pub(crate) fn path_of_use(&self, file: FileId, one: &Use) -> Option<Path> {
        self.followed(file, one, 0)
    }

    fn followed(&self, file: FileId, one: &Use, depth: usize) -> Option<Path> {
        let here = self.file(file)?;
        let Some(base) = one.base else {
            let targets = self.targets(file, one);
            return targets.iter().find_map(|target| match *target {
                Target::Declared(file, id) => {
                    self.package_of(file, id).or_else(|| self.path_of(file, id))
                }
                Target::Member(..) | Target::Predeclared(_) => None,
            });
        };
        let mut base = base;
        while let ExprKind::Paren(inner) = here.parsed.tree.exprs[base].kind {
            base = inner;
        }
        let from = here.index.use_of(base).filter(|_| depth < DEEPEST)?;
        let (package, mut steps) = self.followed(file, from, depth + 1)?;
        let quoted = here.text.get(one.span.start as usize..)?.starts_with('"');
        let name = one.name.clone();
        steps.push(if quoted { Step::Quoted(name) } else { Step::Name(name) });
        Some((package, steps))
    }

    /// The root of the package that an import means.
    fn package_of(&self, file: FileId, id: DefinitionId) -> Option<Path> {
        let Sort::Import(number) = self.definition(file, id)?.sort else { return None };
        let import = self.file(file)?.parsed.tree.imports.get(number)?;
        match self.import(file, import.path)? {
            Import::Package(package) => Some((*package, Vec::new())),
            Import::Standard(_) => None,
        }
    }
}
