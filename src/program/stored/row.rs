//! The table of a package's pieces: rows of one length, so that a piece is found without reading
//! those before it.

use super::Piece;

/// Where the items of a piece begin, of its package, and its bytes, of those of all pieces.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Row {
    /// Which file of the package it is of.
    pub(super) file: u32,
    pub(super) exprs: u32,
    pub(super) structs: u32,
    pub(super) comprehensions: u32,
    pub(super) bytes: u32,
}

/// How many bytes a row has.
const LENGTH: usize = 5 * size_of::<u32>();

impl Row {
    /// The row of a piece whose bytes begin there; `None` where a number is too large.
    pub(super) fn of(piece: &Piece, bytes: usize) -> Option<Self> {
        let number = |number: usize| u32::try_from(number).ok();
        Some(Self {
            file: number(piece.file)?,
            exprs: number(piece.exprs.start)?,
            structs: number(piece.structs.start)?,
            comprehensions: number(piece.comprehensions.start)?,
            bytes: number(bytes)?,
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let Self { file, exprs, structs, comprehensions, bytes } = *self;
        for number in [file, exprs, structs, comprehensions, bytes] {
            out.extend(number.to_le_bytes());
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| {
            let number = bytes.get(4 * at..)?.first_chunk::<4>()?;
            Some(u32::from_le_bytes(*number))
        };
        Some(Self {
            file: number(0)?,
            exprs: number(1)?,
            structs: number(2)?,
            comprehensions: number(3)?,
            bytes: number(4)?,
        })
    }
}

/// The rows of a package, in the order of their expressions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows(&'static [u8]);

impl Rows {
    /// The first so many rows of `bytes`, and what comes after them.
    pub(super) fn split(bytes: &'static [u8], count: usize) -> Option<(Self, &'static [u8])> {
        let (rows, rest) = bytes.split_at_checked(count.checked_mul(LENGTH)?)?;
        Some((Self(rows), rest))
    }

    pub(super) fn len(self) -> usize {
        self.0.len() / LENGTH
    }

    pub(super) fn get(self, at: usize) -> Option<Row> {
        Row::read(self.0.get(at.checked_mul(LENGTH)?..)?)
    }

    /// The number of the row whose piece holds an expression.
    pub(super) fn find(self, expr: usize) -> Option<usize> {
        let (mut first, mut end) = (0, self.len());
        while first < end {
            let middle = first + (end - first) / 2;
            if self.get(middle)?.exprs as usize <= expr {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        first.checked_sub(1)
    }
}
