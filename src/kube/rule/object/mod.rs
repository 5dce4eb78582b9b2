//! The API server's rules on single objects, a family of them in each file.
//!
//! A rule is a small function that names the function of Kubernetes which says the same; paths
//! are those of the repositories kubernetes/kubernetes and kubernetes/apimachinery. What a rule
//! asks is asked of the data as its author wrote it, so where the server has a default the rule
//! knows it. What is of the wrong type or unknown is the business of the schemas.

mod autoscaler;
mod budget;
mod config;
mod container;
mod cron;
mod definition;
mod endpoints;
mod env;
mod ingress;
mod job;
mod metadata;
mod network_policy;
mod pod;
mod pod_system;
mod policy;
mod port;
mod probe;
mod quota;
mod rbac;
mod resources;
mod scheduling;
mod security;
mod service;
mod storage;
mod volume;
mod volume_files;
mod volume_mount;
mod volume_source;
mod webhook;
mod workload;

use super::findings::Findings;
use super::place::Place;

/// The rules on a kind.
type Rules = fn(&mut Findings, &Place);

/// The kinds and their rules.
const KINDS: &[(&str, &str, Rules)] = &[
    ("v1", "ConfigMap", config::config_map),
    ("v1", "Endpoints", endpoints::endpoints),
    ("v1", "LimitRange", quota::limits),
    ("v1", "Namespace", metadata::namespace_object),
    ("v1", "PersistentVolume", storage::volume),
    ("v1", "PersistentVolumeClaim", storage::claim),
    ("v1", "Pod", pod),
    ("v1", "PodTemplate", pod_template),
    ("v1", "ReplicationController", workload::replication_controller),
    ("v1", "ResourceQuota", quota::quota),
    ("v1", "Secret", config::secret),
    ("v1", "Service", service::check),
    ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", webhook::check),
    ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", webhook::check),
    ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", policy::check),
    ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", policy::binding),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition", definition::check),
    ("apps/v1", "DaemonSet", workload::daemon_set),
    ("apps/v1", "Deployment", workload::deployment),
    ("apps/v1", "ReplicaSet", workload::replica_set),
    ("apps/v1", "StatefulSet", workload::stateful_set),
    ("autoscaling/v1", "HorizontalPodAutoscaler", autoscaler::check),
    ("autoscaling/v2", "HorizontalPodAutoscaler", autoscaler::check),
    ("batch/v1", "CronJob", job::cron_job),
    ("batch/v1", "Job", job::job),
    ("coordination.k8s.io/v1", "Lease", endpoints::lease),
    ("discovery.k8s.io/v1", "EndpointSlice", endpoints::slice),
    ("networking.k8s.io/v1", "Ingress", ingress::check),
    ("networking.k8s.io/v1", "IngressClass", ingress::class_object),
    ("networking.k8s.io/v1", "NetworkPolicy", network_policy::check),
    ("node.k8s.io/v1", "RuntimeClass", storage::runtime_class),
    ("policy/v1", "PodDisruptionBudget", budget::check),
    ("rbac.authorization.k8s.io/v1", "ClusterRole", rbac::cluster_role),
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", rbac::cluster_role_binding),
    ("rbac.authorization.k8s.io/v1", "Role", rbac::role),
    ("rbac.authorization.k8s.io/v1", "RoleBinding", rbac::role_binding),
    ("scheduling.k8s.io/v1", "PriorityClass", quota::priority_class),
    ("storage.k8s.io/v1", "CSIDriver", storage::driver),
    ("storage.k8s.io/v1", "StorageClass", storage::class),
];

/// Adds what is wrong with one object.
pub(super) fn check(found: &mut Findings, object: &Place) {
    metadata::check(found, object);
    let (version, kind) = (&found.manifest().api_version, &found.manifest().kind);
    if let Some((.., rules)) = KINDS.iter().find(|row| row.0 == version && row.1 == kind) {
        rules(found, object);
    }
}

fn pod(found: &mut Findings, object: &Place) {
    pod::annotations(found, object);
    pod::check(found, &object.get("spec"), pod::Owner::Pod, None);
}

fn pod_template(found: &mut Findings, object: &Place) {
    let template = object.get("template");
    metadata::check_template(found, &template.get("metadata"));
    pod::check(found, &template.get("spec"), pod::Owner::Template, None);
}
