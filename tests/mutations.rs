//! No panic on any input: what people have half typed, and what they never would. Every prefix of
//! the sources of the tests, sources without a token or with one twice, and seeded random changes go
//! through the parser, the formatter, the evaluator and the drawing of messages.
//!
//! `INFC_MUTATIONS=10000 cargo test --release --test mutations` tries so many random changes, and
//! all prefixes and tokens; without it, as many as a debug build does in a minute.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use infc::base::Sources;
use infc::cli::drawn;
use infc::data::{json, toml, yaml};
use infc::format::tidy;
use infc::session::{self, As, ExportOptions, Memory, Report, Request};
use infc::syntax::parse;

/// What each test may take where nobody asks for more.
const PATIENCE: Duration = Duration::from_secs(12);

/// Sources that are read to be changed.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["tests/language", "tests/syntax", "tests/names", "modules", "examples"] {
        below(&root.join(folder), &mut found);
    }
    found.retain(|(_, text)| tokens(text).len() > 8);
    found.sort();
    assert!(found.len() > 30, "the sources are gone");
    found
}

fn below(directory: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(directory).expect("the sources can be read") {
        let path = entry.expect("the sources can be read").path();
        if path.is_dir() {
            below(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "inf" || ending == "cue") {
            let text = fs::read_to_string(&path).expect("a source is text");
            found.push((path.display().to_string(), text));
        }
    }
}

/// How many random changes are asked for.
fn asked() -> Option<usize> {
    std::env::var("INFC_MUTATIONS").ok()?.parse().ok()
}

/// A pseudo-random sequence that is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

/// The texts that were tried, until time is up.
struct Trial {
    start: Instant,
    tried: usize,
}

impl Trial {
    fn start() -> Self {
        Self { start: Instant::now(), tried: 0 }
    }

    fn is_over(&self) -> bool {
        asked().is_none() && self.start.elapsed() > PATIENCE
    }

    /// Sends a text through everything; a panic fails the test with the text.
    fn send(&mut self, name: &str, text: &str) {
        self.tried += 1;
        if catch_unwind(AssertUnwindSafe(|| all(text))).is_err() {
            let kept = std::env::temp_dir().join("infc-mutation.inf");
            let _ = fs::write(&kept, text);
            panic!("{name}: a change of it panics; it is in {}", kept.display());
        }
    }

    fn end(self, what: &str) {
        eprintln!("{what}: {} texts in {:.1} s", self.tried, self.start.elapsed().as_secs_f64());
        assert!(self.tried > 0);
    }
}

/// All that is done with a text.
fn all(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add("in.inf", text);
    let parsed = parse(file, text);
    if parsed.diagnostics.is_empty() {
        let laid_out = tidy(&parsed.tree, text);
        let again = parse(file, &laid_out);
        assert!(again.diagnostics.is_empty(), "laid out, it is broken:\n{text}\n---\n{laid_out}");
    }
    for mark in parsed.diagnostics.iter().flat_map(|diagnostic| &diagnostic.marks) {
        assert!(text.get(mark.span.start as usize..mark.span.end as usize).is_some());
    }
    let request = Request::bounded("in.inf", 20_000);
    let files = Memory::new("/w").with("in.inf", text.to_owned());
    let options = ExportOptions { what: Some(As::Value), ..ExportOptions::default() };
    let exported = session::export(&files, &request, &options);
    draw(&exported.reports);
    let shown = session::eval(&files, &request, &session::EvalOptions::default());
    draw(&shown.reports);
}

fn draw(reports: &[Report]) {
    let errors = reports.iter().map(|report| report.diagnostics.len()).sum::<usize>();
    assert_eq!(drawn(reports).is_empty(), errors == 0);
}

/// The byte ranges of the tokens of a text, roughly: words, numbers, runs of blanks, single signs.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 1,
        c if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(token) if class(c) == last && last != 0 => token.1 = end,
            _ => tokens.push((at, end)),
        }
        last = class(c);
    }
    tokens.retain(|&(from, to)| !text[from..to].trim().is_empty());
    tokens
}

#[test]
fn prefixes() {
    let sources = sources();
    let mut trial = Trial::start();
    let every = if asked().is_some() { 1 } else { 211 };
    // Each source has its turn before any has its second.
    for from in 0..every {
        for (name, text) in &sources {
            for (at, _) in text.char_indices().skip(from).step_by(every) {
                if trial.is_over() {
                    return trial.end("prefixes");
                }
                trial.send(name, &text[..at]);
            }
        }
    }
    trial.end("prefixes");
}

