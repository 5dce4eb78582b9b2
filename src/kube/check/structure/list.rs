//! Lists whose elements are told apart by some of their fields.

use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

use super::Walk;
use super::path::{Path, Step};
use crate::base::{Code, Mark, PlainId, Severity, Shape};
use crate::schema::{Field, Key, Uniqueness};

impl Walk<'_> {
    /// Says which elements of a list have the keys of an earlier one.
    pub(super) fn keyed(&mut self, node: PlainId, field: &Field, path: Path<'_>) {
        let Shape::List(items) = self.plain.shape(node) else { return };
        if items.len() < 2 || self.differ(items, &field.keys) {
            return;
        }
        let mut seen: FxHashMap<Vec<String>, PlainId> = FxHashMap::default();
        for (index, &item) in items.iter().enumerate() {
            let Some(keys) = self.keys(item, &field.keys) else { continue };
            match seen.get(&keys) {
                Some(&first) => {
                    self.duplicate(first, item, &keys, field, path.step(Step::Index(index)))
                }
                None => drop(seen.insert(keys, item)),
            }
        }
    }

    /// Whether it is plain to see that the elements of a list differ in their keys.
    fn differ(&self, items: &[PlainId], keys: &[Key]) -> bool {
        let prints = items.iter().filter_map(|&item| self.fingerprint(item, keys));
        let mut prints: Vec<u64> = prints.collect();
        prints.sort_unstable();
        prints.windows(2).all(|pair| matches!(pair, [one, other] if one != other))
    }

    /// A number that is the same for the same values of the keys; nothing if none of them is there.
    fn fingerprint(&self, item: PlainId, keys: &[Key]) -> Option<u64> {
        let mut hasher = FxHasher::default();
        let mut is_there = false;
        for key in keys {
            let value = self.plain.get(item, key.name).map(|value| self.plain.shape(value));
            let mut buffer = itoa::Buffer::new();
            let text = match value {
                Some(Shape::Str(text)) if !text.is_empty() => Some(text),
                Some(Shape::Int(value)) => Some(buffer.format(value)),
                _ => None,
            };
            is_there |= text.is_some();
            text.unwrap_or(key.default).hash(&mut hasher);
        }
        is_there.then(|| hasher.finish())
    }

    /// The values of the keys; nothing if none of them is there.
    fn keys(&self, item: PlainId, keys: &[Key]) -> Option<Vec<String>> {
        let value = |key: &Key| {
            let value = self.plain.get(item, key.name)?;
            match self.plain.shape(value) {
                Shape::Str(text) if !text.is_empty() => Some(text.to_owned()),
                Shape::Int(value) => Some(value.to_string()),
                _ => None,
            }
        };
        let values: Vec<Option<String>> = keys.iter().map(value).collect();
        if values.iter().all(Option::is_none) {
            return None;
        }
        let or_default =
            |(value, key): (Option<String>, &Key)| value.unwrap_or_else(|| key.default.to_owned());
        Some(values.into_iter().zip(keys).map(or_default).collect())
    }

    fn duplicate(
        &mut self,
        first: PlainId,
        item: PlainId,
        values: &[String],
        field: &Field,
        path: Path<'_>,
    ) {
        // With one key it is the key that is told, else the element.
        let key = match field.keys.as_slice() {
            [key] => Some(key.name),
            _ => None,
        };
        let place = |item| key.and_then(|key| self.plain.get(item, key)).unwrap_or(item);
        let (first, again) = (self.plain.span(place(first)), self.plain.span(place(item)));
        let shown = match values {
            [value] => format!("{value:?}"),
            _ => {
                let pair = |(key, value): (&Key, &String)| format!("{}: {value:?}", key.name);
                field.keys.iter().zip(values).map(pair).collect::<Vec<_>>().join(", ")
            }
        };
        let keyed = key.map(|key| path.step(Step::Field(key)));
        let message = format!("Duplicate value: {shown}");
        self.add(Code::DuplicateValue, message, keyed.unwrap_or(path), again);
        self.label("again here");
        if let (Some(last), Some(span)) = (self.said.last_mut(), first) {
            last.marks.push(Mark { span, text: "first here".to_owned() });
        }
        if field.uniqueness == Uniqueness::Merged {
            if let Some(last) = self.said.last_mut() {
                last.severity = Severity::Warning;
            }
            self.help("Of two elements alike, server-side apply refuses the list, and others take the last.");
        }
    }
}
