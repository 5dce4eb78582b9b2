//! Texts to points in time.

use super::instant::{Civil, Instant, month_days};
use super::layout::{Element, MONTHS, Offset, Pad, WEEKDAYS, next, short};

/// Why an element could not be read.
enum Wrong {
    /// The text is nothing of the kind.
    Form,
    /// It is a number that no clock or calendar shows.
    Range(&'static str),
}

/// What has been read so far.
struct Found {
    year: i64,
    month: Option<u32>,
    day: Option<u32>,
    year_day: Option<u32>,
    hour: u32,
    minute: u32,
    second: u32,
    nanoseconds: u32,
    /// Whether it is after noon, if that was said.
    afternoon: Option<bool>,
    utc: bool,
    offset: Option<i32>,
    zone: Option<String>,
}

/// The point in time that `value` tells in a layout of Go; without a zone it is told in UTC.
pub(super) fn parse(layout: &str, value: &str) -> Result<Instant, String> {
    let mut found = Found {
        year: 0,
        month: None,
        day: None,
        year_day: None,
        hour: 0,
        minute: 0,
        second: 0,
        nanoseconds: 0,
        afternoon: None,
        utc: false,
        offset: None,
        zone: None,
    };
    let (mut layout_rest, mut rest) = (layout, value);
    loop {
        let (before, element, behind) = next(layout_rest);
        let held = rest;
        rest = skip(rest, before).ok_or_else(|| cannot(layout, value, held, before))?;
        let Some((element, text)) = element else { break };
        layout_rest = behind;
        let held = rest;
        rest = match found.read(element, rest, behind) {
            Ok(rest) => rest,
            Err(Wrong::Form) => return Err(cannot(layout, value, held, text)),
            Err(Wrong::Range(what)) => {
                return Err(format!("parsing time {value:?}: {what} out of range"));
            }
        };
    }
    if !rest.is_empty() {
        return Err(format!("parsing time {value:?}: extra text: {rest:?}"));
    }
    found.instant().map_err(|what| format!("parsing time {value:?}: {what}"))
}

fn cannot(layout: &str, value: &str, rest: &str, element: &str) -> String {
    format!("parsing time {value:?} as {layout:?}: cannot parse {rest:?} as {element:?}")
}

/// What is behind `text` in `value`; a space stands for any number of them.
fn skip<'a>(value: &'a str, text: &str) -> Option<&'a str> {
    let mut rest = value;
    let mut wanted = text;
    while let Some(first) = wanted.chars().next() {
        if first == ' ' {
            if !rest.is_empty() && !rest.starts_with(' ') {
                return None;
            }
            wanted = wanted.trim_start_matches(' ');
            rest = rest.trim_start_matches(' ');
        } else {
            rest = rest.strip_prefix(first)?;
            wanted = &wanted[first.len_utf8()..];
        }
    }
    Some(rest)
}

