//! Names: where they are declared, what they mean where they are used, and what is wrong with them.
//!
//! Resolution is lexical, from the innermost scope outwards. The rules for clashes are CUE's: a
//! field and a `let` or alias of one name exclude each other, also where one would hide the other.

use std::ops::Range;

use super::constant::constant;
use super::ir::{Expr, ExprId, PackageId, Relation, Universe};
use super::lower::Lowering;
use super::predeclared::{self, Predeclared, predeclared};
use super::scope::{Meaning, Name, Opens, Scope, Sort};
use crate::base::{Code, Diagnostic, Fix, Number, Span, nearest};
use crate::package::Import;

/// So many names are compared with ones that are not there, to find what was meant: each is
/// compared with all.
const MOST_COMPARED: usize = 300_000;

impl<'a> Lowering<'a> {
    /// Declares a field or the variable of a clause.
    pub(super) fn declare_field_name(
        &mut self,
        scope: &mut Scope<'a>,
        span: Span,
        meaning: Meaning,
    ) {
        self.declare_name(scope, span, meaning, Sort::Field, false);
    }

    /// Declares a `let` or alias that something must use.
    pub(super) fn declare_alias(&mut self, scope: &mut Scope<'a>, span: Span, meaning: Meaning) {
        self.declare_name(scope, span, meaning, Sort::Alias, true);
    }

    /// Declares an alias that nothing needs to use.
    pub(super) fn declare_free_alias(
        &mut self,
        scope: &mut Scope<'a>,
        span: Span,
        meaning: Meaning,
    ) {
        if self.text(span) != "_" {
            self.declare_name(scope, span, meaning, Sort::Alias, false);
        }
    }

    fn declare_name(
        &mut self,
        scope: &mut Scope<'a>,
        span: Span,
        meaning: Meaning,
        sort: Sort,
        must_use: bool,
    ) {
        let text = self.text(span);
        if text == "_" && sort == Sort::Alias {
            self.diagnostics.push(
                Diagnostic::error(Code::Syntax, "`_` is not a name")
                    .at(span, "nothing could refer to it")
                    .help("Give it another name, or leave it out."),
            );
            return;
        }
        let place = scope.place(text);
        let here = place.and_then(|place| scope.at(place));
        // Where there are no aliases at all, a field can clash with none.
        let may_clash = sort == Sort::Alias || self.scopes.iter().any(|scope| scope.has_aliases);
        let outer = || self.scopes.iter().rev().find_map(|scope| scope.get(text)).copied();
        match here.or_else(|| if may_clash { outer() } else { None }) {
            Some(old) if sort.excludes(old.sort) => self.clash(text, span, sort, old.span),
            Some(old) if here.is_some() && (sort.is_unique() || old.sort.is_unique()) => {
                self.redeclared(text, span, old.span);
            }
            Some(_) | None => {
                let name = Name { meaning, sort, span, must_use, used: false };
                scope.declare_at(place, text.into(), name);
            }
        }
    }

    fn redeclared(&mut self, text: &str, span: Span, first: Span) {
        self.diagnostics.push(
            Diagnostic::error(Code::Redeclared, format!("`{text}` is declared twice"))
                .at(span, "declared here again")
                .at(first, "declared here first")
                .help("Rename one of them."),
        );
    }

    fn clash(&mut self, text: &str, span: Span, sort: Sort, first: Span) {
        let (new, old) = match sort {
            Sort::Alias => ("a `let` or alias", "a field or variable"),
            Sort::Field | Sort::Import => ("a field or variable", "a `let` or alias"),
        };
        self.diagnostics.push(
            Diagnostic::error(
                Code::Redeclared,
                format!("`{text}` is both a field and a `let` or alias"),
            )
            .at(span, format!("{new} here"))
            .at(first, format!("{old} here"))
            .help("Rename one of them: neither can hide the other."),
        );
    }

    /// Leaves a scope; a declared name that something must use and nothing used is an error.
    pub(super) fn close_scope(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        if scope.must_use {
            self.tell_unused(&scope);
        }
        scope.give_back(&mut self.spare_names);
    }

