//! How near the levels are that an expression refers to: what refers to none that differ from one
//! use to the next is the same in all of them.

use rustc_hash::FxHashSet;

use super::ir::{Clause, ComprehensionId, Decl, Element, Expr, ExprId, LetId, Program, StructId};

/// That nothing around an expression is referred to.
pub const NOWHERE: u32 = u32::MAX;

/// Goes through an expression, which may nest deep.
struct Walk<'p> {
    program: &'p Program,
    /// Expressions, and how many levels within the one that was asked about each stands.
    open: Vec<(ExprId, u32)>,
    /// The `let`s within it that were met.
    lets: FxHashSet<LetId>,
    nearest: u32,
}

impl Program {
    /// How many levels above its environment the nearest is that an expression refers to: 0 for the
    /// environment itself, [`NOWHERE`] if it refers to none.
    pub fn nearest_level(&self, id: ExprId) -> u32 {
        let (open, lets) = (vec![(id, 0)], FxHashSet::default());
        let mut walk = Walk { program: self, open, lets, nearest: NOWHERE };
        // Nearer than the environment itself there is nothing.
        while walk.nearest > 0
            && let Some((id, inside)) = walk.open.pop()
        {
            walk.expr(id, inside);
        }
        walk.nearest
    }
}

impl Walk<'_> {
    fn expr(&mut self, id: ExprId, inside: u32) {
        match self.program.expr(id) {
            &Expr::Field { up, .. }
            | &Expr::Key { up }
            | &Expr::Element { up }
            | &Expr::Own { up }
            | &Expr::This { up } => self.level(up, inside),
            &Expr::Dynamic { up, key } => {
                self.level(up, inside);
                self.open.extend(inside.checked_sub(up).map(|there| (key, there)));
            }
            &Expr::Let { up, binding } => {
                self.level(up, inside);
                // What one further out refers to is there or further out.
                if let Some(there) = inside.checked_sub(up)
                    && self.lets.insert(binding)
                {
                    self.open.push((self.program.lets[binding].value, there));
                }
            }
            &Expr::Struct(lit) => self.literal(lit, inside + 1),
            &Expr::Comprehension(id) => self.comprehension(id, inside),
            Expr::List { elements, ellipsis, level } => {
                let inside = inside + u32::from(*level);
                for element in elements {
                    match *element {
                        Element::Value(value) => self.open.push((value, inside)),
                        Element::Comprehension(id) => self.comprehension(id, inside),
                    }
                }
                self.open.extend(ellipsis.value().map(|rest| (rest, inside)));
            }
            operation => {
                let open = &mut self.open;
                operation.operands(|operand| open.push((operand, inside)));
            }
        }
    }

    /// The declarations of a struct literal, which stand so many levels inside.
    fn literal(&mut self, lit: StructId, inside: u32) {
        for decl in &self.program.structs[lit].decls {
            match *decl {
                Decl::Field { value, .. } | Decl::Embed(value) => self.open.push((value, inside)),
                // The value of a label that is computed is one level deeper.
                Decl::Dynamic { key, value, .. } | Decl::Pattern { pattern: key, value } => {
                    self.open.extend([(key, inside), (value, inside + 1)]);
                }
                Decl::Comprehension(id) => self.comprehension(id, inside),
                Decl::Ellipsis(rest) => self.open.extend(rest.map(|rest| (rest, inside))),
            }
        }
    }

    fn comprehension(&mut self, id: ComprehensionId, inside: u32) {
        let comprehension = &self.program.comprehensions[id];
        self.open.extend(comprehension.fallback.map(|fallback| (fallback, inside)));
        let mut inner = inside;
        for clause in &comprehension.clauses {
            match *clause {
                Clause::For(source) => {
                    self.open.push((source, inner));
                    inner += 1;
                }
                Clause::If(condition) | Clause::Try(_, condition) => {
                    self.open.push((condition, inner));
                }
            }
        }
        self.open.push((comprehension.body, inner));
    }

    /// A reference to a level, from so many levels inside.
    fn level(&mut self, up: u32, inside: u32) {
        if let Some(around) = up.checked_sub(inside) {
            self.nearest = self.nearest.min(around);
        }
    }
}
