//! Limits of namespaces and priorities: ResourceQuota, LimitRange and PriorityClass.
//!
//! `ValidateResourceQuotaSpec`, `ValidateLimitRange` (pkg/apis/core/validation) and
//! pkg/apis/scheduling/validation; <https://kubernetes.io/docs/concepts/policy/>.

use crate::base::Code;
use crate::kube::quantity::Quantity;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::check_requirement;
use crate::kube::rule::syntax;
use crate::kube::rule::value::{amount, one_of};

const CODE: Code = Code::Quota;

/// The amounts that a quota can name without a domain.
const AMOUNTS: &[&str] = &[
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
];

/// The counts that it can name.
const COUNTS: &[&str] = &[
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "persistentvolumeclaims",
    "configmaps",
    "services.nodeports",
    "services.loadbalancers",
];

/// `ValidateResourceQuotaSpec`
pub(super) fn quota(found: &mut Findings, object: &Place) {
    let known = || AMOUNTS.iter().chain(COUNTS).copied();
    let spec = object.get("spec");
    for (name, place) in spec.get("hard").entries() {
        let huge = name.starts_with("hugepages-") || name.starts_with("requests.hugepages-");
        let counted = name.starts_with("count/");
        if !name.contains('/') && !known().any(|known| known == name) && !huge {
            let finding = found
                .invalid_value(CODE, &place, name, "must be a standard resource for quota")
                .on_key(&place);
            match crate::base::nearest(name, known()) {
                Some(near) => finding.help(format!("Did you mean `{near}`?")),
                None => finding.help(format!("Other kinds are counted as `count/{name}.GROUP`.")),
            };
        } else if let Some(why) = syntax::qualified(name).filter(|_| !counted) {
            found.invalid_value(CODE, &place, name, why).on_key(&place);
        }
        let whole = COUNTS.contains(&name) || counted;
        if amount(found, CODE, &place).is_some_and(|it| whole && !it.is_whole()) {
            found.invalid(CODE, &place, "must be an integer");
        }
    }
    const SCOPES: &[&str] = &[
        "BestEffort",
        "CrossNamespacePodAffinity",
        "NotBestEffort",
        "NotTerminating",
        "PriorityClass",
        "Terminating",
        "VolumeAttributesClass",
    ];
    let scopes = spec.get("scopes");
    for scope in scopes.items() {
        one_of(found, CODE, &scope, SCOPES);
    }
    conflicting(found, &scopes);
    for (name, _) in spec.get("hard").entries() {
        for scope in scopes.items().filter(|it| !counts_in(it.text(), name)) {
            let why = format!("unsupported scope applied to resource {name}");
            found.invalid(CODE, &scope, &why);
        }
    }
    for term in spec.get("scopeSelector").get("matchExpressions").items() {
        let scope = term.get("scopeName");
        one_of(found, CODE, &scope, SCOPES);
        const OPERATORS: &[&str] = &["DoesNotExist", "Exists", "In", "NotIn"];
        check_requirement(found, CODE, &term, OPERATORS);
        let operator = term.get("operator");
        let whole = !matches!(scope.text(), Some("PriorityClass" | "VolumeAttributesClass") | None);
        if whole && operator.filled().is_some_and(|text| text != "Exists") {
            let why = "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, \
                       ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, \
                       ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
            found.invalid(CODE, &operator, why);
        }
    }
}

/// Two scopes of which no pod has both.
fn conflicting(found: &mut Findings, scopes: &Place) {
    for (one, other) in [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")] {
        let named = |name: &str| scopes.items().find(|it| it.text() == Some(name));
        if let (Some(first), Some(second)) = (named(one), named(other)) {
            found
                .invalid(CODE, scopes, "conflicting scopes")
                .on(&second)
                .mark(&first, "no pod has both");
        }
    }
}

