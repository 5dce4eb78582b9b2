//! `err`: whether a value fails, and for which reason.

use super::compare::Compared;
use super::errors::ErrorSpec;
use super::judge::Judge;
use super::mismatch::{Aspect, Mismatch};
use super::phrases::{Wording, wording};
use super::places::Pointing;
use crate::base::{Code, Span};
use crate::eval::value::{Bottom, BottomId, Gravity, Value};
use crate::eval::vertex::VertexId;
use crate::program::{LabelKind, Mark};

/// CUE's names of the kinds of errors, the gravest first.
const CODES: [&str; 5] = ["eval", "user", "structural_cycle", "incomplete", "cycle"];

/// CUE's name of the kind of an error.
fn code(bottom: &Bottom) -> &'static str {
    match (bottom.gravity, bottom.code) {
        (Gravity::Incomplete | Gravity::Blocked, Code::Cycle) => "cycle",
        (Gravity::Incomplete | Gravity::Blocked, _) => "incomplete",
        (Gravity::StructuralCycle, _) => "structural_cycle",
        (Gravity::Permanent, Code::User) => "user",
        (Gravity::Permanent, Code::StructuralCycle) => "structural_cycle",
        (Gravity::Permanent, _) => "eval",
    }
}

impl Judge<'_> {
    /// The error of a vertex: its own, or a permanent one of what is below.
    pub(super) fn error_at(&self, vertex: VertexId) -> Option<BottomId> {
        let this = self.graph.deref(vertex);
        match self.graph.vertices[this].value {
            Value::Bottom(bottom) => Some(bottom),
            _ => {
                let incomplete = self.graph.vertices[this].node.incomplete;
                self.graph.permanent_error(this).or(incomplete)
            }
        }
    }

    /// Holds the error of a vertex against what is expected of it; a field that there is not
    /// counts as an error that says so.
    pub(super) fn judge_error(&mut self, vertex: Option<VertexId>, spec: &ErrorSpec) -> Compared {
        let Some(vertex) = vertex else { return self.judge_absent(spec) };
        if spec.any {
            return self.judge_any(vertex, spec);
        }
        let errors = self.errors(vertex);
        if errors.is_empty() {
            let got = self.graph.show_value(Value::Vertex(vertex));
            return Err(Mismatch::between(Aspect::NoError, "an error", got).of(Some(vertex)));
        }
        self.judge_code(vertex, &errors, spec)?;
        let mut candidates = errors.clone();
        for &error in &errors {
            candidates.extend(&self.graph.bottoms[error].causes);
        }
        let best = candidates.into_iter().map(|error| self.judge_one(vertex, error, spec));
        first_success(best).map_err(|mismatch| mismatch.of(Some(vertex)))?;
        self.judge_parts(vertex, &errors, spec)?;
        self.note(vertex, &errors, spec);
        Ok(())
    }

    /// `@test(err, any, …)`: some error of it or below it is as expected.
    fn judge_any(&mut self, vertex: VertexId, spec: &ErrorSpec) -> Compared {
        let spec = ErrorSpec { any: false, ..spec.clone() };
        let first = self.judge_error(Some(vertex), &spec);
        if first.is_ok() {
            return first;
        }
        let this = self.graph.deref(vertex);
        for (label, arc) in self.graph.vertices[this].arcs.clone() {
            let counts = label.is_field() || label.as_index().is_some();
            if !counts || self.graph.vertices[arc].mark != Mark::Regular {
                continue;
            }
            self.graph.finish(arc);
            if self.judge_any(arc, &spec).is_ok() {
                return Ok(());
            }
        }
        first
    }

    fn judge_absent(&self, spec: &ErrorSpec) -> Compared {
        let possible = |code: &String| matches!(code.as_str(), "eval" | "incomplete");
        if spec.codes.is_empty() || spec.codes.iter().any(possible) {
            return Ok(());
        }
        Err(Mismatch::between(Aspect::Code, spec.codes.join(" or "), "no such field"))
    }

    /// The errors of a vertex: its own, with those of the arms where a disjunction failed, or
    /// those of its fields and elements.
    fn errors(&self, vertex: VertexId) -> Vec<BottomId> {
        let mut found = Vec::new();
        self.graph.errors_of(vertex, &mut found);
        found
    }

    fn judge_code(&self, vertex: VertexId, errors: &[BottomId], spec: &ErrorSpec) -> Compared {
        let codes = errors.iter().map(|&error| code(&self.graph.bottoms[error]));
        let rank = |code: &str| CODES.iter().position(|known| *known == code);
        let got = codes.min_by_key(|code| rank(code)).unwrap_or("eval");
        if spec.codes.is_empty() || spec.codes.iter().any(|expected| expected == got) {
            return Ok(());
        }
        let text = errors.first().map(|&error| self.graph.bottoms[error].message.clone());
        let got = format!("{got}: {}", text.unwrap_or_default());
        let expected = format!("an error of kind {}", spec.codes.join(" or "));
        Err(Mismatch::between(Aspect::Code, expected, got).of(Some(vertex)))
    }

    /// Words, path and arguments of one error.
    fn judge_one(&mut self, vertex: VertexId, error: BottomId, spec: &ErrorSpec) -> Compared {
        let bottom = self.graph.bottoms[error].clone();
        let path = self.error_path(&bottom, vertex);
        let text = self.full_text(&bottom);
        if let Some(contains) = &spec.contains {
            match wording(&bottom, &path, &text, contains) {
                Some(Wording::Verbatim) => self.trial.verbatim += 1,
                Some(Wording::Equivalent) => self.trial.equivalent += 1,
                None => {
                    let (expected, got) = (format!("{contains:?}"), bottom.message.clone());
                    return Err(Mismatch::between(Aspect::Words, expected, got));
                }
            }
        }
        if let Some(expected) = &spec.path {
            let above = path.strip_suffix(expected.as_str());
            if !above.is_some_and(|above| above.is_empty() || above.ends_with('.')) {
                let got = self.graph.path(bottom.vertex.unwrap_or(vertex));
                return Err(Mismatch::between(Aspect::Path, expected, got));
            }
        }
        for argument in &spec.arguments {
            if !speaks_of(&text, argument) && !path.ends_with(argument.as_str()) {
                let expected = format!("a message about {argument}");
                return Err(Mismatch::between(Aspect::Arguments, expected, bottom.message));
            }
        }
        Ok(())
    }

    /// `suberr=(…)`: each error is one of those that are expected, and all of these are there.
    fn judge_parts(&mut self, vertex: VertexId, errors: &[BottomId], spec: &ErrorSpec) -> Compared {
        if spec.parts.is_empty() {
            return Ok(());
        }
        let mut left: Vec<BottomId> = Vec::new();
        for &error in errors {
            self.parts(error, false, &mut left);
        }
        let messages: Vec<String> =
            left.iter().map(|&error| self.graph.bottoms[error].message.clone()).collect();
        let got = format!("{}: {}", left.len(), messages.join("; "));
        let expected = match spec.parts.len() {
            1 => "1 error".to_owned(),
            count => format!("{count} errors"),
        };
        if left.len() != spec.parts.len() {
            return Err(Mismatch::between(Aspect::Parts, expected, got).of(Some(vertex)));
        }
        for part in &spec.parts {
            let fitting = left.iter().position(|&error| {
                let before = self.trial;
                let fits = self.judge_one(vertex, error, part).is_ok();
                if !fits {
                    self.trial = before;
                }
                fits
            });
            let Some(fitting) = fitting else {
                let expected = part.contains.clone().unwrap_or(expected);
                return Err(Mismatch::between(Aspect::Parts, expected, got).of(Some(vertex)));
            };
            left.swap_remove(fitting);
        }
        Ok(())
    }

    /// The errors of which an error consists, the same one counted once. That of a disjunction
    /// within another stands before those of its arms.
    fn parts(&self, error: BottomId, within: bool, found: &mut Vec<BottomId>) {
        let bottom = &self.graph.bottoms[error];
        let several = bottom.causes.len() > 1 && bottom.code == Code::EmptyDisjunction;
        if bottom.causes.is_empty() || within && several {
            let same = |&other: &BottomId| {
                let other = &self.graph.bottoms[other];
                other.message == bottom.message
                    && other.marks == bottom.marks
                    && !bottom.marks.is_empty()
            };
            if !found.iter().any(same) {
                found.push(error);
            }
        }
        for &cause in &bottom.causes {
            self.parts(cause, true, found);
        }
    }

    /// Notes how the test was judged.
    fn note(&mut self, _: VertexId, errors: &[BottomId], spec: &ErrorSpec) {
        let Some(places) = &spec.places else { return };
        let bottoms = errors.iter().map(|&error| &self.graph.bottoms[error]);
        let marks: Vec<Span> =
            bottoms.flat_map(|bottom| bottom.marks.iter().map(|mark| mark.span)).collect();
        match self.pointing(&marks, places) {
            Pointing::Exact => self.trial.places_exact += 1,
            Pointing::Some => self.trial.places_some += 1,
            Pointing::None => self.trial.places_none += 1,
        }
    }

    /// Everything that people are shown of an error: what it says, and the lines that it marks.
    fn full_text(&self, bottom: &Bottom) -> String {
        let mut text = bottom.message.clone();
        let marks = bottom.marks.iter().map(|mark| mark.text.clone());
        let help = bottom.help.iter().cloned();
        let marked = bottom.marks.iter().map(|mark| self.line(mark.span));
        for more in marks.chain(help).chain(marked) {
            text.push('\n');
            text.push_str(&more);
        }
        text
    }

    /// The line in which a place starts, up to the tests in it.
    fn line(&self, span: Span) -> String {
        if !self.sources.hold(span) {
            return String::new();
        }
        let (before, rest) =
            self.sources.text(span.file).split_at_checked(span.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let rest = rest.split('\n').next().unwrap_or_default();
        let line = format!("{line}{rest}");
        line.split("@test(").next().unwrap_or_default().to_owned()
    }

    /// The path of an error with dots alone, as CUE writes it.
    fn error_path(&self, bottom: &Bottom, vertex: VertexId) -> String {
        self.dotted(bottom.vertex.unwrap_or(vertex))
    }

    fn dotted(&self, vertex: VertexId) -> String {
        let mut labels = Vec::new();
        let mut at = vertex;
        while at != crate::eval::vertex::NO_VERTEX {
            let here = &self.graph.vertices[at];
            if here.label.kind() != LabelKind::None && !here.is_detached() {
                labels.push(here.label.text(&self.graph.symbols));
            }
            at = here.parent;
        }
        labels.reverse();
        labels.join(".")
    }
}

