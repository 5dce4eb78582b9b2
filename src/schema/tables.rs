//! The embedded tables. `cargo run --example schemas` writes them.

use include_dir::{Dir, include_dir};

static TABLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas/tables");

/// Far more than any table has: a limit that a broken file ends at.
const LARGEST: usize = 16 << 20;

/// The kinds of tables.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    /// The definitions.
    Definitions,
    /// The documentation.
    Docs,
}

/// The text of a table of the package `name` (`apps/v1`), if there is one.
pub(super) fn text(name: &str, sort: Sort) -> Option<String> {
    let ending = match sort {
        Sort::Definitions => "table.z",
        Sort::Docs => "docs.z",
    };
    let file = TABLES.get_file(format!("{}.{ending}", name.replace('/', ".")))?;
    let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(file.contents(), LARGEST);
    String::from_utf8(bytes.ok()?).ok()
}

/// The names of all packages in order.
pub(super) fn names() -> impl Iterator<Item = String> {
    TABLES.files().filter_map(|file| {
        let name = file.path().to_str()?.strip_suffix(".table.z")?;
        Some(name.replacen('.', "/", 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_text() {
        let names: Vec<String> = names().collect();
        assert!(names.iter().any(|name| name == "core/v1"));
        for name in names {
            assert!(text(&name, Sort::Definitions).is_some_and(|text| !text.is_empty()), "{name}");
            assert!(text(&name, Sort::Docs).is_some_and(|text| !text.is_empty()), "{name}");
        }
        assert_eq!(text("core/v9", Sort::Docs), None);
        assert_eq!(text("../core/v1", Sort::Docs), None);
    }
}
