//! A program that is made of data gives the data: a struct is taken apart into conjuncts, definitions
//! that it fits, alternatives, comprehensions, conditions and references to what is the same
//! elsewhere, all of which unify to what there was before.
//!
//! `PROGRAMS=100000 cargo test --release --test made_of_data` tries more.

mod chance;

use chance::Chance;
use infc::session::{self, As, ExportOptions, Format, Memory, Request};
use serde_json::{Map, Value, json};

/// How many programs are made.
const PROGRAMS: u64 = 1_500;

/// The names of fields in the data.
const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

#[test]
fn what_is_made_of_data_gives_the_data() {
    let programs = std::env::var("PROGRAMS").ok().and_then(|number| number.parse().ok());
    for seed in 0..programs.unwrap_or(PROGRAMS) {
        let mut maker = Maker {
            chance: Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            declarations: Vec::new(),
            known: Vec::new(),
            named: 0,
        };
        let data = maker.program();
        let files = maker.files();
        match given(&files) {
            Ok(given) => assert_eq!(given, data, "seed {seed}:\n{}", files.join("\n---\n")),
            Err(said) => panic!("seed {seed}: {said}\n{}", files.join("\n---\n")),
        }
    }
}

/// The data that files give, or the messages.
fn given(files: &[String]) -> Result<Value, String> {
    let mut memory = Memory::new("/w");
    let mut request = Request::default();
    for (at, text) in files.iter().enumerate() {
        let name = format!("f{at}.inf");
        memory = memory.with(&name, text.clone());
        request.inputs.push(name);
    }
    let what = Some(As::Value);
    let options = ExportOptions { format: Format::Json, what, ..ExportOptions::default() };
    let outcome = session::export(&memory, &request, &options);
    let said = outcome.reports.iter().flat_map(|report| &report.diagnostics);
    let said: Vec<String> = said.map(|one| one.message.clone()).collect();
    let bytes = outcome.value.ok_or_else(|| said.join("; "))?;
    serde_json::from_slice(&bytes).map_err(|error| error.to_string())
}

/// Makes one program.
struct Maker {
    chance: Chance,
    declarations: Vec<String>,
    /// Values that are there already, and the paths to them.
    known: Vec<(String, Value)>,
    /// How many names were made up.
    named: usize,
}

impl Maker {
    /// Declares some fields, and gives the data that they are.
    fn program(&mut self) -> Value {
        let mut all = Map::new();
        for at in 0..=self.chance.below(4) {
            let (name, value) = (format!("v{at}"), self.data(3));
            let declared = self.expression(&value, 3);
            self.declarations.push(format!("{name}: {declared}"));
            self.know(name.clone(), &value);
            all.insert(name, value);
        }
        Value::Object(all)
    }

    /// The declarations, in any order, in two files.
    fn files(&mut self) -> Vec<String> {
        let mut files = vec!["package made\n".to_owned(); 2];
        while !self.declarations.is_empty() {
            let at = self.chance.below(self.declarations.len());
            let declaration = self.declarations.swap_remove(at);
            let file = self.chance.below(files.len());
            files[file] += &format!("{declaration}\n");
        }
        files
    }

    fn data(&mut self, depth: usize) -> Value {
        match self.chance.below(if depth == 0 { 6 } else { 12 }) {
            0 => json!(self.chance.below(5) as i64 - 2),
            1 => json!(self.chance.of(&["", "s", "ab"])),
            2 => json!(self.chance.below(2) == 0),
            3 => Value::Null,
            4 => json!(1.5),
            5 => json!(self.chance.below(100)),
            6 | 7 => (0..self.chance.below(4)).map(|_| self.data(depth - 1)).collect(),
            _ => {
                let names: Vec<&str> =
                    NAMES.into_iter().filter(|_| self.chance.below(2) == 0).collect();
                let field = |name: &str| (name.to_owned(), self.data(depth - 1));
                Value::Object(names.into_iter().map(field).collect())
            }
        }
    }

