//! What was found across objects: each finding belongs to one object, and may point into others.

use std::collections::BTreeMap;

use super::index::Object;
use crate::base::{Code, Diagnostic, Mark, PlainId, Severity};
use crate::kube::rule::place::Place;
use crate::kube::rule::within;

/// A finding across objects.
#[derive(Clone, Debug)]
pub struct Across {
    /// The object that has to change.
    pub object: PlainId,
    /// What is wrong.
    pub diagnostic: Diagnostic,
    /// Of each mark, the object that it points into.
    pub places: Vec<PlainId>,
}

/// How many places of one finding are marked.
const MOST_MARKS: usize = 4;

/// All findings.
#[derive(Default)]
pub(super) struct Report {
    pub(super) said: Vec<Across>,
    /// Of what several objects lack alike, which finding tells it.
    lacks: BTreeMap<Lack, usize>,
}

/// Something that is not there: the rule that asks for it, its group and kind, its namespace and name.
pub(super) type Lack = (Code, String, String, Option<String>, String);

/// The finding that was made last, for adding to it.
pub(super) struct Note<'a>(&'a mut Vec<Across>);

impl Report {
    /// Whether it was told already that something is not there: then another object that asks for
    /// it is added to that finding, and else the next finding tells it.
    pub(super) fn lacks_again(&mut self, lack: Lack, object: &Object, place: &Place) -> bool {
        let next = self.said.len();
        let at = *self.lacks.entry(lack).or_insert(next);
        let Some(known) = self.said.get_mut(at) else { return false };
        let path = within(&object.manifest.path, &place.path());
        let diagnostic = &mut known.diagnostic;
        if diagnostic.path.as_ref() != Some(&path) && !diagnostic.instances.contains(&path) {
            diagnostic.instances.push(path);
        }
        if let Some(span) = place.span()
            && diagnostic.marks.len() < MOST_MARKS
            && diagnostic.marks.iter().all(|mark| mark.span != span)
        {
            let text = format!("{} needs it, too", object.title());
            diagnostic.marks.push(Mark { span, text });
            known.places.push(object.manifest.node);
        }
        true
    }

    /// Adds what is wrong with a place of an object.
    pub(super) fn error(
        &mut self,
        code: Code,
        object: &Object,
        place: &Place,
        message: impl Into<String>,
    ) -> Note<'_> {
        let path = within(&object.manifest.path, &place.path());
        let mut diagnostic = Diagnostic::error(code, message).path(path);
        let mut places = Vec::new();
        if let Some(span) = place.span() {
            diagnostic = diagnostic.at(span, "");
            places.push(object.manifest.node);
        }
        self.said.push(Across { object: object.manifest.node, diagnostic, places });
        Note(&mut self.said)
    }

    /// Adds what works, but hardly as it is meant.
    pub(super) fn warning(
        &mut self,
        code: Code,
        object: &Object,
        place: &Place,
        message: impl Into<String>,
    ) -> Note<'_> {
        self.error(code, object, place, message)
            .edit(|it| it.diagnostic.severity = Severity::Warning)
    }
}

impl Note<'_> {
    /// Adds a sentence on how to mend it.
    pub(super) fn help(self, text: impl Into<String>) -> Self {
        self.edit(|it| it.diagnostic.help.push(text.into()))
    }

    /// Says something of the place that is marked first.
    pub(super) fn label(self, text: impl Into<String>) -> Self {
        self.edit(|it| {
            if let Some(mark) = it.diagnostic.marks.first_mut() {
                mark.text = text.into();
            }
        })
    }

    /// Points at a place of any object.
    pub(super) fn mark(self, object: &Object, place: &Place, text: impl Into<String>) -> Self {
        let Some(span) = place.span() else { return self };
        self.edit(|it| {
            it.diagnostic.marks.push(Mark { span, text: text.into() });
            it.places.push(object.manifest.node);
        })
    }

    fn edit(self, change: impl FnOnce(&mut Across)) -> Self {
        if let Some(last) = self.0.last_mut() {
            change(last);
        }
        self
    }
}
