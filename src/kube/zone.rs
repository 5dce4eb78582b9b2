//! Time zones by name, from a copy of the tz database that is built in: which exist, and how far
//! they are from UTC at some time.
//!
//! Servers read names as they are written (`time.LoadLocation` of Go), so case matters.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZoneDatabase;

use crate::base::nearest;

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Whether there is a zone of this name.
pub(super) fn is_known(name: &str) -> bool {
    DATABASE.available().any(|known| known.as_str() == name)
}

/// The zone that was probably meant by a name that is none.
pub(super) fn meant(name: &str) -> Option<String> {
    let known: Vec<_> = DATABASE.available().collect();
    let other_case = known.iter().find(|known| known.as_str().eq_ignore_ascii_case(name));
    let found = other_case.map(|known| known.as_str());
    // Most people leave the continent out.
    let city = || known.iter().map(|it| it.as_str()).find(|it| is_city_of(name, it));
    let near = || nearest(name, known.iter().map(|known| known.as_str()));
    found.or_else(city).or_else(near).map(str::to_owned)
}

fn is_city_of(city: &str, zone: &str) -> bool {
    zone.rsplit_once('/').is_some_and(|(_, last)| last.eq_ignore_ascii_case(city))
}

/// The seconds by which a zone is ahead of UTC at a time, in seconds of the epoch; nothing where
/// there is no such zone, or no such time.
pub(super) fn offset(name: &str, seconds: i64) -> Option<i32> {
    if !is_known(name) {
        return None;
    }
    let zone = DATABASE.get(name).ok()?;
    let time = Timestamp::from_second(seconds).ok()?;
    Some(zone.to_offset(time).seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_known_by_their_names() {
        for name in ["UTC", "Etc/UTC", "Europe/Paris", "America/Argentina/Ushuaia", "Asia/Kolkata"]
        {
            assert!(is_known(name), "{name}");
        }
        for name in ["", "europe/paris", "Europe/Pariss", "CEST", "../etc/passwd", "+01:00"] {
            assert!(!is_known(name), "{name}");
        }
        assert_eq!(meant("europe/paris").as_deref(), Some("Europe/Paris"));
        assert_eq!(meant("Europe/Pariss").as_deref(), Some("Europe/Paris"));
        assert_eq!(meant("Shanghai").as_deref(), Some("Asia/Shanghai"));
    }

    #[test]
    fn zones_have_summers() {
        // 2024-01-15 and 2024-07-15, noon in London.
        assert_eq!(offset("Europe/Paris", 1_705_320_000), Some(3600));
        assert_eq!(offset("Europe/Paris", 1_721_041_200), Some(7200));
        assert_eq!(offset("Nowhere/Land", 0), None);
        assert_eq!(offset("UTC", i64::MAX), None);
    }
}
