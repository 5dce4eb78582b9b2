//! When evaluation ends before its time: beyond its limits, and when nobody wants it any more, as
//! after an editor's next keystroke.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;

use super::builtin::{Fault, FaultBound, Meter, READ};
use super::graph::Graph;
use super::value::{Bottom, BottomId};
use super::vertex::VertexId;
use crate::base::{Code, Diagnostic, Span, nearest};
use crate::program::Label;

/// Whether work is still wanted: it is until a counter moves. The default is always wanted.
#[derive(Clone, Default, Debug)]
pub struct Cancel(Option<(Arc<AtomicU64>, u64)>);

impl Cancel {
    /// Wanted as long as `counter` stands at `count`.
    pub fn when_moved(counter: Arc<AtomicU64>, count: u64) -> Self {
        Self(Some((counter, count)))
    }

    /// Whether the counter has moved.
    pub fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|(counter, count)| counter.load(Ordering::Relaxed) != *count)
    }
}

/// Bounds of the work that one evaluation may do. Each has a flag of the command line, and its
/// message names it.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How deep values may nest (`--max-nesting`).
    pub nesting: u32,
    /// How long a chain may be of values that each need the next (`--max-depth`).
    pub depth: usize,
    /// How many values may be made; rounds of `for` clauses count too (`--max-values`).
    pub vertices: usize,
    /// Whether as many more may be made as there are expressions in the sources: much text makes
    /// many values, and little text may not.
    pub written: bool,
    /// How many arms may be tried within one disjunction, those of disjunctions within it included
    /// (`--max-trials`).
    pub trials: usize,
    /// How many combinations of arms may be left of the disjunctions of one value
    /// (`--max-combinations`).
    pub combinations: usize,
    /// How many bytes the large texts may have that are made, and the texts of what is exported;
    /// regular expressions, and what is searched, count by the work they take (`--max-text`).
    pub text: usize,
    /// Whether the work is still wanted.
    pub cancel: Cancel,
}

impl Default for Limits {
    /// What is far more than people write, and ends within 1 GiB of memory.
    fn default() -> Self {
        Self {
            nesting: 2_000,
            depth: 20_000,
            vertices: 1_200_000,
            written: true,
            trials: 250_000,
            combinations: 2_048,
            text: 256 << 20,
            cancel: Cancel::default(),
        }
    }
}

/// What data have more of than may be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TooMuch {
    Text,
    Values,
}

/// Smaller texts are not counted: there are no more of them than values.
const LARGE_TEXT: usize = 1 << 10;

/// The limit of work on texts, among those that were told.
const SEARCHED: &str = "searched";

/// How many more values each expression of the sources may make: definitions make a few of it.
const FOR_EACH: usize = 5;

impl Limits {
    /// The limits for sources with so many expressions.
    pub(super) fn for_sources(self, expressions: usize) -> Self {
        let more = if self.written { expressions.saturating_mul(FOR_EACH) } else { 0 };
        Self { vertices: self.vertices.saturating_add(more), written: false, ..self }
    }
}

/// What has been spent of bounds that concern the whole evaluation.
#[derive(Default)]
pub(super) struct Spent {
    /// How many bytes of large texts were made.
    text: Cell<usize>,
    /// Whether what was asked for took more work than may be done, and was not done.
    exhausted: Cell<bool>,
    /// How many values needed each the next at most.
    pub(super) deepest: usize,
    /// The errors of limits that were reached: one tells all that each more would.
    told: FxHashMap<&'static str, BottomId>,
    /// The error of the limit that was reached first.
    reached: Option<BottomId>,
    /// How many names were compared with ones that are not there.
    compared: Cell<usize>,
}

/// So many steps may be taken from group to group, to find what closedness requires, for each value
/// that may be made: many times what programs need that do not nest closed values without end.
const STEPS_EACH: usize = 60;

/// What an evaluation has taken of the bounds that concern all of it.
#[derive(Clone, Copy, Default, Debug)]
pub struct Spending {
    /// Values, and rounds of `for` clauses.
    pub values: usize,
    /// Bytes of large texts.
    pub text: usize,
    /// Values that each needed the next.
    pub depth: usize,
}

