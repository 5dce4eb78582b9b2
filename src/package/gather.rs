//! Reading and parsing: from paths to candidates for a package.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::directory::{self, Candidate};
use super::files::Files;
use super::text::{self, STANDARD_INPUT};
use super::{condition, library, paths};
use crate::base::{Code, Diagnostic, FileId, Sources, Threads};
use crate::syntax::experiments::{self, Version};
use crate::syntax::{Parsed, Reading, Tree, parse};

/// Sets of files above this many bytes are parsed on several threads; below, starting a thread costs
/// more than it gains (felt, not measured).
const WORTH_A_THREAD: usize = 256 << 10;

/// What was read so far.
pub(super) struct Gather<'a> {
    pub(super) files: &'a dyn Files,
    /// The tags that `@if` asks for.
    pub(super) tags: &'a BTreeSet<String>,
    /// Whether `x_test` files take part.
    pub(super) tests: bool,
    pub(super) threads: Threads,
    /// The tags that were asked for.
    pub(super) asked: BTreeSet<String>,
    /// The version of the language that the module is written in, if it says so.
    pub(super) language: Option<Version>,
    pub(super) sources: Sources,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How long parsing took so far.
    pub(super) parsing: Duration,
}

/// Whether `path` stands for standard input.
pub(super) fn is_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

impl Gather<'_> {
    /// The files named on the command line: those alone, whatever they are called.
    pub(super) fn named(&mut self, named: &[PathBuf]) -> Vec<Candidate> {
        let mut named = named.to_vec();
        // As CUE has it: fewer directories first, then by name.
        named.sort_by_key(|path| (path.components().count(), path.clone()));
        named.dedup();
        let found: Vec<(PathBuf, Result<String, Diagnostic>)> = named
            .into_iter()
            .map(|path| (path.clone(), text::read(self.files, &path, &path)))
            .collect();
        let candidates = self.parsed(found);
        let candidates = self.taking_part(candidates);
        let sources = &self.sources;
        if let Err(fault) = directory::only_name(&candidates, sources, "the files named") {
            self.diagnostics.push(fault);
        }
        candidates
    }

    /// The files of package `name` in the directories above `directory`, up to `root`: a package
    /// takes those of its name along.
    pub(super) fn above(&mut self, directory: &Path, root: &Path, name: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        if directory == root || !directory.starts_with(root) {
            return found;
        }
        for above in directory.ancestors().skip(1) {
            let mut candidates = self.directory(above, None);
            candidates.retain(|candidate| candidate.name.as_deref() == Some(name));
            candidates.append(&mut found);
            found = candidates;
            if above == root {
                break;
            }
        }
        found
    }

    /// The sources of a directory that take part; `shown` is how the directory was named.
    pub(super) fn directory(&mut self, directory: &Path, shown: Option<&Path>) -> Vec<Candidate> {
        let current = self.files.current();
        let found = directory::sources(self.files, directory, self.tests);
        let found = found
            .into_iter()
            .map(|path| {
                let name = match (shown, path.file_name()) {
                    (Some(shown), Some(name)) if shown.is_absolute() => shown.join(name),
                    _ => paths::shown(&current, &path),
                };
                let text = text::read(self.files, &path, &name);
                (name, text)
            })
            .collect();
        let candidates = self.parsed(found);
        self.taking_part(candidates)
    }

    /// Drops the files whose `@if` or `@ignore` keeps them out.
    fn taking_part(&mut self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        let Self { sources, diagnostics, tags, asked, .. } = self;
        candidates.retain(|one| {
            let text = sources.text(one.file);
            condition::holds(&one.parsed.tree, text, tags, asked).unwrap_or_else(|fault| {
                diagnostics.push(fault);
                false
            })
        });
        candidates
    }

    /// Parses texts; those that could not be read are reported.
    pub(super) fn parsed(
        &mut self,
        found: Vec<(PathBuf, Result<String, Diagnostic>)>,
    ) -> Vec<Candidate> {
        let mut files = Vec::new();
        for (path, text) in found {
            match text {
                Ok(text) => files.push(self.sources.add(path, text)),
                Err(fault) => self.diagnostics.push(fault),
            }
        }
        let sources = &self.sources;
        let texts: Vec<(FileId, &str)> =
            files.iter().map(|&file| (file, sources.text(file))).collect();
        let start = Instant::now();
        let trees = self.trees(&texts);
        self.parsing += start.elapsed();
        if let Some(language) = self.language {
            let pairs = texts.iter().zip(&trees);
            let early = pairs.flat_map(|((_, text), one)| too_early(&one.tree, text, language));
            self.diagnostics.extend(early);
        }
        let pairs = texts.into_iter().zip(trees);
        pairs.map(|((file, text), parsed)| candidate(file, text, Reading::Whole(parsed))).collect()
    }

    /// The trees of texts, which are parsed on several threads where there is enough to do.
    fn trees(&self, texts: &[(FileId, &str)]) -> Vec<Arc<Parsed>> {
        if let Some(trees) = self.files.trees() {
            let path = |file| self.sources.path(file);
            let read = |&(file, text): &(FileId, &str)| trees.read(file, path(file), text);
            return texts.iter().map(read).collect();
        }
        let one = |&(file, text): &(FileId, &str)| Arc::new(parse(file, text));
        let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
        match bytes < WORTH_A_THREAD {
            true => texts.iter().map(one).collect(),
            false => self.threads.each(texts, one),
        }
    }

    /// Sources of the embedded library, which were parsed when infc was built.
    pub(super) fn embedded(
        &mut self,
        found: impl Iterator<Item = &'static library::Source>,
    ) -> Vec<Candidate> {
        let start = Instant::now();
        let candidates = found.map(|source| {
            let file = self.sources.add_embedded(source.shown(), source.text);
            let parsed = Reading::of_stored(file, source.text, source.preamble, source.tree);
            candidate(file, source.text, parsed)
        });
        let candidates = candidates.collect();
        self.parsing += start.elapsed();
        candidates
    }
}

/// The source `file` with its `text` and tree.
fn candidate(file: FileId, text: &str, parsed: Reading) -> Candidate {
    let name = parsed.preamble().tree.package.map(|package| package.name.of(text));
    let name = name.filter(|&name| name != "_").map(str::to_owned);
    Candidate { file, name, parsed }
}

/// The errors of experiments that came after the version of the language.
fn too_early(tree: &Tree, text: &str, language: Version) -> Vec<Diagnostic> {
    let asked = experiments::asked(tree, text);
    let early = asked.filter_map(|(name, attribute)| {
        let (major, minor) = experiments::since(name).filter(|&since| since > language)?;
        let message =
            format!("the experiment `{name}` came with language version v{major}.{minor}");
        let said = format!("the module is written in v{}.{}", language.0, language.1);
        let mend = format!("Say `language: version: \"v{major}.{minor}.0\"` in `module.cue`.");
        Some(Diagnostic::error(Code::Syntax, message).at(attribute.span, said).help(mend))
    });
    early.collect()
}
