//! Which dependencies the sources of a project import.

use std::collections::BTreeSet;

use super::requirement::Requirement;
use crate::base::{Code, Diagnostic, Sources};
use crate::package::files::Files;
use crate::package::import_path::ImportPath;
use crate::package::module::Module;
use crate::package::{directory, text};
use crate::syntax::parse;

/// A warning for each dependency that no source of `project` imports.
pub(super) fn unused(files: &dyn Files, project: &Module) -> Vec<Diagnostic> {
    if project.settings.dependencies.is_empty() {
        return Vec::new();
    }
    let imports = imports(files, project);
    let is_used = |requirement: &&Requirement| {
        let below =
            |path: &String| Some(ImportPath::read(path)?.below(&requirement.name.text)?.len());
        imports.iter().any(|path| below(path).is_some())
    };
    let all = project.settings.dependencies.iter();
    all.filter(|requirement| !is_used(requirement))
        .map(|requirement| {
            let name = &requirement.name.text;
            Diagnostic::warning(Code::Unused, format!("no source imports `{name}`"))
                .at(requirement.name.span, "a dependency that is not used")
                .help(format!("`infc mod remove {name}` takes it out."))
        })
        .collect()
}

/// All import paths in the sources of `project`.
pub(super) fn imports(files: &dyn Files, project: &Module) -> BTreeSet<String> {
    let mut sources = Sources::default();
    let mut imports = BTreeSet::new();
    for place in directory::below(files, &project.root) {
        for path in directory::sources(files, &place, true) {
            // What cannot be read is told when it is compiled.
            let Ok(text) = text::read(files, &path, &path) else { continue };
            let file = sources.add(path, text);
            let text = sources.text(file);
            let parsed = parse(file, text);
            let paths = parsed.tree.imports.iter().map(|import| import.path.of(text));
            imports.extend(paths.map(|path| path.trim_matches('"').to_owned()));
        }
    }
    imports
}
