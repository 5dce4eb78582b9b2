//! What is said of single objects that break one rule each: the cases of `tests/rules`, where a
//! new case is a new line.
//!
//! A file starts with a valid object. A line `> path: value` below it is a case: the object with
//! this one field changed, added or, with the value `-`, taken out; several changes are divided by
//! ` && `. Paths are `spec.ports[0].name`; what is in quotes is one key.

use std::fmt::Write as _;

use infc::base::{Plain, Sources};
use infc::data::{json, yaml};
use infc::kube::{self, CheckOptions};
use serde_json::Value;

#[test]
fn messages() {
    insta::glob!("rules/*.yaml", |path| {
        let text = std::fs::read_to_string(path).expect("the case can be read");
        let (base, cases): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| !line.starts_with('>'));
        let base: Value = serde_yaml::from_str(&base.join("\n")).expect("the object is YAML");
        assert_eq!(said(&base), "", "the object is valid");
        let mut all = String::new();
        for case in cases {
            let case = case.trim_start_matches('>').trim();
            let mut object = base.clone();
            for change in case.split(" && ") {
                let (path, value) = change.split_once(": ").expect("a case is `path: value`");
                let value = match value {
                    "-" => None,
                    value => Some(serde_yaml::from_str(value).expect("the value is YAML")),
                };
                set(&mut object, &steps(path), value);
            }
            writeln!(all, "{case}\n{}", said(&object)).expect("a string takes all text");
        }
        insta::assert_snapshot!(all);
    });
}

/// The steps of `spec.ports[0]."a.b"`.
fn steps(path: &str) -> Vec<String> {
    let mut steps = vec![String::new()];
    let mut quoted = false;
    for char in path.chars() {
        match char {
            '"' => quoted = !quoted,
            '.' | '[' if !quoted => steps.push(String::new()),
            ']' if !quoted => {}
            char => steps.last_mut().expect("there is one").push(char),
        }
    }
    steps
}

/// Puts a value at a path, or takes out what is there.
fn set(object: &mut Value, path: &[String], value: Option<Value>) {
    let (step, rest) = path.split_first().expect("a path has a step");
    if let Ok(index) = step.parse::<usize>()
        && !object.is_object()
    {
        if !object.is_array() {
            *object = Value::Array(Vec::new());
        }
        let items = object.as_array_mut().expect("it is one");
        while items.len() <= index {
            items.push(Value::Null);
        }
        return match (rest.is_empty(), value) {
            (false, value) => set(&mut items[index], rest, value),
            (true, Some(value)) => items[index] = value,
            (true, None) => drop(items.remove(index)),
        };
    }
    if !object.is_object() {
        *object = Value::Object(serde_json::Map::new());
    }
    let fields = object.as_object_mut().expect("it is one");
    match (rest.is_empty(), value) {
        (false, value) => set(fields.entry(step).or_insert(Value::Null), rest, value),
        (true, Some(value)) => drop(fields.insert(step.clone(), value)),
        (true, None) => drop(fields.remove(step)),
    }
}

/// What is said of an object: as JSON, and as YAML, which must be the same.
fn said(object: &Value) -> String {
    let text = serde_json::to_string(object).expect("it is JSON");
    let mut plain = Plain::default();
    let file = Sources::default().add("case.json", text.as_str());
    let as_json = json::read(&text, file, &mut plain).expect("it can be read");
    let as_yaml = yaml::read(&text, file, &mut plain).expect("it can be read");
    let judged = |root| {
        let manifests = kube::find(&plain, root);
        let mut said = String::new();
        for one in kube::check(&plain, &manifests, &CheckOptions::default()) {
            let path = one.path.unwrap_or_default();
            let code = one.code.text();
            writeln!(said, "  {code} {path}: {}", one.message).expect("a string takes all text");
            for help in one.help {
                writeln!(said, "        {help}").expect("a string takes all text");
            }
        }
        said
    };
    let said = judged(as_json);
    assert_eq!(judged(*as_yaml.first().expect("there is a document")), said);
    said
}