    fn tell_unused(&mut self, scope: &Scope<'_>) {
        for (text, name) in scope.unused() {
            let (what, mend) = match name.meaning {
                Meaning::Import(_) => ("import", "Remove the import."),
                Meaning::Let(_) => ("`let`", "Remove it, or make it a field to export it."),
                Meaning::Field(_)
                | Meaning::Dynamic(_)
                | Meaning::Key
                | Meaning::Element
                | Meaning::Own
                | Meaning::NoString
                | Meaning::Value(_) => ("alias", "Remove the alias."),
            };
            self.diagnostics.push(match self.shadowed.get(text) {
                Some(&(used, declared)) if matches!(name.meaning, Meaning::Import(_)) => {
                    shadowed(text, (used, declared), name.span)
                }
                Some(_) | None => {
                    Diagnostic::error(Code::Unused, format!("{what} `{text}` is not used"))
                        .at(name.span, "")
                        .help(mend)
                }
            });
        }
    }

    /// What an identifier means here.
    pub(super) fn identifier(&mut self, span: Span) -> ExprId {
        let name = self.text(span);
        // CUE's test-suite writes `__no_sharing` for a top that no evaluator may optimise away.
        let expr = if matches!(name, "_" | "__no_sharing") {
            Expr::Top
        } else if let Some(expr) = self.resolve(name, span) {
            expr
        } else if let Some(predeclared) = predeclared(name) {
            return self.predeclared(predeclared, span);
        } else if matches!(name, "self" | "__self") {
            self.itself(name, span)
        } else if self.any_name {
            self.package_field(name)
        } else {
            self.unresolved(name, span);
            Expr::Bad
        };
        self.add(expr, span)
    }

    fn resolve(&mut self, text: &str, span: Span) -> Option<Expr> {
        let mut up = 0;
        let mut inner = Opens::Value;
        for (index, scope) in self.scopes.iter_mut().enumerate().rev() {
            let level = scope.is_level();
            if let Some(name) = scope.using(text) {
                if self.beside_pattern.contains(&index) {
                    self.matched_against(text, span, name);
                }
                if index > 0 && !matches!(name.meaning, Meaning::Import(_)) {
                    self.note_shadowed(text, span, name.span);
                }
                return Some(match name.meaning {
                    // In a struct, it is the struct wherever that is unified.
                    Meaning::Value(_) if up > 0 && inner == Opens::Struct => {
                        Expr::This { up: up - 1 }
                    }
                    meaning => self.meant(meaning, up, span),
                });
            }
            if level {
                up += 1;
                inner = scope.opens;
            }
        }
        if self.seen.has(text) {
            return Some(self.package_field(text));
        }
        self.offered.get(text).map(|path| Expr::Standard(self.symbols.intern(path)))
    }

    /// Remembers that a name which an import has means something nearer.
    fn note_shadowed(&mut self, text: &str, used: Span, declared: Span) {
        let import = self.scopes.first().and_then(|file| file.get(text));
        if import.is_some_and(|name| matches!(name.meaning, Meaning::Import(_))) {
            self.shadowed.entry(text.to_owned()).or_insert((used, declared));
        }
    }

    /// A field at the top of the package.
    fn package_field(&mut self, name: &str) -> Expr {
        let levels = self.scopes.iter().filter(|scope| scope.is_level()).count() as u32;
        Expr::Field { up: levels.saturating_sub(1), label: self.label(name) }
    }

    fn meant(&mut self, meaning: Meaning, up: u32, span: Span) -> Expr {
        match meaning {
            Meaning::Field(label) => Expr::Field { up, label },
            Meaning::Let(binding) => {
                self.lets.refers(binding, span);
                Expr::Let { up, binding }
            }
            Meaning::Dynamic(key) => Expr::Dynamic { up, key },
            Meaning::Key => Expr::Key { up },
            Meaning::Element => Expr::Element { up },
            Meaning::Value(Some(label)) => Expr::Field { up, label },
            Meaning::Own | Meaning::Value(None) => Expr::Own { up },
            Meaning::Import(index) => self.import(index),
            Meaning::NoString => {
                let message = "the label of a definition or hidden field is no string";
                self.error(Code::Syntax, message, span);
                Expr::Bad
            }
        }
    }

    /// The scopes whose fields a pattern that stands here is matched against.
    pub(super) fn matched_scopes(&self) -> Range<usize> {
        let ends = |scope: &Scope<'_>| matches!(scope.opens, Opens::Value | Opens::Constraint);
        let start = self.scopes.iter().rposition(ends).map_or(0, |index| index + 1);
        start.max(self.value_start)..self.scopes.len()
    }

    fn matched_against(&mut self, text: &str, span: Span, name: Name) {
        match name.meaning {
            Meaning::Field(_)
            | Meaning::Value(_)
            | Meaning::Let(_)
            | Meaning::Dynamic(_)
            | Meaning::Own => {}
            // These are no part of the struct.
            Meaning::Key | Meaning::Element | Meaning::NoString | Meaning::Import(_) => return,
        }
        self.diagnostics.push(
            Diagnostic::error(
                Code::Cycle,
                format!("the pattern refers to `{text}` beside it, which it is matched against"),
            )
            .at(span, "used in the pattern")
            .at(name.span, "declared in the same struct")
            .help("Declare it outside of the struct."),
        );
    }

