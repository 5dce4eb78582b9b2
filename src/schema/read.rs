//! Reads tables.
//!
//! A table opens with `group<TAB>name<TAB>version`. A line without indentation opens a definition:
//! its name and its scope (`-` if it is no kind of objects). Indented lines are the fields below:
//! name, type and attributes. All of them are told apart by tabs. Types are written `string`,
//! `[T` for a list, `{T` for a map, `A|B` for either, `Name` or `core/v1.Name` for a definition.
//! Attributes: `!` required, `=A|B` the values of an enumeration, `#a,b` unique and `~a,b` merged
//! by these keys (`key:default`), `@34-36` the releases that have the line.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use super::catalog::{Catalog, Package};
use super::definition::{Definition, Field, Key, Letters, Link, Scope, Type, Uniqueness};
use super::release::Release;
use crate::base::floor;

/// The definitions of a package in the order of their names, and what they are read for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    catalog: &'static Catalog,
    release: Release,
    package: &'static str,
    text: &'static str,
}

/// The package that `text` is the table of.
pub(super) fn package(
    catalog: &'static Catalog,
    package: &'static str,
    text: &'static str,
    release: Release,
) -> Package {
    let (head, text) = text.split_once('\n').unwrap_or((text, ""));
    let mut cells = head.split('\t').skip(1);
    let (group, version) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
    Package::new(package, group, version, Table { catalog, release, package, text })
}

impl Table {
    /// The names of the definitions that the release has.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        let mut rest = self.text;
        let all = std::iter::from_fn(move || {
            let lines;
            (lines, rest) = rest.split_at_checked(end(rest)).filter(|split| !split.0.is_empty())?;
            Some(lines)
        });
        all.filter(move |lines| self.serves(lines)).map(name)
    }

    /// The definition of that name, if the release has it: in halves, since tables are long and most
    /// runs ask for little of them.
    pub(super) fn definition(self, sought: &str) -> Option<Definition> {
        let mut rest = self.text;
        while !rest.is_empty() {
            let (before, after) = rest.split_at_checked(floor(rest, rest.len() / 2))?;
            let mut lines = before.rmatch_indices('\n').map(|line| line.0 + 1);
            let start = lines.find(|&at| begins(rest, at)).unwrap_or_default();
            let end = before.len() + end(after);
            let (head, tail) = (rest.get(..start)?, rest.get(end..)?);
            let lines = rest.get(start..end)?;
            match name(lines).cmp(sought) {
                Ordering::Equal => return self.serves(lines).then(|| definition(&self, lines)),
                Ordering::Less => rest = tail,
                Ordering::Greater => rest = head,
            }
        }
        None
    }

    /// Whether the release has the definition of these lines.
    fn serves(&self, lines: &str) -> bool {
        let head = lines.lines().next().unwrap_or_default();
        head.split('\t').all(|cell| serves(cell, self.release))
    }
}

/// Whether a definition begins with the line that begins at a byte.
fn begins(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(|&first| first != b'\t')
}

/// Where the first definition ends.
fn end(text: &str) -> usize {
    let mut lines = text.match_indices('\n').map(|line| line.0 + 1);
    lines.find(|&at| begins(text, at)).unwrap_or(text.len())
}

/// The name of a definition.
fn name(lines: &str) -> &str {
    lines.split(['\t', '\n']).next().unwrap_or_default()
}

/// Reads a definition.
fn definition(source: &Table, text: &'static str) -> Definition {
    let mut lines = text.lines();
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
fn field(source: &Table, line: &'static str) -> Option<Field> {
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

fn ty(source: &Table, text: &'static str) -> Type {
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
        let package: &'static Package =
            Box::leak(Box::new(package(catalog, "g/v1", text, Release::NEWEST)));
        assert_eq!((package.group, package.version), ("g.io", "v1"));
        assert_eq!(package.names().collect::<Vec<_>>(), ["Pod"]);
        let pod = package.definition("Pod").unwrap();
        assert!(package.definition("Old").is_none() && package.definition("Po").is_none());
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
