//! Accounts as JSON, for tools; `docs/why.md` is the description, and what stands there stays.

use serde::Serialize;

use super::words;
use crate::cli::report::{Places, Range, range_of};
use crate::session::{Alternative, Contribution, Fate, Input, Link, Object, Sources, Span, Why};

/// The version of the form; it changes if anything goes or means something else.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document {
    version: u32,
    answers: Vec<Answer>,
}

#[derive(Serialize)]
struct Answer {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    manifest: Option<Manifest>,
    value: String,
    standing: &'static str,
    faults: Vec<String>,
    contributions: Vec<Part>,
    cut: bool,
}

#[derive(Serialize)]
struct Manifest {
    #[serde(rename = "apiVersion")]
    api_version: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    field: String,
}

#[derive(Serialize)]
struct Part {
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Range>,
    #[serde(skip_serializing_if = "String::is_empty")]
    value: String,
    computed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<String>,
    chain: Vec<Step>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<Arm>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inputs: Vec<Operand>,
}

#[derive(Serialize)]
struct Step {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    element: Option<Range>,
}

#[derive(Serialize)]
struct Arm {
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Range>,
    default: bool,
    fate: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct Operand {
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Range>,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Range>,
}

/// The document of accounts.
pub(super) fn text(answers: &[Why]) -> String {
    let answers = answers.iter().map(answer).collect();
    let document = Document { version: VERSION, answers };
    // Strings and numbers can always be written.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn answer(why: &Why) -> Answer {
    let account = &why.account;
    let mut sight = Sight { sources: &why.sources, places: Places::of(&why.sources) };
    Answer {
        path: account.path.clone(),
        manifest: why.object.as_ref().map(manifest),
        value: account.value.clone(),
        standing: words::standing_name(account.standing),
        faults: account.faults.clone(),
        contributions: account.contributions.iter().map(|one| sight.part(one)).collect(),
        cut: account.cut,
    }
}

fn manifest(object: &Object) -> Manifest {
    let Object { api_version, kind, namespace, name, field } = object.clone();
    Manifest { api_version, kind, namespace, name, field }
}

struct Sight<'a> {
    sources: &'a Sources,
    places: Places<'a>,
}

impl Sight<'_> {
    /// A place, and the text that stands there.
    fn range(&mut self, span: Span) -> Option<Range> {
        let text = self.sources.slice(span);
        let text = (!text.is_empty()).then(|| text.to_owned());
        self.places.place(span).map(|place| range_of(place, text))
    }

    fn part(&mut self, one: &Contribution) -> Part {
        Part {
            role: words::role_name(one.role),
            place: self.range(one.span),
            value: one.value.clone(),
            computed: one.computed,
            definition: one.definition.clone(),
            package: one.package.clone(),
            chain: one.chain.iter().map(|link| self.step(link)).collect(),
            alternatives: one.alternatives.iter().map(|one| self.arm(one)).collect(),
            inputs: one.inputs.iter().map(|one| self.operand(one)).collect(),
        }
    }

    fn step(&mut self, link: &Link) -> Step {
        Step {
            kind: words::link(link.kind).0,
            place: self.range(link.span),
            key: link.key.clone(),
            element: link.element.and_then(|span| self.range(span)),
        }
    }

    fn arm(&mut self, one: &Alternative) -> Arm {
        let (fate, reason) = match &one.fate {
            Fate::Taken => ("taken", None),
            Fate::Possible => ("possible", None),
            Fate::Dropped(reason) => ("dropped", reason.clone()),
        };
        Arm { place: self.range(one.span), default: one.default, fate, reason }
    }

    fn operand(&mut self, one: &Input) -> Operand {
        Operand {
            reference: self.range(one.span),
            value: one.value.clone(),
            path: one.path.clone(),
            place: one.place.and_then(|span| self.range(span)),
        }
    }
}
