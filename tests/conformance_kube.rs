//! `infc validate` held against the API server's own verdicts: manifests of other projects, and
//! manifests with one fault each (`../shared/kube`, where README.md says how they were made). What
//! disagrees stands in `tests/kubernetes/disagreements.txt` with its reason.

#![allow(clippy::print_stdout, reason = "a measure is there to print figures")]

mod ratchet;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use infc::session::{Disk, Severity, ValidateRequest, Validated, validate};

/// Faults that newer releases refuse, although the one that judged them takes them; and the other way
/// round (`../shared/facts/kubernetes.md`, 8.4).
const CHANGED: [&str; 4] = ["job-ttl-neg", "svc-affcfg", "svc-etp-clusterip", "apiver-old"];

/// What the server says of each file, by its path from the folder.
type Wanted = BTreeMap<String, bool>;

#[test]
fn samples_are_judged_as_the_server_judges_them() {
    let Some(kube) = ratchet::shared("kube") else { return };
    let mut tally = Tally::default();
    let mut samples = Wanted::new();
    for row in rows(&kube.join("samples/LABELS.tsv")) {
        match row["verdict"].as_str() {
            "VALID" | "VALID-NEWER" => drop(samples.insert(row["file"].clone(), true)),
            "INVALID" | "UNKNOWN" | "STRICT" => drop(samples.insert(row["file"].clone(), false)),
            _ => {}
        }
    }
    tally.hold(&kube, "samples", &samples);
    let mut core = Wanted::new();
    for row in rows(&kube.join("negatives/core.tsv")) {
        if !CHANGED.contains(&row["id"].as_str()) {
            core.insert(row["file"].clone(), row["verdict"] == "ACCEPT");
        }
    }
    for entry in fs::read_dir(kube.join("negatives/core")).expect("there is a folder") {
        let name = entry.expect("it can be read").file_name().to_string_lossy().into_owned();
        if name.starts_with("_base_") {
            core.insert(name, true);
        }
    }
    tally.hold(&kube, "negatives/core", &core);
    let crd = rows(&kube.join("negatives/crd.tsv")).into_iter();
    let crd = crd.map(|row| (row["file"].clone(), row["verdict"] == "ACCEPT")).collect();
    tally.hold(&kube, "negatives/crd", &crd);
    for row in rows(&kube.join("negatives/bundles.tsv")) {
        tally.hold_bundle(&kube, &row["file"], row["expected"].starts_with("warn"));
    }
    println!("{} of {} verdicts agree", tally.agreed, tally.all);
    ratchet::hold("tests/kubernetes/disagreements.txt", &tally.failing)
        .unwrap_or_else(|it| panic!("{it}"));
    assert!(tally.agreed * 100 >= tally.all * 99, "{} of {}", tally.agreed, tally.all);
}

#[derive(Default)]
struct Tally {
    all: usize,
    agreed: usize,
    /// What disagrees, and what was said of it.
    failing: BTreeMap<String, String>,
}

impl Tally {
    fn hold(&mut self, kube: &Path, folder: &str, wanted: &Wanted) {
        let request = ValidateRequest {
            inputs: wanted.keys().map(|file| shown(&kube.join(folder).join(file))).collect(),
            crds: vec![shown(&kube.join("crds"))],
            ..ValidateRequest::default()
        };
        let validated = validate(&Disk, &request);
        assert_eq!(validated.files.len(), wanted.len());
        for (verdict, (file, &valid)) in validated.files.iter().zip(wanted) {
            self.all += 1;
            if verdict.is_valid() == valid {
                self.agreed += 1;
                continue;
            }
            let said = verdict.diagnostics.iter().find(|it| it.severity == Severity::Error);
            let said = said.map_or("accepted".to_owned(), |it| {
                format!("{}: {}", it.path.as_deref().unwrap_or(""), it.message)
            });
            self.failing.insert(format!("{folder}/{file}"), said);
        }
    }
}

