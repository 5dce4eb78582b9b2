//! The pods that objects make: their labels, containers and number.

use super::index::Object;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::{Labels, Selector, labels};

/// An object that makes pods, or is one.
pub(super) struct Workload<'a> {
    pub(super) object: Object<'a>,
    /// The labels of its pods.
    pub(super) labels: Labels<'a>,
    /// Where these stand.
    pub(super) labels_place: Place<'a>,
    /// The specification of its pods.
    pub(super) spec: Place<'a>,
}

/// The pods of an object, if it makes any: built-in workloads, and custom resources with a
/// template of the same form.
pub(super) fn workload<'a>(object: &Object<'a>) -> Option<Workload<'a>> {
    let spec = object.place.get("spec");
    let template = match object.manifest.kind.as_str() {
        "Pod" => object.place,
        "CronJob" => spec.get("jobTemplate").get("spec").get("template"),
        _ => spec.get("template"),
    };
    let inner = template.get("spec");
    if !inner.get("containers").is_set() {
        return None;
    }
    let labels_place = template.get("metadata").get("labels");
    Some(Workload { object: *object, labels: labels(&labels_place), labels_place, spec: inner })
}

/// A port that a container declares.
pub(super) struct Port<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) number: Option<i64>,
    pub(super) protocol: &'a str,
    pub(super) place: Place<'a>,
}

impl<'a> Workload<'a> {
    /// All containers, those that run before the others first.
    pub(super) fn containers(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        self.spec.get("initContainers").items().chain(self.spec.get("containers").items())
    }

    /// The ports that are declared.
    pub(super) fn ports(&self) -> impl Iterator<Item = Port<'a>> + use<'a> {
        self.containers().flat_map(|container| container.get("ports").items()).map(|place| Port {
            name: place.get("name").text(),
            number: place.get("containerPort").int(),
            protocol: place.get("protocol").filled().unwrap_or("TCP"),
            place,
        })
    }

    /// How many pods there are, where the object says so or has a default.
    pub(super) fn replicas(&self) -> Option<i64> {
        match self.object.manifest.kind.as_str() {
            "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController" | "Rollout" => {
                Some(self.object.place.get("spec").get("replicas").int().unwrap_or(1))
            }
            "Pod" => Some(1),
            _ => None,
        }
    }

    /// The selector by which it finds its own pods.
    pub(super) fn selector(&self) -> Option<Selector<'a>> {
        Selector::of(&self.object.place.get("spec").get("selector"))
    }

    /// The namespace of its pods.
    pub(super) fn namespace(&self) -> Option<&'a str> {
        self.object.namespace()
    }
}