/// Whether a resource can be counted in a scope (`IsResourceQuotaScopeValidForResource`).
fn counts_in(scope: Option<&str>, name: &str) -> bool {
    const COMPUTE: &[&str] =
        &["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
    match scope {
        Some("BestEffort") => name == "pods",
        Some(
            "Terminating"
            | "NotTerminating"
            | "NotBestEffort"
            | "PriorityClass"
            | "CrossNamespacePodAffinity",
        ) => name == "pods" || COMPUTE.contains(&name),
        Some(_) | None => true,
    }
}

/// `ValidateLimitRange`: what is least, asked for by default, allowed by default and most are in
/// this order.
pub(super) fn limits(found: &mut Findings, object: &Place) {
    let mut kinds: Vec<(&str, Place)> = Vec::new();
    for limit in object.get("spec").get("limits").items() {
        let kind = limit.get("type");
        if let Some(text) = kind.text() {
            match kinds.iter().find(|one| one.0 == text) {
                Some((_, first)) => drop(found.duplicate(CODE, &kind, text, first)),
                None => kinds.push((text, kind)),
            }
        }
        if kind.text() == Some("Pod") {
            for field in ["default", "defaultRequest"] {
                let place = limit.get(field);
                if !place.is_blank() {
                    let why = "may not be specified when `type` is 'Pod'";
                    found.forbidden(CODE, &place, why);
                }
            }
        }
        if kind.text() == Some("PersistentVolumeClaim") {
            let bounds = ["min", "max"].map(|field| limit.get(field).key("storage"));
            if !bounds.iter().any(Place::is_set) {
                let why = "either minimum or maximum storage value is required, but neither was \
                           provided";
                found.required(CODE, &limit, why).mend("Set `min: storage` or `max: storage`.");
            }
        }
        for (_, ratio) in limit.get("maxLimitRequestRatio").entries() {
            let one = Quantity::from_number(1.into());
            if ratio.shape().and_then(Quantity::of).is_some_and(|it| one.exceeds(&it)) {
                let shown = ratio.shown().unwrap_or_default();
                found.invalid(CODE, &ratio, &format!("ratio {shown} is less than 1"));
            }
        }
        for (low, high) in ORDER {
            in_order(found, &limit, low, high);
        }
    }
}

/// A name of a bound and what the server calls it.
type Bound = (&'static str, &'static str);

const MIN: Bound = ("min", "min");
const REQUEST: Bound = ("defaultRequest", "default request");
const DEFAULT: Bound = ("default", "default");
const MAX: Bound = ("max", "max");
const ORDER: &[(Bound, Bound)] = &[
    (MIN, MAX),
    (MIN, REQUEST),
    (REQUEST, MAX),
    (REQUEST, DEFAULT),
    (MIN, DEFAULT),
    (DEFAULT, MAX),
];

fn in_order(found: &mut Findings, limit: &Place, low: &Bound, high: &Bound) {
    let upper = limit.get(high.0);
    for (name, place) in limit.get(low.0).entries() {
        let Some((_, bound)) = upper.entries().find(|one| one.0 == name) else { continue };
        let (Some(least), Some(most)) =
            (place.shape().and_then(Quantity::of), bound.shape().and_then(Quantity::of))
        else {
            continue;
        };
        if least.exceeds(&most) {
            let (low, high) = (low.1, high.1);
            let (here, there) =
                (place.shown().unwrap_or_default(), bound.shown().unwrap_or_default());
            let why = format!("{low} value {here} is greater than {high} value {there}");
            found.invalid(CODE, &place, &why).mark(&bound, high);
        }
    }
}

/// `ValidatePriorityClass`;
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/>
pub(super) fn priority_class(found: &mut Findings, object: &Place) {
    const LARGEST: i64 = 1_000_000_000;
    const CODE: Code = Code::PriorityClass;
    let (name, value) = (object.get("metadata").get("name"), object.get("value"));
    let system = matches!(name.text(), Some("system-node-critical" | "system-cluster-critical"));
    if !system {
        if name.text().is_some_and(|text| text.starts_with("system-")) {
            let why = "priority class names with 'system-' prefix are reserved for system use only";
            found.forbidden(CODE, &name, why).help("Choose another name.");
        }
        if value.int().is_some_and(|value| value > LARGEST) {
            let why = format!("maximum allowed value of a user defined priority is {LARGEST}");
            found.forbidden(CODE, &value, &why);
        }
    }
    const POLICIES: &[&str] = &["PreemptLowerPriority", "Never"];
    one_of(found, CODE, &object.get("preemptionPolicy"), POLICIES);
}
