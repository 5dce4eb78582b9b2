//! The definitions that a run was given, by kind; a file is read when a kind in it is asked for.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::definition::Definition;
use super::skim::skim;
use crate::base::{Code, Diagnostic, FileId, Plain, PlainId, Shape, Sources};
use crate::data::json;
use crate::data::yaml::{self, Dialect, Stream};

/// All definitions.
#[derive(Default, Debug)]
pub struct Crds {
    sources: Sources,
    files: Vec<File>,
    /// Which files define a kind, by group and kind.
    kinds: FxHashMap<(String, String), Vec<usize>>,
}

/// One file, or one object that defines a kind.
#[derive(Debug)]
struct File {
    file: Option<FileId>,
    read: OnceLock<Read>,
}

/// What stands in a file.
#[derive(Default, Debug)]
struct Read {
    definitions: Vec<Definition>,
    faults: Vec<Diagnostic>,
}

impl Crds {
    /// Adds a file of definitions: YAML, or JSON by its name. Other objects in it are let pass.
    pub fn add(&mut self, path: &Path, text: String) {
        let file = self.sources.add(path, text);
        let known = skim(self.sources.text(file));
        let index = self.files.len();
        let entry = File { file: Some(file), read: OnceLock::new() };
        self.files.push(entry);
        match known {
            Some(kinds) => kinds.into_iter().for_each(|kind| self.index(kind, index)),
            None => {
                let read = self.read(index);
                let kinds = read.definitions.iter();
                let kinds: Vec<_> = kinds.map(|it| (it.group.clone(), it.kind.clone())).collect();
                kinds.into_iter().for_each(|kind| self.index(kind, index));
            }
        }
    }

    /// Adds the definition that stands at `root`, one of the objects that are judged; nothing if it
    /// is none that can be read.
    pub fn add_object(&mut self, plain: &Plain, root: PlainId) {
        let mut own = Plain::default();
        let root = own.copy(plain, root);
        let Some(Ok(definition)) = Definition::read(&Arc::new(own), root) else { return };
        let index = self.files.len();
        self.index((definition.group.clone(), definition.kind.clone()), index);
        let read = Read { definitions: vec![definition], faults: Vec::new() };
        self.files.push(File { file: None, read: read.into() });
    }

    /// The definitions of a kind: more than one where several files bring it.
    pub fn find(&self, group: &str, kind: &str) -> Vec<&Definition> {
        let key = (group.to_owned(), kind.to_owned());
        let Some(files) = self.kinds.get(&key) else { return Vec::new() };
        let all = files.iter().flat_map(|&index| &self.read(index).definitions);
        all.filter(|it| it.group == group && it.kind == kind).collect()
    }

    /// All definitions, in the order of their files; every file is read for it.
    pub fn all(&self) -> impl Iterator<Item = &Definition> {
        (0..self.files.len()).flat_map(|index| &self.read(index).definitions)
    }

    /// Whether nothing is defined.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What the diagnostics of definitions point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What is wrong with the files that have been read.
    pub fn faults(&self) -> Vec<Diagnostic> {
        let read = self.files.iter().filter_map(|file| file.read.get());
        read.flat_map(|read| read.faults.iter().cloned()).collect()
    }

    fn index(&mut self, kind: (String, String), file: usize) {
        let files = self.kinds.entry(kind).or_default();
        if !files.contains(&file) {
            files.push(file);
        }
    }

    fn read(&self, index: usize) -> &Read {
        static NOTHING: Read = Read { definitions: Vec::new(), faults: Vec::new() };
        let Some(entry) = self.files.get(index) else { return &NOTHING };
        entry.read.get_or_init(|| match entry.file {
            Some(file) => read(&self.sources, file),
            None => Read::default(),
        })
    }
}

fn read(sources: &Sources, file: FileId) -> Read {
    let text = sources.text(file);
    let is_json = sources.path(file).extension().is_some_and(|it| it == "json");
    let mut plain = Plain::default();
    let roots = match is_json {
        true => json::read_all(text, file, &mut plain),
        false => {
            let Stream { documents, fault } =
                yaml::read_stream(text, file, &mut plain, Dialect::Kubernetes);
            fault.map_or(Ok(documents), Err)
        }
    };
    let roots = match roots {
        Ok(roots) => roots,
        Err(fault) => return Read { faults: vec![fault], ..Read::default() },
    };
    let plain = Arc::new(plain);
    let mut result = Read::default();
    for root in roots.into_iter().flat_map(|root| objects(&plain, root)) {
        match Definition::read(&plain, root) {
            Some(Ok(definition)) => result.definitions.push(definition),
            Some(Err(fault)) => result.faults.push(fault),
            None => {}
        }
    }
    if result.definitions.is_empty() && result.faults.is_empty() {
        let name = sources.path(file).display();
        let message = format!("there is no custom resource definition in `{name}`");
        result.faults.push(Diagnostic::warning(Code::BrokenDefinition, message));
    }
    result
}

/// The object at `root`, or those of a list.
fn objects(plain: &Plain, root: PlainId) -> Vec<PlainId> {
    let is_list = plain.get_str(root, "kind").is_some_and(|kind| kind.ends_with("List"));
    match plain.get(root, "items").filter(|_| is_list).map(|items| plain.shape(items)) {
        Some(Shape::List(items)) => items.to_vec(),
        _ => vec![root],
    }
}
