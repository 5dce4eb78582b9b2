//! The objects of a bundle, found by what they are, by what they are called, and by the labels of
//! the pods they make.
//!
//! An object without a namespace goes where it is applied to, which nobody knows yet: it is taken
//! to be in the namespace of whatever mentions it.

use rustc_hash::FxHashMap;

use super::pods::{Workload, workload};
use crate::base::{Glob, Plain};
use crate::kube::Manifest;
use crate::kube::rule::place::Place;
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
    by_name: FxHashMap<(&'a str, &'a str, &'a str), Vec<usize>>,
    by_label: FxHashMap<(&'a str, &'a str), Vec<usize>>,
    external: Vec<Glob>,
}

impl<'a> Bundle<'a> {
    pub(super) fn new(plain: &'a Plain, manifests: &'a [Manifest], external: &[String]) -> Self {
        let object =
            |manifest: &'a Manifest| Object { manifest, place: Place::root(plain, manifest.node) };
        let mut bundle = Self {
            objects: manifests.iter().map(object).collect(),
            workloads: Vec::new(),
            by_kind: FxHashMap::default(),
            by_name: FxHashMap::default(),
            by_label: FxHashMap::default(),
            // What is no pattern was told of when the settings were read.
            external: external.iter().filter_map(|it| Glob::new(it, '/').ok()).collect(),
        };
        for (index, object) in bundle.objects.iter().enumerate() {
            let (group, kind) = (object.manifest.group(), object.manifest.kind.as_str());
            bundle.by_kind.entry((group, kind)).or_default().push(index);
            bundle.by_name.entry((group, kind, object.name())).or_default().push(index);
            bundle.workloads.extend(workload(object));
        }
        for (index, workload) in bundle.workloads.iter().enumerate() {
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
        let found = self.by_name.get(&(group, kind, name)).map_or(&[][..], Vec::as_slice);
        let mut named = found.iter().filter_map(|&index| self.objects.get(index));
        if let Some(here) = named.clone().find(|it| same_namespace(it.namespace(), namespace)) {
            return Sight::Here(here);
        }
        if self.is_external(kind, namespace, name) {
            return Sight::Outside;
        }
        named.next().map_or(Sight::Nowhere, Sight::Elsewhere)
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
        match selector.labels().first() {
            Some(label) => {
                let found = self.by_label.get(label).map_or(&[][..], Vec::as_slice);
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
        let makers = self.objects.iter().filter(|it| {
            !crate::kube::order::is_built_in(it.manifest.group())
                && same_namespace(it.namespace(), namespace)
        });
        let mut named = makers.map(Object::name).filter(|name| !name.is_empty());
        named.any(|name| selector.values().any(|value| value.contains(name)))
    }
}
