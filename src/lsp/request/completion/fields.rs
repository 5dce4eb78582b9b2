//! Fields: the labels that a struct may have, and the members of what a selector is applied to.

use std::collections::BTreeMap;

use lsp_types::CompletionItemKind;

use super::context::Word;
use super::snippets::is_definition;
use super::{Counter, Offer};
use crate::base::FileId;
use crate::session::names::{Definition, DefinitionId, Shape, Sort, Target};
use crate::session::{Step, api, builtin, comment_above, is_identifier};
use crate::syntax::tree::FieldMark;

/// How long a type may be that is shown beside a field, in letters.
const LONGEST_DETAIL: usize = 60;

impl Counter<'_> {
    /// The shapes that the struct behind `labels` in the scope at `start` is made of.
    pub(super) fn shapes(&self, start: u32, labels: &[String]) -> Vec<Shape> {
        let file = self.place.file;
        let Some(here) = self.names.file(file) else { return Vec::new() };
        let scope = here.index.scope_at(start);
        let mut shapes = self.names.unified(file, scope).to_vec();
        for label in labels {
            let members = shapes.iter().flat_map(|shape| self.names.members(shape, label));
            let next = members.flat_map(|target| self.names.shapes_of(&target));
            let next: Vec<Shape> = next.collect();
            shapes.clear();
            for shape in next {
                if !shapes.contains(&shape) {
                    shapes.push(shape);
                }
            }
        }
        shapes
    }

    /// The path of the struct behind `labels` in the scope at `start`.
    pub(super) fn path(&self, start: u32, labels: &[String]) -> Option<(usize, Vec<Step>)> {
        let here = self.names.file(self.place.file)?;
        let scope = here.index.scope_at(start);
        let (package, mut path) = self.names.path_into(self.place.file, scope)?;
        path.extend(labels.iter().map(|label| Step::Name(label.clone())));
        Some((package, path))
    }

    /// The labels that can be written: those of the fields that the struct may have and that its
    /// literal does not have yet.
    pub(super) fn labels(&self, word: &Word) -> Vec<Offer> {
        let (from, to) = (word.from, self.replaced_to(word));
        let present = self.present(word);
        let shapes = self.shapes(word.start, &word.labels);
        let mut offers: BTreeMap<String, Offer> = BTreeMap::new();
        for (file, id, one) in shapes.iter().flat_map(|shape| self.fields(shape)) {
            if one.name.is_empty() || present.contains(&one.name) || !self.is_visible(file, one) {
                continue;
            }
            let rank = match one.sort {
                Sort::Field { mark: FieldMark::Required, .. } => 0,
                _ if one.name.starts_with(['#', '_']) => 4,
                Sort::Field { mark: FieldMark::Optional, .. } => 2,
                _ => 1,
            };
            let offer = offers.entry(one.name.clone()).or_insert_with(|| {
                let text = self.label_text(&one.name);
                let kind = CompletionItemKind::FIELD;
                Offer { text: Some(text), ..Offer::new(&one.name, kind, rank, from, to) }
            });
            offer.rank = offer.rank.min(rank);
            if offer.snippet.is_none()
                && let Some(text) = &offer.text
            {
                offer.snippet = self.field_snippet(text, &Target::Declared(file, id));
            }
            offer.detail = offer.detail.take().or_else(|| self.detail(file, one));
            offer.doc = offer.doc.take().or_else(|| self.doc(file, one));
        }
        self.evaluated(word, &present, &mut offers, to);
        offers.into_values().collect()
    }

    /// Fields that only evaluation knows.
    fn evaluated(
        &self,
        word: &Word,
        present: &[String],
        offers: &mut BTreeMap<String, Offer>,
        to: u32,
    ) {
        let Some((package, path)) = self.path(word.start, &word.labels) else { return };
        let inspection = self.desk.inspection(&self.place.project);
        let mut inspection = inspection.borrow_mut();
        let release = self.place.project.loaded.release;
        for field in api::fields(&mut inspection.graph, release, package, &path) {
            if present.iter().any(|name| name == field.name) {
                continue;
            }
            let rank = if field.required { 0 } else { 2 };
            let detail =
                format!("{}{}", if field.required { "required " } else { "" }, field.shown);
            let offer = offers.entry(field.name.to_owned()).or_insert_with(|| {
                let text = Some(self.label_text(field.name));
                let offer = Offer::new(field.name, CompletionItemKind::FIELD, rank, word.from, to);
                Offer { text, ..offer }
            });
            offer.detail = offer.detail.take().or(Some(detail));
            offer.doc = offer.doc.take().or(field.doc);
        }
        let Some(vertex) = inspection.graph.at(package, &path) else { return };
        for field in inspection.graph.fields_of(vertex) {
            if !field.is_regular || present.contains(&field.name) {
                continue;
            }
            offers.entry(field.name.clone()).or_insert_with(|| {
                let text = Some(self.label_text(&field.name));
                let detail = Some(cut(&field.shown));
                let offer = Offer::new(&field.name, CompletionItemKind::FIELD, 2, word.from, to);
                Offer { text, detail, ..offer }
            });
        }
    }

    /// The fields that stand in the struct literal already.
    fn present(&self, word: &Word) -> Vec<String> {
        let Some(here) = self.names.file(self.place.file) else { return Vec::new() };
        if !word.labels.is_empty() {
            return Vec::new();
        }
        let scope = here.index.scope_at(word.start);
        let own =
            here.index.scopes[scope].definitions.iter().map(|&id| &here.index.definitions[id]);
        let others = own.filter(|one| !(one.span.start <= word.from && word.from <= one.span.end));
        others.map(|one| one.name.clone()).collect()
    }

    /// A label with what it needs: quotes where it is no identifier, or where it would hide an
    /// import; a colon where there is none.
    fn label_text(&self, name: &str) -> String {
        let plain = is_identifier(name) || name.starts_with(['#', '_']);
        let quoted = !plain || self.is_import(name);
        let label = if quoted { format!("{name:?}") } else { name.to_owned() };
        let behind = self.behind();
        let rest = behind.trim_start_matches(super::context::is_word);
        let has_colon = rest.trim_start_matches(['"', '?', '!']).trim_start().starts_with(':');
        if has_colon { label } else { format!("{label}: ") }
    }

    fn is_import(&self, name: &str) -> bool {
        let Some(here) = self.names.file(self.place.file) else { return false };
        let mut imports = here.index.declared(here.index.file(), name);
        imports.any(|id| matches!(here.index.definitions[id].sort, Sort::Import(_)))
    }

    /// Where what is replaced ends: a closing quote behind the cursor belongs to it.
    pub(super) fn replaced_to(&self, word: &Word) -> u32 {
        let closed = word.quoted && self.behind().starts_with('"');
        self.place.offset + u32::from(closed)
    }

    /// The fields that a shape declares, with where.
    pub(super) fn fields(&self, shape: &Shape) -> Vec<(FileId, DefinitionId, &Definition)> {
        let scopes = match shape {
            Shape::Struct(file, scope) => vec![(*file, *scope)],
            Shape::Package(package) => {
                let files = self.names.package_files(*package).into_iter();
                files.filter_map(|file| Some((file, self.names.file(file)?.index.file()))).collect()
            }
            Shape::Standard(_) => Vec::new(),
        };
        let mut found = Vec::new();
        for (file, scope) in scopes {
            let Some(here) = self.names.file(file) else { continue };
            let own = here.index.scopes[scope].definitions.iter();
            let own = own.map(|&id| (file, id, &here.index.definitions[id]));
            found.extend(own.filter(|(.., one)| one.is_field()));
        }
        found
    }

    /// Whether a field can be named here: hidden ones only in their package.
    fn is_visible(&self, file: FileId, one: &Definition) -> bool {
        let package = |file| self.names.file(file).map(|file| file.package);
        !one.name.starts_with('_') || package(file) == package(self.place.file)
    }

    /// What a field is declared as, on one line.
    fn detail(&self, file: FileId, one: &Definition) -> Option<String> {
        let here = self.names.file(file)?;
        let value = here.parsed.tree.exprs[one.value?].span.of(here.text);
        let mark = match one.sort {
            Sort::Field { mark: FieldMark::Required, .. } => "required ",
            Sort::Field { mark: FieldMark::Optional, .. } => "optional ",
            _ => "",
        };
        Some(format!("{mark}{}", cut(value)))
    }

    fn doc(&self, file: FileId, one: &Definition) -> Option<String> {
        comment_above(self.names.file(file)?.text, one.span.start)
    }

    /// The members of what the names of `chain` lead to.
    pub(super) fn members(&self, chain: &[String], from: u32) -> Vec<Offer> {
        let to = self.place.offset;
        let Some((first, rest)) = chain.split_first() else { return Vec::new() };
        let file = self.place.file;
        let Some(here) = self.names.file(file) else { return Vec::new() };
        let scope = here.index.scope_at(from);
        let mut targets = self.names.reference(file, scope, first);
        for name in rest {
            let shapes: Vec<Shape> = self.all_shapes(targets);
            targets = shapes.iter().flat_map(|shape| self.names.members(shape, name)).collect();
        }
        let mut offers = Vec::new();
        for shape in self.all_shapes(targets) {
            if let Shape::Standard(path) = &shape {
                for (name, detail, doc) in builtin::members(path) {
                    let kind = match name.starts_with('#') {
                        true => CompletionItemKind::CLASS,
                        false => CompletionItemKind::FUNCTION,
                    };
                    let offer = Offer::new(&name, kind, 1, from, to);
                    offers.push(Offer { detail: Some(detail), doc: Some(doc), ..offer });
                }
            }
            for (file, id, one) in self.fields(&shape) {
                if one.name.is_empty() || !self.is_visible(file, one) {
                    continue;
                }
                let special = one.name.starts_with(['#', '_']);
                let is_package = matches!(shape, Shape::Package(_));
                let rank = if special == is_package { 1 } else { 2 };
                let kind = match special {
                    true => CompletionItemKind::CLASS,
                    false => CompletionItemKind::FIELD,
                };
                let plain = is_identifier(&one.name) || special;
                let text = (!plain).then(|| format!("{:?}", one.name));
                let (detail, doc) = (self.detail(file, one), self.doc(file, one));
                let snippet = is_definition(one)
                    .then(|| self.definition_snippet(&one.name, &Target::Declared(file, id)));
                offers.push(Offer {
                    detail,
                    doc,
                    text,
                    snippet: snippet.flatten(),
                    ..Offer::new(&one.name, kind, rank, from, to)
                });
            }
        }
        offers
    }

    fn all_shapes(&self, targets: Vec<Target>) -> Vec<Shape> {
        let all = self.names.all_declarations(targets);
        let mut found = Vec::new();
        for shape in all.iter().flat_map(|target| self.names.shapes_of(target)) {
            if !found.contains(&shape) {
                found.push(shape);
            }
        }
        found
    }
}

/// The first line of a text, cut where it is long.
pub(super) fn cut(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    let more = text.lines().count() > 1;
    match line.char_indices().nth(LONGEST_DETAIL) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line)),
        None if more => format!("{line} …"),
        None => line.to_owned(),
    }
}
