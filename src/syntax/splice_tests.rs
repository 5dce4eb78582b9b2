//! Texts that are edited at random, read in pieces and as a whole.

use super::*;

/// Numbers that look random, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        let step = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = step.wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

/// What is written into texts: words, and all that opens, closes, continues or hides something.
const PIECES: &[&str] = &[
    "a",
    "x: 1\n",
    "\n",
    "\n\n",
    " ",
    ",",
    ":",
    "&",
    " & {b: 2}",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "'",
    "\"\"\"",
    "\"\"\"\n\tx\n\t\"\"\"\n",
    "#",
    "#\"",
    "// remark\n",
    "//",
    "\\(",
    "@a(b)\n",
    "@a(",
    "let y = 1\n",
    "if true {c: 3}\n",
    "for x in [1] {d: x}\n",
    "...\n",
    "package p\n",
    "import \"x\"\n",
    "e: f: g: 1\n",
    "else {}",
    "\"a\\(b)\": 1\n",
    "*1 | 2",
    "é",
    "\u{FEFF}",
    "\r\n",
    "?: ",
    "!: ",
    "h: [1, 2,\n\t3]\n",
    "i: {\n\tj: 1\n}\n",
    "~X",
    "=",
    "X=",
];

fn start() -> String {
    let mut text = "// A file.\npackage p\n\nimport \"strings\"\n\n".to_owned();
    for number in 0..140 {
        text += &match number % 5 {
            0 => format!("s{number}: #S & {{\n\tname: \"s{number}\" // behind\n\tn: [1, 2]\n}}\n"),
            1 => format!("// above\na{number}: b: c: strings.ToUpper(\"x\\(s{})\")\n", number - 1),
            2 => format!("let l{number} = {number}, m{number}: l{number} + 1\n\n"),
            3 => format!("\"q {number}\": {{for x in [1] {{y: x}}}} @attribute(x)\n"),
            _ => format!("t{number}: \"\"\"\n\ttext: {number}\n\t\"\"\"\n"),
        };
    }
    text
}

#[test]
fn a_text_that_is_read_in_pieces_gives_the_tree_of_the_whole() {
    let file = FileId::from_index(3);
    let mut pieces = 0;
    for seed in 0..12 {
        let mut chance = Chance(seed);
        let mut text = start();
        let mut read = parse(file, &text);
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        for _ in 0..60 {
            let mut edited = text.clone();
            for _ in 0..1 + chance.below(2) {
                let mut from = chance.below(edited.len());
                while !edited.is_char_boundary(from) {
                    from -= 1;
                }
                let mut to = (from + chance.below(4) * chance.below(6)).min(edited.len());
                while !edited.is_char_boundary(to) {
                    to += 1;
                }
                edited.replace_range(from..to, PIECES[chance.below(PIECES.len())]);
            }
            let mut whole = parse(file, &edited);
            whole.repeats.clear();
            if let Some(again) = reparse(file, &text, &read, &edited) {
                assert_eq!(format!("{again:?}"), format!("{whole:?}"), "seed {seed}: {edited}");
                pieces += 1;
            }
            if whole.diagnostics.is_empty() || chance.below(4) == 0 {
                (text, read) = (edited, whole);
            }
            if !read.diagnostics.is_empty() {
                text = start();
                read = parse(file, &text);
            }
        }
    }
    assert!(pieces > 60, "{pieces} edits were read in pieces");
}
