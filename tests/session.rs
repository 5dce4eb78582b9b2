//! The library's public face, from memory: what an editor or another tool would call.

use infc::session::{
    self, As, Counts, ExportOptions, Format, Memory, Outcome, Request, TestOptions, TestRun,
    VetOptions,
};

fn request(inputs: &[&str]) -> Request {
    let inputs = inputs.iter().map(|&input| input.to_owned()).collect();
    Request { inputs, ..Request::default() }
}

fn yaml(what: Option<As>) -> ExportOptions {
    ExportOptions { format: Format::Yaml, what, escape: false, strict: false, package: None }
}

fn messages<T>(outcome: &Outcome<T>) -> Vec<String> {
    let all = outcome.reports.iter().flat_map(|report| &report.diagnostics);
    all.map(|diagnostic| diagnostic.message.clone()).collect()
}

#[test]
fn manifests_of_several_packages_are_one_stream_in_order() {
    let object = |kind: &str, name: &str| {
        format!("{name}: {{apiVersion: \"v1\", kind: \"{kind}\", metadata: name: \"{name}\"}}")
    };
    let files = Memory::new("/w")
        .with("a/a.inf", format!("package a\n{}", object("ServiceAccount", "web")))
        .with("b/b.inf", format!("package b\n{}", object("Namespace", "shop")));
    let outcome = session::export(&files, &request(&["./a", "./b"]), &yaml(None));
    let text = outcome.value.expect("there is no error");
    let text = String::from_utf8(text).expect("YAML is text");
    let kinds: Vec<&str> = text.lines().filter(|line| line.starts_with("kind")).collect();
    assert_eq!(kinds, ["kind: Namespace", "kind: ServiceAccount"]);
}

#[test]
fn an_error_in_one_package_withholds_all_output() {
    let files = Memory::new("/w")
        .with("a/a.inf", "package a\nx: 1")
        .with("b/b.inf", "package b\nx: 1 & 2\ny: 3 & 4");
    let outcome = session::export(&files, &request(&["./a", "./b"]), &yaml(Some(As::Value)));
    assert_eq!(outcome.value, None);
    assert_eq!(messages(&outcome).len(), 2);
    let report = outcome.reports.last().expect("each package has one");
    let mark = report.diagnostics.first().and_then(|one| one.marks.first()).expect("a place");
    assert_eq!(report.sources.path(mark.span.file).display().to_string(), "b/b.inf");
}

#[test]
fn standard_input_and_the_context_come_from_the_files_too() {
    let files = Memory::new("/w/shop").with_input("import \"inf/context\"\nx: context.project");
    let mut request = request(&["-"]);
    request.context.values.push(("app".to_owned(), "web".to_owned()));
    let outcome = session::export(&files, &request, &yaml(None));
    assert_eq!(outcome.value.as_deref(), Some(b"x: shop\n".as_slice()));
}

#[test]
fn what_an_export_took_is_counted() {
    let files = Memory::new("/w").with("a.inf", "a: 1\nb: {c: a} | {d: 2, c: 3}\nb: c: 1");
    let (outcome, stats) =
        session::export_with_stats(&files, &request(&["a.inf"]), &yaml(Some(As::Value)));
    assert!(outcome.value.is_some(), "{:?}", messages(&outcome));
    assert_eq!(stats.bytes, 37);
    assert!(stats.costs.vertices > 3 && stats.costs.conjuncts > 3 && stats.costs.trials > 0);
    let spent = session::Phase::ALL.map(|phase| stats.spent(phase));
    assert!(stats.total() > std::time::Duration::ZERO);
    assert_eq!(spent.iter().sum::<std::time::Duration>(), stats.total());
}

#[test]
fn documents_are_checked_one_by_one() {
    let files = Memory::new("/w").with("s.inf", "x: <10").with("v.yaml", "x: 1\n---\nx: 11\n");
    let outcome = session::vet(&files, &request(&["s.inf", "v.yaml"]), &VetOptions::default());
    assert!(outcome.value.is_none());
    assert_eq!(messages(&outcome).len(), 1, "{:?}", messages(&outcome));
}

#[test]
fn a_test_run_counts_what_fails() {
    let files = Memory::new("/w").with("t.inf", "a: 1 @test(eq, 1)\nb: 1 @test(eq, 2)");
    let outcome = session::test(&files, &request(&["t.inf"]), &TestOptions::default());
    let counts = outcome.value.as_ref().map(TestRun::counts);
    assert_eq!(counts, Some(Counts { hold: 1, fail: 1, ..Counts::default() }));
    assert_eq!(messages(&outcome).len(), 1);
}
