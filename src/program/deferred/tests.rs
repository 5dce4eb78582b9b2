//! What is put off against what is lowered at once.

use std::fmt::Write;

use crate::base::Symbols;
use crate::package::{self, LoadOptions, Loaded, Memory};
use crate::program::{Decl, Element, Expr, ExprId, Options, Program, build};

fn loaded(text: &str) -> Loaded {
    let files = Memory::new("/w").with("a.inf", text);
    let inputs = package::inputs(&files, &["a.inf".to_owned()]).expect("a file");
    package::load(&files, inputs.roots.first().expect("a root"), &LoadOptions::default())
}

/// All that an expression says, and where.
fn show(program: &Program, symbols: &Symbols, id: ExprId, out: &mut String) {
    let expr = program.expr(id);
    write!(out, "{:?} ", program.span(id)).expect("texts take all");
    match expr {
        Expr::Struct(literal) => {
            let literal = program.literal(*literal);
            out.push('{');
            for decl in &literal.decls {
                let value = match decl {
                    Decl::Field { label, span, mark, value, attributes } => {
                        let name = label.source(symbols);
                        write!(out, "{name} {span:?} {mark:?} {attributes:?}: ").expect("all");
                        *value
                    }
                    Decl::Embed(value)
                    | Decl::Pattern { value, .. }
                    | Decl::Dynamic { value, .. } => *value,
                    Decl::Comprehension(id) => program.comprehensions[*id].body,
                    Decl::Ellipsis(_) => continue,
                };
                show(program, symbols, value, out);
            }
            out.push('}');
        }
        Expr::List { elements, .. } => {
            for element in elements {
                match element {
                    Element::Value(value) => show(program, symbols, *value, out),
                    Element::Comprehension(id) => {
                        show(program, symbols, program.comprehensions[*id].body, out);
                    }
                }
            }
        }
        Expr::Str(text) => write!(out, "{:?}", symbols.name(*text)).expect("all"),
        scalar if scalar.is_scalar() => write!(out, "{scalar:?}").expect("all"),
        other => other.operands(|operand| show(program, symbols, operand, out)),
    }
}

/// What a program comes to, and how many literals were put off.
fn built(loaded: &Loaded, deferred: bool) -> (String, usize) {
    let mut symbols = Symbols::default();
    let options = Options { deferred, ..Options::default() };
    let (program, faults) = build(loaded, &mut symbols, &options);
    let mut out = String::new();
    for &(_, file) in program.packages.iter().flat_map(|(_, package)| &package.files) {
        show(&program, &symbols, file, &mut out);
        writeln!(out, "{:?}", program.uses(&symbols, file).meaning).expect("all");
    }
    let counts = (program.exprs.len(), program.structs.len(), program.lets.len());
    writeln!(out, "{counts:?} {faults:?}").expect("all");
    (out, program.deferred.bodies.len())
}

/// Holds one way against the other; how many literals were put off.
fn compare(text: &str) -> usize {
    let loaded = loaded(text);
    let (late, count) = built(&loaded, true);
    let (at_once, none) = built(&loaded, false);
    assert_eq!(late, at_once, "{text}");
    assert_eq!(none, 0);
    count
}

/// `first`, then `others` and two more of the last: a shape can be copied from its second piece on.
fn repeated(first: &str, others: &[&str]) -> String {
    let before = "package p\nimport \"strings\"\n#D: {a: int | *1, ...}\nlet l = 3\n";
    format!("{before}x: {first}\ny: {}\nuses: [strings.ToUpper(\"a\"), l]\n", others.join("\ny: "))
}

#[test]
fn what_repeats_is_put_off_and_comes_to_the_same() {
    let cases: [(&str, &[&str], usize); 17] = [
        ("{a: 1, \"b\": \"x\"}", &["{a: 20, \"cc\": \"y\\n\"}", "{a: 0x1f, \"d\": \"z\"}"], 1),
        ("s: {a: true}", &["t: {a: false}", "s: {a: true}"], 2),
        ("\"s\": {a: b: {c: [1, {d: null}]}}", &["\"t\": {a: b: {c: [2, {d: null}]}}"; 2], 2),
        ("{a: #D & {a: 2}}", &["{a: #D & {a: 3}}", "{a: #D & {a: 1.5e3}}"], 1),
        ("#D & {a: -2, b: a + l}", &["#D & {a: -3, b: a + l}", "#D & {a: -4, b: a + l}"], 2),
        ("[{a: 1}, {a: \"b\"}]", &["[{a: 2}, {a: \"c\"}]", "[{a: 3}, {a: 'd'}]"], 2),
        ("{a: uint8 | *1, b: >1}", &["{a: uint8 | *2, b: >1}", "{a: uint8 | *3, b: >2}"], 2),
        ("{a: x.b, b: (2)}", &["{a: x.b, b: (3)}", "{a: x.c, b: (3)}"], 1),
        ("s: {a: 1, b: a}", &["t: {a: 1, b: a}", "a: {a: 1, b: a}"], 1),
        ("s: {b: l}", &["l: {b: l}", "t: {b: l}"], 1),
        ("{#a: 1, _b: 2}", &["{#a: 2, _b: 3}", "{#c: 2, _b: 3}"], 1),
        ("{a: 1, a}", &["{a: 2, a}", "{a: 3, b}"], 1),
        ("{a: c}", &["{a: c}", "{a: c}"], 0),
        ("{a: int + 1}", &["{a: int + 1}", "{a: int + 2}"], 0),
        ("{l: 1}", &["{l: 2}", "{l: 3}"], 0),
        ("{a: {for k in [1] {b: k}}}", &["{a: {for k in [2] {b: k}}}"; 2], 0),
        ("{a: 1 @go(a)}", &["{a: 2 @go(b)}", "{a: 3 @go(c)}"], 0),
    ];
    let expected: Vec<_> = cases.iter().map(|&(first, _, count)| (first, count)).collect();
    let count = |&(first, others, _): &(&'static str, &[&str], usize)| {
        (first, compare(&repeated(first, others)))
    };
    let counts: Vec<_> = cases.iter().map(count).collect();
    assert_eq!(counts, expected);
}

#[test]
fn packages_with_repeats_come_to_the_same() {
    let many = |at: usize| {
        let values = ["1", "x", "{a: 1}", "[1, {b: x.a}]", "#D & {a: 5}", "nothing", "\"\\(1)\""];
        let names = ["a", "b", "\"q r\"", "#a", "_", "__b", "l", "a?", "(\"d\")", "[string]"];
        let of = |all: &[&str], by: usize| all[(at / by) % all.len()].to_owned();
        let (name, other) = (of(&names, 3), of(&names, 29));
        let (value, second) = (of(&values, 2), of(&values, 7));
        format!("{name}: {{{other}: {value}, c: {second}}}\n{name}: {other}: {{c: {second}}}\n")
    };
    let mut count = 0;
    for seed in 0..300 {
        let some: String = (0..12).map(|at| many(seed * 7 + at * (1 + seed % 5))).collect();
        count += compare(&format!("package p\nx: {{a: 1}}\n#D: {{a: int}}\nlet l = 1\n{some}"));
    }
    assert!(count > 100, "{count}");
}
