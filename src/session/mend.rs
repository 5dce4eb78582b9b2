//! Mends that need the whole text of a source: imports that are added or taken out. They are added
//! to what binding names has found.

use crate::base::{Code, Diagnostic, Edit, FileId, Fix, Span, Trust};
use crate::package::Loaded;

/// Adds `faults` to what is to be said, with the mends that concern imports.
pub(super) fn propose(loaded: &mut Loaded, faults: Vec<Diagnostic>, standard: &[&str]) {
    let misspelt = misspelt_imports(loaded);
    for fault in faults {
        if follows_from_import(loaded, &misspelt, &fault) {
            continue;
        }
        let mended = match (fault.code, fault.marks.first().map(|mark| mark.span)) {
            (Code::UnresolvedName, Some(span)) => missing_import(loaded, fault, span, standard),
            (Code::Unused, Some(span)) => unused_import(loaded, fault, span),
            _ => fault,
        };
        loaded.diagnostics.push(mended);
    }
}

/// Drops what follows from a name that hides an import: what is selected from it is not there.
pub(super) fn drop_followers(told: &mut Vec<Diagnostic>) {
    let hidden = told.iter().filter(|one| one.code == Code::Unused && one.marks.len() > 1);
    let hidden: Vec<Span> = hidden.filter_map(|one| Some(one.marks.first()?.span)).collect();
    let follows = |one: &Diagnostic| {
        let Some(place) = one.marks.first().map(|mark| mark.span) else { return false };
        one.code == Code::UndefinedField
            && hidden.iter().any(|name| name.file == place.file && name.end + 1 == place.start)
    };
    told.retain(|one| !follows(one));
}

/// The names that imports would declare which are misspelt, by file.
fn misspelt_imports(loaded: &Loaded) -> Vec<(FileId, String)> {
    let imports = loaded.diagnostics.iter().filter(|one| one.code == Code::Import);
    let mends = imports.flat_map(|one| &one.fixes).flat_map(|fix| &fix.edits);
    let name = |edit: &Edit| edit.text.trim_matches('"').rsplit('/').next().map(str::to_owned);
    mends.filter_map(|edit| Some((edit.span.file, name(edit)?))).collect()
}

/// Whether a name is not found because the import that would declare it is misspelt.
fn follows_from_import(loaded: &Loaded, misspelt: &[(FileId, String)], fault: &Diagnostic) -> bool {
    let (Code::UnresolvedName, Some(mark)) = (fault.code, fault.marks.first()) else {
        return false;
    };
    let name = loaded.sources.slice(mark.span);
    misspelt.iter().any(|(file, declared)| *file == mark.span.file && declared == name)
}

/// A name that nothing declares may be that of a standard package.
fn missing_import(loaded: &Loaded, fault: Diagnostic, span: Span, standard: &[&str]) -> Diagnostic {
    let name = loaded.sources.slice(span);
    let mut packages = standard.iter().filter(|path| path.rsplit('/').next() == Some(name));
    let (Some(path), None) = (packages.next(), packages.next()) else { return fault };
    let text = loaded.sources.text(span.file);
    // Only `name.Member` means a package.
    if !text.get(span.end as usize..).is_some_and(|rest| rest.starts_with('.')) {
        return fault;
    }
    let (at, import) = import_place(text, path);
    let at = Span { start: at, end: at, ..span };
    let title = format!("import \"{path}\"");
    let fix = Fix::insert(at, import, title.as_str());
    Diagnostic { help: vec![format!("Import the package: `{title}`.")], fixes: vec![fix], ..fault }
}

/// Where an import can be added, and the text that does it: before the first one, else behind the
/// package clause, else at the start.
fn import_place(text: &str, path: &str) -> (u32, String) {
    let mut offset = 0;
    let mut package = None;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "import (" {
            return (offset + line.len() as u32, format!("\t\"{path}\"\n"));
        }
        if line.starts_with("import ") || line.starts_with("import(") {
            return (offset, format!("import \"{path}\"\n"));
        }
        if line.starts_with("package ") && package.is_none() {
            package = Some((offset + line.trim_end().len() as u32, line.ends_with('\n')));
        } else if line.starts_with(|first: char| first.is_alphanumeric() || first == '"') {
            // Imports come before what is declared.
            break;
        }
        offset += line.len() as u32;
    }
    match package {
        Some((end, true)) => (end, format!("\n\nimport \"{path}\"")),
        Some((end, false)) => (end, format!("\n\nimport \"{path}\"\n")),
        None => (0, format!("import \"{path}\"\n\n")),
    }
}

/// Takes out the line of an import that nothing uses, if it has one of its own.
fn unused_import(loaded: &Loaded, fault: Diagnostic, span: Span) -> Diagnostic {
    if !fault.message.starts_with("import ") || !fault.fixes.is_empty() {
        return fault;
    }
    let text = loaded.sources.text(span.file);
    let before = text.get(..span.start as usize).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text.get(start..).unwrap_or("");
    let line = rest.split_inclusive('\n').next().unwrap_or(rest);
    let spec = line.trim();
    let alone = spec.strip_prefix("import").map_or(spec, str::trim_start);
    let is_spec = alone.ends_with('"') && alone.matches('"').count() == 2;
    let word = alone.split('"').next().unwrap_or("").trim();
    if !is_spec || !word.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return fault;
    }
    let end = (start + line.len()) as u32;
    let whole = Span { start: start as u32, end, ..span };
    let edits = vec![Edit { span: whole, text: String::new() }];
    fault.fix(Fix { title: "take the import out".to_owned(), edits, trust: Trust::Sure })
}
