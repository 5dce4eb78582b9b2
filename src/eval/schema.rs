//! Whether values fit schemas: `matchN`, `matchIf`, `json.Validate` and their like.

use super::builtin::{Data, Fault, Format, encoding};
use super::graph::Graph;
use super::kind::Kind;
use super::native::Site;
use super::value::{Bottom, BottomId, Gravity, Value};
use super::vertex::{Conjunct, NO_ENV, NO_TRAIL, NO_VERTEX, Source, State};
use crate::base::{Code, Span};
use crate::program::{Label, Mark, Universe};

/// How deep checks by schemas may be nested in each other.
const MOST_FITTING: usize = 64;

impl Graph {
    /// Whether a value unifies with a schema.
    pub(super) fn fits(&mut self, value: Value, schema: Value, span: Span) -> bool {
        // A schema that needs itself to judge the same value has no end: nothing fits it.
        if self.fitting >= MOST_FITTING {
            return false;
        }
        let vertex = self.detached(NO_VERTEX);
        let value = self.frozen(value);
        for part in [schema, value] {
            let source = match part {
                Value::Vertex(part) => Source::Vertex(part, span),
                part => Source::Value(part, span),
            };
            self.add_conjunct(vertex, Conjunct::new(source, NO_ENV, NO_TRAIL));
        }
        self.quiet += 1;
        self.fitting += 1;
        self.finish(vertex);
        self.fitting -= 1;
        self.quiet -= 1;
        self.permanent_error(vertex).is_none()
    }

    /// The value without the validators that are just judging it: its fields as they are now.
    fn frozen(&mut self, value: Value) -> Value {
        let Value::Vertex(vertex) = value else { return value };
        let vertex = self.reach(vertex);
        let this = &self.vertices[vertex];
        if !matches!(this.value, Value::Struct | Value::List) {
            return value;
        }
        let mut copy = self.vertex_below(this.parent, Label::NONE, Mark::Regular);
        copy.detached = true;
        copy.made = true;
        copy.arcs = this.arcs.clone();
        copy.index = this.index.clone();
        copy.value = this.value;
        copy.state = State::Fields;
        copy.node.kind = if matches!(this.value, Value::List) { Kind::LIST } else { Kind::STRUCT };
        copy.node.list = this.node.list.clone();
        Value::Vertex(self.vertices.add(copy))
    }

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
        let result = self.match_all(function, value, arguments, span);
        self.matching.pop();
        result
    }

    fn match_all(
        &mut self,
        function: Universe,
        value: Value,
        arguments: &[Value],
        span: Span,
    ) -> Result<(), Bottom> {
        let holds = match (function, arguments) {
            (Universe::MatchN, &[count, schemas]) => {
                let schemas = match schemas {
                    Value::Vertex(list) => {
                        let list = self.reach(list);
                        self.elements(list)
                    }
                    _ => Vec::new(),
                };
                let all = schemas.len();
                let matching = schemas
                    .into_iter()
                    .filter(|&schema| self.fits(value, Value::Vertex(schema), span))
                    .count();
                if !self.fits(Value::Int(matching as i64), count, span) {
                    let wanted = self.show_value(count);
                    return Err(Bottom::permanent(
                        Code::OutOfBound,
                        format!("does not satisfy matchN: {matching} of {all} schemas match, but {wanted} must"),
                    )
                    .at(span, "checked here"));
                }
                true
            }
            (Universe::MatchIf, &[condition, then, otherwise]) => {
                let branch = if self.fits(value, condition, span) { then } else { otherwise };
                self.fits(value, branch, span)
            }
            _ => false,
        };
        if holds {
            return Ok(());
        }
        let shown = self.show_value(value);
        Err(Bottom::permanent(
            Code::OutOfBound,
            format!("invalid value {shown} (does not satisfy matchIf)"),
        )
        .at(span, "checked here"))
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
        let documents = match format {
            Format::Json => encoding::json::parse(&text).map(|document| vec![document]),
            Format::Yaml => encoding::yaml::documents(&text),
        };
        let documents = documents.map_err(|fault| self.fault(site.name, fault, site.span))?;
        let parent = self.envs[site.env].around;
        for document in documents {
            let value = self.value_from(&document, parent, site.span);
            if !self.fits(value, schema, site.span) {
                let shown = self.show_value(value);
                let fault = Fault::new(format!("{shown} does not fit the schema"));
                return Err(self.fault(site.name, fault, site.span));
            }
        }
        Ok(true)
    }
}
