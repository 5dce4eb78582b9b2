//! Struct literals that are like others before them, lowered when they are asked for.
//!
//! Where declarations at the top of a file repeat others ([`Repeat`]), names mean the same in them.
//! The first of them is lowered, and with it all is said that can be wrong with their names. So of the
//! others only those literals have to be lowered that are evaluated; of the rest it is known how many
//! ids they take. What is uncertain is lowered at once.

mod model;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use thin_vec::ThinVec;

use rustc_hash::FxHashMap;

use super::ir::{Expr, ExprId, Program, StructId, StructLit};
use super::lower::Lowering;
use crate::base::{Id, Seen, Symbols, Text};
use crate::package::PackageFile;
use crate::syntax::tree::{self, Tree};
use crate::syntax::{Parsed, Reading, Repeat, Start};
use model::{Model, Written};

/// What of a program is lowered when it is asked for.
#[derive(Clone, Default, Debug)]
pub(super) struct Deferred {
    /// In the order of their ids.
    bodies: Vec<Body>,
    /// What the bodies stand in.
    files: Vec<File>,
    symbols: Symbols,
}

/// A text with its tree, which is given back when all that was put off is lowered.
#[derive(Clone, Debug)]
struct File {
    held: RefCell<Option<(Text, Reading)>>,
    /// How many of its bodies are to be lowered yet.
    left: Cell<usize>,
}

/// A struct literal that is lowered when it is asked for, with all that stands in it.
#[derive(Clone, Debug)]
struct Body {
    model: Rc<Model>,
    /// Which of the files it stands in.
    file: usize,
    /// The first expression of its declaration there.
    start: u32,
    /// What it is the value of.
    site: ExprId,
    /// Where its items begin.
    exprs: usize,
    structs: usize,
    is_lowered: Cell<bool>,
}

/// What is known of the repeats of the file that is being lowered.
#[derive(Default)]
pub(super) struct Repeats {
    /// The declarations that repeat others or are repeated, by their places in the file.
    roles: FxHashMap<u32, Role>,
    /// That of the declaration which is being lowered, outside of its bodies.
    role: Option<Role>,
    models: FxHashMap<tree::ExprId, Rc<Model>>,
}

/// What a declaration is to the others of its form.
#[derive(Clone, Copy)]
enum Role {
    /// Others repeat it: how many expressions there are in it, and the first of them.
    First(u32, u32),
    Again(Repeat),
}

impl Repeats {
    /// Those of a file.
    fn of(parsed: &Parsed) -> Self {
        let mut roles = FxHashMap::default();
        for repeat in &parsed.repeats {
            let Start { decl, expr } = repeat.first;
            roles.insert(decl, Role::First(repeat.exprs, expr));
            roles.insert(repeat.this.decl, Role::Again(*repeat));
        }
        Self { roles, ..Self::default() }
    }
}

impl<'a> Lowering<'a> {
    /// Gets ready to put off what the declarations of the file repeat, if that is asked for.
    pub(super) fn defer(&mut self, file: &PackageFile) {
        self.repeats = Repeats::default();
        if self.options.deferred && !file.parsed.repeats.is_empty() {
            self.repeats = Repeats::of(&file.parsed);
            let text = self.loaded.sources.get(file.file).text.clone();
            let held = RefCell::new(Some((text, file.parsed.clone())));
            self.program.deferred.files.push(File { held, left: Cell::new(0) });
            self.program.deferred.symbols = self.symbols.clone();
        }
    }

    /// The declaration in that place among those at the top of the file is lowered next.
    pub(super) fn turn_to(&mut self, place: usize) {
        self.repeats.role = self.repeats.roles.get(&(place as u32)).copied();
    }

    /// The struct literal `id` with these declarations, which may be put off.
    pub(super) fn braced(
        &mut self,
        tree: &Tree,
        id: tree::ExprId,
        decls: &[tree::Decl],
    ) -> StructId {
        // What stands in it is of the same literal.
        let literal = match self.repeats.role.take() {
            None => return self.struct_literal(tree, decls),
            Some(role @ Role::First(..)) => (role, self.first(tree, id, decls, role)),
            Some(role @ Role::Again(repeat)) => match self.put_off(id, &repeat) {
                true => (role, StructId::at(0)),
                false => (role, self.struct_literal(tree, decls)),
            },
        };
        self.repeats.role = Some(literal.0);
        literal.1
    }