    fn import(&mut self, index: usize) -> Expr {
        match self.imports.get(index) {
            Some(Some(Import::Package(package))) => Expr::Package(PackageId::at(*package as u32)),
            Some(Some(Import::Standard(path))) => Expr::Standard(self.symbols.intern(path)),
            Some(None) | None => Expr::Bad,
        }
    }

    fn predeclared(&mut self, predeclared: Predeclared, span: Span) -> ExprId {
        let (base, low, high) = match predeclared {
            Predeclared::Plain(universe) => return self.add(Expr::Universe(universe), span),
            Predeclared::Integer(low, high) => {
                (Universe::Int, low.to_owned(), high.map(str::to_owned))
            }
            Predeclared::Float(bound) => {
                (Universe::Number, format!("-{bound}"), Some(bound.to_owned()))
            }
        };
        let mut parts = vec![self.add(Expr::Universe(base), span)];
        for (relation, bound) in [(Relation::GreaterEqual, Some(low)), (Relation::LessEqual, high)]
        {
            if let Some(number) = bound.and_then(|bound| Number::parse(&bound).ok()) {
                let number = self.add(constant(number), span);
                parts.push(self.add(Expr::Bound(relation, number), span));
            }
        }
        self.add(Expr::And(parts.into()), span)
    }

    /// `self`: the struct or list around it, in files that ask for the experiment.
    fn itself(&mut self, name: &str, span: Span) -> Expr {
        if !self.experiments.alias_v2 {
            self.diagnostics.push(
                Diagnostic::error(Code::UnresolvedName, format!("`{name}` is experimental"))
                    .at(span, "")
                    .help("Put @experiment(aliasv2) before the package clause to use it."),
            );
            return Expr::Bad;
        }
        let mut up = 0;
        for scope in self.scopes.iter().rev() {
            match scope.opens {
                Opens::Struct | Opens::ListLevel => return Expr::This { up },
                Opens::For | Opens::Constraint => up += 1,
                Opens::Clause | Opens::Value | Opens::List => {}
            }
        }
        self.diagnostics.push(
            Diagnostic::error(Code::UnresolvedName, format!("`{name}` stands in no struct"))
                .at(span, "there is no struct or list around it"),
        );
        Expr::Bad
    }

    fn unresolved(&mut self, name: &str, span: Span) {
        if self.scopes.iter().any(|scope| scope.hides(name)) {
            self.diagnostics.push(
                Diagnostic::error(Code::Cycle, format!("the `let` `{name}` refers to itself"))
                    .at(span, "its value does not know its name")
                    .help("Make it a field: fields may depend on themselves."),
            );
            return;
        }
        let mut known: Vec<String> = Vec::new();
        if self.compared < MOST_COMPARED {
            known.extend(self.seen.names().map(str::to_owned));
            known.extend(self.scopes.iter().flat_map(|scope| scope.names()).map(str::to_owned));
            known.extend(predeclared::names().map(str::to_owned));
            known.sort_unstable();
            self.compared += known.len();
        }
        let unresolved =
            Diagnostic::error(Code::UnresolvedName, format!("nothing is called `{name}` here"))
                .at(span, "not declared in any enclosing struct, file or package");
        self.diagnostics.push(match nearest(name, known.iter().map(String::as_str)) {
            Some(near) => unresolved.meant(near, span),
            None if name.starts_with(['#', '_']) => {
                unresolved.help("Declare it in an enclosing struct.")
            }
            None => unresolved
                .help(format!("Declare it, or write \"{name}\" in quotes if a string is meant.")),
        });
    }
}

/// That a field hides an import of its name, where the package was meant.
fn shadowed(text: &str, (used, declared): (Span, Span), import: Span) -> Diagnostic {
    let message = format!("`{text}` means the field here, so the import `{text}` is not used");
    Diagnostic::error(Code::Unused, message)
        .at(used, format!("this is the field `{text}`, not the package"))
        .at(declared, "the nearer declaration of the name")
        .at(import, "the import")
        .help(format!(
            "Write the label in quotes, `\"{text}\": …`: a quoted label cannot be referred to by \
             its name, so `{text}` means the package again."
        ))
        .fix(Fix::replace(declared, format!("{text:?}")).titled("quote the label"))
}
