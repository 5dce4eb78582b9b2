//! `inf/workspace`: what the platform team says of all applications of a project. It is the file that
//! `[workspace] file` in `inf.toml` names; without one the package is empty.
//!
//! Nothing here knows what such a file says: that is between it and who imports the package.

use std::path::PathBuf;

use super::files::Files;
use super::module::Module;
use super::{paths, text};
use crate::base::Diagnostic;

/// The import path of the workspace.
pub(super) const WORKSPACE: &str = "inf/workspace";

/// The source of the package: the path to show, and the text.
///
/// # Errors
/// A file that cannot be read; the error marks where it is named.
pub(super) fn source(
    files: &dyn Files,
    module: Option<&Module>,
) -> (PathBuf, Result<String, Diagnostic>) {
    let named = module.and_then(|module| Some((module, module.settings.workspace.as_ref()?)));
    let Some((module, setting)) = named else {
        return (PathBuf::from(WORKSPACE), Ok("package workspace\n".to_owned()));
    };
    let path = module.root.join(&setting.text);
    let shown = paths::shown(&files.current(), &path);
    let read = text::read(files, &path, &shown);
    (shown, read.map_err(|fault| fault.at(setting.span, "the workspace is named here")))
}
