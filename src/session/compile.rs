//! Load, build, evaluate: what every request does first.

use std::path::PathBuf;

use super::instance::{self, Value};
use super::mend;
use super::pages;
use super::request::{Outcome, Report, Request, unusable};
use super::stats::{Phase, Stopwatch};
use super::variables;
use crate::base::{Code, Diagnostic, FileId, Severity, Symbols, roomy};
use crate::eval::{Graph, VertexId, builtin};
use crate::package::{self, Document, Files, Inputs, LoadOptions, Loaded, Root};
use crate::program::{self, ExprId, Over, Program};
use crate::syntax::tree::{Decl, DeclKind, ExprKind};
use crate::syntax::{Parsed, parse};

/// A package that is ready to be asked for values.
pub(super) struct Compiled {
    /// What the spans point into, and the data.
    pub(super) loaded: Loaded,
    /// The graph.
    pub(super) graph: Graph,
    /// The values that were asked for: of each instance the whole, or one for each expression.
    pub(super) wanted: Vec<Wanted>,
    /// The labels under which values are to stand (`-l`), where there is no data to place.
    pub(super) placement: Vec<ExprId>,
    /// Where the time goes, that of packages before it included.
    pub(super) watch: Stopwatch,
}

/// One value that was asked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// The value.
    pub(super) vertex: VertexId,
    /// The document that is checked, if the value is about one.
    pub(super) document: Option<Document>,
}

/// How the data files of a request are used, unless it names schemas.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Data {
    /// All documents belong to the package, but for `--merge=false`.
    Joined,
    /// Each document on its own is held against the package.
    Checked,
}

/// The expressions of a command line, bound.
#[derive(Default)]
pub(super) struct Bound {
    /// `-e`
    pub(super) expressions: Vec<ExprId>,
    /// `-d`
    pub(super) schemas: Vec<ExprId>,
    /// `-l`
    pub(super) labels: Vec<ExprId>,
}

/// Goes through all packages that `request` names: `each` makes something of one and says what is
/// to be said; what all of them gave comes back if none had an error.
pub(super) fn each_package<T>(
    files: &dyn Files,
    request: &Request,
    data: Data,
    tests: bool,
    each: impl FnMut(&mut Compiled) -> (Option<T>, Vec<Diagnostic>),
) -> Outcome<Vec<T>> {
    roomy(|| each_in_turn(files, request, data, tests, each))
}

fn each_in_turn<T>(
    files: &dyn Files,
    request: &Request,
    data: Data,
    tests: bool,
    mut each: impl FnMut(&mut Compiled) -> (Option<T>, Vec<Diagnostic>),
) -> Outcome<Vec<T>> {
    let mut watch = Stopwatch::start();
    let checked = request.context.check().map_err(|fault| vec![fault]);
    let checked = checked.and_then(|()| package::inputs(files, &request.inputs));
    let inputs = checked.and_then(|inputs| request.check(&inputs).map(|()| inputs));
    let jobs = match inputs.and_then(jobs) {
        Ok(jobs) => jobs,
        Err(faults) => return Outcome::failed(faults),
    };
    let mut values = Vec::new();
    let mut reports = Vec::new();
    for job in &jobs {
        match compile(files, job, request, (data, tests), watch.clone()) {
            Ok(mut compiled) => {
                let (value, mut said) = each(&mut compiled);
                values.extend(value);
                said.append(&mut compiled.loaded.diagnostics);
                watch = compiled.watch;
                mend::drop_followers(&mut said);
                reports.push(Report::new(compiled.loaded.sources, said));
                if request.once {
                    compiled.graph.leave();
                }
            }
            Err(report) => reports.push(report),
        }
    }
    Outcome::new(values, reports)
}

/// What is compiled together.
pub(super) struct Job {
    root: Root,
    /// A second package that is unified with the root.
    beside: Option<Root>,
    data: Vec<package::DataFile>,
}

impl Job {
    /// Whether there are sources.
    pub(super) fn has_sources(&self) -> bool {
        !matches!(&self.root, Root::Files(files) if files.is_empty())
    }

    /// Whether there are data files; they may have no documents.
    pub(super) fn has_data(&self) -> bool {
        !self.data.is_empty()
    }
}

/// Files and data go with the one package that is named, if there is one.
fn jobs(inputs: Inputs) -> Result<Vec<Job>, Vec<Diagnostic>> {
    let Inputs { mut roots, data } = inputs;
    if roots.is_empty() {
        // Data alone is a package without sources.
        roots.push(Root::Files(Vec::new()));
    }
    let has_files = matches!(roots.first(), Some(Root::Files(files)) if !files.is_empty());
    let packages = roots.len() - usize::from(has_files);
    if packages > 1 && (has_files || !data.is_empty()) {
        let message = format!("files cannot go with {packages} packages at once");
        let fault = unusable(message).help("Name one package beside files, or none.");
        return Err(vec![fault]);
    }
    if has_files {
        let mut roots = roots.into_iter();
        let root = roots.next().unwrap_or(Root::Files(Vec::new()));
        return Ok(vec![Job { root, beside: roots.next(), data }]);
    }
    let job = |root| Job { root, beside: None, data: data.clone() };
    Ok(roots.into_iter().map(job).collect())
}

