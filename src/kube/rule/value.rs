//! What many rules ask of a single value: a range, one of some words, a syntax.

use super::findings::Findings;
use super::place::Place;
use super::syntax::{self, Syntax, mended};
use crate::base::{Code, Shape};
use crate::kube::quantity::Quantity;

/// A number that is not below zero.
/// (`ValidateNonnegativeField`, k8s.io/apimachinery/pkg/api/validation/generic.go)
pub(in crate::kube) fn not_negative(found: &mut Findings, code: Code, place: &Place) {
    at_least(found, code, place, 0);
}

/// A number that is not below `least`.
pub(in crate::kube) fn at_least(found: &mut Findings, code: Code, place: &Place, least: i64) {
    if place.int().is_some_and(|value| value < least) {
        let why = format!("must be greater than or equal to {least}");
        found.invalid(code, place, &why).help(format!("Write {least} or more."));
    }
}

/// A number that is not above `most`.
pub(in crate::kube) fn at_most(found: &mut Findings, code: Code, place: &Place, most: i64) {
    if place.int().is_some_and(|value| value > most) {
        found.invalid(code, place, &format!("must be less than or equal to {most}"));
    }
}

/// A number within a range, if it is there.
pub(in crate::kube) fn within(
    found: &mut Findings,
    code: Code,
    place: &Place,
    least: i64,
    most: i64,
) {
    if place.int().is_some_and(|value| !(least..=most).contains(&value)) {
        let why = format!("must be between {least} and {most}, inclusive");
        let help = format!("Write a whole number from {least} to {most}.");
        found.invalid(code, place, &why).help(help);
    }
}

/// One of some words, if it is there. An empty string is none, and is what most defaults replace.
pub(in crate::kube) fn one_of(found: &mut Findings, code: Code, place: &Place, supported: &[&str]) {
    if place.filled().is_some_and(|text| !supported.contains(&text)) {
        found.unsupported(code, place, supported);
    }
}

/// A text that is there and not empty.
pub(in crate::kube) fn filled<'a>(
    found: &mut Findings,
    code: Code,
    place: &Place<'a>,
) -> Option<&'a str> {
    if place.is_blank() {
        found.required(code, place, "");
        return None;
    }
    place.filled()
}

/// A text of a syntax, if it is there.
pub(in crate::kube) fn spelled(found: &mut Findings, code: Code, place: &Place, syntax: Syntax) {
    let Some(text) = place.text() else { return };
    if let Some(why) = syntax(text) {
        let finding = found.invalid(code, place, why);
        if let Some(mended) = mended(text, syntax) {
            finding.write(&mended);
        }
    }
}

/// A text of a syntax that is there and not empty.
pub(in crate::kube) fn named<'a>(
    found: &mut Findings,
    code: Code,
    place: &Place<'a>,
    syntax: Syntax,
) -> Option<&'a str> {
    let text = filled(found, code, place)?;
    spelled(found, code, place, syntax);
    Some(text)
}

/// The number of a port. (`IsValidPortNum`)
pub(in crate::kube) fn port_number(found: &mut Findings, code: Code, place: &Place) {
    within(found, code, place, 1, 65535);
}

/// The number or the name of a port. (`ValidatePortNumOrName`, pkg/apis/core/validation)
pub(in crate::kube) fn port(found: &mut Findings, code: Code, place: &Place) {
    port_number(found, code, place);
    spelled(found, code, place, syntax::port_name);
}

/// A count or a percentage, not below zero. (`ValidatePositiveIntOrPercent`, pkg/apis/apps)
pub(in crate::kube) fn count_or_percent(found: &mut Findings, code: Code, place: &Place) {
    not_negative(found, code, place);
    let Some(text) = place.text() else { return };
    if let Some(why) = syntax::percent(text) {
        let finding = found.invalid(code, place, why);
        if text.parse::<u32>().is_ok() {
            finding.help(format!(
                "Write the number without quotes, {text}, or a percentage, \"{text}%\"."
            ));
        }
    }
}

/// A percentage of at most 100. (`IsNotMoreThan100Percent`)
pub(in crate::kube) fn at_most_all(found: &mut Findings, code: Code, place: &Place) {
    if percentage(place).is_some_and(|value| value > 100) {
        found.invalid(code, place, "must not be greater than 100%");
    }
}

fn percentage(place: &Place) -> Option<u64> {
    place.text().and_then(|text| text.strip_suffix('%')).and_then(|text| text.parse().ok())
}

/// Whether a count or a percentage is none of anything.
pub(in crate::kube) fn is_none_of(place: &Place) -> bool {
    place.int() == Some(0) || percentage(place) == Some(0)
}

/// The quantity that a value names; what names none is told.
/// (`ParseQuantity`, k8s.io/apimachinery/pkg/api/resource/quantity.go)
pub(in crate::kube) fn quantity(
    found: &mut Findings,
    code: Code,
    place: &Place,
) -> Option<Quantity> {
    let quantity = place.shape().and_then(Quantity::of);
    if let (None, Some(Shape::Str(text))) = (&quantity, place.shape()) {
        let finding = found.invalid(
            code,
            place,
            "quantities must match the regular expression \
             '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        );
        let stripped = text.replace(' ', "");
        let stripped = stripped.trim_end_matches(['B', 'b']);
        if stripped != text && Quantity::is(stripped) {
            finding.help(format!("Write `{stripped}`; `{stripped}i` counts by 1024."));
        } else {
            finding
                .help("Write a number with one of the suffixes m, k, M, G, T, Ki, Mi, Gi or Ti.");
        }
    }
    quantity
}

/// A quantity that is not below zero, if it is there.
/// (`ValidateNonnegativeQuantity`, pkg/apis/core/validation)
pub(in crate::kube) fn amount(found: &mut Findings, code: Code, place: &Place) -> Option<Quantity> {
    let quantity = quantity(found, code, place)?;
    if quantity.is_negative() {
        found.invalid(code, place, "must be greater than or equal to 0");
    }
    Some(quantity)
}

/// A path below some directory: relative, and without `..`.
/// (`validateLocalDescendingPath`, pkg/apis/core/validation)
pub(in crate::kube) fn descending_path(found: &mut Findings, code: Code, place: &Place) {
    let Some(text) = place.text() else { return };
    if text.starts_with('/') {
        found.invalid(code, place, "must be a relative path").write(text.trim_start_matches('/'));
    }
    no_backsteps(found, code, place);
}

/// A path without `..`. (`validatePathNoBacksteps`, pkg/apis/core/validation)
pub(in crate::kube) fn no_backsteps(found: &mut Findings, code: Code, place: &Place) {
    if place.text().is_some_and(|text| text.split('/').any(|part| part == "..")) {
        found.invalid(code, place, "must not contain '..'");
    }
}
