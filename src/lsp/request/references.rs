//! All places that a name stands at, in all packages of the workspace that may use it.

use std::path::PathBuf;
use std::rc::Rc;

use lsp_types::request::References;
use lsp_types::{Location, ReferenceParams};

use super::Answer;
use crate::base::{FileId, Span};
use crate::lsp::desk::{Desk, Place};
use crate::session::names::{Names, Occurrence, Target};
use crate::session::{Project, units};

pub(super) fn references(desk: &Desk, params: ReferenceParams) -> Answer<References> {
    let asked = params.text_document_position;
    let Some(place) = desk.place(&asked.text_document, asked.position) else { return Ok(None) };
    let declarations = params.context.include_declaration;
    let found = all(desk, &place).into_iter();
    let wanted = found.filter(|one| declarations || one.occurrence.declares.is_none());
    let locations: Vec<Location> = wanted.filter_map(|one| one.location(desk)).collect();
    Ok(Some(locations))
}

/// An occurrence, and the project that it was found in.
pub(super) struct Found {
    pub(super) project: Rc<Project>,
    pub(super) occurrence: Occurrence,
}

impl Found {
    pub(super) fn location(&self, desk: &Desk) -> Option<Location> {
        desk.snapshot.location(self.project.sources(), self.occurrence.span)
    }
}

/// All occurrences of what stands at `place`: in its own project, and in each of the workspace
/// that has the same declarations; each place once.
pub(super) fn all(desk: &Desk, place: &Place) -> Vec<Found> {
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.at(place.file, place.offset) else { return Vec::new() };
    let declared = places(&names, &place.project, &here.targets);
    let mut found: Vec<Found> = Vec::new();
    let mut seen: Vec<(PathBuf, u32)> = Vec::new();
    let mut add = |project: &Rc<Project>, occurrences: Vec<Occurrence>| {
        for occurrence in occurrences {
            let key = (project.path(occurrence.span.file), occurrence.span.start);
            if !seen.contains(&key) {
                seen.push(key);
                found.push(Found { project: Rc::clone(project), occurrence });
            }
        }
    };
    add(&place.project, names.occurrences(&here.name, &here.targets));
    if declared.is_empty() {
        return found;
    }
    for unit in units(&desk.snapshot.files, &place.project.path(place.file)) {
        let project = desk.project_of(unit);
        // Another project reads the same declarations as files of its own.
        let others = Names::new(&project.loaded);
        let targets: Vec<Target> = declared
            .iter()
            .filter_map(|(path, span)| {
                let file = project.file(path)?;
                let index = &others.file(file)?.index;
                let mut ids = index.definitions.iter();
                let id = ids.find(|(_, one)| one.span.start == span.start)?.0;
                Some(Target::Declared(file, id))
            })
            .collect();
        if !targets.is_empty() {
            let targets = others.all_declarations(targets);
            add(&project, others.occurrences(&here.name, &targets));
        }
    }
    found
}

/// Where the targets are declared that other packages can see: as paths and tokens.
fn places(names: &Names<'_>, project: &Project, targets: &[Target]) -> Vec<(PathBuf, Span)> {
    let declared = targets.iter().filter_map(|target| match *target {
        Target::Declared(file, id) => Some((file, names.definition(file, id)?)),
        Target::Member(..) | Target::Predeclared(_) => None,
    });
    let fields = declared.filter(|(_, one)| one.is_field());
    let place = |file: FileId, span: Span| (project.path(file), span);
    fields.map(|(file, one)| place(file, one.span)).collect()
}
