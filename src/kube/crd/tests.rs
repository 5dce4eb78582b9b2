//! What the server says of custom resources, held against its own words.

use std::path::Path;

use super::{Crds, judge};
use crate::base::{Plain, Sources};
use crate::data::yaml;

/// The faults of an object by a schema, each on a line.
fn faults(schema: &str, object: &str) -> Vec<String> {
    let indented: String = schema.lines().map(|line| format!("          {line}\n")).collect();
    let crd = format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  \
         group: x.io\n  names:\n    kind: A\n  scope: Namespaced\n  versions:\n  - name: v1\n    \
         served: true\n    schema:\n      openAPIV3Schema:\n        type: object\n        \
         properties:\n{indented}"
    );
    let mut crds = Crds::default();
    crds.add(Path::new("crd.yaml"), crd);
    let mut plain = Plain::default();
    let text = format!("apiVersion: x.io/v1\nkind: A\nmetadata:\n  name: a\n{object}");
    let file = Sources::default().add("a.yaml", text.as_str());
    let root = yaml::read(&text, file, &mut plain).unwrap()[0];
    let found = crds.find("x.io", "A");
    assert_eq!(crds.faults(), []);
    let said = judge(found[0], "v1", &plain, root).unwrap();
    said.into_iter().map(|fault| format!("{}: {}", fault.path, fault.text)).collect()
}

#[test]
fn types_and_required_fields() {
    let schema = "spec:\n  type: object\n  required: [a]\n  properties:\n    a: {type: integer}\n    \
                  b: {type: string}\n    c: {x-kubernetes-int-or-string: true}\n    \
                  d: {type: number, nullable: true}";
    assert_eq!(faults(schema, "spec: {a: 1, b: x, c: 50%, d: null}"), [""; 0]);
    assert_eq!(
        faults(schema, "spec: {b: 1, c: 0.5, d: x}"),
        [
            "spec.a: Required value",
            "spec.b: Invalid value: \"integer\": must be of type string: \"integer\"",
            "spec.c: Invalid value: \"number\": must be of type integer,string: \
             \"number\"",
            "spec.d: Invalid value: \"string\": must be of type number: \"string\"",
        ]
    );
}

#[test]
fn unknown_fields_go_and_are_told() {
    let schema = "spec:\n  type: object\n  properties:\n    a: {type: string}\n    \
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}\n    \
                  any: {type: object, additionalProperties: {type: integer}}\n    \
                  in: {type: object, x-kubernetes-embedded-resource: true, properties: {s: {type: string}}}";
    assert_eq!(faults(schema, "spec: {a: x, free: {b: {c: 1}}, any: {k: 1}}"), [""; 0]);
    assert_eq!(
        faults(schema, "spec: {A: x, any: {k: {z: 1}}, in: {kind: K, x: 1}}\nstatus: {}"),
        [
            "spec.A: unknown field \"spec.A\"",
            "spec.any.k.z: unknown field \"spec.any.k.z\"",
            "spec.in.x: unknown field \"spec.in.x\"",
            "status: unknown field \"status\"",
            "spec.any.k: Invalid value: \"object\": must be of type integer: \
             \"object\"",
            "spec.in.apiVersion: Required value: must not be empty",
        ]
    );
}

#[test]
fn defaults_come_before_the_check() {
    let schema = "spec:\n  type: object\n  required: [p]\n  properties:\n    \
                  p: {type: string, default: HTTP, enum: [HTTP]}\n    \
                  o: {type: object, default: {}, required: [x], properties: {x: {type: integer, default: 1}}}\n    \
                  num: {type: string}";
    assert_eq!(faults(schema, "spec: {}"), [""; 0]);
    assert_eq!(faults(schema, "spec: {p: null, num: null}"), [""; 0]);
    assert_eq!(
        faults(schema, "spec: {p: HTPT}"),
        ["spec.p: Unsupported value: \"HTPT\": supported values: \"HTTP\""]
    );
}

