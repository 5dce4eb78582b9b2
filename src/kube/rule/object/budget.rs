//! PodDisruptionBudgets.
//!
//! `ValidatePodDisruptionBudgetSpec` (pkg/apis/policy/validation/validation.go);
//! <https://kubernetes.io/docs/tasks/run-application/configure-pdb/>.

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector;
use crate::kube::rule::value::{at_most_all, count_or_percent, one_of};

const CODE: Code = Code::DisruptionBudget;

/// Checks a budget.
pub(super) fn check(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    let (available, unavailable) = (spec.get("minAvailable"), spec.get("maxUnavailable"));
    if available.is_set() && unavailable.is_set() {
        let why = "minAvailable and maxUnavailable cannot be both set";
        found
            .invalid(CODE, &spec, why)
            .on(&unavailable)
            .mark(&available, "minAvailable")
            .help("Take one of them out.");
    }
    for count in [&available, &unavailable] {
        count_or_percent(found, CODE, count);
        at_most_all(found, CODE, count);
    }
    selector::check(found, &spec.get("selector"));
    const POLICIES: &[&str] = &["IfHealthyBudget", "AlwaysAllow"];
    one_of(found, CODE, &spec.get("unhealthyPodEvictionPolicy"), POLICIES);
}
