//! Finds the tokens of a text that has been parsed without errors, so it checks nothing.
//!
//! It knows the comma that a line end stands for, because comments belong before or behind it, and
//! cuts literals at their interpolations.

use super::token::{Break, Comment, Token, TokenKind};

/// All tokens and comments of `text`, from its start to its end.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Vec<Comment<'_>>) {
    let mut scan = Scan {
        text,
        at: usize::from(text.starts_with('\u{FEFF}')) * 3,
        line: 1,
        ends_line: false,
        after_comma: false,
        open: Vec::new(),
        tokens: Vec::new(),
        comments: Vec::new(),
    };
    scan.push(TokenKind::Start, 0, Break::Unknown);
    if let Some(start) = scan.tokens.first_mut() {
        start.line = 0;
    }
    while scan.next() {}
    (scan.tokens, scan.comments)
}

/// A string literal that an interpolation interrupts.
struct Open {
    quotes: Quotes,
    /// How many parentheses are open within the interpolation.
    parens: usize,
}

/// How a literal is quoted.
#[derive(Clone, Copy)]
struct Quotes {
    quote: u8,
    multiline: bool,
    hashes: usize,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    /// Whether a line end stands for a comma now.
    ends_line: bool,
    after_comma: bool,
    open: Vec<Open>,
    tokens: Vec<Token>,
    comments: Vec<Comment<'t>>,
}

