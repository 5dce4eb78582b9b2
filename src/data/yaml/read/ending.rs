//! The end of a text. The crate panics where the input ends within a block or within quotes without a
//! line break; so it is always given one, and what that adds to a block is taken away again.

use libyaml_safer::{EventData, ScalarStyle};

/// What is read behind `text`.
pub(super) fn added(text: &str) -> &'static [u8] {
    if text.ends_with(['\n', '\r']) { b"" } else { b"\n" }
}

/// What `text` means by a node that reaches into the break behind it.
pub(super) fn undone(mut data: EventData, text: &str) -> EventData {
    if let EventData::Scalar { value, style, .. } = &mut data
        && matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
    {
        // A last line of blanks ends only in a block that keeps its breaks.
        let last = text.rsplit(['\n', '\r']).next().unwrap_or_default();
        if value.ends_with("\n\n") || (!last.trim().is_empty() && value.ends_with('\n')) {
            value.pop();
        }
    }
    data
}
