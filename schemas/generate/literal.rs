//! The schemas that `k8s-openapi` writes as Rust literals (`json_schema!({ … })`), read as JSON.
//!
//! A literal is JSON with trailing commas, where a value may also be the schema of another type,
//! `__gen.subschema_for::<crate::api::core::v1::Affinity>()`, on its own, in parentheses, or in a
//! block that adds a description to it. Such a value becomes `{"$ref": path, "description": …}`.

use serde_json::{Map, Value};

/// Reads the literal at the start of `text`.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    Reader { text, at: 0 }.value()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, word: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn expect(&mut self, word: &str) -> Result<(), String> {
        if self.take(word) { Ok(()) } else { Err(self.fault(word)) }
    }

    fn fault(&self, wanted: &str) -> String {
        let near: String = self.rest().chars().take(60).collect();
        format!("wanted `{wanted}` before {near:?}")
    }

    fn value(&mut self) -> Result<Value, String> {
        self.space();
        if self.rest().starts_with('"') {
            return self.string().map(Value::String);
        }
        for (word, value) in [("true", true), ("false", false)] {
            if self.take(word) {
                return Ok(Value::Bool(value));
            }
        }
        if self.rest().starts_with("__gen.") {
            return self.reference();
        }
        if self.take("(") {
            let value = self.in_parentheses()?;
            self.expect(")")?;
            return Ok(value);
        }
        if self.take("[") {
            let mut items = Vec::new();
            while !self.take("]") {
                items.push(self.value()?);
                self.take(",");
            }
            return Ok(Value::Array(items));
        }
        self.expect("{")?;
        let mut fields = Map::new();
        while !self.take("}") {
            self.space();
            let key = self.string()?;
            self.expect(":")?;
            fields.insert(key, self.value()?);
            self.take(",");
        }
        Ok(Value::Object(fields))
    }

    fn in_parentheses(&mut self) -> Result<Value, String> {
        if !self.take("{") {
            return self.value();
        }
        self.expect("let mut schema_obj =")?;
        let mut value = self.reference()?;
        self.expect(";")?;
        while self.take("schema_obj.ensure_object().insert(") {
            self.space();
            let key = self.string()?;
            self.expect(".into(),")?;
            let inserted = self.value()?;
            self.take(".into()");
            self.expect(");")?;
            value[key] = inserted;
        }
        self.expect("schema_obj")?;
        self.expect("}")?;
        Ok(value)
    }

    fn reference(&mut self) -> Result<Value, String> {
        self.expect("__gen.subschema_for::<")?;
        let end = self.rest().find(">()").ok_or_else(|| self.fault(">()"))?;
        let path = self.rest()[..end].to_owned();
        self.at += end + ">()".len();
        Ok(serde_json::json!({ "$ref": path }))
    }

    fn string(&mut self) -> Result<String, String> {
        self.expect("\"")?;
        let mut value = String::new();
        loop {
            let mut chars = self.rest().chars();
            let char = chars.next().ok_or("a string without end")?;
            self.at += char.len_utf8();
            match char {
                '"' => return Ok(value),
                '\\' => value.push(self.escaped()?),
                _ => value.push(char),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        let char = self.rest().chars().next().ok_or("a string without end")?;
        self.at += char.len_utf8();
        Ok(match char {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '\\' | '"' | '\'' => char,
            'u' => {
                self.expect("{")?;
                let end = self.rest().find('}').ok_or("an escape without end")?;
                let code = u32::from_str_radix(&self.rest()[..end], 16);
                self.at += end + 1;
                code.ok().and_then(char::from_u32).ok_or("an escape of no character")?
            }
            _ => return Err(format!("an unknown escape `\\{char}`")),
        })
    }
}
