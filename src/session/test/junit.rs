//! A run of tests as JUnit XML: a suite for each file, a case for each test.

use super::{Counts, Status, TestCase, TestRun};
use crate::eval::Internal;

pub(super) fn text(run: &TestRun) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!("<testsuites name=\"infc test\"{}>\n", counts(run)));
    let mut left = run.cases.as_slice();
    while let Some(first) = left.first() {
        let end = left.iter().position(|case| case.file != first.file).unwrap_or(left.len());
        let (suite, rest) = left.split_at(end);
        left = rest;
        let name = escaped(&first.file.display().to_string());
        let counts = counts(&TestRun { cases: suite.to_vec() });
        out.push_str(&format!("  <testsuite name=\"{name}\"{counts}>\n"));
        for case in suite {
            test_case(case, &name, &mut out);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn counts(run: &TestRun) -> String {
    let Counts { fail, todo, skipped, printer, sharing, .. } = run.counts();
    let skipped = todo + skipped + printer + sharing;
    let tests = run.cases.len();
    format!(" tests=\"{tests}\" failures=\"{fail}\" errors=\"0\" skipped=\"{skipped}\"")
}

fn test_case(case: &TestCase, file: &str, out: &mut String) {
    let path = if case.path.is_empty() { "(file)" } else { &case.path };
    let name = escaped(&format!("{path} {}", case.kind));
    let line = case.place.line;
    let head = format!(
        "    <testcase name=\"{name}\" classname=\"{file}\" file=\"{file}\" line=\"{line}\""
    );
    let skipped = |reason: &str| format!("<skipped message=\"{}\"/>", escaped(reason));
    let body = match &case.status {
        Status::Holds => return out.push_str(&format!("{head}/>\n")),
        Status::Fails(fault) => {
            let message = escaped(&fault.diagnostic.message);
            let kind = fault.aspect.name();
            let both = escaped(&format!("expected: {}\ngot: {}", fault.expected, fault.got));
            format!("<failure message=\"{message}\" type=\"{kind}\">{both}</failure>")
        }
        Status::Todo(true) => skipped("to do; it holds now"),
        Status::Todo(false) => skipped("to do"),
        Status::Skipped(reason) => skipped(reason),
        Status::Unchecked(Internal::Printer) => skipped("not checked: debug"),
        Status::Unchecked(Internal::Sharing) => skipped("not checked: sharing"),
    };
    out.push_str(&format!("{head}>\n      {body}\n    </testcase>\n"));
}

/// Text for XML 1.0, inside tags and between them; what XML cannot hold becomes U+FFFD.
pub(in crate::session) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter if letter.is_control() && letter < '\u{7f}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_the_tags() {
        assert_eq!(escaped("a<b>&\"c\"\n\u{1b}"), "a&lt;b&gt;&amp;&quot;c&quot;&#10;\u{fffd}");
    }
}
