//! What stands above declarations: how often a definition is used, and for what is exported the
//! manifests it gives and why it is as it is. They name commands of the server (`command`), so that
//! every client that knows lenses can run them.

use lsp_types::request::{CodeLensRequest, CodeLensResolve};
use lsp_types::{CodeLens, CodeLensParams, Command};

use super::Answer;
use super::command::{self, At};
use crate::lsp::desk::Desk;
use crate::session::index::{Definition, Owner, Sort};
use crate::session::is_in_git;
use crate::session::names::Names;
use crate::syntax::tree::{ExprKind, Tree};

pub(super) fn lenses(desk: &Desk, params: CodeLensParams) -> Answer<CodeLensRequest> {
    if !desk.snapshot.settings.code_lens {
        return Ok(None);
    }
    let Some((project, file)) = desk.file(&params.text_document) else { return Ok(None) };
    let names = Names::new(&project.loaded);
    let Some(here) = names.file(file) else { return Ok(None) };
    let lines = desk.lines(here.text);
    let in_git = is_in_git(&desk.snapshot.files, &desk.snapshot.path(&params.text_document.uri));
    let mut found = Vec::new();
    for (_, one) in here.index.definitions.iter() {
        let is_top = here.index.scopes[one.scope].owner == Owner::File;
        if !is_top || !one.is_field() {
            continue;
        }
        let range = lines.range(one.span);
        let at = At { uri: params.text_document.uri.clone(), position: range.start };
        let Ok(data) = serde_json::to_value(&at) else { continue };
        if one.name.starts_with('#') || one.name.starts_with("_#") {
            // Counting goes through all files, so it waits until the lens is seen.
            found.push(CodeLens { range, command: None, data: Some(data) });
        } else if !one.name.starts_with('_') {
            let renders = makes_objects(&here.parsed.tree, one);
            let differs = renders && in_git;
            let on = |lens: bool, name| lens.then_some(name);
            let names =
                [on(renders, command::RENDER), on(true, command::WHY), on(differs, command::DIFF)];
            for name in names.into_iter().flatten() {
                let command = called(name, title(name), data.clone());
                found.push(CodeLens { range, command: Some(command), data: None });
            }
        }
    }
    Ok(Some(found))
}

pub(super) fn resolve(desk: &Desk, lens: CodeLens) -> Answer<CodeLensResolve> {
    let Some(data) = lens.data.clone().filter(|_| lens.command.is_none()) else { return Ok(lens) };
    let Ok(at) = serde_json::from_value::<At>(data.clone()) else { return Ok(lens) };
    let title = match command::uses(desk, &at).len() {
        1 => "1 instance".to_owned(),
        count => format!("{count} instances"),
    };
    Ok(CodeLens { command: Some(called(command::INSTANCES, title, data)), ..lens })
}

fn title(name: &str) -> String {
    match name {
        command::DIFF => "diff against HEAD".to_owned(),
        name => name.trim_start_matches("infc.").to_owned(),
    }
}

fn called(name: &str, title: String, at: serde_json::Value) -> Command {
    Command { title, command: name.to_owned(), arguments: Some(vec![at]) }
}

/// Whether a field may hold manifests, by what is written, and has a name to ask for it by.
fn makes_objects(tree: &Tree, one: &Definition) -> bool {
    let Some(value) = one.value else { return false };
    let kind = &tree.exprs[value].kind;
    let is_quoted = matches!(one.sort, Sort::Field { quoted: true, .. });
    let is_reference = matches!(kind, ExprKind::Ident | ExprKind::Select { .. });
    let is_composite =
        matches!(kind, ExprKind::Struct { .. } | ExprKind::Binary(..) | ExprKind::List(_));
    !is_quoted && (is_reference || is_composite)
}
