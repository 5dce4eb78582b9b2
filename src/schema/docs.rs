//! The documentation of definitions and their fields, as the newest release has it.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::tables;

/// The documentation of a package: what each definition says, and below it each of its fields.
#[derive(Debug, Default)]
pub struct Docs {
    definitions: BTreeMap<&'static str, Entry>,
}

#[derive(Debug, Default)]
struct Entry {
    text: &'static str,
    fields: BTreeMap<&'static str, &'static str>,
}

impl Docs {
    /// The documentation of the package `name`; unpacked when it is first asked for.
    pub fn of(name: &str) -> &'static Self {
        static KNOWN: LazyLock<Mutex<BTreeMap<String, &'static Docs>>> =
            LazyLock::new(Mutex::default);
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(docs) = known.get(name) {
            return docs;
        }
        let text = tables::docs(name).unwrap_or_default().leak();
        let docs: &'static Self = Box::leak(Box::new(read(text)));
        known.insert(name.to_owned(), docs);
        docs
    }

    /// What a definition is, as lines of text.
    pub fn definition(&self, name: &str) -> Option<String> {
        self.definitions.get(name).map(|entry| plain(entry.text))
    }

    /// What a field is.
    pub fn field(&self, definition: &str, field: &str) -> Option<String> {
        self.definitions.get(definition)?.fields.get(field).map(|text| plain(text))
    }
}

fn read(text: &'static str) -> Docs {
    let mut docs = Docs::default();
    let mut name = "";
    for line in text.lines() {
        match line.strip_prefix('\t') {
            Some(field) => {
                let (field, text) = field.split_once('\t').unwrap_or((field, ""));
                docs.definitions.entry(name).or_default().fields.insert(field, text);
            }
            None => {
                let (definition, text) = line.split_once('\t').unwrap_or((line, ""));
                name = definition;
                docs.definitions.entry(name).or_default().text = text;
            }
        }
    }
    docs
}

/// The text with its line ends and tabs.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.extend(chars.next().map(|next| match next {
                'n' => '\n',
                't' => '\t',
                other => other,
            })),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_and_fields_are_documented() {
        let docs = Docs::of("apps/v1");
        let deployment = docs.definition("Deployment").unwrap();
        assert_eq!(deployment, "Deployment enables declarative updates for Pods and ReplicaSets.");
        assert!(docs.field("DeploymentSpec", "replicas").unwrap().contains("desired pods"));
        assert_eq!(docs.field("DeploymentSpec", "nothing"), None);
        assert!(Docs::of("no/v1").definition("Deployment").is_none());
    }

    #[test]
    fn lines_come_back() {
        assert_eq!(plain(r"a\n\tb\\n"), "a\n\tb\\n");
    }
}
