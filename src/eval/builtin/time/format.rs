//! Points in time to texts.

use std::fmt::Write as _;

use super::instant::{Civil, Instant};
use super::layout::{Element, MONTHS, Offset, Pad, WEEKDAYS, next, short};

/// The point in time in a layout of Go.
pub(super) fn format(instant: &Instant, layout: &str) -> String {
    let civil = instant.civil();
    let mut result = String::new();
    let mut rest = layout;
    loop {
        let (before, element, behind) = next(rest);
        result.push_str(before);
        let Some((element, text)) = element else { return result };
        add(&mut result, instant, &civil, element, text);
        rest = behind;
    }
}

fn add(result: &mut String, instant: &Instant, civil: &Civil, element: Element, text: &str) {
    let month = MONTHS.get(civil.month as usize - 1).copied().unwrap_or("");
    let weekday = WEEKDAYS.get(instant.weekday()).copied().unwrap_or("");
    let twelve = if civil.hour.is_multiple_of(12) { 12 } else { civil.hour % 12 };
    match element {
        Element::Year => number(result, civil.year, 4),
        Element::YearShort => number(result, civil.year.rem_euclid(100), 2),
        Element::MonthName => result.push_str(month),
        Element::MonthNameShort => result.push_str(short(month)),
        Element::Month { padded } => number(result, civil.month.into(), width(padded)),
        Element::Weekday => result.push_str(weekday),
        Element::WeekdayShort => result.push_str(short(weekday)),
        Element::Day(pad) => filled(result, civil.day.into(), pad, 2),
        Element::YearDay(pad) => filled(result, instant.year_day(), pad, 3),
        Element::Hour => number(result, civil.hour.into(), 2),
        Element::Hour12 { padded } => number(result, twelve.into(), width(padded)),
        Element::Minute { padded } => number(result, civil.minute.into(), width(padded)),
        Element::Second { padded } => number(result, civil.second.into(), width(padded)),
        Element::Fraction { fixed, digits } => {
            let point = if text.starts_with(',') { ',' } else { '.' };
            let all = format!("{:09}", instant.nanoseconds);
            let cut = format!("{:0<digits$}", all.get(..digits.min(9)).unwrap_or(&all));
            let shown = if fixed { &cut } else { cut.trim_end_matches('0') };
            if !shown.is_empty() {
                result.push(point);
                result.push_str(shown);
            }
        }
        Element::HalfDay { upper } => result.push_str(match (civil.hour >= 12, upper) {
            (true, true) => "PM",
            (false, true) => "AM",
            (true, false) => "pm",
            (false, false) => "am",
        }),
        Element::ZoneName => match &instant.zone {
            Some(name) => result.push_str(name),
            None => {
                let plain = Offset { z: false, minutes: true, seconds: false, colons: false };
                zone(result, instant.offset, plain);
            }
        },
        Element::Offset(form) => zone(result, instant.offset, form),
    }
}

fn width(padded: bool) -> usize {
    if padded { 2 } else { 1 }
}

/// Writes a number with zeros before it; writing to a string does not fail.
fn number(result: &mut String, value: i64, width: usize) {
    let sign = if value < 0 { "-" } else { "" };
    let _ = write!(result, "{sign}{:0width$}", value.unsigned_abs());
}

fn filled(result: &mut String, value: i64, pad: Pad, width: usize) {
    let _ = match pad {
        Pad::None => write!(result, "{value}"),
        Pad::Space => write!(result, "{value:width$}"),
        Pad::Zero => write!(result, "{value:0width$}"),
    };
}

fn zone(result: &mut String, offset: i32, form: Offset) {
    if form.z && offset == 0 {
        result.push('Z');
        return;
    }
    let colon = if form.colons { ":" } else { "" };
    let size = offset.unsigned_abs();
    result.push(if offset < 0 { '-' } else { '+' });
    let _ = write!(result, "{:02}", size / 3600);
    if form.minutes {
        let _ = write!(result, "{colon}{:02}", size / 60 % 60);
    }
    if form.seconds {
        let _ = write!(result, "{colon}{:02}", size % 60);
    }
}
