//! The text as the grammar reads it: literals, comments and names reduced to signs, and how deeply
//! brackets nest.
//!
//! Where a literal ends depends on its quotes and hashes, which a grammar can follow only with a
//! stack that makes every rule dearer. So one scan replaces, byte for byte, what literals and
//! comments hold: [`Signs::text`] is as long as the source, each place in it is the same place
//! there, and no bracket is left in it that the grammar would not take for one. Brackets are closed
//! by the same rules as in the grammar (`skip`, `close_paren` and their like there); so the nesting
//! counted here is never below what the grammar recurses into.
//!
//! Names become signs because a grammar reads them letter by letter: between a first and a last
//! sign it need not look. Words of the language stay as they are.

mod word;

pub(super) use word::{LETTER, NAME, NAMED};

use crate::base::{FileId, Span};

/// How many levels of brackets and interpolations a file may have.
pub(super) const MAX_DEPTH: usize = 1_000;

/// The quotes that open a literal, with its hashes and, of many lines, the carriage return.
pub(super) const OPEN: u8 = 0x01;
/// The quotes that close it, with its hashes.
pub(super) const CLOSE: u8 = 0x02;
/// `\(`, with the hashes of the literal.
pub(super) const INTERPOLATION: u8 = 0x03;
/// The further bytes of one of these.
pub(super) const MORE: u8 = 0x04;
/// What a literal or comment holds.
pub(super) const CONTENT: u8 = 0x05;
/// Three quotes with something behind them on their line.
const HALF: u8 = 0x06;
/// A byte of the source that looks like one of these signs; it may stand nowhere.
const STRAY: u8 = 0x07;
/// A source as the grammar reads it.
pub(super) struct Signs {
    pub(super) text: String,
    /// The comments, without the carriage return of a line end.
    pub(super) comments: Vec<Span>,
    /// The deepest nesting.
    pub(super) depth: usize,
}

/// Reduces a text to signs; or says where it nests beyond [`MAX_DEPTH`].
pub(super) fn signs(file: FileId, text: &str) -> Result<Signs, usize> {
    let mut scan = Scan {
        source: text,
        text: text.as_bytes(),
        out: text.as_bytes().to_vec(),
        at: 0,
        open: Vec::new(),
        depth: 0,
        deepest: 0,
        operand: false,
        comments: Vec::new(),
    };
    while scan.at < scan.text.len() {
        match scan.open.last() {
            Some(&Open::Literal(literal)) => scan.inside(literal),
            Some(Open::Brace | Open::Bracket | Open::Paren | Open::Interpolation) | None => {
                scan.token();
            }
        }
        if scan.depth > MAX_DEPTH {
            return Err(scan.at.saturating_sub(1));
        }
    }
    let comments = scan.comments.into_iter();
    let comments = comments.map(|(start, end)| Span::new(file, start as u32, end as u32));
    // Characters are replaced whole, so this is text again.
    let signs = String::from_utf8(scan.out).unwrap_or_else(|_| text.to_owned());
    Ok(Signs { text: signs, comments: comments.collect(), depth: scan.deepest })
}

/// Something that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Brace,
    Bracket,
    Paren,
    Interpolation,
    Literal(Quotes),
}

/// How a literal is quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Quotes {
    quote: u8,
    multiline: bool,
    hashes: usize,
}

