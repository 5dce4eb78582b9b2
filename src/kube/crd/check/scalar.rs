//! What a schema asks of strings, numbers and single values: enumerations, formats, patterns,
//! lengths, bounds.

use super::Walk;
use super::words::quoted;
use crate::base::{Number, PlainId, Shape};
use crate::kube::crd::fault::FaultKind;
use crate::kube::crd::path::Path;
use crate::kube::crd::schema::{Limits, Node};

impl Walk<'_> {
    /// Judges a single value, or what is asked of a collection as one.
    pub(super) fn scalar(&mut self, at: PlainId, node: &Node, path: &Path<'_>) {
        if let Some(values) = &node.limits.values {
            self.enumerated(at, values, path);
        }
        match self.plain.shape(at) {
            Shape::Str(text) => self.string(at, text, &node.limits, path),
            Shape::Int(value) => self.number(at, &Number::from(value), &node.limits, path),
            Shape::Number(value) => {
                let value = value.clone();
                self.number(at, &value, &node.limits, path);
            }
            Shape::Null | Shape::Bool(_) | Shape::Bytes(_) | Shape::List(_) | Shape::Map => {}
        }
    }

    fn string(&mut self, at: PlainId, text: &str, limits: &Limits, path: &Path<'_>) {
        let value = || quoted(self.plain, at);
        let mut said = Vec::new();
        let length = text.chars().count();
        if let Some(most) = limits.length.exceeds(length) {
            said.push((FaultKind::TooLong, format!("Too long: may not be more than {most} bytes")));
        }
        if let Some(least) = limits.length.falls_short(length) {
            let value = value();
            let text = format!("Invalid value: {value}: should be at least {least} chars long");
            said.push((FaultKind::Invalid, text));
        }
        if let Some(pattern) = &limits.pattern
            && !pattern.matches(text)
        {
            let value = value();
            let text = format!("Invalid value: {value}: should match '{}'", pattern.text);
            said.push((FaultKind::Invalid, text));
        }
        if let Some(format) = limits.format
            && !format.holds(text)
        {
            let (value, name) = (value(), format.name());
            let text = format!("Invalid value: {value}: must be of type {name}: {value}");
            said.push((FaultKind::TypeInvalid, text));
        }
        for (kind, text) in said {
            self.push(kind, at, path, text);
        }
    }

    fn number(&mut self, at: PlainId, value: &Number, limits: &Limits, path: &Path<'_>) {
        let Limits { minimum, maximum, multiple_of, format, .. } = limits;
        if let Some(bound) = minimum {
            let order = value.compare(&bound.value);
            if order.is_lt() || (bound.exclusive && order.is_eq()) {
                let words = if bound.exclusive { "" } else { " or equal to" };
                let limit = &bound.value;
                let text = format!("Invalid value: {value}: should be greater than{words} {limit}");
                self.push(FaultKind::Invalid, at, path, text);
            }
        }
        if let Some(bound) = maximum {
            let order = value.compare(&bound.value);
            if order.is_gt() || (bound.exclusive && order.is_eq()) {
                let words = if bound.exclusive { "" } else { " or equal to" };
                let limit = &bound.value;
                let text = format!("Invalid value: {value}: should be less than{words} {limit}");
                self.push(FaultKind::Invalid, at, path, text);
            }
        }
        if let Some(factor) = multiple_of
            && !is_multiple(value, factor)
        {
            let text = format!("Invalid value: {value}: should be a multiple of {factor}");
            self.push(FaultKind::Invalid, at, path, text);
        }
        if let Some(format) = format
            && !format.fits(value)
        {
            let name = format.name();
            let text = format!(
                "Invalid value: {value}: Checked value must be of type integer with format {name}"
            );
            self.push(FaultKind::Invalid, at, path, text);
        }
    }
}

/// Whether the quotient is whole; what cannot be divided passes, as a multiple of zero does.
fn is_multiple(value: &Number, factor: &Number) -> bool {
    match value.div(factor) {
        Ok(quotient) => quotient.integral().is_int(),
        Err(_) => true,
    }
}
