//! What `inf.toml` says of Kubernetes: the release, the rules, and where definitions of custom
//! resources lie.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeValue;

use super::files::Files;
use super::manifests::matching;
use super::module;
use super::rules::KubeRules;
use super::settings::{Setting, Spans, text};
use crate::base::{Code, Diagnostic, Sources};
use crate::schema::Release;

/// The settings of Kubernetes around a directory.
#[derive(Default, Debug)]
pub struct KubeSettings {
    /// The release that the project is for, if it says so.
    pub release: Option<Release>,
    /// How the rules are held.
    pub rules: KubeRules,
    /// The files of definitions.
    pub definitions: Vec<PathBuf>,
}

/// The settings that hold in `directory`; `inf.toml` is read into `sources`.
pub fn kube_settings(
    files: &dyn Files,
    directory: &Path,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> KubeSettings {
    let Some(module) = module::find(files, directory, sources, faults) else {
        return KubeSettings::default();
    };
    let settings = &module.settings;
    let release = settings.kube_version.as_ref().and_then(|set| match set.text.parse() {
        Ok(release) => Some(release),
        Err(fault) => {
            let fault: Diagnostic = fault;
            faults.push(fault.at(set.span, "set here"));
            None
        }
    });
    KubeSettings {
        release,
        rules: settings.rules.clone(),
        definitions: definitions(files, &module.root, &settings.crds, faults),
    }
}

/// The files below `root` that patterns name.
pub(super) fn definitions(
    files: &dyn Files,
    root: &Path,
    patterns: &[Setting],
    faults: &mut Vec<Diagnostic>,
) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for pattern in patterns {
        match matching(files, root, &pattern.text) {
            Ok(paths) if paths.is_empty() => {
                let message = format!("no file fits `{}`", pattern.text);
                let fault = Diagnostic::warning(Code::Usage, message).at(pattern.span, "");
                faults.push(fault.help("Patterns start at the directory of `inf.toml`."));
            }
            Ok(paths) => found.extend(paths),
            Err(fault) => faults.push(fault.at(pattern.span, "")),
        }
    }
    found
}

/// Reads `crds = ["crds/**/*.yaml"]`.
pub(super) fn patterns(
    value: &Spanned<DeValue<'_>>,
    kept: &mut Vec<Setting>,
    span: &Spans<'_>,
) -> Vec<Diagnostic> {
    let DeValue::Array(items) = value.get_ref() else {
        let fault = Diagnostic::error(Code::Usage, "`crds` is a list of patterns of files")
            .at(span(value.span()), "not a list");
        return vec![fault.help("Write `crds = [\"crds/**/*.yaml\"]`.")];
    };
    let mut faults = Vec::new();
    for item in items.iter() {
        match text("crds", item, span) {
            Ok(setting) => kept.push(setting),
            Err(fault) => faults.push(fault),
        }
    }
    faults
}
