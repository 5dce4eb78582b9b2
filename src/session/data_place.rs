//! Where in a data file the value at a path stands, or what would hold it.

use crate::base::{PlainId, Shape, Span};
use crate::package::{Document, Loaded};

/// The place of the value at `path` in `document`; where it is missing, of what would hold it.
pub(super) fn data_place(loaded: &Loaded, document: Document, path: Option<&str>) -> Option<Span> {
    let plain = &loaded.plain;
    let mut node = document.value;
    let mut place = None;
    for step in steps(path.unwrap_or_default()) {
        let next: Option<(Option<Span>, PlainId)> = match plain.shape(node) {
            Shape::List(items) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .map(|&item| (plain.span(item), item)),
            Shape::Map => {
                let mut entries = plain.placed(node);
                let found = entries.find(|(key, ..)| *key == step);
                found.map(|(_, key, value)| (Some(key), value))
            }
            _ => None,
        };
        let Some((span, below)) = next else { break };
        node = below;
        place = span.or(place);
    }
    // Of a whole document, its first character is enough to show.
    let start = || plain.span(document.value).map(|span| Span { end: span.start, ..span });
    place.or_else(start).map(|span| first_line(loaded, span))
}

/// The part of `span` on its first line: excerpts are short.
fn first_line(loaded: &Loaded, span: Span) -> Span {
    let text = loaded.sources.slice(span);
    let line = text.lines().next().unwrap_or_default().len() as u32;
    Span { end: span.start + line.min(span.end - span.start), ..span }
}

/// The labels and indexes of a path as messages show it: `a.b[0]."c d"`.
pub(super) fn steps(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut step = String::new();
    let mut quoted = false;
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            '\\' if quoted => step.extend(letters.next()),
            '.' | '[' | ']' if !quoted => {
                if !step.is_empty() {
                    steps.push(std::mem::take(&mut step));
                }
            }
            _ => step.push(letter),
        }
    }
    if !step.is_empty() {
        steps.push(step);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_steps() {
        assert_eq!(steps("a.b[0].\"c d\".\"x\\\"y\""), ["a", "b", "0", "c d", "x\"y"]);
        assert!(steps("").is_empty());
    }
}
