//! Objects of kinds that nothing is known of: they are written unchecked, and people should know.

use std::collections::BTreeMap;

use super::CheckOptions;
use crate::base::{Code, Diagnostic, Plain, Severity};
use crate::kube::Manifest;

/// Says of each unknown kind once that its objects are not checked.
pub(super) fn report(
    plain: &Plain,
    manifests: &[&Manifest],
    options: &CheckOptions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut kinds: BTreeMap<(&str, &str), (&Manifest, usize)> = BTreeMap::new();
    for &manifest in manifests {
        let kind = (manifest.api_version.as_str(), manifest.kind.as_str());
        kinds.entry(kind).or_insert((manifest, 0)).1 += 1;
    }
    for ((version, kind), (first, count)) in kinds {
        let objects = match count {
            1 => "its object is not checked".to_owned(),
            _ => format!("its {count} objects are not checked"),
        };
        let message = format!("nothing is known of the kind {version} {kind}: {objects}");
        let mut fault = Diagnostic::warning(Code::UnknownKind, message);
        fault.path = Some(first.path.clone()).filter(|path| !path.is_empty());
        if options.strict {
            fault.severity = Severity::Error;
        }
        let place = plain.get(first.node, "kind").and_then(|it| plain.span(it));
        if let Some(span) = place.or_else(|| plain.span(first.node)) {
            fault = fault.at(span, "");
        }
        diagnostics.push(fault);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::find;
    use crate::kube::manifest::tests::plain;

    #[test]
    fn each_kind_is_told_once() {
        let (plain, root) = plain(
            r#"[{"apiVersion": "x.io/v1", "kind": "A"}, {"apiVersion": "x.io/v1", "kind": "A"},
                {"apiVersion": "x.io/v1", "kind": "B"}]"#,
        );
        let manifests = find(&plain, root);
        let manifests: Vec<_> = manifests.iter().collect();
        let mut said = Vec::new();
        report(&plain, &manifests, &CheckOptions::default(), &mut said);
        let messages: Vec<_> =
            said.iter().map(|one| (one.severity, one.message.as_str())).collect();
        assert_eq!(
            messages,
            [
                (
                    Severity::Warning,
                    "nothing is known of the kind x.io/v1 A: its 2 objects are not checked"
                ),
                (
                    Severity::Warning,
                    "nothing is known of the kind x.io/v1 B: its object is not checked"
                ),
            ]
        );
        let strict = CheckOptions { strict: true, ..CheckOptions::default() };
        report(&plain, &manifests, &strict, &mut said);
        assert_eq!(said.last().map(|one| one.severity), Some(Severity::Error));
    }
}
