//! `openapi.MarshalSchema`: definitions as the schemas of an OpenAPI document.
//!
//! A schema says how a value was written rather than what became of it: references stay
//! references, conjuncts that cannot be said at once go below `allOf`, disjunctions become `enum`
//! or `oneOf`. `view` asks the graph, `shape` takes a value apart, `schema` describes it
//! with the keywords of `types`, `builder` and `object` put these together, and `structural` lays
//! out schemas without references. Nothing of it is known to the evaluator.

mod builder;
mod format;
mod object;
mod schema;
mod shape;
mod structural;
mod subsume;
mod types;
mod view;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::builtin::{Data, Fault, encoding};
use super::graph::Graph;
use super::native::Site;
use super::source;
use super::value::{BottomId, Value};
use super::vertex::VertexId;
use crate::base::{Arena, Sources};
use crate::program::{ExprId, Label, Mark, StructId};
use builder::{Builder, BuilderId};
use object::Object;
use view::View;

/// How many steps one document may take.
const MOST_STEPS: usize = 1_000_000;

/// How deep schemas may nest.
const MOST_DEPTH: usize = 100;

/// The path of the package.
const PACKAGE: &str = "encoding/openapi";

/// A document that is being made.
struct Generation<'g> {
    graph: &'g mut Graph,
    site: Site<'g>,
    /// What values that are taken apart hang below.
    parent: VertexId,
    /// Whether what is referred to stands in the place of references.
    expand: bool,
    builders: Arena<BuilderId, Builder>,
    /// The schemas by name.
    schemas: Object,
    /// What schemas refer to, by name, to be described too.
    external: BTreeMap<String, External>,
    /// The labels that led to the schema that is being made.
    path: Vec<String>,
    /// The values that are being described.
    around: Vec<VertexId>,
    /// Struct literals without what they embed.
    own: FxHashMap<StructId, ExprId>,
    steps: usize,
}

/// What a schema refers to.
#[derive(Clone)]
struct External {
    /// The names that lead to it.
    path: Vec<String>,
    view: View,
}

impl Graph {
    /// Keeps the comments of fields if the program describes schemas.
    pub fn know_docs(&mut self, sources: &Sources) {
        let package = self.symbols.find(PACKAGE);
        if package.is_some_and(|package| self.program.refers_to_standard(package)) {
            self.docs = source::texts(self, sources);
        }
    }

    /// `openapi.MarshalSchema(config, schema)`
    pub(super) fn marshal_schema(
        &mut self,
        values: &[Value],
        site: Site<'_>,
    ) -> Result<Value, BottomId> {
        let &[Value::Vertex(config), Value::Vertex(schema)] = values else {
            return Err(self.fault(
                site.name,
                Fault::new("needs a configuration and a schema"),
                site.span,
            ));
        };
        for vertex in [config, schema] {
            self.finish(vertex);
            if let Some(bottom) = self.permanent_error(vertex) {
                return Err(bottom);
            }
            if let Value::Bottom(bottom) = self.value_of(vertex) {
                return Err(bottom);
            }
        }
        let mut generation = Generation {
            parent: self.envs[site.env].around,
            graph: self,
            site,
            expand: false,
            builders: Arena::new(),
            schemas: Object::default(),
            external: BTreeMap::new(),
            path: Vec::new(),
            around: Vec::new(),
            own: FxHashMap::default(),
            steps: 0,
        };
        let document = generation.document(config, schema)?;
        let text = encoding::json::marshal(&document.into());
        let text = text.map_err(|fault| self.fault(site.name, fault, site.span))?;
        Ok(self.str(&text))
    }
}

