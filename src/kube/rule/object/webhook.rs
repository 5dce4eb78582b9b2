//! Webhooks that the API server calls.
//!
//! pkg/apis/admissionregistration/validation/validation.go;
//! <https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/>.

use crate::base::Code;
use crate::kube::cel;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{filled, named, one_of, port_number};

const CODE: Code = Code::Webhook;

/// `ValidateMutatingWebhookConfiguration`, `ValidateValidatingWebhookConfiguration`
pub(super) fn check(found: &mut Findings, object: &Place) {
    let mut names: Vec<(&str, Place)> = Vec::new();
    for hook in object.get("webhooks").items() {
        let name = hook.get("name");
        if let Some(text) = filled(found, CODE, &name) {
            full_name(found, &name, text);
            match names.iter().find(|one| one.0 == text) {
                Some((_, first)) => drop(found.duplicate(CODE, &name, text, first)),
                None => names.push((text, name)),
            }
        }
        effects(found, &hook);
        versions(found, &hook.get("admissionReviewVersions"));
        client(found, CODE, &hook.get("clientConfig"));
        conditions(found, &hook.get("matchConditions"));
        one_of(found, CODE, &hook.get("failurePolicy"), &["Fail", "Ignore"]);
        one_of(found, CODE, &hook.get("matchPolicy"), &["Equivalent", "Exact"]);
        one_of(found, CODE, &hook.get("reinvocationPolicy"), &["IfNeeded", "Never"]);
        let seconds = hook.get("timeoutSeconds");
        if seconds.int().is_some_and(|value| !(1..=30).contains(&value)) {
            found.invalid(CODE, &seconds, "the timeout value must be between 1 and 30 seconds");
        }
        selector::check(found, &hook.get("namespaceSelector"));
        selector::check(found, &hook.get("objectSelector"));
        for rule in hook.get("rules").items() {
            check_rule(found, &rule);
        }
    }
}

/// `IsFullyQualifiedName`
fn full_name(found: &mut Findings, name: &Place, text: &str) {
    if let Some(why) = syntax::subdomain(text) {
        found.invalid(CODE, name, why);
    } else if text.split('.').count() < 3 {
        let why = "should be a domain with at least three segments separated by dots";
        found.invalid(CODE, name, why).help("Such as `check.pods.example.com`.");
    }
}

fn effects(found: &mut Findings, hook: &Place) {
    let effects = hook.get("sideEffects");
    match effects.text() {
        Some("None" | "NoneOnDryRun") => {}
        None | Some("") => {
            let why = "must specify one of None, NoneOnDryRun";
            found.required(CODE, &effects, why);
        }
        Some(_) => drop(found.unsupported(CODE, &effects, &["None", "NoneOnDryRun"])),
    }
}

fn versions(found: &mut Findings, versions: &Place) {
    if versions.is_blank() {
        found.required(CODE, versions, "must specify one of v1, v1beta1");
    } else if !versions.items().any(|it| matches!(it.text(), Some("v1" | "v1beta1"))) {
        found.invalid(CODE, versions, "must include at least one of v1, v1beta1");
    }
}

/// `ValidateWebhookURL`, `ValidateWebhookService`
pub(super) fn client(found: &mut Findings, code: Code, client: &Place) {
    let (url, service) = (client.get("url"), client.get("service"));
    if url.is_set() == service.is_set() {
        let why = "exactly one of url or service is required";
        found.required(code, client, why).mend("Set `service`, or `url` for a server elsewhere.");
        return;
    }
    if let Some(text) = url.text() {
        let rest = text.strip_prefix("https://");
        let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default();
        if rest.is_none() {
            found.invalid(code, &url, "'https' is the only allowed URL scheme");
        } else if host.is_empty() || host.starts_with(':') {
            found.invalid(code, &url, "host must be specified");
        } else if host.contains('@') {
            found.invalid(code, &url, "user information is not permitted in the URL");
        } else if text.contains('#') || text.contains('?') {
            found.invalid(
                code,
                &url,
                "fragments and query parameters are not permitted in the URL",
            );
        }
    }
    if !service.is_set() {
        return;
    }
    for field in ["name", "namespace"] {
        filled(found, code, &service.get(field));
    }
    port_number(found, code, &service.get("port"));
    let path = service.get("path");
    if path.filled().is_some_and(|text| !text.starts_with('/')) {
        let why = "must start with a '/'";
        found.invalid(code, &path, why);
    }
}

/// `validateMatchConditions`: what must hold for a request before anything is asked.
pub(super) fn conditions(found: &mut Findings, conditions: &Place) {
    let mut seen: Vec<(&str, Place)> = Vec::new();
    for condition in conditions.items() {
        let name = condition.get("name");
        if let Some(text) = named(found, CODE, &name, syntax::qualified) {
            match seen.iter().find(|one| one.0 == text) {
                Some((_, first)) => drop(found.duplicate(CODE, &name, text, first)),
                None => seen.push((text, name)),
            }
        }
        let expression = condition.get("expression");
        let text = expression.text().unwrap_or_default().trim();
        if text.is_empty() {
            found.required(CODE, &expression, "");
        } else if let Some(why) = cel::fault(text) {
            found.invalid(CODE, &expression, &format!("compilation failed: {why}"));
        }
    }
}

/// `validateRuleWithOperations`
pub(super) fn check_rule(found: &mut Findings, rule: &Place) {
    const OPERATIONS: &[&str] = &["CREATE", "UPDATE", "DELETE", "CONNECT", "*"];
    for field in ["operations", "apiGroups", "apiVersions", "resources"] {
        let list = rule.get(field);
        if list.is_blank() {
            found.required(CODE, &list, "");
        }
        let any = list.items().find(|it| it.text() == Some("*"));
        if let Some(any) = any.filter(|_| field != "resources" && list.items().count() > 1) {
            let why = "if '*' is present, must not specify other values";
            found.invalid(CODE, &list, why).on(&any);
        }
        for item in list.items() {
            if field == "operations" {
                one_of(found, CODE, &item, OPERATIONS);
            } else if item.text() == Some("") && field != "apiGroups" {
                found.required(CODE, &item, "");
            }
        }
    }
    one_of(found, CODE, &rule.get("scope"), &["Cluster", "Namespaced", "*"]);
}
