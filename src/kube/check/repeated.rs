//! A fault of a template is one fault, however many objects are made by it.

use rustc_hash::FxHashMap;

use crate::base::{Code, Diagnostic, Span};

/// What tells one fault from another: its code, the field within its object, what is said of it and
/// the places.
type Fault = (Code, String, String, Vec<Span>);

/// The faults that were told, by the places that caused them.
#[derive(Default)]
pub(super) struct Repeated(FxHashMap<Fault, usize>);

impl Repeated {
    /// Whether `fault`, which is about `field` of its object, is one that was told of another
    /// object; then its path joins the `told` one. If it is not, it is the next to be told.
    pub(super) fn joins(
        &mut self,
        fault: &Diagnostic,
        field: &str,
        told: &mut [Diagnostic],
    ) -> bool {
        if fault.marks.is_empty() {
            return false;
        }
        let places = fault.marks.iter().map(|mark| mark.span).collect();
        let key = (fault.code, field.to_owned(), fault.message.clone(), places);
        let first = *self.0.entry(key).or_insert(told.len());
        match (told.get_mut(first), &fault.path) {
            (Some(first), Some(path)) => {
                first.instances.push(path.clone());
                true
            }
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}
