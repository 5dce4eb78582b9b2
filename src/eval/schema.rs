//! The functions that hold values against schemas: `matchN`, `matchIf`, `list.MatchN`,
//! `json.Validate` and their like.

use super::builtin::{Data, Fault, Format, encoding};
use super::fit::{Demand, Fit};
use super::graph::Graph;
use super::native::Site;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::VertexId;
use crate::base::{Code, Span};
use crate::program::Universe;

impl Graph {
    /// `matchN(count, schemas)` and `matchIf(if, then, else)`.
    pub(super) fn match_schemas(
        &mut self,
        function: Universe,
        value: Value,
        arguments: &[Value],
        span: Span,
    ) -> Result<(), Bottom> {
        let again = self.matching.iter().any(|&(place, other)| {
            place == span && Self::is_scalar(other) && self.same_scalar(other, value)
        });
        if again {
            return Err(Bottom::new(
                Gravity::StructuralCycle,
                Code::StructuralCycle,
                "structural cycle",
            )
            .at(span, "checking a value by this needs the very same check"));
        }
        self.matching.push((span, value));
        let result = match (function, arguments) {
            (Universe::MatchN, &[count, schemas]) => self.match_n(value, count, schemas, span),
            (Universe::MatchIf, &[condition, then, otherwise]) => {
                let holds = self.fit(value, condition, Demand::Settled, span) == Fit::Holds;
                let (schema, name) = if holds { (then, "then") } else { (otherwise, "else") };
                self.match_branch(value, schema, name, span)
            }
            _ => Ok(()),
        };
        self.matching.pop();
        result
    }

    fn match_n(
        &mut self,
        value: Value,
        count: Value,
        schemas: Value,
        span: Span,
    ) -> Result<(), Bottom> {
        let schemas = match schemas {
            Value::Vertex(list) => {
                let list = self.reach(list);
                self.elements(list)
            }
            _ => Vec::new(),
        };
        let all = schemas.len();
        let (mut matching, mut possible) = (0, 0);
        let mut unmatched = Vec::new();
        for schema in schemas {
            match self.fit(value, Value::Vertex(schema), Demand::Settled, span) {
                Fit::Holds => {
                    matching += 1;
                    continue;
                }
                Fit::Incomplete => possible += 1,
                Fit::Fails => {}
            }
            unmatched.push(schema);
        }
        let count = match count {
            Value::Vertex(vertex) => {
                let count = self.value_of(vertex);
                self.default_of(count)
            }
            count => count,
        };
        let Some(gravity) = self.miscounted(count, matching, matching + possible, span) else {
            return Ok(());
        };
        let mut bottom = Bottom::new(gravity, Code::OutOfBound, "");
        if self.quiet == 0 {
            let (shown, wanted) = (self.show_value(value), self.show_value(count));
            bottom.message = format!(
                "invalid value {shown} (does not satisfy matchN): \
                 {matching} of {all} schemas match, but {wanted} must"
            );
        }
        bottom = bottom.at(span, "checked here");
        let mut why = Vec::new();
        for schema in unmatched {
            why.extend(self.misfits(value, Value::Vertex(schema), span));
        }
        if gravity == Gravity::Incomplete {
            // What nothing can mend is not what is missing.
            why.retain(|&error| self.bottoms[error].gravity < Gravity::Permanent);
        }
        if !why.is_empty() {
            let own = self.bottoms.add(bottom.clone());
            bottom.causes = std::iter::once(own).chain(why).collect();
        }
        Err(bottom)
    }

    /// Whether so many matches are not as many as there must be, and if more may still come that
    /// mend it.
    fn miscounted(
        &mut self,
        count: Value,
        matching: usize,
        most: usize,
        span: Span,
    ) -> Option<Gravity> {
        if self.fit(Value::count(matching), count, Demand::Consistent, span) == Fit::Holds {
            return None;
        }
        let within = match count {
            Value::Bottom(bottom) => return Some(self.bottoms[bottom].gravity),
            Value::Int(wanted) => usize::try_from(wanted.get())
                .is_ok_and(|wanted| wanted > matching && wanted <= most),
            Value::Number(_) => false,
            Value::Bound(bound) => {
                let bound = self.bounds[bound];
                (matching..=most).any(|number| {
                    self.satisfies(Value::count(number), &bound).is_ok_and(|holds| holds)
                })
            }
            _ => true,
        };
        Some(if within { Gravity::Incomplete } else { Gravity::Permanent })
    }

    fn match_branch(
        &mut self,
        value: Value,
        schema: Value,
        name: &str,
        span: Span,
    ) -> Result<(), Bottom> {
        let gravity = match self.fit(value, schema, Demand::Settled, span) {
            Fit::Holds => return Ok(()),
            Fit::Incomplete => Gravity::Incomplete,
            Fit::Fails => Gravity::Permanent,
        };
        let mut bottom = Bottom::new(gravity, Code::OutOfBound, "");
        if self.quiet == 0 {
            let shown = self.show_value(value);
            bottom.message = format!(
                "invalid value {shown} (does not satisfy matchIf): \
                 it does not match the schema for `{name}`"
            );
            bottom.causes = self.misfits(value, schema, span);
        }
        Err(bottom.at(span, "checked here"))
    }

    /// `list.MatchN(list, count, schema)`
    pub(super) fn match_items(
        &mut self,
        list: &[VertexId],
        count: Value,
        schema: Value,
        span: Span,
    ) -> bool {
        let mut matching = 0;
        for &item in list {
            let fit = self.fit(Value::Vertex(item), schema, Demand::Present, span);
            matching += usize::from(fit == Fit::Holds);
        }
        self.fit(Value::count(matching), count, Demand::Consistent, span) == Fit::Holds
    }

    /// `json.Validate(text, schema)` and its like for YAML.
    pub(super) fn validate_text(
        &mut self,
        format: Format,
        values: &[Value],
        site: Site<'_>,
    ) -> Result<bool, BottomId> {
        let (Some(&text), Some(&schema)) = (values.first(), values.get(1)) else {
            return Ok(false);
        };
        let text = match self.data(text, site.span)? {
            Data::Str(text) => text.to_string(),
            Data::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::List(_) | Data::Struct(_) => {
                String::new()
            }
        };
        let (documents, demand) = match format {
            Format::Json => {
                let document = encoding::json::parse(&text);
                (document.map(|document| vec![document]), Demand::Present)
            }
            Format::Yaml => (encoding::yaml::in_stream(&text), Demand::Concrete),
            Format::YamlPartial => (encoding::yaml::in_stream(&text), Demand::Consistent),
        };
        let documents = documents.map_err(|fault| self.fault(site.name, fault, site.span))?;
        let parent = self.envs[site.env].around;
        for document in documents {
            let value = self.value_from(&document, parent, site.span);
            let message = match (self.fit(value, schema, demand, site.span), format) {
                (Fit::Holds, _) => continue,
                (Fit::Incomplete, Format::Json) => {
                    let message = "field is required but not present";
                    let message = format!("error in call to {}: {message}", site.name);
                    return Err(self.bottoms.add(Bottom::incomplete(message).at(site.span, "")));
                }
                (Fit::Incomplete, _) => "is not complete with the schema",
                (Fit::Fails, _) => "does not fit the schema",
            };
            let shown = self.show_value(value);
            return Err(self.fault(site.name, Fault::new(format!("{shown} {message}")), site.span));
        }
        Ok(true)
    }
}
