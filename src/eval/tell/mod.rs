//! Errors in words for people: one cause is one message, made of the facts of the error and of
//! where it was met. It must not change values.
//!
//! `about` holds the facts, `sites` knows where things are declared; `values`, `range`, `fields`,
//! `missing` and `arms` find the words, each for a family of errors; `origin` finds the user's part in what lies elsewhere, and `sides` which of two values is whose;
//! `cause` puts together what is one fault, `handed` finds what was only handed on. `route` is for faults that others find in the data of values.

mod about;
mod arms;
mod cause;
mod fields;
mod handed;
mod missing;
mod origin;
mod range;
mod route;
mod sides;
mod sites;
mod values;

pub(super) use about::{About, Alternative, Closer, Placed};
use arms::Extent;
pub(super) use cause::united;
use missing::Missing;
use sides::Sides;
pub(super) use sites::Sites;

use super::graph::Graph;
use super::kind::Kind;
use super::value::BottomId;
use super::vertex::{NO_TRAIL, NO_VERTEX, Source, VertexId};
use crate::base::{Diagnostic, Mark, Sources, Span};
use crate::program::Label;

/// A message, the places of the fault itself, and the references that led there.
pub(super) struct Told {
    diagnostic: Diagnostic,
    places: Vec<Span>,
    /// Where the two values of a conflict are brought in, if both are.
    sides: Option<[Span; 2]>,
    via: Vec<Span>,
}

/// An error where it was met.
pub(super) struct Met {
    pub(super) bottom: BottomId,
    /// The labels that led there.
    pub(super) path: Vec<Label>,
}

impl Graph {
    /// Lets messages quote the sources, and propose changes of them.
    pub fn know_sources(&mut self, sources: &Sources) {
        self.texts = sources.clone();
    }

    /// An error as people get it; nothing if it only follows from one that was told already, and
    /// several where one value has several faults.
    pub(super) fn tell(&self, met: &Met) -> Vec<Told> {
        let of_user = |diagnostic: Diagnostic| {
            let places = match self.bottoms[met.bottom].about.as_deref() {
                Some(About::Two(one, other)) => vec![one.span, other.span],
                Some(_) | None => diagnostic.marks.iter().map(|mark| mark.span).collect(),
            };
            let sides = self.sides_of(met).map(|sides| sides.origins);
            let diagnostic = self.brought_home(diagnostic, met);
            Told { via: self.led_by(&diagnostic, met), places, sides, diagnostic }
        };
        self.words(met, &mut Extent::whole()).into_iter().map(of_user).collect()
    }

    /// Where the two values of a conflict are brought in, if both are.
    fn sides_of(&self, met: &Met) -> Option<Sides> {
        match self.bottoms[met.bottom].about.as_deref() {
            Some(&About::Two(one, other)) => self.sides(met, one, other),
            Some(_) | None => None,
        }
    }

    /// What an error says, in one sentence; nothing if it only follows from another one.
    pub(super) fn message(&self, met: &Met) -> Option<String> {
        self.words(met, &mut Extent::headline()).into_iter().next().map(|one| one.message)
    }

    /// The messages of an error, as many of them as the extent asks for.
    fn words(&self, met: &Met, extent: &mut Extent) -> Vec<Diagnostic> {
        let bottom = &self.bottoms[met.bottom];
        if let Some(missing) = self.wanting(met) {
            return vec![self.completed(self.tell_missing(met, &missing), met)];
        }
        let told = match bottom.about.as_deref() {
            Some(About::Reported) => return Vec::new(),
            Some(About::Type { found, wanted, rule }) => {
                self.tell_type(met, *found, *wanted, *rule)
            }
            Some(About::Two(one, other)) => self.tell_two(met, *one, *other),
            Some(About::Bound { found, bound, all }) => self.tell_bound(met, *found, *bound, all),
            Some(About::Check { found, check, rule, reason }) => {
                self.tell_check(met, *found, check, *rule, reason.as_deref())
            }
            Some(About::Choice { found, arms, whole }) => {
                self.tell_choice(met, *found, arms, *whole)
            }
            Some(About::Unknown { at, allowed, closer }) => {
                self.tell_unknown(met, *at, allowed, *closer)
            }
            Some(About::Missing) => {
                let field = bottom.vertex.unwrap_or(NO_VERTEX);
                self.tell_missing(met, &Missing { field, path: met.path.clone() })
            }
            Some(About::Undefined { of, label, at, by }) => {
                self.tell_undefined(met, *of, *label, (*at, *by))
            }
            Some(About::Arms { arms, whole }) => return self.tell_arms(met, arms, *whole, extent),
            Some(About::Endless) => self.tell_endless(met),
            Some(About::Open(value)) => self.tell_open(met, *value),
            None => self.as_it_is(met),
        };
        vec![self.completed(told, met)]
    }

    /// An error whose own words say all.
    fn as_it_is(&self, met: &Met) -> Diagnostic {
        let bottom = &self.bottoms[met.bottom];
        let mut diagnostic = Diagnostic::error(bottom.code, bottom.message.clone());
        diagnostic.marks.clone_from(&bottom.marks);
        diagnostic.help.clone_from(&bottom.help);
        diagnostic
    }

