//! The schedule of a CronJob.
//!
//! `validateScheduleFormat` and `validateTimeZone` (pkg/apis/batch/validation); the grammar is
//! that of github.com/robfig/cron `ParseStandard`, also told of at
//! <https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax>.

use crate::base::Code;
use crate::kube::rule::findings::Findings;
use crate::kube::rule::place::Place;
use crate::kube::rule::value::filled;
use crate::kube::zone;

const CODE: Code = Code::CronSchedule;

/// One of the five fields: its name, its bounds and the words for its numbers.
struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    words: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, words: &[] },
    Field { name: "hour", least: 0, most: 23, words: &[] },
    Field { name: "day of month", least: 1, most: 31, words: &[] },
    Field {
        name: "month",
        least: 1,
        most: 12,
        words: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    Field {
        name: "day of week",
        least: 0,
        most: 6,
        words: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

const MACROS: &[&str] =
    &["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/// The schedule and the time zone of a CronJob's specification.
pub(super) fn check(found: &mut Findings, spec: &Place) {
    time_zone(found, &spec.get("timeZone"));
    let place = spec.get("schedule");
    let Some(text) = filled(found, CODE, &place) else { return };
    if text.contains("TZ") {
        let why = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
        found
            .invalid(CODE, &place, why)
            .help("Write the zone in `timeZone`, the five fields in `schedule`.");
    } else if let Err(why) = read(text) {
        found.invalid(CODE, &place, &why).help(
            "The fields are minute, hour, day of month, month and day of week: \"0 3 * * *\" is \
             every night at three.",
        );
    }
}

fn time_zone(found: &mut Findings, place: &Place) {
    let Some(text) = place.text() else { return };
    if text.is_empty() {
        found.invalid(CODE, place, "timeZone must be nil or non-empty string");
    } else if text.eq_ignore_ascii_case("local") {
        found
            .invalid(CODE, place, "timeZone must be an explicit time zone")
            .help("Name the zone, such as Europe/Paris or Etc/UTC.");
    } else if !zone::is_known(text) {
        let finding = found.invalid(CODE, place, &format!("unknown time zone {text}"));
        match zone::meant(text) {
            Some(meant) => finding.help(format!("Did you mean `{meant}`?")),
            None => finding.help("Name a zone of the tz database, such as Europe/Paris."),
        };
    }
}

fn read(text: &str) -> Result<(), String> {
    if let Some(rest) = text.strip_prefix('@') {
        let every = rest.strip_prefix("every ").is_some_and(is_duration);
        let known = every || MACROS.contains(&text);
        return if known { Ok(()) } else { Err(format!("unrecognized descriptor: {text}")) };
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return Err(format!("Expected exactly 5 fields, found {}: {text}", fields.len()));
    }
    fields
        .iter()
        .zip(&FIELDS)
        .try_for_each(|(text, field)| text.split(',').try_for_each(|range| field.range(range)))
}

impl Field {
    /// `*`, `?`, `3`, `1-5`, `*/15`, `mon-fri/2`
    fn range(&self, text: &str) -> Result<(), String> {
        let (span, step) = match text.split_once('/') {
            Some((span, step)) => (span, Some(step)),
            None => (text, None),
        };
        if let Some(step) = step {
            let step: u32 = step.parse().map_err(|_| self.fault("the step", step))?;
            if step == 0 {
                return Err(format!("step of range should be a positive number: {text}"));
            }
        }
        if matches!(span, "*" | "?") {
            return Ok(());
        }
        let (start, end) = span.split_once('-').unwrap_or((span, span));
        let (start, end) = (self.number(start)?, self.number(end)?);
        if start < self.least {
            let least = self.least;
            return Err(format!("beginning of range ({start}) below minimum ({least}): {text}"));
        }
        if end > self.most {
            let most = self.most;
            return Err(format!("end of range ({end}) above maximum ({most}): {text}"));
        }
        if start > end {
            return Err(format!(
                "beginning of range ({start}) beyond end of range ({end}): {text}"
            ));
        }
        Ok(())
    }

    fn number(&self, text: &str) -> Result<u32, String> {
        let word = self.words.iter().position(|word| text.eq_ignore_ascii_case(word));
        match word {
            Some(index) => Ok(index as u32 + self.least),
            None => text.parse().map_err(|_| self.fault("the value", text)),
        }
    }

    fn fault(&self, what: &str, text: &str) -> String {
        format!("failed to parse {what} of the {}: {text}", self.name)
    }
}

/// `1h30m`, as Go writes durations.
fn is_duration(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if digits.len() == rest.len() {
            return false;
        }
        let unit = ["ns", "us", "ms", "s", "m", "h"].iter().find_map(|it| digits.strip_prefix(it));
        let Some(next) = unit else { return false };
        rest = next;
    }
    !text.is_empty()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn schedules_are_read() {
        for text in [
            "* * * * *",
            "*/15 0-6,22 1,15 jan-MAR mon",
            "0 0 ? * 0",
            "@daily",
            "@every 1h30m",
            "5/10 * * * *",
        ] {
            assert_eq!(read(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_no_schedule_is_told() {
        for text in [
            "",
            "every day",
            "0 0 3 * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "5-1 * * * *",
            "*/0 * * * *",
            "a * * * *",
            "@never",
            "@every x",
            "* * * * mon-",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
