//! `export --split`: the manifests of a value, each as a text of its own.

use super::export::{ExportOptions, Gathered, Refused, gathered};
use super::format::Format;
use super::request::{Outcome, Request, unusable};
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
    gathered(files, request, options, |all| objects(all, options))
}

fn objects(mut all: Gathered, options: &ExportOptions) -> Result<Vec<ObjectFile>, Refused> {
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
        objects.push(ObjectFile { name: format!("{name}.{ending}"), text });
    }
    objects.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(objects)
}