struct Scan<'t> {
    source: &'t str,
    /// The bytes of the source.
    text: &'t [u8],
    out: Vec<u8>,
    at: usize,
    open: Vec<Open>,
    depth: usize,
    deepest: usize,
    /// Whether what stands before ends an operand: then no literal may follow.
    operand: bool,
    comments: Vec<(usize, usize)>,
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    fn starts(&self, at: usize, wanted: &[u8]) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with(wanted))
    }

    fn hashes_at(&self, at: usize) -> usize {
        self.text.iter().skip(at).take_while(|&&byte| byte == b'#').count()
    }

    /// Replaces so many bytes by a sign, and goes on behind them.
    fn sign(&mut self, len: usize, first: u8, more: u8) {
        let end = (self.at + len).min(self.out.len());
        if let Some(bytes) = self.out.get_mut(self.at..end) {
            bytes.fill(more);
            if let Some(byte) = bytes.first_mut() {
                *byte = first;
            }
        }
        self.at = end;
    }

    fn content(&mut self, len: usize) {
        self.sign(len, CONTENT, CONTENT);
    }

    fn push(&mut self, open: Open) {
        self.open.push(open);
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
    }

    fn pop(&mut self) {
        if !matches!(self.open.pop(), Some(Open::Literal(_)) | None) {
            self.depth -= 1;
        }
    }

    /// One token between literals.
    fn token(&mut self) {
        let Some(byte) = self.peek(0) else { return };
        match byte {
            b' ' | b'\n' | b'\t' | b'\r' => return self.blanks(),
            b'_' if self.peek(1) == Some(b'#') => return self.word(2),
            b'_' if self.starts(self.at, b"_|_") => {
                self.operand = true;
                return self.at += 3;
            }
            b'/' if self.peek(1) == Some(b'/') => return self.comment(),
            b'{' => self.push(Open::Brace),
            b'[' => self.push(Open::Bracket),
            b'(' => self.push(Open::Paren),
            b'}' | b']' | b')' => self.close(byte),
            b'"' | b'\'' => return self.quote(0),
            b'#' => {
                let hashes = self.hashes_at(self.at);
                if matches!(self.peek(hashes), Some(b'"' | b'\'')) {
                    return self.quote(hashes);
                }
                return self.word(1);
            }
            OPEN..=STRAY | LETTER..=NAMED => self.out[self.at] = STRAY,
            _ => {
                let letters = self.letters(self.at);
                if letters > 0 {
                    return self.name(0, letters);
                }
            }
        }
        let ends = |byte: u8| byte.is_ascii_alphanumeric() || b"_$#}])".contains(&byte);
        self.operand = ends(byte) || byte >= 0x80;
        self.at += 1;
    }

    /// Blanks; one kind of those within lines is less to look for.
    fn blanks(&mut self) {
        while let Some(byte @ (b' ' | b'\n' | b'\t' | b'\r')) = self.out.get_mut(self.at) {
            if *byte != b'\n' {
                *byte = b' ';
            }
            self.at += 1;
        }
    }

    fn comment(&mut self) {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let len = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        self.at += 2;
        self.content(len - 2);
        let ended = self.text.get(self.at - 1) == Some(&b'\r');
        self.comments.push((start, self.at - usize::from(ended)));
    }

    /// A closing bracket closes its own kind and what cannot reach beyond it.
    fn close(&mut self, closing: u8) {
        loop {
            match (closing, self.open.last()) {
                (b'}', Some(Open::Brace))
                | (b']', Some(Open::Bracket))
                | (b')', Some(Open::Paren | Open::Interpolation)) => return self.pop(),
                (b'}', Some(Open::Bracket | Open::Paren))
                | (b']', Some(Open::Paren))
                | (b')', Some(Open::Bracket)) => self.pop(),
                _ => return,
            }
        }
    }

    /// A quote opens a literal; behind an operand in an interpolation it can only be that of the
    /// literal around, whose interpolation is not closed.
    fn quote(&mut self, hashes: usize) {
        if self.operand
            && let [.., Open::Literal(around), Open::Interpolation] = *self.open.as_slice()
            && !around.multiline
            && self.closes(self.at, &[around.quote], around.hashes)
        {
            self.pop();
            return self.close_literal(1 + around.hashes);
        }
        let Some(quote) = self.peek(hashes) else { return };
        let three = [quote; 3];
        let behind = self.at + hashes + 3;
        let tripled = self.starts(self.at + hashes, &three);
        let returned = usize::from(self.starts(behind, b"\r\n"));
        let multiline = tripled && self.starts(behind + returned, b"\n");
        if tripled && !multiline && hashes == 0 {
            return self.half(&three);
        }
        let quotes = if multiline { 3 + returned } else { 1 };
        self.sign(hashes + quotes, OPEN, MORE);
        self.open.push(Open::Literal(Quotes { quote, multiline, hashes }));
    }

    /// Three quotes with something behind them reach to the next three or the line's end.
    fn half(&mut self, three: &[u8]) {
        let rest = self.text.get(self.at + 3..).unwrap_or_default();
        let line = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        let line = rest.get(..line).unwrap_or_default();
        let end = line.windows(3).position(|here| here == three).map(|at| at + 3);
        self.sign(3 + end.unwrap_or(line.len()), HALF, CONTENT);
        self.operand = true;
    }

    fn close_literal(&mut self, len: usize) {
        self.sign(len, CLOSE, MORE);
        self.pop();
        self.operand = true;
    }

    /// One step within a literal.
    fn inside(&mut self, literal: Quotes) {
        let Quotes { quote, multiline, hashes } = literal;
        match self.peek(0) {
            Some(b'\\') if self.hashes_at(self.at + 1).min(hashes) == hashes => {
                match self.peek(1 + hashes) {
                    Some(b'(') => {
                        self.sign(2 + hashes, INTERPOLATION, MORE);
                        self.push(Open::Interpolation);
                        self.operand = false;
                    }
                    Some(b'\n') | None => self.content(1),
                    Some(_) => self.content(2 + hashes),
                }
            }
            Some(b'\n') if multiline => {
                self.content(1);
                let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\r');
                let indent = self.text.iter().skip(self.at).take_while(blank).count();
                if self.closes(self.at + indent, &[quote; 3], hashes) {
                    self.content(indent);
                    self.close_literal(3 + hashes);
                }
            }
            Some(b'\n') => {
                self.pop();
                self.operand = true;
            }
            Some(byte) if byte == quote && !multiline && self.closes(self.at, &[quote], hashes) => {
                self.close_literal(1 + hashes);
            }
            _ => {
                let rest = self.text.get(self.at + 1..).unwrap_or_default();
                let special = |&byte: &u8| byte == b'\\' || byte == b'\n' || byte == quote;
                self.content(1 + rest.iter().position(special).unwrap_or(rest.len()));
            }
        }
    }

    fn closes(&self, at: usize, quotes: &[u8], hashes: usize) -> bool {
        self.starts(at, quotes) && self.hashes_at(at + quotes.len()) >= hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let signs =
            signs(FileId::at(0), text).map_or_else(|at| format!("deep at {at}"), |it| it.text);
        let show = |letter| match letter {
            '\u{1}' => '<',
            '\u{2}' => '>',
            '\u{3}' => '!',
            '\u{4}' => '+',
            '\u{5}' => '.',
            '\u{6}' => '%',
            '\u{7}' => '?',
            '\u{e}'..='\u{11}' => 'n',
            other => other,
        };
        signs.chars().map(show).collect()
    }

    #[test]
    fn what_literals_and_comments_hold_is_replaced_byte_for_byte() {
        for (text, wanted) in [
            (r#"a: "b[c" // d["#, r#"n: <...> //..."#),
            (r#""é\"\(x)y""#, r#"<....!+n).>"#),
            (r##"#"a"b\#(c)"#"##, r##"<+...!++n)>+"##),
            ("'''\n  a\n  '''", "<++.......>++"),
            ("\"\"\"\r\na\r\n\"\"\"", "<+++....>++"),
            (r#""""a""" b"#, "%...... n"),
            ("\"open\nb", "<....\nn"),
            ("\u{1}a\u{f}", "?n?"),
            ("in _x\t$y_1 _#z #z1 _ 1a #1", "in nn nnnn nnn nnn n 1a n1"),
            ("##a é1b aé @for _#1 _|_ x|_ 1é", "nnn nnnn nnn @for nn1 _|_ n|n 1é"),
            // The interpolation is not closed: behind an operand, a quote closes what is around it.
            (r#""\(a" b"#, "<!+n> n"),
            (r#""\("a")""#, "<!+<.>)>"),
            (r#""\(f(a"))""#, "<!+n(n<..>"),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn nesting_is_counted_and_limited() {
        let depth = |text: &str| signs(FileId::at(0), text).map(|signs| signs.depth);
        assert_eq!(depth("{[(\"\\(x)\")]}"), Ok(4));
        assert_eq!(depth("{ [ } { [ }"), Ok(2));
        assert_eq!(depth("\"[[[[\" // [[["), Ok(0));
        assert_eq!(depth(&"[".repeat(MAX_DEPTH + 1)), Err(MAX_DEPTH));
    }
}
