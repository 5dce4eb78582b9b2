//! `--stats`: what a compilation took, as a table for people or as JSON.

use std::fmt::Write as _;
use std::time::Duration;

use clap::ValueEnum;

use crate::session::{Phase, Stats};

/// The forms of `--stats`.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsForm {
    /// A table
    Text,
    /// One JSON document
    Json,
}

/// What `stats` say, ended by a line break.
pub(super) fn text(stats: &Stats, form: StatsForm) -> String {
    match form {
        StatsForm::Text => table(stats),
        StatsForm::Json => format!("{}\n", json(stats)),
    }
}

fn table(stats: &Stats) -> String {
    let total = stats.total();
    let mut out = String::new();
    let mut line = |name: &str, time: Duration| {
        let _ = writeln!(out, "{name:10} {:>10.3} ms {:>4.0} %", millis(time), share(time, total));
    };
    for phase in Phase::ALL {
        line(phase.name(), stats.spent(phase));
    }
    line("total", total);
    for (name, count) in counts(stats) {
        let _ = writeln!(out, "{name:12} {count:>11}");
    }
    out
}

fn json(stats: &Stats) -> serde_json::Value {
    let total = stats.total();
    let phases = Phase::ALL.map(|phase| {
        let time = stats.spent(phase);
        serde_json::json!({
            "name": phase.name(),
            "milliseconds": millis(time),
            "share": share(time, total) / 100.0,
        })
    });
    let mut document = serde_json::json!({ "milliseconds": millis(total), "phases": phases });
    for (name, count) in counts(stats) {
        document[name] = count.into();
    }
    document
}

/// What was counted; the peak of memory only where the system tells it.
fn counts(stats: &Stats) -> Vec<(&'static str, u64)> {
    let costs = stats.costs;
    let mut counts = vec![
        ("bytes", stats.bytes as u64),
        ("values", costs.vertices as u64),
        ("conjuncts", costs.conjuncts as u64),
        ("unifications", costs.unifications as u64),
        ("trials", costs.trials as u64),
    ];
    counts.extend(peak_memory().map(|bytes| ("peak_memory", bytes)));
    counts
}

fn millis(time: Duration) -> f64 {
    time.as_micros() as f64 / 1_000.0
}

/// The share of the whole, in percent.
fn share(time: Duration, total: Duration) -> f64 {
    if total.is_zero() { 0.0 } else { 100.0 * time.as_secs_f64() / total.as_secs_f64() }
}

/// The most memory that the process had, in bytes, as Linux tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All numbers as one sign each.
    fn masked(text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            let c = if c.is_ascii_digit() { '#' } else { c };
            if !(c == '#' && out.ends_with('#') || c == ' ' && out.ends_with(' ')) {
                out.push(c);
            }
        }
        out
    }

    #[test]
    fn the_table_has_a_line_for_each_phase_and_count() {
        let shown = masked(&text(&Stats::default(), StatsForm::Text));
        let phases = ["read", "parse", "resolve", "evaluate", "check", "write", "total"];
        let counts = ["bytes", "values", "conjuncts", "unifications", "trials"];
        let phases = phases.map(|name| format!("{name} #.# ms # %"));
        let counts = counts.map(|name| format!("{name} #"));
        let mut lines = shown.lines();
        for line in phases.iter().chain(&counts) {
            assert_eq!(lines.next(), Some(line.as_str()), "{shown}");
        }
        assert!(lines.all(|line| line == "peak_memory #"), "{shown}");
    }

    #[test]
    fn the_document_has_the_same() {
        let document = json(&Stats::default());
        let phases = document["phases"].as_array().expect("a list of phases");
        let names: Vec<&str> = phases.iter().filter_map(|phase| phase["name"].as_str()).collect();
        assert_eq!(names, Phase::ALL.map(Phase::name));
        for phase in phases {
            assert!(phase["milliseconds"].is_number() && phase["share"].is_number(), "{phase}");
        }
        for name in ["milliseconds", "bytes", "values", "conjuncts", "unifications", "trials"] {
            assert!(document[name].is_number(), "{name}");
        }
    }
}
