//! Finding what a test speaks of: by the labels where it is written, and by `at=`.

use crate::eval::graph::Graph;
use crate::eval::vertex::VertexId;
use crate::program::{Label, LabelKind};

/// One step of `at=`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// `name`, `#name`, `_name$package`
    Name(String),
    /// `"name"`
    Quoted(String),
    /// `0` or `[0]`
    Index(usize),
}

impl Graph {
    /// The vertex at a path of labels from the root.
    pub(super) fn at_labels(&mut self, path: &[Label]) -> Option<VertexId> {
        let mut at = self.root();
        for &label in path {
            // To its end: only then it is known which fields closedness refuses.
            self.finish(at);
            at = self.arc(at, label)?;
        }
        self.finish(at);
        Some(at)
    }

    /// The vertex below `vertex` that `at=` names.
    pub(super) fn at_steps(&mut self, vertex: VertexId, steps: &[Step]) -> Option<VertexId> {
        let mut at = vertex;
        for step in steps {
            self.finish(at);
            at = self.below(at, step)?;
        }
        self.finish(at);
        Some(at)
    }

    fn below(&self, vertex: VertexId, step: &Step) -> Option<VertexId> {
        match step {
            Step::Index(index) => self
                .arc(vertex, Label::index(*index))
                .or_else(|| self.named(vertex, &index.to_string(), true)),
            Step::Quoted(name) => self.named(vertex, name, true),
            Step::Name(name) => self.named(vertex, name, false),
        }
    }

    /// The arc with that name: a regular field, unless the name is that of a definition or a
    /// hidden field and stands without quotes.
    fn named(&self, vertex: VertexId, name: &str, quoted: bool) -> Option<VertexId> {
        let arcs = &self.vertices[self.deref(vertex)].arcs;
        let found = arcs.iter().find(|(label, _)| {
            if quoted || !name.starts_with(['_', '#']) {
                label.is_field() && label.text(&self.symbols) == name
            } else {
                self.is_called(*label, name)
            }
        });
        found.map(|arc| arc.1)
    }

    /// The arc with the label of an expected field; hidden labels say their package by `$name`.
    pub(super) fn arc_like(&self, vertex: VertexId, label: Label) -> Option<(Label, VertexId)> {
        if !label.is_hidden() {
            return self.arc(vertex, label).map(|arc| (label, arc));
        }
        let name = label.text(&self.symbols);
        let arcs = &self.vertices[self.deref(vertex)].arcs;
        arcs.iter().find(|arc| self.is_called(arc.0, &name)).copied()
    }

    /// Whether `name`, which is no name of a regular field, is that of `label`.
    fn is_called(&self, label: Label, name: &str) -> bool {
        match label.kind() {
            LabelKind::Definition => label.text(&self.symbols) == name,
            LabelKind::Hidden | LabelKind::HiddenDefinition => {
                let (bare, package) = match name.split_once('$') {
                    Some((bare, package)) => (bare, package.trim_matches(['(', ')'])),
                    None => (name, ""),
                };
                let scope = label.scope(&self.symbols);
                // Loose files have no path: their package's name is not kept, and any will do.
                label.text(&self.symbols) == bare
                    && (package.is_empty()
                        || scope.is_empty()
                        || last_name(scope) == last_name(package))
            }
            LabelKind::Field | LabelKind::Index | LabelKind::None => false,
        }
    }
}

/// The name of a package, at the end of its path.
fn last_name(path: &str) -> &str {
    let path = path.rsplit_once(':').map_or(path, |(_, name)| name);
    let path = path.rsplit('/').next().unwrap_or(path);
    path.split('@').next().unwrap_or(path)
}

/// Reads the path of `at=`: `a.b.0`, `a[0]`, `a."b c"`, `_x$p`, `_x$(example.com/m@v0:p).y`.
pub(super) fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let (mut text, mut depth, mut quoted, mut was_quoted) = (String::new(), 0_usize, false, false);
    let mut end = |text: &mut String, was_quoted: &mut bool| {
        let name = std::mem::take(text);
        let is_quoted = std::mem::replace(was_quoted, false);
        match name.parse::<usize>() {
            _ if is_quoted => steps.push(Step::Quoted(name)),
            Ok(index) => steps.push(Step::Index(index)),
            Err(_) if name.is_empty() => {}
            Err(_) => steps.push(Step::Name(name)),
        }
    };
    for letter in path.trim().chars() {
        match letter {
            '"' => {
                quoted = !quoted;
                was_quoted = true;
            }
            _ if quoted => text.push(letter),
            '.' | '[' | ']' if depth == 0 => end(&mut text, &mut was_quoted),
            _ => {
                depth = match letter {
                    '(' => depth + 1,
                    ')' => depth.saturating_sub(1),
                    _ => depth,
                };
                text.push(letter);
            }
        }
    }
    end(&mut text, &mut was_quoted);
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read() {
        let name = |text: &str| Step::Name(text.into());
        assert_eq!(steps("a.b"), [name("a"), name("b")]);
        assert_eq!(steps("a.0"), [name("a"), Step::Index(0)]);
        assert_eq!(steps("a[0].#b"), [name("a"), Step::Index(0), name("#b")]);
        assert_eq!(steps("a.\"b.c\""), [name("a"), Step::Quoted("b.c".into())]);
        assert_eq!(steps("_x$(a.b@v0:p).y"), [name("_x$(a.b@v0:p)"), name("y")]);
    }
}
