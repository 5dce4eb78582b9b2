//! What a declaration at the top of a file refers to outside of itself, and what each name in it
//! means: where its text and that are the same, its expression is the same.

use rustc_hash::FxHashMap;

use super::ir::{
    Clause, ComprehensionId, Decl, Element, Expr, ExprId, LetId, PackageId, Program, StructId,
};
use super::label::Label;
use crate::base::{Id, Symbols};

/// What an expression refers to that stands at the top of a file.
#[derive(Clone, Default, Debug)]
pub struct Uses {
    /// The fields of its package, each once, in the order in which they are met.
    pub fields: Vec<Label>,
    /// The `let`s, its own and those at the top of the file, each once.
    pub lets: Vec<LetId>,
    /// Whether it refers to its package as a whole: then it may depend on everything.
    pub whole: bool,
    /// What the names in it mean, in a fixed order.
    pub meaning: Vec<u8>,
}

/// An expression, and how many levels of the environment are open around it within the
/// declaration.
type Open = (ExprId, u32);

struct Walk<'p> {
    program: &'p Program,
    symbols: &'p Symbols,
    open: Vec<Open>,
    /// The `let`s that were met, by their number among them.
    lets: FxHashMap<LetId, u32>,
    fields: FxHashMap<Label, ()>,
    found: Uses,
}

impl Program {
    /// What `value`, the value of a declaration at the top of a file, refers to.
    pub fn uses(&self, symbols: &Symbols, value: ExprId) -> Uses {
        let mut walk = Walk {
            program: self,
            symbols,
            open: vec![(value, 0)],
            lets: FxHashMap::default(),
            fields: FxHashMap::default(),
            found: Uses::default(),
        };
        while let Some((expr, level)) = walk.open.pop() {
            walk.expr(expr, level);
        }
        walk.found
    }
}

impl Walk<'_> {
    fn expr(&mut self, id: ExprId, level: u32) {
        match self.program.expr(id) {
            Expr::Bad => self.note(b'!'),
            Expr::Bottom
            | Expr::Top
            | Expr::Null
            | Expr::Bool(_)
            | Expr::Int(_)
            | Expr::Number(_)
            | Expr::Str(_)
            | Expr::Bytes(_) => self.note(b'.'),
            Expr::Universe(universe) => self.number(b'u', *universe as u32),
            Expr::Field { up, label } => self.field(*up, *label, level),
            Expr::Dynamic { up, .. } => self.level(b'd', *up, level),
            Expr::Key { up } => self.level(b'k', *up, level),
            Expr::Element { up } => self.level(b'e', *up, level),
            Expr::Own { up } => self.level(b'o', *up, level),
            Expr::This { up } => self.level(b't', *up, level),
            Expr::Let { up, binding } => self.binding(*up, *binding, level),
            Expr::Package(package) => self.package(*package),
            Expr::Standard(path) => self.name(b'p', self.symbols.name(*path)),
            Expr::Select(base, label) => {
                self.name(b's', &label.source(self.symbols));
                self.open.push((*base, level));
            }
            Expr::Struct(lit) => self.structure(*lit, level),
            Expr::Comprehension(id) => self.comprehension(*id, level),
            Expr::List { elements, ellipsis, level: opens } => {
                self.note(b'[');
                let level = level + u32::from(*opens);
                for element in elements {
                    match element {
                        Element::Value(value) => self.open.push((*value, level)),
                        Element::Comprehension(id) => self.comprehension(*id, level),
                    }
                }
                self.open.extend(ellipsis.value().map(|rest| (rest, level)));
            }
            operation => {
                self.note(b'(');
                let open = &mut self.open;
                operation.operands(|operand| open.push((operand, level)));
            }
        }
    }

    fn structure(&mut self, lit: StructId, level: u32) {
        self.note(b'{');
        let level = level + 1;
        for decl in &self.program.literal(lit).decls {
            match decl {
                Decl::Field { label, value, .. } => {
                    self.name(b':', &label.source(self.symbols));
                    self.open.push((*value, level));
                }
                // The value of a label that is computed is one level deeper.
                Decl::Dynamic { key, value, .. } | Decl::Pattern { pattern: key, value } => {
                    self.open.extend([(*key, level), (*value, level + 1)]);
                }
                Decl::Embed(value) => self.open.push((*value, level)),
                Decl::Comprehension(id) => self.comprehension(*id, level),
                Decl::Ellipsis(rest) => self.open.extend(rest.map(|rest| (rest, level))),
            }
        }
    }

    fn comprehension(&mut self, id: ComprehensionId, level: u32) {
        self.note(b'c');
        let comprehension = &self.program.comprehensions[id];
        self.open.extend(comprehension.fallback.map(|fallback| (fallback, level)));
        let mut inner = level;
        for clause in &comprehension.clauses {
            match clause {
                Clause::For(source) => {
                    self.open.push((*source, inner));
                    inner += 1;
                }
                Clause::If(condition) | Clause::Try(_, condition) => {
                    self.open.push((*condition, inner));
                }
            }
        }
        self.open.push((comprehension.body, inner));
    }

    fn field(&mut self, up: u32, label: Label, level: u32) {
        self.level(b'f', up, level);
        self.name(b'n', &label.source(self.symbols));
        if up >= level {
            // At the top, a field is all that is referred to.
            self.found.whole |= up > level;
            if self.fields.insert(label, ()).is_none() {
                self.found.fields.push(label);
            }
        }
    }

    fn binding(&mut self, up: u32, binding: LetId, level: u32) {
        let next = self.lets.len() as u32;
        let number = *self.lets.entry(binding).or_insert(next);
        self.number(b'l', up);
        self.number(b'#', number);
        if number == next {
            self.found.lets.push(binding);
            let value = self.program.lets[binding].value;
            self.open.push((value, level.saturating_sub(up)));
        }
    }

    fn package(&mut self, package: PackageId) {
        self.found.whole |= package.index() == 0;
        self.name(b'P', &self.program.packages[package].path);
    }

    /// A reference to something of a level.
    fn level(&mut self, kind: u8, up: u32, level: u32) {
        self.number(kind, up);
        if kind != b'f' {
            self.found.whole |= up >= level;
        }
    }

    fn note(&mut self, kind: u8) {
        self.found.meaning.push(kind);
    }

    fn number(&mut self, kind: u8, number: u32) {
        self.note(kind);
        self.found.meaning.extend(number.to_le_bytes());
    }

    fn name(&mut self, kind: u8, name: &str) {
        self.number(kind, name.len() as u32);
        self.found.meaning.extend(name.as_bytes());
    }
}