#[test]
fn tokens_that_are_missing_or_twice() {
    let sources = sources();
    let mut trial = Trial::start();
    let every = if asked().is_some() { 1 } else { 97 };
    for from in 0..every {
        for (name, text) in &sources {
            for (start, end) in tokens(text).into_iter().skip(from).step_by(every) {
                if trial.is_over() {
                    return trial.end("tokens");
                }
                trial.send(name, &format!("{}{}", &text[..start], &text[end..]));
                trial.send(name, &format!("{} {}", &text[..end], &text[start..]));
            }
        }
    }
    trial.end("tokens");
}

#[test]
fn random_changes() {
    let sources = sources();
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut trial = Trial::start();
    for _ in 0..asked().unwrap_or(usize::MAX) {
        if trial.is_over() {
            break;
        }
        let (name, text) = &sources[dice.below(sources.len())];
        trial.send(name, &changed(text, &sources, &mut dice));
    }
    trial.end("random changes");
}

/// A piece of a text with a few tokens taken out, doubled, swapped, or replaced by those of another.
fn changed(text: &str, sources: &[(String, String)], dice: &mut Dice) -> String {
    let all = tokens(text);
    let first = dice.below(all.len());
    let count = 20 + dice.below(200);
    let mut pieces: Vec<&str> =
        all.iter().skip(first).take(count).map(|&(from, to)| &text[from..to]).collect();
    let other = &sources[dice.below(sources.len())].1;
    let others = tokens(other);
    for _ in 0..1 + dice.below(4) {
        let at = dice.below(pieces.len());
        let to = dice.below(pieces.len());
        match dice.below(4) {
            0 => {
                pieces.remove(at);
            }
            1 => pieces.insert(to, pieces[at]),
            2 => pieces.swap(at, to),
            _ => {
                let (from, to) = others[dice.below(others.len())];
                pieces[at] = &other[from..to];
            }
        }
        if pieces.is_empty() {
            break;
        }
    }
    // What stood on its own line does so again, mostly.
    let mut out = String::new();
    for piece in pieces {
        out.push_str(piece);
        out.push_str(if dice.below(8) == 0 { "\n" } else { " " });
    }
    out
}

#[test]
fn data_files() {
    let seeds = [
        ("json", "{\"a\": [1, 2.5e3, \"x\\u00e9\\n\", null, true], \"b\": {\"c\": {}}}"),
        (
            "yaml",
            "a: &x [1, 'q', \"d\\n\"]\nb: {c: *x}\nd: |\n  text\n  more\ne: >-\n  fold\n? k\n: v\n",
        ),
        ("toml", "a = 1\n[b.c]\nd = [1, 2]\n[[e]]\nf = 1979-05-27T07:32:00Z\ng = '''x'''\n"),
    ];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for (format, seed) in seeds {
        for _ in 0..asked().unwrap_or(3_000) {
            let mut bytes = seed.as_bytes().to_vec();
            for _ in 0..1 + dice.below(6) {
                let at = dice.below(bytes.len());
                match dice.below(4) {
                    0 => bytes.truncate(at),
                    1 => bytes.insert(at, b"{}[]:,-\"'&*|>#\n \t\\?!%@0"[dice.below(23)]),
                    2 if at < bytes.len() => {
                        bytes.remove(at);
                    }
                    _ => bytes.extend_from_within(at..),
                }
            }
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let mut sources = Sources::default();
            let file = sources.add("in", text.as_str());
            let mut plain = infc::base::Plain::default();
            let read = catch_unwind(AssertUnwindSafe(|| match format {
                "json" => json::read_all(&text, file, &mut plain).err(),
                "yaml" => yaml::read(&text, file, &mut plain).err(),
                _ => toml::read(&text, file, &mut plain).err(),
            }));
            let Ok(fault) = read else { panic!("{format} panics: {text:?}") };
            for mark in fault.iter().flat_map(|fault| &fault.marks) {
                let range = mark.span.start as usize..mark.span.end as usize;
                assert!(text.get(range).is_some(), "{format} points nowhere: {text:?}");
            }
        }
    }
}
