//! What Kubernetes says of a place in a manifest: the definition that a struct there has, by the
//! `apiVersion` and `kind` of the object around it.

use crate::eval::{Graph, Step};
use crate::schema::{Catalog, Definition, Docs, Field, Release, Type, find_kind};

/// A field as an editor shows it.
pub(crate) struct ApiField {
    /// The name.
    pub(crate) name: &'static str,
    /// `int32`, `[]Container`
    pub(crate) shown: String,
    /// Whether the API server requires it.
    pub(crate) required: bool,
    /// What it is, as the API says.
    pub(crate) doc: Option<String>,
    /// The strings that it takes, if it does not take all.
    pub(crate) values: Vec<&'static str>,
}

/// The definition of the struct at `path`, if it lies in a manifest.
fn definition_at(
    graph: &mut Graph,
    release: Release,
    package: usize,
    path: &[Step],
) -> Option<&'static Definition> {
    // The innermost object around: a template of an object may lie in another.
    let (object, rest) = (0..=path.len()).rev().find_map(|end| {
        let (outer, rest) = (path.get(..end)?, path.get(end..)?);
        Some((object_at(graph, release, package, outer)?, rest))
    })?;
    struct_at(object, rest)
}

/// The definition of the struct at `path` within an object.
fn struct_at(object: &'static Definition, path: &[Step]) -> Option<&'static Definition> {
    let mut ty: Option<&Type> = None;
    let mut definition = Some(object);
    for step in path {
        let (name, is_element) = match step {
            Step::Name(name) | Step::Quoted(name) => (name.as_str(), false),
            Step::Index(_) => ("", true),
        };
        let next = match (definition, ty) {
            (Some(definition), _) => &definition.field(name).filter(|_| !is_element)?.ty,
            (None, Some(Type::List(element))) if is_element => element,
            (None, Some(Type::Map(value))) if !is_element => value,
            (None, _) => return None,
        };
        definition = match next {
            Type::Struct(link) => link.definition(),
            _ => None,
        };
        ty = Some(next);
    }
    definition
}

fn object_at(
    graph: &mut Graph,
    release: Release,
    package: usize,
    path: &[Step],
) -> Option<&'static Definition> {
    let mut text = |name: &str| {
        let mut path = path.to_vec();
        path.push(Step::Name(name.to_owned()));
        let vertex = graph.at(package, &path)?;
        let text = graph.scalar(vertex)?;
        Some(text.strip_prefix('"')?.strip_suffix('"')?.to_owned())
    };
    let (version, kind) = (text("apiVersion")?, text("kind")?);
    find_kind(release, &version, &kind).ok()
}

/// The fields that the struct at `path` may have in a manifest.
pub(crate) fn fields(
    graph: &mut Graph,
    release: Release,
    package: usize,
    path: &[Step],
) -> Vec<ApiField> {
    let Some(definition) = definition_at(graph, release, package, path) else { return Vec::new() };
    let docs = Docs::of(definition.package);
    definition.fields.iter().map(|field| described(definition, field, docs)).collect()
}

/// The field that the last step of `path` names.
pub(crate) fn field(
    graph: &mut Graph,
    release: Release,
    package: usize,
    path: &[Step],
) -> Option<ApiField> {
    let (last, outer) = path.split_last()?;
    named(definition_at(graph, release, package, outer)?, last)
}

/// The field of an object that the last step of `path` names.
pub(super) fn below(object: &'static Definition, path: &[Step]) -> Option<ApiField> {
    let (last, outer) = path.split_last()?;
    named(struct_at(object, outer)?, last)
}

fn named(definition: &'static Definition, step: &Step) -> Option<ApiField> {
    let (Step::Name(name) | Step::Quoted(name)) = step else { return None };
    let field = definition.field(name)?;
    Some(described(definition, field, Docs::of(definition.package)))
}

fn described(definition: &Definition, field: &Field, docs: &Docs) -> ApiField {
    ApiField {
        name: field.name,
        shown: shown(&field.ty),
        required: field.required,
        doc: docs.field(definition.name, field.name),
        values: field.values.clone(),
    }
}

fn shown(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Bytes => "base64".to_owned(),
        Type::Time => "time".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::Double => "number".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Quantity => "quantity".to_owned(),
        Type::IntOrString => "int32 or string".to_owned(),
        Type::Any => "any value".to_owned(),
        Type::Object => "any object".to_owned(),
        Type::List(element) => format!("list of {}", shown(element)),
        Type::Map(value) => format!("map of {}", shown(value)),
        Type::Struct(link) => link.name.to_owned(),
        Type::Either(one, other) => format!("{} or {}", shown(one), shown(other)),
    }
}

/// The versions of all groups, as `apiVersion` has them.
pub(crate) fn versions(release: Release) -> Vec<String> {
    let catalog = Catalog::of(release);
    let packages = catalog.packages().filter_map(|name| catalog.package(name));
    let mut found: Vec<String> = packages
        .filter(|package| package.names().any(|name| is_object(package.definition(name))))
        .map(|package| match package.group {
            "" => package.version.to_owned(),
            group => format!("{group}/{}", package.version),
        })
        .collect();
    found.sort();
    found
}

/// The kinds of an `apiVersion`; of all, if it is not known yet.
pub(crate) fn kinds(
    graph: &mut Graph,
    release: Release,
    package: usize,
    path: &[Step],
) -> Vec<&'static str> {
    let mut path = path.to_vec();
    path.push(Step::Name("apiVersion".to_owned()));
    let vertex = graph.at(package, &path);
    let version = vertex.and_then(|vertex| graph.scalar(vertex)).unwrap_or_default();
    let version = version.trim_matches('"');
    let catalog = Catalog::of(release);
    let packages = catalog.packages().filter_map(|name| catalog.package(name));
    let is_meant = |package: &&'static crate::schema::Package| {
        let (group, number) = version.rsplit_once('/').unwrap_or(("", version));
        version.is_empty() || package.group == group && package.version == number
    };
    let names = packages
        .filter(is_meant)
        .flat_map(|package| package.names().filter(|name| is_object(package.definition(name))));
    let mut found: Vec<&'static str> = names.collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn is_object(definition: Option<&Definition>) -> bool {
    definition.is_some_and(|definition| definition.scope.is_some())
}
