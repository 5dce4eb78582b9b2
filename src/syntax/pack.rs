//! The signs of a text, packed: what stands for one name, literal, number or run of blanks takes one
//! byte or two, whatever its length. So the grammar has less to read, and declarations that differ
//! in their names and literals only are the same to it: it reads them once.
//!
//! Only texts whose brackets match are packed. It knows neither the grammar nor what bytes mean
//! beyond their being signs, names, blanks or brackets.

use super::signs::{CLOSE, CONTENT, INTERPOLATION, LETTER, MORE, NAME, NAMED, OPEN};

/// A packed text and where each byte of it stands in the source.
pub(super) struct Packed {
    text: String,
    /// One more than there are bytes: the last is the end of the source.
    offsets: Vec<u32>,
    /// Where each piece begins but the first.
    cuts: Vec<usize>,
}

/// Declarations that can be read by themselves: a part of the packed text and its places.
#[derive(Clone, Copy)]
pub(super) struct Piece<'p> {
    pub(super) text: &'p str,
    /// The place of each byte, and of the end.
    pub(super) offsets: &'p [u32],
}

impl Packed {
    /// Packs signs; `None` where a bracket has no match.
    pub(super) fn of(signs: &str) -> Option<Self> {
        let mut packing = Packing {
            signs: signs.as_bytes(),
            at: 0,
            text: Vec::with_capacity(signs.len() / 2),
            offsets: Vec::with_capacity(signs.len() / 2),
            open: Vec::new(),
            cuts: Vec::new(),
            ended: false,
            cut: None,
        };
        while let Some(&byte) = packing.signs.get(packing.at) {
            packing.take(byte)?;
        }
        let Packing { text, mut offsets, open, cuts, .. } = packing;
        offsets.push(signs.len() as u32);
        let text = String::from_utf8(text).ok()?;
        open.is_empty().then_some(Self { text, offsets, cuts })
    }

    /// How many pieces there are.
    pub(super) fn count(&self) -> usize {
        self.cuts.len() + 1
    }

    /// The pieces, in order.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let starts = std::iter::once(0).chain(self.cuts.iter().copied());
        // Between two pieces stands one blank.
        let ends = self.cuts.iter().map(|cut| cut - 1).chain([self.text.len()]);
        starts.zip(ends).map(|(start, end)| Piece {
            text: self.text.get(start..end).unwrap_or_default(),
            offsets: self.offsets.get(start..=end).unwrap_or_default(),
        })
    }
}

struct Packing<'s> {
    signs: &'s [u8],
    at: usize,
    text: Vec<u8>,
    offsets: Vec<u32>,
    /// The brackets that are open.
    open: Vec<u8>,
    cuts: Vec<usize>,
    /// Whether what stands before, comments aside, ends an operand.
    ended: bool,
    /// Behind an operand that a line's end follows: where a piece would begin.
    cut: Option<usize>,
}

