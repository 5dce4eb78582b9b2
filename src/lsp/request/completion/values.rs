//! Values: what a field may be, the names in scope, the paths of packages.

use lsp_types::CompletionItemKind;

use super::context::Word;
use super::fields::cut;
use super::{Counter, Offer};
use crate::eval::Graph;
use crate::session::names::{Sort, Target};
use crate::session::{Step, api, builtin, comment_above, import_paths};

/// Words that begin a declaration.
const KEYWORDS: &[&str] = &["for", "if", "let"];

/// Values that every file knows.
const CONSTANTS: &[&str] = &["true", "false", "null"];

impl Counter<'_> {
    /// The values that the field behind the labels may have: those of a disjunction.
    pub(super) fn values(&self, word: &Word) -> Vec<Offer> {
        let (from, to) = (word.from, self.replaced_to(word));
        let mut texts: Vec<String> = Vec::new();
        if let Some((last, outer)) = word.labels.split_last() {
            for shape in self.shapes(word.start, outer) {
                for target in self.names.members(&shape, last) {
                    texts.extend(self.names.literals(&target));
                }
            }
        }
        if let Some((package, path)) = self.path(word.start, &word.labels) {
            let inspection = self.desk.inspection(&self.place.project);
            let mut inspection = inspection.borrow_mut();
            let graph = &mut inspection.graph;
            if let Some(vertex) = graph.at(package, &path) {
                texts.extend(graph.alternatives(vertex));
            }
            texts.extend(self.of_api(graph, package, &path));
        }
        let fitting = texts.into_iter().filter(|text| !word.quoted || text.starts_with('"'));
        let offer = |text: String| Offer::new(text, CompletionItemKind::ENUM_MEMBER, 0, from, to);
        fitting.map(offer).collect()
    }

    /// What a manifest may have there.
    fn of_api(&self, graph: &mut Graph, package: usize, path: &[Step]) -> Vec<String> {
        let release = self.place.project.loaded.release;
        let field = api::field(graph, release, package, path);
        let known = field.map(|field| field.values).unwrap_or_default();
        let mut texts: Vec<String> = known.iter().map(|value| format!("{value:?}")).collect();
        let Some((Step::Name(name), outer)) = path.split_last() else { return texts };
        match name.as_str() {
            "apiVersion" => {
                texts.extend(api::versions(release).iter().map(|version| format!("{version:?}")));
            }
            "kind" => {
                let kinds = api::kinds(graph, release, package, outer);
                texts.extend(kinds.iter().map(|kind| format!("{kind:?}")));
            }
            _ => {}
        }
        texts
    }

    /// The names that a reference can use here.
    pub(super) fn references(&self, word: &Word) -> Vec<Offer> {
        let (from, to) = (word.from, self.place.offset);
        let mut offers = Vec::new();
        for target in self.names.in_scope(self.place.file, from) {
            let Target::Declared(file, id) = target else { continue };
            let Some(here) = self.names.file(file) else { continue };
            let one = &here.index.definitions[id];
            let kind = match one.sort {
                Sort::Import(_) => CompletionItemKind::MODULE,
                Sort::Let | Sort::Alias(_) | Sort::Variable => CompletionItemKind::VARIABLE,
                Sort::Field { .. } | Sort::Pattern if one.name.contains('#') => {
                    CompletionItemKind::CLASS
                }
                Sort::Field { .. } | Sort::Pattern => CompletionItemKind::REFERENCE,
            };
            // Where a label is written, what is embedded has fields of its own.
            let embeds = matches!(kind, CompletionItemKind::MODULE | CompletionItemKind::CLASS);
            if word.is_label() && !embeds {
                continue;
            }
            let value = one.value.map(|value| here.parsed.tree.exprs[value].span.of(here.text));
            let detail = value.map(cut);
            let doc = comment_above(here.text, one.span.start);
            offers.push(Offer { detail, doc, ..Offer::new(&one.name, kind, 5, from, to) });
        }
        let known = builtin::all_predeclared().filter(|_| !word.is_label());
        for (name, doc) in known {
            let kind = match builtin::is_function(name) {
                true => CompletionItemKind::FUNCTION,
                false => CompletionItemKind::KEYWORD,
            };
            let doc = Some(doc.to_owned());
            offers.push(Offer { doc, ..Offer::new(name, kind, 7, from, to) });
        }
        let keywords = KEYWORDS.iter().filter(|_| word.is_label());
        let constants = CONSTANTS.iter().filter(|_| !word.is_label());
        let words = keywords.chain(constants);
        offers
            .extend(words.map(|&name| Offer::new(name, CompletionItemKind::KEYWORD, 8, from, to)));
        offers
    }

    /// The paths that an import can have.
    pub(super) fn paths(&self, from: u32) -> Vec<Offer> {
        let to = self.place.offset;
        let path = self.place.project.path(self.place.file);
        let paths = import_paths(&self.desk.snapshot.files, &path);
        // Modules come before the standard library and the packages of Kubernetes.
        let rank = |path: &str| u8::from(builtin::is_package(path) || path.starts_with("kube/"));
        let offer = |path: String| {
            let rank = rank(&path);
            Offer::new(path, CompletionItemKind::MODULE, rank, from, to)
        };
        paths.into_iter().map(offer).collect()
    }
}
