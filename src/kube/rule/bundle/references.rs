//! What pods refer to: ConfigMaps and Secrets with their keys, claims, service accounts and
//! priority classes.
//!
//! The API server takes pods whose references lead nowhere; they wait for ever, or are refused
//! when a controller makes them.

use super::index::{Bundle, Object};
use super::missing::{needed, needed_at};
use super::pods::Workload;
use super::report::Report;
use crate::base::{Code, nearest};
use crate::kube::rule::place::Place;

/// All references of a workload to one ConfigMap or Secret.
struct Reference<'a> {
    kind: &'static str,
    name: &'a str,
    /// The places that name it.
    names: Vec<Place<'a>>,
    /// The keys that are asked for.
    keys: Vec<Place<'a>>,
}

/// Adds what the pods of all workloads miss.
pub(super) fn check(bundle: &Bundle, report: &mut Report) {
    let all: Vec<_> = bundle.workloads.iter().map(|it| (it, references(it))).collect();
    // What bears the name of what is missing was made with it: there it has to be mended.
    for namesakes in [true, false] {
        for (workload, references) in &all {
            let is_due = |it: &&Reference| (it.name == workload.object.name()) == namesakes;
            for reference in references.iter().filter(is_due) {
                configuration(bundle, report, &workload.object, reference);
            }
        }
    }
    for workload in &bundle.workloads {
        claims(bundle, report, workload);
        account(bundle, report, workload);
        priority(bundle, report, workload);
    }
}

/// All references of a pod specification.
fn references<'a>(workload: &Workload<'a>) -> Vec<Reference<'a>> {
    let mut found = Vec::new();
    for volume in workload.spec.get("volumes").items() {
        let mounted = sub_paths(workload, &volume);
        from_volume(&volume, "name", "secretName", &mounted, &mut found);
        for source in volume.get("projected").get("sources").items() {
            from_volume(&source, "name", "name", &[], &mut found);
        }
    }
    for container in workload.containers() {
        for variable in container.get("env").items() {
            let from = variable.get("valueFrom");
            for (field, kind) in [("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")] {
                let reference = from.get(field);
                let keys = vec![reference.get("key")];
                push(kind, &reference, "name", keys, &mut found);
            }
        }
        for source in container.get("envFrom").items() {
            push("ConfigMap", &source.get("configMapRef"), "name", Vec::new(), &mut found);
            push("Secret", &source.get("secretRef"), "name", Vec::new(), &mut found);
        }
    }
    for secret in workload.spec.get("imagePullSecrets").items() {
        push("Secret", &secret, "name", Vec::new(), &mut found);
    }
    found
}

fn from_volume<'a>(
    source: &Place<'a>,
    map_name: &'static str,
    secret_name: &'static str,
    mounted: &[Place<'a>],
    found: &mut Vec<Reference<'a>>,
) {
    for (field, kind, name) in
        [("configMap", "ConfigMap", map_name), ("secret", "Secret", secret_name)]
    {
        let reference = source.get(field);
        let items: Vec<_> = reference.get("items").items().map(|item| item.get("key")).collect();
        // Items give files other paths than their keys.
        let keys = if items.is_empty() { mounted.to_vec() } else { items };
        push(kind, &reference, name, keys, found);
    }
}

/// The files that containers take of a volume one by one.
fn sub_paths<'a>(workload: &Workload<'a>, volume: &Place<'a>) -> Vec<Place<'a>> {
    let name = volume.get("name").text();
    let mounts = workload.containers().flat_map(|container| container.get("volumeMounts").items());
    mounts.filter(|mount| mount.get("name").text() == name).map(|it| it.get("subPath")).collect()
}

/// Keeps a reference, with those to the same object; what may be absent is none.
fn push<'a>(
    kind: &'static str,
    reference: &Place<'a>,
    name: &'static str,
    keys: Vec<Place<'a>>,
    found: &mut Vec<Reference<'a>>,
) {
    let place = reference.get(name);
    let Some(name) = place.filled().filter(|_| !reference.get("optional").is_true()) else {
        return;
    };
    match found.iter_mut().find(|it| it.kind == kind && it.name == name) {
        Some(known) => {
            known.names.push(place);
            known.keys.extend(keys);
        }
        None => found.push(Reference { kind, name, names: vec![place], keys }),
    }
}

