//! The keywords of each type: limits of numbers, patterns of texts, the fields of objects and the
//! elements of arrays.

use super::Generation;
use super::builder::BuilderId;
use super::object::Object;
use super::shape::Shape;
use super::view::View;
use crate::eval::builtin::Data;
use crate::eval::kind::Kind;
use crate::eval::value::{BottomId, Value};
use crate::eval::vertex::{Source, VertexId};
use crate::program::{Decl, Mark, Relation};

impl Generation<'_> {
    pub(super) fn number(&mut self, id: BuilderId, shape: Shape) -> Result<(), BottomId> {
        let (relation, limit) = match shape {
            Shape::Bound(relation, limit) => (relation, self.plain(limit)?),
            Shape::Call(name, arguments) => {
                if let ("math.MultipleOf", &[factor]) = (name.as_str(), arguments.as_slice()) {
                    let factor = self.plain(factor)?;
                    self.builders[id].set("multipleOf", factor);
                }
                return Ok(());
            }
            Shape::Whole(_) => return Ok(()),
            _ => return Err(self.fail("this operation on numbers has no schema")),
        };
        let builder = &mut self.builders[id];
        match relation {
            Relation::Less | Relation::LessEqual => {
                if relation == Relation::Less {
                    builder.set("exclusiveMaximum", true);
                }
                builder.set("maximum", limit);
            }
            Relation::Greater | Relation::GreaterEqual => {
                if relation == Relation::Greater {
                    builder.set("exclusiveMinimum", true);
                }
                builder.set("minimum", limit);
            }
            Relation::NotEqual => {
                let both = [Object::of("minimum", limit.clone()), Object::of("maximum", limit)];
                builder.set_not("allOf", Data::list(both));
            }
            Relation::Equal | Relation::Match | Relation::NotMatch => {
                return Err(self.fail("this bound of numbers has no schema"));
            }
        }
        Ok(())
    }

    pub(super) fn text(&mut self, id: BuilderId, shape: Shape, kind: Kind) -> Result<(), BottomId> {
        match shape {
            Shape::Bound(relation @ (Relation::Match | Relation::NotMatch), pattern) => {
                let pattern = match self.plain(pattern)? {
                    Data::Bytes(bytes) => Data::from(String::from_utf8_lossy(&bytes).into_owned()),
                    pattern => pattern,
                };
                let builder = &mut self.builders[id];
                match relation {
                    Relation::Match => builder.set("pattern", pattern),
                    _ => builder.set_not("pattern", pattern),
                }
                Ok(())
            }
            Shape::Call(name, arguments) if kind == Kind::STRING => {
                let key = match name.as_str() {
                    "strings.MinRunes" => "minLength",
                    "strings.MaxRunes" => "maxLength",
                    _ => return Ok(()),
                };
                self.limit(id, key, &arguments)
            }
            Shape::Whole(_) | Shape::Reference => Ok(()),
            _ => Err(self.fail("this operation on texts has no schema")),
        }
    }

    /// Says what a call with one argument limits.
    fn limit(&mut self, id: BuilderId, key: &str, arguments: &[Value]) -> Result<(), BottomId> {
        if let &[limit] = arguments {
            let limit = self.plain(limit)?;
            self.builders[id].set(key, limit);
        }
        Ok(())
    }

    pub(super) fn object(
        &mut self,
        id: BuilderId,
        view: View,
        shape: Shape,
    ) -> Result<(), BottomId> {
        match shape {
            Shape::Whole(_) => {}
            Shape::Call(name, arguments) => {
                return match name.as_str() {
                    "struct.MinFields" => self.limit(id, "minProperties", &arguments),
                    "struct.MaxFields" => self.limit(id, "maxProperties", &arguments),
                    _ => Ok(()),
                };
            }
            _ => return Err(self.fail("this operation on structs has no schema")),
        }
        let fields = self.fields(view);
        let mut required: Vec<Data> = Vec::new();
        for &(label, arc) in &fields {
            if label.is_field() && self.graph.vertices[arc].mark != Mark::Optional {
                required.push(label.text(&self.graph.symbols).into());
            }
        }
        if !required.is_empty() {
            self.builders[id].set("required", Data::List(required));
        }
        self.properties(id, &fields)?;
        let core = self.core_of(id);
        if core.is_none_or(|core| self.builders[core].items.is_none())
            && let Some(any) = self.any_field(view)
        {
            let schema = self.schema(None, "*", View::Written(any))?;
            if !schema.is_empty() {
                self.builders[id].set_single("additionalProperties", schema);
            }
        }
        Ok(())
    }

    fn core_of(&self, id: BuilderId) -> Option<BuilderId> {
        self.builders[id].core
    }

    fn properties(
        &mut self,
        id: BuilderId,
        fields: &[(crate::program::Label, VertexId)],
    ) -> Result<(), BottomId> {
        let known = self.builders[id].single.as_ref().and_then(|single| single.get("properties"));
        let had = known.is_some();
        let mut properties = known.cloned().map(Object::from).unwrap_or_default();
        for &(label, arc) in fields {
            if self.is_internal(label) {
                continue;
            }
            let name = self.part(label)?;
            let core = self.core_of(id);
            let part = core.and_then(|core| {
                let mut known = self.builders[core].properties.iter();
                known.find(|property| property.0 == name).map(|property| property.1)
            });
            let schema = self.schema(part, &name, View::Written(arc))?;
            if label.is_definition() {
                let path = self.path.iter().map(String::as_str).chain([name.as_str()]);
                let name = path.collect::<Vec<_>>().join(".");
                self.schemas.set(&name, schema);
            } else if core.is_none() || !schema.is_empty() {
                properties.set(&name, schema);
            }
        }
        if had || !properties.is_empty() {
            self.builders[id].set_single("properties", properties);
        }
        Ok(())
    }

    pub(super) fn array(
        &mut self,
        id: BuilderId,
        view: View,
        shape: Shape,
    ) -> Result<(), BottomId> {
        match shape {
            Shape::Whole(_) => {}
            Shape::Call(name, arguments) => {
                match name.as_str() {
                    "list.UniqueItems" => self.builders[id].set("uniqueItems", true),
                    "list.MinItems" => return self.limit(id, "minItems", &arguments),
                    "list.MaxItems" => return self.limit(id, "maxItems", &arguments),
                    _ => {}
                }
                return Ok(());
            }
            _ => return Err(self.fail("this operation on lists has no schema")),
        }
        let Some(list) = self.holder(view) else { return Ok(()) };
        let mut items = Vec::new();
        for (at, item) in self.graph.elements(list).into_iter().enumerate() {
            items.push(self.schema(None, &at.to_string(), View::Written(item))?);
        }
        let count = items.len();
        if count > 0 {
            self.builders[id].set("items", Data::list(items));
        }
        if self.is_closed_list(list) {
            return Ok(());
        }
        if count > 0 {
            self.builders[id].set("minItems", count);
        }
        let tail = self.tail(list).map_or(View::Value(Value::Top), View::Written);
        let core = self.core_of(id);
        let part = core.and_then(|core| self.builders[core].items);
        let schema = self.schema(part, "*", tail)?;
        if count > 0 {
            self.builders[id].set("additionalItems", schema);
        } else if core.is_none() || !schema.is_empty() {
            self.builders[id].set_single("items", schema);
        }
        Ok(())
    }

    /// Whether a field is marked as deprecated by `@protobuf(…, deprecated)`.
    pub(super) fn is_deprecated(&mut self, view: View) -> bool {
        let View::Written(vertex) = view else { return false };
        self.graph.know_homes();
        self.graph.vertices[vertex].conjuncts.iter().any(|conjunct| {
            let Source::Expr(value) = conjunct.source else { return false };
            let Some(Decl::Field { attributes, .. }) = self.graph.declaration(value) else {
                return false;
            };
            attributes.iter().any(|attribute| {
                let arguments = attribute.body.split(',').skip(1);
                attribute.name == "protobuf"
                    && arguments.map(str::trim).any(|argument| argument == "deprecated")
            })
        })
    }
}
