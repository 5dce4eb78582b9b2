//! The schemas of the built-in kinds, held against what they come from: manifests of other projects
//! with the verdict of the API server (`../shared/kube`), and the types of `k8s-openapi`, which
//! have to read what is accepted and give the same data back.

#![allow(clippy::print_stdout, reason = "a measure is there to print figures")]

mod ratchet;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use infc::base::{Plain, PlainId, Severity, Sources};
use infc::data::{json, yaml};
use infc::kube::{self, CheckOptions};
use serde_json::Value;

use k8s_openapi::api::{
    admissionregistration, apps, authentication, authorization, autoscaling, batch, certificates,
    coordination, core, discovery, events, flowcontrol, networking, node, policy, rbac, resource,
    scheduling, storage,
};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration;

/// Reads an object as the type that its `apiVersion` and `kind` name, and writes it again.
type RoundTrip = fn(Value) -> serde_json::Result<Value>;

fn through<T: k8s_openapi::serde::de::DeserializeOwned + k8s_openapi::serde::Serialize>(
    object: Value,
) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_value::<T>(object)?)
}

/// The types by what names them.
fn types() -> BTreeMap<(&'static str, &'static str), RoundTrip> {
    macro_rules! types {
        ($($group:ident::$version:ident { $($kind:ident)* })*) => {
            BTreeMap::from([$($(types!(of $group::$version::$kind)),*),*])
        };
        (of $group:ident::$version:ident::$kind:ident) => {{
            use k8s_openapi::Resource;
            type Type = $group::$version::$kind;
            ((Type::API_VERSION, Type::KIND), through::<Type> as RoundTrip)
        }};
    }
    types! {
        admissionregistration::v1 {
            MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration
            ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration
        }
        apiextensions::v1 { CustomResourceDefinition }
        apiregistration::v1 { APIService }
        apps::v1 { ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet }
        authentication::v1 { TokenReview }
        authorization::v1 { LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview }
        autoscaling::v1 { HorizontalPodAutoscaler }
        autoscaling::v2 { HorizontalPodAutoscaler }
        batch::v1 { CronJob Job }
        certificates::v1 { CertificateSigningRequest }
        coordination::v1 { Lease }
        core::v1 {
            ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume
            PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret
            Service ServiceAccount
        }
        discovery::v1 { EndpointSlice }
        events::v1 { Event }
        flowcontrol::v1 { FlowSchema PriorityLevelConfiguration }
        networking::v1 { Ingress IngressClass IPAddress NetworkPolicy ServiceCIDR }
        node::v1 { RuntimeClass }
        policy::v1 { PodDisruptionBudget }
        rbac::v1 { ClusterRole ClusterRoleBinding Role RoleBinding }
        resource::v1 { DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice }
        scheduling::v1 { PriorityClass }
        storage::v1 {
            CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment
            VolumeAttributesClass
        }
    }
}

/// What became of the samples.
#[derive(Default)]
struct Tally {
    accepted: usize,
    round_trips: usize,
    /// What was refused although the API server takes it, and why.
    refused: BTreeMap<String, String>,
    /// What the types do not give back.
    changed: BTreeMap<String, String>,
}

#[test]
fn accepted_samples_come_back_from_the_types_as_they_were() {
    let Some(kube) = ratchet::shared("kube") else { return };
    let labels = fs::read_to_string(kube.join("samples/LABELS.tsv")).expect("there are labels");
    let types = types();
    let mut tally = Tally::default();
    for line in labels.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let (file, class, verdict) = (cells[0], cells[1], cells[8]);
        if class == "core" && matches!(verdict, "VALID" | "VALID-NEWER") {
            tally.take(file, &kube.join("samples").join(file), &types);
        }
    }
    println!("{} accepted, {} round trips", tally.accepted, tally.round_trips);
    assert!(tally.round_trips > 1_000, "{} round trips", tally.round_trips);
    ratchet::hold("tests/kubernetes/refused.txt", &tally.refused)
        .unwrap_or_else(|it| panic!("{it}"));
    assert!(tally.changed.is_empty(), "{:#?}", tally.changed);
}

impl Tally {
    fn take(
        &mut self,
        name: &str,
        path: &Path,
        types: &BTreeMap<(&'static str, &'static str), RoundTrip>,
    ) {
        let text = fs::read_to_string(path).expect("a sample is text");
        let mut plain = Plain::default();
        let file = Sources::default().add(name, text.as_str());
        let documents = match yaml::read(&text, file, &mut plain) {
            Ok(documents) => documents,
            Err(fault) => return drop(self.refused.insert(name.to_owned(), fault.message)),
        };
        for document in documents {
            let manifests = kube::find(&plain, document);
            let said = kube::check(&plain, &manifests, &CheckOptions::default());
            let mut errors = said.iter().filter(|one| one.severity == Severity::Error);
            if let Some(error) = errors.next() {
                let path = error.path.as_deref().unwrap_or_default();
                self.refused.insert(name.to_owned(), format!("{path}: {}", error.message));
                continue;
            }
            for manifest in manifests {
                self.accepted += 1;
                let key = (manifest.api_version.as_str(), manifest.kind.as_str());
                let Some(through) = types.get(&key) else { continue };
                self.round_trips += 1;
                let object = value(&plain, manifest.node);
                match through(object.clone()) {
                    Ok(back) => {
                        if let Some(fault) = difference("", &object, &back) {
                            self.changed.insert(name.to_owned(), fault);
                        }
                    }
                    Err(fault) => drop(self.changed.insert(name.to_owned(), fault.to_string())),
                }
            }
        }
    }
}

/// The data as `serde_json` has it.
fn value(plain: &Plain, node: PlainId) -> Value {
    let mut text = String::new();
    json::write(plain, node, json::Layout::Compact, json::Html::Keep, &mut text);
    serde_json::from_str(&text).expect("what is written is JSON")
}

/// Where `back` has lost or changed something of `object`. Nulls and empty collections say as much
/// as nothing; fields that the types always write are no difference; and a quantity that is a number
/// to the API server is a text to the types.
fn difference(path: &str, object: &Value, back: &Value) -> Option<String> {
    match (object, back) {
        (Value::Object(object), Value::Object(back)) => object.iter().find_map(|(name, value)| {
            let path = format!("{path}.{name}");
            match back.get(name) {
                Some(back) => difference(&path, value, back),
                None if is_nothing(value) => None,
                None => Some(format!("{path} is lost")),
            }
        }),
        (Value::Array(object), Value::Array(back)) if object.len() == back.len() => {
            let pairs = object.iter().zip(back).enumerate();
            pairs.into_iter().find_map(|(index, (object, back))| {
                difference(&format!("{path}[{index}]"), object, back)
            })
        }
        (Value::Number(object), Value::Number(back)) if object.as_f64() == back.as_f64() => None,
        (Value::Number(object), Value::String(back)) if object.to_string() == *back => None,
        _ if object == back || is_nothing(object) && is_nothing(back) => None,
        _ => Some(format!("{path}: {object} became {back}")),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_nothing),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
