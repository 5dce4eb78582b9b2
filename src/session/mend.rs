//! What binding names has found, with what that needs the whole sources for: imports that are added
//! or taken out, and the path of the value in which a name is not known.

use super::names::{Definition, Names, Target, Use};
use crate::base::{Code, Diagnostic, Edit, FileId, Fix, Mark, Span, Trust};
use crate::eval::Step;
use crate::package::Loaded;

/// Of how many unknown names the path is looked for; who has more reads no more.
const MOST_PATHS: usize = 100;

/// Adds `faults` to what is to be said, with the mends that concern imports.
pub(super) fn propose(loaded: &mut Loaded, faults: Vec<Diagnostic>, standard: &[&str]) {
    let misspelt = misspelt_imports(loaded);
    for fault in with_paths(loaded, faults) {
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

/// Adds the path of the value in which a name is not known; where the name stands that was probably
/// meant, or else what the value has to fit.
fn with_paths(loaded: &Loaded, mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let unknown = faults.iter_mut().filter(|fault| fault.code == Code::UnresolvedName);
    let mut unknown = unknown.take(MOST_PATHS).peekable();
    if unknown.peek().is_none() {
        return faults;
    }
    let names = Names::new(loaded);
    for fault in unknown {
        let Some(place) = fault.marks.first().map(|mark| mark.span) else { continue };
        fault.path = path_around(&names, place).or(fault.path.take());
        let meant = fault.fixes.iter().flat_map(|fix| &fix.edits).find(|it| it.span == place);
        let told = match meant.map(|edit| edit.text.clone()) {
            Some(meant) => declared(&names, place, &meant),
            None => wanted(&names, place),
        };
        let known = |span: Span| fault.marks.iter().any(|mark| mark.span == span);
        if let Some(mark) = told.filter(|mark| !known(mark.span)) {
            fault.marks.push(mark);
        }
    }
    faults
}

/// Where the name is declared that was probably meant by the one at `place`.
fn declared(names: &Names<'_>, place: Span, meant: &str) -> Option<Mark> {
    let used = names.file(place.file)?.index.uses.iter().find(|one| one.span == place)?;
    let (span, scope, base) = (used.span, used.scope, used.base);
    let targets = names.targets(place.file, &Use { name: meant.to_owned(), span, scope, base });
    targets.iter().find_map(|target| match *target {
        Target::Declared(file, id) => {
            let span = names.definition(file, id)?.span;
            Some(Mark { span, text: format!("`{meant}` is declared here") })
        }
        Target::Member(..) | Target::Predeclared(_) => None,
    })
}

/// What the value has to fit that is nothing but the unknown name at `place`: another declaration of
/// its field.
fn wanted(names: &Names<'_>, place: Span) -> Option<Mark> {
    let here = names.file(place.file)?;
    let value = |one: &Definition| one.value.map(|value| here.parsed.tree.exprs[value].span);
    let mut fields = here.index.definitions.iter().filter(|(_, one)| one.is_field());
    let (_, field) = fields.find(|(_, one)| value(one) == Some(place))?;
    let targets = names.at(place.file, field.span.start)?.targets;
    targets.iter().find_map(|target| match *target {
        Target::Declared(file, id) => {
            let one = names.definition(file, id).filter(|one| one.span != field.span)?;
            let value = names.file(file)?.parsed.tree.exprs[one.value?].span;
            Some(Mark { span: value, text: format!("what `{}` has to be", field.name) })
        }
        Target::Member(..) | Target::Predeclared(_) => None,
    })
}

/// The path of the innermost field around a place.
fn path_around(names: &Names<'_>, place: Span) -> Option<String> {
    let index = &names.file(place.file)?.index;
    let around =
        index.definitions.iter().filter(|(_, one)| one.is_field() && one.whole.encloses(place));
    let (innermost, _) = around.min_by_key(|(_, one)| one.whole.end - one.whole.start)?;
    let (_, steps) = names.path_of(place.file, innermost)?;
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Index(index) => path.push_str(&format!("[{index}]")),
            Step::Name(name) | Step::Quoted(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                let is_bare = name.starts_with(['#', '_']) || crate::program::is_identifier(&name);
                path.push_str(&if is_bare { name } else { format!("{name:?}") });
            }
        }
    }
    Some(path)
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
