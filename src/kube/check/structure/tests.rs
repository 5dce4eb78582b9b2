//! What is said of objects: each case is an object and all that is wrong with it.

use super::*;
use crate::base::Severity;
use crate::kube::find;
use crate::kube::manifest::tests::plain;
use crate::schema::{Catalog, Release, find_kind};

/// All that is wrong with an object, a line each: `path: message | help`.
fn check(text: &str) -> Vec<String> {
    let (plain, root) = plain(text);
    let mut said = Vec::new();
    for manifest in find(&plain, root) {
        let kind = find_kind(Release::NEWEST, &manifest.api_version, &manifest.kind);
        super::check(&plain, &manifest, kind.unwrap(), &mut said);
    }
    let line = |one: &Diagnostic| {
        let mark = if one.severity == Severity::Warning { "warning: " } else { "" };
        let path = one.path.as_deref().unwrap_or_default();
        format!("{mark}{path}: {} | {}", one.message, one.help.join(" "))
    };
    said.iter().map(line).collect()
}

/// A pod with `spec` in it.
fn pod(spec: &str) -> Vec<String> {
    check(&format!(
        r#"{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "p"}}, "spec": {spec}}}"#
    ))
}

#[test]
fn what_is_right_is_taken() {
    let said = pod(r#"{"containers": [{"name": "a", "image": "x", "command": null, "env": [],
            "resources": {"limits": {"cpu": 0.5, "memory": "1Gi", "pods": 3}},
            "livenessProbe": {"httpGet": {"port": "http"}, "periodSeconds": 5.0}}],
            "terminationGracePeriodSeconds": 9000000000, "nodeSelector": {"a/b": "c"}}"#);
    assert_eq!(said, Vec::<String>::new());
}

#[test]
fn unknown_fields_are_told_with_what_was_meant() {
    let said =
        pod(r#"{"container": [], "Containers": [], "containers": [{"name": "a", "nonsense": 1}],
            "tolerations": [{"kex": 1}]}"#);
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn types_are_those_of_the_schema() {
    let said = pod(
        r#"{"containers": {"name": "a"}, "hostNetwork": "true", "nodeSelector": {"a": 1, "b": true},
            "activeDeadlineSeconds": "5", "priority": 1.5, "hostname": ["a"], "securityContext": 1,
            "volumes": [3], "affinity": null}"#,
    );
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn ranges_and_formats_are_held() {
    let said = check(
        r#"[{"apiVersion": "v1", "kind": "Secret", "data": {"a": "not base64!", "b": "aGk="}},
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"creationTimestamp": "yesterday", "deletionTimestamp": null},
             "spec": {"priority": 3000000000, "containers": [{"name": "a",
                "ports": [{"containerPort": 1e30}],
                "resources": {"limits": {"memory": "1GB", "cpu": "half"}}}]}},
            {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 1, "targetPort": 99999999999},
                {"port": 2, "targetPort": true}, {"port": 3, "targetPort": 1.5}]}}]"#,
    );
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn enumerations_know_their_values() {
    let said = check(
        r#"{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {
            "accessModes": ["ReadWriteOnce", "RWO", "readonlymany"], "volumeMode": ""}}"#,
    );
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn required_fields_are_asked_for_but_not_in_the_status() {
    let said = check(
        r#"[{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"},
             "spec": {"selector": null, "template": {"spec": {"containers": [{"image": "x"}]}}},
             "status": {"conditions": [{"reason": "x"}]}}]"#,
    );
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn elements_of_lists_are_told_apart_by_their_keys() {
    let said = check(
        r#"[{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {
              "containers": [{"name": "a", "env": [{"name": "X"}, {"name": "X"}]}, {"name": "a"}],
              "volumes": [{"name": ""}, {}, null]}},
            {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 1}, {"port": 1, "protocol": "UDP"},
              {"port": 1, "protocol": "TCP"}]}}]"#,
    );
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn schemas_of_custom_resources_are_looked_through() {
    let said = check(
        r#"{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": "a.b.c"}, "spec": {"group": "b.c", "scope": "Cluster",
            "names": {"kind": "A", "plural": "a"}, "versions": [{"name": "v1", "served": true,
            "storage": true, "schema": {"openAPIV3Schema": {"type": "object", "properties": {
              "a": {"type": "string", "default": 3, "items": [{"typo": 1}], "additionalProperties": false},
              "b": {"additionalProperties": {"typ": "x"}}}}}}]}}"#,
    );
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn depth_has_an_end() {
    let mut plain = Plain::default();
    let mut schema = plain.map::<&str>([], None);
    for _ in 0..100_000 {
        schema = plain.map([("items", schema)], None);
    }
    let Some(props) =
        Catalog::of(Release::NEWEST).definition("apiextensions/v1", "JSONSchemaProps")
    else {
        panic!("schemas have schemas")
    };
    let mut said = Vec::new();
    let mut walk = Walk { plain: &plain, said: &mut said, in_status: false };
    walk.object(schema, props, Path::root());
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].code, Code::Limit);
}
