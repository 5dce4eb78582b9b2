//! Tables: what all releases say of the types of a package, as the text that infc reads.
//!
//! A table opens with `group<TAB>name<TAB>version`. A line without indentation opens a definition:
//! its name, its scope if it is a kind (`-` if it is none), and the releases that have it. The
//! indented lines below are its fields: name, type, and attributes. `src/schema/read.rs` says what
//! they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use super::facts::Facts;
use super::source::{Release, package};

/// The table and the documentation of a package.
#[derive(Default)]
pub(crate) struct Package {
    pub(crate) table: String,
    pub(crate) docs: String,
}

/// A field as one release has it.
#[derive(Clone, PartialEq)]
struct Field {
    ty: String,
    required: bool,
}

/// The packages of all releases, by name.
pub(crate) fn packages(
    releases: &BTreeMap<u8, Release>,
    facts: &mut Facts,
) -> Result<BTreeMap<String, Package>, String> {
    let all: BTreeSet<u8> = releases.keys().copied().collect();
    let names: BTreeSet<&(String, String)> = releases.values().flat_map(|it| it.keys()).collect();
    let mut packages: BTreeMap<String, Package> = BTreeMap::new();
    let mut heads: BTreeMap<String, String> = BTreeMap::new();
    for name in names {
        if alias(&name.1).is_some() {
            continue;
        }
        let having: BTreeSet<u8> = releases
            .iter()
            .filter(|(_, release)| release.contains_key(name))
            .map(|it| *it.0)
            .collect();
        let newest =
            having.last().and_then(|minor| releases[minor].get(name)).ok_or("no release")?;
        let out = packages.entry(name.0.clone()).or_default();
        if let Some((group, version, _)) = &newest.kind {
            heads.insert(name.0.clone(), format!("{group}\t{version}"));
        }
        let scope = newest.kind.as_ref().map_or("-", |kind| &kind.2);
        out.table += &format!("{}\t{scope}{}\n", name.1, since(&having, &all)?);
        // The fields below need a head, even where nothing is said of the whole.
        describe(&mut out.docs, "", &name.1, &newest.schema);
        fields(releases, name, &having, facts, out)?;
    }
    for (name, package) in &mut packages {
        let head = heads.remove(name).unwrap_or_else(|| name.replace('/', "\t"));
        package.table.insert_str(0, &format!("group\t{head}\n"));
    }
    Ok(packages)
}

/// Writes the fields of `name` in all releases that have it.
fn fields(
    releases: &BTreeMap<u8, Release>,
    name: &(String, String),
    having: &BTreeSet<u8>,
    facts: &mut Facts,
    out: &mut Package,
) -> Result<(), String> {
    let mut fields: BTreeMap<&str, Vec<(Field, BTreeSet<u8>)>> = BTreeMap::new();
    let mut docs: BTreeMap<&str, &Value> = BTreeMap::new();
    for (minor, definition) in releases.iter().filter_map(|(k, v)| Some((*k, v.get(name)?))) {
        let required = definition.schema["required"].as_array();
        let required: Vec<&str> =
            required.into_iter().flatten().filter_map(|name| name.as_str()).collect();
        for (label, schema) in definition.schema["properties"].as_object().into_iter().flatten() {
            let ty = ty(schema, &name.0).map_err(|fault| format!("{name:?}.{label}: {fault}"))?;
            let field = Field { ty, required: required.contains(&label.as_str()) };
            let forms = fields.entry(label).or_default();
            match forms.iter_mut().find(|(form, _)| *form == field) {
                Some((_, minors)) => drop(minors.insert(minor)),
                None => forms.push((field, BTreeSet::from([minor]))),
            }
            docs.insert(label, schema);
        }
    }
    for (label, forms) in fields {
        for (field, minors) in forms {
            let Field { ty, required } = field;
            let attributes = facts.attributes(&name.0, &name.1, label, required);
            let since = since(&minors, having)?;
            let _ = writeln!(out.table, "\t{label}\t{ty}{attributes}{since}");
        }
        if let Some(schema) = docs.get(label) {
            describe(&mut out.docs, "\t", label, schema);
        }
    }
    Ok(())
}

/// The releases as an attribute, unless they are all of those that could be.
fn since(minors: &BTreeSet<u8>, all: &BTreeSet<u8>) -> Result<String, String> {
    let (Some(first), Some(last)) = (minors.first(), minors.last()) else {
        return Ok(String::new());
    };
    if usize::from(last - first) + 1 != minors.len() {
        return Err(format!("{minors:?} are not in a row"));
    }
    Ok(if minors == all { String::new() } else { format!("\t@{first}-{last}") })
}

/// Adds the description of a schema, each line of it after an indentation.
fn describe(docs: &mut String, indent: &str, name: &str, schema: &Value) {
    let text = schema["description"].as_str().unwrap_or_default();
    if text.is_empty() && !indent.is_empty() {
        return;
    }
    let text = text.trim().replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
    let _ = writeln!(docs, "{indent}{name}\t{text}");
}

/// The type of a schema, as seen from a package.
fn ty(schema: &Value, here: &str) -> Result<String, String> {
    if let Some(path) = schema["$ref"].as_str() {
        let path = path.strip_prefix("crate::").unwrap_or(path);
        let (module, name) = path.rsplit_once("::").ok_or("a reference to nothing")?;
        if let Some(alias) = alias(name) {
            return Ok(alias.to_owned());
        }
        let package = package(module);
        return Ok(if package == here { name.to_owned() } else { format!("{package}.{name}") });
    }
    let format = schema["format"].as_str().unwrap_or_default();
    Ok(match (schema["type"].as_str(), format) {
        (Some("string"), "") => "string".to_owned(),
        (Some("string"), "byte") => "byte".to_owned(),
        (Some("string"), "date-time") => "time".to_owned(),
        (Some("boolean"), "") => "bool".to_owned(),
        (Some("integer"), "int32" | "int64") | (Some("number"), "double") => format.to_owned(),
        (Some("array"), "") => format!("[{}", ty(&schema["items"], here)?),
        (Some("object"), "") => match &schema["additionalProperties"] {
            Value::Null => "object".to_owned(),
            values => format!("{{{}", ty(values, here)?),
        },
        (kind, format) => return Err(format!("a type that is not known: {kind:?} {format}")),
    })
}

/// What is written instead of a reference to a type that is no struct.
fn alias(name: &str) -> Option<&'static str> {
    Some(match name {
        "Quantity" => "quantity",
        "IntOrString" => "intstr",
        "Time" | "MicroTime" => "time",
        "JSON" => "any",
        "RawExtension" | "FieldsV1" | "Patch" => "object",
        "JSONSchemaPropsOrBool" => "JSONSchemaProps|bool",
        "JSONSchemaPropsOrArray" => "JSONSchemaProps|[JSONSchemaProps",
        "JSONSchemaPropsOrStringArray" => "JSONSchemaProps|[string",
        _ => return None,
    })
}
