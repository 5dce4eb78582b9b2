//! Roles, their subjects, and namespaces.
//!
//! <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>.

use std::collections::BTreeMap;

use super::index::{Bundle, Object, Sight};
use super::missing::{needed, needed_in};
use super::report::Report;
use crate::base::Code;
use crate::kube::rule::scope::is_cluster_scoped;

const GROUP: &str = "rbac.authorization.k8s.io";

/// The roles that every cluster has, besides those that start with `system:`.
const GIVEN: &[&str] = &["cluster-admin", "admin", "edit", "view"];

/// The namespaces that every cluster has.
const NAMESPACES: &[&str] = &["default", "kube-system", "kube-public", "kube-node-lease"];

/// Adds what bindings miss, and the namespaces that are nowhere.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    for kind in ["RoleBinding", "ClusterRoleBinding"] {
        for binding in bundle.of_kind(GROUP, kind) {
            role(bundle, report, binding);
            subjects(bundle, report, binding);
        }
    }
    namespaces(bundle, report);
}

fn role<'a>(bundle: &Bundle<'a>, report: &mut Report, binding: &Object<'a>) {
    let reference = binding.place.get("roleRef");
    let (kind, name) = (reference.get("kind"), reference.get("name"));
    let Some(text) = name.text() else { return };
    match kind.text() {
        Some("ClusterRole") if GIVEN.contains(&text) || text.starts_with("system:") => {}
        Some("ClusterRole") => {
            let id = (GROUP, "ClusterRole");
            needed_in(bundle, report, Code::MissingRole, binding, &name, id, None);
        }
        Some("Role") => {
            needed(bundle, report, Code::MissingRole, binding, &name, (GROUP, "Role"));
        }
        Some(_) | None => {}
    }
}

/// The accounts of other namespaces may be of other bundles, but those of a namespace that is
/// written here are here.
fn subjects<'a>(bundle: &Bundle<'a>, report: &mut Report, binding: &Object<'a>) {
    for subject in binding.place.get("subjects").items() {
        let name = subject.get("name");
        if subject.get("kind").text() != Some("ServiceAccount") || name.text() == Some("default") {
            continue;
        }
        let namespace = subject.get("namespace").text().or(binding.namespace());
        let id = ("", "ServiceAccount");
        needed_in(bundle, report, Code::MissingServiceAccount, binding, &name, id, namespace);
    }
}

/// Each namespace that objects are in exists: told once, at the first workload in it.
fn namespaces(bundle: &Bundle, report: &mut Report) {
    let mut used: BTreeMap<&str, Vec<&Object>> = BTreeMap::new();
    for object in &bundle.objects {
        let Some(namespace) = object.namespace() else { continue };
        if !is_cluster_scoped(object.manifest) && !NAMESPACES.contains(&namespace) {
            used.entry(namespace).or_default().push(object);
        }
    }
    for (namespace, objects) in used {
        if !matches!(bundle.look(("", "Namespace"), None, namespace), Sight::Nowhere) {
            continue;
        }
        let pods = bundle.workloads.iter().find(|it| it.namespace() == Some(namespace));
        let Some(first) = pods.map(|it| &it.object).or(objects.first().copied()) else { continue };
        let who = first.title();
        let message = match objects.len() {
            1 => format!("{who} is in the namespace `{namespace}`, which is not written here"),
            count => format!(
                "{who} and {} more are in the namespace `{namespace}`, which is not written here",
                count - 1
            ),
        };
        let place = first.place.get("metadata").get("namespace");
        report
            .warning(Code::MissingNamespace, first, &place, message)
            .help("Objects of a namespace that does not exist are refused: write a Namespace.")
            .help(format!(
                "If it exists already, say so in inf.toml: `[kube]` \
                 `external = [\"Namespace/{namespace}\"]`."
            ));
    }
}
