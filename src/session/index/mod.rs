//! The names of one file: what declares them, what uses them, and in which scope each stands.
//!
//! It is made of the tree alone, so a file with errors has an index too; what lies in other files
//! is [`names`](super::names)' matter. Scopes are those of the language (spec: Scopes), kept with
//! what they belong to, so that a struct literal can be followed to the field that it is the value of.

mod walk;

use std::hash::BuildHasher;
use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::base::{Arena, Span, id};
use crate::syntax::Parsed;
use crate::syntax::tree::{ExprId, FieldMark};

id! {
    /// One declared name.
    DefinitionId,
    /// One scope.
    ScopeId
}

/// The names of one file.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// All that is declared, in the order of the source within each scope.
    pub(crate) definitions: Arena<DefinitionId, Definition>,
    /// The scopes; the first is the file's.
    pub(crate) scopes: Arena<ScopeId, Scope>,
    /// All names that are used, in the order in which the tree was gone through.
    pub(crate) uses: Vec<Use>,
    /// The scope of each struct literal.
    structs: FxHashMap<ExprId, ScopeId>,
    /// The use that an expression is.
    used: FxHashMap<ExprId, usize>,
    /// What scopes with many names declare, by the hashes of the names, once it was asked for.
    wide: OnceLock<FxHashMap<(ScopeId, u64), Vec<DefinitionId>>>,
}

/// Scopes with more names are not searched from end to end.
const WIDE: usize = 16;

/// A declared name, or a constraint on fields of any name.
#[derive(Debug)]
pub(crate) struct Definition {
    /// The name as references write it; the text of a quoted label; empty for a pattern.
    pub(crate) name: String,
    /// The token that declares it.
    pub(crate) span: Span,
    /// The whole declaration.
    pub(crate) whole: Span,
    /// What it is.
    pub(crate) sort: Sort,
    /// Where it is declared.
    pub(crate) scope: ScopeId,
    /// Its value; clause variables have none.
    pub(crate) value: Option<ExprId>,
}

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sort {
    /// A field. One with a quoted label has a name that no reference finds.
    Field {
        /// `?` or `!`
        mark: FieldMark,
        /// Whether the label is quoted.
        quoted: bool,
    },
    /// `[pattern]: value` or `(expr): value`
    Pattern,
    /// `let`, also as a clause.
    Let,
    /// `X=label`, `label~X` or `X=value`: another name of the field.
    Alias(Option<DefinitionId>),
    /// The `X` of `[X=pattern]`, or a variable of a `for` clause.
    Variable,
    /// An import, by its place in the file.
    Import(usize),
}

/// Where names are known.
#[derive(Debug)]
pub(crate) struct Scope {
    /// The scope around.
    pub(crate) parent: Option<ScopeId>,
    /// What is declared in it.
    pub(crate) definitions: Vec<DefinitionId>,
    /// What it belongs to.
    pub(crate) owner: Owner,
    /// Its extent.
    pub(crate) span: Span,
    /// What is unified with it from within: embeddings, the bodies of comprehensions.
    pub(crate) embedded: Vec<ExprId>,
}

/// What a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owner {
    /// The file.
    File,
    /// It is a struct that the field's value is made of.
    Field(DefinitionId),
    /// It is an element of the list that the field's value is made of; of a comprehension, which
    /// one is not known.
    Element(DefinitionId, Option<usize>),
    /// It is a struct that is embedded, or that a comprehension yields, in the scope around.
    Embedded,
    /// It declares names of a clause, an alias or a pattern, and is no struct.
    Clause,
    /// It stands somewhere else: an argument, an operand.
    Elsewhere,
}

/// A name that is used.
#[derive(Debug)]
pub(crate) struct Use {
    /// The name; of a quoted selector, its text.
    pub(crate) name: String,
    /// The token.
    pub(crate) span: Span,
    /// The scope that it stands in.
    pub(crate) scope: ScopeId,
    /// What it is selected from, if it is a selector.
    pub(crate) base: Option<ExprId>,
}