impl Generation<'_> {
    fn document(&mut self, config: VertexId, schema: VertexId) -> Result<Object, BottomId> {
        let version = match self.option(config, "version")? {
            Some(Data::Str(version)) => version,
            _ => return Err(self.fail("the configuration has no version")),
        };
        if !matches!(&*version, "3.0.0") {
            return Err(self.fail(&format!("unsupported version {version}")));
        }
        self.expand = self.option(config, "expandReferences")? == Some(Data::Bool(true));
        self.definitions(schema)?;
        self.externals()?;
        let mut schemas = std::mem::take(&mut self.schemas);
        schemas.sort_names();
        let info = self.info(config, schema)?;
        let mut document = Object::of("openapi", Data::Str(version));
        document.set("info", info);
        document.set("paths", Object::default());
        document.set("components", Object::of("schemas", schemas));
        Ok(document)
    }

    /// A field of the configuration, if it is there.
    fn option(&mut self, config: VertexId, name: &str) -> Result<Option<Data>, BottomId> {
        let label = Label::field(self.graph.symbols.intern(name));
        let config = self.graph.reach(config);
        let Some(arc) = self.graph.arc(config, label) else { return Ok(None) };
        if self.graph.vertices[arc].mark != Mark::Regular {
            return Ok(None);
        }
        let value = self.graph.value_of(arc);
        self.graph.data(value, self.site.span).map(Some)
    }

    /// The schemas of the definitions.
    fn definitions(&mut self, schema: VertexId) -> Result<(), BottomId> {
        for (label, arc) in self.fields(View::Written(schema)) {
            if label.is_definition() && !self.is_internal(label) {
                let name = self.part(label)?;
                let described = self.schema(None, &name, View::Written(arc))?;
                self.schemas.set(&name, described);
            }
        }
        Ok(())
    }

    /// Whether a definition only gives names to values.
    fn is_internal(&self, label: Label) -> bool {
        label.is_definition() && label.text(&self.graph.symbols).ends_with("_value")
    }

    /// The schemas of what others refer to, until these refer to nothing new.
    fn externals(&mut self) -> Result<(), BottomId> {
        let mut done = 0;
        while self.external.len() != done {
            done = self.external.len();
            for (name, external) in self.external.clone() {
                let Some((last, path)) = external.path.split_last() else { continue };
                self.path = path.to_vec();
                let target = self.dereferenced(external.view)?;
                let described = self.schema(None, last, target)?;
                self.schemas.set(&name, described);
            }
        }
        Ok(())
    }

    /// The section about the document.
    fn info(&mut self, config: VertexId, schema: VertexId) -> Result<Data, BottomId> {
        let mut own = None;
        let mut version = None;
        for (label, arc) in self.fields(View::Written(schema)) {
            if !label.is_field() || self.graph.vertices[arc].mark == Mark::Optional {
                continue;
            }
            let value = self.graph.value_of(arc);
            match label.text(&self.graph.symbols).as_str() {
                "$version" => version = Some(self.graph.data(value, self.site.span)?),
                "-" => {}
                "info" => own = Some(self.graph.data(value, self.site.span)?),
                other => {
                    let message = format!("openapi: unsupported top-level field \"{other}\"");
                    return Err(self.fail(&message));
                }
            }
        }
        if let Some(info) = self.option(config, "info")? {
            return Ok(info);
        }
        let mut info = Object::from(own.unwrap_or(Data::Struct(Vec::new())));
        if !matches!(info.get("title"), Some(Data::Str(title)) if !title.is_empty()) {
            let named = self.dereferenced(View::Written(schema))?;
            let doc = self.doc(named);
            info.set("title", doc.unwrap_or_else(|| "Generated by cue.".to_owned()));
        }
        if !matches!(info.get("version"), Some(Data::Str(version)) if !version.is_empty()) {
            let known = version.filter(|version| matches!(version, Data::Str(_)));
            info.set("version", known.unwrap_or_else(|| "no version".into()));
        }
        Ok(info.into())
    }

    /// Counts what is done: a schema that never ends is an error.
    fn step(&mut self) -> Result<(), BottomId> {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.path.len() > MOST_DEPTH {
            return Err(self.fail("the schemas nest too deep or are too many"));
        }
        Ok(())
    }

    /// An error of the call.
    fn fail(&mut self, message: &str) -> BottomId {
        let place = if self.path.is_empty() { String::new() } else { self.path.join(".") + ": " };
        let fault = Fault::new(format!("{place}{message}"));
        self.graph.fault(self.site.name, fault, self.site.span)
    }
}
