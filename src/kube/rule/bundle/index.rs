//! The objects of a bundle, found by what they are, by what they are called, and by the labels of
//! the pods they make.
//!
//! An object without a namespace goes where it is applied to, which nobody knows yet: it is taken
//! to be in the namespace of whatever mentions it.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::made::Made;
use super::pods::{Workload, workload};
use crate::base::{Glob, PlainId};
use crate::kube::Manifest;
use crate::kube::order::is_built_in;
use crate::kube::rule::place::{Place, Ways};
use crate::kube::rule::selector::Selector;

/// One object.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) place: Place<'a>,
}

impl<'a> Object<'a> {
    pub(super) fn name(&self) -> &'a str {
        self.manifest.name.as_deref().unwrap_or_default()
    }

    pub(super) fn namespace(&self) -> Option<&'a str> {
        self.manifest.namespace.as_deref()
    }

    /// What it is called in messages: `Deployment web`.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.manifest.kind, self.name())
    }

    /// The place of its name.
    pub(super) fn name_place(&self) -> Place<'a> {
        self.place.get("metadata").get("name")
    }

    /// Whether it is of this group and kind.
    pub(super) fn is(&self, group: &str, kind: &str) -> bool {
        self.manifest.group() == group && self.manifest.kind == kind
    }
}

