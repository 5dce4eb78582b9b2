//! Reads tables.
//!
//! A table opens with `group<TAB>name<TAB>version`. A line without indentation opens a definition:
//! its name and its scope (`-` if it is no kind of objects). Indented lines are the fields below:
//! name, type and attributes. All of them are told apart by tabs. Types are written `string`,
//! `[T` for a list, `{T` for a map, `A|B` for either, `Name` or `core/v1.Name` for a definition.
//! Attributes: `!` required, `=A|B` the values of an enumeration, `#a,b` unique and `~a,b` merged
//! by these keys (`key:default`), `@34-36` the releases that have the line.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use super::catalog::{Catalog, Package, Slot};
use super::definition::{Definition, Field, Key, Letters, Link, Scope, Type, Uniqueness};
use super::release::Release;

/// The lines of a definition, and what they are read for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    catalog: &'static Catalog,
    release: Release,
    package: &'static str,
    text: &'static str,
}

/// The package that `text` is the table of, without its definitions' fields.
pub(super) fn package(
    catalog: &'static Catalog,
    package: &'static str,
    text: &'static str,
    release: Release,
) -> Package {
    let (head, mut rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut cells = head.split('\t').skip(1);
    let (group, version) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    let all = std::iter::from_fn(|| {
        let (lines, after) = first_definition(rest)?;
        rest = after;
        Some(lines)
    });
    let served = all.filter_map(|lines| {
        let line = lines.lines().next().unwrap_or_default();
        let name = line.split('\t').next().unwrap_or_default();
        let source = Lines { catalog, release, package, text: lines };
        let is_served = line.split('\t').all(|cell| serves(cell, release));
        is_served.then(|| (name, Slot { source, made: OnceLock::new() }))
    });
    Package { name: package, group, version, definitions: served.collect() }
}

/// The lines of the first definition, and what comes after them; nothing at the end.
fn first_definition(text: &'static str) -> Option<(&'static str, &'static str)> {
    let mut bytes = text.as_bytes().windows(2);
    let last = bytes.position(|pair| matches!(pair, [b'\n', next] if *next != b'\t'));
    let end = last.map_or(text.len(), |last| last + 1);
    text.split_at_checked(end).filter(|_| !text.is_empty())
}

/// Reads a definition.
pub(super) fn definition(source: &Lines) -> Definition {
    let mut lines = source.text.lines();
    let mut head = lines.next().unwrap_or_default().split('\t');
    let name = head.next().unwrap_or_default();
    let scope = match head.next() {
        Some("namespaced") => Some(Scope::Namespaced),
        Some("cluster") => Some(Scope::Cluster),
        Some("sub") => Some(Scope::Subresource),
        Some(_) | None => None,
    };
    let fields: Vec<Field> =
        lines.filter_map(|line| field(source, line.trim_start_matches('\t'))).collect();
    let letters = Letters::of(fields.iter().map(|field| field.name));
    let required = (0..).zip(&fields).filter(|row| row.1.required).map(|row| row.0).collect();
    Definition { package: source.package, name, scope, fields, required, letters }
}

/// Reads a field, if the release has it.
fn field(source: &Lines, line: &'static str) -> Option<Field> {
    let mut cells = line.split('\t');
    let name = cells.next()?;
    let mut field = Field {
        name,
        ty: ty(source, cells.next()?),
        required: false,
        values: Vec::new(),
        keys: Vec::new(),
        uniqueness: Uniqueness::Free,
    };
    for cell in cells {
        if !serves(cell, source.release) {
            return None;
        }
        let rest = cell.get(1..).unwrap_or_default();
        match cell.as_bytes().first() {
            Some(b'!') => field.required = true,
            Some(b'=') => field.values = rest.split('|').collect(),
            Some(b'#') => (field.keys, field.uniqueness) = (keys(rest), Uniqueness::Unique),
            Some(b'~') => (field.keys, field.uniqueness) = (keys(rest), Uniqueness::Merged),
            Some(_) | None => {}
        }
    }
    Some(field)
}

fn keys(text: &'static str) -> Vec<Key> {
    let key = |text: &'static str| {
        let (name, default) = text.split_once(':').unwrap_or((text, ""));
        Key { name, default }
    };
    text.split(',').map(key).collect()
}

fn ty(source: &Lines, text: &'static str) -> Type {
    if let Some((one, other)) = text.split_once('|') {
        return Type::Either(Box::new(ty(source, one)), Box::new(ty(source, other)));
    }
    if let Some(element) = text.strip_prefix('[') {
        return Type::List(Box::new(ty(source, element)));
    }
    if let Some(value) = text.strip_prefix('{') {
        return Type::Map(Box::new(ty(source, value)));
    }
    match text {
        "string" => Type::String,
        "byte" => Type::Bytes,
        "time" => Type::Time,
        "int32" => Type::Int32,
        "int64" => Type::Int64,
        "double" => Type::Double,
        "bool" => Type::Bool,
        "quantity" => Type::Quantity,
        "intstr" => Type::IntOrString,
        "any" => Type::Any,
        "object" => Type::Object,
        _ => {
            let (package, name) = text.split_once('.').unwrap_or((source.package, text));
            Type::Struct(Link::new(source.catalog, package, name))
        }
    }
}

/// Whether `cell` says nothing of releases, or names this one among others.
fn serves(cell: &str, release: Release) -> bool {
    releases(cell).is_none_or(|range| range.contains(&release.minor()))
}

/// The releases of `@34-36`.
fn releases(cell: &str) -> Option<RangeInclusive<u8>> {
    let (first, last) = cell.strip_prefix('@')?.split_once('-')?;
    Some(first.parse().ok()?..=last.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_have_what_their_lines_say() {
        let catalog = Catalog::of(Release::NEWEST);
        let lines = "Pod\tnamespaced\t@33-37\n\tgone\tstring\t@33-36\n\tmode\tstring\t!\t=A|B\n\t\
                     ports\t[{meta/v1.X\t#port,protocol:TCP\t@37-37\n";
        let text: &'static str = format!("group\tg.io\tv1\nOld\t-\t@33-33\n{lines}").leak();
        let package = package(catalog, "g/v1", text, Release::NEWEST);
        assert_eq!((package.group, package.version), ("g.io", "v1"));
        assert_eq!(package.names().collect::<Vec<_>>(), ["Pod"]);
        let pod = definition(&package.definitions["Pod"].source);
        assert_eq!((pod.name, pod.scope), ("Pod", Some(Scope::Namespaced)));
        let names: Vec<_> = pod.fields.iter().map(|field| field.name).collect();
        assert_eq!(names, ["mode", "ports"]);
        let mode = pod.field("mode").unwrap();
        assert!(mode.required && mode.values == ["A", "B"]);
        let ports = pod.field("ports").unwrap();
        assert_eq!(ports.uniqueness, Uniqueness::Unique);
        assert_eq!(ports.keys[1], Key { name: "protocol", default: "TCP" });
        let Type::List(map) = &ports.ty else { panic!("a list") };
        let Type::Map(link) = &**map else { panic!("a map") };
        assert!(matches!(&**link, Type::Struct(Link { package: "meta/v1", name: "X", .. })));
        assert!(pod.field("Mode").is_none() && pod.field("gone").is_none());
    }
}