/// Whether a text speaks of a value or name as CUE's messages write it. Of the kinds of values,
/// which CUE names beside them, one that is shown is enough.
pub(super) fn speaks_of(text: &str, word: &str) -> bool {
    has_word(text, word)
        || match word {
            "int" => shows(text, |word| word.parse::<i128>().is_ok()),
            "float" => shows(text, |word| word.contains('.') && word.parse::<f64>().is_ok()),
            "string" => shows(text, |word| word.starts_with('"')),
            "bytes" => shows(text, |word| word.starts_with('\'')),
            "bool" => shows(text, |word| matches!(word, "true" | "false")),
            "struct" => text.contains('{'),
            "list" => text.contains('['),
            // infc shows structs and lists in messages by their kind or in short.
            _ if word.starts_with(['{', '(']) => has_word(text, "struct") || text.contains('{'),
            _ if word.starts_with('[') => has_word(text, "list") || text.contains('['),
            _ => false,
        }
}

fn shows(text: &str, is_one: impl Fn(&str) -> bool) -> bool {
    text.split_whitespace().any(|word| is_one(word.trim_matches([',', '(', ')', ':'])))
}

/// Whether a text has `word` as a word of its own.
fn has_word(text: &str, word: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|text| text.chars().next());
        let joined = part(before) && part(word.chars().next());
        let goes_on = part(after) && part(word.chars().next_back());
        !joined && !goes_on
    })
}

/// The first success, or the first failure.
fn first_success(results: impl Iterator<Item = Compared>) -> Compared {
    let mut first = None;
    for result in results {
        match result {
            Ok(()) => return Ok(()),
            Err(mismatch) => {
                first.get_or_insert(mismatch);
            }
        }
    }
    first.map_or(Ok(()), Err)
}
