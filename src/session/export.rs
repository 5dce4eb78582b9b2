//! `export`: the concrete value, or the manifests in it, as text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

mod value;

use super::bundle::{self, Held, Told};
use super::compile::{Compiled, Data, Wanted, each_package};
use super::definitions;
use super::emit::emit;
use super::eval::arranged;
pub use super::export_options::{As, ExportOptions};
use super::format::Format;
use super::recheck::Again;
use super::request::{Outcome, Report, Request, unusable};
use super::source_map::Origins;
use super::stats::{Phase, Stats, Stopwatch};
use super::written::keep_written;
use crate::base::{Diagnostic, Plain, PlainId, Severity, Threads, roomy};
use crate::eval::{VertexId, View};
use crate::format::Indent;
use crate::kube::{self, Across, CheckOptions, Crds, Manifest};
use crate::package::{Files, KubeRules};

/// What the packages have given so far.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) plain: Plain,
    /// The values, in order.
    values: Vec<PlainId>,
    /// Those of which nobody knows yet where they stand.
    unplaced: Vec<value::Unplaced>,
    /// The values as source text, if that is asked for.
    texts: Vec<String>,
    /// The manifests in the values.
    pub(super) manifests: Vec<Manifest>,
    /// The objects that these are, with those that lists hold, as soon as there is a list; until then
    /// they are the manifests.
    objects: Option<Vec<Manifest>>,
    /// Of each value, manifest and object, which package gave it.
    owners: BTreeMap<PlainId, usize>,
    /// The graphs of the packages, to say how what they gave came about.
    held: Vec<Held>,
    /// How many packages were taken.
    packages: usize,
    /// The definitions of custom resources, and the files that they come from.
    crds: Arc<Crds>,
    definitions: Vec<PathBuf>,
    /// How the rules are held.
    rules: KubeRules,
    /// How many threads may work at once.
    threads: Threads,
    /// Whether a value could not be taken: then it is not known what else there is.
    partial: bool,
    /// What taking them took.
    watch: Option<Stopwatch>,
    /// Where it all comes from, if a map is asked for.
    pub(super) origins: Option<Origins>,
    /// What was found before, if it is used.
    pub(super) again: Option<Again>,
    /// Whether nothing is written, so that no order counts.
    only_checked: bool,
}

/// Exports what `request` asks for: the text of all values, or all errors.
pub fn export(files: &dyn Files, request: &Request, options: &ExportOptions) -> Outcome<Vec<u8>> {
    export_with_stats(files, request, options).0
}

/// Exports as [`export`] does, and says what it took: nothing where no package could be evaluated.
pub fn export_with_stats(
    files: &dyn Files,
    request: &Request,
    options: &ExportOptions,
) -> (Outcome<Vec<u8>>, Stats) {
    let mut watch = None;
    let write = |all: Gathered| all.write(options);
    let outcome = roomy(|| gathered(files, request, options, &mut watch, None, write));
    (outcome, watch.map(|watch| watch.stats).unwrap_or_default())
}

/// What `write` makes of all that `request` asks for, or all errors; with `origins` it is noted
/// where everything comes from.
pub(super) fn gathered<T>(
    files: &dyn Files,
    request: &Request,
    options: &ExportOptions,
    watch: &mut Option<Stopwatch>,
    origins: Option<Origins>,
    write: impl FnOnce(Gathered) -> Result<T, Refused>,
) -> Outcome<T> {
    let mut gathered = Gathered { origins, threads: request.threads, ..Gathered::default() };
    let mut outcome = each_package(files, request, Data::Joined, false, |compiled| {
        compiled.loaded.forget_trees();
        let mut said = gathered.take(files, compiled, options);
        gathered.hold(compiled);
        if options.strict {
            said.iter_mut().for_each(|one| one.severity = Severity::Error);
        }
        (Some(()), said)
    });
    let grave = gathered.judge_bundle(&mut outcome.reports, options.strict, request);
    *watch = gathered.watch.take();
    lap(watch, Phase::Check);
    if outcome.value.is_none() || grave {
        return Outcome { value: None, reports: outcome.reports };
    }
    let written = write(gathered);
    lap(watch, Phase::Write);
    match written {
        Ok(made) => Outcome::new(made, outcome.reports),
        Err(Refused { owner, fault }) => {
            // Its places are in the sources of the package that gave the value.
            match owner.and_then(|owner| outcome.reports.get_mut(owner)) {
                Some(report) => report.diagnostics.push(fault),
                None => outcome.reports.push(Report::bare(vec![fault])),
            }
            Outcome { value: None, reports: outcome.reports }
        }
    }
}

