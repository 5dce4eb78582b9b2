//! Where the nodes or the keys of plain data stand, by their numbers, in eight bytes each: nearly all
//! places are short and in one of the first files; the others lie apart.

use crate::base::{FileId, Id, Span};

/// A place that [`Places`] knows.
#[derive(Clone, Copy, Debug)]
struct Place {
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
    const NOWHERE: Self = Self { start: 0, len: 0, file: NO_FILE };
}

/// Places by numbers. Those behind its end are nowhere and take no room: what a program gives has no
/// places unless somebody asks for them.
#[derive(Clone, Default, Debug)]
pub(super) struct Places {
    known: Vec<Place>,
    /// Those that need more room.
    apart: Vec<Span>,
}

impl Places {
    /// The place with that number.
    pub(super) fn get(&self, number: usize) -> Span {
        let Some(&Place { start, len, file }) = self.known.get(number) else {
            return Span::NOWHERE;
        };
        match (len, file) {
            (APART, _) => self.apart.get(start as usize).copied().unwrap_or_default(),
            (_, NO_FILE) => Span::NOWHERE,
            _ => Span::new(FileId::at(u32::from(file)), start, start + u32::from(len)),
        }
    }

    /// Says what is the place with that number.
    pub(super) fn set(&mut self, number: usize, span: Span) {
        if number >= self.known.len() {
            if span == Span::NOWHERE {
                return;
            }
            self.known.resize(number + 1, Place::NOWHERE);
        }
        self.known[number] = self.keep(span);
    }

    fn keep(&mut self, span: Span) -> Place {
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
        self.apart.push(span);
        Place { start: self.apart.len() as u32 - 1, len: APART, file: 0 }
    }

    /// Forgets all places.
    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.apart.clear();
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
    for (number, span) in spans.into_iter().enumerate() {
        places.set(number, span);
        assert_eq!(places.get(number), span);
    }
    assert_eq!((places.apart.len(), size_of::<Place>()), (3, 8));
    assert_eq!(places.get(9), Span::NOWHERE);
    places.set(9, Span::NOWHERE);
    assert_eq!(places.known.len(), spans.len());
}
