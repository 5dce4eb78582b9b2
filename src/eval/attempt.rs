//! `try` clauses: what is tried is evaluated apart, and yields nothing if a reference in it that is
//! marked with `?` is absent. It knows nothing of the other clauses.

use super::graph::Graph;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{Conjunct, EnvId, Source};
use crate::base::Code;
use crate::program::{Expr, ExprId, Mark, TryId};

/// A `try` clause whose expression is being evaluated.
pub(super) struct Attempt {
    id: TryId,
    /// Whether a reference of it was absent.
    absent: bool,
    /// Why it is not known yet whether a reference of it is absent.
    blocked: Option<BottomId>,
    /// Whether the references have to do with what is known.
    relaxed: bool,
    /// Whether nothing more can become known.
    forced: bool,
}

impl Graph {
    /// Whether what a `try` clause tries refers to nothing that is absent. Its other errors are no
    /// concern of the clause: whoever gets what is yielded has them.
    pub(super) fn attempt(
        &mut self,
        id: TryId,
        tried: ExprId,
        env: EnvId,
    ) -> Result<bool, BottomId> {
        let (relaxed, forced) = (self.haste.relaxed, self.forced);
        self.attempts.push(Attempt { id, absent: false, blocked: None, relaxed, forced });
        let (around, trail, cycle) = {
            let env = &self.envs[env];
            (env.around, env.led.trail(), env.led.cycle())
        };
        // Not a temporary: what was absent may have come since.
        let vertex = self.detached(around);
        let conjunct = Conjunct::new(Source::Expr(tried), env, trail);
        self.add_conjunct(vertex, Conjunct { cycle, ..conjunct });
        self.finish(vertex);
        let body = self.deref(vertex);
        for (_, arc) in self.vertices[body].arcs.clone() {
            if self.vertices[arc].mark == Mark::Optional {
                self.finish(arc);
            }
        }
        let attempt = self.attempts.pop();
        match attempt {
            Some(Attempt { absent: true, .. }) => Ok(false),
            Some(Attempt { blocked: Some(bottom), .. }) => Err(bottom),
            Some(_) | None => Ok(true),
        }
    }

    /// What a reference marked with `?` means, noted for the `try` that it belongs to.
    pub(super) fn attempted(
        &mut self,
        id: TryId,
        reference: ExprId,
        env: EnvId,
    ) -> Result<Value, BottomId> {
        let Some(at) = self.attempts.iter().rposition(|attempt| attempt.id == id) else {
            return self.resolve(reference, env);
        };
        let (relaxed, forced) = (self.haste.relaxed, self.forced);
        if let Some(attempt) = self.attempts.get(at) {
            self.haste.relaxed |= attempt.relaxed;
            self.forced |= attempt.forced;
        }
        let result = self.resolve(reference, env);
        if let Err(bottom) = result {
            let Bottom { gravity, code, .. } = self.bottoms[bottom];
            // A field that is required is not absent but missing.
            let absent = gravity == Gravity::Incomplete
                && code != Code::MissingField
                && self.has_base(reference, env);
            if let Some(attempt) = self.attempts.get_mut(at) {
                attempt.absent |= absent;
                if gravity == Gravity::Blocked {
                    attempt.blocked = Some(bottom);
                }
            }
        }
        (self.haste.relaxed, self.forced) = (relaxed, forced);
        result
    }

    /// Whether what a reference selects from is there, so that only the last label can fail.
    fn has_base(&mut self, reference: ExprId, env: EnvId) -> bool {
        let span = self.program.span(reference);
        match *self.program.expr(reference) {
            Expr::Select(base, _) => self.base(base, env, span).is_ok(),
            Expr::Index(base, index) => {
                self.base(base, env, span).is_ok() && self.operand(index, env).is_ok()
            }
            _ => true,
        }
    }
}
