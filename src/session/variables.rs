//! The variables of the system that tags may take: `@tag(name, var=os)` with `-T`.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::package::Files;

/// The variables by name. A number is written in digits.
pub(super) fn of_system(files: &dyn Files) -> BTreeMap<String, String> {
    let os = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "x86" => "386",
        "aarch64" => "arm64",
        "loongarch64" => "loong64",
        other => other,
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let variables = [
        ("now", time(now.as_secs(), now.subsec_nanos())),
        ("os", os.to_owned()),
        ("arch", arch.to_owned()),
        ("cwd", files.current().display().to_string()),
        ("username", username()),
        ("hostname", hostname()),
        ("rand", random().to_string()),
    ];
    variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A moment in seconds and nanoseconds since 1970, as RFC 3339 has it, without zeros at its end.
fn time(seconds: u64, nanos: u32) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let mut text = format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        second / 3600,
        second / 60 % 60,
        second % 60
    );
    if nanos > 0 {
        text.push('.');
        text.push_str(format!("{nanos:09}").trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// The date `days` after 1970-01-01. Years are counted from March on, so that the leap day is the
/// last of its year; 719,468 days lie between March of the year 0 and 1970.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let march = (5 * day + 2) / 153;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    (year, month, day - (153 * march + 2) / 5 + 1)
}

/// Who runs the process: the owner of its files in `/proc`, by name; else what the shell says.
fn username() -> String {
    let id = fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
        Some(line.split_whitespace().nth(1)?.to_owned())
    });
    let named = id.and_then(|id| {
        let users = fs::read_to_string("/etc/passwd").ok()?;
        users.lines().find_map(|line| {
            let mut parts = line.split(':');
            let name = parts.next()?;
            (parts.nth(1) == Some(id.as_str())).then(|| name.to_owned())
        })
    });
    let said = || {
        let names = ["USER", "LOGNAME", "USERNAME"];
        names.iter().find_map(|name| std::env::var(name).ok())
    };
    named.or_else(said).unwrap_or_default()
}

fn hostname() -> String {
    let told = ["/proc/sys/kernel/hostname", "/etc/hostname"]
        .iter()
        .find_map(|path| fs::read_to_string(path).ok());
    let said = || ["HOSTNAME", "COMPUTERNAME"].iter().find_map(|name| std::env::var(name).ok());
    told.map(|name| name.trim().to_owned()).or_else(said).unwrap_or_default()
}

/// 128 random bits: the keys that the system gives to hash tables are random, and each is used
/// for one half. They are no secrets.
fn random() -> u128 {
    let half = || u128::from(RandomState::new().hash_one(0_u8));
    half() << 64 | half()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_dates() {
        assert_eq!(time(0, 0), "1970-01-01T00:00:00Z");
        assert_eq!(time(951_782_400, 120_000_000), "2000-02-29T00:00:00.12Z");
        assert_eq!(time(1_735_689_599, 1), "2024-12-31T23:59:59.000000001Z");
        assert_eq!(time(4_107_542_400, 0), "2100-03-01T00:00:00Z");
    }

    #[test]
    fn numbers_differ() {
        assert_ne!(random(), random());
    }
}
