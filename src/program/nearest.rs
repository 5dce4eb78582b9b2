//! How near the levels are that an expression refers to: what refers to none that differ from one
//! use to the next is the same in all of them.

use super::ir::{Clause, ComprehensionId, Decl, Element, Expr, ExprId, Program};

/// That nothing around an expression is referred to.
pub const NOWHERE: u32 = u32::MAX;

impl Program {
    /// How many levels above its environment the nearest is that an expression refers to: 0 for the
    /// environment itself, [`NOWHERE`] if it refers to none.
    pub fn nearest_level(&self, id: ExprId) -> u32 {
        match self.expr(id) {
            &Expr::Field { up, .. }
            | &Expr::Dynamic { up, .. }
            | &Expr::Key { up }
            | &Expr::Element { up }
            | &Expr::Own { up }
            | &Expr::This { up }
            | &Expr::Let { up, .. } => up,
            &Expr::Struct(lit) => outside(self.structs[lit].decls.iter().map(|decl| match *decl {
                Decl::Field { value, .. } | Decl::Embed(value) => self.nearest_level(value),
                Decl::Dynamic { key, value, .. } | Decl::Pattern { pattern: key, value } => {
                    self.nearest_level(key).min(outside([self.nearest_level(value)]))
                }
                Decl::Comprehension(id) => self.nearest_of_comprehension(id),
                Decl::Ellipsis(rest) => rest.map_or(NOWHERE, |rest| self.nearest_level(rest)),
            })),
            &Expr::Comprehension(id) => self.nearest_of_comprehension(id),
            Expr::List { elements, ellipsis, level } => {
                let all = elements.iter().map(|element| match *element {
                    Element::Value(value) => self.nearest_level(value),
                    Element::Comprehension(id) => self.nearest_of_comprehension(id),
                });
                let rest = ellipsis.iter().flatten().map(|&rest| self.nearest_level(rest));
                let all = all.chain(rest);
                if *level { outside(all) } else { all.min().unwrap_or(NOWHERE) }
            }
            operation => {
                let mut nearest = NOWHERE;
                operation.operands(|operand| nearest = nearest.min(self.nearest_level(operand)));
                nearest
            }
        }
    }

    fn nearest_of_comprehension(&self, id: ComprehensionId) -> u32 {
        let comprehension = &self.comprehensions[id];
        let mut nearest = self.nearest_level(comprehension.body);
        for clause in comprehension.clauses.iter().rev() {
            nearest = match *clause {
                Clause::For(source) => outside([nearest]).min(self.nearest_level(source)),
                Clause::If(condition) | Clause::Try(_, condition) => {
                    nearest.min(self.nearest_level(condition))
                }
            };
        }
        let fallback = comprehension.fallback.map(|fallback| self.nearest_level(fallback));
        nearest.min(fallback.unwrap_or(NOWHERE))
    }
}

/// The nearest level around one whose parts refer to these.
fn outside(levels: impl IntoIterator<Item = u32>) -> u32 {
    let beyond = levels.into_iter().filter(|&level| level > 0 && level < NOWHERE);
    beyond.map(|level| level - 1).min().unwrap_or(NOWHERE)
}
