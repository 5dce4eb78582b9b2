//! The form of stored programs: each type of the IR as bytes and back, by one description for both
//! ways.
//!
//! Names are written by their numbers, which are the same for all packages; ids count from the first of
//! the package.

use super::super::FieldAttribute;
use super::super::ellipsis::Ellipsis;
use super::super::ir::{
    Clause, Comprehension, ComprehensionId, Decl, Element, Expr, ExprId, Let, LetId, Mark,
    Operator, PackageId, Relation, Sign, StructId, StructLit, TryId, Universe,
};
use super::super::label::{Label, LabelKind};
use super::bytes::{Reader, Stored, Writer};
use crate::base::{Id, Number, Symbol};

impl Stored for Symbol {
    fn write(&self, writer: &mut Writer) {
        self.number().write(writer);
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        // The first symbols are those of the build. Of other numbers there is a name too: none.
        u32::read(reader).map(Self::from_number)
    }
}

impl Stored for Label {
    fn write(&self, writer: &mut Writer) {
        writer.bytes.push(self.kind() as u8);
        if let Some(name) = self.symbol() {
            name.write(writer);
        } else if let Some(index) = self.as_index() {
            writer.number(index as u64);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        use LabelKind::{Definition, Field, Hidden, HiddenDefinition};
        let kind = reader.byte()?;
        let named = [Field, Definition, Hidden, HiddenDefinition];
        if let Some(&kind) = named.iter().find(|&&one| one as u8 == kind) {
            return Some(Label::named(kind, Symbol::read(reader)?));
        }
        if kind == LabelKind::Index as u8 {
            reader.count().map(Label::index)
        } else {
            Some(Label::NONE)
        }
    }
}

impl Stored for Number {
    fn write(&self, writer: &mut Writer) {
        writer.text(&self.to_string());
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Number::parse(reader.text()?).ok()
    }
}

impl Stored for PackageId {
    /// The number of the import.
    fn write(&self, writer: &mut Writer) {
        writer.number(self.index() as u64);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.count().map(Self::from_index)
    }
}

/// Describes ids by what they are counted from.
macro_rules! ids {
    ($($name:ident $base:ident)*) => { $(
        impl Stored for $name {
            fn write(&self, writer: &mut Writer) {
                writer.number(self.index() as u64);
            }

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                let number = reader.count()?;
                Some(Self::from_index(reader.bases.$base.wrapping_add(number)))
            }
        }
    )* };
}

ids! {
    ExprId exprs StructId structs ComprehensionId comprehensions LetId lets TryId tries
}

/// Describes structs by their fields.
macro_rules! structs {
    ($($name:ident { $($field:ident),* })*) => { $(
        impl Stored for $name {
            fn write(&self, writer: &mut Writer) {
                let Self { $($field),* } = self;
                $( $field.write(writer); )*
            }

            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                $( let $field = Stored::read(reader)?; )*
                Some(Self { $($field),* })
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
        }
    )* };
}

impl Stored for Ellipsis {
    fn write(&self, writer: &mut Writer) {
        self.is_open().then(|| self.value()).write(writer);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(match Stored::read(reader)? {
            None => Self::NONE,
            Some(None) => Self::ANY,
            Some(Some(value)) => Self::of(value),
        })
    }
}

structs! {
    Let { name, value }
    FieldAttribute { name, body, span, place }
    StructLit { decls, is_file, last_let, explicit_open, attributes, nameless }
    Comprehension { clauses, body, fallback, span }
}

enums! {
    Expr {
        0 Bad, 1 Bottom, 2 Top, 3 Null, 4 Bool(value), 5 Int(value), 6 Number(value), 7 Str(text),
        8 Bytes(bytes), 9 Universe(name), 10 Interpolation { bytes, parts },
        11 List { elements, ellipsis, level }, 12 Struct(literal), 13 Field { up, label },
        14 Dynamic { up, key }, 15 Let { up, binding }, 16 Key { up }, 17 Element { up },
        18 Own { up }, 19 This { up }, 20 Package(package), 21 Standard(path),
        22 Select(base, label), 23 Index(base, index), 24 Slice { base, low, high },
        25 Optional(clause, name), 26 Call(callee, arguments), 27 Unary(sign, operand),
        28 Bound(relation, operand), 29 Binary(operator, left, right),
        30 ShortCircuit(operator, left, right), 31 And(parts), 32 Or(arms), 33 Open(inner),
        34 Comprehension(comprehension)
    }
    Decl {
        0 Field { label, span, mark, value, attributes }, 1 Dynamic { key, mark, value },
        2 Pattern { pattern, value }, 3 Embed(value), 4 Comprehension(comprehension),
        5 Ellipsis(rest)
    }
    Element { 0 Value(value), 1 Comprehension(comprehension) }
    Clause { 0 For(source), 1 If(condition), 2 Try(clause, value) }
    Mark { 0 Regular, 1 Required, 2 Optional }
    Relation {
        0 Equal, 1 NotEqual, 2 Less, 3 LessEqual, 4 Greater, 5 GreaterEqual, 6 Match, 7 NotMatch
    }
    Sign {
        0 Plus, 1 Minus, 2 Not, 3 Default, 4 Equal, 5 NotEqual, 6 Less, 7 LessEqual, 8 Greater,
        9 GreaterEqual, 10 Match, 11 NotMatch
    }
    Operator {
        0 Or, 1 And, 2 LogicalOr, 3 LogicalAnd, 4 Equal, 5 NotEqual, 6 Less, 7 LessEqual,
        8 Greater, 9 GreaterEqual, 10 Match, 11 NotMatch, 12 Add, 13 Subtract, 14 Multiply,
        15 Divide
    }
    Universe {
        0 Bool, 1 Int, 2 Float, 3 Number, 4 String, 5 Bytes, 6 Len, 7 Close, 8 And, 9 Or, 10 Div,
        11 Mod, 12 Quo, 13 Rem, 14 Error, 15 MatchN, 16 MatchIf
    }
}
