//! Who depends on what, and why a module is there in that version.

use super::requirement::Requirement;
use super::solve::Solution;
use super::work::{Faults, Work};
use crate::base::{Code, Diagnostic, nearest};
use crate::package::import_path::ImportPath;

impl Work<'_> {
    /// One line for each dependency of each module: who, and on what.
    ///
    /// # Errors
    /// Dependencies that cannot be settled.
    pub fn graph(&mut self) -> Result<Vec<String>, Faults> {
        let solution = self.as_locked()?;
        let mut lines = Vec::new();
        for (index, module) in solution.modules().into_iter().enumerate() {
            for (needed, _) in solution.needs(module) {
                lines.push(format!("{} -> {}", solution.shown(index), solution.shown(needed)));
            }
        }
        Ok(lines)
    }

    /// Who asks for the module that `path` is the name of, or that has the package `path`, and in
    /// which version.
    ///
    /// # Errors
    /// A path that leads to no module of the project.
    pub fn why(&mut self, path: &str) -> Result<Vec<String>, Faults> {
        let solution = self.as_locked()?;
        let modules = solution.modules();
        let read = ImportPath::read(path);
        let is_meant =
            |name: &String| read.is_some_and(|path| path.below(name).is_some()) || name == path;
        let found = modules.iter().position(|module| module.names.iter().any(is_meant));
        let Some(found) = found else { return Err(vec![unknown(path, &solution)]) };
        let mut lines = vec![solution.shown(found)];
        for (index, module) in modules.iter().enumerate() {
            let needs = solution.needs(module);
            for (_, span) in needs.iter().filter(|(needed, _)| *needed == found) {
                let all = &module.settings.dependencies;
                let asked = all.iter().find(|requirement| requirement.name.span == *span);
                let asked = asked.map_or_else(String::new, Requirement::shown);
                let place = self.sources.path(span.file).display();
                let line = self.sources.text(span.file).get(..span.start as usize);
                let line = line.map_or(1, |text| text.matches('\n').count() + 1);
                let who = solution.shown(index);
                lines.push(format!("  {who} asks for {asked} ({place}:{line})"));
            }
        }
        if lines.len() == 1 {
            lines.push("  it is the project itself".to_owned());
        }
        Ok(lines)
    }
}

fn unknown(path: &str, solution: &Solution) -> Diagnostic {
    let modules = solution.modules();
    let names = modules.iter().flat_map(|module| module.names.iter().map(String::as_str));
    let fault = Diagnostic::error(Code::Usage, format!("nothing here needs `{path}`"));
    match nearest(path, names) {
        Some(near) => fault.help(format!("Did you mean `{near}`?")),
        None => fault.help("`infc mod graph` lists all modules."),
    }
}
