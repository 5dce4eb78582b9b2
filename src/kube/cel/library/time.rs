//! Durations and points in time.

use std::rc::Rc;

use super::{refuse, text};
use crate::eval::builtin::time as go;
use crate::eval::builtin::time::Instant;
use crate::kube::cel::eval::{Evaluator, no_overload};
use crate::kube::cel::value::{Result, Value, error};
use crate::kube::zone;

/// The nanoseconds of a text such as `1h30m`.
pub(in crate::kube::cel) fn duration(text: &str) -> Option<i64> {
    go::parse_duration(text).ok()
}

/// The point in time that a text of RFC 3339 names.
pub(in crate::kube::cel) fn instant(text: &str) -> Option<Instant> {
    go::parse_instant(text).ok()
}

/// The start of a day such as `2024-02-29`.
pub(in crate::kube::cel) fn date(text: &str) -> Option<Instant> {
    (text.len() == 10).then(|| instant(&format!("{text}T00:00:00Z"))).flatten()
}

/// Whether `text` is a duration as the format of that name wants it: also words such as
/// `3 days`, which the server's library reads.
pub(crate) fn is_duration(text: &str) -> bool {
    const UNITS: &[&str] = &[
        "ns",
        "nano",
        "nanosecond",
        "nanoseconds",
        "us",
        "µs",
        "micro",
        "microsecond",
        "microseconds",
        "ms",
        "milli",
        "millisecond",
        "milliseconds",
        "s",
        "sec",
        "second",
        "seconds",
        "m",
        "min",
        "minute",
        "minutes",
        "h",
        "hr",
        "hour",
        "hours",
        "d",
        "day",
        "days",
        "w",
        "wk",
        "week",
        "weeks",
    ];
    if duration(text).is_some() {
        return true;
    }
    let bare = text.trim();
    let cut = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
    let (number, unit) = bare.split_at(cut);
    number.parse::<f64>().is_ok() && UNITS.contains(&unit.trim())
}

/// Whether `text` is a point in time.
pub(crate) fn is_date_time(text: &str) -> bool {
    instant(&text.to_ascii_uppercase()).is_some()
}

/// Whether `text` is a day.
pub(crate) fn is_date(text: &str) -> bool {
    date(text).is_some()
}

/// A duration as CEL writes it: in seconds.
pub(super) fn seconds_text(nanoseconds: i64) -> String {
    let (whole, rest) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
    if rest == 0 {
        return format!("{whole}s");
    }
    let sign = if nanoseconds < 0 && whole == 0 { "-" } else { "" };
    let fraction = format!("{:09}", rest.abs());
    format!("{sign}{whole}.{}s", fraction.trim_end_matches('0'))
}

/// A point in time as RFC 3339 writes it.
pub(super) fn instant_text(instant: &Instant) -> String {
    go::instant_text(&instant.in_utc())
}

pub(in crate::kube::cel) fn to_duration<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Duration(value)] => Ok(Value::Duration(*value)),
        [Value::Int(value)] => Ok(Value::Duration(*value)),
        [Value::Str(text)] => match duration(text) {
            Some(value) => Ok(Value::Duration(value)),
            None => error(format!("time: invalid duration {text:?}")),
        },
        _ => refuse("duration", values),
    }
}

pub(in crate::kube::cel) fn to_timestamp<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Time(value)] => Ok(Value::Time(Rc::clone(value))),
        [Value::Int(seconds)] => Ok(Value::Time(Rc::new(Instant::utc(*seconds, 0)))),
        [Value::Str(text)] => match instant(text) {
            Some(value) => Ok(Value::Time(Rc::new(value))),
            None => error(format!("invalid timestamp {text:?}")),
        },
        _ => refuse("timestamp", values),
    }
}

/// `+` where a time or a duration takes part.
pub(in crate::kube::cel) fn add<'a>(left: &Value<'a>, right: &Value<'a>) -> Result<Value<'a>> {
    match (left, right) {
        (Value::Duration(one), Value::Duration(two)) => match one.checked_add(*two) {
            Some(sum) => Ok(Value::Duration(sum)),
            None => error("duration overflow"),
        },
        (Value::Time(time), Value::Duration(by)) | (Value::Duration(by), Value::Time(time)) => {
            moved(time, i128::from(*by))
        }
        _ => no_overload("+", &[left, right]),
    }
}

