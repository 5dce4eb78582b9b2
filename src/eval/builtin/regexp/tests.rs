//! What patterns mean, and what is said of those that are none.

use super::{alone, compile};

#[test]
fn means_what_go_means() {
    for (pattern, matching, other) in [
        (r"^\d+$", "123", "١٢٣"),
        (r"^\w+$", "abc_1", "é"),
        (r"^[\w-]+$", "a-b", "a+b"),
        (r"^\s$", "\t", "\u{a0}"),
        (r"^[^\S]$", " ", "x"),
        (r"\bfoo\b", "a foo", "xfoo"),
        (r"o\B", "oo", "o"),
        (r"^\Qa.b[\E$", "a.b[", "axb["),
        (r"^[[a]$", "[", "b"),
        (r"^[a&&b]+$", "a&b", "c"),
        (r"^[a~~b]+$", "~", "c"),
        (r"^[+--]+$", "+,-", "."),
        (r"^[]a]+$", "]a", "b"),
        (r"^[a-]$", "-", "b"),
        (r"^x{,5}$", "x{,5}", "xx"),
        (r"^x{2,3}?$", "xx", "x"),
        (r"^{a}$", "{a}", "a"),
        (r"^\101\x42\x{43}$", "ABC", "abc"),
        (r"^(?i)ab(?-i:c)$", "ABc", "ABC"),
        (r"^(?P<x>a)(?<y>b)$", "ab", "a"),
        (r"^\pL\p{Greek}\PN[\p{^Lu}]$", "aαbc", "1αbc"),
        (r"^[[:alpha:]]+[[:^digit:]]$", "ab-", "ab1"),
        (r"^\<\_\>\-$", "<_>-", "x"),
        ("^(a|)$", "", "b"),
        (r"\Aab\z", "ab", "ab\n"),
        ("^[^\\x00-\\x7F]$", "é", "e"),
    ] {
        let regex = compile(pattern).unwrap();
        let is_match = |text: &str| regex.is_match(text, &alone()).unwrap();
        assert!(is_match(matching), "{pattern} on {matching}");
        assert!(!is_match(other), "{pattern} on {other}");
    }
}

#[test]
fn refuses_with_gos_words() {
    for (pattern, expected) in [
        ("invalid)", "unexpected ): `invalid)`"),
        ("(a", "missing closing ): `(a`"),
        ("[a", "missing closing ]: `[a`"),
        ("*a", "missing argument to repetition operator: `*`"),
        ("a**", "invalid nested repetition operator: `**`"),
        ("a*?+", "invalid nested repetition operator: `*?+`"),
        ("a{1001}", "invalid repeat count: `{1001}`"),
        ("a{3,2}", "invalid repeat count: `{3,2}`"),
        ("(a{100}|b){11}", "invalid repeat count: `{11}`"),
        ("[[:foo:]]", "invalid character class range: `[:foo:]`"),
        (r"\x4", r"invalid escape sequence: `\x4`"),
        (r"\p{L", r"invalid character class range: `\p{L`"),
        ("[b-a]", "invalid character class range: `b-a`"),
        ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
        (r"\1", r"invalid escape sequence: `\1`"),
        (r"\y", r"invalid escape sequence: `\y`"),
        ("a\\", "trailing backslash at end of expression: ``"),
        ("(?P<a-b>x)", "invalid named capture: `(?P<a-b>`"),
    ] {
        let message = compile(pattern).unwrap_err().message;
        assert_eq!(message, format!("error parsing regexp: {expected}"));
    }
}

#[test]
fn large_patterns_are_refused() {
    assert!(compile("((a{1000}){1000}){1000}").is_err());
    assert!(compile(&"(".repeat(100_000)).is_err());
    assert!(compile(&("(".repeat(5000) + &")".repeat(5000))).is_err());
}
