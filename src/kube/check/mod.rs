//! All that is asked of manifests before they are written: each on its own by the schema of its
//! kind and the rules on it, then the rules across them.
//!
//! The checks see the data as its author wrote it, and never stop at the first fault.

mod custom;
mod format;
mod headline;
mod list;
mod repeated;
mod served;
mod structure;
mod unknown;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use repeated::Repeated;

use super::{Crds, Manifest, crd, rule};
use crate::base::{Diagnostic, Plain, Threads};
use crate::package::KubeRules;
use crate::schema::{Definition, KindFault, Release, find_kind};

pub use list::open_lists;

/// What manifests are checked against.
#[derive(Clone, Default, Debug)]
pub struct CheckOptions {
    /// The release of the cluster that they are for.
    pub release: Release,
    /// Whether kinds that are not known are errors; else they are warnings.
    pub strict: bool,
    /// The definitions of custom resources; those among the manifests are known too.
    pub crds: Arc<Crds>,
    /// How the rules are held.
    pub rules: KubeRules,
    /// How many threads may check at once.
    pub threads: Threads,
}

/// How many manifests a thread checks at a time: enough to be worth asking for more.
const TOGETHER: usize = 64;

/// All that is wrong with the manifests, which make one bundle.
///
/// Each names its field and object, and a fault of one template is told once, with the paths of all
/// other values that it spoils.
pub fn check(plain: &Plain, manifests: &[Manifest], options: &CheckOptions) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut repeated = Repeated::default();
    let manifests = &list::opened(plain, manifests, options.release, &mut diagnostics);
    let mut unknown = Vec::new();
    let verdicts = verdicts(plain, manifests, options, |_| true);
    for (manifest, verdict) in manifests.iter().zip(verdicts.into_iter().flatten()) {
        if !verdict.is_known {
            unknown.push(manifest);
        }
        for mut diagnostic in verdict.said {
            let field = diagnostic.path.take().unwrap_or_default();
            let path = joined(&manifest.path, &field);
            diagnostic.path = Some(path).filter(|path| !path.is_empty());
            if !repeated.joins(&diagnostic, &field, &mut diagnostics) {
                headline::name(&mut diagnostic, &field, manifest);
                diagnostics.push(diagnostic);
            }
        }
    }
    unknown::report(plain, &unknown, options, &mut diagnostics);
    rule::weigh(&options.rules, &mut diagnostics);
    diagnostics
}

/// Whether [`check`] has nothing to say: that is known as soon as it has.
pub fn is_sound(plain: &Plain, manifests: &[Manifest], options: &CheckOptions) -> bool {
    let mut diagnostics = Vec::new();
    let manifests = &list::opened(plain, manifests, options.release, &mut diagnostics);
    let is_over = AtomicBool::new(!diagnostics.is_empty());
    let goes_on = |verdict: &Verdict| {
        if !verdict.is_known || !verdict.said.is_empty() {
            is_over.store(true, Ordering::Relaxed);
        }
        !is_over.load(Ordering::Relaxed)
    };
    verdicts(plain, manifests, options, goes_on);
    !is_over.into_inner()
}

/// What is said of one object.
struct Verdict {
    said: Vec<Diagnostic>,
    /// Whether anything tells whether it is right.
    is_known: bool,
}

/// What is said of each object, in order and in parts; less where it is not to `go_on`.
fn verdicts(
    plain: &Plain,
    manifests: &[Manifest],
    options: &CheckOptions,
    go_on: impl Fn(&Verdict) -> bool + Sync,
) -> Vec<Vec<Verdict>> {
    let mut own = Crds::default();
    for manifest in manifests.iter().filter(|manifest| is_definition(manifest)) {
        own.add_object(plain, manifest.node);
    }
    let parts: Vec<&[Manifest]> = manifests.chunks(TOGETHER).collect();
    options.threads.each(&parts, |part| {
        let mut kinds = Kinds { known: Vec::new(), options, own: &own };
        let each = part.iter().map(|manifest| verdict(plain, manifest, &mut kinds));
        each.take_while(&go_on).collect()
    })
}