/// `-` where a time or a duration takes part.
pub(in crate::kube::cel) fn subtract<'a>(left: &Value<'a>, right: &Value<'a>) -> Result<Value<'a>> {
    match (left, right) {
        (Value::Duration(one), Value::Duration(two)) => match one.checked_sub(*two) {
            Some(rest) => Ok(Value::Duration(rest)),
            None => error("duration overflow"),
        },
        (Value::Time(time), Value::Duration(by)) => moved(time, -i128::from(*by)),
        (Value::Time(one), Value::Time(two)) => {
            let rest = nanoseconds(one) - nanoseconds(two);
            match i64::try_from(rest) {
                Ok(rest) => Ok(Value::Duration(rest)),
                Err(_) => error("duration overflow"),
            }
        }
        _ => no_overload("-", &[left, right]),
    }
}

fn nanoseconds(instant: &Instant) -> i128 {
    i128::from(instant.seconds) * 1_000_000_000 + i128::from(instant.nanoseconds)
}

fn moved<'a>(time: &Instant, by: i128) -> Result<Value<'a>> {
    let total = nanoseconds(time) + by;
    let (seconds, rest) = (total.div_euclid(1_000_000_000), total.rem_euclid(1_000_000_000));
    match i64::try_from(seconds) {
        // The years 1 to 9999.
        Ok(seconds) if (-62_135_596_800..253_402_300_800).contains(&seconds) => {
            Ok(Value::Time(Rc::new(Instant::utc(seconds, rest as u32))))
        }
        _ => error("timestamp overflow"),
    }
}

/// The time that is asked about, in the zone of the second operand if there is one.
fn zoned(name: &str, values: &[Value<'_>]) -> Result<Instant> {
    let Some(Value::Time(time)) = values.first() else { return refuse(name, values) };
    let mut time = time.in_utc();
    if values.len() > 1 {
        let zone = text(name, values, 1)?;
        let by_name = || zone::offset(zone, time.seconds);
        time.offset = match offset(zone).or_else(by_name) {
            Some(offset) => offset,
            None => return error(format!("unknown time zone {zone}")),
        };
    }
    Ok(time)
}

/// The seconds of a zone such as `+01:30`.
fn offset(zone: &str) -> Option<i32> {
    if matches!(zone, "UTC" | "" | "Z") {
        return Some(0);
    }
    let (sign, digits) = match zone.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, zone.strip_prefix('+').unwrap_or(zone)),
    };
    let (hours, minutes) = digits.split_once(':')?;
    let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn number<'a>(value: i64) -> Result<Value<'a>> {
    Ok(Value::Int(value))
}

pub(in crate::kube::cel) fn full_year<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    number(zoned("getFullYear", values)?.civil().year)
}

pub(in crate::kube::cel) fn month<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    number(i64::from(zoned("getMonth", values)?.civil().month) - 1)
}

pub(in crate::kube::cel) fn day<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    number(i64::from(zoned("getDate", values)?.civil().day))
}

pub(in crate::kube::cel) fn day_of_month<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    number(i64::from(zoned("getDayOfMonth", values)?.civil().day) - 1)
}

pub(in crate::kube::cel) fn day_of_week<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    number(zoned("getDayOfWeek", values)?.weekday() as i64)
}

pub(in crate::kube::cel) fn day_of_year<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    number(zoned("getDayOfYear", values)?.year_day() - 1)
}

pub(in crate::kube::cel) fn hours<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Duration(value)] => number(value / 3_600_000_000_000),
        _ => number(i64::from(zoned("getHours", values)?.civil().hour)),
    }
}

pub(in crate::kube::cel) fn minutes<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Duration(value)] => number(value / 60_000_000_000),
        _ => number(i64::from(zoned("getMinutes", values)?.civil().minute)),
    }
}

pub(in crate::kube::cel) fn seconds<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Duration(value)] => number(value / 1_000_000_000),
        _ => number(i64::from(zoned("getSeconds", values)?.civil().second)),
    }
}

pub(in crate::kube::cel) fn milliseconds<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    match values {
        [Value::Duration(value)] => number(value / 1_000_000),
        _ => number(i64::from(zoned("getMilliseconds", values)?.nanoseconds / 1_000_000)),
    }
}
