//! Arms of disjunctions that closedness rules out: those that lack a field which the vertex has,
//! and which nothing else allows. Of `{name: string, value: string} | {name: string, from: {…}}` in
//! a definition, unified with `{value: "v"}`, the second arm need not be tried.
//!
//! As in `discriminator`, nothing is evaluated and nothing changes: only what is written in an arm
//! is looked at, and whatever might allow a field does.

use smallvec::SmallVec;

use super::graph::Graph;
use super::groups::{Opening, ROOT};
use super::vertex::{Arm, Conjunct, EnvId, Source, VertexId};
use crate::program::{Decl, Expr, ExprId, Label, Mark, StructId};

/// How many expressions are looked at for one field.
const MOST_LOOKS: usize = 64;

type Labels = SmallVec<[Label; 8]>;

/// The fields of a vertex that an arm of its disjunction may have to allow.
#[derive(Default)]
pub(super) struct Strangers {
    /// Those that nothing but an arm can allow.
    refused: Labels,
    /// All there are: what an arm that is a definition must allow.
    all: Labels,
}

impl Graph {
    /// The fields of a vertex, all of whose conjuncts but those of its only disjunction are
    /// unified, that an arm may have to allow.
    pub(super) fn strangers(&self, vertex: VertexId) -> Strangers {
        let this = &self.vertices[vertex];
        let mut strangers = Strangers::default();
        let may_be_allowed =
            this.node.partial || this.has_pending() || !this.node.work.tasks.is_empty();
        if this.arcs.is_empty() || may_be_allowed {
            return strangers;
        }
        let requirements = self.requirements(vertex);
        let demands = self.demands(vertex, &requirements);
        for &(label, arc) in &this.arcs {
            let field = &self.vertices[arc];
            if label.is_field() && field.mark != Mark::Optional && !field.node.denied {
                strangers.all.push(label);
                if !demands.refusals(&self.groups, field.given_by()).is_empty() {
                    strangers.refused.push(label);
                }
            }
        }
        strangers
    }

    /// Whether an arm of a disjunction, given by `conjunct`, lacks one of the fields that it would
    /// have to allow.
    pub(super) fn excludes_any(
        &self,
        arm: Arm,
        conjunct: &Conjunct,
        strangers: &Strangers,
    ) -> bool {
        let Arm::Expr(id) = arm else { return false };
        let groups = &self.groups;
        let closes = self.names_definition(id)
            && groups.opening(conjunct.group) == Opening::None
            && groups.embedding_of(conjunct.group) == ROOT;
        let labels = if closes { &strangers.all } else { &strangers.refused };
        labels.iter().any(|&label| !self.may_allow(id, (conjunct.env, 0), label, &mut 0))
    }

    /// Whether an expression, which lies so many levels of struct literals inside an environment,
    /// may allow a field.
    fn may_allow(
        &self,
        id: ExprId,
        (env, inside): (EnvId, u32),
        label: Label,
        looks: &mut usize,
    ) -> bool {
        *looks += 1;
        if *looks > MOST_LOOKS {
            return true;
        }
        match self.program.expr(id) {
            Expr::And(operands) => {
                let mut operands = operands.iter();
                operands.any(|&operand| self.may_allow(operand, (env, inside), label, looks))
            }
            Expr::Or(arms) => {
                arms.iter().any(|arm| self.may_allow(arm.1, (env, inside), label, looks))
            }
            &Expr::Struct(lit) => self.literal_may_allow(lit, (env, inside + 1), label, looks),
            Expr::Field { .. } | Expr::Select(..) => {
                let Some(target) = self.written_target(id, env, inside) else { return true };
                let this = &self.vertices[target];
                let allows = |theirs: Conjunct| match theirs.source {
                    Source::Expr(id) => self.may_allow(id, (theirs.env, 0), label, looks),
                    Source::Computed(_) => true,
                };
                !self.is_final(target) || this.is_made() || this.conjuncts.iter().any(allows)
            }
            _ => true,
        }
    }

    /// Whether a struct literal declares a field, or may otherwise allow it.
    fn literal_may_allow(
        &self,
        lit: StructId,
        place: (EnvId, u32),
        label: Label,
        looks: &mut usize,
    ) -> bool {
        let lit = self.program.literal(lit);
        lit.explicit_open
            || lit.decls.iter().any(|decl| match *decl {
                Decl::Field { label: declared, .. } => declared == label,
                Decl::Embed(value) => self.may_allow(value, place, label, looks),
                Decl::Dynamic { .. }
                | Decl::Pattern { .. }
                | Decl::Comprehension(_)
                | Decl::Ellipsis(_) => true,
            })
    }
}
