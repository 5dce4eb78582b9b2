//! The data of a value that is asked for, and the manifests in it.

use super::{As, ExportOptions, Gathered};
use crate::base::{Diagnostic, PlainId};
use crate::eval::{FieldOrder, Graph, Need, Placing, VertexId};
use crate::kube::{self, Manifest};
use crate::session::compile::Compiled;
use crate::session::format::Format;
use crate::session::placement;
use crate::session::stats::Phase;

type Faults = Vec<Diagnostic>;

impl Gathered {
    /// A value, and the manifests in it. These are kept as they were met, which is how people are
    /// used to read them: `name` and `image` before the rest.
    pub(super) fn searched_value(
        &mut self,
        compiled: &mut Compiled,
        wanted: VertexId,
        options: &ExportOptions,
    ) -> Result<(PlainId, Vec<Manifest>), Faults> {
        let searched = searched(options);
        let order = if searched { FieldOrder::Met } else { FieldOrder::Unified };
        let known = self.again.as_mut().and_then(|again| again.value(compiled, &mut self.plain));
        let (value, labels) = match known {
            Some(value) => (value?, Vec::new()),
            None => {
                let labels = labels(compiled, wanted)?;
                if compiled.wanted.len() == 1 && self.may_end(options) {
                    // What is written needs the room.
                    compiled.graph.retire();
                }
                (self.value(compiled, wanted, order, &labels, options)?, labels)
            }
        };
        if !searched {
            return Ok((value, Vec::new()));
        }
        compiled.watch.lap(Phase::Evaluate);
        let found = kube::find(&self.plain, value);
        compiled.watch.lap(Phase::Check);
        if !found.is_empty() || self.only_checked {
            return Ok((value, found));
        }
        let unified = FieldOrder::Unified;
        Ok((self.value(compiled, wanted, unified, &labels, options)?, Vec::new()))
    }

    /// Whether nobody asks for values any more once those that are wanted are known: whoever only
    /// checks has other questions still, and so has who asks where all comes from, or for source text.
    pub(super) fn may_end(&self, options: &ExportOptions) -> bool {
        !self.only_checked && self.origins.is_none() && options.format != Format::Inf
    }

    /// A value that is known to be concrete as plain data, under its labels.
    fn value(
        &mut self,
        compiled: &mut Compiled,
        wanted: VertexId,
        order: FieldOrder,
        labels: &[String],
        options: &ExportOptions,
    ) -> Result<PlainId, Faults> {
        // What is written as TOML is told with its place too.
        let placing = match self.may_end(options) && options.format != Format::Toml {
            true => Placing::Later,
            false => Placing::Now,
        };
        let value = compiled.graph.write(wanted, &mut self.plain, order, placing)?;
        if (placing, order) == (Placing::Later, FieldOrder::Met) {
            self.unplaced.push(Unplaced { package: self.packages, made_of: wanted, value });
        }
        let inner = labels.iter().rev();
        Ok(inner.fold(value, |value, label| self.plain.map([(label, value)], None)))
    }
}

/// A value of which nobody knows yet where it stands: only faults ask for that.
pub(super) struct Unplaced {
    package: usize,
    made_of: VertexId,
    value: PlainId,
}

impl Gathered {
    /// Whether it is known where all that a package gave stands.
    pub(super) fn is_placed(&self, package: usize) -> bool {
        self.unplaced.iter().all(|it| it.package != package)
    }

    /// Finds out where all that a package gave stands, if that is not known.
    pub(super) fn place(&mut self, package: usize, graph: &mut Graph) {
        for it in self.unplaced.extract_if(.., |it| it.package == package) {
            graph.place_data(it.made_of, &mut self.plain, it.value);
        }
    }
}

/// The labels of `-l` for a value that is concrete, or all that keeps it from that.
fn labels(compiled: &mut Compiled, wanted: VertexId) -> Result<Vec<String>, Faults> {
    let faults = compiled.graph.validate(wanted, Need::Concrete);
    if !faults.is_empty() {
        return Err(faults);
    }
    placement::evaluated(&mut compiled.graph, wanted, &compiled.placement)
}

/// Whether manifests are looked for.
fn searched(options: &ExportOptions) -> bool {
    match options.what {
        Some(As::Manifests) => true,
        Some(As::Value) => false,
        None => options.format == Format::Yaml,
    }
}