impl Tally {
    /// A bundle with a fault between its objects, or one without; where a warning is expected, one
    /// counts as seen.
    fn hold_bundle(&mut self, kube: &Path, file: &str, warns: bool) {
        let request = ValidateRequest {
            inputs: vec![shown(&kube.join("negatives/bundles").join(file))],
            crds: vec![shown(&kube.join("crds"))],
            bundle: true,
            ..ValidateRequest::default()
        };
        let validated = validate(&Disk, &request);
        let said: Vec<_> = validated.files.iter().flat_map(|it| &it.diagnostics).collect();
        let warned = said.iter().any(|it| it.severity == Severity::Warning);
        let valid = file.starts_with("_base");
        self.all += 1;
        if (validated.is_valid() && !(warns && warned && !valid)) == valid {
            self.agreed += 1;
            return;
        }
        let first = said.first().map_or("accepted".to_owned(), |it| it.message.clone());
        self.failing.insert(format!("negatives/bundles/{file}"), first);
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The rows of a table by the names of its columns.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).expect("there is a table");
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let row = |line: &str| {
        let cells = line.split('\t').map(str::to_owned);
        names.iter().map(|name| (*name).to_owned()).zip(cells).collect()
    };
    lines.filter(|line| !line.is_empty()).map(row).collect()
}

/// What came of files in a directory of their own.
fn judged(files: &[(&str, &[u8])], request: ValidateRequest) -> Validated {
    let directory = tempfile::tempdir().expect("there is room");
    for (name, bytes) in files {
        fs::write(directory.path().join(name), bytes).expect("it can be written");
    }
    let inside = |name: &String| shown(&directory.path().join(name));
    let request = ValidateRequest {
        inputs: request.inputs.iter().map(inside).collect(),
        crds: request.crds.iter().map(inside).collect(),
        ..request
    };
    validate(&Disk, &request)
}

fn request(inputs: &[&str], crds: &[&str]) -> ValidateRequest {
    ValidateRequest {
        inputs: inputs.iter().map(|&it| it.to_owned()).collect(),
        crds: crds.iter().map(|&it| it.to_owned()).collect(),
        ..ValidateRequest::default()
    }
}

/// The first message on each file; nothing where all is well.
fn said(validated: &Validated) -> Vec<String> {
    let first = |diagnostics: &[infc::session::Diagnostic]| {
        diagnostics.first().map_or(String::new(), |one| one.message.clone())
    };
    validated.files.iter().map(|verdict| first(&verdict.diagnostics)).collect()
}

const POD: &[u8] =
    b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: x}]}\n";

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect()
}

#[test]
fn encodings_are_read_and_what_is_no_text_is_told() {
    let text = std::str::from_utf8(POD).expect("it is text");
    let little = utf16(text, u16::to_le_bytes);
    let big = utf16(text, u16::to_be_bytes);
    let marked = [b"\xef\xbb\xbf", POD].concat();
    let windows = text.replace('\n', "\r\n");
    let broken = [&little[..], &[0x00, 0xd8]].concat();
    let files: &[(&str, &[u8])] = &[
        ("big.yaml", &big),
        ("binary.yaml", b"\x7fELF\x02\x01\x01\0\0\0"),
        ("bom.yaml", &marked),
        ("broken.yaml", &broken),
        ("latin.yaml", b"a: \xe9\n"),
        ("little.yaml", &little),
        ("pod.yaml", POD),
        ("windows.yaml", windows.as_bytes()),
    ];
    let validated = judged(files, request(&["."], &[]));
    let said = said(&validated);
    for (index, expected) in [
        (0, ""),
        (1, "is no text"),
        (2, ""),
        (3, "is not"),
        (4, "not UTF-8"),
        (5, ""),
        (6, ""),
        (7, ""),
    ] {
        let message = &said[index];
        assert!(message.contains(expected), "{}: {message}", files[index].0);
        assert_eq!(message.is_empty(), expected.is_empty(), "{}: {message}", files[index].0);
    }
}

#[test]
fn what_is_no_yaml_is_told_and_the_rest_is_judged() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 9].join(", "));
    }
    let deep = format!("apiVersion: v1\nkind: Pod\nspec: {}\n", "[".repeat(200_000));
    let nested = format!("{{\"a\":{}{}", "[".repeat(50_000), "]".repeat(50_000)) + "}";
    let two = [POD, b"---\na: 'b\n"].concat();
    let files: &[(&str, &[u8])] = &[
        ("bomb.yaml", bomb.as_bytes()),
        ("deep.yaml", deep.as_bytes()),
        ("empty.yaml", b"# nothing\n---\n"),
        ("nested.json", nested.as_bytes()),
        ("pod.yaml", POD),
        ("tabs.yaml", b"apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n"),
        ("two.yaml", &two),
        ("twice.yaml", b"apiVersion: v1\nkind: Pod\nkind: Pod\n"),
    ];
    let validated = judged(files, request(&["."], &[]));
    let said = said(&validated);
    let expected = [
        "aliases stand for more than",
        "deeper than",
        "",
        "Required value",
        "",
        "a tab cannot indent",
        "the key `kind` stands here twice",
        "unexpected end of stream",
    ];
    for (index, part) in expected.iter().enumerate() {
        let message = &said[index];
        assert!(message.contains(part), "{}: {message}", validated.files[index].path.display());
        assert_eq!(message.is_empty(), part.is_empty(), "{message}");
    }
    // The first document of the last file was judged.
    assert_eq!(validated.files[7].objects, 1);
}

