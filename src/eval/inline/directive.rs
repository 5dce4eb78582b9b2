//! What one `@test(…)` says: its verb, version, flags and arguments. Nothing is evaluated here.

use super::errors::ErrorSpec;
use crate::program::{AttributeArgument, FieldAttribute};

/// The name by which versions speak of this evaluator: the tests of CUE's own suite are run by
/// its third.
const VERSION: &str = "v3";

/// One test as it was written.
#[derive(Clone, Debug)]
pub(super) struct Directive {
    pub(super) attribute: FieldAttribute,
    pub(super) verb: String,
    /// Whether it is written for one version of the evaluator.
    pub(super) versioned: bool,
    /// `verb:todo`: it need not hold.
    pub(super) todo: bool,
    pub(super) arguments: Vec<AttributeArgument>,
    /// What of an error `err` expects.
    pub(super) error: ErrorSpec,
    /// Where in the value it looks.
    pub(super) at: Option<String>,
}

/// Parts of tests that speak of the insides of CUE's own evaluator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Internal {
    /// How its debug printer shows a value: `debug`, `debugCheck`.
    Printer,
    /// Which values share one node: `shareID`.
    Sharing,
}

impl Directive {
    /// Reads an attribute; nothing comes back where it is for another version.
    ///
    /// # Errors
    /// What cannot be understood, in one sentence.
    pub(super) fn read(attribute: &FieldAttribute) -> Result<Option<Self>, String> {
        let arguments = attribute.arguments();
        let first = arguments.first();
        let head = first.map_or("", |first| first.key.as_deref().unwrap_or(&first.value));
        let (verb, version) = match head.rsplit_once(':') {
            Some((verb, version)) => (verb, Some(version)),
            None => (head, None),
        };
        if !matches!(version, None | Some("todo" | VERSION)) {
            return Ok(None);
        }
        let rest = arguments.get(1..).unwrap_or_default();
        let error = if verb == "err" { ErrorSpec::read(rest)? } else { ErrorSpec::default() };
        let flag = |key: &str| rest.iter().find(|one| one.key.as_deref() == Some(key));
        let at = flag("at").map(|at| at.value.clone());
        refuse_unknown(verb, rest)?;
        Ok(Some(Self {
            attribute: attribute.clone(),
            verb: verb.to_owned(),
            versioned: version == Some(VERSION),
            todo: version == Some("todo"),
            error,
            at,
            arguments,
        }))
    }

    /// What stands behind `=` in the first argument.
    pub(super) fn setting(&self) -> Option<&str> {
        self.arguments.first().filter(|first| first.key.is_some()).map(|first| first.value.as_str())
    }

    /// The first argument behind the verb that has no key.
    pub(super) fn operand(&self) -> Option<&AttributeArgument> {
        self.arguments.iter().skip(1).find(|argument| argument.key.is_none())
    }

    /// The value of a flag.
    pub(super) fn flag(&self, key: &str) -> Option<&str> {
        let mut rest = self.arguments.iter().skip(1);
        rest.find(|one| one.key.as_deref() == Some(key)).map(|one| one.value.as_str())
    }

    /// Whether it speaks of the insides of CUE's own evaluator alone.
    pub(super) fn internal(&self) -> Option<Internal> {
        match self.verb.as_str() {
            "debug" | "debugCheck" => Some(Internal::Printer),
            "shareID" => Some(Internal::Sharing),
            _ => None,
        }
    }

    /// Whether two tests of one field are about the same: then one for this version of the
    /// evaluator takes the place of one for all.
    pub(super) fn same_subject(&self, other: &Self) -> bool {
        self.verb == other.verb && self.at == other.at
    }
}

/// The keys that the verbs take; those of `err` are its own matter.
fn refuse_unknown(verb: &str, rest: &[AttributeArgument]) -> Result<(), String> {
    let own: &[&str] = match verb {
        "eq" => &["at"],
        "shareID" => &["at"],
        "permute" => &["count"],
        "skip" | "todo" => &["why"],
        "debug" | "debugCheck" | "err" => return Ok(()),
        "" | "kind" | "closed" | "allows" | "desc" => &[],
        "ignore" => &[],
        "final" | "checkOrder" => {
            return Err(format!(
                "`{verb}` stands only inside the expected value of `@test(eq, …)`"
            ));
        }
        _ => return Err(format!("`{verb}` is no kind of test")),
    };
    for key in rest.iter().filter_map(|argument| argument.key.as_deref()) {
        if !own.contains(&key) && !matches!(key, "hint" | "p") {
            return Err(format!("`@test({verb}, …)` takes no `{key}=`"));
        }
    }
    Ok(())
}
