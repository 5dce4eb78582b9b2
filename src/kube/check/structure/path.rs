//! The way from an object to a value in it, as a chain of steps on the stack: it costs nothing
//! until it is written.

use std::fmt;

/// One step of a way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'a> {
    /// The object itself.
    Root,
    /// A field of a struct: `.name`.
    Field(&'a str),
    /// A key of a map: `[key]`.
    Key(&'a str),
    /// An element of a list: `[0]`.
    Index(usize),
}

/// A way: its last step, and those before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'a> {
    above: Option<&'a Path<'a>>,
    step: Step<'a>,
    depth: usize,
}

impl<'a> Path<'a> {
    /// The way to the object itself.
    pub(super) fn root() -> Self {
        Self { above: None, step: Step::Root, depth: 0 }
    }

    /// The way that goes one step further.
    pub(super) fn step(&'a self, step: Step<'a>) -> Self {
        Self { above: Some(self), step, depth: self.depth + 1 }
    }

    /// How many steps it has.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }
}

impl fmt::Display for Path<'_> {
    /// The way as the API server writes it; nothing for the object itself.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut steps = Vec::with_capacity(self.depth);
        let mut path = Some(self);
        while let Some(Path { above, step, .. }) = path {
            steps.push(*step);
            path = *above;
        }
        let mut is_first = true;
        for step in steps.into_iter().rev() {
            match step {
                Step::Root => continue,
                Step::Field(name) if is_first => write!(out, "{name}")?,
                Step::Field(name) => write!(out, ".{name}")?,
                Step::Key(key) => write!(out, "[{key}]")?,
                Step::Index(index) => write!(out, "[{index}]")?,
            }
            is_first = false;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_written_as_the_api_server_does() {
        let root = Path::root();
        let spec = root.step(Step::Field("spec"));
        let list = spec.step(Step::Field("list"));
        let item = list.step(Step::Index(2));
        let labels = item.step(Step::Field("labels"));
        assert_eq!(labels.step(Step::Key("a/b")).to_string(), "spec.list[2].labels[a/b]");
        assert_eq!(root.to_string(), "");
    }
}
