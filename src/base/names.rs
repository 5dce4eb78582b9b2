//! Names that are known when infc is built, as tables that a run only reads.

use std::fmt::Write as _;

/// A list of different names, and where each stands in it.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// All names in a row.
    text: &'static str,
    /// Where each of them ends.
    ends: &'static [u32],
    /// The numbers of the names from 1 on, each in the first free place from that of its hash on; 0
    /// where a place is free. A power of two of places, more than there are names.
    places: &'static [u16],
}

impl Names {
    /// No names.
    pub const NONE: &'static Self = &Self::new("", &[], &[]);

    /// The names that [`Names::written`] wrote.
    pub const fn new(text: &'static str, ends: &'static [u32], places: &'static [u16]) -> Self {
        Self { text, ends, places }
    }

    /// The source text of these names; `None` where they are too many.
    pub fn written<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
        let count = u16::try_from(names.clone().count()).ok()?;
        // Three of four are free, so that hardly a search goes on.
        let mut places = vec![0; (4 * usize::from(count)).next_power_of_two()];
        let (mut text, mut ends) = (String::new(), Vec::new());
        for (number, name) in (1..=count).zip(names) {
            let free = search(name, &places, |number| number == 0)?;
            *places.get_mut(free)? = number;
            text.push_str(name);
            ends.push(text.len());
        }
        let mut written = String::new();
        write!(written, "Names::new({text:?}, &{ends:?}, &{places:?})").ok()?;
        Some(written)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name with that number, counted from 0.
    pub fn get(&self, number: usize) -> Option<&'static str> {
        let start = number.checked_sub(1).map_or(Some(0), |last| self.ends.get(last).copied())?;
        self.text.get(start as usize..*self.ends.get(number)? as usize)
    }

    /// The number of a name.
    #[inline]
    pub fn find(&self, name: &str) -> Option<usize> {
        let is_it = |number: u16| {
            let number = usize::from(number).checked_sub(1);
            number.is_none_or(|number| self.get(number) == Some(name))
        };
        let found = search(name, self.places, is_it)?;
        usize::from(*self.places.get(found)?).checked_sub(1)
    }
}

impl Default for &Names {
    fn default() -> Self {
        Names::NONE
    }
}

/// The first place from that of the name's hash on where `is_it` holds, if there is one.
#[inline]
fn search(name: &str, places: &[u16], is_it: impl Fn(u16) -> bool) -> Option<usize> {
    let mask = places.len().checked_sub(1)?;
    let start = hash(name);
    let mut all = (0..places.len()).map(|step| start.wrapping_add(step) & mask);
    all.find(|&at| places.get(at).is_some_and(|&number| is_it(number)))
}

/// A hash that is the same on all machines, of both ends of a name and its length.
#[inline]
fn hash(name: &str) -> usize {
    let bytes = name.as_bytes();
    let word = |half: &[u8; 4]| u64::from(u32::from_be_bytes(*half));
    let (first, last) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_be_bytes(*first), u64::from_be_bytes(*last)),
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => (word(first), word(last)),
            _ => (bytes.iter().fold(0, |word, &byte| word << 8 | u64::from(byte)), 0),
        },
    };
    let mixed =
        (first ^ last.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[test]
fn names_are_found_and_others_are_not() {
    let names: Vec<String> = (0..500).map(|at| format!("n{}{at}", "x".repeat(at % 20))).collect();
    let written = Names::written(names.iter().map(String::as_str)).unwrap();
    let row = |text: &str| -> Vec<u32> {
        text.split(", ").filter_map(|cell| cell.parse().ok()).collect()
    };
    let (head, places) = written.trim_end_matches("])").split_once("], &[").unwrap();
    let (text, ends) = head.trim_start_matches("Names::new(\"").split_once("\", &[").unwrap();
    let places: Vec<u16> = row(places).into_iter().map(|place| place as u16).collect();
    let known = Names::new(text.to_owned().leak(), row(ends).leak(), places.leak());
    assert_eq!(known.len(), 500);
    for (number, name) in names.iter().enumerate() {
        assert_eq!((known.find(name), known.get(number)), (Some(number), Some(name.as_str())));
    }
    assert_eq!((known.find("n"), known.find("nx0x"), known.get(500)), (None, None, None));
    assert_eq!((Names::NONE.find("n"), Names::NONE.get(0)), (None, None));
}
