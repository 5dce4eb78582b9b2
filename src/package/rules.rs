//! What `inf.toml` says of the rules on Kubernetes objects: `[kube] external` and `[kube.rules]`.
//! What the rules are, others know.

use toml::Spanned;
use toml::de::DeValue;

use super::settings::{Spans, text};
use crate::base::{Code, Diagnostic, Glob, Severity};

/// How a project wants the rules on Kubernetes objects to be held.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct KubeRules {
    /// Patterns of the objects that exist without being written here: `Secret/hf-token`,
    /// `Secret/shop/*`.
    pub external: Vec<String>,
    /// The rules that are held otherwise than they are by themselves; none is off.
    pub levels: Vec<(Code, Option<Severity>)>,
}

impl KubeRules {
    /// Adds what another package of the same compilation says.
    pub fn join(&mut self, other: KubeRules) {
        if *self != other {
            self.external.extend(other.external);
            self.levels.extend(other.levels);
        }
    }
}

/// The codes of rules begin so.
const RULES: &[&str] = &["E0502", "E0503", "E07", "E08"];

/// Reads `external = ["Secret/hf-token"]`.
pub(super) fn external(
    value: &Spanned<DeValue<'_>>,
    rules: &mut KubeRules,
    span: &Spans<'_>,
) -> Vec<Diagnostic> {
    let DeValue::Array(items) = value.get_ref() else {
        let message = "`external` is a list of objects";
        return vec![
            Diagnostic::error(Code::Usage, message)
                .at(span(value.span()), "not a list")
                .help("Write `external = [\"Secret/hf-token\"]`."),
        ];
    };
    let mut faults = Vec::new();
    for item in items.iter() {
        let pattern = match text("external", item, span) {
            Ok(setting) => setting.text,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let parts = pattern.split('/').count();
        let fault = match Glob::new(&pattern, '/') {
            Ok(_) if (2..=3).contains(&parts) => {
                rules.external.push(pattern);
                continue;
            }
            Ok(_) => format!("`{pattern}` names no object"),
            Err(why) => format!("`{pattern}` is no pattern: {why}"),
        };
        faults.push(
            Diagnostic::error(Code::Usage, fault).at(span(item.span()), "").help(
                "An object is `Kind/name` or `Kind/namespace/name`; `*` stands for any name.",
            ),
        );
    }
    faults
}

/// Reads `E0805 = "warning"`.
pub(super) fn levels(
    value: &Spanned<DeValue<'_>>,
    rules: &mut KubeRules,
    span: &Spans<'_>,
) -> Vec<Diagnostic> {
    let DeValue::Table(table) = value.get_ref() else {
        let message = "`rules` is a section: write `[kube.rules]`";
        return vec![Diagnostic::error(Code::Usage, message).at(span(value.span()), "")];
    };
    let mut faults = Vec::new();
    for (key, value) in table {
        let is_rule = |code: &Code| RULES.iter().any(|start| code.text().starts_with(start));
        let Some(code) = Code::named(key.get_ref()).filter(is_rule) else {
            let message = format!("`{}` is no rule on Kubernetes objects", key.get_ref());
            faults.push(
                Diagnostic::error(Code::Usage, message)
                    .at(span(key.span()), "unknown rule")
                    .help("Rules have the codes that their messages show, such as E0805."),
            );
            continue;
        };
        let level = match text(code.text(), value, span) {
            Ok(level) => level,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let severity = match level.text.as_str() {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "off" => None,
            other => {
                let message = format!("a rule cannot be `{other}`");
                faults.push(
                    Diagnostic::error(Code::Usage, message)
                        .at(level.span, "")
                        .help("A rule is `error`, `warning` or `off`."),
                );
                continue;
            }
        };
        rules.levels.push((code, severity));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::settings::read;
    use super::*;
    use crate::base::Sources;

    fn check(text: &str) -> (KubeRules, Vec<String>) {
        let mut sources = Sources::default();
        let file = sources.add("inf.toml", text);
        let (settings, faults) = read(file, text);
        let said = |one: &Diagnostic| {
            let place = one.marks.first().map_or("", |mark| mark.span.of(text));
            format!("{place}: {}", one.message)
        };
        (settings.rules, faults.iter().map(said).collect())
    }

    #[test]
    fn what_is_external_and_how_rules_are_held_is_read() {
        let text = "[kube]\nexternal = [\"Secret/a\", \"ConfigMap/shop/*\"]\n\
                    [kube.rules]\nE0701 = \"warning\"\ne0702 = \"off\"\n";
        let (rules, faults) = check(text);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(rules.external, ["Secret/a", "ConfigMap/shop/*"]);
        let levels = [(Code::ObjectName, Some(Severity::Warning)), (Code::Label, None)];
        assert_eq!(rules.levels, levels);
    }

    #[test]
    fn every_fault_is_told() {
        let (_, faults) = check(
            "[kube]\nexternal = [\"Secret\", 1, \"Secret/[\"]\n\
             [kube.rules]\nE0401 = \"off\"\nE0701 = \"loud\"\n",
        );
        assert_eq!(
            faults,
            [
                "\"Secret\": `Secret` names no object",
                "1: `external` is a string, not integer",
                "\"Secret/[\": `Secret/[` is no pattern: syntax error in pattern",
                "E0401: `E0401` is no rule on Kubernetes objects",
                "\"loud\": a rule cannot be `loud`",
            ]
        );
        let (_, faults) = check("[kube]\nexternal = \"a\"\nrules = 1\n");
        assert_eq!(faults.len(), 2);
    }
}
