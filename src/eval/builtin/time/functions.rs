//! The functions of `time`.

use num_bigint::BigInt;

use super::super::arguments::{int, text};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use super::constants::RFC3339_NANO;
use super::duration;
use super::format::format;
use super::instant::Instant;
use super::parse::parse;
use crate::base::Number;
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::STRING];
const TWO: &[Kind] = &[Kind::STRING, Kind::STRING];

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "Time",
        ONE,
        Kind::BOOL,
        "Whether a text is a point in time as RFC 3339 writes it.",
        r#"("2019-01-02T15:04:05Z") = true"#,
        |args| valid(text(args, 0)?, RFC3339_NANO),
    ),
    plain(
        "Format",
        TWO,
        Kind::BOOL,
        "Whether a text is a point in time in a layout.",
        r#"("2019-01-02", "2006-01-02") = true"#,
        |args| valid(text(args, 0)?, text(args, 1)?),
    ),
    plain(
        "FormatString",
        TWO,
        Kind::STRING,
        "A point in time as RFC 3339 writes it, in a layout, which comes first.",
        r#"("3:04PM", "2019-01-02T15:04:05Z") = "3:04PM""#,
        |args| Ok(format(&read(text(args, 1)?)?, text(args, 0)?).into()),
    ),
    plain(
        "Parse",
        TWO,
        Kind::STRING,
        "A point in time in a layout, which comes first, as RFC 3339 writes it in UTC.",
        r#"("2006-01-02 -07", "2019-01-02 +02") = "2019-01-01T22:00:00Z""#,
        |args| {
            let instant = parse(text(args, 0)?, text(args, 1)?).map_err(Fault::new)?;
            Ok(format(&instant.in_utc(), RFC3339_NANO).into())
        },
    ),
    plain(
        "Unix",
        &[Kind::INT, Kind::INT],
        Kind::STRING,
        "The point in time so many seconds and nanoseconds after 1970.",
        r#"(1257894000, 500000000) = "2009-11-10T23:00:00.5Z""#,
        |args| {
            let (seconds, nanoseconds) = (int(args, 0)?, int(args, 1)?);
            let seconds = seconds.checked_add(nanoseconds.div_euclid(1_000_000_000));
            let seconds = seconds.ok_or_else(|| Fault::new("time out of range"))?;
            let instant = Instant::utc(seconds, nanoseconds.rem_euclid(1_000_000_000) as u32);
            Ok(format(&instant, RFC3339_NANO).into())
        },
    ),
    plain(
        "ToUnix",
        ONE,
        Kind::INT,
        "The seconds from 1970 to a point in time.",
        r#"("2009-11-10T23:00:00Z") = 1257894000"#,
        |args| Ok(read(text(args, 0)?)?.seconds.into()),
    ),
    plain(
        "ToUnixNano",
        ONE,
        Kind::INT,
        "The nanoseconds from 1970 to a point in time.",
        r#"("2009-11-10T23:00:00.5Z") = 1257894000500000000"#,
        |args| {
            let instant = read(text(args, 0)?)?;
            let whole = BigInt::from(instant.seconds) * 1_000_000_000;
            Ok(Number::Int(whole + instant.nanoseconds).into())
        },
    ),
    plain(
        "Split",
        ONE,
        Kind::STRUCT,
        "The parts of a point in time.",
        r#"("2009-11-10T23:00:01.5Z") = {year: 2009, month: 11, day: 10, hour: 23, minute: 0, second: 1, nanosecond: 500000000}"#,
        |args| {
            let instant = read(text(args, 0)?)?;
            let civil = instant.civil();
            let parts = [
                ("year", civil.year),
                ("month", civil.month.into()),
                ("day", civil.day.into()),
                ("hour", civil.hour.into()),
                ("minute", civil.minute.into()),
                ("second", civil.second.into()),
                ("nanosecond", instant.nanoseconds.into()),
            ];
            Ok(Data::Struct(parts.map(|(name, value)| (name.into(), value.into())).into()))
        },
    ),
    plain(
        "Duration",
        ONE,
        Kind::BOOL,
        "Whether a text is a duration.",
        r#"("1h30m") = true"#,
        |args| duration::parse(text(args, 0)?).map(|_| true.into()).map_err(Fault::new),
    ),
    plain(
        "ParseDuration",
        ONE,
        Kind::INT,
        "The nanoseconds of a duration.",
        r#"("1.5s") = 1500000000"#,
        |args| duration::parse(text(args, 0)?).map(Data::from).map_err(Fault::new),
    ),
    plain(
        "FormatDuration",
        &[Kind::INT],
        Kind::STRING,
        "Nanoseconds as a duration.",
        r#"(5400000000000) = "1h30m0s""#,
        |args| Ok(duration::format(int(args, 0)?).into()),
    ),
];