/// So many names are compared with ones that are not there, to find what was meant: each is
/// compared with all.
const MOST_COMPARED: usize = 1_000_000;

impl Graph {
    /// What is said of a vertex that may not be worked on any more.
    pub(super) fn over_limit(&mut self, vertex: VertexId) -> Option<BottomId> {
        self.spent.deepest = self.spent.deepest.max(self.depth);
        let (kind, bottom) = self.beyond(vertex)?;
        if let Some(&told) = self.spent.told.get(kind) {
            return Some(told);
        }
        let bottom = self.reached(bottom);
        self.spent.told.insert(kind, bottom);
        Some(bottom)
    }

    /// Adds the error of a limit. That it was reached is told in the end, whatever came of the value:
    /// an alternative that takes too much is not one that does not fit.
    pub(super) fn reached(&mut self, bottom: Bottom) -> BottomId {
        let bottom = self.bottoms.add(bottom);
        self.spent.reached.get_or_insert(bottom);
        bottom
    }

    /// Adds the limit that was reached first to errors that tell of none.
    pub(super) fn collect_reached(&self, errors: &mut Vec<(BottomId, Vec<Label>)>) {
        let is_limit = |bottom: BottomId| self.bottoms[bottom].code == Code::Limit;
        if let Some(reached) = self.spent.reached
            && !errors.iter().any(|&(bottom, _)| is_limit(bottom))
        {
            errors.push((reached, self.bottom_labels(reached)));
        }
    }

    /// What was spent so far.
    pub fn spending(&self) -> Spending {
        let values = self.vertices.len().max(self.envs.len());
        Spending { values, text: self.spent.text.get(), depth: self.spent.deepest }
    }

    /// Whether an evaluation that spends that stays within the limits.
    pub fn allows(&self, spending: &Spending) -> bool {
        let Limits { depth, vertices, text, .. } = self.limits;
        spending.depth < depth && spending.values < vertices && spending.text < text
    }

    /// The limit that a vertex is beyond, and its error.
    fn beyond(&self, vertex: VertexId) -> Option<(&'static str, Bottom)> {
        let Limits { nesting, depth, ref cancel, .. } = self.limits;
        if self.vertices[vertex].level > nesting {
            let message = format!("values nest deeper than {nesting} levels");
            return Some(("nesting", limit(message, "max-nesting", nesting as usize)));
        }
        if self.depth >= depth {
            let message = format!("more than {depth} values each need the next");
            return Some(("depth", limit(message, "max-depth", depth)));
        }
        if cancel.is_set() {
            let bottom = Bottom::permanent(Code::Limit, "the evaluation was cancelled");
            return Some(("cancelled", bottom));
        }
        if self.spent.exhausted.get() {
            return Some((SEARCHED, self.too_much_searched()));
        }
        if self.groups.steps() / STEPS_EACH > self.limits.vertices {
            return Some(("judged", self.too_much_judged()));
        }
        self.over_values(0).map(|bottom| ("values", bottom))
    }

    /// What is said where it takes too much to find what closedness requires.
    fn too_much_judged(&self) -> Bottom {
        let message = "definitions close values in each other too deep to be judged".to_owned();
        limit(message, "max-values", self.limits.vertices)
    }

