//! The flags that raise or lower the bounds of evaluation.

use clap::Args;

use crate::session::Limits;

/// How much work evaluation may do. What reaches a limit is told with the flag that raises it.
#[derive(Args)]
#[command(next_help_heading = "Limits")]
pub(super) struct LimitArguments {
    /// How deep values may nest (2,000 if left out; at most 20,000)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    max_nesting: Option<u32>,

    /// How many values may each need the next (20,000)
    #[arg(long, value_name = "N")]
    max_depth: Option<usize>,

    /// How many values may be made (1,200,000, and 5 more for each expression of the sources)
    #[arg(long, value_name = "N")]
    max_values: Option<usize>,

    /// How many arms may be tried within one disjunction (250,000)
    #[arg(long, value_name = "N")]
    max_trials: Option<usize>,

    /// How many combinations of arms may be left of the disjunctions of one value (2,048)
    #[arg(long, value_name = "N")]
    max_combinations: Option<usize>,

    /// How many bytes the large texts may have that are made, and the texts of what is written;
    /// regular expressions and searching count by their work (268,435,456; at most 2 GiB)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(1..=2_147_483_648))]
    max_text: Option<u32>,
}

impl LimitArguments {
    /// The limits, with the usual ones where nothing is said.
    pub(super) fn limits(&self) -> Limits {
        let usual = Limits::default();
        Limits {
            nesting: self.max_nesting.unwrap_or(usual.nesting),
            depth: self.max_depth.unwrap_or(usual.depth),
            vertices: self.max_values.unwrap_or(usual.vertices),
            written: self.max_values.is_none(),
            trials: self.max_trials.unwrap_or(usual.trials),
            combinations: self.max_combinations.unwrap_or(usual.combinations),
            text: self.max_text.map_or(usual.text, |most| most as usize),
            cancel: usual.cancel,
        }
    }
}
