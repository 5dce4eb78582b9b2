//! A structural schema as source text.
//!
//! What the language can say is said: types, required fields, enumerations, bounds, lengths,
//! patterns, closed structs. `anyOf` and its like, list types and rules stay with the definition,
//! which judges what is exported.

use crate::base::{Plain, PlainId, Shape};
use crate::data::inf::{self, label};
use crate::kube::crd::{Definition, Version};

/// Names that a field of their name would hide from what stands in the same struct.
const TAKEN: &[&str] = &[
    "int", "int32", "int64", "string", "bool", "number", "bytes", "float", "null", "true", "false",
    "list", "strings", "for", "if", "in", "let", "import", "package", "len", "close", "and", "or",
];

/// The metadata of any object.
const METADATA: &str = "metadata?: {\nname?: string\ngenerateName?: string\nnamespace?: string\n\
     labels?: [string]: string\nannotations?: [string]: string\n...\n}\n";

/// The source of a package with the definition of one version of a kind.
pub(super) fn source(definition: &Definition, version: &Version) -> String {
    let Definition { group, kind, .. } = definition;
    let mut writer = Writer::default();
    let mut head = String::new();
    if let Some((plain, root)) = definition.source(version) {
        comment(plain.get_str(root, "description"), &mut head);
        writer.members(plain, root, true);
    } else {
        writer.out.push_str(METADATA);
        writer.out.push_str("...\n");
    }
    let imports = match (writer.lists, writer.strings) {
        (false, false) => "",
        (true, false) => "import \"list\"\n",
        (false, true) => "import \"strings\"\n",
        (true, true) => "import (\n\"list\"\n\"strings\"\n)\n",
    };
    let mut api_version = String::new();
    inf_string(&format!("{group}/{}", version.name), &mut api_version);
    let name = &version.name;
    let body = &writer.out;
    format!(
        "// Made from the definition of {kind} in {group} by `infc import crd`.\npackage {name}\n\n\
         {imports}\n{head}#{kind}: {{\napiVersion: {api_version}\nkind: \"{kind}\"\n{body}}}\n"
    )
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Whether the packages are used.
    lists: bool,
    strings: bool,
}

impl Writer {
    /// The fields of an object, without braces.
    fn members(&mut self, plain: &Plain, at: PlainId, is_root: bool) {
        let embedded = flag(plain, at, "x-kubernetes-embedded-resource");
        if embedded {
            self.out.push_str("apiVersion!: string\nkind!: string\n");
        }
        if embedded || is_root {
            self.out.push_str(METADATA);
        }
        let required = strings(plain, at, "required");
        let properties = plain.get(at, "properties");
        for (name, schema) in properties.into_iter().flat_map(|it| plain.entries(it)) {
            let written = matches!(name, "apiVersion" | "kind" | "metadata");
            if written && (embedded || is_root) {
                continue;
            }
            comment(plain.get_str(schema, "description"), &mut self.out);
            if let Some(default) = plain.get(schema, "default") {
                let mut text = String::new();
                inf::write(plain, default, &mut text);
                let text = text.trim_end();
                if !text.contains('\n') {
                    self.out.push_str(&format!("// Default: {text}\n"));
                }
            }
            field(name, &mut self.out);
            let has_default = plain.get(schema, "default").is_some();
            let needed = required.contains(&name) && !has_default;
            self.out.push_str(if needed { "!: " } else { "?: " });
            self.value(plain, schema);
            self.out.push('\n');
        }
        match plain.get(at, "additionalProperties").map(|it| (it, plain.shape(it))) {
            Some((schema, Shape::Map)) => {
                self.out.push_str("[string]: ");
                self.value(plain, schema);
                self.out.push('\n');
            }
            Some((_, Shape::Bool(true))) => self.out.push_str("...\n"),
            _ if embedded || flag(plain, at, "x-kubernetes-preserve-unknown-fields") => {
                self.out.push_str("...\n");
            }
            _ => {}
        }
    }

