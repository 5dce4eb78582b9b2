//! What an editor shows first after a keystroke: all that is wrong with the text and its names, and
//! with the values of the declarations that were changed. The rest of a large package takes longer,
//! and [`check`](super::check()) tells it.

use std::ops::Range;
use std::path::Path;

use super::compile::{Compiled, Data, Wanted, each_package};
use super::export::{ExportOptions, Gathered};
use super::request::{Report, Request};
use crate::base::{FileId, Span};
use crate::eval::{Need, Step};
use crate::package::{Files, paths};
use crate::syntax::literal;
use crate::syntax::tree::{Decl, DeclKind, ExprKind, LabelKind as Written};

/// What was found at a glance.
#[derive(Debug, Default)]
pub struct Glance {
    /// What is to be said.
    pub reports: Vec<Report>,
    /// The declarations whose values were looked at; none where evaluation has to see all.
    pub seen: Vec<Span>,
    /// Whether there is nothing more to find: the sources cannot be read so far.
    pub is_all: bool,
}

/// Looks at what `request` names, after a change of the bytes `changed` of the file at `path`.
pub fn glance(
    files: &dyn Files,
    request: &Request,
    tests: bool,
    path: &Path,
    changed: Range<u32>,
) -> Glance {
    let options = ExportOptions::default();
    let mut gathered = Gathered::checking();
    let mut seen = Vec::new();
    let mut evaluates = false;
    let reports = each_package(files, request, Data::Joined, tests, |compiled| {
        evaluates = true;
        let mut said = Vec::new();
        let touched = touched(files, compiled, path, &changed).unwrap_or_default();
        let mut wanted = Vec::new();
        for (span, step) in touched {
            seen.push(span);
            let Some(vertex) = compiled.graph.at(0, std::slice::from_ref(&step)) else { continue };
            if is_data(&step) {
                wanted.push(Wanted { vertex, document: None });
            } else {
                said.extend(compiled.graph.validate(vertex, Need::Incomplete));
            }
        }
        compiled.wanted = wanted;
        said.extend(gathered.take(files, compiled, &options));
        (Some(()), said)
    })
    .reports;
    Glance { reports, seen, is_all: !evaluates }
}

/// The declarations at the top of the file that a change touches, and the labels of their values;
/// nothing if one of them is no field with a name.
fn touched(
    files: &dyn Files,
    compiled: &Compiled,
    path: &Path,
    changed: &Range<u32>,
) -> Option<Vec<(Span, Step)>> {
    let current = files.current();
    let sources = &compiled.loaded.sources;
    let root = compiled.loaded.packages.first()?;
    let is_it = |file: FileId| paths::absolute(&current, sources.path(file)) == path;
    let file = root.files.iter().find(|file| is_it(file.file))?;
    let tree = &file.parsed.tree;
    // A change of imports or of the clause touches everything.
    let head = tree.imports.iter().map(|import| import.span.end);
    let head = head.chain(tree.package.map(|package| package.span.end)).max().unwrap_or(0);
    if changed.start < head {
        return None;
    }
    let text = sources.text(file.file);
    let is_touched =
        |decl: &&Decl| decl.span.start <= changed.end && changed.start <= decl.span.end;
    let step = |decl: &Decl| {
        let DeclKind::Field(field) = &decl.kind else { return None };
        let step = match field.label.kind {
            Written::Ident => Step::Name(field.label.span.of(text).to_owned()),
            Written::String(expr) => match &tree.exprs[expr].kind {
                ExprKind::String(lit) => Step::Quoted(literal::label_text(lit, text)?),
                _ => return None,
            },
            Written::Dynamic { .. } | Written::Pattern { .. } => return None,
        };
        Some((decl.span, step))
    };
    tree.decls.iter().filter(is_touched).map(step).collect()
}

/// Whether a field is part of the data, and so has to be concrete.
fn is_data(step: &Step) -> bool {
    match step {
        Step::Name(name) => !name.starts_with(['#', '_']),
        Step::Quoted(_) | Step::Index(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Memory;

    /// What a glance says of a text after a change of `piece`, as codes and places; and what it saw.
    fn look(text: &str, piece: &str) -> (Vec<String>, Vec<String>, bool) {
        let files = Memory::new("/w").with("a.inf", text);
        let request = Request { inputs: vec!["a.inf".to_owned()], ..Request::default() };
        let start = text.find(piece).expect("it is a piece of the text") as u32;
        let changed = start..start + piece.len() as u32;
        let glance = glance(&files, &request, false, Path::new("/w/a.inf"), changed);
        let all = glance.reports.iter();
        let said = all.flat_map(|report| {
            report.diagnostics.iter().map(|one| {
                let place = one.marks.first().map_or("", |mark| report.sources.slice(mark.span));
                format!("{} {place}", one.code.text())
            })
        });
        let seen = glance.seen.iter().map(|span| span.of(text).to_owned()).collect();
        (said.collect(), seen, glance.is_all)
    }

    #[test]
    fn names_are_seen_everywhere_and_values_where_the_change_is() {
        let text = "a: 1 & \"x\"\nb: 2 & \"y\"\n#C: c: 3 & \"z\"\nd: nope\n";
        let (said, seen, is_all) = look(text, "2");
        assert_eq!((seen, is_all), (vec!["b: 2 & \"y\"".to_owned()], false));
        assert_eq!(said, ["E0401 \"y\"", "E0201 nope"]);
        assert_eq!(look(text, "3").0, ["E0401 \"z\"", "E0201 nope"]);
        assert_eq!(look(text, "nope").0, ["E0201 nope"]);
    }

    #[test]
    fn what_has_no_name_is_left_to_the_check() {
        let (said, seen, is_all) = look("let x = 1\ny: x & 2\n", "1");
        assert_eq!((said, seen, is_all), (Vec::new(), Vec::new(), false));
        let (said, _, is_all) = look("a: {\nb: 2\n", "2");
        assert!(is_all && said.iter().all(|one| one.starts_with("E0101")), "{said:?}");
    }
}
