//! The reference of packages: what their definitions take, with types, defaults, constraints and the
//! comments above them, as text, Markdown and one page of HTML.
//!
//! It is made of what is written, not of what it evaluates to: `int & >=1` says more to people than
//! anything that could be computed from it. `read` makes the [`Reference`], `shape` takes
//! expressions apart, and there is one file for each form of output.

mod html;
mod markdown;
mod read;
mod shape;
mod text;

pub use html::html;
pub use markdown::markdown;
pub use read::read;
pub use text::text;

/// What is to be said of one package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// Its import path.
    pub path: String,
    /// The comment above its package clause.
    pub doc: String,
    /// Its definitions: modules first, else as they stand in the sources.
    pub definitions: Vec<Definition>,
}

/// A definition.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Definition {
    /// Its name, with the `#`.
    pub name: String,
    /// The comment above it.
    pub doc: String,
    /// What it embeds: `kam.#Module`.
    pub embeds: Vec<String>,
    /// The kinds of Kubernetes objects in it.
    pub kinds: Vec<String>,
    /// What it is where it is no struct.
    pub shape: Option<Shape>,
    /// Its fields.
    pub parameters: Vec<Parameter>,
}

/// A field that can be set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parameter {
    /// Its path in the definition: `tls[].hosts`.
    pub path: String,
    /// Whether it has to be given.
    pub presence: Presence,
    /// What it may be.
    pub shape: Shape,
    /// The comment above it.
    pub doc: String,
}

/// What a value may be.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Shape {
    /// Its type.
    pub kind: String,
    /// What it is if nothing is said.
    pub default: Option<String>,
    /// What it has to fulfil beside its type.
    pub constraints: Vec<String>,
}

/// Whether a field has to be given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// `a!:`
    Required,
    /// `a?:`
    Optional,
    /// `a:`
    Regular,
}

impl Definition {
    /// Whether it follows a protocol of `kam`: then it is what people import the package for.
    fn is_module(&self) -> bool {
        self.embeds.iter().any(|name| name == "kam.#Module" || name == "kam.#Workload")
    }
}

impl Parameter {
    /// What stands in the column for defaults.
    fn default(&self) -> String {
        match (&self.shape.default, self.presence) {
            (Some(default), _) => default.clone(),
            (None, Presence::Required) => "required".to_owned(),
            (None, Presence::Optional | Presence::Regular) => String::new(),
        }
    }
}
