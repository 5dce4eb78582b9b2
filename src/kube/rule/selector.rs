//! Label selectors: whether one has its form, and what it selects.
//!
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors>;
//! the form is checked as by `ValidateLabelSelector` (k8s.io/apimachinery/pkg/apis/meta/v1/
//! validation), and matched as by `LabelSelectorAsSelector`.

use super::findings::Findings;
use super::place::Place;
use super::syntax;
use crate::base::Code;

const CODE: Code = Code::Selector;

/// The labels of something, in the order they were written.
pub(in crate::kube) type Labels<'a> = Vec<(&'a str, &'a str)>;

/// The labels that stand at `place`.
pub(in crate::kube) fn labels<'a>(place: &Place<'a>) -> Labels<'a> {
    place.entries().filter_map(|(key, value)| Some((key, value.text()?))).collect()
}

/// The keys and values of labels, or of a selector that is a map. (`ValidateLabels`)
pub(in crate::kube) fn check_labels(found: &mut Findings, code: Code, place: &Place) {
    for (key, value) in place.entries() {
        if let Some(why) = syntax::qualified(key) {
            let finding = found.invalid_value(code, place, key, why).on_key(&value);
            if let Some(mended) = syntax::mended(key, syntax::qualified) {
                finding.write(&mended);
            }
        }
        let Some(text) = value.text() else { continue };
        if let Some(why) = syntax::label_value(text) {
            let finding = found.invalid_value(code, place, text, why).on(&value);
            match text.len() > 63 {
                true => finding.help("An annotation may hold longer texts."),
                false => finding
                    .help("An annotation may hold any text; a label is for selecting objects by."),
            };
        }
    }
}

/// The form of a label selector, if there is one.
pub(in crate::kube) fn check(found: &mut Findings, selector: &Place) {
    check_labels(found, CODE, &selector.get("matchLabels"));
    for requirement in selector.get("matchExpressions").items() {
        let key = requirement.get("key");
        if let Some(why) = key.text().and_then(syntax::qualified) {
            found.invalid(CODE, &key, why);
        }
        check_requirement(found, CODE, &requirement, &["In", "NotIn", "Exists", "DoesNotExist"]);
        for value in requirement.get("values").items() {
            if let Some(why) = value.text().and_then(syntax::label_value) {
                found.invalid(CODE, &value, why);
            }
        }
    }
}

/// The operator and the number of values of a requirement.
/// (`ValidateLabelSelectorRequirement`; `ValidateNodeSelectorRequirement`, pkg/apis/core)
pub(in crate::kube) fn check_requirement(
    found: &mut Findings,
    code: Code,
    requirement: &Place,
    operators: &[&str],
) {
    let (operator, values) = (requirement.get("operator"), requirement.get("values"));
    match operator.text() {
        Some(text) if !operators.contains(&text) => {
            found
                .invalid(code, &operator, "not a valid selector operator")
                .help(format!("The operators are {}.", operators.join(", ")));
        }
        Some("In" | "NotIn") if values.is_blank() => {
            found.required(code, &values, "must be specified when `operator` is 'In' or 'NotIn'");
        }
        Some("Exists" | "DoesNotExist") if !values.is_blank() => {
            found
                .forbidden(
                    code,
                    &values,
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                )
                .help("Take the values out, or use the operator In.");
        }
        Some("Gt" | "Lt") => {
            let numbers: Vec<_> = values.items().collect();
            if numbers.len() != 1 {
                found.required(
                    code,
                    &values,
                    "must be specified single value when `operator` is 'Lt' or 'Gt'",
                );
            }
        }
        Some(_) | None => {}
    }
}

/// A label selector that can be matched.
#[derive(Clone, Debug)]
pub(in crate::kube) struct Selector<'a> {
    labels: Labels<'a>,
    requirements: Vec<Requirement<'a>>,
}

