//! Load, build, evaluate: what every request does first.

use std::path::PathBuf;

use super::document::{self, Document};
use super::request::{Outcome, Report, Request};
use crate::base::{Diagnostic, Severity, Sources, Symbols};
use crate::eval::{Graph, Limits, VertexId, builtin};
use crate::package::{self, Files, LoadOptions, Loaded, Root};
use crate::program::{self, Program};
use crate::syntax::parse;

/// The name under which messages show an expression of the command line.
const EXPRESSION: &str = "-e";

/// A package that is ready to be asked for values.
pub(super) struct Compiled {
    /// What the spans point into.
    pub(super) sources: Sources,
    /// The graph.
    pub(super) graph: Graph,
    /// The values that were asked for: the whole, or one for each expression.
    pub(super) wanted: Vec<VertexId>,
    /// Whether data files take part.
    pub(super) has_data: bool,
    /// Warnings of loading.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// How the data files of a request are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Data<'a> {
    /// All documents belong to the package.
    Joined,
    /// Each document on its own belongs to the package, as long as there are any.
    Checked,
    /// Each document on its own is unified with each of these expressions.
    Against(&'a [String]),
}

/// Goes through all packages that `request` names: `each` makes something of one and says what is
/// to be said; what all of them gave comes back if none had an error.
pub(super) fn each_package<T>(
    files: &dyn Files,
    request: &Request,
    data: Data<'_>,
    tests: bool,
    mut each: impl FnMut(&mut Compiled) -> (Option<T>, Vec<Diagnostic>),
) -> Outcome<Vec<T>> {
    let inputs = request.context.check().map_err(|fault| vec![fault]);
    let mut inputs = match inputs.and_then(|()| package::inputs(files, &request.inputs)) {
        Ok(inputs) => inputs,
        Err(faults) => return Outcome::failed(faults),
    };
    let documents = match document::read_all(files, &inputs.data) {
        Ok(documents) => documents,
        Err(reports) => return Outcome { value: None, reports },
    };
    if inputs.roots.is_empty() {
        // Data alone is a package without sources.
        inputs.roots.push(Root::Files(Vec::new()));
    }
    let mut values = Vec::new();
    let mut reports = Vec::new();
    for root in &inputs.roots {
        for job in jobs(request, data, &documents) {
            match compile(files, root, request, &job, tests) {
                Ok(mut compiled) => {
                    let (value, mut said) = each(&mut compiled);
                    values.extend(value);
                    said.append(&mut compiled.diagnostics);
                    reports.push(Report::new(compiled.sources, said));
                }
                Err(report) => reports.push(report),
            }
        }
    }
    Outcome::new(values, reports)
}

/// One evaluation of a package.
struct Job<'a> {
    /// The documents that belong to the package.
    data: &'a [Document],
    /// Whether data files take part, in either way.
    has_data: bool,
    /// What is asked for, by name and text; nothing means the whole.
    expressions: Vec<(PathBuf, String)>,
}

fn jobs<'a>(request: &Request, data: Data<'_>, documents: &'a [Document]) -> Vec<Job<'a>> {
    let asked = || {
        let texts = request.expressions.iter();
        texts.map(|text| (PathBuf::from(EXPRESSION), text.clone())).collect()
    };
    match data {
        Data::Checked if !documents.is_empty() => documents
            .chunks(1)
            .map(|data| Job { data, has_data: true, expressions: asked() })
            .collect(),
        Data::Joined | Data::Checked => {
            vec![Job { data: documents, has_data: !documents.is_empty(), expressions: asked() }]
        }
        Data::Against(schemas) => documents
            .iter()
            .map(|(name, text)| {
                let unified =
                    |schema: &String| (name.clone(), format!("{} & ({schema})", text.trim_end()));
                let expressions = schemas.iter().map(unified).collect();
                Job { data: &[], has_data: true, expressions }
            })
            .collect(),
    }
}

/// Compiles one package.
///
/// # Errors
/// All errors of the first of loading, binding names and reading the expressions that has any:
/// what comes after would only repeat them.
fn compile(
    files: &dyn Files,
    root: &Root,
    request: &Request,
    job: &Job<'_>,
    tests: bool,
) -> Result<Compiled, Report> {
    let standard: Vec<&str> = builtin::paths().collect();
    let options = LoadOptions {
        standard: &standard,
        tags: request.tag_flags(),
        context: request.context.clone(),
        data: job.data,
        tests,
    };
    let mut loaded = package::load(files, root, &options);
    if loaded.diagnostics.iter().any(is_error) {
        return Err(Report::new(loaded.sources, loaded.diagnostics));
    }
    let mut symbols = Symbols::default();
    let options = program::Options { tags: request.tag_values() };
    let (mut program, faults) = program::build(&loaded, &mut symbols, &options);
    loaded.diagnostics.extend(faults);
    let expressions = expressions(&mut loaded, &mut program, &mut symbols, &job.expressions);
    if loaded.diagnostics.iter().any(is_error) {
        return Err(Report::new(loaded.sources, loaded.diagnostics));
    }
    let mut graph = Graph::new(program, symbols, Limits::default());
    let wanted = if expressions.is_empty() {
        vec![graph.root()]
    } else {
        expressions.into_iter().map(|expression| graph.expression(expression)).collect()
    };
    let Loaded { sources, diagnostics, .. } = loaded;
    Ok(Compiled { sources, graph, wanted, has_data: job.has_data, diagnostics })
}

/// The expressions of the command line, bound; their errors go to those of loading.
fn expressions(
    loaded: &mut Loaded,
    program: &mut Program,
    symbols: &mut Symbols,
    texts: &[(PathBuf, String)],
) -> Vec<program::ExprId> {
    let mut bound = Vec::new();
    for (name, text) in texts {
        let file = loaded.sources.add(name, text.as_str());
        let parsed = parse(file, text);
        if !parsed.diagnostics.is_empty() {
            loaded.diagnostics.extend(parsed.diagnostics);
            continue;
        }
        match program.expression(loaded, &parsed, symbols) {
            Ok(expression) => bound.push(expression),
            Err(faults) => loaded.diagnostics.extend(faults),
        }
    }
    bound
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}
