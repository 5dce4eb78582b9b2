//! What is unified with what: the shapes that a struct literal is met with, and all declarations
//! of one field.

use std::rc::Rc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::{Names, Shape, Target, unique};
use crate::base::FileId;
use crate::session::index::{Owner, ScopeId};

impl Names<'_> {
    /// The shapes that are unified with a scope, its own among them.
    pub(crate) fn unified(&self, file: FileId, scope: ScopeId) -> Rc<Vec<Shape>> {
        if let Some(known) = self.unified.borrow().get(&(file, scope)) {
            return Rc::clone(known);
        }
        // Who asks for it again meanwhile gets what is certain.
        let own = Rc::new(vec![Shape::Struct(file, scope)]);
        self.unified.borrow_mut().insert((file, scope), own);
        let found = Rc::new(self.met(file, scope));
        self.unified.borrow_mut().insert((file, scope), Rc::clone(&found));
        found
    }

    fn met(&self, file: FileId, scope: ScopeId) -> Vec<Shape> {
        let mut found: IndexSet<Shape, FxBuildHasher> = IndexSet::default();
        found.insert(Shape::Struct(file, scope));
        let Some(here) = self.file(file) else { return found.into_iter().collect() };
        let mut add = |shapes: Vec<Shape>| found.extend(shapes);
        for &embedded in &here.index.scopes[scope].embedded {
            add(self.shapes(file, embedded));
        }
        match here.index.scopes[scope].owner {
            Owner::File => {
                for other in self.beside(file) {
                    let top = self.file(other).map(|other| other.index.file());
                    add(top.map(|scope| Shape::Struct(other, scope)).into_iter().collect());
                }
            }
            Owner::Field(id) => {
                for target in self.declarations(&Target::Declared(file, id)) {
                    add(self.shapes_of(&target));
                }
            }
            Owner::Element(id, place) => {
                for target in self.declarations(&Target::Declared(file, id)) {
                    let Target::Declared(file, id) = target else { continue };
                    let Some(value) = self.definition(file, id).and_then(|one| one.value) else {
                        continue;
                    };
                    for (file, element) in self.elements(file, value, place) {
                        add(self.shapes(file, element));
                    }
                }
            }
            Owner::Embedded => {
                if let Some(around) = self.struct_around(file, scope) {
                    add(self.unified(file, around).to_vec());
                }
            }
            Owner::Clause | Owner::Elsewhere => {}
        }
        found.into_iter().collect()
    }

    /// The struct that a scope stands in.
    pub(super) fn struct_around(&self, file: FileId, scope: ScopeId) -> Option<ScopeId> {
        let index = &self.file(file)?.index;
        index.outwards(scope).skip(1).find(|&at| index.scopes[at].owner != Owner::Clause)
    }

    /// All declarations of the field that `target` declares: the same label in everything that is
    /// unified with the struct that it stands in.
    pub(crate) fn declarations(&self, target: &Target) -> Vec<Target> {
        let Target::Declared(file, id) = *target else { return vec![target.clone()] };
        let Some(one) = self.definition(file, id) else { return Vec::new() };
        if !one.is_field() {
            return vec![target.clone()];
        }
        let mut found = vec![target.clone()];
        for shape in self.unified(file, one.scope).iter() {
            found.extend(self.members(shape, &one.name));
        }
        unique(found)
    }
}
