//! Names and numbers: which bytes are theirs, and the signs that stand for a name.

use super::Scan;
use crate::syntax::parser::is_letter_beyond_ascii;

/// A name of one byte.
pub(in crate::syntax) const LETTER: u8 = 0x0e;
/// The first byte of a longer name.
pub(in crate::syntax) const NAME: u8 = 0x0f;
/// The bytes between.
const LETTERS: u8 = 0x10;
/// The last byte of a name.
pub(in crate::syntax) const NAMED: u8 = 0x11;

/// Which bytes of ASCII are letters of a name or number.
static IS_LETTER: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        letters[byte] = matches!(byte as u8, b'_' | b'$') || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    letters
};

/// Whether the grammar knows the word.
fn is_of_language(word: &[u8]) -> bool {
    matches!(
        word,
        b"for"
            | b"if"
            | b"in"
            | b"let"
            | b"try"
            | b"else"
            | b"import"
            | b"package"
            | b"fallback"
            | b"otherwise"
    )
}

impl Scan<'_> {
    /// How many bytes from `start` on are letters of a name or number.
    pub(super) fn letters(&self, start: usize) -> usize {
        let mut at = start;
        loop {
            let rest = self.text.get(at..).unwrap_or_default();
            at += rest.iter().take_while(|&&byte| IS_LETTER[usize::from(byte)]).count();
            if self.text.get(at).is_none_or(u8::is_ascii) {
                return at - start;
            }
            let letter = self.source.get(at..).and_then(|rest| rest.chars().next());
            match letter.filter(|&letter| is_letter_beyond_ascii(letter)) {
                Some(letter) => at += letter.len_utf8(),
                None => return at - start,
            }
        }
    }

    /// A name or number, of which so many bytes are the marks of a definition.
    pub(super) fn word(&mut self, marks: usize) {
        let start = self.at + marks;
        let digit = self.text.get(start).is_some_and(u8::is_ascii_digit);
        let letters = if digit && marks > 0 { 0 } else { self.letters(start) };
        self.name(marks, letters);
    }

    /// A name or number of so many letters behind its marks.
    pub(super) fn name(&mut self, marks: usize, letters: usize) {
        let start = self.at + marks;
        let digit = self.text.get(start).is_some_and(u8::is_ascii_digit);
        let number = digit || self.is_behind_point();
        let word = self.text.get(start..start + letters).unwrap_or_default();
        self.operand = true;
        match marks + letters {
            len if marks == 0 && (number || is_of_language(word)) => self.at += len,
            1 => self.sign(1, LETTER, LETTER),
            len => {
                self.sign(len, NAME, LETTERS);
                if let Some(last) = self.out.get_mut(start + letters - 1) {
                    *last = NAMED;
                }
            }
        }
    }

    /// Whether the point of a number stands right before: what follows belongs to it (`1.e2`, `1.K`).
    /// Of a name no digits are left among the signs.
    fn is_behind_point(&self) -> bool {
        let before = self.out.get(..self.at).unwrap_or_default();
        matches!(before, [.., b'0'..=b'9', b'.'])
    }
}
