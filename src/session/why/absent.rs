//! What is said of a path that leads nowhere: at which step, what stands in the way, and what was
//! probably meant.

use super::path::Part;
use crate::base::{Code, Diagnostic};
use crate::eval::{Found, Graph, Hindrance, Step, Tracer};

/// How many names are listed.
const LISTED: usize = 12;

/// Why `part` leads nowhere from a value.
pub(super) fn told(graph: &mut Graph, tracer: &Tracer, from: &Found, part: &Part) -> Diagnostic {
    let absence = tracer.absence(graph, from, &part.step());
    let subject = match from.path() {
        "" => "the value".to_owned(),
        path => format!("`{path}`"),
    };
    let wanted = match part.step() {
        Step::Name(name) | Step::Quoted(name) => name,
        Step::Index(index) => index.to_string(),
    };
    let elements = |count: usize| match count {
        0 => "is an empty list".to_owned(),
        1 => "has 1 element".to_owned(),
        count => format!("has {count} elements"),
    };
    let message = match part {
        Part::Where(key, value) => format!("no element of {subject} has `{key}` \"{value}\""),
        Part::Number(index) if absence.is_list => {
            format!("{subject} {}, so there is none at {index}", elements(absence.count))
        }
        Part::Name(_) | Part::Quoted(_) if absence.is_list => {
            format!("{subject} is a list and has no field `{wanted}`")
        }
        _ if absence.names.is_empty() && absence.count == 0 && !absence.holder.starts_with('{') => {
            format!("{subject} is {} and has no fields", absence.holder)
        }
        _ => format!("{subject} has no field `{wanted}`"),
    };
    let mut told = Diagnostic::error(Code::UndefinedField, message);
    if !from.path().is_empty() {
        told = told.path(from.path());
    }
    for (hindrance, span) in absence.hindrances {
        told = told.at(span, words(&hindrance, &wanted));
    }
    if told.marks.is_empty()
        && let Some(place) = absence.place
    {
        told = told.at(place, "looked for here");
    }
    match absence.near {
        Some(near) => told.help(format!("Did you mean `{near}`?")),
        None if absence.is_list && matches!(part, Part::Name(_) | Part::Quoted(_)) => {
            told.help("Ask for an element first: `[0]`, or `[name=web]` by one of its fields.")
        }
        None if told.marks.len() == 1 && !absence.names.is_empty() && !absence.is_list => {
            let listed: Vec<&str> = absence.names.iter().take(LISTED).map(String::as_str).collect();
            let more = match absence.names.len().saturating_sub(LISTED) {
                0 => String::new(),
                left => format!(" and {left} more"),
            };
            told.note(format!("it has {}{more}", listed.join(", ")))
        }
        None => told,
    }
}

fn words(hindrance: &Hindrance, wanted: &str) -> String {
    match hindrance {
        Hindrance::Condition => format!("`{wanted}` is there only where this holds"),
        Hindrance::Empty => format!("`{wanted}` is there for each of these, and there is none"),
        Hindrance::Unknown(reason) => format!("`{wanted}` depends on this: {reason}"),
        Hindrance::Alternative(Some(reason)) => {
            format!("this alternative has `{wanted}`, and was dropped: {reason}")
        }
        Hindrance::Alternative(None) => {
            format!("this alternative has `{wanted}`, and was not taken")
        }
        Hindrance::Computed => "labels are computed here, and this is none of them".to_owned(),
    }
}