/// Whether something in one namespace can be meant by something in the other.
pub(super) fn same_namespace(one: Option<&str>, other: Option<&str>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Where an object is that something refers to.
pub(super) enum Sight<'b, 'a> {
    /// In the bundle, where it is looked for.
    Here(&'b Object<'a>),
    /// In the bundle, but in another namespace.
    Elsewhere(&'b Object<'a>),
    /// Outside of the bundle: the project says so, or every cluster has it.
    Outside,
    /// Nowhere.
    Nowhere,
}

/// All objects of a bundle.
pub(super) struct Bundle<'a> {
    pub(super) objects: Vec<Object<'a>>,
    /// The pods that objects make.
    pub(super) workloads: Vec<Workload<'a>>,
    by_kind: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    /// Hardly any name is there twice.
    by_name: FxHashMap<(&'a str, &'a str, &'a str), SmallVec<[usize; 1]>>,
    by_label: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    /// What objects of the bundle make.
    pub(super) made: Made<'a>,
    /// Of the objects that make pods, which workload they are.
    by_node: FxHashMap<PlainId, usize>,
    /// The names of custom resources, whose operators may make pods.
    makers: FxHashSet<&'a str>,
    external: Vec<Glob>,
}

impl<'a> Bundle<'a> {
    pub(super) fn new(ways: &'a Ways<'a>, manifests: &'a [Manifest], external: &[String]) -> Self {
        let object = |manifest: &'a Manifest| Object { manifest, place: ways.root(manifest.node) };
        let mut bundle = Self {
            objects: manifests.iter().map(object).collect(),
            workloads: Vec::new(),
            by_kind: FxHashMap::default(),
            by_name: FxHashMap::default(),
            by_label: FxHashMap::default(),
            made: Made::default(),
            by_node: FxHashMap::default(),
            makers: FxHashSet::default(),
            // What is no pattern was told of when the settings were read.
            external: external.iter().filter_map(|it| Glob::new(it, '/').ok()).collect(),
        };
        for (index, object) in bundle.objects.iter().enumerate() {
            let (group, kind) = (object.manifest.group(), object.manifest.kind.as_str());
            bundle.by_kind.entry((group, kind)).or_default().push(index);
            bundle.by_name.entry((group, kind, object.name())).or_default().push(index);
            bundle.workloads.extend(workload(object));
            bundle.made.add(object);
            if !is_built_in(group) && !object.name().is_empty() {
                bundle.makers.insert(object.name());
            }
        }
        for (index, workload) in bundle.workloads.iter().enumerate() {
            bundle.by_node.insert(workload.object.manifest.node, index);
            for label in &workload.labels {
                bundle.by_label.entry(*label).or_default().push(index);
            }
        }
        bundle
    }

    /// The objects of a kind, in order.
    pub(super) fn of_kind<'b>(
        &'b self,
        group: &'b str,
        kind: &'b str,
    ) -> impl Iterator<Item = &'b Object<'a>> + use<'a, 'b> {
        let found = self.by_kind.get(&(group, kind)).map_or(&[][..], Vec::as_slice);
        found.iter().filter_map(|&index| self.objects.get(index))
    }

    /// Looks for an object that something in `namespace` refers to.
    pub(super) fn look(
        &self,
        (group, kind): (&str, &str),
        namespace: Option<&str>,
        name: &str,
    ) -> Sight<'_, 'a> {
        let found = self.by_name.get(&(group, kind, name)).map_or(&[][..], SmallVec::as_slice);
        let mut named = found.iter().filter_map(|&index| self.objects.get(index));
        if let Some(here) = named.clone().find(|it| same_namespace(it.namespace(), namespace)) {
            return Sight::Here(here);
        }
        if self.is_external(kind, namespace, name) {
            return Sight::Outside;
        }
        named.next().map_or(Sight::Nowhere, Sight::Elsewhere)
    }

    /// The objects of one kind and name, by their numbers, in order, where there are several.
    pub(super) fn of_one_name(&self) -> impl Iterator<Item = &[usize]> {
        self.by_name.values().map(SmallVec::as_slice).filter(|alike| alike.len() > 1)
    }

    /// The objects of a kind that have this name.
    pub(super) fn named<'b>(
        &'b self,
        group: &'b str,
        kind: &'b str,
        name: &'b str,
    ) -> impl Iterator<Item = &'b Object<'a>> + use<'a, 'b> {
        let found = self.by_name.get(&(group, kind, name)).map_or(&[][..], SmallVec::as_slice);
        found.iter().filter_map(|&index| self.objects.get(index))
    }

    /// Whether the project says that an object exists elsewhere.
    pub(super) fn is_external(&self, kind: &str, namespace: Option<&str>, name: &str) -> bool {
        if self.external.is_empty() {
            return false;
        }
        let short = format!("{kind}/{name}");
        let long = format!("{kind}/{}/{name}", namespace.unwrap_or("default"));
        self.external.iter().any(|glob| glob.matches(&short) || glob.matches(&long))
    }

    /// The workloads in `namespace` whose pods a selector selects.
    pub(super) fn selected(
        &self,
        selector: &Selector<'a>,
        namespace: Option<&str>,
    ) -> Vec<&Workload<'a>> {
        let fits = |workload: &&Workload<'a>| {
            same_namespace(workload.object.namespace(), namespace)
                && selector.matches(&workload.labels)
        };
        // The label that fewest have decides soonest.
        let rarest =
            selector.labels().iter().map(|label| self.labelled(label)).min_by_key(|it| it.len());
        match rarest {
            Some(found) => {
                found.iter().filter_map(|&index| self.workloads.get(index)).filter(fits).collect()
            }
            None => self.workloads.iter().filter(fits).collect(),
        }
    }

    /// Whether pods that a selector selects may come from something whose pods are not known: an
    /// operator that makes them for a custom resource, or the world outside.
    pub(super) fn may_select(&self, selector: &Selector<'a>, namespace: Option<&str>) -> bool {
        if selector.values().any(|value| self.is_external("Pod", namespace, value)) {
            return true;
        }
        selector.values().any(|value| parts(value).any(|part| self.makers.contains(part)))
    }

    /// The workload that an object is, if it is one.
    pub(super) fn workload(&self, object: &Object<'a>) -> Option<&Workload<'a>> {
        self.by_node.get(&object.manifest.node).and_then(|&index| self.workloads.get(index))
    }

    /// The workload in the namespace of `object` that was probably meant by labels that select
    /// nothing: it has most of them, or the same name.
    pub(super) fn nearest(
        &self,
        wanted: &[(&'a str, &'a str)],
        object: &Object<'a>,
    ) -> Option<&Workload<'a>> {
        // Of those that share a label a few are enough.
        const MOST: usize = 64;
        let sharing = wanted.iter().flat_map(|label| self.labelled(label).iter().take(MOST));
        let labelled = sharing.filter_map(|&index| self.workloads.get(index));
        const KINDS: [&str; 3] = ["Deployment", "StatefulSet", "DaemonSet"];
        let same = KINDS.iter().flat_map(|kind| self.named("apps", kind, object.name()));
        let named = same.filter_map(|object| self.workload(object));
        let score = |it: &&Workload<'a>| {
            let shared = wanted.iter().filter(|label| it.labels.contains(label)).count();
            shared * 2 + usize::from(it.object.name() == object.name())
        };
        labelled
            .chain(named)
            .filter(|it| same_namespace(it.namespace(), object.namespace()))
            .max_by_key(score)
    }

    fn labelled(&self, label: &(&'a str, &'a str)) -> &[usize] {
        self.by_label.get(label).map_or(&[][..], Vec::as_slice)
    }
}

/// The pieces of a text between hyphens and dots, and all runs of them.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    const EDGES: [char; 2] = ['-', '.'];
    let ends = move || text.match_indices(EDGES).map(|(at, _)| at).chain([text.len()]);
    let starts = std::iter::once(0).chain(text.match_indices(EDGES).map(|(at, _)| at + 1));
    // A label value has at most 63 characters; what is longer is told of elsewhere.
    starts.take(64).flat_map(move |start| {
        ends().take(64).filter(move |&end| end > start).filter_map(move |end| text.get(start..end))
    })
}
