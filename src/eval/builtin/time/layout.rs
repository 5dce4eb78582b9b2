//! The layouts of Go: a time is shown as `Mon Jan 2 15:04:05 MST 2006` would be.

/// An element of a layout.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Element {
    Year,
    YearShort,
    MonthName,
    MonthNameShort,
    Month {
        padded: bool,
    },
    Weekday,
    WeekdayShort,
    Day(Pad),
    YearDay(Pad),
    Hour,
    Hour12 {
        padded: bool,
    },
    Minute {
        padded: bool,
    },
    Second {
        padded: bool,
    },
    /// So many digits behind a point or comma; without trailing zeros if not `fixed`.
    Fraction {
        fixed: bool,
        digits: usize,
    },
    HalfDay {
        upper: bool,
    },
    ZoneName,
    Offset(Offset),
}

/// What fills up a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Pad {
    None,
    Space,
    Zero,
}

/// How an offset from Greenwich is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Offset {
    /// `Z` for none.
    pub(super) z: bool,
    pub(super) minutes: bool,
    pub(super) seconds: bool,
    pub(super) colons: bool,
}

const fn offset(z: bool, minutes: bool, seconds: bool, colons: bool) -> Element {
    Element::Offset(Offset { z, minutes, seconds, colons })
}

/// The elements by their text, longer ones before those that they start with. The names of month
/// and day in short must not go on in lower case.
const ELEMENTS: &[(&str, Element)] = &[
    ("January", Element::MonthName),
    ("Jan", Element::MonthNameShort),
    ("Monday", Element::Weekday),
    ("Mon", Element::WeekdayShort),
    ("MST", Element::ZoneName),
    ("002", Element::YearDay(Pad::Zero)),
    ("01", Element::Month { padded: true }),
    ("02", Element::Day(Pad::Zero)),
    ("03", Element::Hour12 { padded: true }),
    ("04", Element::Minute { padded: true }),
    ("05", Element::Second { padded: true }),
    ("06", Element::YearShort),
    ("15", Element::Hour),
    ("1", Element::Month { padded: false }),
    ("2006", Element::Year),
    ("2", Element::Day(Pad::None)),
    ("__2", Element::YearDay(Pad::Space)),
    ("_2", Element::Day(Pad::Space)),
    ("3", Element::Hour12 { padded: false }),
    ("4", Element::Minute { padded: false }),
    ("5", Element::Second { padded: false }),
    ("PM", Element::HalfDay { upper: true }),
    ("pm", Element::HalfDay { upper: false }),
    ("-070000", offset(false, true, true, false)),
    ("-07:00:00", offset(false, true, true, true)),
    ("-0700", offset(false, true, false, false)),
    ("-07:00", offset(false, true, false, true)),
    ("-07", offset(false, false, false, false)),
    ("Z070000", offset(true, true, true, false)),
    ("Z07:00:00", offset(true, true, true, true)),
    ("Z0700", offset(true, true, false, false)),
    ("Z07:00", offset(true, true, false, true)),
    ("Z07", offset(true, false, false, false)),
];

/// The text before the first element of `layout`, the element with its text, and what is behind.
pub(super) fn next(layout: &str) -> (&str, Option<(Element, &str)>, &str) {
    for (at, _) in layout.char_indices() {
        let (before, rest) = layout.split_at(at);
        if let Some((element, len)) = element(rest) {
            let (text, behind) = rest.split_at(len);
            return (before, Some((element, text)), behind);
        }
    }
    (layout, None, "")
}

/// The element that `text` starts with, and its length.
fn element(text: &str) -> Option<(Element, usize)> {
    if text.starts_with(['.', ',']) {
        return fraction(text);
    }
    // `_2006` is an underscore and a year.
    if text.starts_with("_2006") {
        return None;
    }
    ELEMENTS.iter().find_map(|&(name, element)| {
        let behind = text.strip_prefix(name)?;
        let word = matches!(element, Element::MonthNameShort | Element::WeekdayShort);
        let goes_on = behind.starts_with(|char: char| char.is_ascii_lowercase());
        (!(word && goes_on)).then_some((element, name.len()))
    })
}

fn fraction(text: &str) -> Option<(Element, usize)> {
    let digits = &text[1..];
    let first = digits.chars().next().filter(|first| matches!(first, '0' | '9'))?;
    let behind = digits.trim_start_matches(first);
    if behind.starts_with(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let count = digits.len() - behind.len();
    Some((Element::Fraction { fixed: first == '0', digits: count }, count + 1))
}

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The first three letters of a name.
pub(super) fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}
