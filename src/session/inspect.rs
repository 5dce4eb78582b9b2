//! Values of a project as an editor asks for them: evaluated as far as a question needs, in files
//! with errors too.

use std::cell::OnceCell;
use std::rc::Rc;

use super::eval::arranged;
use super::project::Project;
use super::request::Request;
use crate::base::Symbols;
use crate::eval::{Account, Found, Graph, Tracer, VertexId};
pub use crate::eval::{Description, Step};
use crate::format::Indent;
use crate::program;

/// A project and its graph of values.
pub struct Inspection {
    /// What was read.
    pub project: Rc<Project>,
    /// The values, evaluated as far as they were asked for.
    pub graph: Graph,
    tracer: OnceCell<Tracer>,
}

impl Inspection {
    /// Binds the names of a project; nothing is evaluated yet. Of `request` counts what it says of
    /// tags and limits.
    pub fn new(project: Rc<Project>, request: &Request) -> Self {
        let mut symbols = Symbols::default();
        let options =
            program::Options { tags: request.tag_values(), variables: None, ..Default::default() };
        let (program, _) = program::build(&project.loaded, &mut symbols, &options);
        let mut graph = Graph::new(program, symbols, request.limits.clone());
        graph.know_docs(project.sources());
        graph.know_sources(project.sources());
        graph.lend_nothing();
        Self { project, graph, tracer: OnceCell::new() }
    }

    /// The value at a path in a package, by its place in the compilation.
    pub fn found(&mut self, package: usize, path: &[Step]) -> Option<Found> {
        let tracer = self.tracer.get_or_init(|| Tracer::new(&self.graph));
        let graph = &mut self.graph;
        let root = Found::root(graph.at(package, &[])?);
        path.iter().try_fold(root, |at, step| tracer.descend(graph, &at, step))
    }

    /// Why a value is as it is: what `infc why` tells.
    pub fn why(&mut self, found: &Found) -> Account {
        let tracer = self.tracer.get_or_init(|| Tracer::new(&self.graph));
        tracer.account(&mut self.graph, found)
    }

    /// What is known of a value; the text of a struct is laid out.
    pub fn describe(&mut self, vertex: VertexId) -> Description {
        let described = self.graph.describe(vertex, self.project.sources());
        if !described.is_struct {
            return described;
        }
        let text = arranged(described.text, Indent::Tabs).trim_end().to_owned();
        Description { text, ..described }
    }
}
