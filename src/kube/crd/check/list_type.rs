//! `x-kubernetes-list-type`: no value twice in a set, no keys twice in a list that is a map.
//!
//! Source: `apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go`.

use rustc_hash::FxHashMap;

use super::walk::visit;
use super::words::quoted;
use crate::base::{Plain, PlainId, Shape};
use crate::kube::crd::fault::{Fault, FaultKind};
use crate::kube::crd::path::Path;
use crate::kube::crd::schema::{ListType, Schema};

/// Adds what stands twice anywhere below `root`.
pub(super) fn check(schema: &Schema, plain: &Plain, root: PlainId, faults: &mut Vec<Fault>) {
    let mut walk = Walk { plain, faults };
    visit(plain, root, (schema, schema.root), &Path::Root, &mut |at, id, path| {
        if let Shape::List(items) = plain.shape(at) {
            walk.list(items, &schema.node(id).list, path);
        }
    });
}

struct Walk<'a> {
    plain: &'a Plain,
    faults: &'a mut Vec<Fault>,
}

impl Walk<'_> {
    fn list(&mut self, items: &[PlainId], list: &ListType, path: &Path<'_>) {
        match list {
            ListType::Atomic => {}
            ListType::Set => self.unique(items, path, |plain, item| {
                let text = quoted_whole(plain, item);
                Some((text.clone(), text))
            }),
            ListType::Map(keys) => self.map(items, keys, path),
        }
    }

    fn map(&mut self, items: &[PlainId], keys: &[String], path: &Path<'_>) {
        let stranger = items.iter().find(|&&item| !matches!(self.plain.shape(item), Shape::Map));
        if let Some(&stranger) = stranger {
            let value = quoted(self.plain, stranger);
            let text =
                format!("Invalid value: {value}: must be an object for an array of list-type map");
            let fault = Fault::new(FaultKind::Invalid, path, text).at(self.plain.span(stranger));
            self.faults.push(fault);
            return;
        }
        self.unique(items, path, |plain, item| {
            let pairs: Vec<String> = keys
                .iter()
                .filter_map(|key| {
                    let value = plain.get(item, key)?;
                    Some(format!("{key:?}:{}", quoted_whole(plain, value)))
                })
                .collect();
            let text = pairs.join(", ");
            Some((text.clone(), format!("map[string]interface {{}}{{{text}}}")))
        });
    }

    /// Adds a fault for each item whose key (the first of the pair) an earlier one has.
    fn unique(
        &mut self,
        items: &[PlainId],
        path: &Path<'_>,
        key: impl Fn(&Plain, PlainId) -> Option<(String, String)>,
    ) {
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        for (index, &item) in items.iter().enumerate() {
            let Some((key, shown)) = key(self.plain, item) else { continue };
            match seen.get(&key) {
                None => drop(seen.insert(key, index)),
                Some(first) => {
                    let text = format!("Duplicate value: {}", super::words::shortened(&shown));
                    let fault = Fault::new(FaultKind::Duplicate, Path::Index(path, index), text)
                        .at(self.plain.span(item))
                        .help(format!("`{}` is the same.", Path::Index(path, *first)));
                    self.faults.push(fault);
                }
            }
        }
    }
}

/// A value as JSON, whatever its length: equal texts are equal values.
fn quoted_whole(plain: &Plain, at: PlainId) -> String {
    use crate::data::json::{self, Html, Layout};
    let mut text = String::new();
    json::write(plain, at, Layout::Compact, Html::Keep, &mut text);
    text.truncate(text.trim_end().len());
    text
}
