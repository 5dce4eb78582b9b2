//! One check that uses what the last one has found.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::around::Around;
use super::layout::Layout;
use super::moves::Moves;
use super::ties::{Group, groups};
use crate::base::{Code, Diagnostic, Mark, Plain, PlainId, Span};
use crate::eval::{Graph, Spending, TopField, VertexId};
use crate::session::compile::{Compiled, Wanted};
use crate::session::request::Request;

/// What a check has found of a package.
#[derive(Debug)]
pub(super) struct Found {
    around: Around,
    layout: Layout,
    /// The fields in which nothing is wrong, by their names.
    sound: FxHashMap<String, Sound>,
    /// The data of the package.
    plain: Plain,
    routes: Routes,
    /// What evaluating the whole package takes at most.
    spent: Spending,
}

/// How the values came about that faults were found in, by the path and place of each fault.
type Routes = FxHashMap<(String, Span), Vec<Mark>>;

/// A field in which nothing is wrong.
#[derive(Clone, Debug)]
struct Sound {
    /// The names of the fields of its group in their order, if there are others.
    tied: Option<Rc<[String]>>,
    /// Its data, and where its label stands.
    data: Option<(PlainId, Span)>,
    /// How many values needed each the next when it was evaluated.
    depth: usize,
}

/// What a check is worth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// Nothing was found field by field: what is said was said of the package as a whole.
    Untold,
    /// It says what a check from scratch says.
    Exact,
    /// It does, and comes so near to a limit that the next one might not.
    Near,
    /// Messages may have other words.
    Unsure,
    /// A limit was met, which depends on what else is evaluated.
    Limited,
}

/// A check that uses what was known before.
#[derive(Debug)]
pub(in crate::session) struct Again {
    request: Request,
    tests: bool,
    old: Option<Found>,
    new: Option<Found>,
    /// The fields of the package.
    fields: Vec<TopField>,
    /// Those that are not evaluated.
    kept: FxHashSet<VertexId>,
    /// What is known of routes.
    known: Routes,
    standing: Standing,
}

impl Again {
    pub(super) fn new(old: Option<Found>, request: &Request, tests: bool) -> Self {
        Self {
            request: request.clone(),
            tests,
            old,
            new: None,
            fields: Vec::new(),
            kept: FxHashSet::default(),
            known: Routes::default(),
            standing: Standing::Untold,
        }
    }

    /// What was known before.
    pub(super) fn before(self) -> Option<Found> {
        self.old
    }

    /// What is known now; `plain` are the data of the package.
    pub(super) fn after(self, plain: Plain) -> Option<Found> {
        self.new.map(|new| Found { plain, ..new })
    }

    /// How many fields were not evaluated.
    pub(super) fn spared(&self) -> usize {
        self.kept.len()
    }

    /// What the check is worth.
    pub(super) fn standing(&self) -> Standing {
        self.standing
    }

    /// Takes note of whether what `graph` was asked for is what a whole one would give.
    pub(in crate::session) fn weigh(&mut self, graph: &Graph) {
        if graph.is_unsure() && self.standing == Standing::Exact {
            self.standing = Standing::Unsure;
        }
    }
}

impl Again {
    /// The data of a package, added to `plain`, or what is wrong with it; nothing where the package
    /// must be looked at as a whole.
    pub(in crate::session) fn value(
        &mut self,
        compiled: &mut Compiled,
        plain: &mut Plain,
    ) -> Option<Result<PlainId, Vec<Diagnostic>>> {
        // What is known is of one package.
        if self.standing != Standing::Untold {
            self.standing = Standing::Limited;
        }
        if self.standing == Standing::Limited || !self.is_simple(compiled) {
            return None;
        }
        let (program, symbols) = compiled.graph.program();
        let layout = Layout::of(&compiled.loaded, program, symbols)?;
        let fields = compiled.graph.top_fields()?;
        let written = layout.fields.iter().map(|field| &field.name);
        if !written.eq(fields.iter().map(|field| &field.name)) {
            return None;
        }
        let groups = groups(&layout);
        let around = Around::of(&compiled.loaded, &self.request, self.tests);
        let spent = Spending::default();
        let (sound, routes) = (FxHashMap::default(), Routes::default());
        let mut new = Found { around, layout, sound, plain: Plain::default(), routes, spent };
        self.keep(&mut new, &groups, plain, &compiled.graph);
        self.fields = fields;
        Some(self.evaluated(new, &groups, &mut compiled.graph, plain))
    }

    /// Whether a package is asked for as it is, and nothing but its sources gives it values.
    fn is_simple(&self, compiled: &mut Compiled) -> bool {
        let loaded = &compiled.loaded;
        let is_plain = loaded.documents.is_empty()
            && loaded.embedded.is_empty()
            && loaded.beside.is_none()
            && compiled.placement.is_empty()
            && !self.request.inject;
        let root = compiled.graph.root();
        let [Wanted { vertex, document: None }] = compiled.wanted.as_slice() else { return false };
        is_plain && *vertex == root
    }

