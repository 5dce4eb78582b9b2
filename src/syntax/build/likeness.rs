//! Whether the names in a declaration mean the same as in another of the same shape.

use crate::base::Id;
use crate::syntax::parser::Shape;
use crate::syntax::tree::{Decl, DeclKind, Expr, ExprKind, Field, LabelKind};

/// What has to be the same in a declaration as in the first of its shape, so that all names mean the
/// same. Its own name need not be, which the scope of the file knows, nor need those of the fields
/// that lead to what stands in braces, where nothing refers to them: `b` and `c` in `a: b: c: {…}`.
pub(super) struct Likeness<'t> {
    marks: Vec<(Place, Mark<'t>)>,
    leading: Vec<(Place, &'t [u8])>,
}

/// Where something stands in the packed text.
type Place = (u32, u32);

/// What has to stand there.
enum Mark<'t> {
    /// A name of a field, or behind a selector.
    Name(&'t [u8]),
    /// A reference, or `null`.
    Reference(&'t [u8]),
    Boolean,
    /// A literal that begins with that byte, which is a quote.
    Quote(u8),
}

impl<'t> Likeness<'t> {
    /// That to `decl`, which consists of `exprs`, all with their places in the packed text. `None`
    /// for what has forms that cannot be alike.
    pub(super) fn to(decl: &Decl, exprs: &[Expr], shape: Shape<'_>, text: &'t str) -> Option<Self> {
        let mut likeness = Self { marks: Vec::new(), leading: Vec::new() };
        let found = |place: Place| written(shape, text, place);
        let (mut decl, mut led) = (decl, Vec::new());
        while let DeclKind::Field(field) = &decl.kind
            && let Some(Expr { kind: ExprKind::Struct { decls, braces: false }, .. }) =
                exprs.get(field.value.index())
            && let [only] = decls.as_slice()
        {
            led.push(field.value.index());
            let place = name(only);
            likeness.leading.extend(place.and_then(|place| Some((place, found(place)?))));
            decl = only;
        }
        for (at, Expr { span, kind }) in exprs.iter().enumerate() {
            let place = (span.start, span.end);
            match kind {
                ExprKind::Ident | ExprKind::Null => {
                    likeness.marks.push((place, Mark::Reference(found(place)?)));
                }
                ExprKind::Bool(_) => likeness.marks.push((place, Mark::Boolean)),
                ExprKind::String(_) => {
                    let quote = *found(place)?.first().filter(|&&quote| quote != b'#')?;
                    likeness.marks.push((place, Mark::Quote(quote)));
                }
                ExprKind::Select { name, .. } => {
                    let place = (name.start, name.end);
                    likeness.marks.push((place, Mark::Name(found(place)?)));
                }
                ExprKind::Struct { decls, .. } if !led.contains(&at) => {
                    for place in decls.iter().filter_map(name) {
                        likeness.marks.push((place, Mark::Name(found(place)?)));
                    }
                }
                _ => {}
            }
        }
        Some(likeness)
    }

    /// Whether a declaration of the same shape is like it.
    pub(super) fn is_of(&self, shape: Shape<'_>, text: &str) -> bool {
        let mut others: Vec<&[u8]> = Vec::new();
        for &(place, first) in &self.leading {
            match written(shape, text, place) {
                Some(this) if this == first => {}
                Some(this) => others.extend([this, first]),
                None => return false,
            }
        }
        self.marks.iter().all(|(place, mark)| {
            let Some(this) = written(shape, text, *place) else { return false };
            match mark {
                Mark::Name(first) => this == *first,
                Mark::Reference(first) => this == *first && !others.contains(&this),
                Mark::Boolean => matches!(this, b"true" | b"false"),
                Mark::Quote(quote) => this.first() == Some(quote),
            }
        })
    }
}

/// What stands in a place of the packed text.
fn written<'t>(shape: Shape<'_>, text: &'t str, (start, end): Place) -> Option<&'t [u8]> {
    let at = |place: u32| shape.offsets.get(place as usize).map(|&at| at as usize);
    text.as_bytes().get(at(start)?..at(end)?)
}

/// Where the name of a field stands, if that is an identifier.
fn name(decl: &Decl) -> Option<Place> {
    match &decl.kind {
        DeclKind::Field(Field { label, .. }) if matches!(label.kind, LabelKind::Ident) => {
            Some((label.span.start, label.span.end))
        }
        _ => None,
    }
}
