//! What an editor is told after an edit, where fields that have not changed are not evaluated again,
//! is what a check from scratch says: for random projects that are edited at random.

mod chance;

use chance::Chance;
use infc::session::{self, Known, Memory, Report, Request};

/// Declarations of all sorts: templates, references, circles, manifests that are right and wrong.
const DECLARATIONS: &[&str] = &[
    "#Service: {name!: string, replicas: int & >0 | *1, env: [string]: string, labels: app: name}",
    "#Tree: {value: int, left?: #Tree}",
    "#Port: int & >0 & <65536",
    "#Map: {apiVersion: \"v1\", kind: \"ConfigMap\", metadata: name: string, data: [string]: string}",
    "#Chain: {to: #Service, port: #Port | *80}",
    "_hidden: {x: 1, y: x + 1}",
    "_wrong: {x: 1} & {x: \"a\"}",
    "let common = {team: \"a\", port: 80}",
    "let other = c0 + 1",
    "s0: #Service & {name: \"s0\", env: MODE: \"x\"}",
    "s1: #Service & {name: \"s1\", replicas: 2, env: PEER: s0.name}",
    "s2: #Service & {name: \"s2\", env: PEER: s1.env.PEER}",
    "s1: env: MORE: \"y\"",
    "c0: s1.replicas + 1",
    "c1: c0 * 2",
    "c2: {a: c1, b: common.port, c: _hidden.y}",
    "c3: [for name, one in {a: s0, b: s1} {called: name, of: one.name}]",
    "c4: {if c0 > 2 {big: true}, if c0 <= 2 {small: s2.name}}",
    "c5: other",
    "c6: c2",
    "c7: {c6, more: 1}",
    "self0: {a: 1, b: self0.a, c: self0.b}",
    "x0: {y: y0.z, w: 1}",
    "y0: {z: 2, v: x0.w}",
    "z0: {of: x0.y, all: y0}",
    "t0: #Tree & {value: 1, left: value: 2}",
    "t1: #Tree & {value: c0, left: left: value: t0.value}",
    "p0: #Chain & {to: s0}",
    "p1: #Chain & {to: s1, port: common.port}",
    "m0: #Map & {metadata: name: \"m0\", data: {a: \"\\(c0)\", b: s0.name}}",
    "m1: #Map & {metadata: name: \"m1\", data: a: common.team}",
    "m2: {apiVersion: \"v1\", kind: \"ConfigMap\", metadata: name: \"Not A Name\", data: a: \"1\"}",
    "m3: {apiVersion: \"v1\", kind: \"Service\", metadata: name: s0.name, spec: {selector: app: s0.labels.app, ports: [{port: 80, name: \"http\"}]}}",
    "m4: lib.#Deployment & {#name: \"web\", #image: \"nginx:1.2\"}",
    "m5: lib.#Deployment & {#name: s1.name, #image: \"nginx\", spec: replicas: c0}",
    "m6: m4 & {metadata: labels: tier: common.team}",
    "\"quoted-0\": {a: s0.name, b: 1}",
    "deep: one: two: three: c1",
    "deep: one: more: [1, 2, c0]",
    "e0: 1 & 2",
    "e1: {a: string}",
    "e2: s0.nothing",
    "e3: lib.values.port & int",
    "w0: {template: {replicas: 1, image: \"a\"}, template: replicsa: 2}",
    "w1: [string]: {replicas: int, image: string | *\"i\"}",
    "w1: web: {replcas: 3, replicas: 1}",
    "w2: {for name, one in {a: 1} {(name): {number: int, given: one} & {nubmer: one, number: 1}}}",
    "_never: int & >5 & <3",
    "_early: {of: r0.a}",
    "r0: {a: r0.b + 1, b: r1.c, c: 1}",
    "r1: {c: r0.c, d: r1.c}",
    "r2: {e: r1.d, f: r0.a}",
    "k0: {l: {m: k0.l.n}, l: n: 3}",
    "k1: k0.l & {m: int}",
    "list: [s0.name, \"b\", if c0 > 1 {\"c\"}]",
];

/// What takes the place of words.
const WORDS: &[&str] = &[
    "s0", "s1", "c0", "c1", "x0", "y0", "t0", "m0", "nope", "string", "int", "1", "2", "80", "-1",
    "\"a\"", "\"s0\"", "#Service", "#Tree", "#Map", "common", "_hidden", "name", "replicas",
    "true", "null", "lib", "self0", "port", "_",
];

const LIBRARY: &str = r#"package lib

