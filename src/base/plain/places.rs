//! Places in eight bytes, of which plain data have two for each field: nearly all are short and in
//! one of the first files; the others lie apart.

use crate::base::{FileId, Id, Span};

/// A place that [`Places`] knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Where it starts, or the number of what lies apart.
    start: u32,
    /// How long it is; [`APART`] for what lies apart.
    len: u16,
    file: u16,
}

/// The length of what lies apart.
const APART: u16 = u16::MAX;

/// The file of no place.
const NO_FILE: u16 = u16::MAX;

impl Place {
    /// The place of what stands nowhere.
    pub(super) const NOWHERE: Self = Self { start: 0, len: 0, file: NO_FILE };
}

/// The places that need more room.
#[derive(Clone, Default, Debug)]
pub(super) struct Places(Vec<Span>);

impl Places {
    /// Keeps a place.
    pub(super) fn keep(&mut self, span: Span) -> Place {
        if span == Span::NOWHERE {
            return Place::NOWHERE;
        }
        let len = u16::try_from(span.end.wrapping_sub(span.start));
        let file = u16::try_from(span.file.index());
        if let (Ok(len), Ok(file)) = (len, file)
            && len != APART
            && file != NO_FILE
        {
            return Place { start: span.start, len, file };
        }
        self.0.push(span);
        Place { start: self.0.len() as u32 - 1, len: APART, file: 0 }
    }

    /// A place that was kept.
    pub(super) fn get(&self, place: Place) -> Span {
        let Place { start, len, file } = place;
        match (len, file) {
            (APART, _) => self.0.get(start as usize).copied().unwrap_or_default(),
            (_, NO_FILE) => Span::NOWHERE,
            _ => Span::new(FileId::at(u32::from(file)), start, start + u32::from(len)),
        }
    }

    /// Forgets all places.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[test]
fn a_place_is_what_was_kept() {
    let mut places = Places::default();
    let spans = [
        Span::NOWHERE,
        Span::new(FileId::at(0), 7, 9),
        Span::new(FileId::at(3), 5, 5 + 70_000),
        Span::new(FileId::at(70_000), u32::MAX - 1, u32::MAX),
        Span::new(FileId::at(0), u32::MAX - 1, u32::MAX),
        Span::new(FileId::at(1), 9, 7),
    ];
    for span in spans {
        let kept = places.keep(span);
        assert_eq!(places.get(kept), span);
    }
    assert_eq!((places.0.len(), size_of::<Place>()), (3, 8));
}