fn lap(watch: &mut Option<Stopwatch>, phase: Phase) {
    if let Some(watch) = watch {
        watch.lap(phase);
    }
}

/// Why nothing was written, and whose value is to blame.
pub(super) struct Refused {
    pub(super) owner: Option<usize>,
    pub(super) fault: Diagnostic,
}

impl Gathered {
    /// Nothing so far, for what is checked and not written.
    pub(super) fn checking() -> Self {
        Self { only_checked: true, ..Self::default() }
    }

    /// Reads definitions, unless they are those that were read for the package before.
    fn know(&mut self, files: &dyn Files, paths: &[PathBuf]) -> Vec<Diagnostic> {
        if self.definitions == paths {
            return Vec::new();
        }
        let (crds, faults) = definitions::read(files, paths);
        self.crds = Arc::new(crds);
        self.definitions = paths.to_vec();
        faults
    }

    /// Takes what was asked of a package, and says what is wrong with it.
    pub(super) fn take(
        &mut self,
        files: &dyn Files,
        compiled: &mut Compiled,
        options: &ExportOptions,
    ) -> Vec<Diagnostic> {
        let mut said = self.know(files, &compiled.loaded.definitions);
        // Values with names that mean nothing are not what they will be.
        let mut told = compiled.loaded.diagnostics.iter();
        self.partial |= told.any(|one| one.severity == Severity::Error);
        let mut manifests = Vec::new();
        for Wanted { vertex: wanted, .. } in compiled.wanted.clone() {
            match self.searched_value(compiled, wanted, options) {
                Ok((value, found)) => {
                    self.trace(compiled, wanted, value);
                    self.values.push(value);
                    self.owners.insert(value, self.packages);
                    if options.format == Format::Inf && options.what != Some(As::Manifests) {
                        let view = View { docs: true, concrete: true, ..View::default() };
                        match compiled.graph.show(wanted, view, &compiled.loaded.sources) {
                            Ok(text) => self.texts.push(in_package(text, options)),
                            Err(fault) => said.push(fault),
                        }
                    }
                    manifests.extend(found);
                }
                Err(faults) => {
                    self.partial = true;
                    said.extend(faults);
                }
            }
        }
        if self.may_end(options) {
            compiled.graph.retire();
        }
        compiled.watch.lap(Phase::Evaluate);
        kube::unite(&self.plain, &mut manifests);
        let against = CheckOptions {
            release: compiled.loaded.release,
            strict: options.strict,
            rules: compiled.loaded.rules.clone(),
            crds: Arc::clone(&self.crds),
            threads: self.threads,
        };
        said.extend(self.faults(compiled, &manifests, &against));
        compiled.watch.lap(Phase::Check);
        compiled.watch.stats.count(compiled.graph.costs());
        self.watch = Some(compiled.watch.clone());
        said.extend(definitions::told(&self.crds));
        self.rules.join(against.rules);
        self.owners.extend(manifests.iter().map(|it| (it.node, self.packages)));
        let objects = kube::open_lists(&self.plain, &manifests, against.release);
        if self.objects.is_some() || matches!(objects, Cow::Owned(_)) {
            self.owners.extend(objects.iter().map(|it| (it.node, self.packages)));
            let known = self.objects.get_or_insert_with(|| self.manifests.clone());
            known.extend(objects.into_owned());
        }
        self.manifests.append(&mut manifests);
        self.packages += 1;
        said
    }

    /// Keeps the graph of a package that was taken, which nobody asks for values any more, until all
    /// packages are judged.
    pub(super) fn hold(&mut self, compiled: &mut Compiled) {
        self.held.push(Held::of(compiled));
    }

    /// What is wrong with the manifests of a package, each on its own, and how it came about.
    fn faults(
        &mut self,
        compiled: &mut Compiled,
        manifests: &[Manifest],
        against: &CheckOptions,
    ) -> Vec<Diagnostic> {
        let is_placed = self.is_placed(self.packages);
        if !is_placed && kube::is_sound(&self.plain, manifests, against) {
            return Vec::new();
        }
        self.place(self.packages, &mut compiled.graph);
        let mut faults = kube::check(&self.plain, manifests, against);
        keep_written(&compiled.loaded.sources, &mut faults);
        for fault in &mut faults {
            for wanted in &compiled.wanted {
                match &mut self.again {
                    Some(again) => again.tell_route(&mut compiled.graph, wanted.vertex, fault),
                    None => compiled.graph.tell_route(wanted.vertex, fault),
                }
            }
        }
        faults
    }

