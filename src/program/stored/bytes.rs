//! The bytes of stored programs: numbers, texts, places and sequences, both ways.
//!
//! Numbers are written in as few bytes as they need, the start of a span as its distance from the
//! last one. Other bytes than those that were written give `None`, and never a panic.

use crate::base::{FileId, Span};
use thin_vec::ThinVec;

/// What the ids of a package are counted from.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Bases {
    pub(super) exprs: usize,
    pub(super) structs: usize,
    pub(super) comprehensions: usize,
    pub(super) lets: usize,
    pub(super) tries: usize,
}

#[derive(Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
    /// Where the last span started.
    pub(super) last: u32,
}

pub(super) struct Reader<'b> {
    pub(super) bytes: &'b [u8],
    /// Where the last span started.
    pub(super) last: u32,
    /// What spans point into.
    pub(super) file: FileId,
    pub(super) bases: Bases,
}

impl<'b> Reader<'b> {
    #[inline]
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    #[inline]
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let count = self.count()?;
        std::str::from_utf8(self.take(count)?).ok()
    }
}

impl Writer {
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }
}

/// What can be written as bytes and read from them.
pub(super) trait Stored: Sized {
    fn write(&self, writer: &mut Writer);
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
}

impl Stored for Span {
    fn write(&self, writer: &mut Writer) {
        // The sign goes to the lowest bit, so that short distances back are small numbers too.
        let distance = self.start.wrapping_sub(writer.last).cast_signed();
        writer.number(u64::from(((distance << 1) ^ (distance >> 31)).cast_unsigned()));
        writer.number(u64::from(self.end.wrapping_sub(self.start)));
        writer.last = self.start;
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let folded = reader.number()? as u32;
        let start = reader.last.wrapping_add((folded >> 1) ^ (folded & 1).wrapping_neg());
        reader.last = start;
        let length = reader.number()? as u32;
        Some(Span::new(reader.file, start, start.wrapping_add(length)))
    }
}

impl Stored for String {
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.text().map(str::to_owned)
    }
}

/// Describes numbers by the way to and from `u64`.
macro_rules! numbers {
    ($($name:ty: $self:ident => $to:expr, $number:ident => $from:expr;)*) => { $(
        impl Stored for $name {
            fn write(&self, writer: &mut Writer) {
                let $self = *self;
                writer.number($to);
            }

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                let $number = reader.number()?;
                Some($from)
            }
        }
    )* };
}

numbers! {
    u8: it => u64::from(it), number => number as u8;
    u32: it => u64::from(it), number => number as u32;
    usize: it => it as u64, number => number as usize;
    bool: it => u64::from(it), number => number != 0;
    i64: it => ((it << 1) ^ (it >> 63)).cast_unsigned(),
        number => ((number >> 1) ^ (number & 1).wrapping_neg()).cast_signed();
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self, writer: &mut Writer) {
        self.is_some().write(writer);
        if let Some(value) = self {
            value.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if bool::read(reader)? { T::read(reader).map(Some) } else { Some(None) }
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
        self.1.write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some((A::read(reader)?, B::read(reader)?))
    }
}

/// Describes lists, which know how many items they will have.
macro_rules! lists {
    ($($list:ident)*) => { $(
        impl<T: Stored> Stored for $list<T> {
            fn write(&self, writer: &mut Writer) {
                writer.number(self.len() as u64);
                self.iter().for_each(|item| item.write(writer));
            }

            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                let count = reader.count()?;
                // Each item takes a byte at least: a wrong count asks for no more than the bytes
                // hold.
                let mut items = $list::with_capacity(count.min(reader.bytes.len()));
                for _ in 0..count {
                    items.push(T::read(reader)?);
                }
                Some(items)
            }
        }
    )* };
}

lists! { Vec ThinVec }

impl<T: Stored> Stored for Box<T> {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        T::read(reader).map(Box::new)
    }
}
