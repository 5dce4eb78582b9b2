//! The constants of `time`: layouts, durations in nanoseconds, months and days of the week.

use super::super::table::{Member, source};

/// The layout of a point in time where none is asked for.
pub(super) const RFC3339_NANO: &str = "2006-01-02T15:04:05.999999999Z07:00";

const LAYOUT: &str = "A layout for Format, FormatString and Parse.";
const NANOSECONDS: &str = "A duration in nanoseconds.";
const MONTH: &str = "The number of a month.";
const WEEKDAY: &str = "The number of a day of the week.";

pub(super) const MEMBERS: &[Member] = &[
    source("ANSIC", "\"Mon Jan _2 15:04:05 2006\"", LAYOUT),
    source("UnixDate", "\"Mon Jan _2 15:04:05 MST 2006\"", LAYOUT),
    source("RubyDate", "\"Mon Jan 02 15:04:05 -0700 2006\"", LAYOUT),
    source("RFC822", "\"02 Jan 06 15:04 MST\"", LAYOUT),
    source("RFC822Z", "\"02 Jan 06 15:04 -0700\"", LAYOUT),
    source("RFC850", "\"Monday, 02-Jan-06 15:04:05 MST\"", LAYOUT),
    source("RFC1123", "\"Mon, 02 Jan 2006 15:04:05 MST\"", LAYOUT),
    source("RFC1123Z", "\"Mon, 02 Jan 2006 15:04:05 -0700\"", LAYOUT),
    source("RFC3339", "\"2006-01-02T15:04:05Z07:00\"", LAYOUT),
    source("RFC3339Nano", "\"2006-01-02T15:04:05.999999999Z07:00\"", LAYOUT),
    source("RFC3339Date", "\"2006-01-02\"", LAYOUT),
    source("Kitchen", "\"3:04PM\"", LAYOUT),
    source("Kitchen24", "\"15:04\"", LAYOUT),
    source("Nanosecond", "1", NANOSECONDS),
    source("Microsecond", "1000", NANOSECONDS),
    source("Millisecond", "1000000", NANOSECONDS),
    source("Second", "1000000000", NANOSECONDS),
    source("Minute", "60000000000", NANOSECONDS),
    source("Hour", "3600000000000", NANOSECONDS),
    source("January", "1", MONTH),
    source("February", "2", MONTH),
    source("March", "3", MONTH),
    source("April", "4", MONTH),
    source("May", "5", MONTH),
    source("June", "6", MONTH),
    source("July", "7", MONTH),
    source("August", "8", MONTH),
    source("September", "9", MONTH),
    source("October", "10", MONTH),
    source("November", "11", MONTH),
    source("December", "12", MONTH),
    source("Sunday", "0", WEEKDAY),
    source("Monday", "1", WEEKDAY),
    source("Tuesday", "2", WEEKDAY),
    source("Wednesday", "3", WEEKDAY),
    source("Thursday", "4", WEEKDAY),
    source("Friday", "5", WEEKDAY),
    source("Saturday", "6", WEEKDAY),
];
