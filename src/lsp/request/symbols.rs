//! What a file declares, as an outline; and what all files of the workspace declare at their tops.

use lsp_types::request::{DocumentSymbolRequest, WorkspaceSymbolRequest};
use lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolInformation,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use super::Answer;
use crate::base::FileId;
use crate::lsp::convert::symbol_kind;
use crate::lsp::desk::Desk;
use crate::lsp::position::Lines;
use crate::session::names::{Definition, DefinitionId, Index, Names, Owner, ScopeId, Sort};
use crate::session::{Files, all_units};
use crate::syntax::tree::FieldMark;

/// How many symbols a search gives at most.
const MOST_FOUND: usize = 500;

pub(super) fn document(desk: &Desk, params: DocumentSymbolParams) -> Answer<DocumentSymbolRequest> {
    let Some((project, file)) = desk.file(&params.text_document) else { return Ok(None) };
    let text = project.sources().text(file);
    let Some(parsed) = project.parsed(file) else { return Ok(None) };
    let index = Index::new(parsed, text);
    let outline = Outline { index: &index, text, lines: desk.lines(text) };
    Ok(Some(DocumentSymbolResponse::Nested(outline.scope(index.file()))))
}

struct Outline<'t> {
    index: &'t Index,
    text: &'t str,
    lines: Lines<'t>,
}

impl Outline<'_> {
    /// What a scope declares.
    fn scope(&self, scope: ScopeId) -> Vec<DocumentSymbol> {
        let ids = self.index.scopes[scope].definitions.iter().copied();
        let shown = ids.filter(|&id| {
            let sort = self.index.definitions[id].sort;
            matches!(sort, Sort::Field { .. } | Sort::Pattern | Sort::Let)
        });
        shown.map(|id| self.symbol(id)).collect()
    }

    /// A definition with what stands in the structs that its value is made of.
    fn symbol(&self, id: DefinitionId) -> DocumentSymbol {
        let one = &self.index.definitions[id];
        let scopes = self.index.owned(id);
        let children: Vec<DocumentSymbol> =
            scopes.into_iter().flat_map(|scope| self.scope(scope)).collect();
        let name = one.span.of(self.text).trim().to_owned();
        #[expect(deprecated, reason = "the field has to be given")]
        DocumentSymbol {
            name: if name.is_empty() { "?".to_owned() } else { name },
            detail: detail(one).map(str::to_owned),
            kind: symbol_kind(one),
            tags: None,
            deprecated: None,
            range: self.lines.range(one.whole),
            selection_range: self.lines.range(one.span),
            children: (!children.is_empty()).then_some(children),
        }
    }
}

fn detail(one: &Definition) -> Option<&'static str> {
    match one.sort {
        Sort::Field { mark: FieldMark::Optional, .. } => Some("optional"),
        Sort::Field { mark: FieldMark::Required, .. } => Some("required"),
        Sort::Let => Some("let"),
        Sort::Field { mark: FieldMark::Regular, .. }
        | Sort::Pattern
        | Sort::Alias(_)
        | Sort::Variable
        | Sort::Import(_) => None,
    }
}

pub(super) fn workspace(
    desk: &Desk,
    params: WorkspaceSymbolParams,
) -> Answer<WorkspaceSymbolRequest> {
    let wanted = params.query.to_lowercase();
    let files = &desk.snapshot.files;
    let mut found: Vec<SymbolInformation> = Vec::new();
    for unit in all_units(files, &files.current()) {
        let project = desk.project_of(unit);
        let names = Names::new(&project.loaded);
        for file in names.package_files(0) {
            let Some(here) = names.file(file) else { continue };
            for (_, one) in here.index.definitions.iter() {
                let is_named = one.is_field() && has_letters(&one.name.to_lowercase(), &wanted);
                if !is_named || !is_outer(&here.index, one) || found.len() >= MOST_FOUND {
                    continue;
                }
                let container = container(&here.index, one);
                found.extend(symbol(desk, project.sources(), file, one, container));
            }
        }
    }
    found.dedup_by(|a, b| a.name == b.name && a.location == b.location);
    Ok(Some(WorkspaceSymbolResponse::Flat(found)))
}

fn symbol(
    desk: &Desk,
    sources: &crate::base::Sources,
    _file: FileId,
    one: &Definition,
    container_name: Option<String>,
) -> Option<SymbolInformation> {
    let location = desk.snapshot.location(sources, one.span)?;
    #[expect(deprecated, reason = "the field has to be given")]
    Some(SymbolInformation {
        name: one.name.clone(),
        kind: symbol_kind(one),
        tags: None,
        deprecated: None,
        location,
        container_name,
    })
}

/// Whether a definition stands at the top, or right below it.
fn is_outer(index: &Index, one: &Definition) -> bool {
    let parent = |scope: ScopeId| match index.scopes[scope].owner {
        Owner::Field(id) => Some(index.definitions[id].scope),
        _ => None,
    };
    one.scope == index.file() || parent(one.scope) == Some(index.file())
}

fn container(index: &Index, one: &Definition) -> Option<String> {
    match index.scopes[one.scope].owner {
        Owner::Field(id) => Some(index.definitions[id].name.clone()),
        _ => None,
    }
}

/// Whether all letters of `wanted` stand in `name`, in that order.
fn has_letters(name: &str, wanted: &str) -> bool {
    let mut letters = name.chars();
    wanted.chars().all(|letter| letters.any(|one| one == letter))
}
