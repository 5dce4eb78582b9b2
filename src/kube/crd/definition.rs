//! A custom resource definition: which kind it defines, and the schema of each version.

use std::sync::{Arc, OnceLock};

use super::read::read;
use super::schema::Schema;
use crate::base::{Code, Diagnostic, Plain, PlainId, Shape, Span};

/// One definition.
#[derive(Debug)]
pub struct Definition {
    /// The API group.
    pub group: String,
    /// The kind.
    pub kind: String,
    /// Whether its objects belong to namespaces.
    pub namespaced: bool,
    /// Its versions, in the order of the definition.
    pub versions: Vec<Version>,
    plain: Arc<Plain>,
}

/// One version of a definition.
#[derive(Debug)]
pub struct Version {
    /// `v1beta1`
    pub name: String,
    /// Whether the server takes objects of it.
    pub served: bool,
    /// Where its schema is, if it has one.
    root: Option<PlainId>,
    schema: OnceLock<Result<Schema, Vec<Diagnostic>>>,
}

impl Definition {
    /// Reads the definition at `root`; nothing if there is no definition.
    ///
    /// # Errors
    /// A definition that lacks what every one has.
    pub(super) fn read(plain: &Arc<Plain>, root: PlainId) -> Option<Result<Self, Diagnostic>> {
        let kind = plain.get_str(root, "kind")?;
        let api_version = plain.get_str(root, "apiVersion")?;
        if kind != "CustomResourceDefinition" || !api_version.starts_with("apiextensions.k8s.io/") {
            return None;
        }
        Some(complete(plain, root))
    }

    /// The version of this name.
    pub fn version(&self, name: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.name == name)
    }

    /// The schema of `version`, read when it is first asked for; nothing if it has none.
    ///
    /// # Errors
    /// What is wrong with the schema.
    pub(crate) fn schema<'a>(
        &'a self,
        version: &'a Version,
    ) -> Option<Result<&'a Schema, &'a [Diagnostic]>> {
        let root = version.root?;
        let schema = version.schema.get_or_init(|| read(&self.plain, root));
        Some(schema.as_ref().map_err(Vec::as_slice))
    }

    /// The data that its schemas are written in, and where that of `version` starts.
    pub fn source<'a>(&'a self, version: &Version) -> Option<(&'a Plain, PlainId)> {
        version.root.map(|root| (&*self.plain, root))
    }
}

fn complete(plain: &Arc<Plain>, root: PlainId) -> Result<Definition, Diagnostic> {
    let fault = |at: PlainId, message: &str| {
        let message = format!("this custom resource definition is incomplete: {message}");
        Diagnostic::error(Code::BrokenDefinition, message)
            .at(plain.span(at).unwrap_or(Span::NOWHERE), "")
    };
    let spec = plain.get(root, "spec").ok_or_else(|| fault(root, "it has no `spec`"))?;
    let group =
        plain.get_str(spec, "group").ok_or_else(|| fault(spec, "it has no `spec.group`"))?;
    let kind = plain.get(spec, "names").and_then(|names| plain.get_str(names, "kind"));
    let kind = kind.ok_or_else(|| fault(spec, "it has no `spec.names.kind`"))?;
    let mut versions = Vec::new();
    // The first form of definitions had one schema for all versions.
    let common = plain.get(spec, "validation").and_then(|it| plain.get(it, "openAPIV3Schema"));
    if let Some(list) = plain.get(spec, "versions")
        && let Shape::List(items) = plain.shape(list)
    {
        for &item in items {
            let name = plain
                .get_str(item, "name")
                .ok_or_else(|| fault(item, "a version has no `name`"))?;
            let own = plain.get(item, "schema").and_then(|it| plain.get(it, "openAPIV3Schema"));
            let served = plain.get(item, "served").map(|it| plain.shape(it));
            versions.push(Version {
                name: name.to_owned(),
                served: !matches!(served, Some(Shape::Bool(false))),
                root: own.or(common),
                schema: OnceLock::new(),
            });
        }
    } else if let Some(name) = plain.get_str(spec, "version") {
        let name = name.to_owned();
        versions.push(Version { name, served: true, root: common, schema: OnceLock::new() });
    }
    if versions.is_empty() {
        return Err(fault(spec, "it has no `spec.versions`"));
    }
    Ok(Definition {
        group: group.to_owned(),
        kind: kind.to_owned(),
        namespaced: plain.get_str(spec, "scope") != Some("Cluster"),
        versions,
        plain: Arc::clone(plain),
    })
}