    /// Takes over what is known of fields that are as they were.
    fn keep(&mut self, new: &mut Found, groups: &[Group], plain: &mut Plain, graph: &Graph) {
        let old = self.old.as_ref().filter(|old| {
            // Near a limit all is evaluated at once, which says what it takes.
            let Spending { values, text, .. } = old.spent;
            let twice = Spending { values: 2 * values, text: 2 * text, depth: 0 };
            old.around == new.around && graph.allows(&twice)
        });
        let Some(old) = old else { return };
        new.spent = old.spent;
        let now = places(&old.layout, &new.layout);
        let moves = Moves::between(&old.layout, &new.layout, &now);
        for name in unchanged(old, &new.layout, &now, groups) {
            let Some(known) = old.sound.get(name) else { continue };
            let data = known.data.map(|(node, place)| {
                let node = plain.copy_moved(&old.plain, node, &|span| moves.now(span));
                (node, moves.now(place))
            });
            new.sound.insert(name.clone(), Sound { data, ..known.clone() });
        }
        let moved = |mark: &Mark| Mark { span: moves.now(mark.span), text: mark.text.clone() };
        let routes = old.routes.iter().map(|((path, place), marks)| {
            ((path.clone(), moves.now(*place)), marks.iter().map(moved).collect())
        });
        self.known = routes.collect();
    }

    /// Evaluates the fields that are not known.
    fn evaluated(
        &mut self,
        mut new: Found,
        groups: &[Group],
        graph: &mut Graph,
        plain: &mut Plain,
    ) -> Result<PlainId, Vec<Diagnostic>> {
        let entered = entered(&new, groups);
        let is_kept = |field: &&TopField| {
            new.sound.contains_key(&field.name) && !entered.contains(field.name.as_str())
        };
        let (kept, due): (Vec<&TopField>, Vec<&TopField>) = self.fields.iter().partition(is_kept);
        self.kept = kept.into_iter().map(|field| field.vertex).collect();
        let due: Vec<TopField> = due.into_iter().cloned().collect();
        let others = self.used(&new.layout, &due);
        let apart = graph.export_fields(&due, &others, plain);
        let Spending { values, text, depth } = graph.spending();
        new.spent.values = new.spent.values.saturating_add(values);
        new.spent.text = new.spent.text.saturating_add(text);
        let has_packages = new.around.has_packages();
        let mut data: FxHashMap<&str, (PlainId, Span)> = FxHashMap::default();
        let tied = ties(&new.layout, groups);
        for (field, part) in due.iter().zip(&apart.fields) {
            data.extend(part.data.map(|data| (field.name.as_str(), data)));
            if part.is_sound {
                let tied = tied.get(field.name.as_str()).cloned();
                // What other packages hold is evaluated for the first that asks for it.
                let depth = part.depth + if has_packages { depth } else { 0 };
                new.sound.insert(field.name.clone(), Sound { tied, data: part.data, depth });
            }
        }
        new.spent.depth = deepest(&new, groups, depth);
        // What ends at a limit depends on all that is evaluated.
        let is_limited = apart.said.iter().any(|one| one.code == Code::Limit);
        self.standing = match (is_limited || !graph.allows(&new.spent), self.kept.is_empty()) {
            (false, _) => Standing::Exact,
            // All was evaluated.
            (true, true) => Standing::Near,
            (true, false) => Standing::Limited,
        };
        let value = match apart.said.is_empty() {
            true => {
                let of = |field: &TopField| {
                    let known = || new.sound.get(&field.name).and_then(|known| known.data);
                    let data = data.get(field.name.as_str()).copied().or_else(known);
                    data.map(|(node, place)| (field.key.clone(), place, node))
                };
                Ok(plain.map_at(self.fields.iter().filter_map(of), new.layout.place))
            }
            false => Err(apart.said),
        };
        self.new = Some(new);
        value
    }

    /// The fields that those which are `due` refer to, and what these refer to, without them.
    fn used(&self, layout: &Layout, due: &[TopField]) -> Vec<TopField> {
        let is_due: FxHashSet<VertexId> = due.iter().map(|field| field.vertex).collect();
        let fields = self.fields.iter().enumerate();
        let open = fields.filter(|(_, field)| is_due.contains(&field.vertex)).map(|(at, _)| at);
        let mut open: Vec<usize> = open.collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(next) = open.pop() {
            let used = layout.fields.get(next).into_iter().flat_map(|field| &field.uses);
            open.extend(used.copied().filter(|&used| seen.insert(used)));
        }
        let fields = seen.into_iter().filter_map(|at| self.fields.get(at));
        fields.filter(|field| !is_due.contains(&field.vertex)).cloned().collect()
    }

