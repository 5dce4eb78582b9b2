//! Accounts of every value of the examples, the modules and the language pages: none panics, every
//! scalar that is given has something that gives it, and an error something in conflict or at least
//! something that is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use infc::session::{
    Account, Disk, Found, Inspection, Project, Request, Role, Standing, Step, Unit,
};

/// How many values are looked at of one file.
const MOST: usize = 3_000;

/// How deep values are followed.
const DEEPEST: usize = 12;

/// The source files below a directory.
fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "inf" || ending == "cue") {
            found.push(path);
        }
    }
}

/// Looks at each value of a file's package; `check` is told of each.
fn each_value(path: &Path, mut check: impl FnMut(&Account)) -> usize {
    let unit = Unit::of(&Disk, path);
    let project = Rc::new(Project::load(&Disk, &unit));
    let mut inspection = Inspection::new(project, &Request::default());
    let Some(root) = inspection.found(0, &[]) else { return 0 };
    let mut open: Vec<(Found, Vec<Step>)> = vec![(root, Vec::new())];
    let mut count = 0;
    while let Some((found, steps)) = open.pop() {
        count += 1;
        if count > MOST {
            break;
        }
        check(&inspection.why(&found));
        if steps.len() == DEEPEST {
            continue;
        }
        let fields = inspection.graph.fields_of(found.vertex).into_iter().map(|field| field.name);
        let named = fields.map(Step::Name);
        let members = inspection.graph.members(found.vertex).into_iter().map(|member| member.0);
        let indexes = members.filter(|step| matches!(step, Step::Index(_)));
        for step in named.chain(indexes).collect::<Vec<_>>() {
            let steps: Vec<Step> = steps.iter().cloned().chain([step]).collect();
            open.extend(inspection.found(0, &steps).map(|found| (found, steps)));
        }
    }
    count
}

/// What is wrong with an account.
fn fault(account: &Account) -> Option<&'static str> {
    let has = |role| account.contributions.iter().any(|one| one.role == role);
    match account.standing {
        Standing::Concrete if account.contributions.is_empty() => Some("nothing contributes"),
        Standing::Concrete if !account.value.starts_with(['{', '[']) => {
            (!has(Role::Value) && !has(Role::Default)).then_some("nothing gives the value")
        }
        Standing::Default => (!has(Role::Value) && !has(Role::Default) && !has(Role::Fields))
            .then_some("no default gives the value"),
        Standing::Failed if account.faults.is_empty() => Some("an error is not told"),
        Standing::Concrete
        | Standing::Open
        | Standing::Optional
        | Standing::Required
        | Standing::Failed => None,
    }
}

fn hold(directories: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for directory in directories {
        sources(&root.join(directory), &mut paths);
    }
    let (mut seen, mut faults) = (0, Vec::new());
    for path in &paths {
        seen += each_value(path, |account| {
            if let Some(fault) = fault(account) {
                let shown = format!("{}: {} = {}", path.display(), account.path, account.value);
                let roles: Vec<Role> = account.contributions.iter().map(|one| one.role).collect();
                faults.push(format!("{shown}: {fault} {roles:?}"));
            }
        });
    }
    assert!(seen > 100, "only {seen} values were seen");
    assert!(faults.is_empty(), "{} of {seen}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_value_of_examples_has_what_gives_it() {
    hold(&["examples"]);
}

#[test]
fn every_value_of_the_language_has_what_gives_it() {
    hold(&["tests/language"]);
}
