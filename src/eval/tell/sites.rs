//! Where things are declared, for messages: which label a value belongs to, and whether a place is
//! one of the user's or part of a definition. Made when the first message needs it.

use rustc_hash::FxHashMap;

use crate::base::{FileId, Span};
use crate::program::{Decl, ExprId, Label, Mark, PackageId, Program};

/// The declarations of a program.
#[derive(Debug, Default)]
pub(in crate::eval) struct Sites {
    /// The label of each field, by its value.
    labels: FxHashMap<ExprId, (Label, Span)>,
    /// Where the values of fields stand, in the order of their starts.
    values: Vec<(Span, Label)>,
    /// The values of fields that are marked `!` or `?`.
    marked: FxHashMap<ExprId, Mark>,
    /// The definitions, from label to end, in order; none lies in another.
    definitions: Vec<(Span, Label)>,
    /// The package that each file belongs to, and its rank by path.
    files: FxHashMap<FileId, (PackageId, u32)>,
}

/// How near a place is to the hand of whoever is told: the greater, the sooner it will be changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::eval) enum Nearness {
    /// It stands in no source.
    Nowhere,
    /// In another package.
    Package,
    /// In a definition of the package.
    Definition,
    /// In a value of the package, or in data.
    Value,
}

impl Sites {
    pub(super) fn of(program: &Program) -> Self {
        let mut sites = Self::default();
        program.bring_all();
        for (package, held) in program.packages.iter() {
            for &(file, _) in &held.files {
                let rank = program.file_ranks.get(&file).copied().unwrap_or(0);
                sites.files.insert(file, (package, rank));
            }
        }
        for (_, lit) in program.literals() {
            for decl in &lit.decls {
                if let Decl::Dynamic { mark, value, .. } = decl {
                    sites.mark(*value, *mark);
                }
                let Decl::Field { label, span, value, mark, .. } = decl else { continue };
                sites.mark(*value, *mark);
                sites.labels.insert(*value, (*label, *span));
                let end = program.span(*value);
                sites.values.push((end, *label));
                if label.is_definition() && end.file == span.file {
                    sites.definitions.push((span.to(end), *label));
                }
            }
        }
        sites.values.sort_unstable();
        sites.definitions.sort_unstable();
        // Of nested ones the outermost tells all.
        sites.definitions.dedup_by(|(inner, _), (outer, _)| {
            inner.file == outer.file && inner.end <= outer.end && inner.start >= outer.start
        });
        sites
    }

    fn mark(&mut self, value: ExprId, mark: Mark) {
        if mark != Mark::Regular {
            self.marked.insert(value, mark);
        }
    }

    /// How the field with that value is marked.
    pub(in crate::eval) fn mark_of(&self, value: ExprId) -> Mark {
        self.marked.get(&value).copied().unwrap_or(Mark::Regular)
    }

    /// Where the label stands of the field with that value.
    pub(in crate::eval) fn label(&self, value: ExprId) -> Option<Span> {
        self.labels.get(&value).map(|&(_, span)| span)
    }

    /// The innermost field whose value holds a place, of those that stand shortly before it.
    pub(in crate::eval) fn field_around(&self, place: Span) -> Option<Label> {
        const NEAREST: usize = 256;
        let after = self
            .values
            .partition_point(|(value, _)| (value.file, value.start) <= (place.file, place.start));
        let before = self.values.get(..after)?.iter().rev().take(NEAREST);
        let mut around =
            before.filter(|(value, _)| value.file == place.file && place.end <= value.end);
        around.next().map(|&(_, label)| label)
    }

    /// The package that a file belongs to; none for data and for what is built in.
    pub(in crate::eval) fn package_of(&self, file: FileId) -> Option<PackageId> {
        self.files.get(&file).map(|&(package, _)| package)
    }

    /// How near a place is.
    pub(in crate::eval) fn nearness(&self, span: Span) -> Nearness {
        if span.file == Span::NOWHERE.file {
            return Nearness::Nowhere;
        }
        match self.files.get(&span.file) {
            Some(&(PackageId::ROOT, _)) if self.is_in_definition(span) => Nearness::Definition,
            Some(&(PackageId::ROOT, _)) | None => Nearness::Value,
            Some(_) => Nearness::Package,
        }
    }

    /// Whether a file is a source, and not data or an expression of the command line.
    pub(super) fn is_source(&self, file: FileId) -> bool {
        self.files.contains_key(&file)
    }

    fn is_in_definition(&self, span: Span) -> bool {
        self.definition_at(span).is_some()
    }

    /// The definition in which a place lies.
    pub(in crate::eval) fn definition_at(&self, span: Span) -> Option<Label> {
        let after = self.definitions.partition_point(|(definition, _)| {
            (definition.file, definition.start) <= (span.file, span.start)
        });
        let (definition, label) = after.checked_sub(1).and_then(|at| self.definitions.get(at))?;
        let holds = definition.file == span.file && span.start < definition.end;
        holds.then_some(*label)
    }

    /// What orders places from the one to be looked at last to the first: the nearest, and of
    /// equally near ones the one written last.
    pub(in crate::eval) fn rank(&self, span: Span) -> (Nearness, u32, u32) {
        let file = self.files.get(&span.file).map_or(u32::MAX, |&(_, rank)| rank);
        (self.nearness(span), file, span.start)
    }
}
