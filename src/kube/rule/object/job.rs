//! What runs to an end: Job and CronJob.
//!
//! pkg/apis/batch/validation/validation.go;
//! <https://kubernetes.io/docs/concepts/workloads/controllers/job/>.

use super::cron;
use super::pod::{self, Owner};
use super::workload::mismatch;
use super::{metadata, service};
use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::selector::{self, Selector};
use crate::kube::rule::value::{at_least, at_most, not_negative, one_of};

const CODE: Code = Code::Job;

/// `ValidateJob`
pub(super) fn job(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if spec.is_set() {
        check(found, &spec);
        auto_selector(found, &spec);
    }
}

/// `ValidateCronJobSpec`;
/// <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/>
pub(super) fn cron_job(found: &mut Findings, object: &Place) {
    let spec = object.get("spec");
    if !spec.is_set() {
        return;
    }
    cron::check(found, &spec);
    one_of(found, CODE, &spec.get("concurrencyPolicy"), &["Allow", "Forbid", "Replace"]);
    const NUMBERS: &[&str] =
        &["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"];
    for number in NUMBERS {
        not_negative(found, CODE, &spec.get(number));
    }
    let template = spec.get("jobTemplate");
    metadata::check_template(found, &template.get("metadata"));
    let job = template.get("spec");
    if !job.is_set() {
        return;
    }
    check(found, &job);
    let manual = job.get("manualSelector");
    if manual.is_true() {
        found
            .unsupported(CODE, &manual, &["nil", "false"])
            .help("Each job of a CronJob gets a selector of its own: take it out.");
    }
    if job.get("selector").is_set() {
        let why = "`selector` will be auto-generated";
        found.invalid(CODE, &job.get("selector"), why).help("Take the selector out.");
    }
}

/// `ValidateGeneratedSelector`: the server makes the selector unless it is told not to.
fn auto_selector(found: &mut Findings, spec: &Place) {
    let (place, manual) = (spec.get("selector"), spec.get("manualSelector").is_true());
    selector::check(found, &place);
    let Some(selector) = Selector::of(&place) else {
        if manual {
            let why = "must be specified when `manualSelector` is true";
            found.required(Code::Selector, &place, why);
        }
        return;
    };
    if manual {
        let carried = spec.get("template").get("metadata").get("labels");
        mismatch(found, &place, &selector, &carried);
    } else {
        found.invalid(CODE, &place, "`selector` not auto-generated").help(
            "Take the selector out: the server makes one that selects this job's pods alone.",
        );
    }
}

/// `validateJobSpec`
fn check(found: &mut Findings, spec: &Place) {
    const NUMBERS: &[&str] = &[
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ];
    for number in NUMBERS {
        not_negative(found, CODE, &spec.get(number));
    }
    indexed(found, spec);
    one_of(found, CODE, &spec.get("podReplacementPolicy"), &["Failed", "TerminatingOrFailed"]);
    let manager = spec.get("managedBy");
    if manager.filled().is_some() {
        service::domain_path(found, CODE, &manager);
    }
    let template = spec.get("template");
    if !template.is_set() {
        return;
    }
    metadata::check_template(found, &template.get("metadata"));
    let inner = template.get("spec");
    restart(found, &inner);
    failure_policy(found, spec, &inner);
    pod::check(found, &inner, Owner::Template, None);
}

fn indexed(found: &mut Findings, spec: &Place) {
    let (mode, completions) = (spec.get("completionMode"), spec.get("completions"));
    one_of(found, CODE, &mode, &["NonIndexed", "Indexed"]);
    let indexed = mode.text() == Some("Indexed");
    if indexed && !completions.is_set() {
        found
            .required(CODE, &completions, "when completion mode is Indexed")
            .mark(&mode, "the mode");
    }
    let limit = spec.get("backoffLimitPerIndex");
    if limit.is_set() && !indexed {
        let why = "requires indexed completion mode";
        found.invalid(CODE, &limit, why).help("Set `completionMode: \"Indexed\"`.");
    }
    let policy = spec.get("successPolicy");
    if policy.is_set() && !indexed {
        let why = "requires indexed completion mode";
        found.invalid(CODE, &policy, why).help("Set `completionMode: \"Indexed\"`.");
    }
    let parallel = spec.get("parallelism");
    if indexed && parallel.int().is_some_and(|count| count > MOST_PARALLEL) {
        let why =
            format!("must be less than or equal to {MOST_PARALLEL} when completionMode is Indexed");
        found.invalid(CODE, &parallel, &why);
    }
    let failed = spec.get("maxFailedIndexes");
    if failed.is_set() && !limit.is_set() {
        found.required(CODE, &limit, "when maxFailedIndexes is specified");
    }
}

