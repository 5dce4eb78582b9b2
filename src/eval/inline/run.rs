//! Running the tests of a package, in the order of the source.

use super::collect::{Written, collect};
use super::directive::Directive;
use super::judge::{Judge, attributes};
use super::mismatch::{Aspect, Mismatch};
use super::permute::{Group, groups, permute};
use super::{TestOutcome, Verdict};
use crate::base::Sources;
use crate::eval::graph::Graph;

pub(super) fn run(
    graph: &mut Graph,
    sources: &Sources,
    chosen: &dyn Fn(&str) -> bool,
) -> Vec<TestOutcome> {
    let program = graph.program.clone();
    let written = collect(&program);
    let attributes = attributes(&program);
    let groups = groups(&written);
    let root = graph.root();
    graph.finish(root);
    let mut outcomes = Vec::new();
    for (index, one) in written.iter().enumerate() {
        let mut judge = Judge::new(graph, sources, &attributes);
        let path = judge.path_of(&one.path);
        if !chosen(&path) {
            continue;
        }
        let (kind, verdict) = match &one.test {
            Err(fault) => {
                let fault = judge.fault(one, *Mismatch::new(Aspect::Form, fault.clone()));
                (String::new(), Verdict::Fails(Box::new(fault)))
            }
            Ok(test) if test.verb == "permute" => {
                let first = groups.iter().find(|group| group.tests.first() == Some(&index));
                let compared = first.map_or(Ok(()), |group: &Group| {
                    permute(judge.graph, &program, sources, &attributes, &written, group)
                });
                (test.verb.clone(), verdict(&judge, one, test, &written, compared))
            }
            Ok(test) => {
                let verdict = passed_over(one, test, &written).unwrap_or_else(|| {
                    let compared = judge.judge(one, test);
                    verdict(&judge, one, test, &written, compared)
                });
                (test.verb.clone(), verdict)
            }
        };
        let notes = judge.notes;
        outcomes.push(TestOutcome { path, span: one.attribute.span, kind, verdict, notes });
    }
    outcomes
}

/// Why a test is not run, if it is not.
fn passed_over(one: &Written, test: &Directive, written: &[Written]) -> Option<Verdict> {
    if let Some(internal) = test.internal() {
        return Some(Verdict::Unchecked(internal));
    }
    if one.idle {
        return Some(Verdict::Skipped("the label of its field is computed".to_owned()));
    }
    let empty = test.verb == "eq" && test.operand().is_none();
    if empty || matches!(test.verb.as_str(), "skip" | "todo" | "desc" | "ignore" | "") {
        let reason = test.flag("why").or(test.flag("hint")).unwrap_or("it asserts nothing");
        return Some(Verdict::Skipped(reason.to_owned()));
    }
    let tests = || written.iter().filter_map(|other| Some((other, other.test.as_ref().ok()?)));
    let skip =
        tests().find(|(other, skip)| skip.verb == "skip" && one.path.starts_with(&other.path));
    if let Some((_, skip)) = skip {
        return Some(Verdict::Skipped(skip.flag("why").unwrap_or("`skip`").to_owned()));
    }
    let special = !test.versioned
        && !test.todo
        && tests().any(|(other, special)| {
            other.path == one.path && special.versioned && special.same_subject(test)
        });
    special.then(|| Verdict::Skipped("another test of the field is for this version".to_owned()))
}

fn verdict(
    judge: &Judge<'_>,
    one: &Written,
    test: &Directive,
    written: &[Written],
    compared: Result<(), Box<Mismatch>>,
) -> Verdict {
    let todo = written
        .iter()
        .any(|other| other.path == one.path && other.test.as_ref().is_ok_and(|t| t.verb == "todo"));
    match compared {
        _ if todo || test.todo => Verdict::Todo(compared.is_ok()),
        Ok(()) => Verdict::Holds,
        Err(mismatch) => Verdict::Fails(Box::new(judge.fault(one, *mismatch))),
    }
}