    /// The name that was probably meant by one that is not there.
    pub(super) fn meant<'a>(&self, name: &str, known: &'a [String]) -> Option<&'a str> {
        let compared = self.spent.compared.get();
        if compared > MOST_COMPARED {
            return None;
        }
        self.spent.compared.set(compared + known.len());
        nearest(name, known.iter().map(String::as_str))
    }

    /// What is said where `more` values would be too many.
    fn over_values(&self, more: usize) -> Option<Bottom> {
        let most = self.limits.vertices;
        // A round of a `for` clause is an environment.
        let made = self.vertices.len().max(self.envs.len()).saturating_add(more);
        let message = || format!("there are more than {most} values");
        (made > most).then(|| limit(message(), "max-values", most))
    }

    /// Makes sure that `more` values may be made.
    ///
    /// # Errors
    /// The limit, at `span`.
    pub(super) fn room_for_values(&mut self, more: usize, span: Span) -> Result<(), BottomId> {
        match self.over_values(more) {
            Some(bottom) => Err(self.reached(bottom.at(span, "more are made here"))),
            None => Ok(()),
        }
    }

    /// What is too much of data with so many values and so many bytes of text: a value that several
    /// fields share counts for each.
    pub(super) fn over_data(&self, values: usize, bytes: usize) -> Option<TooMuch> {
        if bytes > self.limits.text {
            return Some(TooMuch::Text);
        }
        (values > self.limits.vertices).then_some(TooMuch::Values)
    }

    /// The error of data that are more than may be written; `span` is where they come to be.
    pub(super) fn too_much(&self, what: TooMuch, span: Option<Span>) -> Bottom {
        let bottom = match what {
            TooMuch::Text => {
                let most = self.limits.text;
                let message = format!("the texts of the data come to more than {most} bytes");
                limit(message, "max-text", most)
            }
            TooMuch::Values => {
                let most = self.limits.vertices;
                limit(format!("the data come to more than {most} values"), "max-values", most)
            }
        };
        match span {
            Some(span) => bottom.at(span, "here"),
            None => bottom,
        }
    }

    /// Counts a text of so many bytes before it is made.
    ///
    /// # Errors
    /// The limit, at `span`.
    pub(super) fn room_for_text(&mut self, bytes: usize, span: Span) -> Result<(), BottomId> {
        if bytes < LARGE_TEXT {
            return Ok(());
        }
        self.spent.text.set(self.spent.text.get().saturating_add(bytes));
        if self.spent.text.get() <= self.limits.text {
            return Ok(());
        }
        let most = self.limits.text;
        let message = format!("the texts that are made come to more than {most} bytes");
        let bottom = limit(message, "max-text", most).at(span, "this one is too much");
        Err(self.reached(bottom))
    }

    /// Does work that counts itself beside the texts that are made.
    ///
    /// # Errors
    /// Those of the work; more than may be done ends the evaluation.
    pub(super) fn metered<T>(
        &self,
        work: impl FnOnce(&Meter) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let spent = self.spent.text.get();
        let meter = Meter::new(self.limits.text.saturating_sub(spent));
        let before = meter.left();
        let result = work(&meter);
        self.spent.text.set(spent + (before - meter.left()));
        if let Err(Fault { bound: Some(FaultBound::Evaluation), .. }) = &result {
            self.spent.exhausted.set(true);
        }
        result
    }

    /// Counts the reading of so many bytes by a function of that effort.
    ///
    /// # Errors
    /// The limit, at `span`.
    pub(super) fn room_to_read(
        &mut self,
        bytes: usize,
        effort: usize,
        span: Span,
    ) -> Result<(), BottomId> {
        if bytes < LARGE_TEXT {
            return Ok(());
        }
        let read = self.metered(|meter| meter.take((bytes / READ).saturating_mul(effort)));
        read.map_err(|_| self.searched_too_much(span))
    }

    /// The error of work on texts beyond what may be done, told once, where it was met first.
    pub(super) fn searched_too_much(&mut self, span: Span) -> BottomId {
        if let Some(&told) = self.spent.told.get(SEARCHED) {
            return told;
        }
        let bottom = self.reached(self.too_much_searched().at(span, "this is too much"));
        self.spent.told.insert(SEARCHED, bottom);
        bottom
    }

    fn too_much_searched(&self) -> Bottom {
        let most = self.limits.text;
        let message = format!(
            "going through texts and lists, regular expressions included, takes more work than making texts of \
             {most} bytes"
        );
        limit(message, "max-text", most)
    }
}

/// An error of a limit as a diagnostic.
pub(super) fn told(bottom: Bottom) -> Diagnostic {
    let Bottom { message, marks, help, .. } = bottom;
    Diagnostic { marks, help, ..Diagnostic::error(Code::Limit, message) }
}

/// The error of reaching a limit, and how it is raised.
pub(super) fn limit(message: String, flag: &str, most: usize) -> Bottom {
    let more = most.saturating_mul(4);
    Bottom::permanent(Code::Limit, message)
        .help(format!("If it is meant so, raise the limit: `--{flag} {more}`."))
}
