//! Durations as texts: `1h15m30.918273645s`.

/// The units and their nanoseconds; both letters that look like a mu are read.
const UNITS: &[(&str, i128)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The nanoseconds that a text names.
pub(crate) fn parse(text: &str) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration {text:?}");
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if unsigned == "0" {
        return Ok(0);
    }
    if unsigned.is_empty() {
        return Err(invalid());
    }
    let mut total = 0_i128;
    let mut rest = unsigned;
    while !rest.is_empty() {
        let (integer, behind) = take_digits(rest);
        let (fraction, behind) = match behind.strip_prefix('.') {
            Some(behind) => take_digits(behind),
            None => ("", behind),
        };
        if integer.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let end = behind.find(|char: char| char == '.' || char.is_ascii_digit());
        let (unit, behind) = behind.split_at(end.unwrap_or(behind.len()));
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {text:?}"));
        }
        let known = UNITS.iter().find(|known| known.0 == unit);
        let Some(&(_, size)) = known else {
            return Err(format!("time: unknown unit {unit:?} in duration {text:?}"));
        };
        let whole = if integer.is_empty() { Some(0) } else { integer.parse::<i64>().ok() };
        total += i128::from(whole.ok_or_else(invalid)?) * size + part(fraction, size);
        if total > i128::from(i64::MAX) + i128::from(negative) {
            return Err(invalid());
        }
        rest = behind;
    }
    i64::try_from(if negative { -total } else { total }).map_err(|_| invalid())
}

/// A fraction of a unit, cut to whole nanoseconds: digits beyond the 20th do not matter.
fn part(fraction: &str, size: i128) -> i128 {
    let digits = fraction.get(..20).unwrap_or(fraction);
    let value = digits.parse::<i128>().unwrap_or(0);
    value * size / 10_i128.pow(digits.len() as u32)
}

fn take_digits(text: &str) -> (&str, &str) {
    let end = text.find(|char: char| !char.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// A duration in hours, minutes and seconds; less than a second in the largest unit that fits.
pub(super) fn format(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let size = nanoseconds.unsigned_abs();
    let text = match size {
        0 => "0s".to_owned(),
        1..1_000 => format!("{size}ns"),
        1_000..1_000_000 => format!("{}µs", decimal(size, 3)),
        1_000_000..1_000_000_000 => format!("{}ms", decimal(size, 6)),
        _ => {
            let minutes = size / 60_000_000_000;
            let seconds = decimal(size % 60_000_000_000, 9);
            match (minutes / 60, minutes % 60) {
                (0, 0) => format!("{seconds}s"),
                (0, minutes) => format!("{minutes}m{seconds}s"),
                (hours, minutes) => format!("{hours}h{minutes}m{seconds}s"),
            }
        }
    };
    format!("{sign}{text}")
}

/// `value / 10^places`, without trailing zeros.
fn decimal(value: u64, places: u32) -> String {
    let unit = 10_u64.pow(places);
    let fraction = format!("{:0width$}", value % unit, width = places as usize);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction}", value / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_come_back() {
        for (text, nanoseconds) in [
            ("0s", 0),
            ("1ns", 1),
            ("1.1µs", 1_100),
            ("2.2ms", 2_200_000),
            ("3.3s", 3_300_000_000),
            ("4m5.001s", 245_001_000_000),
            ("5h6m7.001s", 18_367_001_000_000),
            ("2562047h47m16.854775807s", i64::MAX),
            ("-2562047h47m16.854775808s", i64::MIN),
        ] {
            assert_eq!(parse(text), Ok(nanoseconds), "{text}");
            assert_eq!(format(nanoseconds), text);
        }
        assert_eq!(parse(".5h+"), Err("time: unknown unit \"h+\" in duration \".5h+\"".into()));
        assert_eq!(parse("1.h.5m"), Ok(3_630_000_000_000));
        assert_eq!(parse("+0"), Ok(0));
    }

    #[test]
    fn what_is_no_duration() {
        for (text, expected) in [
            ("", "time: invalid duration \"\""),
            ("3", "time: missing unit in duration \"3\""),
            ("-", "time: invalid duration \"-\""),
            (".s", "time: invalid duration \".s\""),
            ("1x", "time: unknown unit \"x\" in duration \"1x\""),
            ("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\""),
            ("2562048h", "time: invalid duration \"2562048h\""),
        ] {
            assert_eq!(parse(text), Err(expected.into()), "{text}");
        }
    }
}
