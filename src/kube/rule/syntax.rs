//! The syntax of names: each function says what is wrong with a text, or nothing.
//!
//! The rules and the words are those of `k8s.io/apimachinery/pkg/util/validation/validation.go`;
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/> tells of them.

use std::net::IpAddr;

/// What is wrong with a text of some syntax, or nothing.
pub(in crate::kube) type Syntax = fn(&str) -> Option<&'static str>;

const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters \
                     or '-', and must start and end with an alphanumeric character (such as \
                     'my-name' or '123-abc')";
const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric \
                         characters, '-' or '.', and must start and end with an alphanumeric \
                         character (such as 'example.com')";
const LABEL_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or \
                          '-', start with an alphabetic character, and end with an alphanumeric \
                          character (such as 'my-name' or 'abc-123')";
const WILDCARD: &str = "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid \
                        DNS subdomain (such as '*.example.com')";
const AT_MOST_63: &str = "must be no more than 63 characters";
const AT_MOST_253: &str = "must be no more than 253 characters";

fn is_lower(c: u8) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

fn is_label(text: &str) -> bool {
    enclosed(text, is_lower, |c| is_lower(c) || c == b'-')
}

/// Whether a text that is not empty has `edge` characters at both ends and `inner` between.
fn enclosed(text: &str, edge: fn(u8) -> bool, inner: fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return false };
    edge(first) && edge(last) && bytes.iter().all(|&c| inner(c))
}

/// `IsDNS1123Label`: a label of a DNS name.
pub(in crate::kube) fn label(text: &str) -> Option<&'static str> {
    if text.len() > 63 {
        return Some(AT_MOST_63);
    }
    (!is_label(text)).then_some(LABEL)
}

/// `IsDNS1123Subdomain`: a DNS name.
pub(in crate::kube) fn subdomain(text: &str) -> Option<&'static str> {
    if text.len() > 253 {
        return Some(AT_MOST_253);
    }
    (!text.split('.').all(is_label)).then_some(SUBDOMAIN)
}

/// `IsDNS1035Label`: a label that starts with a letter.
pub(in crate::kube) fn label_1035(text: &str) -> Option<&'static str> {
    if text.len() > 63 {
        return Some(AT_MOST_63);
    }
    let lettered = text.starts_with(|c: char| c.is_ascii_lowercase());
    (!lettered || !is_label(text)).then_some(LABEL_1035)
}

/// `IsWildcardDNS1123Subdomain`: `*.` and a DNS name.
pub(in crate::kube) fn wildcard(text: &str) -> Option<&'static str> {
    if text.len() > 253 {
        return Some(AT_MOST_253);
    }
    let fits = text.strip_prefix("*.").is_some_and(|rest| subdomain(rest).is_none());
    (!fits).then_some(WILDCARD)
}

/// `ValidateDNS1123SubdomainOrWildcard`: a host of an Ingress.
pub(in crate::kube) fn host(text: &str) -> Option<&'static str> {
    if text.contains('*') { wildcard(text) } else { subdomain(text) }
}

fn is_name_part(text: &str) -> bool {
    let word = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    enclosed(text, |c| c.is_ascii_alphanumeric(), word)
}

/// `IsQualifiedName`: `name` or `prefix/name`, as the keys of labels are.
pub(in crate::kube) fn qualified(text: &str) -> Option<&'static str> {
    let mut parts = text.split('/');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if parts.next().is_some() {
        return Some(
            "a qualified name must consist of alphanumeric characters, '-', '_' or '.', with an \
             optional DNS subdomain prefix and '/' (such as 'example.com/MyName')",
        );
    }
    let (prefix, name) = match second {
        Some(second) => (Some(first), second),
        None => (None, first),
    };
    match prefix {
        Some("") => return Some("prefix part must be non-empty"),
        Some(prefix) if prefix.len() > 253 => {
            return Some("prefix part must be no more than 253 characters");
        }
        Some(prefix) if subdomain(prefix).is_some() => {
            return Some(
                "prefix part must be a lowercase RFC 1123 subdomain (such as 'example.com')",
            );
        }
        Some(_) | None => {}
    }
    if name.is_empty() {
        return Some("name part must be non-empty");
    }
    if name.len() > 63 {
        return Some("name part must be no more than 63 characters");
    }
    (!is_name_part(name)).then_some(
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and \
         end with an alphanumeric character (such as 'MyName' or 'my.name')",
    )
}

