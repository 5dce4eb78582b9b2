//! The releases of Kubernetes that manifests can be made for.

use std::fmt;
use std::str::FromStr;

use crate::base::{Code, Diagnostic};

/// A minor release of Kubernetes whose kinds are known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Release {
    minor: u8,
}

impl Release {
    /// The oldest one.
    pub const OLDEST: Self = Self { minor: 33 };
    /// The newest one, which is also the default.
    pub const NEWEST: Self = Self { minor: 37 };

    /// All of them, the oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (Self::OLDEST.minor..=Self::NEWEST.minor).map(|minor| Self { minor })
    }

    /// The minor number: 37 of 1.37.
    pub fn minor(self) -> u8 {
        self.minor
    }
}

impl Default for Release {
    fn default() -> Self {
        Self::NEWEST
    }
}

impl fmt::Display for Release {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "1.{}", self.minor)
    }
}

impl FromStr for Release {
    type Err = Diagnostic;

    /// Reads `1.37`, `v1.37` and, as clusters tell their version, `v1.37.2`.
    ///
    /// # Errors
    /// What is no version, and a release whose kinds are not known.
    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        let minor = text.strip_prefix('v').unwrap_or(text).strip_prefix("1.").and_then(|rest| {
            let (minor, patch) = rest.split_once('.').unwrap_or((rest, "0"));
            // `1.31.4-gke.1183000`, `1.31.4+k3s1`
            let patch = patch.split(['-', '+']).next().unwrap_or_default();
            patch.parse::<u32>().ok()?;
            minor.parse::<u8>().ok()
        });
        let (oldest, newest) = (Self::OLDEST, Self::NEWEST);
        match minor.map(|minor| Self { minor }) {
            Some(known) if (oldest..=newest).contains(&known) => Ok(known),
            Some(release) => {
                let message = format!("the kinds of Kubernetes {release} are not known here");
                Err(Diagnostic::error(Code::Usage, message)
                    .help(format!("Known are the releases {oldest} to {newest}.")))
            }
            None => {
                let message = format!("`{text}` is no release of Kubernetes");
                Err(Diagnostic::error(Code::Usage, message)
                    .help(format!("Write it as `{newest}`; known are {oldest} to {newest}.")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_read_as_clusters_and_people_write_them() {
        for text in ["1.33", "v1.33", "1.33.4", "v1.33.4-gke.1183000", "1.33.4+k3s1"] {
            assert_eq!(text.parse::<Release>(), Ok(Release::OLDEST), "{text}");
        }
        assert_eq!(Release::NEWEST.to_string().parse(), Ok(Release::NEWEST));
        for text in ["", "33", "1.", "1.x", "1.33.x", "2.33", "1.20", "1.999", "1.99", "1.33."] {
            assert!(text.parse::<Release>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_told_with_what_is() {
        let fault = "1.20".parse::<Release>().unwrap_err();
        assert_eq!(fault.message, "the kinds of Kubernetes 1.20 are not known here");
        assert_eq!(fault.help, ["Known are the releases 1.33 to 1.37."]);
    }
}
