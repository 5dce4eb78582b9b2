//! What is known of the name at the cursor: its value, whether that is a default, what documents
//! it, and everything that was unified in it, with its place.

use lsp_types::request::HoverRequest;
use lsp_types::{
    Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, TextDocumentPositionParams,
};

use super::Answer;
use crate::base::{FileId, Span};
use crate::lsp::desk::{Desk, Place};
use crate::session::manifest_field::manifest_field;
use crate::session::names::{Names, Occurrence, Sort, Target};
use crate::session::{
    Account, Contribution, Description, Found, Inspection, LinkKind, comment_above, deed,
};
use crate::session::{Release, api, builtin, is_data};

/// How many lines of a value, and how many contributions, are shown.
const MOST_LINES: usize = 24;
const MOST_CONTRIBUTIONS: usize = 12;

pub(super) fn hover(desk: &Desk, params: HoverParams) -> Answer<HoverRequest> {
    let asked = params.text_document_position_params;
    let Some(place) = desk.place(&asked.text_document, asked.position) else {
        return Ok(in_manifest(desk, &asked));
    };
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.at(place.file, place.offset) else { return Ok(None) };
    let Some(value) = text(desk, &place, (&names, &here), MOST_CONTRIBUTIONS) else {
        return Ok(None);
    };
    let lines = desk.lines(place.project.sources().text(place.file));
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Ok(Some(Hover { contents, range: Some(lines.range(here.span)) }))
}

/// What Kubernetes says of a field in a file of objects.
fn in_manifest(desk: &Desk, asked: &TextDocumentPositionParams) -> Option<Hover> {
    let path = desk.snapshot.path(&asked.text_document.uri);
    let document = desk.snapshot.documents.get(&path).filter(|_| is_data(&path))?;
    let lines = desk.lines(&document.text);
    let offset = lines.offset(asked.position);
    let found = manifest_field(&desk.snapshot.files, &path, &document.text, offset)?;
    let value = of_api(&found.field, found.release).trim_start_matches("\n---\n").to_owned();
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(lines.range(found.key)) })
}

/// What is said of the name at a place, with at most so many contributions.
pub(super) fn told(desk: &Desk, place: &Place, most: usize) -> Option<String> {
    let names = Names::new(&place.project.loaded);
    let here = names.at(place.file, place.offset)?;
    text(desk, place, (&names, &here), most)
}