/// `IsValidLabelValue`: the value of a label.
pub(in crate::kube) fn label_value(text: &str) -> Option<&'static str> {
    if text.len() > 63 {
        return Some(AT_MOST_63);
    }
    (!text.is_empty() && !is_name_part(text)).then_some(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or \
         '.', and must start and end with an alphanumeric character (such as 'MyValue' or '12345')",
    )
}

/// `IsValidPortName`: the name of a port, an `IANA_SVC_NAME`.
pub(in crate::kube) fn port_name(text: &str) -> Option<&'static str> {
    if text.len() > 15 {
        return Some("must be no more than 15 characters");
    }
    if !text.bytes().all(|c| is_lower(c) || c == b'-') {
        return Some("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if !text.bytes().any(|c| c.is_ascii_lowercase()) {
        return Some("must contain at least one letter (a-z)");
    }
    if text.contains("--") {
        return Some("must not contain consecutive hyphens");
    }
    (text.starts_with('-') || text.ends_with('-')).then_some("must not begin or end with a hyphen")
}

/// `IsEnvVarName`: the name of an environment variable.
pub(in crate::kube) fn variable(text: &str) -> Option<&'static str> {
    let word = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    let fits = !text.is_empty()
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(word);
    if !fits {
        return Some(
            "a valid environment variable name must consist of alphabetic characters, digits, \
             '_', '-', or '.', and must not start with a digit (such as 'MY_ENV.NAME')",
        );
    }
    dotted(text)
}

/// `IsConfigMapKey`: a key of a ConfigMap or Secret.
pub(in crate::kube) fn config_key(text: &str) -> Option<&'static str> {
    if text.len() > 253 {
        return Some(AT_MOST_253);
    }
    let word = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    if text.is_empty() || !text.bytes().all(word) {
        return Some(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (such as \
             'key.name' or 'KEY_NAME')",
        );
    }
    dotted(text)
}

fn dotted(text: &str) -> Option<&'static str> {
    match text {
        "." => Some("must not be '.'"),
        ".." => Some("must not be '..'"),
        _ if text.starts_with("..") => Some("must not start with '..'"),
        _ => None,
    }
}

/// `IsValidPathSegmentName`: a name that stands in a URL, such as that of a role.
pub(in crate::kube) fn path_segment(text: &str) -> Option<&'static str> {
    match text {
        "." => Some("may not be '.'"),
        ".." => Some("may not be '..'"),
        _ if text.contains('/') => Some("may not contain '/'"),
        _ if text.contains('%') => Some("may not contain '%'"),
        _ => None,
    }
}

/// `IsValidPercent`: a whole number and `%`.
pub(in crate::kube) fn percent(text: &str) -> Option<&'static str> {
    let fits = text
        .strip_suffix('%')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|c| c.is_ascii_digit()));
    (!fits).then_some(
        "a valid percent string must be a numeric string followed by an ending '%' (such as '1%' \
         or '93%')",
    )
}

/// `IsValidIP`: an address.
pub(in crate::kube) fn ip(text: &str) -> Option<&'static str> {
    text.parse::<IpAddr>()
        .is_err()
        .then_some("must be a valid IP address, (such as 10.9.8.7 or 2001:db8::ffff)")
}

/// `IsValidCIDR`: a range of addresses.
pub(in crate::kube) fn cidr(text: &str) -> Option<&'static str> {
    Cidr::read(text)
        .is_none()
        .then_some("must be a valid CIDR value, (such as 10.9.8.0/24 or 2001:db8::/64)")
}

/// A range of addresses; those of version 4 count as their images in version 6 do not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::kube) struct Cidr {
    address: IpAddr,
    bits: u8,
}

impl Cidr {
    /// Reads `10.0.0.0/8`.
    pub(in crate::kube) fn read(text: &str) -> Option<Self> {
        let (address, bits) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let bits: u8 = bits.parse().ok()?;
        (bits <= if address.is_ipv4() { 32 } else { 128 }).then_some(Self { address, bits })
    }