/// Compiles one package.
///
/// Packages and names that are not there do not keep the rest from being evaluated: what needs them
/// has no value, and nothing more is said of it.
///
/// # Errors
/// Those of the command line, and those of sources that cannot be read: what comes after would only
/// repeat them.
fn compile(
    files: &dyn Files,
    job: &Job,
    request: &Request,
    (data, tests): (Data, bool),
    mut watch: Stopwatch,
) -> Result<Compiled, Report> {
    let standard: Vec<&str> = builtin::paths().collect();
    let options = LoadOptions {
        standard: &standard,
        tags: request.tag_flags(),
        context: request.context.clone(),
        data: &job.data,
        beside: job.beside.as_ref(),
        release: request.release,
        tests,
        threads: request.threads,
    };
    let mut loaded = package::load(files, &job.root, &options);
    watch.lap_with(Phase::Read, Phase::Parse, loaded.parsing);
    if request.once {
        pages::suit(&loaded);
    }
    watch.stats.bytes +=
        loaded.sources.ids().map(|id| loaded.sources.text(id).len()).sum::<usize>();
    let may_go_on = |fault: &Diagnostic| !tests && is_absence(fault);
    if loaded.diagnostics.iter().any(|fault| is_error(fault) && !may_go_on(fault))
        || loaded.packages.is_empty()
    {
        return Err(Report::new(loaded.sources, loaded.diagnostics));
    }
    let mut symbols = Symbols::default();
    let variables = request.inject.then(|| variables::of_system(files));
    let deferred = request.once && asks_for_parts(&request.expressions);
    let options = program::Options { tags: request.tag_values(), variables, deferred };
    let (mut program, faults) = program::build(&loaded, &mut symbols, &options);
    mend::propose(&mut loaded, faults, &standard);
    let before = loaded.diagnostics.len();
    let may_go_on = loaded.diagnostics.iter().all(|one| !is_error(one) || may_go_on(one));
    let bound = Bound {
        expressions: bind(
            Flag::Expression,
            &request.expressions,
            &mut loaded,
            &mut program,
            &mut symbols,
        ),
        schemas: bind(Flag::Schema, &request.schemas, &mut loaded, &mut program, &mut symbols),
        labels: bind(Flag::Label, &request.labels(), &mut loaded, &mut program, &mut symbols),
    };
    if !may_go_on || loaded.diagnostics.iter().skip(before).any(is_error) {
        return Err(Report::new(loaded.sources, loaded.diagnostics));
    }
    watch.lap(Phase::Resolve);
    let mut graph = Graph::new(program, symbols, request.limits.clone());
    graph.know_docs(&loaded.sources);
    graph.know_sources(&loaded.sources);
    let instances = match instance::instances(&mut graph, &loaded, job, request, &bound, data) {
        Ok(instances) => instances,
        Err(faults) => {
            loaded.diagnostics.extend(faults);
            return Err(Report::new(loaded.sources, loaded.diagnostics));
        }
    };
    let placement = if loaded.documents.is_empty() { bound.labels } else { Vec::new() };
    let wanted = wanted(&mut graph, instances, &bound.expressions);
    Ok(Compiled { loaded, graph, wanted, placement, watch })
}

/// Of each instance the whole, or each expression in its scope.
fn wanted(graph: &mut Graph, instances: Vec<Value>, expressions: &[ExprId]) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for Value { vertex, document } in instances {
        if expressions.is_empty() {
            wanted.push(Wanted { vertex, document });
        }
        for &expression in expressions {
            let vertex = graph.expression(expression, vertex);
            wanted.push(Wanted { vertex, document });
        }
    }
    wanted
}

/// Whether expressions take parts of something: then most of what is written may not be asked for.
fn asks_for_parts(texts: &[String]) -> bool {
    let is_part = |text: &String| {
        let Parsed { tree, .. } = parse(FileId::at(0), text);
        match tree.decls.as_slice() {
            [Decl { kind: DeclKind::Embed(expr), .. }] => {
                matches!(tree.exprs[*expr].kind, ExprKind::Select { .. } | ExprKind::Index { .. })
            }
            _ => false,
        }
    };
    !texts.is_empty() && texts.iter().all(is_part)
}

/// What gives an expression.
#[derive(Clone, Copy)]
enum Flag {
    Expression,
    Schema,
    Label,
}

/// Binds expressions of the command line, given by `flag`; their errors go to those of loading.
fn bind(
    flag: Flag,
    texts: &[String],
    loaded: &mut Loaded,
    program: &mut Program,
    symbols: &mut Symbols,
) -> Vec<ExprId> {
    let (name, over) = match flag {
        Flag::Expression => ("-e", Over::Instance),
        Flag::Schema => ("-d", Over::Package),
        Flag::Label => ("-l", Over::Instance),
    };
    let mut bound = Vec::new();
    for text in texts {
        let file = loaded.sources.add(PathBuf::from(name), text.as_str());
        let parsed = parse(file, text);
        if !parsed.diagnostics.is_empty() {
            loaded.diagnostics.extend(parsed.diagnostics);
            continue;
        }
        match program.expression(loaded, &parsed, over, symbols) {
            Ok(expression) => bound.push(expression),
            Err(faults) => loaded.diagnostics.extend(faults),
        }
    }
    bound
}

/// Whether a fault is that something is not there or not used, which leaves the rest as it is.
fn is_absence(fault: &Diagnostic) -> bool {
    matches!(fault.code, Code::Import | Code::UnresolvedName | Code::Unused)
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}