/// Judges one object by itself: what was said of one does not silence what is said of another.
fn verdict<'a>(plain: &Plain, manifest: &'a Manifest, kinds: &mut Kinds<'a>) -> Verdict {
    let mut said = Vec::new();
    let mut is_known = true;
    match kinds.judge(manifest) {
        Judge::BuiltIn(definition) => {
            structure::check(plain, manifest, definition, &mut said);
            if is_definition(manifest) {
                custom::definition(plain, manifest, &mut said);
            }
        }
        Judge::Custom(definitions) => {
            custom::check(plain, manifest, &definitions, &mut said);
        }
        Judge::NotServed(fault) => {
            said.push(served::refuse(plain, manifest, &fault, kinds.options));
        }
        Judge::Nobody => is_known = false,
    }
    rule::check(plain, manifest, &mut said);
    Verdict { said, is_known }
}

/// What tells whether an object is right.
enum Judge<'a> {
    /// The schema of a built-in kind.
    BuiltIn(&'static Definition),
    /// The definitions of its kind.
    Custom(Vec<&'a crd::Definition>),
    /// That the release serves no such kind.
    NotServed(KindFault),
    /// Nothing: its kind is not known.
    Nobody,
}

/// What kinds there are.
struct Kinds<'a> {
    /// The built-in kinds that were found, by `apiVersion` and `kind`: most objects are of few.
    known: Vec<(&'a str, &'a str, &'static Definition)>,
    options: &'a CheckOptions,
    /// The definitions among the objects.
    own: &'a Crds,
}

impl<'a> Kinds<'a> {
    fn judge(&mut self, manifest: &'a Manifest) -> Judge<'a> {
        let (version, kind) = (manifest.api_version.as_str(), manifest.kind.as_str());
        let known = self.known.iter().find(|known| known.0 == version && known.1 == kind);
        if let Some(&(.., definition)) = known {
            return Judge::BuiltIn(definition);
        }
        match find_kind(self.options.release, version, kind) {
            Ok(definition) => {
                self.known.push((version, kind, definition));
                Judge::BuiltIn(definition)
            }
            Err(fault) => {
                let mut found = self.own.find(manifest.group(), kind);
                found.extend(self.options.crds.find(manifest.group(), kind));
                match fault {
                    _ if !found.is_empty() => Judge::Custom(found),
                    KindFault::Foreign => Judge::Nobody,
                    fault => Judge::NotServed(fault),
                }
            }
        }
    }
}

fn is_definition(manifest: &Manifest) -> bool {
    manifest.kind == "CustomResourceDefinition" && manifest.group() == "apiextensions.k8s.io"
}

/// The path of a field of an object that stands at `object`.
fn joined(object: &str, field: &str) -> String {
    match (object, field) {
        ("", field) => field.to_owned(),
        (object, "") => object.to_owned(),
        (object, field) => format!("{object}.{field}"),
    }
}

#[test]
fn what_is_sound_is_what_nothing_is_said_of() {
    let pod = |name: &str, more: &str| {
        let spec = r#"{"containers": [{"name": "a", "image": "b"}]}"#;
        format!(
            r#"{{"apiVersion": "v1", "kind": "Pod", "metadata": {{"name": "{name}"}}, "spec": {spec}{more}}}"#
        )
    };
    let sound: Vec<String> = (0..3 * TOGETHER).map(|at| pod(&format!("pod-{at}"), "")).collect();
    let strange =
        r#"{"apiVersion": "example.com/v1", "kind": "Strange", "metadata": {"name": "a"}}"#;
    let holding =
        |item: &str| format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{item}]}}"#);
    let faulty = pod("no", r#", "sepc": {}"#);
    for last in ["", &faulty, strange, &holding(&pod("it", "")), &holding(&faulty), &holding("1")] {
        let all = sound.iter().map(String::as_str).chain(Some(last).filter(|it| !it.is_empty()));
        let (plain, root) =
            super::manifest::tests::plain(&format!("[{}]", all.collect::<Vec<_>>().join(",")));
        let manifests = super::find(&plain, root);
        let options = CheckOptions::default();
        let said = check(&plain, &manifests, &options);
        assert_eq!(is_sound(&plain, &manifests, &options), said.is_empty(), "{last}: {said:?}");
    }
}