    /// Whether `other` lies in this range and is smaller than it.
    pub(in crate::kube) fn strictly_holds(self, other: Self) -> bool {
        let same = |left: u128, right: u128, width: u32| {
            let shift = width - u32::from(self.bits);
            left.checked_shr(shift).unwrap_or(0) == right.checked_shr(shift).unwrap_or(0)
        };
        self.bits < other.bits
            && match (self.address, other.address) {
                (IpAddr::V4(mine), IpAddr::V4(theirs)) => {
                    same(u32::from(mine).into(), u32::from(theirs).into(), 32)
                }
                (IpAddr::V6(mine), IpAddr::V6(theirs)) => same(mine.into(), theirs.into(), 128),
                (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
            }
    }
}

/// A text like `text` that `syntax` takes, if lower case and hyphens make one.
pub(in crate::kube) fn mended(text: &str, syntax: Syntax) -> Option<String> {
    // Other characters are those of templates that were not filled in, or of paths.
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    if !text.chars().all(plain) {
        return None;
    }
    let hyphened = |c: char| match c {
        c if c.is_ascii_alphanumeric() || c == '.' => c.to_ascii_lowercase(),
        _ => '-',
    };
    let mut mended: String = text.trim().chars().map(hyphened).collect();
    while mended.contains("--") {
        mended = mended.replace("--", "-");
    }
    let mended = mended.trim_matches(['-', '.']);
    (mended != text && syntax(mended).is_none() && !mended.is_empty()).then(|| mended.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(syntax: Syntax, good: &[&str], bad: &[&str]) {
        for text in good {
            assert_eq!(syntax(text), None, "{text}");
        }
        for text in bad {
            assert!(syntax(text).is_some(), "{text}");
        }
    }

    #[test]
    fn names_have_their_syntax() {
        let long = "a".repeat(64);
        check(label, &["a", "1-b", "a1"], &["", "A", "a.b", "-a", "a-", "ä", &long]);
        check(subdomain, &["a.b-c", "1", &long], &["", ".", "a..b", "a_b", &"a".repeat(254)]);
        check(label_1035, &["a1", "web"], &["1a", "a.b", "", "Web"]);
        check(host, &["*.a.com", "a"], &["a.*.com", "*", "**.a", "*a.com"]);
        check(
            qualified,
            &["a", "a.B_c", "x.io/A"],
            &["", "/a", "a/", "a/b/c", "X.io/a", "a b", "_a", &long],
        );
        check(label_value, &["", "A_1.b"], &["a b", "-a", "a-", &long]);
        check(
            port_name,
            &["http", "a-1", "1a"],
            &["", "8080", "a--b", "-a", "HTTP", "abcdefghijklmnop"],
        );
        check(variable, &["A", "_a", "a.b-c"], &["", "1A", "A B", ".."]);
        check(config_key, &["a", ".b", "A_1"], &["", ".", "..", "..x", "a b", "a/b"]);
        check(percent, &["0%", "150%"], &["", "%", "1", "a%", "1.5%"]);
    }

    #[test]
    fn ranges_hold_smaller_ones() {
        let read = |text| Cidr::read(text).unwrap();
        assert!(read("10.0.0.0/8").strictly_holds(read("10.1.0.0/16")));
        assert!(!read("10.0.0.0/8").strictly_holds(read("10.0.0.0/8")));
        assert!(!read("10.0.0.0/8").strictly_holds(read("11.0.0.0/16")));
        assert!(read("0.0.0.0/0").strictly_holds(read("1.2.3.4/32")));
        assert!(read("::/0").strictly_holds(read("2001:db8::/64")));
        assert!(!read("::/0").strictly_holds(read("1.2.3.4/32")));
        assert!(Cidr::read("1.2.3.4").is_none() && Cidr::read("1.2.3.4/33").is_none());
    }

    #[test]
    fn a_name_that_nearly_fits_is_mended() {
        assert_eq!(mended("My_App", label).as_deref(), Some("my-app"));
        assert_eq!(mended("1web", label_1035), None);
        assert_eq!(mended("__", label), None);
        assert_eq!(mended("$(name)", label), None);
    }
}
