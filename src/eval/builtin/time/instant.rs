//! Points in time, and the calendar.

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A point in time, and the zone that it is told in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Instant {
    /// Seconds since 1970 in UTC.
    pub(crate) seconds: i64,
    pub(crate) nanoseconds: u32,
    /// Seconds that the zone is east of Greenwich.
    pub(crate) offset: i32,
    /// The name of the zone, if it has one.
    pub(crate) zone: Option<String>,
}

/// A day of the Gregorian calendar and a time on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// From 1.
    pub(crate) month: u32,
    /// From 1.
    pub(crate) day: u32,
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
}

impl Instant {
    /// A point in time, told in UTC.
    pub(crate) fn utc(seconds: i64, nanoseconds: u32) -> Self {
        Self { seconds, nanoseconds, offset: 0, zone: Some("UTC".into()) }
    }

    /// The same point in time, told in UTC.
    pub(crate) fn in_utc(&self) -> Self {
        Self::utc(self.seconds, self.nanoseconds)
    }

    /// Day and time in its zone.
    pub(crate) fn civil(&self) -> Civil {
        let local = self.seconds.saturating_add(i64::from(self.offset));
        let (year, month, day) = date(local.div_euclid(DAY));
        let rest = local.rem_euclid(DAY) as u32;
        Civil { year, month, day, hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60 }
    }

    /// The day of the week in its zone, from Sunday.
    pub(crate) fn weekday(&self) -> usize {
        let local = self.seconds.saturating_add(i64::from(self.offset));
        // The first of January 1970 was a Thursday.
        (local.div_euclid(DAY) + 4).rem_euclid(7) as usize
    }

    /// The day of the year in its zone, from 1.
    pub(crate) fn year_day(&self) -> i64 {
        let local = self.seconds.saturating_add(i64::from(self.offset));
        local.div_euclid(DAY) - days(self.civil().year, 1, 1) + 1
    }
}

impl Civil {
    /// Seconds since 1970, if this is told in UTC.
    pub(crate) fn seconds(&self) -> i64 {
        let time = self.hour * 3600 + self.minute * 60 + self.second;
        days(self.year, self.month, self.day) * DAY + i64::from(time)
    }
}

/// The days of a month.
pub(super) fn month_days(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970. Years are counted from March, so that a leap day ends one; 400 years have
/// 146,097 days.
fn days(year: i64, month: u32, day: u32) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month = i64::from(if month > 2 { month - 3 } else { month + 9 });
    let of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day that is so many days after the first of January 1970.
fn date(days: i64) -> (i64, u32, u32) {
    let days = days.saturating_add(719_468);
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month + 2) / 5 + 1) as u32;
    let month = if month < 10 { month + 3 } else { month - 9 } as u32;
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back() {
        for day in (-1_000_000..1_000_000).step_by(97) {
            let (year, month, of_month) = date(day);
            assert_eq!(days(year, month, of_month), day);
            assert!((1..=month_days(year, month)).contains(&of_month));
        }
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(Instant::utc(0, 0).weekday(), 4);
        assert_eq!(Instant::utc(951_782_400, 0).year_day(), 60);
        let far = Instant::utc(i64::MAX, 0).civil();
        assert_eq!(far.year, 292_277_026_596);
    }
}
