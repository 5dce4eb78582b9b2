//! Roles and their bindings.
//!
//! pkg/apis/rbac/validation/validation.go;
//! <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>.

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, spelled};

const CODE: Code = Code::Rbac;
const GROUP: &str = "rbac.authorization.k8s.io";

/// `ValidateRole`
pub(super) fn role(found: &mut Findings, object: &Place) {
    rules(found, object, true);
}

/// `ValidateClusterRole`
pub(super) fn cluster_role(found: &mut Findings, object: &Place) {
    rules(found, object, false);
    let aggregation = object.get("aggregationRule");
    if !aggregation.is_set() {
        return;
    }
    let selectors = aggregation.get("clusterRoleSelectors");
    if selectors.is_blank() {
        let why = "at least one clusterRoleSelector required if aggregationRule is non-nil";
        found.required(CODE, &selectors, why);
    }
    for place in selectors.items() {
        selector::check(found, &place);
    }
}

/// `ValidatePolicyRule`
fn rules(found: &mut Findings, object: &Place, namespaced: bool) {
    for rule in object.get("rules").items() {
        let verbs = rule.get("verbs");
        if verbs.is_blank() {
            found
                .required(CODE, &verbs, "verbs must contain at least one value")
                .mend("Set `verbs`, such as [\"get\", \"list\", \"watch\"].");
        }
        let urls = rule.get("nonResourceURLs");
        let (groups, resources) = (rule.get("apiGroups"), rule.get("resources"));
        if urls.is_blank() {
            if groups.is_blank() {
                found
                    .required(CODE, &groups, "resource rules must supply at least one api group")
                    .help("The group of Pods, Services and other core kinds is \"\".");
            }
            if resources.is_blank() {
                let why = "resource rules must supply at least one resource";
                found.required(CODE, &resources, why);
            }
            continue;
        }
        if namespaced {
            let why = "namespaced rules cannot apply to non-resource URLs";
            found.invalid(CODE, &urls, why).help("URLs belong into a ClusterRole.");
        }
        if !groups.is_blank() || !resources.is_blank() || !rule.get("resourceNames").is_blank() {
            let why = "rules cannot apply to both regular resources and non-resource URLs";
            found.invalid(CODE, &urls, why).help("Write two rules.");
        }
    }
}

/// `ValidateRoleBinding`; a ServiceAccount without a namespace is one of the binding's.
pub(super) fn role_binding(found: &mut Findings, object: &Place) {
    role_reference(found, object, &["Role", "ClusterRole"]);
    for subject in object.get("subjects").items() {
        check_subject(found, &subject, true);
    }
}

/// `ValidateClusterRoleBinding`
pub(super) fn cluster_role_binding(found: &mut Findings, object: &Place) {
    role_reference(found, object, &["ClusterRole"]);
    for subject in object.get("subjects").items() {
        check_subject(found, &subject, false);
    }
}

fn role_reference(found: &mut Findings, object: &Place, kinds: &[&str]) {
    let role = object.get("roleRef");
    if !role.is_set() {
        return;
    }
    group(found, &role.get("apiGroup"), GROUP);
    let kind = role.get("kind");
    if kind.text().is_some_and(|text| !kinds.contains(&text)) {
        found.unsupported(CODE, &kind, kinds);
    }
    named(found, CODE, &role.get("name"), syntax::path_segment);
}

/// An absent group is the one that is meant.
fn group(found: &mut Findings, place: &Place, wanted: &str) {
    if place.filled().is_some_and(|text| text != wanted) {
        found.unsupported(CODE, place, &[wanted]);
    }
}

/// `ValidateRoleBindingSubject`
fn check_subject(found: &mut Findings, subject: &Place, namespaced: bool) {
    let (kind, name, namespace) =
        (subject.get("kind"), subject.get("name"), subject.get("namespace"));
    let named = filled(found, CODE, &name).is_some();
    match kind.text() {
        Some("ServiceAccount") => {
            if named {
                spelled(found, CODE, &name, syntax::subdomain);
            }
            group(found, &subject.get("apiGroup"), "");
            if !namespaced && namespace.is_blank() {
                found
                    .required(CODE, &namespace, "")
                    .mend("Set `namespace` to that of the ServiceAccount.");
            }
        }
        Some("User" | "Group") => group(found, &subject.get("apiGroup"), GROUP),
        Some(_) => {
            found.unsupported(CODE, &kind, &["ServiceAccount", "User", "Group"]);
        }
        None => {}
    }
}