    /// The path and, where nothing better is known, the place.
    fn completed(&self, mut diagnostic: Diagnostic, met: &Met) -> Diagnostic {
        // Nobody mends a package of others from here.
        let is_own = |span: Span| self.sites().nearness(span) > sites::Nearness::Package;
        diagnostic.fixes.retain(|fix| fix.edits.iter().all(|edit| is_own(edit.span)));
        let vertex = self.bottoms[met.bottom].vertex.filter(|&vertex| vertex != NO_VERTEX);
        if let Some(vertex) = vertex {
            if !met.path.is_empty() && diagnostic.path.is_none() {
                diagnostic = diagnostic.path(self.path_of(&met.path));
            }
            if diagnostic.marks.is_empty()
                && let Some(span) = self.place(vertex)
            {
                diagnostic = diagnostic.at(span, "");
            }
            if let [raised] = diagnostic.marks.as_slice()
                && self.is_raised(met.bottom)
                && let Some(span) = self.written_nearer(vertex, raised.span)
            {
                diagnostic.marks.insert(0, Mark { span, text: "said of this".to_owned() });
            }
        }
        diagnostic
    }

    /// Whether an error is one that `error()` raised, by itself or as an arm.
    fn is_raised(&self, bottom: BottomId) -> bool {
        let causes = &self.bottoms[bottom].causes;
        self.is_custom(bottom) || causes.iter().any(|&cause| self.is_custom(cause))
    }

    /// The place of the value that an `error()` is about, if that is nearer to the user: the call
    /// commonly stands in a module, and its reader wrote the value.
    fn written_nearer(&self, vertex: VertexId, raised: Span) -> Option<Span> {
        let sites = self.sites();
        let this = &self.vertices[self.deref(vertex)];
        let written = this.conjuncts.iter().filter_map(|conjunct| match conjunct.source {
            Source::Expr(expr) => Some(self.program.span(expr)),
            Source::Computed(_) => None,
        });
        let scalar = this.node.scalar.map(|scalar| self.span_at(scalar.1));
        let nearest = scalar.into_iter().chain(written).max_by_key(|&span| sites.rank(span))?;
        (sites.nearness(nearest) > sites.nearness(raised)).then_some(nearest)
    }

    /// The references that lead from a value of the user's into the definitions in which the fault
    /// lies, the one nearest to the user first.
    fn led_by(&self, diagnostic: &Diagnostic, met: &Met) -> Vec<Span> {
        const MOST: usize = 3;
        let sites = self.sites();
        let Some(first) = diagnostic.marks.first().map(|mark| mark.span) else { return Vec::new() };
        if sites.nearness(first) >= sites::Nearness::Value {
            return Vec::new();
        }
        let vertex = self.bottoms[met.bottom].vertex.unwrap_or(NO_VERTEX);
        let mut chain: Vec<Span> = Vec::new();
        for conjunct in self.vertices[vertex].conjuncts.iter().take(MOST) {
            let mut at = conjunct.trail;
            while at != NO_TRAIL {
                let trail = self.trails[at];
                let span = trail.reference.map(|reference| self.program.span(reference));
                let near = span.filter(|&span| sites.nearness(span) > sites::Nearness::Package);
                chain.extend(near.filter(|span| !chain.contains(span)));
                at = trail.up;
            }
        }
        chain.retain(|&span| diagnostic.marks.iter().all(|mark| mark.span != span));
        chain.into_iter().rev().take(MOST).collect()
    }

    /// Where things are declared.
    pub(super) fn sites(&self) -> &Sites {
        self.sites.get_or_init(|| Sites::of(&self.program))
    }

    /// The path as a subject: `web.port`; of a long one its end.
    fn subject(&self, path: &[Label]) -> String {
        const LONGEST: usize = 3;
        if path.is_empty() {
            return "the value".to_owned();
        }
        let named = |label: &Label| label.as_index().is_none();
        let start = match path.iter().filter(|label| named(label)).count() {
            count if count <= LONGEST => 0,
            _ => path.iter().rposition(named).unwrap_or(0),
        };
        format!("`{}`", self.path_of(path.get(start..).unwrap_or(path)))
    }

    /// Where the label stands that a vertex was declared with: the nearest to the user.
    pub(super) fn declared(&self, vertex: VertexId) -> Option<Span> {
        let sites = self.sites();
        let labels = self.vertices[vertex].conjuncts.iter().filter_map(|conjunct| {
            let Source::Expr(value) = conjunct.source else { return None };
            sites.label(value)
        });
        labels.max_by_key(|&span| sites.rank(span))
    }
}

/// A kind with its article: `an int`, `a string or null`.
pub(super) fn kind_words(kind: Kind) -> String {
    let names = kind.names();
    let names: Vec<&str> = names.trim_matches(['(', ')']).split('|').collect();
    let with_article = |name: &&str| match *name {
        "null" => "null".to_owned(),
        "_" => "any value".to_owned(),
        "int" => "an int".to_owned(),
        "bytes" => "bytes".to_owned(),
        "func" => "a function".to_owned(),
        other => format!("a {other}"),
    };
    names.iter().map(with_article).collect::<Vec<_>>().join(" or ")
}

/// Names in a row: `` `a`, `b` and 3 more ``.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        rest => format!("{} and {rest} more", shown.join(", ")),
    }
}
