//! The same input gives the same bytes: run after run, and with any number of threads. What is
//! written and what is said are both compared, of what succeeds and of what fails.

mod workloads;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How often each input is run with each number of threads.
const RUNS: usize = 2;

/// How often the smallest input is run.
const MANY_RUNS: usize = 100;

fn infc(directory: &Path, arguments: &[&str], threads: usize) -> Output {
    Command::new(env!("CARGO_BIN_EXE_infc"))
        .args(arguments)
        .args(["--threads", &threads.to_string()])
        .current_dir(directory)
        .output()
        .expect("infc can be run")
}

/// What came of a run, as one text.
fn shown(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{}\n{out}\n{err}", output.status)
}

/// Runs with one thread and with two, several times each; gives what all of them gave.
fn check(directory: &Path, arguments: &[&str]) -> String {
    let expected = shown(&infc(directory, arguments, 1));
    for threads in [1, 2] {
        for run in 0..RUNS {
            let seen = shown(&infc(directory, arguments, threads));
            let place = directory.display();
            assert!(
                seen == expected,
                "{place}: {arguments:?} with {threads} threads differs in run {run}"
            );
        }
    }
    expected
}

#[test]
fn examples_are_the_same_each_time() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = fs::read_dir(&examples).expect("it can be read");
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be read").path()).collect();
    found.retain(|path| path.is_dir());
    assert!(found.len() > 5);
    for example in &found {
        let seen = check(example, &["export", ".", "--out", "yaml"]);
        assert!(seen.contains("apiVersion"), "{seen}");
    }
}

#[test]
fn a_small_file_is_the_same_a_hundred_times() {
    let place = tempfile::tempdir().expect("there is room");
    let text = "#A: {kind: \"a\" | \"b\", [=~\"^x\"]: int, n: *1 | int}
fields: {for at, name in [\"q\", \"c\", \"z\", \"a\"] {(name): #A & {kind: \"b\", \"x\\(at)\": at}}}
wrong: #A & {kind: \"c\", y: 1, z: 2}
more: fields & {c: n: \"one\", z: n: \"two\"}
";
    fs::write(place.path().join("small.inf"), text).expect("it can be written");
    for arguments in [&["export", "small.inf"][..], &["export", "small.inf", "-e", "fields"]] {
        let expected = shown(&infc(place.path(), arguments, 2));
        for _ in 0..MANY_RUNS {
            assert_eq!(shown(&infc(place.path(), arguments, 2)), expected);
        }
    }
}

/// Writes the files of a package with `count` services, so many that all that can be done on
/// several threads is; each of `faults` spoils a service.
fn fleet(directory: &Path, count: usize, faults: &[(usize, &str)]) {
    let template = "package fleet

_service: [Name=_]: {
	deployment: {
		apiVersion: \"apps/v1\"
		kind:       \"Deployment\"
		metadata: {name: Name, labels: app: Name}
		spec: {
			replicas: *1 | int
			selector: matchLabels: app: Name
			template: {
				metadata: labels: app: Name
				spec: containers: [{name: Name, image: string, ...}]
			}
		}
	}
	service: {
		apiVersion: \"v1\"
		kind:       \"Service\"
		metadata: {name: Name, labels: app: Name}
		spec: {selector: app: Name, ports: [{port: *80 | int}]}
	}
}
objects: [for one in _service for object in one {object}]
";
    fs::write(directory.join("template.inf"), template).expect("it can be written");
    for (number, part) in (0..count).collect::<Vec<_>>().chunks(count / 4).enumerate() {
        let mut text = String::from("package fleet\n\n");
        for &at in part {
            let fault = faults.iter().find(|fault| fault.0 == at).map_or("", |fault| fault.1);
            // Comments make the files so large that they are parsed on several threads.
            let _ = writeln!(
                text,
                "{}_service: \"svc-{at:04}\": deployment: spec: template: spec: containers: \
                 [{{image: \"registry.example.com/{at}:1\"{fault}}}]",
                "// One of the services that this fleet is made of, as its owners wrote it.\n"
                    .repeat(4)
            );
        }
        fs::write(directory.join(format!("part{number}.inf")), text).expect("it can be written");
    }
}

#[test]
fn a_fleet_is_the_same_each_time() {
    let place = tempfile::tempdir().expect("there is room");
    fleet(place.path(), 600, &[]);
    let seen = check(place.path(), &["export", ".", "--out", "yaml"]);
    assert_eq!(seen.matches("kind: Deployment").count(), 600);
    let again = place.path().join("manifests");
    fs::create_dir(&again).expect("there is room");
    for (number, object) in seen.split("\n---\n").skip(1).enumerate().take(40) {
        fs::write(again.join(format!("{number}.yaml")), object).expect("it can be written");
    }
    let seen = check(place.path(), &["validate", "manifests"]);
    assert!(seen.contains("40 objects in 40 files: valid"), "{seen}");
}

#[test]
fn faults_of_a_fleet_are_told_the_same_each_time() {
    let place = tempfile::tempdir().expect("there is room");
    let faults = [
        (3, ", imagePullPolicy: \"Sometimes\""),
        (120, ", ports: [{containerPort: 0}]"),
        (121, ", ports: [{containerPort: 0}]"),
        (400, ", imagePulPolicy: \"Always\""),
        (599, ", livenessProbe: httpGet: port: 0"),
    ];
    fleet(place.path(), 600, &faults);
    let seen = check(place.path(), &["export", ".", "--out", "yaml"]);
    assert!(seen.contains("imagePulPolicy") && seen.contains("svc-0599"), "{seen}");
}

#[test]
fn values_are_the_same_each_time() {
    let place = tempfile::tempdir().expect("there is room");
    fs::write(place.path().join("fleet.inf"), workloads::fleet(200)).expect("there is room");
    for arguments in [
        &["export", "fleet.inf"][..],
        &["export", "fleet.inf", "--out", "yaml", "--as", "value"],
        &["eval", "fleet.inf"],
        &["vet", "-c", "fleet.inf"],
    ] {
        let seen = check(place.path(), arguments);
        assert!(seen.starts_with("exit status: 0"), "{seen}");
    }
}
