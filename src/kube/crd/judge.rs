//! One object against the definition of its kind: admission, then all checks.

use super::admit::{Unknown, admit};
use super::check::check;
use super::definition::Definition;
use super::fault::{Fault, FaultKind};
use super::path::Path;
use crate::base::{Diagnostic, Plain, PlainId, nearest};

/// All that is wrong with the object at `root`, which is of `version`.
///
/// # Errors
/// What is wrong with the definition itself.
pub(crate) fn judge(
    definition: &Definition,
    version: &str,
    plain: &Plain,
    root: PlainId,
) -> Result<Vec<Fault>, Vec<Diagnostic>> {
    let Some(found) = definition.version(version).filter(|version| version.served) else {
        return Ok(vec![unserved(definition, version, plain, root)]);
    };
    let Some(schema) = definition.schema(found) else { return Ok(Vec::new()) };
    let schema = schema.map_err(<[Diagnostic]>::to_vec)?;
    let mut admitted = Plain::default();
    let (object, unknown) = admit(schema, plain, root, &mut admitted);
    let mut faults: Vec<Fault> = unknown.into_iter().map(stranger).collect();
    check(schema, &admitted, object, &mut faults);
    Ok(faults)
}

/// A field that the schema does not have: dropped by the server, or an error where it is asked to be
/// strict, as kubectl asks it.
fn stranger(unknown: Unknown) -> Fault {
    let Unknown { path, name, span, known } = unknown;
    let text = format!("unknown field {path:?}");
    let fault = Fault::new(FaultKind::Unknown, path, text).at(Some(span));
    match nearest(&name, known.iter().map(String::as_str)) {
        Some(near) => fault.help(format!("Did you mean `{near}`?")),
        None => fault,
    }
}

fn unserved(definition: &Definition, version: &str, plain: &Plain, root: PlainId) -> Fault {
    let (group, kind) = (&definition.group, &definition.kind);
    let served: Vec<String> = definition
        .versions
        .iter()
        .filter(|version| version.served)
        .map(|version| format!("`{group}/{}`", version.name))
        .collect();
    let text = format!("no matches for kind \"{kind}\" in version \"{group}/{version}\"");
    let place = plain.get(root, "apiVersion").unwrap_or(root);
    Fault::new(FaultKind::NotServed, Path::Field(&Path::Root, "apiVersion"), text)
        .at(plain.span(place))
        .help(format!("Its definition serves {}.", served.join(", ")))
}
