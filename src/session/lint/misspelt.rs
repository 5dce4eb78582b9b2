//! W0902: a field that only one of the structs which make a value sets, and that is nearly called as
//! one which the others declare. In an open struct, nothing else would notice.

use rustc_hash::FxHashSet;

use super::bench::Bench;
use super::warning;
use crate::base::{Code, Diagnostic, FileId, Fix, is_slip};
use crate::session::is_identifier;
use crate::session::names::{Definition, DefinitionId, File, ScopeId, Shape, Sort};
use crate::syntax::tree::FieldMark;

/// Shorter names are like each other by chance.
const TELLING: usize = 4;

/// Fields that are probably misspelt.
pub(super) fn fields(bench: &mut Bench<'_>) -> Vec<Diagnostic> {
    let used = used_names(bench);
    let mut found = Vec::new();
    for (id, file) in bench.sources() {
        for (scope, _) in file.index.scopes.iter() {
            for (one, meant) in candidates(bench, id, file, scope) {
                let slip = &file.index.definitions[one];
                if used.contains(slip.name.as_str()) || !is_set_here_alone(bench, id, file, one) {
                    continue;
                }
                found.push(told(bench, slip, meant));
            }
        }
    }
    found
}

fn told(bench: &Bench<'_>, slip: &Definition, (file, meant): (FileId, DefinitionId)) -> Diagnostic {
    let (name, span) = (&slip.name, slip.span);
    let declared = bench.names.definition(file, meant);
    let near = declared.map_or("", |one| &one.name);
    let message = format!("`{name}` is set only here, and `{near}` is declared");
    let told = warning(Code::Misspelt, message, span, "in an open struct, so nothing refuses it");
    let told = match declared {
        Some(one) => told.at(one.span, "declared here"),
        None => told,
    };
    let fix = Fix::replace(span, near).for_review();
    told.help(format!("Did you mean `{near}`?")).fix(fix)
}

/// What is referred to by name is no slip.
fn used_names<'a>(bench: &Bench<'a>) -> FxHashSet<&'a str> {
    let sources = bench.sources().into_iter();
    sources.flat_map(|(_, file)| file.index.uses.iter().map(|used| used.name.as_str())).collect()
}

/// Of a struct that is unified with more than so many, one of many that are alike, none says how its
/// fields are called.
const MOST_UNIFIED: usize = 64;

/// Where so many names would be compared, structs are tables, of which names are much alike.
const MOST_COMPARED: usize = 1 << 18;

/// The fields of a struct that are nearly called as one of what it is unified with.
fn candidates(
    bench: &Bench<'_>,
    id: FileId,
    file: &File<'_>,
    scope: ScopeId,
) -> Vec<(DefinitionId, (FileId, DefinitionId))> {
    let own = fields_of(file, scope);
    if !own.iter().any(|&one| is_telling(&file.index.definitions[one])) {
        return Vec::new();
    }
    let shapes = bench.names.unified(id, scope);
    if shapes.len() > MOST_UNIFIED {
        return Vec::new();
    }
    // What is laid over this struct is asked the other way round.
    let mut others: Vec<(FileId, &Definition, DefinitionId, bool)> = Vec::new();
    for shape in shapes.iter() {
        let Shape::Struct(other, at) = *shape else { return Vec::new() };
        let Some(beside) = bench.names.file(other) else { return Vec::new() };
        let all = &beside.index.scopes[at].definitions;
        // Where any label goes, one label says nothing of another.
        if all.iter().any(|&one| beside.index.definitions[one].sort == Sort::Pattern) {
            return Vec::new();
        }
        if (other, at) != (id, scope) {
            let is_base = !is_overlay(bench, (id, scope), (other, at));
            let fields = fields_of(beside, at).into_iter();
            let definition = |one| &beside.index.definitions[one];
            others.extend(fields.map(|one| (other, definition(one), one, is_base)));
        }
    }
    let name = |one: DefinitionId| file.index.definitions[one].name.as_str();
    let sets: FxHashSet<&str> = own.iter().map(|&one| name(one)).collect();
    let declared: FxHashSet<&str> = others.iter().map(|other| other.1.name.as_str()).collect();
    let is_own = |one| is_telling(&file.index.definitions[one]) && !declared.contains(name(one));
    let slips: Vec<DefinitionId> = own.iter().copied().filter(|&one| is_own(one)).collect();
    // Who sets both knows both.
    others.retain(|(_, other, _, is_base)| {
        *is_base && is_telling_name(&other.name) && !sets.contains(other.name.as_str())
    });
    if slips.len().saturating_mul(others.len()) > MOST_COMPARED {
        return Vec::new();
    }
    slips
        .into_iter()
        .filter_map(|one| {
            let near = others.iter().find(|other| is_near(name(one), &other.1.name))?;
            Some((one, (near.0, near.2)))
        })
        .collect()
}

/// Whether of two structs that are unified under one label, the second is what is laid over the
/// first: it says less, or comes later.
fn is_overlay(bench: &Bench<'_>, one: (FileId, ScopeId), other: (FileId, ScopeId)) -> bool {
    let meets = bench.names.unified(other.0, other.1);
    if !meets.contains(&Shape::Struct(one.0, one.1)) {
        return false;
    }
    let size = |(file, scope): (FileId, ScopeId)| {
        bench.names.file(file).map_or(0, |file| fields_of(file, scope).len())
    };
    size(other).cmp(&size(one)).then(one.cmp(&other)).is_lt()
}

fn fields_of(file: &File<'_>, scope: ScopeId) -> Vec<DefinitionId> {
    let ids = file.index.scopes[scope].definitions.iter().copied();
    ids.filter(|&id| file.index.definitions[id].is_field()).collect()
}

fn is_telling(one: &Definition) -> bool {
    let is_regular = matches!(one.sort, Sort::Field { mark: FieldMark::Regular, .. });
    is_regular && is_telling_name(&one.name)
}

fn is_telling_name(name: &str) -> bool {
    name.chars().count() >= TELLING && is_identifier(name)
}

/// Whether one name is a slip of the other, and they are not just counted.
fn is_near(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| !c.is_numeric()).collect::<String>();
    is_slip(one, other) && letters(one) != letters(other)
}

/// Whether evaluation, too, finds that nothing else sets or constrains the field.
fn is_set_here_alone(
    bench: &mut Bench<'_>,
    id: FileId,
    file: &File<'_>,
    one: DefinitionId,
) -> bool {
    let definition = &file.index.definitions[one];
    let value = definition.value.map(|value| file.parsed.tree.exprs[value].span);
    let path = bench.names.path_of(id, one);
    let at = path.and_then(|(package, steps)| bench.graph.at(package, &steps));
    let vertex = at.or_else(|| value.and_then(|span| bench.graph.given(span)));
    let Some(vertex) = vertex else { return false };
    let described = bench.graph.describe(vertex, &bench.loaded.sources);
    let within = |part: &crate::base::Span| definition.whole.encloses(*part);
    described.error.is_none() && bench.graph.parts(vertex).iter().all(within)
}
