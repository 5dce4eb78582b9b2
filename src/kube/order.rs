//! The order in which manifests are applied: what others depend on comes first.
//!
//! A cluster mends most orders by trying again, but not all: an object whose namespace or whose
//! definition is missing is refused, a pod without its service account is not made, and a webhook
//! whose server does not run yet refuses everything else.

use super::Manifest;

/// The phases, in the order of their application.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Phase {
    Namespaces,
    Definitions,
    /// What holds for the whole cluster: classes, volumes, roles, policies.
    Cluster,
    /// What workloads read or are bound by.
    Configuration,
    /// Workloads, services and every other built-in kind.
    Workloads,
    /// Objects of kinds that are not built in: they need their definition, and their operator
    /// often runs as one of the workloads.
    Custom,
    /// What calls into workloads when anything else is applied.
    Admission,
}

/// The kinds that do not belong to [`Phase::Workloads`], by group.
const PHASES: &[(Phase, &str, &[&str])] = &[
    (Phase::Namespaces, "", &["Namespace"]),
    (Phase::Definitions, "apiextensions.k8s.io", &["CustomResourceDefinition"]),
    (Phase::Cluster, "", &["PersistentVolume"]),
    (Phase::Cluster, "rbac.authorization.k8s.io", &["ClusterRole", "ClusterRoleBinding"]),
    (Phase::Cluster, "scheduling.k8s.io", &["PriorityClass"]),
    (
        Phase::Cluster,
        "storage.k8s.io",
        &["StorageClass", "CSIDriver", "CSINode", "VolumeAttributesClass"],
    ),
    (Phase::Cluster, "networking.k8s.io", &["IngressClass", "IPAddress", "ServiceCIDR"]),
    (Phase::Cluster, "node.k8s.io", &["RuntimeClass"]),
    (Phase::Cluster, "resource.k8s.io", &["DeviceClass", "ResourceSlice"]),
    (Phase::Cluster, "flowcontrol.apiserver.k8s.io", &["FlowSchema", "PriorityLevelConfiguration"]),
    // Unlike webhooks these run within the API server, so they may stand before workloads.
    (
        Phase::Cluster,
        "admissionregistration.k8s.io",
        &[
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
        ],
    ),
    (
        Phase::Configuration,
        "",
        &[
            "ServiceAccount",
            "Secret",
            "ConfigMap",
            "PersistentVolumeClaim",
            "LimitRange",
            "ResourceQuota",
            "PodTemplate",
        ],
    ),
    (Phase::Configuration, "rbac.authorization.k8s.io", &["Role", "RoleBinding"]),
    (Phase::Configuration, "networking.k8s.io", &["NetworkPolicy"]),
    (Phase::Configuration, "policy", &["PodDisruptionBudget"]),
    (Phase::Configuration, "resource.k8s.io", &["ResourceClaim", "ResourceClaimTemplate"]),
    (
        Phase::Admission,
        "admissionregistration.k8s.io",
        &["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"],
    ),
    (Phase::Admission, "apiregistration.k8s.io", &["APIService"]),
];

/// The groups of the API server itself. Other groups under `k8s.io`, such as
/// `gateway.networking.k8s.io`, are defined by custom resource definitions.
const BUILT_IN: &[&str] = &[
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "extensions",
    "flowcontrol.apiserver.k8s.io",
    "internal.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
    "storagemigration.k8s.io",
];

/// Whether `group` is one of the API server's own.
pub(super) fn is_built_in(group: &str) -> bool {
    BUILT_IN.contains(&group)
}

/// Sorts manifests into the order of their application; those of one phase keep their order.
pub fn sort(manifests: &mut [Manifest]) {
    manifests.sort_by_cached_key(|manifest| phase(manifest.group(), &manifest.kind));
}

fn phase(group: &str, kind: &str) -> Phase {
    if !is_built_in(group) {
        return Phase::Custom;
    }
    PHASES
        .iter()
        .find(|row| row.1 == group && row.2.contains(&kind))
        .map_or(Phase::Workloads, |row| row.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::find;
    use crate::kube::manifest::tests::plain;

    #[test]
    fn what_others_depend_on_comes_first_and_the_rest_stays() {
        let objects = "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration
            cert-manager.io/v1 Certificate
            v1 Service
            apps/v1 Deployment
            v1 ConfigMap
            rbac.authorization.k8s.io/v1 ClusterRole
            gateway.networking.k8s.io/v1 Gateway
            apiextensions.k8s.io/v1 CustomResourceDefinition
            networking.k8s.io/v1 Ingress
            v1 ServiceAccount
            example.com/v1 Namespace
            v1 Namespace";
        let json: Vec<String> = objects
            .lines()
            .filter_map(|line| line.trim().split_once(' '))
            .map(|(version, kind)| format!(r#"{{"apiVersion":"{version}","kind":"{kind}"}}"#))
            .collect();
        let (plain, root) = plain(&format!("[{}]", json.join(",")));
        let mut manifests = find(&plain, root);
        sort(&mut manifests);
        let kinds: Vec<_> = manifests.iter().map(|it| it.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "Namespace",
                "CustomResourceDefinition",
                "ClusterRole",
                "ConfigMap",
                "ServiceAccount",
                "Service",
                "Deployment",
                "Ingress",
                "Certificate",
                "Gateway",
                "Namespace",
                "ValidatingWebhookConfiguration",
            ]
        );
    }

    #[test]
    fn the_table_names_built_in_groups_only() {
        for (_, group, _) in PHASES {
            assert!(is_built_in(group), "{group}");
        }
    }
}