impl<'t> Scan<'t> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn starts(&self, wanted: &str) -> bool {
        self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(wanted.as_bytes()))
    }

    /// Scans one token with what is before it; false at the end.
    fn next(&mut self) -> bool {
        let (mut lines, mut blanks) = (0, 0);
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t') => blanks += 1,
                Some(b'\r') => {}
                Some(b'\n') => {
                    if self.ends_line {
                        self.line_end();
                    }
                    lines += 1;
                    self.line += 1;
                }
                Some(b'/') if self.starts("//") => {
                    if self.ends_line {
                        self.push(TokenKind::Comma, self.at, Break::Unknown);
                        self.ends_line = false;
                    }
                    self.comment();
                    (lines, blanks) = (0, 0);
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        let before = match (lines, blanks) {
            (0, 0) => Break::None,
            (0, _) => Break::Blank,
            (1, _) => Break::Line,
            _ => Break::Section,
        };
        let Some(byte) = self.peek(0) else {
            if self.ends_line {
                self.push(TokenKind::Comma, self.at, Break::Unknown);
            }
            self.push(TokenKind::End, self.at, before);
            return false;
        };
        self.token(byte, before);
        true
    }

    /// The comma that a line end stands for, unless a comma or colon follows.
    fn line_end(&mut self) {
        self.ends_line = false;
        let rest = self.text.get(self.at..).unwrap_or("");
        if !rest.trim_start_matches([' ', '\t', '\r', '\n']).starts_with([',', ':']) {
            self.push(TokenKind::Comma, self.at, Break::Unknown);
        }
    }

    fn comment(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or("");
        let text = rest.split('\n').next().unwrap_or("");
        self.comments.push(Comment {
            text: text.trim_end_matches('\r'),
            line: self.line,
            start: self.at,
        });
        self.at += text.len();
        if let Some(last) = self.tokens.last_mut() {
            last.comments.1 = self.comments.len();
        }
    }

    fn push(&mut self, kind: TokenKind, start: usize, before: Break) {
        let comma = before != Break::Unknown && std::mem::take(&mut self.after_comma);
        let behind = self.comments.len();
        let line = self.line;
        self.tokens.push(Token { kind, start, before, comma, line, comments: (behind, behind) });
    }

    fn token(&mut self, byte: u8, before: Break) {
        let start = self.at;
        if byte == b',' {
            self.push(TokenKind::Comma, start, before);
            self.after_comma = true;
            self.ends_line = false;
            self.at += 1;
            return;
        }
        self.push(TokenKind::Other, start, before);
        self.ends_line = match byte {
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_some_and(|next| next.is_ascii_digit()) => self.number(),
            b'"' | b'\'' => self.string(),
            b'#' if self.is_raw_quote() => self.string(),
            b'_' if self.starts("_|_") => self.take(3, true),
            b'@' => self.attribute(),
            b'.' if self.starts("...") => self.take(3, true),
            b'(' | b')' => self.paren(byte),
            b']' | b'}' | b'?' => self.take(1, true),
            _ if is_letter(byte) => {
                while self.peek(0).is_some_and(is_letter) {
                    self.at += 1;
                }
                true
            }
            _ => self.operator(),
        };
    }

    fn take(&mut self, length: usize, ends_line: bool) -> bool {
        self.at += length;
        ends_line
    }

    fn operator(&mut self) -> bool {
        const LONG: &[&str] = &["=~", "==", "!=", "!~", "<=", ">=", "&&", "||"];
        let length = if LONG.iter().any(|long| self.starts(long)) { 2 } else { 1 };
        self.take(length, false)
    }

    fn paren(&mut self, byte: u8) -> bool {
        if byte == b'(' {
            if let Some(open) = self.open.last_mut() {
                open.parens += 1;
            }
            return self.take(1, false);
        }
        match self.open.last_mut() {
            Some(Open { parens: 0, quotes }) => {
                let quotes = *quotes;
                self.open.pop();
                self.at += 1;
                self.piece(quotes)
            }
            Some(open) => {
                open.parens -= 1;
                self.take(1, true)
            }
            None => self.take(1, true),
        }
    }

    fn number(&mut self) -> bool {
        let based =
            self.peek(0) == Some(b'0') && matches!(self.peek(1), Some(b'x' | b'X' | b'b' | b'o'));
        if !based {
            self.digits();
            if self.peek(0) == Some(b'.') && self.peek(1) != Some(b'.') {
                self.at += 1;
                self.digits();
            }
            let exponent = matches!(self.peek(0), Some(b'e' | b'E'));
            if exponent && matches!(self.peek(1), Some(b'+' | b'-')) {
                self.at += 2;
            }
        }
        while self.peek(0).is_some_and(is_letter) {
            self.at += 1;
        }
        true
    }

    fn digits(&mut self) {
        while self.peek(0).is_some_and(|byte| byte.is_ascii_digit() || byte == b'_') {
            self.at += 1;
        }
    }

    fn is_raw_quote(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or("");
        rest.trim_start_matches('#').starts_with(['"', '\''])
    }

    /// A literal up to its end or its first interpolation.
    fn string(&mut self) -> bool {
        let mut hashes = 0;
        while self.peek(0) == Some(b'#') {
            hashes += 1;
            self.at += 1;
        }
        let quote = self.peek(0).unwrap_or(b'"');
        let three = (0..3).all(|ahead| self.peek(ahead) == Some(quote));
        let multiline = three && matches!(self.peek(3), Some(b'\n' | b'\r'));
        self.at += if multiline { 3 } else { 1 };
        self.piece(Quotes { quote, multiline, hashes })
    }

    /// The rest of a literal, up to its end or its next interpolation.
    fn piece(&mut self, quotes: Quotes) -> bool {
        let mut first_on_line = false;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => {
                    self.line += 1;
                    first_on_line = true;
                    self.at += 1;
                    continue;
                }
                b' ' | b'\t' => {
                    self.at += 1;
                    continue;
                }
                b'\\' if self.hashes_at(1, quotes.hashes) => {
                    self.at += 1 + quotes.hashes;
                    if self.peek(0) == Some(b'(') {
                        self.open.push(Open { quotes, parens: 0 });
                        let at = self.at;
                        self.push(TokenKind::Other, at, Break::None);
                        return self.take(1, false);
                    }
                    if self.peek(0) == Some(b'\n') {
                        continue;
                    }
                }
                _ if byte == quotes.quote && self.closes(quotes, first_on_line) => {
                    let length = if quotes.multiline { 3 } else { 1 };
                    return self.take(length + quotes.hashes, true);
                }
                _ => {}
            }
            first_on_line = false;
            self.at += 1;
        }
        true
    }

    fn closes(&self, quotes: Quotes, first_on_line: bool) -> bool {
        if !quotes.multiline {
            return self.hashes_at(1, quotes.hashes);
        }
        first_on_line
            && (1..3).all(|ahead| self.peek(ahead) == Some(quotes.quote))
            && self.hashes_at(3, quotes.hashes)
    }

    fn hashes_at(&self, ahead: usize, count: usize) -> bool {
        (0..count).all(|index| self.peek(ahead + index) == Some(b'#'))
    }

    fn attribute(&mut self) -> bool {
        self.at += 1;
        while self.peek(0).is_some_and(|byte| is_letter(byte) || matches!(byte, b' ' | b'\t')) {
            self.at += 1;
        }
        let mut depth = 0_usize;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                b'\n' => self.line += 1,
                b'"' | b'\'' => {
                    self.string();
                    continue;
                }
                b'#' if self.is_raw_quote() => {
                    self.string();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        true
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens as written, with `~` for a comma that a line end stands for.
    fn check(text: &str, expected: &str) {
        let (tokens, comments) = tokens(text);
        let mut shown = Vec::new();
        for (index, token) in tokens.iter().enumerate().skip(1) {
            let end = tokens.get(index + 1).map_or(text.len(), |next| next.start);
            let end = comments
                .iter()
                .map(|c| c.start)
                .find(|&s| s >= token.start)
                .unwrap_or(end)
                .min(end);
            shown.push(match token.kind {
                TokenKind::Comma if token.before == Break::Unknown => "~",
                TokenKind::End => "$",
                _ => text.get(token.start..end).unwrap_or("?").trim(),
            });
        }
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn line_ends_stand_for_commas() {
        check("a: 1 // c\nb: {\n}", "a : 1 ~ b : { } ~ $");
        check("a: [1\n, 2]\n", "a : [ 1 , 2 ] ~ $");
        check("x: 1.5e+3 | 0x1F\n", "x : 1.5e+3 | 0x1F ~ $");
    }

    #[test]
    fn literals_are_cut_at_interpolations() {
        check(r#"a: "x\(b)y""#, r#"a : "x\ ( b )y" ~ $"#);
        check("a: #\"x\\#(f(1))\\(y)\"#", "a : #\"x\\# ( f ( 1 ) )\\(y)\"# ~ $");
        check("a: \"\"\"\n\tx \"\"\" y\n\t\"\"\"\n", "a : \"\"\"\n\tx \"\"\" y\n\t\"\"\" ~ $");
        check("a: 1 @x(a, \")\") @y()\n", "a : 1 @x(a, \")\") @y() ~ $");
    }
}