impl Index {
    /// The index of a file with that text.
    pub(crate) fn new(parsed: &Parsed, text: &str) -> Self {
        walk::index(&parsed.tree, text)
    }

    /// The scope of the whole file.
    pub(crate) fn file(&self) -> ScopeId {
        ScopeId::at(0)
    }

    /// The scope of a struct literal.
    pub(crate) fn scope_of(&self, literal: ExprId) -> Option<ScopeId> {
        self.structs.get(&literal).copied()
    }

    /// The scopes of the structs that the value of a definition is made of.
    pub(crate) fn owned(&self, definition: DefinitionId) -> Vec<ScopeId> {
        let is_owned = |scope: &Scope| match scope.owner {
            Owner::Field(id) | Owner::Element(id, _) => id == definition,
            Owner::File | Owner::Embedded | Owner::Clause | Owner::Elsewhere => false,
        };
        self.scopes.iter().filter(|(_, scope)| is_owned(scope)).map(|(id, _)| id).collect()
    }

    /// The use that an identifier or selector is.
    pub(crate) fn use_of(&self, expr: ExprId) -> Option<&Use> {
        self.used.get(&expr).and_then(|&index| self.uses.get(index))
    }

    /// The scopes from `scope` outwards.
    pub(crate) fn outwards(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> {
        std::iter::successors(Some(scope), |&at| self.scopes[at].parent)
    }

    /// The innermost scope around `offset`.
    pub(crate) fn scope_at(&self, offset: u32) -> ScopeId {
        let holds = |span: Span| span.start < offset && offset < span.end;
        let around = self.scopes.iter().filter(|(_, scope)| holds(scope.span));
        around
            .min_by_key(|(_, scope)| scope.span.end - scope.span.start)
            .map_or(self.file(), |it| it.0)
    }

    /// What is declared in `scope` under `name`, with a label or not that references can find.
    pub(crate) fn declared<'a>(
        &'a self,
        scope: ScopeId,
        name: &'a str,
    ) -> impl Iterator<Item = DefinitionId> + 'a {
        let all = self.scopes[scope].definitions.as_slice();
        let ids = match all.len() > WIDE {
            true => self.wide().get(&(scope, hash(name))).map_or(&[][..], Vec::as_slice),
            false => all,
        };
        ids.iter().copied().filter(move |&id| self.definitions[id].name == name)
    }

    fn wide(&self) -> &FxHashMap<(ScopeId, u64), Vec<DefinitionId>> {
        self.wide.get_or_init(|| {
            let mut wide: FxHashMap<_, Vec<_>> = FxHashMap::default();
            for (id, scope) in self.scopes.iter().filter(|one| one.1.definitions.len() > WIDE) {
                for &one in &scope.definitions {
                    let key = (id, hash(&self.definitions[one].name));
                    wide.entry(key).or_default().push(one);
                }
            }
            wide
        })
    }

    /// What the reference `name` in `scope` leads to within the file, and in which scope.
    pub(crate) fn resolve(
        &self,
        scope: ScopeId,
        name: &str,
    ) -> Option<(ScopeId, Vec<DefinitionId>)> {
        self.outwards(scope).find_map(|at| {
            let found: Vec<DefinitionId> =
                self.declared(at, name).filter(|&id| self.definitions[id].is_referable()).collect();
            (!found.is_empty()).then_some((at, found))
        })
    }
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}

impl Definition {
    /// Whether a reference by name can lead here.
    pub(crate) fn is_referable(&self) -> bool {
        !matches!(self.sort, Sort::Field { quoted: true, .. } | Sort::Pattern)
    }

    /// Whether it is a field.
    pub(crate) fn is_field(&self) -> bool {
        matches!(self.sort, Sort::Field { .. })
    }
}

#[cfg(test)]
mod tests;
