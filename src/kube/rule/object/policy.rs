//! Policies that the API server itself evaluates, and their bindings.
//!
//! `ValidateValidatingAdmissionPolicy` and `ValidateValidatingAdmissionPolicyBinding`
//! (pkg/apis/admissionregistration/validation/validation.go);
//! <https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>.

use super::webhook::{check_rule, conditions};
use crate::base::Code;
use crate::kube::cel;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector;
use crate::kube::rule::value::{filled, one_of};

const CODE: Code = Code::Webhook;

/// A ValidatingAdmissionPolicy.
pub(super) fn check(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if !spec.is_set() {
        return;
    }
    one_of(found, CODE, &spec.get("failurePolicy"), &["Fail", "Ignore"]);
    let kind = spec.get("paramKind");
    if kind.is_set() {
        for field in ["apiVersion", "kind"] {
            filled(found, CODE, &kind.get(field));
        }
    }
    constraints(found, &spec.get("matchConstraints"));
    conditions(found, &spec.get("matchConditions"));
    let (validations, audits) = (spec.get("validations"), spec.get("auditAnnotations"));
    if validations.is_blank() && audits.is_blank() {
        let why = "validations or auditAnnotations must contain at least one item";
        found.required(CODE, &validations, why).mend("Write what an object must hold.");
    }
    for validation in validations.items() {
        const REASONS: &[&str] = &["Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge"];
        expression(found, &validation.get("expression"));
        one_of(found, CODE, &validation.get("reason"), REASONS);
        let message = validation.get("message");
        if message.text().is_some_and(|text| text.contains('\n')) {
            found.invalid(CODE, &message, "message must not contain line breaks");
        } else if message.text().is_some_and(|text| text.trim().is_empty()) {
            found.invalid(CODE, &message, "message must be non-empty if specified");
        }
    }
    for audit in audits.items() {
        filled(found, CODE, &audit.get("key"));
        expression(found, &audit.get("valueExpression"));
    }
    for variable in spec.get("variables").items() {
        filled(found, CODE, &variable.get("name"));
        expression(found, &variable.get("expression"));
    }
}

/// An expression is there, and can be read.
fn expression(found: &mut Findings, place: &Place) {
    let text = place.text().unwrap_or_default().trim();
    if text.is_empty() {
        found.required(CODE, place, "expression is not specified");
    } else if let Some(why) = cel::fault(text) {
        found.invalid(CODE, place, &format!("compilation failed: {why}"));
    }
}

/// What a policy is about.
fn constraints(found: &mut Findings, constraints: &Place) {
    if !constraints.is_set() {
        found.required(CODE, constraints, "");
        return;
    }
    let rules = constraints.get("resourceRules");
    if rules.is_blank() {
        found.required(CODE, &rules, "");
    }
    for rule in rules.items().chain(constraints.get("excludeResourceRules").items()) {
        check_rule(found, &rule);
    }
    one_of(found, CODE, &constraints.get("matchPolicy"), &["Equivalent", "Exact"]);
    for field in ["namespaceSelector", "objectSelector"] {
        selector::check(found, &constraints.get(field));
    }
}

/// A ValidatingAdmissionPolicyBinding.
pub(super) fn binding(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if !spec.is_set() {
        return;
    }
    filled(found, CODE, &spec.get("policyName"));
    let actions = spec.get("validationActions");
    if actions.is_blank() {
        found.required(CODE, &actions, "");
    }
    for action in actions.items() {
        one_of(found, CODE, &action, &["Audit", "Deny", "Warn"]);
    }
    let has = |wanted: &str| actions.items().find(|it| it.text() == Some(wanted));
    if let (Some(deny), Some(_)) = (has("Deny"), has("Warn")) {
        let why = "must not contain both Deny and Warn (repeating the same validation failure \
                   information in the API response and headers serves no purpose)";
        found.invalid(CODE, &actions, why).on(&deny);
    }
    let reference = spec.get("paramRef");
    if reference.is_set() {
        let (name, selector) = (reference.get("name"), reference.get("selector"));
        if name.filled().is_some() == selector.is_set() {
            let why = "one of name or selector must be specified";
            found.required(CODE, &reference, why).mend("Set `name` or `selector`.");
        }
        let action = reference.get("parameterNotFoundAction");
        filled(found, CODE, &action);
        one_of(found, CODE, &action, &["Allow", "Deny"]);
    }
}
