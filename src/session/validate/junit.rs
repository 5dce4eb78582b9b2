//! Verdicts as JUnit XML: a case for each file.

use super::{Validated, Verdict};
use crate::base::{Diagnostic, Severity, Sources};
use crate::session::test::xml_text;

pub(super) fn text(validated: &Validated) -> String {
    let tests = validated.files.len();
    let failures = validated.files.iter().filter(|verdict| !verdict.is_valid()).count();
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\"");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"infc validate\" {counts}>\n  \
         <testsuite name=\"infc validate\" {counts}>\n"
    );
    for verdict in &validated.files {
        case(verdict, &mut out);
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn case(Verdict { path, diagnostics, sources, .. }: &Verdict, out: &mut String) {
    let name = xml_text(&path.display().to_string());
    let head = format!("    <testcase name=\"{name}\" classname=\"validate\" file=\"{name}\"");
    let errors: Vec<&Diagnostic> =
        diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
    let Some(first) = errors.first() else {
        return out.push_str(&format!("{head}/>\n"));
    };
    let message = xml_text(&told(first, sources));
    let all: Vec<String> = errors.iter().map(|one| told(one, sources)).collect();
    let all = xml_text(&all.join("\n"));
    out.push_str(&format!(
        "{head}>\n      <failure message=\"{message}\" type=\"{}\">{all}</failure>\n    </testcase>\n",
        first.code.text()
    ));
}

/// One error on a line.
fn told(one: &Diagnostic, sources: &Sources) -> String {
    let place = one.marks.first().filter(|mark| sources.hold(mark.span));
    let place = place.map_or(String::new(), |mark| {
        let at = sources.line_column(mark.span);
        format!("{}:{}: ", at.line, at.column)
    });
    let path = one.path.as_deref().map_or(String::new(), |path| format!("{path}: "));
    format!("{place}{path}{}", one.message)
}
