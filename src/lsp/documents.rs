//! The texts that the client has open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{TextDocumentContentChangeEvent, Url};

use super::position::{Encoding, Lines};

/// One open text.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// What the client calls it.
    pub(super) uri: Url,
    /// The text.
    pub(super) text: Arc<str>,
    /// The version that the client gave it.
    pub(super) version: i32,
}

/// All open texts, by absolute paths.
#[derive(Clone, Default, Debug)]
pub(super) struct Documents {
    open: BTreeMap<PathBuf, Document>,
}

impl Documents {
    /// Opens a text, or replaces it.
    pub(super) fn open(&mut self, path: PathBuf, document: Document) {
        self.open.insert(path, document);
    }

    /// Closes a text.
    pub(super) fn close(&mut self, path: &Path) {
        self.open.remove(path);
    }

    /// The open text at `path`.
    pub(super) fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    /// All open texts.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &Document)> {
        self.open.iter().map(|(path, document)| (path.as_path(), document))
    }

    /// The texts alone.
    pub(super) fn texts(&self) -> BTreeMap<PathBuf, Arc<str>> {
        self.open.iter().map(|(path, one)| (path.clone(), Arc::clone(&one.text))).collect()
    }

    /// Applies changes in order, which makes the text that `version`.
    pub(super) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(document) = self.open.get_mut(path) else { return };
        let mut text = document.text.to_string();
        for change in changes {
            let Some(range) = change.range else {
                text = change.text;
                continue;
            };
            let lines = Lines::new(&text, encoding);
            let start = lines.offset(range.start) as usize;
            let end = (lines.offset(range.end) as usize).max(start);
            text.replace_range(start..end, &change.text);
        }
        document.text = text.into();
        document.version = version;
    }
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::*;

    #[test]
    fn changes_are_applied_in_order() {
        let mut documents = Documents::default();
        let uri = Url::parse("file:///a.inf").expect("it is a URI");
        let path = Path::new("/a.inf");
        documents
            .open(path.to_owned(), Document { uri, text: "a: 1\nb: 😀2\n".into(), version: 1 });
        let at =
            |line, from, to| Some(Range::new(Position::new(line, from), Position::new(line, to)));
        let change = |range, text: &str| TextDocumentContentChangeEvent {
            range,
            range_length: None,
            text: text.to_owned(),
        };
        let changes = vec![change(at(1, 5, 6), "3"), change(at(0, 0, 1), "xy")];
        documents.change(path, 2, changes, Encoding::Utf16);
        let document = documents.get(path).expect("it is open");
        assert_eq!((&*document.text, document.version), ("xy: 1\nb: 😀3\n", 2));
        documents.change(path, 3, vec![change(None, "c: 1")], Encoding::Utf16);
        assert_eq!(&*documents.get(path).expect("it is open").text, "c: 1");
    }
}
