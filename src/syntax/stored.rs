//! A parsed file as bytes, and back: how the trees of the embedded library come with the binary,
//! so that no run parses it again.
//!
//! Both ways follow one description of each type of `tree`, so they cannot differ; what moves trees
//! to other places follows it too. Numbers are
//! written in as few bytes as they need, and the start of a span as its distance from the last
//! one. Diagnostics are not kept: only files without any are worth storing. Bytes are read by the
//! build that wrote them alone; other bytes give `None`, and never a panic.

use super::Parsed;
use super::tree::*;
use crate::base::{Arena, FileId, Id, Span};

/// The bytes of `parsed`, whose diagnostics are left out.
pub fn store(parsed: &Parsed) -> Vec<u8> {
    let mut writer = Writer::default();
    parsed.tree.write(&mut writer);
    parsed.comments.write(&mut writer);
    writer.bytes
}

/// The bytes of what stands before the declarations of `parsed`.
pub fn store_preamble(parsed: &Parsed) -> Vec<u8> {
    let Tree { attributes, package, imports, experiments, span, .. } = parsed.tree.clone();
    let (exprs, decls) = (Arena::new(), Vec::new());
    let tree = Tree { exprs, attributes, package, imports, decls, experiments, span };
    store(&Parsed { tree, ..Parsed::default() })
}

/// What [`store`] made the bytes of, as the tree of `file`; `None` where they are no such bytes.
pub fn restore(file: FileId, bytes: &[u8]) -> Option<Parsed> {
    let mut reader = Reader { bytes, file, last: 0 };
    let tree = Tree::read(&mut reader)?;
    let comments = Vec::read(&mut reader)?;
    Some(Parsed { tree, comments, ..Parsed::default() })
}

/// How far a piece of a tree moves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    /// What is added to places, wrapping around.
    pub(super) bytes: u32,
    /// What is added to the numbers of expressions, wrapping around.
    pub(super) exprs: u32,
}

#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    /// Where the last span started.
    last: u32,
}

pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    file: FileId,
    /// Where the last span started.
    last: u32,
}

impl Writer {
    /// Seven bits a byte, the lowest first; the top bit says that more follow.
    fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }
}

impl Reader<'_> {
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    #[inline]
    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

/// What can be written as bytes and read from them, and be moved.
pub(super) trait Stored: Sized {
    fn write(&self, writer: &mut Writer);
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
    fn shift(&mut self, by: Shift);
}

impl Stored for Span {
    fn write(&self, writer: &mut Writer) {
        let distance = self.start.wrapping_sub(writer.last).cast_signed();
        // The sign goes to the lowest bit, so that short distances back are small numbers too.
        writer.number(((distance << 1) ^ (distance >> 31)).cast_unsigned());
        writer.number(self.end.wrapping_sub(self.start));
        writer.last = self.start;
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let folded = reader.number()?;
        let distance = (folded >> 1) ^ (folded & 1).wrapping_neg();
        let start = reader.last.wrapping_add(distance);
        reader.last = start;
        Some(Span::new(reader.file, start, start.wrapping_add(reader.number()?)))
    }

    fn shift(&mut self, by: Shift) {
        self.start = self.start.wrapping_add(by.bytes);
        self.end = self.end.wrapping_add(by.bytes);
    }
}

impl Stored for ExprId {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.index() as u32);
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.number().map(Self::at)
    }

    fn shift(&mut self, by: Shift) {
        *self = Self::from_index((self.index() as u32).wrapping_add(by.exprs) as usize);
    }
}

impl Stored for bool {
    fn write(&self, writer: &mut Writer) {
        writer.bytes.push(u8::from(*self));
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.byte().map(|byte| byte != 0)
    }

    fn shift(&mut self, _: Shift) {}
}

impl Stored for u8 {
    fn write(&self, writer: &mut Writer) {
        writer.bytes.push(*self);
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.byte()
    }

    fn shift(&mut self, _: Shift) {}
}

impl<T: Stored> Stored for Option<T> {
    fn write(&self, writer: &mut Writer) {
        self.is_some().write(writer);
        if let Some(value) = self {
            value.write(writer);
        }
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if bool::read(reader)? { T::read(reader).map(Some) } else { Some(None) }
    }

    fn shift(&mut self, by: Shift) {
        self.iter_mut().for_each(|value| value.shift(by));
    }
}

impl Stored for Parts {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.len() as u32);
        self.iter().for_each(|part| part.write(writer));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let count = reader.number()?;
        (0..count).map(|_| Part::read(reader)).collect()
    }

    fn shift(&mut self, by: Shift) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.len() as u32);
        self.iter().for_each(|item| item.write(writer));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let count = reader.number()? as usize;
        // Each item takes a byte at least: a wrong count asks for no more than the bytes hold.
        let mut items = Vec::with_capacity(count.min(reader.bytes.len()));
        for _ in 0..count {
            items.push(T::read(reader)?);
        }
        Some(items)
    }

    fn shift(&mut self, by: Shift) {
        self.iter_mut().for_each(|item| item.shift(by));
    }
}

impl<I: Id, T: Stored> Stored for Arena<I, T> {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.len() as u32);
        self.iter().for_each(|(_, item)| item.write(writer));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Vec::read(reader).map(Arena::from)
    }

    fn shift(&mut self, by: Shift) {
        self.items_mut().for_each(|item| item.shift(by));
    }
}

