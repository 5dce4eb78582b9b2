//! From the trees of a package to what is to be said of it.

use super::shape::Source;
use super::{Definition, Parameter, Presence, Reference, Shape};
use crate::base::Sources;
use crate::package::Package;
use crate::syntax::tree::{Decl, DeclKind, Expr, ExprKind, Field, FieldMark, LabelKind};

/// How deep the fields of fields are listed.
const DEEPEST: usize = 4;

/// The reference of `package`, whose texts are in `sources`.
pub fn read(package: &Package, sources: &Sources) -> Reference {
    let mut reference =
        Reference { path: package.path.clone(), doc: String::new(), definitions: Vec::new() };
    for file in &package.files {
        let text = sources.text(file.file);
        let source = Source { tree: &file.parsed.tree, text };
        if let Some(clause) = file.parsed.tree.package {
            let doc = comment(text, clause.span.start);
            if reference.doc.is_empty() && doc.starts_with("Package ") {
                reference.doc = doc;
            }
        }
        for decl in &file.parsed.tree.decls {
            if let DeclKind::Field(field) = &decl.kind
                && matches!(field.label.kind, LabelKind::Ident)
                && field.label.span.of(text).starts_with('#')
            {
                definition(source, field, &mut reference.definitions);
            }
        }
    }
    reference.definitions.sort_by_key(|definition| !definition.is_module());
    reference
}

/// Adds what `field` says of its definition, which may stand in several files.
fn definition(source: Source<'_>, field: &Field, definitions: &mut Vec<Definition>) {
    let name = field.label.span.of(source.text).to_owned();
    let doc = comment(source.text, field.label.span.start);
    let place = definitions.iter().position(|known| known.name == name).unwrap_or_else(|| {
        definitions.push(Definition { name, ..Definition::default() });
        definitions.len() - 1
    });
    let Some(definition) = definitions.get_mut(place) else { return };
    if definition.doc.is_empty() {
        definition.doc = doc;
    }
    let structs = source.structs(field.value);
    if structs.is_empty() {
        definition.shape = Some(source.shape(field.value));
    }
    for (prefix, expr) in structs {
        if let ExprKind::Struct { decls, .. } = &expr.kind {
            let embeds = decls.iter().filter_map(|decl| embedded(source, decl));
            definition.embeds.extend(embeds.collect::<Vec<_>>());
            let mut list = List { source, parameters: &mut definition.parameters };
            list.fields(prefix, decls, DEEPEST, "");
            kinds(source, expr, &mut definition.kinds);
        }
    }
}

/// The definition that `decl` embeds, by its name.
fn embedded(source: Source<'_>, decl: &Decl) -> Option<String> {
    let DeclKind::Embed(value) = decl.kind else { return None };
    let expr = source.bare(value);
    let is_name = matches!(expr.kind, ExprKind::Ident | ExprKind::Select { .. });
    is_name.then(|| source.written(expr))
}

/// The fields that are being listed.
struct List<'a, 'p> {
    source: Source<'a>,
    parameters: &'p mut Vec<Parameter>,
}

impl List<'_, '_> {
    /// Lists the fields of a struct; the fields of a chain have the comment of its start.
    fn fields(&mut self, above: &str, decls: &[Decl], depth: usize, inherited: &str) {
        for decl in decls {
            if let DeclKind::Field(field) = &decl.kind {
                self.field(above, field, depth, inherited);
            }
        }
    }