impl Found {
    /// Reads an element from the start of `text`; what is behind it is left. `layout` is the rest
    /// of the layout.
    fn read<'a>(
        &mut self,
        element: Element,
        text: &'a str,
        layout: &str,
    ) -> Result<&'a str, Wrong> {
        match element {
            Element::Year => {
                let (year, rest) = digits(text, 4)?;
                self.year = year.into();
                Ok(rest)
            }
            Element::YearShort => {
                let (year, rest) = digits(text, 2)?;
                self.year = i64::from(year) + if year >= 69 { 1900 } else { 2000 };
                Ok(rest)
            }
            Element::MonthName => self.month_name(text, |name| name),
            Element::MonthNameShort => self.month_name(text, short),
            Element::Month { padded } => {
                let (month, rest) = number(text, padded)?;
                self.month = Some(within(month, 1..=12, "month")?);
                Ok(rest)
            }
            Element::Weekday => name(text, &WEEKDAYS, |name| name).map(|found| found.1),
            Element::WeekdayShort => name(text, &WEEKDAYS, short).map(|found| found.1),
            Element::Day(pad) => {
                let text =
                    if pad == Pad::Space { text.strip_prefix(' ').unwrap_or(text) } else { text };
                let (day, rest) = number(text, pad == Pad::Zero)?;
                self.day = Some(day);
                Ok(rest)
            }
            Element::YearDay(pad) => {
                let trimmed = text.trim_start_matches(' ');
                let spaces = if pad == Pad::Space { text.len() - trimmed.len() } else { 0 };
                let text = if pad == Pad::Space { trimmed } else { text };
                let (day, rest) = digits(text, 3 - spaces.min(2))?;
                self.year_day = Some(day);
                Ok(rest)
            }
            Element::ZoneName => self.zone_name(text),
            Element::Offset(form) => self.offset(text, form),
            Element::HalfDay { upper } => {
                let half = text.get(..2).ok_or(Wrong::Form)?;
                self.afternoon = Some(match (half, upper) {
                    ("PM", true) | ("pm", false) => true,
                    ("AM", true) | ("am", false) => false,
                    _ => return Err(Wrong::Form),
                });
                Ok(&text[2..])
            }
            Element::Hour
            | Element::Hour12 { .. }
            | Element::Minute { .. }
            | Element::Second { .. }
            | Element::Fraction { .. } => self.clock(element, text, layout),
        }
    }

    fn clock<'a>(
        &mut self,
        element: Element,
        text: &'a str,
        layout: &str,
    ) -> Result<&'a str, Wrong> {
        match element {
            Element::Hour => {
                let (hour, rest) = number(text, false)?;
                self.hour = within(hour, 0..=23, "hour")?;
                Ok(rest)
            }
            Element::Hour12 { padded } => {
                let (hour, rest) = number(text, padded)?;
                self.hour = within(hour, 0..=12, "hour")?;
                Ok(rest)
            }
            Element::Minute { padded } => {
                let (minute, rest) = number(text, padded)?;
                self.minute = within(minute, 0..=59, "minute")?;
                Ok(rest)
            }
            Element::Second { padded } => {
                let (second, rest) = number(text, padded)?;
                self.second = within(second, 0..=59, "second")?;
                // A fraction may follow even if the layout does not say so.
                let next = next(layout);
                let said =
                    next.0.is_empty() && matches!(next.1, Some((Element::Fraction { .. }, _)));
                if said { Ok(rest) } else { Ok(self.fraction(rest).unwrap_or(rest)) }
            }
            Element::Fraction { fixed: true, digits } => {
                let (whole, rest) = text.split_at_checked(digits + 1).ok_or(Wrong::Form)?;
                match self.fraction(whole) {
                    Some("") => Ok(rest),
                    _ => Err(Wrong::Form),
                }
            }
            _ => Ok(self.fraction(text).unwrap_or(text)),
        }
    }

    /// Reads a point or comma and digits; digits beyond nine are passed over.
    fn fraction<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let behind = text.strip_prefix(['.', ','])?;
        let rest = behind.trim_start_matches(|char: char| char.is_ascii_digit());
        let digits = &behind[..behind.len() - rest.len()];
        if digits.is_empty() {
            return None;
        }
        let nine = digits.get(..9).unwrap_or(digits);
        self.nanoseconds = format!("{nine:0<9}").parse().ok()?;
        Some(rest)
    }

    fn month_name<'a>(
        &mut self,
        text: &'a str,
        form: fn(&'static str) -> &'static str,
    ) -> Result<&'a str, Wrong> {
        let (index, rest) = name(text, &MONTHS, form)?;
        self.month = Some(index as u32 + 1);
        Ok(rest)
    }

    fn zone_name<'a>(&mut self, text: &'a str) -> Result<&'a str, Wrong> {
        if let Some(rest) = text.strip_prefix("UTC") {
            self.utc = true;
            return Ok(rest);
        }
        let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
        let len = match (text.get(..letters), letters) {
            _ if text.starts_with("ChST") || text.starts_with("MeST") => 4,
            (Some("GMT"), 3) => 3 + hours(&text[3..]),
            _ if text.starts_with(['+', '-']) => match hours(text) {
                0 => return Err(Wrong::Form),
                len => len,
            },
            (Some(name), 4) if name.ends_with('T') || name == "WITA" => 4,
            (Some(name), 5) if name.ends_with('T') => 5,
            (_, 3) => 3,
            _ => return Err(Wrong::Form),
        };
        let (zone, rest) = text.split_at_checked(len).ok_or(Wrong::Form)?;
        self.zone = Some(zone.to_owned());
        Ok(rest)
    }

    fn offset<'a>(&mut self, text: &'a str, form: Offset) -> Result<&'a str, Wrong> {
        if let Some(rest) = text.strip_prefix('Z').filter(|_| form.z) {
            self.utc = true;
            return Ok(rest);
        }
        let negative = match text.chars().next() {
            Some('+') => false,
            Some('-') => true,
            _ => return Err(Wrong::Form),
        };
        let (hours, mut rest) = digits(&text[1..], 2)?;
        let mut seconds = within(hours, 0..=24, "time zone offset hour")? * 3600;
        let parts = [
            (form.minutes, 60, "time zone offset minute"),
            (form.seconds, 1, "time zone offset second"),
        ];
        for (present, factor, what) in parts {
            if present {
                let behind = if form.colons { rest.strip_prefix(':') } else { Some(rest) };
                let (value, behind) = digits(behind.ok_or(Wrong::Form)?, 2)?;
                seconds += within(value, 0..=60, what)? * factor;
                rest = behind;
            }
        }
        self.offset = Some(if negative { -(seconds as i32) } else { seconds as i32 });
        Ok(rest)
    }

    fn instant(self) -> Result<Instant, &'static str> {
        let hour = match (self.afternoon, self.hour) {
            (Some(true), ..12) => self.hour + 12,
            (Some(false), 12) => 0,
            _ => self.hour,
        };
        let (month, day) = self.date()?;
        let civil =
            Civil { year: self.year, month, day, hour, minute: self.minute, second: self.second };
        let (offset, zone) = match (self.utc, self.offset, self.zone) {
            (true, ..) | (false, None, None) | (false, Some(0), None) => (0, Some("UTC".into())),
            (false, Some(offset), zone) => (offset, zone),
            // The offset of a named zone is not known, but for those of the form `GMT+3`.
            (false, None, Some(zone)) => {
                let hours = zone.strip_prefix("GMT").and_then(|hours| hours.parse::<i32>().ok());
                (hours.unwrap_or(0) * 3600, Some(zone))
            }
        };
        let seconds = civil.seconds() - i64::from(offset);
        Ok(Instant { seconds, nanoseconds: self.nanoseconds, offset, zone })
    }

    /// Month and day, from the day of the year if that was given.
    fn date(&self) -> Result<(u32, u32), &'static str> {
        let Some(mut left) = self.year_day else {
            let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
            let fits = (1..=month_days(self.year, month)).contains(&day);
            return if fits { Ok((month, day)) } else { Err("day out of range") };
        };
        for month in 1..=12 {
            let days = month_days(self.year, month);
            if (1..=days).contains(&left) {
                return match (self.month, self.day) {
                    (Some(other), _) if other != month => Err("day-of-year does not match month"),
                    (_, Some(other)) if other != left => Err("day-of-year does not match day"),
                    _ => Ok((month, left)),
                };
            }
            left = left.saturating_sub(days);
        }
        Err("day-of-year out of range")
    }
}

