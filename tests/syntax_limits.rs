//! Nesting and length without bound: every text is read in linear time or refused with a message.

use std::time::{Duration, Instant};

use infc::base::Sources;
use infc::syntax::{Parsed, parse};

fn read(text: &str) -> Parsed {
    let mut sources = Sources::default();
    let file = sources.add("in.inf", text);
    parse(file, sources.text(file))
}

/// The kinds of nesting: what opens a level, what stands innermost, what closes a level.
const NESTS: [(&str, &str, &str); 16] = [
    ("{", "1", "}"),
    ("{a: ", "1", "}"),
    ("{(a): ", "1", "}"),
    ("{[a]: ", "1", "}"),
    ("[", "1", "]"),
    ("[[a], ", "1", "]"),
    ("(", "1", ")"),
    ("{(", "1", ")}"),
    ("\"\\(", "1", ")\""),
    ("{\"\\(", "1", ")\"}"),
    ("{\"\\(", "1", ")\": 1}"),
    ("#\"\\#(", "1", ")\"#"),
    ("f(", "1", ")"),
    ("a[", "1", "]"),
    ("{for x in y {", "1", "}}"),
    ("[for x in [1] if {a: ", "1", "}.a {1}]"),
];

#[test]
fn nesting_takes_linear_time_closed_and_unclosed() {
    let start = Instant::now();
    for (open, inner, close) in NESTS {
        let deep = 200;
        let closed = format!("a: {}{inner}{}\n", open.repeat(deep), close.repeat(deep));
        assert!(read(&closed).diagnostics.is_empty(), "{open} {:?}", read(&closed).diagnostics);
        for broken in [
            format!("a: {}{inner}", open.repeat(deep)),
            format!("a: {}", open.repeat(deep)),
            format!("{}{inner}\nb: 2\n", open.repeat(deep)),
            format!("a: {}{inner} @ ~{}", open.repeat(deep), close.repeat(deep)),
            format!("a: {}{inner} 2 {}", open.repeat(deep), format!("{close} x ").repeat(deep)),
        ] {
            assert!(!read(&broken).diagnostics.is_empty(), "{broken}");
        }
    }
    // Measured: half a second in a debug build. Anything exponential never ends.
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn nesting_beyond_the_limit_is_refused() {
    for (open, inner, close) in NESTS {
        for deep in [990, 1_100, 100_000] {
            let text = format!("a: {}{inner}{}\n", open.repeat(deep), close.repeat(deep));
            let levels = deep * open.matches(['{', '[', '(']).count().max(1);
            let parsed = read(&text);
            if levels <= 990 && !open.contains("[a]") {
                assert!(parsed.diagnostics.is_empty(), "{open} {:?}", parsed.diagnostics);
            }
            if levels > 2_200 || deep > 1_000 {
                assert_eq!(parsed.diagnostics.len(), 1, "{open}");
                assert!(parsed.diagnostics[0].message.contains("1000 levels"), "{open}");
            }
        }
    }
}

#[test]
fn nesting_without_brackets_is_bounded_too() {
    let many = 100_000;
    for text in [
        format!("{}1", "a: ".repeat(many)),
        format!("a: {}1", "!".repeat(many)),
        format!("a: {}1", "1 + ".repeat(many)),
        format!("a: {}1", "*1 | ".repeat(many)),
        format!("a: b{}", ".c".repeat(many)),
        format!("a: b{}", "[0]".repeat(many)),
        format!("a: b{}", "()".repeat(many)),
    ] {
        let parsed = read(&text);
        assert_eq!(parsed.diagnostics.len(), 1);
        assert!(parsed.diagnostics[0].message.contains("levels deep"));
        let few = text.replacen("1 + ", "", many - 4_000);
        assert!(few.len() == text.len() || read(&few).diagnostics.is_empty());
    }
    // Clauses lie flat.
    assert!(read(&format!("{}{{}}", "if true ".repeat(many))).diagnostics.is_empty());
}

#[test]
fn no_text_panics_or_hangs() {
    let pieces = [
        "a", ":", "\n", "{", "}", "[", "]", "(", ")", "\"", "'", "\\", "\\(", "#", "\"\"\"", "'''",
        "for ", "in ", "if ", "let ", "=", "?", "!", "~", "@", "...", ".", ",", "1", "0x", "_",
        "é", "//", "&", "|", "*", "-", "\r", "\t", "\0", "\u{FEFF}", "else ", "import ",
        "package ", ";",
    ];
    // A fixed sequence of pseudo-random numbers, so that a failure can be repeated.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..40 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(pieces[(state % pieces.len() as u64) as usize]);
        }
        for diagnostic in read(&text).diagnostics {
            for mark in diagnostic.marks {
                assert!(text.get(mark.span.start as usize..mark.span.end as usize).is_some());
            }
        }
    }
}