    fn field(&mut self, above: &str, field: &Field, depth: usize, inherited: &str) {
        let Some(label) = self.label(field) else { return };
        let path = match (above, &field.label.kind) {
            ("", _) | (_, LabelKind::Pattern { .. }) => format!("{above}{label}"),
            _ => format!("{above}.{label}"),
        };
        let own = comment(self.source.text, field.label.span.start);
        let doc = if own.is_empty() { inherited.to_owned() } else { own };
        let structs = self.source.structs(field.value);
        // `a: b: T` is about `b`, and so is the comment above it.
        let starts_chain = structs.iter().any(|(_, expr)| is_chain(expr));
        let is_said = !starts_chain && (!doc.is_empty() || self.source.is_type(field.value));
        let before = self.parameters.len();
        if is_said {
            self.one(&path, field, doc.clone());
        }
        for (suffix, expr) in structs.into_iter().filter(|_| depth > 0) {
            if let ExprKind::Struct { decls, .. } = &expr.kind {
                let inherited = if is_chain(expr) { doc.as_str() } else { "" };
                self.fields(&format!("{path}{suffix}"), decls, depth - 1, inherited);
            }
        }
        // A struct without a comment is told by its fields.
        let is_plain = |one: &Parameter| one.path == path && one.shape.kind == "struct";
        if is_said && doc.is_empty() && self.parameters.len() > before + 1 {
            self.parameters.retain(|one| !is_plain(one));
        }
    }

    /// Adds the field at `path`, or says more of it.
    fn one(&mut self, path: &str, field: &Field, doc: String) {
        let shape = self.source.shape(field.value);
        let presence = presence(field.mark);
        match self.parameters.iter_mut().find(|known| known.path == path) {
            // Fields are repeated where others refer to them: `ports: _`.
            Some(known) if known.shape.kind == "_" => {
                known.shape = shape;
                known.presence = presence;
                known.doc = if doc.is_empty() { known.doc.clone() } else { doc };
            }
            Some(_) => {}
            None => {
                self.parameters.push(Parameter { path: path.to_owned(), presence, shape, doc });
            }
        }
    }

    /// The label as people write it; nothing for what is no parameter.
    fn label(&self, field: &Field) -> Option<String> {
        let text = field.label.span.of(self.source.text);
        match &field.label.kind {
            LabelKind::Ident if text.starts_with(['#', '_']) => None,
            LabelKind::Ident => Some(text.to_owned()),
            LabelKind::String(_) if text.contains("\\(") => None,
            LabelKind::String(_) => Some(text.to_owned()),
            LabelKind::Pattern { value, .. } => {
                Some(format!("[{}]", self.source.written(self.source.bare(*value))))
            }
            LabelKind::Dynamic { .. } => None,
        }
    }
}

/// Whether a struct is written as `b: T`, without braces.
fn is_chain(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Struct { braces: false, .. })
}

fn presence(mark: FieldMark) -> Presence {
    match mark {
        FieldMark::Required => Presence::Required,
        FieldMark::Optional => Presence::Optional,
        FieldMark::Regular => Presence::Regular,
    }
}

/// The kinds of the objects that stand in `expr`: `kind: "Service"` beside an `apiVersion`.
fn kinds(source: Source<'_>, expr: &Expr, found: &mut Vec<String>) {
    let structs = source.tree.exprs.iter().filter(|(_, inner)| expr.span.encloses(inner.span));
    for (_, inner) in structs {
        let ExprKind::Struct { decls, .. } = &inner.kind else { continue };
        let value = |name: &str| {
            let fields = decls.iter().filter_map(|decl| match &decl.kind {
                DeclKind::Field(field) => Some(field),
                _ => None,
            });
            let mut named = fields.filter(|field| field.label.span.of(source.text) == name);
            let expr = source.bare(named.next()?.value);
            matches!(expr.kind, ExprKind::String(_)).then(|| expr.span.of(source.text))
        };
        if let (Some(_), Some(kind)) = (value("apiVersion"), value("kind")) {
            let kind = kind.trim_matches('"').to_owned();
            if !found.contains(&kind) {
                found.push(kind);
            }
        }
    }
    found.sort();
}

/// The comment on the lines right above `offset`, without what marks it as one.
fn comment(text: &str, offset: u32) -> String {
    let before = text.get(..offset as usize).unwrap_or_default();
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    if !line.trim().is_empty() {
        // It is about what the line starts with.
        return String::new();
    }
    let comments = above.rsplit('\n').map_while(|line| line.trim().strip_prefix("//"));
    let mut lines: Vec<&str> =
        comments.map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.reverse();
    lines.join("\n").trim().to_owned()
}

impl Shape {
    /// The constraints, in one line.
    pub(super) fn bounds(&self) -> String {
        self.constraints.join(", ")
    }
}