fn valid(value: &str, layout: &str) -> Result<Data, Fault> {
    match parse(layout, value) {
        Ok(_) => Ok(true.into()),
        Err(_) => Err(Fault::new(format!("invalid time {value:?}"))),
    }
}

/// The point in time that a text of RFC 3339 names.
pub(crate) fn read(value: &str) -> Result<Instant, Fault> {
    parse(RFC3339_NANO, value).map_err(Fault::new)
}

/// A point in time as RFC 3339 writes it.
pub(crate) fn written(instant: &Instant) -> String {
    format(instant, RFC3339_NANO)
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    const TIME: &str = "2019-08-04T05:06:07.089+02:30";

    #[test]
    fn every_layout() {
        for (layout, expected) in [
            ("Mon Jan _2 15:04:05 2006", "Sun Aug  4 05:06:07 2019"),
            ("Monday, 02-Jan-06 15:04:05 MST", "Sunday, 04-Aug-19 05:06:07 +0230"),
            ("January 2 3:4:5 pm", "August 4 5:6:7 am"),
            ("002 __2 .000 .999999 ,00", "216 216 .089 .089 ,08"),
            ("Z07:00:00 -070000 -07 Z07", "+02:30:00 +023000 +02 +02"),
            ("Janus Month _2006", "Janus Month _2019"),
            ("2006.0001", "2019.0008"),
        ] {
            let arguments = format!("{layout:?}, {TIME:?}");
            let expected = format!("{expected:?}");
            check("time.FormatString", &arguments, &expected);
        }
    }

    #[test]
    fn parses_every_element() {
        for (layout, value, expected) in [
            ("Mon Jan _2 15:04:05 2006", "Mon Jan  2 15:04:05 2006", "2006-01-02T15:04:05Z"),
            ("02 Jan 06 15:04 MST", "02 jan 70 15:04 CEST", "1970-01-02T15:04:00Z"),
            ("2006 002", "2020 060", "2020-02-29T00:00:00Z"),
            ("3:04PM", "12:05AM", "0000-01-01T00:05:00Z"),
            ("15:04:05", "1:02:03.5", "0000-01-01T01:02:03.5Z"),
            ("2006-01-02T15:04:05Z0700", "2019-01-02T00:00:00-0130", "2019-01-02T01:30:00Z"),
            ("15:04 MST", "12:00 GMT-3", "0000-01-01T15:00:00Z"),
        ] {
            check("time.Parse", &format!("{layout:?}, {value:?}"), &format!("{expected:?}"));
        }
    }

    #[test]
    fn what_is_no_time() {
        check("time.Time", r#""2019-02-29T00:00:00Z""#, {
            r#"error: invalid time "2019-02-29T00:00:00Z""#
        });
        for (layout, value, expected) in [
            ("2006-01-02", "2019-13-01", r#"parsing time "2019-13-01": month out of range"#),
            ("2006-01-02", "2019-02-30", r#"parsing time "2019-02-30": day out of range"#),
            ("2006-01-02", "2019-01-01x", r#"parsing time "2019-01-01x": extra text: "x""#),
            ("2006", "19", r#"parsing time "19" as "2006": cannot parse "19" as "2006""#),
            ("15h", "10", r#"parsing time "10" as "15h": cannot parse "" as "h""#),
        ] {
            let expected = format!("error: {expected}");
            check("time.Parse", &format!("{layout:?}, {value:?}"), &expected);
        }
        check("time.Unix", "9223372036854775807, 9223372036854775807", "error: time out of range");
    }
}