    /// Adds to a fault of the data of `root` how the value came about.
    pub(in crate::session) fn tell_route(
        &mut self,
        graph: &mut Graph,
        root: VertexId,
        fault: &mut Diagnostic,
    ) {
        let Some(new) = &mut self.new else { return graph.tell_route(root, fault) };
        let (Some(path), Some(place)) = (&fault.path, fault.marks.first().map(|mark| mark.span))
        else {
            return;
        };
        let key = (path.clone(), place);
        let field = graph.first_on(root, path).filter(|field| self.kept.contains(field));
        let known = field.and_then(|_| self.known.get(&key));
        let route = match (known, field) {
            (Some(known), _) => known.clone(),
            (None, field) => {
                // How it came about is seen where it is evaluated.
                if let Some(field) = self.fields.iter().find(|one| Some(one.vertex) == field) {
                    graph.finish_fields(std::slice::from_ref(field));
                    self.kept.remove(&field.vertex);
                }
                graph.route(root, path, place)
            }
        };
        new.routes.insert(key, route.clone());
        graph.add_route(fault, route);
    }
}

/// Of each field of the old layout, which one of the new it is, if it is made of the same.
fn places(old: &Layout, new: &Layout) -> Vec<Option<usize>> {
    let fields = new.fields.iter().enumerate();
    let by_name: FxHashMap<&str, usize> =
        fields.map(|(at, field)| (field.name.as_str(), at)).collect();
    let now = old.fields.iter().map(|field| {
        let at = by_name.get(field.name.as_str()).copied()?;
        new.fields.get(at).is_some_and(|now| now.own == field.own).then_some(at)
    });
    now.collect()
}

/// The names of the sound fields that are made of the same as they were and refer to such only.
fn unchanged<'l>(
    old: &Found,
    layout: &'l Layout,
    now: &[Option<usize>],
    groups: &[Group],
) -> Vec<&'l String> {
    let same: FxHashSet<usize> = now.iter().flatten().copied().collect();
    let names = |group: &Group| {
        let members = group.members.iter().filter_map(|&member| layout.fields.get(member));
        members.map(|field| &field.name).collect::<Vec<_>>()
    };
    let mut is_kept = vec![false; groups.len()];
    let mut found = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let names = names(group);
        let is_known = match names.as_slice() {
            [name] => old.sound.get(*name).is_some_and(|known| known.tied.is_none()),
            names => are_tied(old, names),
        };
        // What refers to a faulty field may be first to evaluate a part of it.
        let kept = group.members.iter().all(|member| same.contains(member))
            && group.uses.iter().all(|&used| is_kept.get(used) == Some(&true))
            && is_known;
        if let Some(known) = is_kept.get_mut(at) {
            *known = kept;
        }
        if kept {
            found.extend(names);
        }
    }
    found
}

/// Whether all of several fields are sound and were tied to each other, and to no others.
fn are_tied(old: &Found, names: &[&String]) -> bool {
    let tied = |name: &&String| old.sound.get(*name).and_then(|known| known.tied.as_ref());
    let Some(first) = names.first().and_then(tied) else { return false };
    let is_same = |name| tied(name).is_some_and(|tied| Rc::ptr_eq(tied, first));
    first.iter().eq(names.iter().copied()) && names.iter().all(is_same)
}

/// The names of the fields of each group that has several.
fn ties<'l>(layout: &'l Layout, groups: &[Group]) -> FxHashMap<&'l str, Rc<[String]>> {
    let mut tied: FxHashMap<&str, Rc<[String]>> = FxHashMap::default();
    for group in groups.iter().filter(|group| group.members.len() > 1) {
        let members = group.members.iter().filter_map(|&member| layout.fields.get(member));
        let names: Rc<[String]> = members.clone().map(|field| field.name.clone()).collect();
        tied.extend(members.map(|field| (field.name.as_str(), Rc::clone(&names))));
    }
    tied
}

/// The fields that are known, and in circles to which unknown ones lead: these have to find them
/// evaluated, as they would be.
fn entered<'f>(found: &'f Found, groups: &[Group]) -> FxHashSet<&'f str> {
    let name = |&member: &usize| found.layout.fields.get(member).map(|field| field.name.as_str());
    let is_due = |group: &Group| {
        let mut names = group.members.iter().filter_map(name);
        names.any(|name| !found.sound.contains_key(name))
    };
    let mut is_led_to: Vec<bool> = groups.iter().map(is_due).collect();
    let mut entered = FxHashSet::default();
    // Those that a group refers to come before it.
    for (at, group) in groups.iter().enumerate().rev() {
        if is_led_to.get(at) != Some(&true) {
            continue;
        }
        for &used in &group.uses {
            is_led_to.get_mut(used).into_iter().for_each(|led_to| *led_to = true);
        }
        if group.is_circular {
            entered.extend(group.members.iter().filter_map(name));
        }
    }
    entered
}

/// How many values may need each the next, whichever of them is evaluated first: those of a field
/// and of what it refers to. `depth` is what those took that are not known.
fn deepest(found: &Found, groups: &[Group], depth: usize) -> usize {
    let of = |member: &usize| {
        let name = found.layout.fields.get(*member).map(|field| &field.name);
        name.and_then(|name| found.sound.get(name)).map_or(depth, |known| known.depth)
    };
    let mut most: Vec<usize> = Vec::with_capacity(groups.len());
    for group in groups {
        let below = group.uses.iter().filter_map(|&used| most.get(used)).max();
        let own: usize = group.members.iter().map(of).sum();
        most.push(own.saturating_add(below.copied().unwrap_or(0)));
    }
    most.into_iter().max().unwrap_or(0)
}
