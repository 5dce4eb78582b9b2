//! What `inf.toml` says of rules: `[kube] external` and `[kube.rules]` of those on Kubernetes
//! objects, `[lint.rules]` of those on sources. What the rules are, others know.

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
    /// The rules that are held otherwise than they are by themselves.
    pub levels: Levels,
}

/// How grave findings of rules are; none is off. What is said later counts.
pub type Levels = Vec<(Code, Option<Severity>)>;

impl KubeRules {
    /// Adds what another package of the same compilation says.
    pub fn join(&mut self, other: KubeRules) {
        if *self != other {
            self.external.extend(other.external);
            self.levels.extend(other.levels);
        }
    }
}

/// A set of rules whose levels can be set.
pub(super) struct Family {
    /// What one of them is.
    what: &'static str,
    /// Their codes begin so.
    codes: &'static [&'static str],
    /// The section that sets them.
    section: &'static str,
    /// The code of one of them.
    example: &'static str,
}

/// The rules on Kubernetes objects.
pub(super) const OBJECTS: Family = Family {
    what: "rule on Kubernetes objects",
    codes: &["E0502", "E0503", "E07", "E08"],
    section: "kube.rules",
    example: "E0805",
};

/// The rules on sources.
pub(super) const SOURCES: Family = Family {
    what: "rule of `infc lint`",
    codes: &["W09"],
    section: "lint.rules",
    example: "W0901",
};

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

/// Reads `E0805 = "warning"`, of a rule of `family`.
pub(super) fn levels(
    value: &Spanned<DeValue<'_>>,
    family: &Family,
    levels: &mut Levels,
    span: &Spans<'_>,
) -> Vec<Diagnostic> {
    let DeValue::Table(table) = value.get_ref() else {
        let message = format!("`rules` is a section: write `[{}]`", family.section);
        return vec![Diagnostic::error(Code::Usage, message).at(span(value.span()), "")];
    };
    let mut faults = Vec::new();
    for (key, value) in table {
        let is_rule = |code: &Code| family.codes.iter().any(|start| code.text().starts_with(start));
        let Some(code) = Code::named(key.get_ref()).filter(is_rule) else {
            let message = format!("`{}` is no {}", key.get_ref(), family.what);
            faults.push(
                Diagnostic::error(Code::Usage, message).at(span(key.span()), "unknown rule").help(
                    format!(
                        "Rules have the codes that their messages show, such as {}.",
                        family.example
                    ),
                ),
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
        levels.push((code, severity));
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

    #[test]
    fn the_families_of_rules_are_kept_apart() {
        let mut sources = Sources::default();
        let text = "[lint.rules]\nW0901 = \"off\"\nE0805 = \"off\"\n";
        let file = sources.add("inf.toml", text);
        let (settings, faults) = read(file, text);
        assert_eq!(settings.lint, [(Code::UnusedHidden, None)]);
        let said: Vec<&str> = faults.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(said, ["`E0805` is no rule of `infc lint`"]);
    }
}
