//! Objects of custom resources against the definitions of their kinds, and these themselves.

use super::structure;
use crate::base::{Code, Diagnostic, Plain, Severity, Span};
use crate::kube::Manifest;
use crate::kube::crd::{self, Crds, Definition, Fault, FaultKind};

/// Adds what is wrong with `manifest`, whose kind `definitions` define. Where there are several, as
/// a project has them in two channels, an object is right that holds one of them; else it is held
/// against the one that it is nearest to.
pub(super) fn check(
    plain: &Plain,
    manifest: &Manifest,
    definitions: &[&Definition],
    said: &mut Vec<Diagnostic>,
) {
    let mut best: Option<Vec<Diagnostic>> = None;
    for definition in definitions {
        let found = held(plain, manifest, definition);
        let fewer = best.as_ref().is_none_or(|best| errors(&found) < errors(best));
        if fewer {
            best = Some(found);
        }
    }
    said.extend(best.unwrap_or_default());
    structure::metadata(plain, manifest, said);
}

fn errors(said: &[Diagnostic]) -> usize {
    said.iter().filter(|one| one.severity == Severity::Error).count()
}

fn held(plain: &Plain, manifest: &Manifest, definition: &Definition) -> Vec<Diagnostic> {
    match crd::judge(definition, manifest.version(), plain, manifest.node) {
        Ok(faults) => faults.into_iter().map(diagnostic).collect(),
        Err(broken) => {
            let first = broken.first().map_or("", |fault| fault.message.as_str());
            let message = format!(
                "the definition of {} cannot be used, so its objects are not checked: {first}",
                manifest.kind
            );
            let fault = Diagnostic::error(Code::BrokenDefinition, message);
            let place = plain.get(manifest.node, "kind").and_then(|node| plain.span(node));
            vec![marked(fault, place.or_else(|| plain.span(manifest.node)))]
        }
    }
}

/// Adds what is wrong with a definition that stands among the objects.
pub(super) fn definition(plain: &Plain, manifest: &Manifest, said: &mut Vec<Diagnostic>) {
    let mut crds = Crds::default();
    crds.add_object(plain, manifest.node);
    for definition in crds.all() {
        for version in &definition.versions {
            if let Some(Err(broken)) = definition.schema(version) {
                said.extend(broken.iter().cloned());
            }
        }
    }
    said.extend(crd::structural_faults(plain, manifest.node).into_iter().map(diagnostic));
}

fn diagnostic(fault: Fault) -> Diagnostic {
    let code = match fault.kind {
        FaultKind::Required => Code::MissingValue,
        FaultKind::TypeInvalid => Code::SchemaType,
        FaultKind::NotSupported => Code::UnsupportedValue,
        FaultKind::Invalid | FaultKind::TooLong | FaultKind::TooMany => Code::InvalidValue,
        FaultKind::Duplicate => Code::DuplicateValue,
        FaultKind::Unknown => Code::UnknownField,
        FaultKind::NotServed => Code::NotServed,
        FaultKind::Rule => Code::CelRule,
        FaultKind::Skipped => Code::SkippedRule,
    };
    let mut said = Diagnostic::error(code, fault.text).path(fault.path);
    if fault.kind == FaultKind::Skipped {
        said.severity = Severity::Warning;
    }
    said.help = fault.help;
    marked(said, fault.span)
}

fn marked(said: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place.filter(|&span| span != Span::NOWHERE) {
        Some(span) => said.at(span, ""),
        None => said,
    }
}