values: {port: 80, name: "lib"}
#Deployment: {
	#name:      string
	#image:     string
	apiVersion: "apps/v1"
	kind:       "Deployment"
	metadata: {name: #name, labels?: [string]: string}
	spec: {
		replicas: int | *1
		selector: matchLabels: app: #name
		template: {
			metadata: labels: app: #name
			spec: containers: [{name: #name, image: #image}]
		}
	}
}
"#;

/// A package of two files.
#[derive(Clone)]
struct Project {
    files: [Vec<String>; 2],
    library: String,
}

impl Project {
    fn new(chance: &mut Chance) -> Self {
        let mut files = [Vec::new(), Vec::new()];
        for &declaration in DECLARATIONS {
            let is_wrong = declaration.starts_with(['e', '_']) && !declaration.starts_with("_e")
                || declaration.contains("Not A Name");
            let is_left_out = if is_wrong { chance.below(8) > 0 } else { chance.below(40) == 0 };
            if !is_left_out {
                files[usize::from(chance.below(5) == 0)].push(declaration.to_owned());
            }
        }
        Self { files, library: LIBRARY.to_owned() }
    }

    fn memory(&self) -> Memory {
        let [first, second] = &self.files;
        let text = |lines: &[String]| {
            let lines = lines.join("\n");
            let import = if lines.contains("lib") { "import \"w.example/lib\"\n\n" } else { "" };
            format!("package w\n\n{import}{lines}\n")
        };
        Memory::new("/w")
            .with("cue.mod/module.cue", "module: \"w.example\"\nlanguage: version: \"v0.9.0\"\n")
            .with("a.inf", text(first))
            .with("b.inf", text(second))
            .with("lib/lib.inf", self.library.as_str())
    }

    /// One edit of any kind.
    fn edit(&mut self, chance: &mut Chance) {
        if chance.below(25) == 0 {
            let (from, to) =
                [("port: 80", "port: 81"), ("*1", "*2"), ("int |", "\"x\" |")][chance.below(3)];
            let is_there = self.library.contains(to);
            let (from, to) = if is_there { (to, from) } else { (from, to) };
            self.library = self.library.replace(from, to);
            return;
        }
        let which = usize::from(chance.below(4) == 0);
        let Some(lines) = self.files.get_mut(which) else { return };
        let at = chance.below(lines.len());
        match chance.below(11) {
            0 if lines.len() > 4 => drop(lines.remove(at)),
            1 | 2 => lines.insert(at, chance.of(DECLARATIONS).to_owned()),
            3 => {
                let other = chance.below(lines.len());
                if !lines.is_empty() {
                    lines.swap(at, other);
                }
            }
            4 => lines.insert(at, "// A remark, and a line.\n".to_owned()),
            5 => {
                if let Some(line) = lines.get_mut(at) {
                    line.push_str(" // behind");
                }
            }
            6 => {
                if let Some(line) = lines.get_mut(at) {
                    line.push_str(chance.of(&[
                        " & {}",
                        " & _",
                        "}",
                        " & string",
                        " & {extra: 1}",
                        " & #Service",
                    ]));
                }
            }
            _ => {
                if let Some(line) = lines.get_mut(at) {
                    let words: Vec<(usize, String)> = words(line);
                    if let Some((start, word)) = words.get(chance.below(words.len())) {
                        line.replace_range(*start..start + word.len(), chance.of(WORDS));
                    }
                }
            }
        }
    }
}

/// The words of a line, and where they start.
fn words(line: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut inside = false;
    for (at, letter) in line.char_indices() {
        let is_letter = letter.is_ascii_alphanumeric() || "_#".contains(letter);
        match (is_letter, inside, found.last_mut()) {
            (true, true, Some((_, word))) => word.push(letter),
            (true, ..) => found.push((at, letter.to_string())),
            (false, ..) => {}
        }
        inside = is_letter;
    }
    found
}

fn request() -> Request {
    Request { inputs: vec![".:w".to_owned()], ..Request::default() }
}

/// What is said, with the texts of all places.
fn said(reports: &[Report]) -> Vec<String> {
    let told = reports.iter().flat_map(|report| {
        report.diagnostics.iter().map(|one| {
            let place = |mark: &session::Mark| report.sources.slice(mark.span).to_owned();
            let places: Vec<String> = one.marks.iter().map(place).collect();
            format!("code: {}\n{one:#?}\n{places:?}", one.code.text())
        })
    });
    told.collect()
}

/// Edits a project, and holds what is said after each edit against a check from scratch; gives how
/// many fields were spared, and how many messages there were.
fn run(seed: u64, edits: usize) -> (usize, usize) {
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut project = Project::new(&mut chance);
    let mut known = Known::default();
    let mut sound = project.clone();
    let (mut spared, mut messages) = (0, 0);
    for edit in 0..edits {
        let files = project.memory();
        let again = said(&session::check_again(&files, &request(), false, &mut known));
        let fresh = said(&session::check(&files, &request(), false));
        if again != fresh {
            let text = |name: &str| {
                String::from_utf8(session::Files::read(&files, name.as_ref()).unwrap_or_default())
            };
            let (a, b) = (text("a.inf").unwrap_or_default(), text("b.inf").unwrap_or_default());
            panic!(
                "seed {seed}, edit {edit}:\n--- a.inf\n{a}\n--- b.inf\n{b}\n--- again\n{}\n--- fresh\n{}",
                again.join("\n"),
                fresh.join("\n")
            );
        }
        spared += known.spared();
        messages += fresh.len();
        // What is broken is mended soon, as people do.
        let is_read =
            !fresh.iter().any(|one| one.contains("code: E01") || one.contains("code: E02"));
        match is_read && fresh.len() < 4 {
            true => sound = project.clone(),
            false if chance.below(2) == 0 => project = sound.clone(),
            false => {}
        }
        project.edit(&mut chance);
    }
    (spared, messages)
}

#[test]
fn after_random_edits_the_same_is_said_as_from_scratch() {
    let (mut spared, mut messages) = (0, 0);
    let seeds = std::env::var("INFC_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(10);
    for seed in 0..seeds {
        let (fields, told) = run(seed, 40);
        spared += fields;
        messages += told;
    }
    println!("{spared} fields spared, {messages} messages");
    assert!(spared > 2_000, "{spared} fields were spared");
    assert!(messages > 500, "there were {messages} messages");
}