#[test]
fn bounds_lengths_and_patterns() {
    let schema = "spec:\n  type: object\n  properties:\n    num: {type: integer, format: int32, minimum: 1, maximum: 5}\n    \
                  s: {type: string, minLength: 2, maxLength: 3, pattern: '^a'}\n    \
                  l: {type: array, minItems: 1, maxItems: 2, items: {type: integer, multipleOf: 5}}\n    \
                  m: {type: object, maxProperties: 1, additionalProperties: {type: string}}";
    assert_eq!(
        faults(schema, "spec: {num: 0, s: b, l: [], m: {a: x, b: y}}"),
        [
            "spec.num: Invalid value: 0: should be greater than or equal to 1",
            "spec.s: Invalid value: \"b\": should be at least 2 chars long",
            "spec.s: Invalid value: \"b\": should match '^a'",
            "spec.l: Invalid value: 0: should have at least 1 items",
            "spec.m: Too many: 2: must have at most 1 items",
        ]
    );
    assert_eq!(
        faults(schema, "spec: {num: 3000000000, s: abcd, l: [5, 6, 10]}"),
        [
            "spec.num: Invalid value: 3000000000: should be less than or equal to 5",
            "spec.num: Invalid value: 3000000000: Checked value must be of type integer with format \
             int32",
            "spec.s: Too long: may not be more than 3 bytes",
            "spec.l: Too many: 3: must have at most 2 items",
            "spec.l[1]: Invalid value: 6: should be a multiple of 5",
        ]
    );
}

#[test]
fn list_types() {
    let schema = "spec:\n  type: object\n  properties:\n    \
                  s: {type: array, x-kubernetes-list-type: set, items: {type: string}}\n    \
                  m: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name, p], items: {type: object, properties: {name: {type: string}, p: {type: string, default: TCP}}}}";
    assert_eq!(
        faults(
            schema,
            "spec: {s: [a, b, a], m: [{name: x}, {name: x, p: TCP}, {name: x, p: UDP}]}"
        ),
        [
            "spec.s[2]: Duplicate value: \"a\"",
            "spec.m[1]: Duplicate value: map[string]interface {}{\"name\":\"x\", \"p\":\"TCP\"}",
        ]
    );
}

#[test]
fn branches() {
    let schema = "spec:\n  type: object\n  properties:\n    a: {type: integer}\n    b: {type: integer}\n  \
                  oneOf:\n  - required: [a]\n  - required: [b]\n  not: {properties: {a: {minimum: 9}}, required: [a]}";
    assert_eq!(faults(schema, "spec: {a: 1}"), [""; 0]);
    assert_eq!(
        faults(schema, "spec: {a: 1, b: 1}"),
        [
            "spec: Invalid value: \"\": \"spec\" must validate one and only one schema (oneOf). Found \
          2 valid alternatives"
        ]
    );
    assert_eq!(
        faults(schema, "spec: {a: 9}"),
        ["spec: Invalid value: \"\": \"spec\" must not validate the schema (not)"]
    );
    assert_eq!(
        faults(schema, "spec: {}"),
        [
            "spec: Invalid value: \"\": \"spec\" must validate one and only one schema (oneOf). Found \
             none valid",
            "spec.a: Required value",
        ]
    );
}

#[test]
fn rules_run_only_where_nothing_stops_the_server() {
    let schema = "spec:\n  type: object\n  required: [min]\n  properties:\n    min: {type: integer}\n    \
                  max: {type: integer, default: 3}\n  x-kubernetes-validations:\n  \
                  - {rule: self.min <= self.max, message: min is above max, fieldPath: .min}\n  \
                  - {rule: self == oldSelf, message: immutable}\n  \
                  - {rule: self.max > 2, messageExpression: \"'max is ' + string(self.max)\", reason: FieldValueForbidden}\n  \
                  - {rule: frobnicate(self)}";
    assert_eq!(
        faults(schema, "spec: {min: 9}"),
        [
            "spec.min: Invalid value: \"object\": min is above max",
            "spec: a rule was not run: the function `frobnicate` is not known: frobnicate(self)",
        ]
    );
    assert_eq!(faults(schema, "spec: {min: 1, max: 2}")[0], "spec: Forbidden: max is 2");
    assert_eq!(faults(schema, "spec: {max: 1}"), ["spec.min: Required value"]);
}