fn text(
    desk: &Desk,
    place: &Place,
    (names, here): (&Names<'_>, &Occurrence),
    most: usize,
) -> Option<String> {
    match here.targets.first()? {
        Target::Member(package, name) => builtin::documented(package, name),
        Target::Predeclared(name) => builtin::predeclared(name),
        Target::Declared(file, id) => {
            let one = names.definition(*file, *id)?;
            if let Sort::Import(number) = one.sort {
                return import(names, *file, number);
            }
            let inspection = desk.inspection(&place.project);
            let mut inspection = inspection.borrow_mut();
            let found = found(&mut inspection, place, names, here);
            let told =
                found.map(|found| (inspection.describe(found.vertex), inspection.why(&found)));
            let mut page = page(place, (names, here), told.as_ref(), most);
            if let Some(path) = here.declares.and_then(|id| names.path_of(place.file, id)) {
                let release = place.project.loaded.release;
                let field = api::field(&mut inspection.graph, release, path.0, &path.1);
                page.push_str(&field.map(|field| of_api(&field, release)).unwrap_or_default());
            }
            Some(page)
        }
    }
}

/// What Kubernetes says of a field of a manifest.
fn of_api(field: &api::ApiField, release: Release) -> String {
    let required = if field.required { ", required" } else { "" };
    let doc = field.doc.as_deref().unwrap_or_default();
    format!("\n---\nKubernetes {release}: `{}: {}`{required}\n\n{doc}\n", field.name, field.shown)
}

/// The value of what stands at the cursor.
fn found(
    inspection: &mut Inspection,
    place: &Place,
    names: &Names<'_>,
    here: &Occurrence,
) -> Option<Found> {
    let file = names.file(place.file)?;
    let (path, value) = match here.declares {
        Some(id) => {
            let value = file.index.definitions[id].value;
            (names.path_of(place.file, id), value.map(|value| file.parsed.tree.exprs[value].span))
        }
        None => {
            let one = file.index.uses.iter().find(|one| one.span == here.span)?;
            (names.path_of_use(place.file, one), None)
        }
    };
    path.and_then(|(package, path)| inspection.found(package, &path)).or_else(|| {
        // Within constraints: what any value is given by them.
        let graph = &mut inspection.graph;
        let root = graph.root();
        graph.complete(root);
        graph.given(value?).map(Found::root)
    })
}

fn page(
    place: &Place,
    (names, here): (&Names<'_>, &Occurrence),
    told: Option<&(Description, Account)>,
    most: usize,
) -> String {
    let mut page = String::new();
    if let Some((one, _)) = told {
        page.push_str(&format!("```inf\n{}\n```\n", value(&here.name, one)));
        if one.is_default {
            page.push_str("*a default*\n");
        }
        if let Some(error) = &one.error {
            page.push_str(&format!("**error:** {error}\n"));
        }
    }
    for doc in docs(place, names, here) {
        page.push_str(&format!("\n{doc}\n"));
    }
    let mut lines: Vec<String> = match told {
        Some((_, account)) => {
            account.contributions.iter().filter_map(|one| contribution(place, one)).collect()
        }
        None => Vec::new(),
    };
    if lines.is_empty() {
        lines = declared(names, here).into_iter().filter_map(|span| line(place, span)).collect();
    }
    if !lines.is_empty() {
        page.push_str("\n---\n");
    }
    for line in lines.iter().take(most) {
        page.push_str(&format!("- {line}\n"));
    }
    if lines.len() > most {
        page.push_str(&format!("- and {} more\n", lines.len() - most));
    }
    page
}

/// `name: value`, cut where it is long.
fn value(name: &str, one: &Description) -> String {
    let lines: Vec<&str> = one.text.lines().collect();
    if one.is_struct {
        let body: String =
            lines.iter().take(MOST_LINES).map(|line| format!("\t{line}\n")).collect();
        let cut = if lines.len() > MOST_LINES { "\t…\n" } else { "" };
        return format!("{name}: {{\n{body}{cut}}}");
    }
    let cut = if lines.len() > MOST_LINES { "\n…" } else { "" };
    format!("{name}: {}{cut}", lines.get(..MOST_LINES).unwrap_or(&lines).join("\n"))
}

/// The comments above all declarations, each once.
fn docs(place: &Place, names: &Names<'_>, here: &Occurrence) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for span in spans(names, here) {
        if let Some(doc) = comment_above(place.project.sources().text(span.file), span.start)
            && !found.contains(&doc)
        {
            found.push(doc);
        }
    }
    found
}

fn spans(names: &Names<'_>, here: &Occurrence) -> Vec<Span> {
    let definitions = here.targets.iter().filter_map(|target| match *target {
        Target::Declared(file, id) => names.definition(file, id),
        Target::Member(..) | Target::Predeclared(_) => None,
    });
    definitions.filter(|one| one.sort != Sort::Pattern).map(|one| one.span).collect()
}

/// The values of the declarations, where nothing could be evaluated.
fn declared(names: &Names<'_>, here: &Occurrence) -> Vec<Span> {
    let values = here.targets.iter().filter_map(|target| match *target {
        Target::Declared(file, id) => {
            let value = names.definition(file, id)?.value?;
            Some(names.file(file)?.parsed.tree.exprs[value].span)
        }
        Target::Member(..) | Target::Predeclared(_) => None,
    });
    values.collect()
}

/// What contributed to a value, what it did, and through what it came there.
fn contribution(place: &Place, one: &Contribution) -> Option<String> {
    let line = line(place, one.span)?;
    let sources = place.project.sources();
    let is_reference = |kind: LinkKind| matches!(kind, LinkKind::Reference | LinkKind::Definition);
    let through = one.chain.iter().find(|link| is_reference(link.kind));
    let through = through.map(|link| first_line(sources.slice(link.span)));
    let through = through.map(|text| format!(", through `{text}`")).unwrap_or_default();
    Some(format!("{line} {}{through}", deed(one)))
}

/// A place, and its first line.
fn line(place: &Place, span: Span) -> Option<String> {
    let sources = place.project.sources();
    if !sources.hold(span) {
        return None;
    }
    let path = sources.path(span.file).display();
    let line = sources.line_column(span).line;
    Some(format!("{path}:{line} `{}`", first_line(sources.slice(span))))
}

fn first_line(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default().trim();
    let more = if text.lines().count() > 1 { " …" } else { "" };
    format!("{first}{more}")
}

/// What an import brings: the comment above the package's clause.
fn import(names: &Names<'_>, file: FileId, number: usize) -> Option<String> {
    let here = names.file(file)?;
    let import = here.parsed.tree.imports.get(number)?;
    let path = import.path.of(here.text);
    let mut page = format!("```inf\nimport {path}\n```\n");
    if let Some(crate::package::Import::Package(package)) = names.import(file, import.path) {
        for file in names.package_files(*package) {
            let Some(one) = names.file(file) else { continue };
            let clause = one.parsed.tree.package.map(|package| package.span.start);
            if let Some(doc) = clause.and_then(|start| comment_above(one.text, start)) {
                page.push_str(&format!("\n{doc}\n"));
            }
        }
    }
    Some(page)
}
