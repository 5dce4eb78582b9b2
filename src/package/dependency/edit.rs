//! Changes to `inf.toml` that keep everything else as its author wrote it: comments, order, blanks.

use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use super::requirement::{Requirement, Source};
use crate::base::{Code, Diagnostic};
use crate::remote::{Revision, Wanted};

/// An `inf.toml` that is being changed.
pub(crate) struct Manifest {
    document: DocumentMut,
}

impl Manifest {
    /// Reads the text of an `inf.toml`.
    ///
    /// # Errors
    /// Text that is no TOML.
    pub(crate) fn read(text: &str) -> Result<Self, Diagnostic> {
        let document = text.parse::<DocumentMut>().map_err(|error| {
            Diagnostic::error(Code::Syntax, format!("`inf.toml` is no TOML: {}", error.message()))
        })?;
        Ok(Self { document })
    }

    /// Adds a dependency, or says it anew.
    pub(crate) fn set(&mut self, name: &str, source: &Source) {
        let section = self.document.entry("dependencies").or_insert_with(|| {
            let mut section = Table::new();
            section.set_implicit(false);
            Item::Table(section)
        });
        let Some(section) = section.as_table_like_mut() else { return };
        let mut value = value(name, source);
        match section.get_mut(name).and_then(Item::as_value_mut) {
            Some(old) => {
                // The comment behind the line stays.
                *value.decor_mut() = old.decor().clone();
                *old = value;
            }
            None => {
                section.insert(name, Item::Value(value));
            }
        }
    }

    /// Takes a dependency out; whether it was there.
    pub(crate) fn remove(&mut self, name: &str) -> bool {
        let section = self.document.get_mut("dependencies").and_then(Item::as_table_like_mut);
        section.is_some_and(|section| section.remove(name).is_some())
    }

    /// The text.
    pub(crate) fn text(&self) -> String {
        self.document.to_string()
    }
}

/// The shortest way to write a source.
fn value(name: &str, source: &Source) -> Value {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    match source {
        Source::Named { repository, wanted: Wanted::Tag(tag) } if repository == name => {
            return Value::from(tag.as_str());
        }
        Source::Path(path) => pairs.push(("path", path.clone())),
        Source::Git { url, revision, directory } => {
            pairs.push(("git", url.clone()));
            pairs.push(match revision {
                Revision::Tag(tag) => ("tag", tag.clone()),
                Revision::Branch(branch) => ("branch", branch.clone()),
                Revision::Commit(commit) => ("rev", commit.clone()),
            });
            if !directory.is_empty() {
                pairs.push(("directory", directory.clone()));
            }
        }
        Source::Oci { place, wanted } => {
            pairs.push(("oci", place.to_string()));
            pairs.push(of_registry(wanted));
        }
        Source::Named { repository, wanted } => {
            pairs.push(("oci", repository.clone()));
            pairs.push(of_registry(wanted));
        }
    }
    let mut table = InlineTable::new();
    for (key, text) in pairs {
        table.insert(key, Value::from(text));
    }
    Value::InlineTable(table)
}

fn of_registry(wanted: &Wanted) -> (&'static str, String) {
    match wanted {
        Wanted::Tag(tag) => ("tag", tag.clone()),
        Wanted::Digest(digest) => ("digest", digest.clone()),
    }
}

/// The text of a new `inf.toml`.
pub(crate) fn fresh(name: &str, language: &str) -> String {
    let name = Value::from(name);
    format!("[package]\nname = {name}\nversion = \"0.1.0\"\ninfc = \"{language}\"\n")
}

impl Requirement {
    /// The same requirement with another tag.
    pub(crate) fn tagged(&self, new: &str) -> Self {
        let mut tagged = self.clone();
        match &mut tagged.source {
            Source::Git { revision: Revision::Tag(tag), .. }
            | Source::Oci { wanted: Wanted::Tag(tag), .. }
            | Source::Named { wanted: Wanted::Tag(tag), .. } => new.clone_into(tag),
            Source::Git { .. } | Source::Oci { .. } | Source::Named { .. } | Source::Path(_) => {}
        }
        tagged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_there_stays() {
        let text = "# ours\n[package]\nname = \"a\" # short\n\n[dependencies]\n# the base\n\"ex.com/b\" = \"1.0.0\" # old\n";
        let mut manifest = Manifest::read(text).unwrap();
        let named = |tag: &str| Source::Named {
            repository: "ex.com/b".into(),
            wanted: Wanted::Tag(tag.into()),
        };
        manifest.set("ex.com/b", &named("1.1.0"));
        assert_eq!(manifest.text(), text.replace("1.0.0", "1.1.0"));
        manifest.set("c", &Source::Path("../c".into()));
        assert_eq!(manifest.text(), text.replace("1.0.0", "1.1.0") + "c = { path = \"../c\" }\n");
        assert!(manifest.remove("ex.com/b") && !manifest.remove("ex.com/b"));
        let mut empty = Manifest::read("").unwrap();
        empty.set("ex.com/b", &named("1.0.0"));
        assert_eq!(empty.text(), "[dependencies]\n\"ex.com/b\" = \"1.0.0\"\n");
    }
}
