//! Manifests by name, found in the values themselves: errors elsewhere do not keep them from being
//! found, as they would keep them from being exported.

use crate::base::{Diagnostic, nearest};
use crate::eval::{Found, Graph, Step, Tracer, VertexId};
use crate::session::unusable;

/// How many values are searched for manifests.
const MOST_LOOKS: usize = 1_000_000;

/// How deep manifests may lie.
const DEEPEST: usize = 200;

/// How many manifests are listed where none has the name.
const LISTED: usize = 12;

/// A manifest, and what was asked of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Object {
    /// `apps/v1`
    pub api_version: String,
    /// `Deployment`
    pub kind: String,
    /// Its namespace, if it has one.
    pub namespace: Option<String>,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The path of the field in it; empty for the whole.
    pub field: String,
}

impl Object {
    /// How it is asked for: `Deployment/web`.
    pub fn address(&self) -> String {
        format!("{}/{}", self.kind, self.name.as_deref().unwrap_or_default())
    }

    fn full_address(&self) -> String {
        match &self.namespace {
            Some(namespace) => {
                format!("{}/{namespace}/{}", self.kind, self.name.as_deref().unwrap_or_default())
            }
            None => self.address(),
        }
    }

    fn answers_to(&self, address: &str) -> bool {
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        let Some((kind, name)) = address.split_once('/') else { return false };
        let (namespace, name) = match name.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None => (None, name),
        };
        same(kind, &self.kind)
            && self.name.as_deref() == Some(name)
            && namespace.is_none_or(|namespace| self.namespace.as_deref() == Some(namespace))
    }
}

/// Whether a word names a manifest rather than a path.
pub(super) fn is_address(word: &str) -> bool {
    let mut pieces = word.split('/');
    let kind = pieces.next().unwrap_or("");
    let names: Vec<&str> = pieces.collect();
    !kind.is_empty()
        && kind.chars().all(|c| c.is_ascii_alphanumeric())
        && matches!(names.len(), 1 | 2)
        && names.iter().all(|name| !name.is_empty())
}

/// The manifests below `root` with that address.
///
/// # Errors
/// That there is none, and which there are.
pub(super) fn find(
    graph: &mut Graph,
    tracer: &Tracer,
    root: &Found,
    address: &str,
) -> Result<Vec<(Object, Found)>, Vec<Diagnostic>> {
    let all = all(graph, root.vertex);
    let mut found = Vec::new();
    for (object, steps) in all.iter().filter(|(object, _)| object.answers_to(address)) {
        let at = steps.iter().try_fold(root.clone(), |at, step| tracer.descend(graph, &at, step));
        found.extend(at.map(|at| (object.clone(), at)));
    }
    match found.is_empty() {
        true => Err(vec![unknown(address, &all)]),
        false => Ok(found),
    }
}

fn unknown(address: &str, all: &[(Object, Vec<Step>)]) -> Diagnostic {
    let fault = unusable(format!("there is no manifest `{address}`"));
    if all.is_empty() {
        return fault.help("There are no manifests in the value: ask for a path of it instead.");
    }
    let full = address.matches('/').count() == 2;
    let named = |(object, _): &(Object, Vec<Step>)| match full {
        true => object.full_address(),
        false => object.address(),
    };
    let mut names: Vec<String> = all.iter().map(named).collect();
    names.dedup();
    if let Some(near) = nearest(address, names.iter().map(String::as_str)) {
        return fault.help(format!("Did you mean `{near}`?"));
    }
    let listed = names.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => fault.help(format!("There are {listed}.")),
        left => fault.help(format!("There are {listed} and {left} more.")),
    }
}

/// All manifests below a value, and where they stand; as in export, there are none within one.
fn all(graph: &mut Graph, root: VertexId) -> Vec<(Object, Vec<Step>)> {
    let mut found = Vec::new();
    let mut open: Vec<(VertexId, Vec<Step>)> = vec![(root, Vec::new())];
    let mut looks = 0;
    while let Some((vertex, path)) = open.pop() {
        looks += 1;
        if looks > MOST_LOOKS {
            break;
        }
        let members = graph.members(vertex);
        if let Some(object) = object(graph, &members) {
            found.push((object, path));
            continue;
        }
        if path.len() < DEEPEST {
            let below = |(step, vertex): (Step, VertexId)| {
                (vertex, path.iter().cloned().chain([step]).collect())
            };
            open.extend(members.into_iter().rev().map(below));
        }
    }
    found
}

fn object(graph: &mut Graph, members: &[(Step, VertexId)]) -> Option<Object> {
    let api_version = text(graph, members, "apiVersion")?;
    let kind = text(graph, members, "kind")?;
    let metadata = field(members, "metadata").map(|metadata| graph.members(metadata));
    let mut of_metadata = |name| text(graph, metadata.as_deref().unwrap_or_default(), name);
    let (namespace, name) = (of_metadata("namespace"), of_metadata("name"));
    Some(Object { api_version, kind, namespace, name, field: String::new() })
}

fn field(members: &[(Step, VertexId)], wanted: &str) -> Option<VertexId> {
    let is_it = |step: &Step| matches!(step, Step::Quoted(name) if name == wanted);
    members.iter().find(|(step, _)| is_it(step)).map(|member| member.1)
}

fn text(graph: &mut Graph, members: &[(Step, VertexId)], wanted: &str) -> Option<String> {
    let vertex = field(members, wanted)?;
    graph.string(vertex)
}
