//! Workflow commands of GitHub Actions: what is said is shown beside the lines of a pull request.
//! (docs.github.com, "Workflow commands for GitHub Actions", setting an error message.)

use super::places::Places;
use super::word;
use crate::session::{Diagnostic, Report};

pub(super) fn text(reports: &[Report]) -> String {
    let mut text = String::new();
    for report in reports {
        let mut places = Places::of(&report.sources);
        for diagnostic in &report.diagnostics {
            text.push_str(&command(diagnostic, &mut places));
        }
    }
    text
}

fn command(diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let place = diagnostic.marks.iter().find_map(|mark| places.place(mark.span));
    let mut properties = Vec::new();
    if let Some(at) = place {
        properties.push(format!("file={}", property(&at.file)));
        properties.push(format!("line={},endLine={}", at.start.line, at.end.line));
        properties.push(format!("col={}", at.start.column));
        if at.start.line == at.end.line {
            properties.push(format!("endColumn={}", at.end.column));
        }
    }
    let code = diagnostic.code;
    properties.push(format!("title={}", property(&format!("{} {}", code.text(), code.title()))));
    let mut said = diagnostic.headline().into_owned();
    for more in diagnostic.notes.iter().chain(&diagnostic.help) {
        said.push('\n');
        said.push_str(more);
    }
    if !diagnostic.instances.is_empty() {
        said.push_str(&format!("\nin {} instances", diagnostic.instances.len() + 1));
    }
    let properties = properties.join(",");
    format!("::{} {properties}::{}\n", word(diagnostic.severity), data(&said))
}

/// Text behind the `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(data("100%\r\n::error::"), "100%25%0D%0A::error::");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
