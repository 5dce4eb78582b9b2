//! The trees and messages of the texts in `tests/syntax`: a new case is a new file there.

mod dump;

use infc::base::Sources;
use infc::syntax::parse;

#[test]
fn trees_and_messages() {
    insta::glob!("syntax/*.inf", |path| {
        let text = std::fs::read_to_string(path).expect("the case can be read");
        let mut sources = Sources::default();
        let file = sources.add("in.inf", text);
        let parsed = parse(file, sources.text(file));
        insta::assert_snapshot!(dump::dump(&parsed, &sources));
    });
}
