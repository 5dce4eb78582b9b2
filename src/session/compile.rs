//! Load, build, evaluate: what every request does first.

use super::request::{Outcome, Report, Request};
use crate::base::{Diagnostic, Severity, Sources, Symbols};
use crate::eval::{Graph, Limits, VertexId, builtin};
use crate::package::{self, Files, Inputs, LoadOptions, Loaded, Root};
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
    /// Warnings of loading.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What the command line names.
pub(super) fn inputs(files: &dyn Files, request: &Request) -> Result<Inputs, Vec<Diagnostic>> {
    request.context.check().map_err(|fault| vec![fault])?;
    package::inputs(files, &request.inputs)
}

/// Goes through all packages that `request` names: `each` makes something of one and says what is
/// to be said; what all of them gave comes back if none had an error.
pub(super) fn each_package<T>(
    files: &dyn Files,
    request: &Request,
    tests: bool,
    mut each: impl FnMut(&mut Compiled) -> (Option<T>, Vec<Diagnostic>),
) -> Outcome<Vec<T>> {
    let inputs = match inputs(files, request) {
        Ok(inputs) => inputs,
        Err(faults) => return Outcome::failed(faults),
    };
    let mut values = Vec::new();
    let mut reports = Vec::new();
    for root in &inputs.roots {
        match compile(files, root, request, tests) {
            Ok(mut compiled) => {
                let (value, mut said) = each(&mut compiled);
                values.extend(value);
                said.append(&mut compiled.diagnostics);
                reports.push(Report::new(compiled.sources, said));
            }
            Err(report) => reports.push(report),
        }
    }
    Outcome::new(values, reports)
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
    tests: bool,
) -> Result<Compiled, Report> {
    let standard: Vec<&str> = builtin::paths().collect();
    let options = LoadOptions {
        standard: &standard,
        tags: request.tag_flags(),
        context: request.context.clone(),
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
    let expressions = expressions(&mut loaded, &mut program, &mut symbols, &request.expressions);
    if loaded.diagnostics.iter().any(is_error) {
        return Err(Report::new(loaded.sources, loaded.diagnostics));
    }
    let mut graph = Graph::new(program, symbols, Limits::default());
    let wanted = if expressions.is_empty() {
        vec![graph.root()]
    } else {
        expressions.into_iter().map(|expression| graph.expression(expression)).collect()
    };
    Ok(Compiled { sources: loaded.sources, graph, wanted, diagnostics: loaded.diagnostics })
}

/// The expressions of the command line, bound; their errors go to those of loading.
fn expressions(
    loaded: &mut Loaded,
    program: &mut Program,
    symbols: &mut Symbols,
    texts: &[String],
) -> Vec<program::ExprId> {
    let mut bound = Vec::new();
    for text in texts {
        let file = loaded.sources.add(EXPRESSION, text.as_str());
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