    /// Lowers a literal, and keeps what became of it for those that are like it.
    fn first(
        &mut self,
        tree: &Tree,
        id: tree::ExprId,
        decls: &[tree::Decl],
        role: Role,
    ) -> StructId {
        let said = self.diagnostics.len();
        let (exprs, structs) = (self.program.exprs.len(), self.program.structs.len());
        let literal = self.struct_literal(tree, decls);
        if said == self.diagnostics.len()
            && let Role::First(count, start) = role
        {
            let exprs = exprs..self.program.exprs.len();
            let structs = structs..self.program.structs.len();
            let model = Model::of(self.program, tree, start..start + count, id, exprs, structs);
            self.repeats.models.extend(model.map(|model| (id, Rc::new(model))));
        }
        literal
    }

    /// Puts off the literal `id`, which is like another; whether it can be.
    fn put_off(&mut self, id: tree::ExprId, repeat: &Repeat) -> bool {
        let (start, first) = (repeat.this.expr, repeat.first.expr);
        let place = (id.index() as u32).checked_sub(start);
        let like = place.map(|place| tree::ExprId::at(first + place));
        let model = like.and_then(|like| self.repeats.models.get(&like)).cloned();
        let Deferred { bodies, files, .. } = &mut self.program.deferred;
        let (Some(model), Some(last)) = (model, files.last()) else { return false };
        last.left.set(last.left.get() + 1);
        let file = files.len() - 1;
        // It comes next.
        let site = ExprId::from_index(self.program.exprs.len());
        let is_lowered = Cell::new(false);
        bodies.push(Body { model, file, start, site, exprs: 0, structs: 0, is_lowered });
        true
    }
}

impl Program {
    /// Gives ids to all that was put off, behind those of what was lowered.
    pub(super) fn give_ids(&mut self) {
        let bodies = &mut self.deferred.bodies;
        let (mut exprs, mut structs) = (0, 0);
        for body in bodies.iter_mut() {
            (body.exprs, body.structs) = (exprs, structs);
            exprs += body.model.exprs.len();
            structs += body.model.structs.len();
        }
        if bodies.is_empty() {
            return;
        }
        let first = (self.exprs.expect(exprs), self.structs.expect(structs));
        let (Some(exprs), Some(structs)) = first else { return };
        for body in bodies {
            body.exprs += exprs;
            body.structs += structs;
            // A literal is made after those that stand in it.
            let literal =
                StructId::from_index((body.structs + body.model.structs.len()).saturating_sub(1));
            self.exprs[body.site].0 = Expr::Struct(literal);
        }
    }

    /// The struct literal `id`.
    #[inline]
    pub fn literal(&self, id: StructId) -> &StructLit {
        match self.structs.get(id) {
            Some(literal) => literal,
            None => self.bring_literal(id),
        }
    }

    /// The struct literals that are there, with their ids.
    pub fn literals(&self) -> impl Iterator<Item = (StructId, &StructLit)> {
        self.structs.iter()
    }

    /// Those that have come since `seen`, which is brought up to date.
    pub fn new_literals(&self, seen: &mut Seen) -> impl Iterator<Item = (StructId, &StructLit)> {
        self.structs.news(seen)
    }

    /// Adds a struct literal.
    pub fn add_literal(&mut self, literal: StructLit) -> StructId {
        self.structs.add(literal)
    }

    /// A struct literal, to be changed.
    pub fn literal_mut(&mut self, id: StructId) -> Option<&mut StructLit> {
        self.literal(id);
        self.structs.get_mut(id)
    }

    #[cold]
    fn bring_literal(&self, id: StructId) -> &StructLit {
        let bodies = &self.deferred.bodies;
        let next = bodies.partition_point(|body| body.structs <= id.index());
        self.lower(next);
        static ABSENT: StructLit = StructLit {
            decls: Vec::new(),
            is_file: false,
            last_let: None,
            explicit_open: false,
            attributes: ThinVec::new(),
            nameless: ThinVec::new(),
        };
        self.structs.get(id).unwrap_or(&ABSENT)
    }

    /// Lowers the body that `expr` stands in, if it is one that was put off.
    pub(super) fn bring_body_of(&self, expr: ExprId) {
        let bodies = &self.deferred.bodies;
        self.lower(bodies.partition_point(|body| body.exprs <= expr.index()));
    }

    /// Lowers all that was put off.
    pub(super) fn bring_bodies(&self) {
        (1..=self.deferred.bodies.len()).for_each(|next| self.lower(next));
    }

    /// Lowers the body before the `next` one.
    fn lower(&self, next: usize) {
        let Deferred { bodies, files, symbols } = &self.deferred;
        if let Some(body) = next.checked_sub(1).and_then(|at| bodies.get(at))
            && let Some(file) = files.get(body.file)
            && !body.is_lowered.replace(true)
        {
            if let Some((text, parsed)) = &*file.held.borrow() {
                body.model.put(self, body, &Written { text, tree: &parsed.tree, symbols });
            }
            file.left.set(file.left.get().saturating_sub(1));
            if file.left.get() == 0 {
                file.held.take();
            }
        }
    }
}