    /// The type of a value.
    fn value(&mut self, plain: &Plain, at: PlainId) {
        if flag(plain, at, "nullable") {
            self.out.push_str("null | ");
        }
        if let Some(values) = plain.get(at, "enum")
            && let Shape::List(values) = plain.shape(values)
            && !values.is_empty()
        {
            for (index, &value) in values.iter().enumerate() {
                let mut text = String::new();
                inf::write(plain, value, &mut text);
                self.out.push_str(if index > 0 { " | " } else { "" });
                self.out.push_str(text.trim_end());
            }
            return;
        }
        match plain.get_str(at, "type") {
            Some("object") => {
                self.out.push_str("{\n");
                self.members(plain, at, false);
                self.out.push('}');
            }
            Some("array") => self.array(plain, at),
            Some("string") => self.string(plain, at),
            Some("integer") => {
                let is_small = plain.get_str(at, "format") == Some("int32");
                self.out.push_str(if is_small { "int32" } else { "int" });
                self.bounds(plain, at);
            }
            Some("number") => {
                self.out.push_str("number");
                self.bounds(plain, at);
            }
            Some("boolean") => self.out.push_str("bool"),
            _ if flag(plain, at, "x-kubernetes-int-or-string") => self.out.push_str("int | string"),
            _ => self.out.push('_'),
        }
    }

    fn array(&mut self, plain: &Plain, at: PlainId) {
        self.out.push_str("[...");
        match plain.get(at, "items") {
            Some(items) => self.value(plain, items),
            None => self.out.push('_'),
        }
        self.out.push(']');
        for (key, function) in [("minItems", "list.MinItems"), ("maxItems", "list.MaxItems")] {
            if let Some(count) = whole(plain, at, key) {
                self.lists = true;
                self.out.push_str(&format!(" & {function}({count})"));
            }
        }
    }

    fn string(&mut self, plain: &Plain, at: PlainId) {
        self.out.push_str("string");
        for (key, function) in
            [("minLength", "strings.MinRunes"), ("maxLength", "strings.MaxRunes")]
        {
            if let Some(count) = whole(plain, at, key) {
                self.strings = true;
                self.out.push_str(&format!(" & {function}({count})"));
            }
        }
        if let Some(pattern) = plain.get_str(at, "pattern") {
            self.out.push_str(" & =~");
            inf_string(pattern, &mut self.out);
        }
    }

    fn bounds(&mut self, plain: &Plain, at: PlainId) {
        for (key, exclusive, signs) in [
            ("minimum", "exclusiveMinimum", (">=", ">")),
            ("maximum", "exclusiveMaximum", ("<=", "<")),
        ] {
            let Some(bound) = plain.get(at, key) else { continue };
            let sign = if flag(plain, at, exclusive) { signs.1 } else { signs.0 };
            let mut text = String::new();
            inf::write(plain, bound, &mut text);
            self.out.push_str(&format!(" & {sign}{}", text.trim_end()));
        }
    }
}

/// A label; quoted where it would hide a name that is used beside it.
fn field(name: &str, out: &mut String) {
    if TAKEN.contains(&name) {
        inf_string(name, out);
    } else {
        label(name, out);
    }
}

fn inf_string(text: &str, out: &mut String) {
    inf::string(text, out);
}

fn comment(text: Option<&str>, out: &mut String) {
    for line in text.unwrap_or("").trim().lines() {
        let line = line.trim_end();
        out.push_str("//");
        if !line.is_empty() {
            out.push(' ');
        }
        out.push_str(line);
        out.push('\n');
    }
}

fn flag(plain: &Plain, at: PlainId, key: &str) -> bool {
    plain.get(at, key).is_some_and(|it| matches!(plain.shape(it), Shape::Bool(true)))
}

fn whole(plain: &Plain, at: PlainId, key: &str) -> Option<i64> {
    match plain.shape(plain.get(at, key)?) {
        Shape::Int(value) => Some(value),
        _ => None,
    }
}

fn strings<'a>(plain: &'a Plain, at: PlainId, key: &str) -> Vec<&'a str> {
    let items = match plain.get(at, key).map(|it| plain.shape(it)) {
        Some(Shape::List(items)) => items,
        _ => &[],
    };
    let text = |&item: &PlainId| match plain.shape(item) {
        Shape::Str(text) => Some(text),
        _ => None,
    };
    items.iter().filter_map(text).collect()
}