/// The length of `+3` or `-11` at the start of `text`; 0 if it is no offset.
fn hours(text: &str) -> usize {
    let Some(digits) = text.strip_prefix(['+', '-']) else { return 0 };
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    match digits.get(..count).and_then(|digits| digits.parse::<u32>().ok()) {
        Some(..24) => count + 1,
        _ => 0,
    }
}

fn within(
    value: u32,
    range: std::ops::RangeInclusive<u32>,
    what: &'static str,
) -> Result<u32, Wrong> {
    if range.contains(&value) { Ok(value) } else { Err(Wrong::Range(what)) }
}

/// Exactly so many digits.
fn digits(text: &str, count: usize) -> Result<(u32, &str), Wrong> {
    let (digits, rest) = text.split_at_checked(count).ok_or(Wrong::Form)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Wrong::Form);
    }
    digits.parse().map(|value| (value, rest)).map_err(|_| Wrong::Form)
}

/// Two digits, or one if it need not be padded.
fn number(text: &str, padded: bool) -> Result<(u32, &str), Wrong> {
    digits(text, 2).or_else(|wrong| if padded { Err(wrong) } else { digits(text, 1) })
}

/// The name that `text` starts with, in any case.
fn name<'a>(
    text: &'a str,
    names: &[&'static str],
    form: fn(&'static str) -> &'static str,
) -> Result<(usize, &'a str), Wrong> {
    for (index, name) in names.iter().enumerate() {
        let name = form(name);
        let parts = text.split_at_checked(name.len());
        if let Some((_, rest)) = parts.filter(|parts| parts.0.eq_ignore_ascii_case(name)) {
            return Ok((index, rest));
        }
    }
    Err(Wrong::Form)
}