#[derive(Clone, Debug)]
struct Requirement<'a> {
    key: &'a str,
    operator: &'a str,
    values: Vec<&'a str>,
}

impl<'a> Selector<'a> {
    /// The selector with `matchLabels` and `matchExpressions`; nothing where there is none.
    pub(in crate::kube) fn of(place: &Place<'a>) -> Option<Self> {
        place.is_set().then(|| Self {
            labels: labels(&place.get("matchLabels")),
            requirements: place
                .get("matchExpressions")
                .items()
                .filter_map(|it| {
                    Some(Requirement {
                        key: it.get("key").text()?,
                        operator: it.get("operator").text()?,
                        values: it.get("values").items().filter_map(|it| it.text()).collect(),
                    })
                })
                .collect(),
        })
    }

    /// The selector that is a map of labels, as that of a Service; nothing where there is none.
    pub(in crate::kube) fn of_labels(place: &Place<'a>) -> Option<Self> {
        place.is_set().then(|| Self { labels: labels(place), requirements: Vec::new() })
    }

    /// Whether it selects everything.
    pub(in crate::kube) fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.requirements.is_empty()
    }

    /// The labels that it asks for.
    pub(in crate::kube) fn labels(&self) -> &Labels<'a> {
        &self.labels
    }

    /// The values that it asks for.
    pub(in crate::kube) fn values(&self) -> impl Iterator<Item = &'a str> {
        let required = self.requirements.iter().filter(|it| it.operator == "In");
        let listed = required.flat_map(|it| it.values.iter().copied());
        self.labels.iter().map(|label| label.1).chain(listed)
    }

    /// Whether it selects what has these labels.
    pub(in crate::kube) fn matches(&self, labels: &[(&str, &str)]) -> bool {
        let value = |key: &str| labels.iter().find(|label| label.0 == key).map(|label| label.1);
        self.labels.iter().all(|(key, wanted)| value(key) == Some(wanted))
            && self.requirements.iter().all(|it| match it.operator {
                // What is no requirement is told of; it must not cause other findings.
                "In" | "NotIn" if it.values.is_empty() => true,
                "In" => value(it.key).is_some_and(|value| it.values.contains(&value)),
                "NotIn" => value(it.key).is_none_or(|value| !it.values.contains(&value)),
                "Exists" => value(it.key).is_some(),
                "DoesNotExist" => value(it.key).is_none(),
                _ => true,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::manifest::tests::plain;
    use crate::kube::rule::place::Ways;

    fn matches(selector: &str, labels: &[(&str, &str)]) -> bool {
        let (plain, root) = plain(selector);
        Selector::of(&Ways::new(&plain).root(root)).unwrap().matches(labels)
    }

    #[test]
    fn selectors_select() {
        let web = [("app", "web"), ("tier", "front")];
        assert!(matches(r#"{}"#, &web));
        assert!(matches(r#"{"matchLabels": {"app": "web"}}"#, &web));
        assert!(!matches(r#"{"matchLabels": {"app": "web", "x": "y"}}"#, &web));
        let asks = |operator: &str, key: &str, values: &str| {
            let text = format!(
                r#"{{"matchExpressions": [{{"key": "{key}", "operator": "{operator}", "values": {values}}}]}}"#
            );
            matches(&text, &web)
        };
        assert!(asks("In", "app", r#"["a", "web"]"#) && !asks("In", "x", r#"["web"]"#));
        assert!(asks("NotIn", "x", r#"["web"]"#) && !asks("NotIn", "app", r#"["web"]"#));
        assert!(asks("Exists", "app", "[]") && !asks("Exists", "x", "[]"));
        assert!(asks("DoesNotExist", "x", "[]") && !asks("DoesNotExist", "app", "[]"));
    }

    #[test]
    fn there_may_be_no_selector() {
        let (plain, root) = plain("{}");
        assert!(Selector::of(&Ways::new(&plain).root(root).get("selector")).is_none());
    }
}
