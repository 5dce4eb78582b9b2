//! The embedded tables. `cargo run --example schemas` writes them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use include_dir::{Dir, File, include_dir};

static TABLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas/tables");

/// Far more than any table has: a limit that a broken file ends at.
const LARGEST: usize = 16 << 20;

/// The tables of definitions by the names of their packages (`apps/v1`): as they are, since runs
/// read them.
pub(super) static DEFINITIONS: LazyLock<BTreeMap<String, &[u8]>> = LazyLock::new(|| {
    let table = |file: &'static File<'_>| {
        let name = file.path().to_str()?.strip_suffix(".table")?;
        Some((name.replacen('.', "/", 1), file.contents()))
    };
    TABLES.files().filter_map(table).collect()
});

/// The documentation of the package `name`, if there is one: packed, since it is six times as much,
/// and read by people alone.
pub(super) fn docs(name: &str) -> Option<String> {
    let file = TABLES.get_file(format!("{}.docs.z", name.replace('/', ".")))?;
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(file.contents(), LARGEST);
    String::from_utf8(bytes.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_text() {
        assert!(DEFINITIONS.contains_key("core/v1"));
        for (name, table) in &*DEFINITIONS {
            assert!(str::from_utf8(table).is_ok_and(|text| !text.is_empty()), "{name}");
            assert!(docs(name).is_some_and(|text| !text.is_empty()), "{name}");
        }
        assert_eq!(docs("core/v9"), None);
        assert_eq!(docs("../core/v1"), None);
    }
}
