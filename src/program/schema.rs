//! Definitions of the `kube/…` packages, made of the schema tables when something refers to them.
//!
//! A struct of the API becomes a struct literal of optional and required fields; what it refers to
//! becomes a reference, so that one definition brings no other with it. Nothing here stands in a
//! source: all places are [`Span::NOWHERE`].

use super::ellipsis::Ellipsis;
use super::ir::{Decl, Expr, ExprId, Mark, Program, Relation, StructLit, Universe};
use super::label::Label;
use crate::base::{Span, Symbols};
use crate::schema::{Catalog, Definition, Field, Package, Release, Type};
use thin_vec::ThinVec;

/// What the import paths of the packages start with.
const KUBE: &str = "kube/";

/// The package of the import path `path`, if it is one of these.
pub fn schemas(release: Release, path: &str) -> Option<&'static Package> {
    Catalog::of(release).package(path.strip_prefix(KUBE)?)
}

/// The value of the definition `#name` of a package; nothing if there is none.
pub fn schema(
    program: &mut Program,
    symbols: &mut Symbols,
    package: &'static Package,
    name: &str,
) -> Option<ExprId> {
    let mut writer = Writer { program, symbols };
    match package.definition(name) {
        Some(definition) => Some(writer.definition(definition, package)),
        None => Some(writer.ty(&shared(package, name)?)),
    }
}

/// The names of all definitions of a package.
pub fn schema_names(package: &'static Package) -> impl Iterator<Item = &'static str> {
    let shared = SHARED.iter().copied().filter(|name| shared(package, name).is_some());
    package.names().chain(shared)
}

/// The types of the tables that are no structs, but have a name in the API.
const SHARED: &[&str] = &["IntOrString", "MicroTime", "Quantity", "Time"];

fn shared(package: &Package, name: &str) -> Option<Type> {
    match (package.name, name) {
        ("meta/v1", "IntOrString") => Some(Type::IntOrString),
        ("meta/v1", "MicroTime" | "Time") => Some(Type::Time),
        ("meta/v1", "Quantity") => Some(Type::Quantity),
        _ => None,
    }
}

struct Writer<'a> {
    program: &'a mut Program,
    symbols: &'a mut Symbols,
}

impl Writer<'_> {
    fn definition(&mut self, definition: &'static Definition, package: &Package) -> ExprId {
        let mut decls = Vec::with_capacity(definition.fields.len());
        for field in &definition.fields {
            let known = match (definition.scope, field.name) {
                (Some(_), "apiVersion") => Some(package.api_version()),
                (Some(_), "kind") => Some(definition.name.to_owned()),
                _ => None,
            };
            let (mark, value) = match known {
                Some(text) => (Mark::Regular, self.text(&text)),
                None if field.required => (Mark::Required, self.field(field)),
                None => (Mark::Optional, self.field(field)),
            };
            let label = Label::field(self.symbols.intern(field.name));
            let attributes = ThinVec::new();
            decls.push(Decl::Field { label, span: Span::NOWHERE, mark, value, attributes });
        }
        let lit = self.program.structs.add(StructLit { decls, ..StructLit::default() });
        self.add(Expr::Struct(lit))
    }

    /// The value of a field.
    fn field(&mut self, field: &Field) -> ExprId {
        if field.values.is_empty() {
            return self.ty(&field.ty);
        }
        let values: Vec<ExprId> = field.values.iter().map(|value| self.text(value)).collect();
        let choice = self.either(values);
        match field.ty {
            Type::List(_) => self.list(choice),
            _ => choice,
        }
    }

    fn ty(&mut self, ty: &Type) -> ExprId {
        match ty {
            Type::String | Type::Time => self.add(Expr::Universe(Universe::String)),
            // Bytes are written as base64.
            Type::Bytes => self.types([Universe::String, Universe::Bytes]),
            Type::Int32 => self.integer(i64::from(i32::MIN), i64::from(i32::MAX)),
            Type::Int64 => self.integer(i64::MIN, i64::MAX),
            Type::Double => self.add(Expr::Universe(Universe::Number)),
            Type::Bool => self.add(Expr::Universe(Universe::Bool)),
            Type::Quantity => self.types([Universe::String, Universe::Number]),
            Type::IntOrString => {
                let number = self.integer(i64::from(i32::MIN), i64::from(i32::MAX));
                let text = self.add(Expr::Universe(Universe::String));
                self.either(vec![number, text])
            }
            Type::Any => self.add(Expr::Top),
            Type::Object => self.literal(Decl::Ellipsis(None)),
            Type::List(element) => {
                let element = self.ty(element);
                self.list(element)
            }
            Type::Map(value) => {
                let pattern = self.add(Expr::Universe(Universe::String));
                let value = self.ty(value);
                self.literal(Decl::Pattern { pattern, value })
            }
            Type::Struct(link) => {
                let path = self.symbols.intern(&format!("{KUBE}{}", link.package));
                let base = self.add(Expr::Standard(path));
                let name = format!("#{}", link.name);
                let label = Label::identifier(&name, "", self.symbols);
                self.add(Expr::Select(base, label))
            }
            Type::Either(one, other) => {
                let arms = vec![self.ty(one), self.ty(other)];
                self.either(arms)
            }
        }
    }

    fn types<const N: usize>(&mut self, types: [Universe; N]) -> ExprId {
        let arms = types.into_iter().map(|ty| self.add(Expr::Universe(ty))).collect();
        self.either(arms)
    }

    fn either(&mut self, arms: Vec<ExprId>) -> ExprId {
        self.add(Expr::Or(arms.into_iter().map(|arm| (false, arm)).collect()))
    }

    fn integer(&mut self, least: i64, most: i64) -> ExprId {
        let mut parts = vec![self.add(Expr::Universe(Universe::Int))];
        for (relation, bound) in [(Relation::GreaterEqual, least), (Relation::LessEqual, most)] {
            let bound = self.add(Expr::Int(bound));
            parts.push(self.add(Expr::Bound(relation, bound)));
        }
        self.add(Expr::And(parts.into()))
    }

    /// `[...element]`
    fn list(&mut self, element: ExprId) -> ExprId {
        let ellipsis = Ellipsis::of(element);
        self.add(Expr::List { elements: ThinVec::new(), ellipsis, level: false })
    }

    /// A struct of one declaration.
    fn literal(&mut self, decl: Decl) -> ExprId {
        let lit = StructLit { decls: vec![decl], ..StructLit::default() };
        let lit = self.program.structs.add(lit);
        self.add(Expr::Struct(lit))
    }

    fn text(&mut self, text: &str) -> ExprId {
        let text = self.symbols.intern(text);
        self.add(Expr::Str(text))
    }

    fn add(&mut self, expr: Expr) -> ExprId {
        self.program.exprs.add((expr, Span::NOWHERE))
    }
}
