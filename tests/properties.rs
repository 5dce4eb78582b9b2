//! Laws of the language, held against generated values: unification is commutative, associative and
//! idempotent; the order of files and fields changes no value; what `eval` shows exports as the same
//! data; formatting changes no value; an instance of a template is the same whatever others there
//! are; the same input always gives the same bytes.
//!
//! `PROPTEST_CASES=10000 cargo test --release --test properties` tries more.

use infc::base::Sources;
use infc::format::tidy;
use infc::session::{self, As, EvalOptions, ExportOptions, Format, Memory, Request};
use infc::syntax::parse;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The data that files give, as JSON with its keys sorted; nothing where there is an error.
fn data(files: &[&str]) -> Option<serde_json::Value> {
    let bytes = exported(files)?;
    let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON can be read");
    Some(sorted(value))
}

fn exported(files: &[&str]) -> Option<Vec<u8>> {
    let (memory, request) = asked(files);
    let what = Some(As::Value);
    let options = ExportOptions { format: Format::Json, what, ..ExportOptions::default() };
    session::export(&memory, &request, &options).value
}

fn asked(files: &[&str]) -> (Memory, Request) {
    let mut memory = Memory::new("/w");
    let mut inputs = Vec::new();
    for (at, text) in files.iter().enumerate() {
        let name = format!("f{at}.inf");
        memory = memory.with(&name, (*text).to_owned());
        inputs.push(name);
    }
    (memory, Request { inputs, ..Request::default() })
}

fn sorted(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(k, v)| (k, sorted(v))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            serde_json::Value::Object(fields.into_iter().collect())
        }
        serde_json::Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

/// What is known of a value, concrete or not, with the fields of structs in one order; what is an
/// error is nothing.
fn known(text: &str) -> Option<String> {
    let (memory, request) = asked(&[text]);
    let shown = session::eval(&memory, &request, &EvalOptions::default()).value?;
    let mut lines: Vec<String> =
        shown.concat().lines().map(|line| line.trim().to_owned()).collect();
    lines.sort();
    Some(lines.join("\n"))
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        (-3i64..10).prop_map(|number| number.to_string()),
        Just("\"a\"".to_owned()),
        Just("\"b\"".to_owned()),
        Just("true".to_owned()),
        Just("null".to_owned()),
        Just("1.5".to_owned()),
    ]
}

fn constraint() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => scalar(),
        1 => Just("int".to_owned()),
        1 => Just("string".to_owned()),
        1 => Just("number".to_owned()),
        1 => Just("_".to_owned()),
        1 => Just("bool".to_owned()),
        1 => (-3i64..10).prop_map(|least| format!(">= {least}")),
        1 => (-3i64..10).prop_map(|most| format!("< {most}")),
        1 => Just("!=\"a\"".to_owned()),
        1 => Just("=~\"^a\"".to_owned()),
    ]
}

/// A value with structs, lists and disjunctions in it.
fn value() -> impl Strategy<Value = String> {
    constraint().prop_recursive(3, 24, 4, |inner| {
        let field = ("[abc]", prop_oneof![4 => Just(""), 1 => Just("?")], inner.clone());
        let fields = prop::collection::vec(field, 0..4).prop_map(|fields| {
            let fields: Vec<String> = fields
                .into_iter()
                .map(|(name, mark, value)| format!("{name}{mark}: {value}"))
                .collect();
            format!("{{{}}}", fields.join(", "))
        });
        prop_oneof![
            3 => fields,
            1 => prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|items| format!("[{}]", items.join(", "))),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | {b})")),
            // Defaults within defaults are not commutative in CUE either.
            1 => (scalar(), constraint()).prop_map(|(a, b)| format!("(*{a} | {b})")),
            1 => (inner.clone(), inner).prop_map(|(a, b)| format!("({a} & {b})")),
        ]
    })
}

/// Fields of a file, some of which refer to others.
fn fields() -> impl Strategy<Value = Vec<String>> {
    let field = prop_oneof![
        3 => ("[abcd]", value()).prop_map(|(name, value)| format!("{name}: {value}")),
        1 => ("[abcd]", "[abcd]").prop_map(|(name, other)| format!("{name}: {other}")),
        1 => ("[abcd]", "[abcd]").prop_map(|(name, other)| format!("x{name}: {{v: {other}, w: 1}}")),
        1 => ("[abcd]", scalar()).prop_map(|(name, value)| format!("if {name} != _|_ {{y: {value}}}")),
    ];
    prop::collection::vec(field, 1..6)
}

/// A part of a template: of its instance it may know `n`, of what is around it the nearest `a`.
fn part() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        3 => (0i64..4).prop_map(|number| number.to_string()),
        2 => prop::sample::select(vec!["n", "a", "n + 1", "a + n", "a + 1"]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["*1 | int", "*n | int", "*a | 7", "#S", "S.p"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let fields = prop::collection::vec(("[bcde]", inner.clone()), 0..4).prop_map(|fields| {
            let mut seen = std::collections::BTreeSet::new();
            let fields = fields.into_iter().filter(|(name, _)| seen.insert(name.clone()));
            let fields: String = fields.map(|(name, value)| format!(", {name}: {value}")).collect();
            format!("{{a: 1{fields}}}")
        });
        let inners = (inner.clone(), inner.clone());
        prop_oneof![
            4 => fields,
            1 => inners.clone().prop_map(|(a, b)| format!("[{a}, {b}]")),
            1 => inner.clone().prop_map(|value| format!("{{let l = {value}, a: 2, b: l}}")),
            1 => inner.clone().prop_map(|value| format!("{{for i in [1, 2] {{\"k\\(i)\": {value}}}}}")),
            1 => inner.clone().prop_map(|value| format!("[for i in [1, 2] {{v: {value}, w: i}}]")),
            1 => inners.prop_map(|(a, b)| format!("*{{k: 1, v: {a}}} | {{k: 2, v: {b}}}")),
        ]
    })
}

