//! What is said of names: the diagnostics of the texts in `tests/names`, where a new case is a new
//! file. A line `// -t key=value` or `// -e expression` stands for that argument.

use std::fmt::Write as _;

use infc::session::{self, EvalOptions, Memory, Request};

#[test]
fn diagnostics() {
    insta::glob!("names/*.inf", |path| {
        let text = std::fs::read_to_string(path).expect("the case can be read");
        let argument = |sign: &'static str| {
            text.lines()
                .filter_map(move |line| line.strip_prefix(sign))
                .map(str::to_owned)
                .collect()
        };
        let request = Request {
            inputs: vec!["in.inf".to_owned()],
            tags: argument("// -t "),
            expressions: argument("// -e "),
            ..Request::default()
        };
        let files = Memory::new("/w").with("in.inf", text.as_str());
        let outcome = session::eval(&files, &request, &EvalOptions::default());
        let mut said = outcome.value.unwrap_or_default().concat();
        for report in &outcome.reports {
            for diagnostic in &report.diagnostics {
                writeln!(said, "[{}] {}", diagnostic.code.text(), diagnostic.message)
                    .expect("a string takes all text");
                for mark in &diagnostic.marks {
                    let at = report.sources.line_column(mark.span);
                    let of = mark.span.of(report.sources.text(mark.span.file));
                    writeln!(said, "  {}:{} `{of}` {}", at.line, at.column, mark.text)
                        .expect("a string takes all text");
                }
                for help in &diagnostic.help {
                    writeln!(said, "  help: {help}").expect("a string takes all text");
                }
            }
        }
        insta::assert_snapshot!(said);
    });
}
