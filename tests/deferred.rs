//! What `-e` gives, where declarations that repeat others are lowered on demand, is what it gives where
//! all is lowered at once: values, errors and their places, for packages made at random.

mod chance;

use chance::Chance;
use infc::session::{self, EvalOptions, ExportOptions, Memory, Request};

const START: &str = r#"package p

import "strings"

#S: {name: string, port: int & >0 | *80, env?: [string]: string, up: strings.ToUpper(name)}
s: [Name=_]: #S & {name: Name}
let team = "core"
for name, one in s {ports: "\(name)": one.port}
s: web: port: 5
t: {}
web: y: 6
"#;

/// Forms of declarations: `@` stands for a name, `#` for a number, `!` for a value.
const FORMS: &[&str] = &[
    "s: \"@\": {port: #}",
    "s: @: {port: #, env: TEAM: team}",
    "s: @: {env: {A: \"@\", B: !}}",
    "t: @: {a: #, b: a, c: [{d: #}, {e: !}]}",
    "t: @: {a: !, b: {c: a & !}}",
    "t: @: b: c: {d: \"@\", e: b.c.d}",
    "@: {x: #, y: x + 1, z: !}",
    "u: {a: #, b: \"@\"} & {c: !}",
    "u: [{a: 1, b: !}, {a: #}]",
    "v: {#a: #, _b: \"@\", c: #a, d: _b}",
    "v: {if true {a: #}, b: !}",
    "w: {let l = #, m: l, n: !}",
];
const NAMES: &[&str] = &["web", "db", "a", "cache"];
const VALUES: &[&str] = &["\"x\"", "\"y\"", "team", "strings.ToLower(\"A\")"];
/// Values that most forms do not take, or nothing does.
const OTHERS: &[&str] = &["1", "true", "{q: 1}", "s.web.port", "int", "nothing"];
const WANTED: &[&str] = &[
    "s.web",
    "s.web.up",
    "s.db.port",
    "ports.web",
    "t.db",
    "t.a",
    "t.db.c[1]",
    "t.web.b.c",
    "u.a",
    "u[1]",
    "v.c",
    "v.d",
    "w.n",
    "web.z",
    "a.y",
    "cache.x",
    "nowhere.a",
    "s",
    "[for k, v in s {v.port}]",
    "{x: s, y: t}.x",
    "(s & {web: port: 81}).web",
];

fn package(chance: &mut Chance) -> String {
    let mut text = START.to_owned();
    for _ in 0..2 + chance.below(3) {
        let form = chance.of(FORMS);
        let rarely = |chance: &mut Chance| chance.below(20) == 0;
        let value = |chance: &mut Chance| match rarely(chance) {
            true => chance.of(OTHERS),
            false => chance.of(VALUES),
        };
        let same = value(chance);
        for _ in 0..2 + chance.below(4) {
            let value = if rarely(chance) { value(chance) } else { same };
            let name = if rarely(chance) { "team" } else { chance.of(NAMES) };
            let number = if rarely(chance) { chance.below(200) } else { 5 };
            let line = form.replace('@', name).replace('!', value);
            text.push_str(&line.replacen(": #", &format!(": {number}"), 3));
            text.push('\n');
        }
    }
    text
}

#[test]
fn what_is_asked_for_is_the_same() {
    let mut chance = Chance(7);
    let mut good = 0;
    for _ in 0..600 {
        let text = package(&mut chance);
        let files = Memory::new("/w").with("/w/a.cue", text.as_str());
        let wanted = chance.of(WANTED);
        let ask = |once: bool| {
            let (inputs, expressions) = (vec!["a.cue".to_owned()], vec![wanted.to_owned()]);
            let request = Request { inputs, expressions, once, ..Request::default() };
            let exported = session::export(&files, &request, &ExportOptions::default());
            let shown = session::eval(&files, &request, &EvalOptions::default());
            let reports = exported.reports.iter().chain(&shown.reports);
            let said: Vec<_> = reports.map(|report| format!("{:?}", report.diagnostics)).collect();
            (exported.value, shown.value, said)
        };
        let (late, at_once) = (ask(true), ask(false));
        assert_eq!(format!("{late:?}"), format!("{at_once:?}"), "-e {wanted:?} of\n{text}");
        good += usize::from(late.0.is_some());
    }
    assert!((40..560).contains(&good), "{good} without an error");
}