    /// Notes where a value comes from, if a map is asked for.
    fn trace(&mut self, compiled: &mut Compiled, wanted: VertexId, value: PlainId) {
        let Some(origins) = &mut self.origins else { return };
        let levels = compiled.placement.len();
        let made_of = (&mut compiled.graph, wanted);
        origins.note(&self.plain, value, levels, made_of, &compiled.loaded.sources);
    }

    /// Adds what is wrong between the manifests of all packages to their reports, unless one of the
    /// packages is missing; says whether any of it is an error.
    pub(super) fn judge_bundle(
        &mut self,
        reports: &mut [Report],
        strict: bool,
        request: &Request,
    ) -> bool {
        let mut held = std::mem::take(&mut self.held);
        let grave = self.judged(&mut held, reports, strict);
        if request.once {
            held.into_iter().for_each(Held::leave);
        }
        grave
    }

    fn judged(&mut self, held: &mut [Held], reports: &mut [Report], strict: bool) -> bool {
        if self.partial || reports.len() != self.packages {
            return false;
        }
        // Packages too may bring the same object.
        kube::unite(&self.plain, &mut self.manifests);
        if let Some(objects) = &mut self.objects {
            kube::unite(&self.plain, objects);
        }
        let mut findings = self.findings();
        if !findings.is_empty() && !self.unplaced.is_empty() {
            for (package, held) in held.iter_mut().enumerate() {
                self.place(package, &mut held.graph);
            }
            findings = self.findings();
        }
        let told = Told { owners: &self.owners, held, again: self.again.as_mut(), strict };
        bundle::tell(findings, told, reports)
    }

    /// What is wrong between the manifests of all packages.
    fn findings(&self) -> Vec<Across> {
        let manifests = self.objects.as_ref().unwrap_or(&self.manifests);
        kube::check_bundle(&self.plain, manifests, &self.rules)
    }

    fn write(mut self, options: &ExportOptions) -> Result<Vec<u8>, Refused> {
        if !self.texts.is_empty() {
            return Ok(self.texts.join("// ---\n").into_bytes());
        }
        let nodes = self.nodes(options)?;
        self.emit(&nodes, options)
    }

    /// Leaves the manifests alone that stand below a field at the top, if one is named.
    pub(super) fn keep_below(&mut self, name: Option<&str>) {
        let Some(name) = name else { return };
        self.manifests.retain(|manifest| {
            let rest = manifest.path.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
    }

    /// What is written: the manifests if there are any or nothing else is asked for, else the values.
    pub(super) fn nodes(&mut self, options: &ExportOptions) -> Result<Vec<PlainId>, Refused> {
        match self.manifests.is_empty() && options.what != Some(As::Manifests) {
            true => Ok(self.values.clone()),
            false => self.sorted(),
        }
    }

    /// The manifests as they are written, in the order of their application.
    pub(super) fn sorted(&mut self) -> Result<Vec<PlainId>, Refused> {
        if self.manifests.is_empty() {
            let fault = unusable("there is no Kubernetes manifest in the value")
                .help("A manifest is a struct with concrete `apiVersion` and `kind`.");
            return Err(Refused { owner: None, fault });
        }
        kube::sort(&mut self.manifests);
        for manifest in &self.manifests {
            kube::tidy(&mut self.plain, manifest);
        }
        Ok(self.manifests.iter().map(|manifest| manifest.node).collect())
    }

    /// The text of `nodes`.
    pub(super) fn emit(
        &self,
        nodes: &[PlainId],
        options: &ExportOptions,
    ) -> Result<Vec<u8>, Refused> {
        emit(&self.plain, nodes, options, self.threads)
            .map_err(|(node, fault)| Refused { owner: self.owners.get(&node).copied(), fault })
    }
}

/// Source text that was made, laid out, with the package clause that is asked for.
fn in_package(text: String, options: &ExportOptions) -> String {
    let text = match &options.package {
        Some(package) => format!("package {package}\n{text}"),
        None => text,
    };
    arranged(text, Indent::Tabs)
}
