//! `allOf`, `anyOf`, `oneOf` and `not`: schemas that the same value must also hold.

use super::Walk;
use crate::base::PlainId;
use crate::kube::crd::fault::{Fault, FaultKind};
use crate::kube::crd::path::Path;
use crate::kube::crd::schema::{Node, SchemaId};

impl Walk<'_> {
    pub(super) fn branches(&mut self, at: PlainId, node: &Node, path: &Path<'_>) {
        let branches = &node.branches;
        for &schema in &branches.all {
            let faults = self.tried(at, schema, path);
            if !faults.is_empty() {
                let text = format!("\"{path}\" must validate all the schemas (allOf)");
                self.refused(at, path, &text);
                self.faults.extend(faults);
            }
        }
        if !branches.any.is_empty() {
            let tried = self.tried_all(at, &branches.any, path);
            if tried.iter().all(|faults| !faults.is_empty()) {
                let text = format!("\"{path}\" must validate at least one schema (anyOf)");
                self.refused(at, path, &text);
                self.faults.extend(best(tried));
            }
        }
        if !branches.one.is_empty() {
            let tried = self.tried_all(at, &branches.one, path);
            let found = tried.iter().filter(|faults| faults.is_empty()).count();
            let start = format!("\"{path}\" must validate one and only one schema (oneOf).");
            if found == 0 {
                self.refused(at, path, &format!("{start} Found none valid"));
                self.faults.extend(best(tried));
            } else if found > 1 {
                self.refused(at, path, &format!("{start} Found {found} valid alternatives"));
            }
        }
        if let Some(schema) = branches.not
            && self.tried(at, schema, path).is_empty()
        {
            self.refused(at, path, &format!("\"{path}\" must not validate the schema (not)"));
        }
    }

    fn refused(&mut self, at: PlainId, path: &Path<'_>, text: &str) {
        self.push(FaultKind::Invalid, at, path, format!("Invalid value: \"\": {text}"));
    }

    fn tried_all(&mut self, at: PlainId, all: &[SchemaId], path: &Path<'_>) -> Vec<Vec<Fault>> {
        all.iter().map(|&schema| self.tried(at, schema, path)).collect()
    }

    /// The faults of a value by `schema`, without keeping them.
    fn tried(&mut self, at: PlainId, schema: SchemaId, path: &Path<'_>) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut walk =
            Walk { schema: self.schema, plain: self.plain, faults: &mut faults, work: self.work };
        walk.value(at, schema, path);
        self.work = walk.work;
        faults
    }
}

/// The faults of the branch that is nearest to hold: the first of those with the fewest.
fn best(tried: Vec<Vec<Fault>>) -> Vec<Fault> {
    tried.into_iter().min_by_key(Vec::len).unwrap_or_default()
}
