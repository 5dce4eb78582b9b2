//! The rules on Kubernetes objects against the verdicts of real API servers, which lie in
//! `../shared/kube`: what a server refuses is refused, what it takes is taken.
//!
//! `cargo test --test kube_rules -- --nocapture` prints the figures.

#![allow(clippy::print_stdout, reason = "a measure is there to print figures")]

#[allow(dead_code, reason = "nothing is held here")]
mod ratchet;

use std::fs;
use std::path::Path;

use infc::base::{Code, Diagnostic, Plain, Severity, Sources};
use infc::data::yaml;
use infc::kube::{self, CheckOptions, Manifest};
use infc::package::KubeRules;

/// What newer servers refuse although the one that judged did not.
const REFUSED_SINCE: &[&str] = &["job-ttl-neg", "svc-etp-clusterip", "apiver-old"];

/// Samples that newer servers take although the one that judged did not: `preStop.sleep` came
/// with 1.30.
const LEGAL_SINCE: &[&str] = &["gateway_inference_extension-configs-vllm-gpu-deployment"];

#[test]
fn every_negative_is_judged_as_the_server_judges_it() {
    let Some(folder) = ratchet::shared("kube/negatives") else { return };
    let mut faults = Vec::new();
    let mut count = 0;
    for row in rows(&folder.join("core.tsv")) {
        let [file, id, _, rule, verdict, stage, ..] = &row[..] else {
            panic!("a row is too short")
        };
        // What cannot be decoded is the business of the schemas.
        if matches!(stage.as_str(), "decode" | "strict") {
            continue;
        }
        let said = judged(&folder.join("core").join(file));
        let refused = said.iter().any(|one| one.severity == Severity::Error);
        count += 1;
        if refused != (verdict == "REJECT" || REFUSED_SINCE.contains(&id.as_str())) {
            faults.push(format!("{id} ({rule}): {verdict}, but {}", told(&said)));
        }
    }
    for entry in fs::read_dir(folder.join("core")).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("_base")) {
            let said = judged(&path);
            count += 1;
            if !said.is_empty() {
                faults.push(format!("{}: {}", path.display(), told(&said)));
            }
        }
    }
    println!("{} of {count} verdicts agree", count - faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn samples_that_a_server_takes_are_taken() {
    let Some(folder) = ratchet::shared("kube/samples") else { return };
    let mut faults = Vec::new();
    let mut count = 0;
    for row in rows(&folder.join("LABELS.tsv")) {
        let [file, class, .., verdict, errors] = &row[..] else { panic!("a row is too short") };
        // Errors of rules start with the path of a field, those of the decoder with a type.
        let ruled = !errors.starts_with("[\"v1.");
        let known = matches!(verdict.as_str(), "VALID" | "VALID-NEWER" | "INVALID");
        if class != "core" || !known || !ruled || LEGAL_SINCE.iter().any(|name| file.contains(name))
        {
            continue;
        }
        let said = judged(&folder.join(file));
        // What cannot be read at all is judged elsewhere.
        if said.iter().any(|one| one.code == Code::Syntax) {
            continue;
        }
        let refused = said.iter().any(|one| one.severity == Severity::Error);
        count += 1;
        if refused != (verdict == "INVALID") {
            faults.push(format!("{file}: {verdict}, but {}", told(&said)));
        }
    }
    println!("{} of {count} verdicts agree", count - faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn faults_between_objects_are_found() {
    let Some(folder) = ratchet::shared("kube/negatives") else { return };
    let mut faults = Vec::new();
    let said = across(&folder.join("bundles/_base_ok.yaml"));
    if !said.is_empty() {
        faults.push(format!("_base_ok: {}", told(&said)));
    }
    let rows = rows(&folder.join("bundles.tsv"));
    for row in &rows {
        let [file, rule, object, expected, ..] = &row[..] else { panic!("a row is too short") };
        let said = across(&folder.join("bundles").join(file));
        let severity = match expected.as_str() {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            _ => None,
        };
        // One fault is told of once, of the object that is to blame.
        let name = object.replace('/', " ");
        let right = match (&said[..], severity) {
            ([], None) => true,
            ([one], Some(severity)) => {
                one.severity == severity
                    && (one.message.contains(&name) || one.message.contains("belongs to no"))
            }
            _ => false,
        };
        if !right {
            faults.push(format!("{file} ({rule}, {object}): {expected}, but {}", told(&said)));
        }
    }
    println!("{} of {} bundles are judged right", rows.len() + 1 - faults.len(), rows.len() + 1);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is said of the objects of a file.
fn judged(path: &Path) -> Vec<Diagnostic> {
    read(path, |plain, manifests| kube::check(plain, manifests, &CheckOptions::default()))
}

/// What is said of the objects of a file, each alone and all together.
fn across(path: &Path) -> Vec<Diagnostic> {
    read(path, |plain, manifests| {
        let mut said = kube::check(plain, manifests, &CheckOptions::default());
        let found = kube::check_bundle(plain, manifests, &KubeRules::default());
        said.extend(found.into_iter().map(|one| one.diagnostic));
        said
    })
}

fn read(path: &Path, check: impl Fn(&Plain, &[Manifest]) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
    let text = fs::read_to_string(path).expect("it can be read");
    let mut plain = Plain::default();
    let file = Sources::default().add(path, text.as_str());
    let documents = match yaml::read(&text, file, &mut plain) {
        Ok(documents) => documents,
        Err(fault) => return vec![fault],
    };
    let manifests: Vec<_> =
        documents.into_iter().flat_map(|document| kube::find(&plain, document)).collect();
    check(&plain, &manifests)
}

fn told(said: &[Diagnostic]) -> String {
    let line = |one: &Diagnostic| {
        format!("{} {}: {}", one.code.text(), one.path.as_deref().unwrap_or_default(), one.message)
    };
    match said {
        [] => "nothing is said".to_owned(),
        said => said.iter().map(line).collect::<Vec<_>>().join("; "),
    }
}

fn rows(table: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(table).expect("it can be read");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}