    /// Remembers a value and all within it.
    fn know(&mut self, path: String, value: &Value) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| self.know(format!("{path}.{name}"), value));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(at, value)| self.know(format!("{path}[{at}]"), value));
            }
            _ => {}
        }
        self.known.push((path, value.clone()));
    }

    fn reference(&mut self, value: &Value) -> Option<String> {
        let same = self.known.iter().filter(|known| known.1 == *value);
        let same: Vec<&str> = same.map(|known| known.0.as_str()).collect();
        (!same.is_empty()).then(|| self.chance.of(&same).to_owned())
    }

    fn name(&mut self, start: &str) -> String {
        self.named += 1;
        format!("{start}{}", self.named)
    }

    /// What a value fits, in brackets.
    fn constraint(&mut self, value: &Value, depth: usize) -> String {
        let written = written(value);
        let kinds: &[&str] = match value {
            Value::Null => &["null", "_", "null | {...}"],
            Value::Bool(_) => &["bool", "_", "true | false", "*true | bool"],
            Value::Number(number) if number.is_f64() => &["number", "float", ">1 & <2", "_"],
            Value::Number(_) => {
                &["int", "number", ">=-2", "<100", "*7 | int", "int | string", "!=200", "_"]
            }
            Value::String(_) => {
                &["string", "_", "=~\"^[a-z]*$\"", "*\"z\" | string", "!=\"zz\"", "int | string"]
            }
            Value::Array(_) => &["[...]", "_", "[...] | string"],
            Value::Object(_) => &["{...}", "_", "{...} | int", "{[string]: _}"],
        };
        let kind = match (value, self.chance.below(4)) {
            (Value::Array(items), 0 | 1) if depth > 0 => {
                let mut items: Vec<String> =
                    items.iter().map(|item| self.constraint(item, depth - 1)).collect();
                items.extend((self.chance.below(2) == 0).then(|| "...".to_owned()));
                format!("[{}]", items.join(", "))
            }
            (Value::Object(fields), 0 | 1) if depth > 0 => self.schema(fields, depth - 1, true),
            (Value::Object(_) | Value::Array(_), _) => self.chance.of(kinds).to_owned(),
            (_, 0) => format!("{written} | \"other\""),
            _ => self.chance.of(kinds).to_owned(),
        };
        format!("({kind})")
    }

    /// A struct that fields fit, closed or not.
    fn schema(&mut self, fields: &Map<String, Value>, depth: usize, open: bool) -> String {
        let mut declared = Vec::new();
        let mut others = String::new();
        for (name, value) in fields {
            if self.chance.below(4) == 0 {
                others += name;
                continue;
            }
            let mark = self.chance.of(&["", "", "?", "!"]);
            declared.push(format!("{name}{mark}: {}", self.constraint(value, depth)));
        }
        for name in NAMES.into_iter().filter(|&name| !fields.contains_key(name)) {
            if self.chance.below(5) == 0 {
                let kind = self.chance.of(&["int", "{a?: int}", "_", "[...]"]);
                declared.push(format!("{name}?: {kind}"));
            }
        }
        match self.chance.below(4) {
            0 if !open && !others.is_empty() => declared.push(format!("[=~\"^[{others}]$\"]: _")),
            1 if !open && !others.is_empty() => declared.push("[string]: _".to_owned()),
            2 if !open && others.is_empty() => {}
            _ => declared.push("...".to_owned()),
        }
        self.shuffled(declared)
    }

    /// The name of a new definition that fields fit.
    fn definition(&mut self, fields: &Map<String, Value>) -> String {
        let name = self.name("#D");
        let mut value = self.schema(fields, 2, false);
        if self.chance.below(3) == 0 {
            let inner = self.name("#E");
            self.declarations.push(format!("{inner}: {value}"));
            // Of two structs it could be either, where nothing closes them.
            let used = ["IT", "{IT}", "IT & {...}", "{IT} | int", "null | IT"];
            value = self.chance.of(&used).replace("IT", &inner);
        }
        if self.chance.below(6) == 0 {
            value = format!("close({{{value}}})");
        }
        self.declarations.push(format!("{name}: {value}"));
        name
    }

    /// An expression that gives a value, in brackets where it has parts.
    fn expression(&mut self, value: &Value, depth: usize) -> String {
        if self.chance.below(4) == 0
            && let Some(reference) = self.reference(value)
        {
            return reference;
        }
        if depth == 0 {
            return written(value);
        }
        let written = written(value);
        match (value, self.chance.below(10)) {
            (_, 0) => format!("({} & {})", self.constraint(value, 2), written),
            (_, 1) => format!("({} & {})", self.expression(value, 0), self.constraint(value, 2)),
            (_, 2) => format!("[{}, 99][0]", self.expression(value, depth - 1)),
            (_, 3) => format!("{{w: {}}}.w", self.expression(value, depth - 1)),
            (Value::Object(fields), 4) => {
                let definition = self.definition(fields);
                format!("({definition} & {})", self.body(fields, depth - 1))
            }
            (Value::Object(fields), 5) => {
                let body = self.body(fields, depth - 1);
                format!("({body} & {})", self.definition(fields))
            }
            (Value::Object(fields), 6) => {
                // What embeds alternatives gives its fields to all of them, so there are none here.
                let schema = self.schema(fields, 2, false);
                let definition = self.name("#D");
                self.declarations.push(format!("{definition}: {schema}"));
                format!("{{{definition}, {}}}", self.body(fields, depth - 1))
            }
            (Value::Object(fields), 7) => {
                format!("({} & {})", self.body(fields, depth - 1), self.body(fields, depth - 1))
            }
            (Value::Object(fields), 8) => {
                format!("(*{} | {{zz: 1}})", self.body(fields, depth - 1))
            }
            (Value::Object(fields), _) => self.body(fields, depth - 1),
            (Value::Array(items), at) => {
                let items: Vec<String> =
                    items.iter().map(|item| self.expression(item, depth - 1)).collect();
                let items = items.join(", ");
                match at {
                    4 | 5 => format!("[for x in [{items}] {{x}}]"),
                    6 => format!("([...] & [{items}])"),
                    _ => format!("[{items}]"),
                }
            }
            (Value::Number(_), 4 | 5) => format!("({written} + 1 - 1)"),
            (Value::String(_), 4 | 5) => format!("\"\\({})\"", self.expression(value, 0)),
            (Value::String(_), 6) => format!("(\"\" + {written})"),
            (Value::Bool(_), 4 | 5) => format!("({written} && true)"),
            _ => written,
        }
    }

    /// A struct of fields, each declared in one way or another.
    fn body(&mut self, fields: &Map<String, Value>, depth: usize) -> String {
        let mut declared = Vec::new();
        for (name, value) in fields {
            let given = self.expression(value, depth);
            match self.chance.below(14) {
                0 => declared.push(format!("if true {{{name}: {given}}}")),
                1 => declared.push(format!("for k, v in {{{name}: {given}}} {{(k): v}}")),
                2 => declared.push(format!("\"\\(\"{name}\")\": {given}")),
                3 => {
                    let constraint = self.constraint(value, 2);
                    declared.extend([format!("{name}: {given}"), format!("{name}: {constraint}")]);
                }
                4 => {
                    let held = self.name("L");
                    declared.extend([format!("let {held} = {given}"), format!("{name}: {held}")]);
                }
                5 => declared.push(format!("{{{name}: {given}}}")),
                6 => {
                    let held = self.name("_h");
                    declared.extend([format!("{held}: {given}"), format!("{name}: {held}")]);
                }
                7 | 8 => {
                    let asked = format!("if {name} != _|_ {{{name}: _}}");
                    declared.extend([format!("{name}: {given}"), asked]);
                }
                _ => declared.push(format!("{name}: {given}")),
            }
        }
        self.shuffled(declared)
    }

    fn shuffled(&mut self, mut declared: Vec<String>) -> String {
        let mut text = Vec::new();
        while !declared.is_empty() {
            text.push(declared.swap_remove(self.chance.below(declared.len())));
        }
        format!("{{{}}}", text.join(", "))
    }
}

/// A value as a literal, with names that can be referred to.
fn written(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name}: {}", written(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}