fn config() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok());
    let few = if cfg!(debug_assertions) { 64 } else { 1_000 };
    // The same values each time, unless more are asked for.
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(4) };
    let cases = asked.unwrap_or(few);
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..Default::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn unification_is_commutative(a in value(), b in value()) {
        let (one, other) = (format!("x: {a} & {b}"), format!("x: {b} & {a}"));
        prop_assert_eq!(data(&[&one]), data(&[&other]));
        prop_assert_eq!(known(&one).is_some(), known(&other).is_some());
    }

    #[test]
    fn unification_is_associative(a in value(), b in value(), c in value()) {
        let (one, other) = (format!("x: ({a} & {b}) & {c}"), format!("x: {a} & ({b} & {c})"));
        prop_assert_eq!(data(&[&one]), data(&[&other]));
        prop_assert_eq!(known(&one).is_some(), known(&other).is_some());
    }

    #[test]
    fn unification_is_idempotent(a in value()) {
        let (one, twice) = (format!("x: {a}"), format!("x: {a}\nx: {a}"));
        prop_assert_eq!(data(&[&one]), data(&[&twice]));
        prop_assert_eq!(known(&one), known(&twice));
    }

    #[test]
    fn the_order_of_fields_and_files_changes_no_value(
        fields in fields().prop_shuffle(),
        cut in 0usize..6,
    ) {
        let forth = fields.join("\n");
        let back = fields.iter().rev().cloned().collect::<Vec<_>>().join("\n");
        prop_assert_eq!(data(&[&forth]), data(&[&back]));
        let (front, rest) = fields.split_at(cut.min(fields.len()));
        let (front, rest) = (front.join("\n"), rest.join("\n"));
        // References do not cross files unless they are one package.
        let (front, rest) = (format!("package p\n{front}"), format!("package p\n{rest}"));
        prop_assert_eq!(data(&[&front, &rest]), data(&[&rest, &front]));
    }

    #[test]
    fn what_eval_shows_exports_as_the_same(fields in fields()) {
        let text = fields.join("\n");
        if let Some(data_of_it) = data(&[&text]) {
            let (memory, request) = asked(&[&text]);
            let shown = session::eval(&memory, &request, &EvalOptions::default()).value;
            let shown = shown.expect("what exports can be shown").concat();
            prop_assert_eq!(Some(data_of_it), data(&[&shown]), "{}", shown);
        }
    }

    #[test]
    fn formatting_changes_no_value(fields in fields()) {
        let text = fields.join("\n");
        let mut sources = Sources::default();
        let file = sources.add("in.inf", text.as_str());
        let parsed = parse(file, &text);
        prop_assert!(parsed.diagnostics.is_empty());
        let laid_out = tidy(&parsed.tree, &text);
        prop_assert_eq!(exported(&[&text]), exported(&[&laid_out]));
        prop_assert_eq!(known(&text), known(&laid_out));
    }

    #[test]
    fn instances_of_a_template_are_what_they_are_alone(
        part in part(),
        more in part(),
        closed in prop::bool::ANY,
        pattern in prop::bool::ANY,
    ) {
        let end = if closed { "" } else { ", ..." };
        let mut common = "#S: {s: 1, t: u: *2 | int}\nS: p: {s: 3, t: 4}\n".to_owned();
        common += &format!("#T: {{n: int, a: 5, r: {part}{end}}}\n");
        if pattern {
            common += "x: [string]: #T\n";
        }
        let instance = |number: usize, more: &str| {
            let this = if pattern { "" } else { "#T & " };
            format!("x: i{number}: {this}{{n: {number}{more}}}\n")
        };
        let mut instances: Vec<String> = (0..6).map(|number| instance(number, "")).collect();
        // One is given more than the others, if that fits.
        let given_more = instance(4, &format!(", r: {more}"));
        if data(&[&format!("{common}{given_more}")]).is_some() {
            instances[4] = given_more;
        }
        if let Some(all) = data(&[&format!("{common}{}", instances.concat())]) {
            for (number, instance) in instances.iter().enumerate() {
                let alone = data(&[&format!("{common}{instance}")]);
                let name = format!("i{number}");
                let alone = alone.as_ref().and_then(|it| it["x"].get(&name));
                prop_assert_eq!(all["x"].get(&name), alone, "{}", common);
            }
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let text = include_str!("language/disjunctions.inf");
    let app = "#P: {name: string, port: *80 | int}\n\
        apps: [string]: #P\nfor n in [\"c\", \"a\", \"b\"] {apps: (n): name: n}\n\
        out: {for k, v in apps {\"\\(k)-x\": v.port}}\n";
    let rounds = if cfg!(debug_assertions) { 10 } else { 100 };
    let first = exported(&[app]).expect("the app has a value");
    let (memory, request) = asked(&[text]);
    let messages = || {
        let outcome = session::eval(&memory, &request, &EvalOptions::default());
        infc::cli::drawn(&outcome.reports)
    };
    let said = messages();
    for _ in 0..rounds {
        assert_eq!(exported(&[app]).as_ref(), Some(&first));
        assert_eq!(messages(), said);
    }
}