#[test]
fn many_documents_are_judged_one_by_one() {
    let mut text = String::new();
    for index in 0..100_000 {
        text +=
            &format!("---\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c{index}}}}}\n");
    }
    text += "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, dta: {}}\n";
    let validated = judged(&[("many.yaml", text.as_bytes())], request(&["many.yaml"], &[]));
    assert_eq!(validated.files[0].objects, 100_001);
    assert_eq!(said(&validated), ["unknown field \"dta\""]);
}

const CRD: &str = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: as.x.io}\nspec:\n  group: x.io\n  names:\n    kind: A\n  versions:\n  - name: v1\n    schema:\n      openAPIV3Schema: ";

const OBJECT: &[u8] = b"apiVersion: x.io/v1\nkind: A\nmetadata: {name: a}\nspec: {num: 1}\n";

/// What is said of an object by a schema, and of the definition.
fn by_schema(schema: &str) -> (String, Vec<String>) {
    let crd = format!("{CRD}{schema}\n");
    let files: &[(&str, &[u8])] = &[("a.yaml", OBJECT), ("crd.yaml", crd.as_bytes())];
    let validated = judged(files, request(&["a.yaml"], &["crd.yaml"]));
    let about = validated.about.iter().flat_map(|report| &report.diagnostics);
    let about = about.map(|one| one.message.clone()).collect();
    (said(&validated)[0].clone(), about)
}

#[test]
fn broken_and_huge_definitions_are_told() {
    let (object, about) = by_schema("{type: objekt}");
    assert!(object.contains("cannot be used") && object.contains("no type `objekt`"), "{object}");
    assert_eq!(about, Vec::<String>::new());
    let (object, _) = by_schema("{type: object, properties: {spec: {$ref: '#/x'}}}");
    assert!(object.contains("`$ref` is not allowed"), "{object}");
    let (object, about) = by_schema("{type: [");
    assert!(object.contains("nothing is known"), "{object}");
    assert!(about[0].starts_with("YAML: "), "{about:?}");
    // A schema that contains itself cannot be written; one that is deep can.
    let (_, about) = by_schema("&a {type: object, properties: {spec: *a}}");
    assert!(about[0].contains("within what it names"), "{about:?}");
    let deep = format!(
        "{}{{type: object}}{}",
        "{type: object, properties: {spec: ".repeat(3000),
        "}}".repeat(3000)
    );
    let (object, _) = by_schema(&deep);
    assert!(object.contains("deeper than 200 levels"), "{object}");
    // Branches of branches are as many as there are leaves of the tree that they make.
    let mut schema = String::from("{minimum: 5}");
    for _ in 0..60 {
        schema = format!("{{anyOf: [{schema}, {{minimum: 6}}]}}");
    }
    let (object, _) = by_schema(&format!(
        "{{type: object, properties: {{spec: {{type: object, properties: {{num: {schema}}}}}}}}}"
    ));
    assert!(object.contains("anyOf"), "{object}");
}

#[test]
fn kinds_of_lists_and_strangers() {
    let list = b"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}\n- {kind: Pod}\n";
    let files: &[(&str, &[u8])] = &[
        ("kind.json", b"{\"apiVersion\": \"v1\", \"kind\": 1}"),
        ("list.yaml", list),
        ("text.yaml", b"just text\n"),
    ];
    let validated = judged(files, request(&["."], &[]));
    let paths: BTreeSet<_> =
        validated.files[1].diagnostics.iter().filter_map(|it| it.path.clone()).collect();
    assert!(paths.contains("items[0].spec.containers"), "{paths:?}");
    assert!(paths.contains("items[1].apiVersion"), "{paths:?}");
    let said = said(&validated);
    assert!(said[0].contains("must be of type string"), "{said:?}");
    assert!(said[2].contains("no Kubernetes object"), "{said:?}");
}