/// The object exists, and has the keys.
fn configuration<'a>(
    bundle: &Bundle<'a>,
    report: &mut Report,
    object: &Object<'a>,
    reference: &Reference<'a>,
) {
    let Reference { kind, name, names, keys } = reference;
    // Every namespace has the certificates of the cluster.
    let given = *kind == "ConfigMap" && *name == "kube-root-ca.crt";
    if given || bundle.made.has(kind, object.namespace(), name) {
        return;
    }
    let code = match *kind {
        "Secret" => Code::MissingSecret,
        _ => Code::MissingConfigMap,
    };
    let found = needed_at(bundle, report, code, object, names, ("", kind), object.namespace());
    let Some(target) = found else { return };
    for key in keys {
        let Some(text) = key.filled() else { continue };
        has_key(report, object, key, text, target);
    }
}

fn has_key(report: &mut Report, object: &Object, place: &Place, key: &str, target: &Object) {
    let sides = ["data", "binaryData", "stringData"];
    let keys: Vec<&str> = sides
        .iter()
        .flat_map(|side| target.place.get(side).entries())
        .map(|(key, _)| key)
        .collect();
    // A controller may fill what is empty.
    if keys.contains(&key) || keys.is_empty() {
        return;
    }
    let (who, what) = (object.title(), target.title());
    let message = format!("{who} needs the key `{key}` of {what}, which does not have it");
    let note = report
        .error(Code::MissingKey, object, place, message)
        .label(format!("no key `{key}`"))
        .mark(target, &target.name_place(), format!("it has {}", listed(&keys)));
    match nearest(key, keys) {
        Some(near) => note.help(format!("Did you mean `{near}`?")),
        None => note.help(format!("Add the key to {what}, or name one that it has.")),
    };
}

/// Some names, for a message.
pub(super) fn listed(names: &[&str]) -> String {
    const MOST: usize = 5;
    let shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(MOST) {
        None | Some(0) => shown.join(", "),
        Some(more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Claims exist, and are not shared by more pods than their volume can serve.
fn claims<'a>(bundle: &Bundle<'a>, report: &mut Report, workload: &Workload<'a>) {
    let object = &workload.object;
    for volume in workload.spec.get("volumes").items() {
        let name = volume.get("persistentVolumeClaim").get("claimName");
        let Some(text) = name.filled() else { continue };
        if bundle.made.has("PersistentVolumeClaim", object.namespace(), text) {
            continue;
        }
        let id = ("", "PersistentVolumeClaim");
        if let Some(claim) = needed(bundle, report, Code::MissingClaim, object, &name, id) {
            shared(report, workload, &name, claim);
        }
    }
}

/// One node, or one pod, can mount such a volume; the pods of a workload may run on several.
fn shared(report: &mut Report, workload: &Workload, name: &Place, claim: &Object) {
    let Some(replicas) = workload.replicas().filter(|&replicas| replicas > 1) else { return };
    let modes = claim.place.get("spec").get("accessModes");
    let single = |mode: &Place| matches!(mode.text(), Some("ReadWriteOnce" | "ReadWriteOncePod"));
    if modes.is_blank() || !modes.items().all(|mode| single(&mode)) {
        return;
    }
    let (who, what) = (workload.object.title(), claim.title());
    let mode = modes.items().find_map(|mode| mode.text()).unwrap_or_default();
    let message = format!("{replicas} pods of {who} share {what}, which is {mode}");
    let count = workload.object.place.get("spec").get("replicas");
    report
        .warning(Code::SharedClaim, &workload.object, name, message)
        .mark(claim, &modes, "for one node at a time")
        .mark(&workload.object, &count, "more than one pod")
        .help(
            "Pods on other nodes wait for the volume for ever: use the access mode ReadWriteMany, \
             one replica with the strategy Recreate, or a StatefulSet with volumeClaimTemplates.",
        );
}

/// Every namespace has the account `default`.
fn account<'a>(bundle: &Bundle<'a>, report: &mut Report, workload: &Workload<'a>) {
    let (name, old) =
        (workload.spec.get("serviceAccountName"), workload.spec.get("serviceAccount"));
    let name = if name.filled().is_some() { name } else { old };
    if name.text() != Some("default") {
        let id = ("", "ServiceAccount");
        needed(bundle, report, Code::MissingServiceAccount, &workload.object, &name, id);
    }
}

/// Every cluster has the two classes of the system.
fn priority<'a>(bundle: &Bundle<'a>, report: &mut Report, workload: &Workload<'a>) {
    let name = workload.spec.get("priorityClassName");
    if !matches!(name.text(), Some("system-node-critical" | "system-cluster-critical")) {
        let id = ("scheduling.k8s.io", "PriorityClass");
        needed(bundle, report, Code::MissingPriorityClass, &workload.object, &name, id);
    }
}
