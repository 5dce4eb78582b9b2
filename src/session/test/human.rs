//! The summary of a run of tests: one line, and one on what was not looked at.

use super::{Counts, Status, TestRun};

pub(super) fn text(run: &TestRun) -> String {
    let Counts { hold, fail, todo, skipped, printer, sharing } = run.counts();
    let mut line = match (hold + fail, fail) {
        (1, 0) => "1 test holds".to_owned(),
        (ran, 0) => format!("{ran} tests hold"),
        (ran, failed) => format!("{failed} of {ran} tests do not hold"),
    };
    if todo > 0 {
        line.push_str(&format!(", {todo} to do"));
    }
    if skipped > 0 {
        line.push_str(&format!(", {skipped} skipped"));
    }
    let internal: Vec<String> = [(printer, "debug"), (sharing, "sharing")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    if !internal.is_empty() {
        line.push_str(&format!("; not checked: {}", internal.join(", ")));
    }
    line.push('\n');
    for case in run.cases.iter().filter(|case| matches!(case.status, Status::Todo(true))) {
        let (file, place) = (case.file.display(), case.place);
        line.push_str(&format!(
            "{file}:{}:{}: a test that was to do holds now: `{}`\n",
            place.line, place.column, case.path
        ));
    }
    line
}