/// Describes structs by their fields.
macro_rules! structs {
    ($($name:ident { $($field:ident),* })*) => { $(
        impl Stored for $name {
            fn write(&self, writer: &mut Writer) {
                let Self { $($field),* } = self;
                $( $field.write(writer); )*
            }

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                $( let $field = Stored::read(reader)?; )*
                Some(Self { $($field),* })
            }

            fn shift(&mut self, by: Shift) {
                let Self { $($field),* } = self;
                $( $field.shift(by); )*
            }
        }
    )* };
}

/// Describes enums by their variants, each behind the byte that stands for it.
macro_rules! enums {
    ($($name:ident { $(
        $tag:literal $variant:ident $(($($item:ident),*))? $({$($field:ident),*})?
    ),* })*) => { $(
        impl Stored for $name {
            fn write(&self, writer: &mut Writer) {
                match self { $(
                    Self::$variant $(($($item),*))? $({$($field),*})? => {
                        writer.bytes.push($tag);
                        $( $($item.write(writer);)* )?
                        $( $($field.write(writer);)* )?
                    }
                )* }
            }

            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                Some(match reader.byte()? {
                    $( $tag => {
                        $( $(let $item = Stored::read(reader)?;)* )?
                        $( $(let $field = Stored::read(reader)?;)* )?
                        Self::$variant $(($($item),*))? $({$($field),*})?
                    } )*
                    _ => return None,
                })
            }

            fn shift(&mut self, by: Shift) {
                // Where there is nothing within, nothing moves.
                let _ = by;
                match self { $(
                    Self::$variant $(($($item),*))? $({$($field),*})? => {
                        $( $($item.shift(by);)* )?
                        $( $($field.shift(by);)* )?
                    }
                )* }
            }
        }
    )* };
}

structs! {
    Tree { span, exprs, attributes, package, imports, decls, experiments }
    Experiments { alias_v2, explicit_open, short_circuit, try_ }
    Package { span, name }
    Import { span, name, path }
    Decl { span, kind }
    Field { label, mark, value, attributes }
    Label { span, kind, alias, postfix }
    PostfixAlias { key, value }
    Let { name, value }
    Attribute { span, name, body }
    Comprehension { clauses, body, fallback }
    Clause { span, kind }
    Expr { span, kind }
    StringLit { bytes, multiline, hashes, parts }
}

enums! {
    DeclKind {
        0 Field(field), 1 Embed(value), 2 Comprehension(comprehension), 3 Ellipsis(value),
        4 Let(binding), 5 Attribute(attribute), 6 Bad
    }
    FieldMark { 0 Regular, 1 Optional, 2 Required }
    LabelKind {
        0 Ident, 1 String(value), 2 Dynamic { value, alias }, 3 Pattern { value, alias }
    }
    ClauseKind { 0 For { key, value, source }, 1 If(condition), 2 Let(binding), 3 Try(binding) }
    ExprKind {
        0 Bad, 1 Ident, 2 Bottom, 3 Null, 4 Bool(value), 5 Number, 6 String(literal),
        7 List(elements), 8 Struct { decls, braces }, 9 Paren(inner),
        10 Select { base, name, string, optional }, 11 Index { base, index, optional },
        12 Slice { base, low, high }, 13 Call { callee, arguments }, 14 Unary(operator, operand),
        15 Binary(operator, left, right, place), 16 Alias { name, value }, 17 Open(inner),
        18 Optional(inner)
    }
    Element { 0 Value(value), 1 Comprehension(comprehension), 2 Ellipsis(span, value) }
    Part { 0 Text(span), 1 Interpolation(value) }
    UnaryOp {
        0 Plus, 1 Minus, 2 Not, 3 Default, 4 Equal, 5 NotEqual, 6 Less, 7 LessEqual, 8 Greater,
        9 GreaterEqual, 10 Match, 11 NotMatch
    }
    BinaryOp {
        0 Or, 1 And, 2 LogicalOr, 3 LogicalAnd, 4 Equal, 5 NotEqual, 6 Less, 7 LessEqual,
        8 Greater, 9 GreaterEqual, 10 Match, 11 NotMatch, 12 Add, 13 Subtract, 14 Multiply,
        15 Divide
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    const TEXT: &str = r##"
@extern(embed)
package p
import s "strings" // of the library
import "kam"
#D: X=[=~"^a"]: {a?: int & >=1 | *2, b!: _, "c\(1)": -3.5e2 @json(x), ...}
let L = {for k, v in #D if v != _|_ let w = v {(k): w[0].x."y-z"} else {}}
(d): [...string], f: s.Join(["a", #"\#(b)"#, for x in L {x}], '''
    bytes
    ''')
e: #D...
"##;

    #[test]
    fn what_is_restored_is_what_was_stored() {
        let parsed = parse(FileId::at(3), TEXT);
        let restored = restore(FileId::at(3), &store(&parsed)).expect("readable");
        assert_eq!(format!("{:?}", parsed.tree), format!("{:?}", restored.tree));
        assert_eq!(parsed.comments, restored.comments);
    }

    #[test]
    fn other_bytes_are_refused() {
        let bytes = store(&parse(FileId::at(3), TEXT));
        for end in 0..bytes.len() {
            assert!(restore(FileId::at(3), &bytes[..end]).is_none(), "{end} of the bytes");
        }
    }
}