/// A pod that restarts for ever, which is the default, never completes a job.
fn restart(found: &mut Findings, pod: &Place) {
    let policy = pod.get("restartPolicy");
    match policy.text() {
        Some("OnFailure" | "Never") => {}
        None | Some("" | "Always") => {
            let finding = found.add(
                Code::RestartPolicy,
                &policy,
                "Required value: valid values: \"OnFailure\", \"Never\"",
            );
            finding.help("Pods of a job end: set `restartPolicy` to OnFailure or Never.");
        }
        Some(_) => {
            found.unsupported(Code::RestartPolicy, &policy, &["OnFailure", "Never"]);
        }
    }
}

/// The most pods of an indexed job that run at once.
const MOST_PARALLEL: i64 = 100_000;

/// `validatePodFailurePolicy`
fn failure_policy(found: &mut Findings, spec: &Place, pod: &Place) {
    let policy = spec.get("podFailurePolicy");
    let restart = pod.get("restartPolicy");
    if policy.is_set() && restart.text() == Some("OnFailure") {
        found
            .invalid(
                CODE,
                &restart,
                "only \"Never\" is supported when podFailurePolicy is specified",
            )
            .mark(&policy, "the policy");
    }
    let replaced = spec.get("podReplacementPolicy");
    if policy.is_set() && replaced.text() == Some("TerminatingOrFailed") {
        found.unsupported(CODE, &replaced, &["Failed"]).mark(&policy, "with this policy");
    }
    let kinds = ["initContainers", "containers"];
    let containers = kinds.iter().flat_map(|kind| pod.get(kind).items());
    let names: Vec<&str> = containers.filter_map(|it| it.get("name").text()).collect();
    for rule in policy.get("rules").items() {
        let action = rule.get("action");
        one_of(found, CODE, &action, &["Count", "FailIndex", "FailJob", "Ignore"]);
        let (codes, conditions) = (rule.get("onExitCodes"), rule.get("onPodConditions"));
        match (codes.is_set(), conditions.is_set()) {
            (true, true) => {
                let why = "specifying both OnExitCodes and OnPodConditions is not supported";
                found.invalid(CODE, &rule, why);
            }
            (false, false) => {
                let why = "specifying one of OnExitCodes and OnPodConditions is required";
                found.invalid(CODE, &rule, why);
            }
            (true, false) | (false, true) => {}
        }
        let operator = codes.get("operator");
        one_of(found, CODE, &operator, &["In", "NotIn"]);
        let container = codes.get("containerName");
        if container.filled().is_some_and(|name| !names.contains(&name)) {
            let why = "must be one of the container or initContainer names in the pod template";
            found
                .invalid(CODE, &container, why)
                .help(format!("There is `{}`.", names.join("`, `")));
        }
        let values: Vec<i64> = codes.get("values").items().filter_map(|it| it.int()).collect();
        if values.is_sorted() {
            if values.iter().zip(values.iter().skip(1)).any(|(one, two)| one == two) {
                found.invalid(CODE, &codes.get("values"), "must not have one number twice");
            }
        } else {
            found.invalid(CODE, &codes.get("values"), "must be ordered");
        }
        for value in codes.get("values").items() {
            at_least(found, CODE, &value, 0);
            at_most(found, CODE, &value, 255);
            if value.int() == Some(0) && operator.text() == Some("In") {
                found.invalid(CODE, &value, "must not be 0 for the In operator");
            }
        }
    }
}
