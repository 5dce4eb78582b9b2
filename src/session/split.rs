//! `export --split`: the manifests of a value, each as a text of its own.

use super::export::{ExportOptions, Gathered, Refused, gathered};
use super::format::Format;
use super::request::{Outcome, Request, unusable};
use crate::base::{PlainId, roomy};
use crate::kube;
use crate::package::Files;

/// One object, as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectFile {
    /// The name of its file: `shop_deployment.apps_web.yaml`.
    pub name: String,
    /// The text.
    pub text: Vec<u8>,
}

/// The manifests that `request` asks for, each for a file of its own, in the order of their names;
/// or all errors.
pub fn split(
    files: &dyn Files,
    request: &Request,
    options: &ExportOptions,
) -> Outcome<Vec<ObjectFile>> {
    let write = |mut all: Gathered| {
        let written = objects(&mut all, options)?;
        Ok(written.into_iter().map(|(file, _)| file).collect())
    };
    roomy(|| gathered(files, request, options, &mut None, None, write))
}

/// The manifests, each for a file of its own, and what is written there.
pub(super) fn objects(
    all: &mut Gathered,
    options: &ExportOptions,
) -> Result<Vec<(ObjectFile, PlainId)>, Refused> {
    let ending = match options.format {
        Format::Yaml => "yaml",
        Format::Json | Format::JsonCompact => "json",
        Format::JsonLines | Format::Inf | Format::Text | Format::Binary | Format::Toml => {
            let fault = unusable("the files of objects are YAML or JSON")
                .help("Write `--out yaml` or `--out json`.");
            return Err(Refused { owner: None, fault });
        }
    };
    let nodes = all.sorted()?;
    let names = kube::file_names(&all.plain, &all.manifests);
    let mut objects = Vec::with_capacity(nodes.len());
    for (node, name) in nodes.into_iter().zip(names) {
        let text = all.emit(&[node], options)?;
        objects.push((ObjectFile { name: format!("{name}.{ending}"), text }, node));
    }
    objects.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    Ok(objects)
}