impl Packing<'_> {
    /// Packs what begins with `byte`; `None` for a bracket without a match.
    fn take(&mut self, byte: u8) -> Option<()> {
        match byte {
            b' ' | b'\n' => {
                self.blanks();
                return Some(());
            }
            b'/' if self.signs.get(self.at + 1) == Some(&b'/') => {
                self.comment();
                return Some(());
            }
            _ => {}
        }
        if let Some(cut) = self.cut.take()
            && matches!(byte, NAME | LETTER | OPEN)
        {
            self.cuts.push(cut);
        }
        self.ended = matches!(byte, NAME | LETTER | CLOSE | b'}' | b']' | b')');
        match byte {
            NAME => self.run(LETTER, self.name()),
            OPEN | CLOSE => self.run(byte, 1 + self.count(1, |byte| byte == MORE)),
            CONTENT => self.run(byte, self.count(0, |byte| byte == CONTENT)),
            b'{' | b'[' | b'(' | INTERPOLATION => {
                self.open.push(if byte == INTERPOLATION { b'(' } else { byte });
                self.run(byte, 1 + self.count(1, |byte| byte == MORE));
            }
            b'}' | b']' | b')' => {
                let opening = match byte {
                    b'}' => b'{',
                    b']' => b'[',
                    _ => b'(',
                };
                self.open.pop().filter(|&open| open == opening)?;
                self.run(byte, 1);
            }
            _ if byte.is_ascii_alphanumeric() => self.word(byte),
            _ => self.run(byte, 1),
        }
        Some(())
    }

    /// Lets `sign` stand for so many bytes.
    fn run(&mut self, sign: u8, len: usize) {
        self.text.push(sign);
        self.offsets.push(self.at as u32);
        self.at += len;
    }

    /// How many bytes are such from so many ahead on.
    fn count(&self, ahead: usize, is: impl Fn(u8) -> bool) -> usize {
        let rest = self.signs.get(self.at + ahead..).unwrap_or_default();
        rest.iter().position(|&byte| !is(byte)).unwrap_or(rest.len())
    }

    /// How long a name is.
    fn name(&self) -> usize {
        let letters = self.count(1, |byte| byte != NAMED);
        (letters + 2).min(self.signs.len() - self.at)
    }

    /// Blanks with a line's end among them are one, others are a space.
    fn blanks(&mut self) {
        let len = self.count(0, |byte| byte == b' ' || byte == b'\n');
        let blanks = self.signs.get(self.at..self.at + len).unwrap_or_default();
        let sign = if blanks.contains(&b'\n') { b'\n' } else { b' ' };
        self.run(sign, len);
        if sign == b'\n' && self.ended && self.open.is_empty() {
            self.cut = Some(self.text.len());
        }
    }

    fn comment(&mut self) {
        self.run(b'/', 1);
        self.run(b'/', 1);
        let len = self.count(0, |byte| byte == CONTENT);
        if len > 0 {
            self.run(CONTENT, len);
        }
    }

    /// A word of the language stays; a decimal integer is as good as any other.
    fn word(&mut self, first: u8) {
        let len = self.count(0, |byte| byte.is_ascii_alphanumeric() || b"_$".contains(&byte));
        let signs = self.signs;
        let word = signs.get(self.at..self.at + len).unwrap_or_default();
        let beyond = signs.get(self.at + len).is_some_and(|&byte| byte == b'.' || byte >= 0x80);
        let before = self.text.last() == Some(&b'.');
        let plain = word.iter().all(u8::is_ascii_digit) && (first != b'0' || len == 1);
        if plain && !beyond && !before {
            self.run(b'1', len);
            self.ended = true;
        } else {
            word.iter().for_each(|&byte| self.run(byte, 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::signs::signs;
    use super::*;
    use crate::base::FileId;

    /// The pieces of a text, with `n` for names and `s` for what literals hold.
    fn pieces(text: &str) -> Option<Vec<String>> {
        let signs = signs(FileId::at(0), text).ok()?;
        let packed = Packed::of(&signs.text)?;
        let shown = |piece: Piece<'_>| {
            let shown = piece.text.chars().map(|sign| match u8::try_from(sign) {
                Ok(LETTER) => 'n',
                Ok(OPEN | CLOSE) => '"',
                Ok(CONTENT) => 's',
                Ok(INTERPOLATION) => '(',
                _ => sign,
            });
            shown.collect()
        };
        Some(packed.pieces().map(shown).collect())
    }

    #[test]
    fn length_does_not_matter() {
        let short = pieces("a: {b: \"x\", c: 1}\n");
        assert_eq!(short.as_deref(), Some(&["n: {n: \"s\", n: 1}\n".to_owned()][..]));
        assert_eq!(short, pieces("alpha:   {beta: #\"xyz\"#,   gamma: 4711}  \n\n"));
    }

    #[test]
    fn declarations_at_the_top_are_pieces() {
        let text = "package p\n\nimport \"x\"\n\na: {\n\tb: 1\n}\n// said\nc: a & \n\tb\nlet d = 1\n\"e\": a\n";
        let found = pieces(text).unwrap_or_default();
        assert_eq!(
            found,
            ["package n\nimport \"s\"", "n: {\nn: 1\n}\n//s", "n: n &\nn\nlet n = 1", "\"s\": n\n",]
        );
    }

    #[test]
    fn brackets_must_match() {
        assert!(pieces("a: {b: (1]}").is_none());
        assert!(pieces("a: }").is_none());
        assert!(pieces("a: {").is_none());
        assert!(pieces("a: \"x\\(b)\"").is_some());
    }

    #[test]
    fn places_are_those_of_the_source() {
        let text = "alpha: 12\nbeta: [\"xy\", 3]";
        let signs = signs(FileId::at(0), text).map(|signs| signs.text).unwrap_or_default();
        let packed = Packed::of(&signs).expect("brackets match");
        let pieces: Vec<Piece<'_>> = packed.pieces().collect();
        let [first, second] = pieces[..] else { panic!("two declarations") };
        assert_eq!((first.text.len(), first.offsets), (4, &[0, 5, 6, 7, 9][..]));
        assert_eq!(second.offsets.first(), Some(&10));
        assert_eq!(second.offsets.last(), Some(&(text.len() as u32)));
    }
}
