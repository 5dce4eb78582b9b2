//! What is not yet known, as it was written: the conjuncts of a vertex, and what they refer to
//! that no field around it says, `let`s and imports.

use super::Writer;
use crate::base::{Span, Symbol};
use crate::eval::computed::Computed;
use crate::eval::value::Value;
use crate::eval::vertex::{Conjunct, EnvId, Source, VertexId};
use crate::format::{Attributes, bare};
use crate::program::{Clause, ComprehensionId, Decl, Element, Expr, ExprId, LetId, StructId};

impl Writer<'_> {
    /// Writes the conjuncts of `vertex`; false if there is none that says something.
    pub(super) fn written(&mut self, vertex: VertexId) -> bool {
        let mut conjuncts: Vec<Conjunct> = self.graph.vertices[vertex].conjuncts.iter().collect();
        conjuncts.sort_by_key(|conjunct| (self.rank(conjunct), self.span(conjunct)));
        let mut seen: Vec<Source> = Vec::new();
        let mut some = false;
        for conjunct in conjuncts {
            let is_same = |one: &Source| self.graph.is_same_source(*one, conjunct.source);
            if seen.iter().any(is_same) || !self.says_something(&conjunct) {
                continue;
            }
            seen.push(conjunct.source);
            if std::mem::replace(&mut some, true) {
                self.out.push_str(" & ");
            }
            match conjunct.source {
                Source::Expr(expr) => self.expr(expr, conjunct.env),
                Source::Computed(id) => match self.graph.computed[id] {
                    Computed::Vertex(vertex, _) => self.vertex(vertex),
                    Computed::Value(value, _) => self.bare(value),
                },
            }
        }
        some
    }

    /// Kinds come first, then references, then literals, then all else.
    fn rank(&self, conjunct: &Conjunct) -> u8 {
        match conjunct.source {
            Source::Expr(expr) => match self.graph.program.expr(expr) {
                Expr::Universe(_) => 1,
                Expr::Field { .. } => 2,
                Expr::Int(_) | Expr::Number(_) | Expr::Str(_) | Expr::Bytes(_) => 10,
                Expr::Struct(_) | Expr::List { .. } => 100,
                _ => 25,
            },
            Source::Computed(_) => 101,
        }
    }

    fn span(&self, conjunct: &Conjunct) -> Span {
        self.graph.source_span(conjunct.source)
    }

    fn says_something(&self, conjunct: &Conjunct) -> bool {
        match conjunct.source {
            Source::Expr(expr) => {
                let is_top = matches!(self.graph.program.expr(expr), Expr::Top);
                let program = &self.graph.program;
                !is_top && (program.is_datum(expr) || !self.slice(program.span(expr)).is_empty())
            }
            Source::Computed(id) => {
                !matches!(self.graph.computed[id], Computed::Value(Value::Top, _))
            }
        }
    }

    /// An expression as it was written.
    fn expr(&mut self, expr: ExprId, env: EnvId) {
        if self.graph.program.is_datum(expr) {
            return self.datum(expr);
        }
        let text = self.bare_slice(self.graph.program.span(expr));
        let loose = matches!(self.graph.program.expr(expr), Expr::Or(_));
        if loose {
            self.out.push('(');
        }
        self.out.push_str(&text);
        if loose {
            self.out.push(')');
        }
        self.gather(expr, Some(env));
    }

    /// A piece of the sources without comments, and with attributes if they are shown.
    fn bare_slice(&self, span: Span) -> String {
        let attributes = if self.view.attributes { Attributes::Keep } else { Attributes::Drop };
        bare(self.slice(span), attributes)
    }

    /// `let name = value`
    pub(super) fn binding(&mut self, binding: LetId) {
        let binding = self.graph.program.lets[binding];
        let name = self.graph.symbols.name(binding.name).to_owned();
        let text = self.bare_slice(self.graph.program.span(binding.value));
        self.out.push_str(&format!("let {name} = {text}\n"));
    }

    /// Notes the imports and `let`s that an expression needs. Within what opens a level of its
    /// own, `env` is none, and a `let` there is part of the text.
    fn gather(&mut self, expr: ExprId, env: Option<EnvId>) {
        match self.graph.program.expr(expr).clone() {
            Expr::Let { up, binding } => self.gather_let(up, binding, env),
            Expr::Standard(path) => self.gather_import(expr, path),
            Expr::List { elements, ellipsis, level } => {
                let env = env.filter(|_| !level);
                for element in elements {
                    match element {
                        Element::Value(value) => self.gather(value, env),
                        Element::Comprehension(id) => self.gather_comprehension(id),
                    }
                }
                self.gather_all(ellipsis.value(), env);
            }
            Expr::Struct(lit) => self.gather_struct(lit),
            Expr::Comprehension(id) => self.gather_comprehension(id),
            operation => operation.operands(|operand| self.gather(operand, env)),
        }
    }

    fn gather_let(&mut self, up: u32, binding: LetId, env: Option<EnvId>) {
        let Some(env) = env else { return };
        if self.lets.iter().any(|known| known.0 == binding) {
            return;
        }
        let holder = self.graph.level(env, up).vertex;
        let outer = self.graph.level_id(env, up);
        // What it needs itself stands before it.
        self.gather(self.graph.program.lets[binding].value, Some(outer));
        self.lets.push((binding, holder));
    }

    fn gather_import(&mut self, expr: ExprId, path: Symbol) {
        let path = self.graph.symbols.name(path);
        let name = self.slice(self.graph.program.span(expr));
        let usual = path.rsplit('/').next() == Some(name);
        self.imports.insert(match usual {
            true => format!("\"{path}\""),
            false => format!("{name} \"{path}\""),
        });
    }

    fn gather_struct(&mut self, lit: StructId) {
        for decl in self.graph.program.literal(lit).decls.clone() {
            match decl {
                Decl::Field { value, .. } | Decl::Embed(value) => self.gather(value, None),
                Decl::Dynamic { key: first, value: second, .. }
                | Decl::Pattern { pattern: first, value: second } => {
                    self.gather_all([first, second], None);
                }
                Decl::Comprehension(id) => self.gather_comprehension(id),
                Decl::Ellipsis(rest) => self.gather_all(rest, None),
            }
        }
    }

    fn gather_all(&mut self, exprs: impl IntoIterator<Item = ExprId>, env: Option<EnvId>) {
        for expr in exprs {
            self.gather(expr, env);
        }
    }

    fn gather_comprehension(&mut self, id: ComprehensionId) {
        let comprehension = self.graph.program.comprehensions[id].clone();
        for clause in comprehension.clauses {
            let (Clause::For(source) | Clause::If(source) | Clause::Try(_, source)) = clause;
            self.gather(source, None);
        }
        self.gather(comprehension.body, None);
        self.gather_all(comprehension.fallback, None);
    }
}
