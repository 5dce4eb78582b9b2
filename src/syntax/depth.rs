//! How deeply brackets nest, counted before the grammar recurses into them.
//!
//! This is a scan over the tokens that can hide or hold brackets: comments, literals with their
//! interpolations, and brackets themselves. It closes them by the same rules as the grammar
//! (`skip`, `close_paren` and their like there); it knows nothing else.

/// How many levels of brackets and interpolations a file may have.
pub(super) const MAX_DEPTH: usize = 1_000;

/// The deepest nesting of a text, or where it goes beyond [`MAX_DEPTH`].
pub(super) fn depth(text: &str) -> Result<usize, usize> {
    let mut scan = Scan { text: text.as_bytes(), at: 0, open: Vec::new(), depth: 0, deepest: 0 };
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
    Ok(scan.deepest)
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
    text: &'t [u8],
    at: usize,
    open: Vec<Open>,
    depth: usize,
    deepest: usize,
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
        match self.peek(0) {
            Some(b'/') if self.peek(1) == Some(b'/') => return self.skip_line(),
            Some(b'{') => self.push(Open::Brace),
            Some(b'[') => self.push(Open::Bracket),
            Some(b'(') => self.push(Open::Paren),
            Some(closing @ (b'}' | b']' | b')')) => self.close(closing),
            Some(b'"' | b'\'') => return self.open_literal(0),
            Some(b'#') => {
                let hashes = self.hashes_at(self.at);
                if matches!(self.peek(hashes), Some(b'"' | b'\'')) {
                    return self.open_literal(hashes);
                }
                self.at += hashes - 1;
            }
            _ => {}
        }
        self.at += 1;
    }

    fn skip_line(&mut self) {
        while self.peek(0).is_some_and(|byte| byte != b'\n') {
            self.at += 1;
        }
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

    fn open_literal(&mut self, hashes: usize) {
        let Some(quote) = self.peek(hashes) else { return };
        let three = [quote; 3];
        self.at += hashes;
        let multiline = self.starts(self.at, &three)
            && (self.starts(self.at + 3, b"\n") || self.starts(self.at + 3, b"\r\n"));
        if !multiline && hashes == 0 && self.starts(self.at, &three) {
            // Three quotes with something behind them reach to the next three or the line's end.
            self.at += 3;
            while self.peek(0).is_some_and(|byte| byte != b'\n') {
                if self.starts(self.at, &three) {
                    self.at += 3;
                    return;
                }
                self.at += 1;
            }
            return;
        }
        self.at += if multiline { 3 } else { 1 };
        self.open.push(Open::Literal(Quotes { quote, multiline, hashes }));
    }

    /// One step within a literal.
    fn inside(&mut self, literal: Quotes) {
        let Quotes { quote, multiline, hashes } = literal;
        match self.peek(0) {
            Some(b'\\') if self.hashes_at(self.at + 1).min(hashes) == hashes => {
                match self.peek(1 + hashes) {
                    Some(b'(') => {
                        self.at += 2 + hashes;
                        self.push(Open::Interpolation);
                    }
                    Some(b'\n') | None => self.at += 1,
                    Some(_) => self.at += 2 + hashes,
                }
            }
            Some(b'\n') if multiline => {
                self.at += 1;
                let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\r');
                let indent = self.text.iter().skip(self.at).take_while(blank).count();
                if self.closes(self.at + indent, &[quote; 3], hashes) {
                    self.at += indent + 3 + hashes;
                    self.pop();
                }
            }
            Some(b'\n') => self.pop(),
            Some(byte) if byte == quote && !multiline && self.closes(self.at, &[quote], hashes) => {
                self.at += 1 + hashes;
                self.pop();
            }
            _ => self.at += 1,
        }
    }

    fn closes(&self, at: usize, quotes: &[u8], hashes: usize) -> bool {
        self.starts(at, quotes) && self.hashes_at(at + quotes.len()) >= hashes
    }
}
