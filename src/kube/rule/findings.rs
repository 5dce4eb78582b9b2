//! What the rules found in one object, worded as the API server words it.
//!
//! The server knows a handful of kinds of faults (`Required value`, `Invalid value`, …:
//! `k8s.io/apimachinery/pkg/util/validation/field/errors.go`). A rule names the place and says
//! what is wrong with it; it adds a help where the words alone do not say how to mend it.

use super::place::{Place, shorten};
use crate::base::{Code, Diagnostic, Fix, Mark, Span, nearest};
use crate::kube::Manifest;

/// The findings in one object.
pub(in crate::kube) struct Findings<'a> {
    manifest: &'a Manifest,
    said: &'a mut Vec<Diagnostic>,
}

/// The finding that was made last, for adding to it.
pub(in crate::kube) struct Finding<'a>(&'a mut Vec<Diagnostic>);

impl<'a> Findings<'a> {
    /// Findings in `manifest`, which are added to `said`.
    pub(in crate::kube) fn new(manifest: &'a Manifest, said: &'a mut Vec<Diagnostic>) -> Self {
        Self { manifest, said }
    }

    /// The object that is looked at.
    pub(in crate::kube) fn manifest(&self) -> &'a Manifest {
        self.manifest
    }

    /// A value that has to be there, and why.
    pub(in crate::kube) fn required(
        &mut self,
        code: Code,
        place: &Place,
        why: &str,
    ) -> Finding<'_> {
        self.add(code, place, joined("Required value", why))
            .help(format!("Set `{}`.", place.path()))
    }

    /// A value that breaks a rule.
    pub(in crate::kube) fn invalid(&mut self, code: Code, place: &Place, why: &str) -> Finding<'_> {
        let value = place.shown().map_or(String::new(), |value| format!(": {value}"));
        self.add(code, place, joined(&format!("Invalid value{value}"), why))
    }

    /// A value that breaks a rule, shown as `value`.
    pub(in crate::kube) fn invalid_value(
        &mut self,
        code: Code,
        place: &Place,
        value: &str,
        why: &str,
    ) -> Finding<'_> {
        self.add(code, place, joined(&format!("Invalid value: {}", shorten(value)), why))
    }

    /// A value that is none of those that there are.
    pub(in crate::kube) fn unsupported(
        &mut self,
        code: Code,
        place: &Place,
        supported: &[&str],
    ) -> Finding<'_> {
        let quoted: Vec<String> = supported.iter().map(|value| format!("{value:?}")).collect();
        let value = place.shown().map_or(String::new(), |value| format!(" {value}:"));
        let message = format!("Unsupported value:{value} supported values: {}", quoted.join(", "));
        let finding = self.add(code, place, message);
        match place.text().and_then(|text| nearest(text, supported.iter().copied())) {
            Some(near) => finding.meant(near),
            None => finding,
        }
    }

    /// A value that must not be there, and why.
    pub(in crate::kube) fn forbidden(
        &mut self,
        code: Code,
        place: &Place,
        why: &str,
    ) -> Finding<'_> {
        self.add(code, place, joined("Forbidden", why))
    }

    /// A value that must differ from another.
    pub(in crate::kube) fn duplicate(
        &mut self,
        code: Code,
        place: &Place,
        value: &str,
        first: &Place,
    ) -> Finding<'_> {
        self.add(code, place, format!("Duplicate value: {}", shorten(value)))
            .mark(first, "first here")
    }

    /// A name that nothing in the object has; `names` are those that there are.
    pub(in crate::kube) fn not_found(
        &mut self,
        code: Code,
        place: &Place,
        what: &str,
        names: &[&str],
    ) -> Finding<'_> {
        let name = place.text().unwrap_or_default();
        let finding = self.add(code, place, format!("Not found: {}", shorten(name)));
        match nearest(name, names.iter().copied()) {
            Some(near) => finding.help(format!("Did you mean the {what} `{near}`?")),
            None if names.is_empty() => finding.help(format!("There is no {what} here.")),
            None => finding.help(format!("There is {what} `{}`.", names.join("`, `"))),
        }
    }

    /// Anything that is wrong with a value.
    pub(in crate::kube) fn add(
        &mut self,
        code: Code,
        place: &Place,
        message: impl Into<String>,
    ) -> Finding<'_> {
        self.push(Diagnostic::error(code, message), place)
    }

    /// Anything that people should look at, although the server takes it.
    pub(in crate::kube) fn warn(
        &mut self,
        code: Code,
        place: &Place,
        message: impl Into<String>,
    ) -> Finding<'_> {
        self.push(Diagnostic::warning(code, message), place)
    }

    fn push(&mut self, mut diagnostic: Diagnostic, place: &Place) -> Finding<'_> {
        diagnostic.path = Some(place.path());
        if let Some(span) = place.span() {
            diagnostic = diagnostic.at(span, "");
        }
        self.said.push(diagnostic);
        Finding(self.said)
    }
}

impl Finding<'_> {
    /// Adds a sentence on how to mend it.
    pub(in crate::kube) fn help(self, text: impl Into<String>) -> Self {
        self.edit(|it| it.help.push(text.into()))
    }

    /// Says what to write in place of the text, and does it where the text stands as it is in a source
    /// (whoever has the sources sees to that).
    pub(in crate::kube) fn write(self, mended: &str) -> Self {
        self.help(format!("Write `{mended}`.")).replace(mended)
    }

    /// Says what was probably meant, and writes it as [`Self::write`] does.
    pub(in crate::kube) fn meant(self, near: &str) -> Self {
        self.help(format!("Did you mean `{near}`?")).replace(near)
    }

    fn replace(self, text: &str) -> Self {
        self.edit(|it| {
            if let Some(mark) = it.marks.first() {
                let fix = Fix::replace(mark.span, format!("{text:?}"));
                it.fixes.push(fix.titled(format!("replace with `{text}`")).for_review());
            }
        })
    }

    /// Says how to mend it, in place of what was said of that before.
    pub(in crate::kube) fn mend(self, text: impl Into<String>) -> Self {
        self.edit(|it| it.help = vec![text.into()])
    }

    /// Says something of the place that is marked first.
    pub(in crate::kube) fn label(self, text: impl Into<String>) -> Self {
        self.edit(|it| {
            if let Some(mark) = it.marks.first_mut() {
                mark.text = text.into();
            }
        })
    }

    /// Points at `place` instead of the place of the finding.
    pub(in crate::kube) fn on(self, place: &Place) -> Self {
        self.point(place.span())
    }

    /// Points at the key of `place` instead of the place of the finding.
    pub(in crate::kube) fn on_key(self, place: &Place) -> Self {
        self.point(place.key_span())
    }

    /// Points at another place that explains it.
    pub(in crate::kube) fn mark(self, place: &Place, text: impl Into<String>) -> Self {
        match place.span() {
            Some(span) => self.edit(|it| it.marks.push(Mark { span, text: text.into() })),
            None => self,
        }
    }

    fn point(self, span: Option<Span>) -> Self {
        self.edit(|it| {
            if let (Some(mark), Some(span)) = (it.marks.first_mut(), span) {
                mark.span = span;
            }
        })
    }

    fn edit(self, change: impl FnOnce(&mut Diagnostic)) -> Self {
        if let Some(last) = self.0.last_mut() {
            change(last);
        }
        self
    }
}

fn joined(kind: &str, why: &str) -> String {
    if why.is_empty() { kind.to_owned() } else { format!("{kind}: {why}") }
}
