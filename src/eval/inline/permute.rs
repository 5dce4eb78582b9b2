//! `permute`: whether the tests hold in whatever order fields are declared.
//!
//! The program is evaluated anew for each order of the declarations of one struct literal, and the
//! tests in that struct are run on the result.

use super::collect::{Scope, Written, literals};
use super::compare::Compared;
use super::directive::Directive;
use super::judge::{Attributes, Judge};
use super::mismatch::{Aspect, Mismatch};
use crate::base::Sources;
use crate::eval::graph::Graph;
use crate::program::{Decl, Label, Program, StructId};

/// How many fields can be permuted: 5,040 orders.
const MOST_FIELDS: usize = 7;

/// A struct whose fields are to be permuted.
pub(super) struct Group {
    /// The path of the struct.
    path: Vec<Label>,
    /// Which fields; all if none are named.
    fields: Vec<Label>,
    /// How many orders there are to be.
    count: Option<String>,
    /// The tests that ask for it; the outcome is that of the first.
    pub(super) tests: Vec<usize>,
}

/// The structs for which the tests ask.
pub(super) fn groups(written: &[Written]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, one) in written.iter().enumerate() {
        let Ok(test) = &one.test else { continue };
        if test.verb != "permute" {
            continue;
        }
        let (path, field) = match (one.scope, one.path.split_last()) {
            (Scope::Field, Some((label, above))) => (above.to_vec(), Some(*label)),
            (Scope::Field | Scope::Struct(_) | Scope::File, _) => (one.path.clone(), None),
        };
        let known = groups.iter_mut().find(|group| group.path == path);
        match known {
            Some(group) => {
                group.fields.extend(field);
                group.tests.push(index);
            }
            None => groups.push(Group {
                path,
                fields: field.into_iter().collect(),
                count: test.flag("count").map(str::to_owned),
                tests: vec![index],
            }),
        }
    }
    groups
}

/// Runs the tests in the struct for every order of its fields.
pub(super) fn permute(
    graph: &Graph,
    program: &Program,
    sources: &Sources,
    attributes: &Attributes,
    written: &[Written],
    group: &Group,
) -> Compared {
    let Some((lit, places)) = permutable(program, group) else { return Ok(()) };
    if places.len() > MOST_FIELDS {
        let message = format!("more than {MOST_FIELDS} fields have too many orders");
        return Err(Mismatch::new(Aspect::Form, message));
    }
    let concerned: Vec<(&Written, &Directive)> = written
        .iter()
        .filter(|one| one.path.starts_with(&group.path) && !one.idle)
        .filter_map(|one| Some((one, one.test.as_ref().ok()?)))
        .filter(|(_, test)| test.verb != "permute" && !test.todo && test.internal().is_none())
        .collect();
    let orders = orders(places.len());
    for order in orders.iter().skip(1) {
        let mut program = program.clone();
        let original = program.literal(lit).decls.clone();
        for (&place, &from) in places.iter().zip(order) {
            let moved = places.get(from).and_then(|&from| original.get(from));
            let decl = program.literal_mut(lit).and_then(|lit| lit.decls.get_mut(place));
            if let (Some(decl), Some(moved)) = (decl, moved) {
                *decl = moved.clone();
            }
        }
        let mut graph = Graph::new(program, graph.symbols.clone(), graph.limits.clone());
        let mut judge = Judge::new(&mut graph, sources, attributes);
        for (one, test) in &concerned {
            judge.judge(one, test).map_err(|mut mismatch| {
                let names: Vec<String> = order
                    .iter()
                    .filter_map(|&from| match original.get(*places.get(from)?)? {
                        Decl::Field { label, .. } => Some(label.source(&judge.graph.symbols)),
                        _ => Some("…".to_owned()),
                    })
                    .collect();
                let message = format!(
                    "in the order {}, `{}` does not hold: {}",
                    names.join(", "),
                    test.verb,
                    mismatch.message
                );
                (mismatch.message, mismatch.aspect) = (message, Aspect::Order);
                (mismatch.vertex, mismatch.wanted) = (None, None);
                mismatch
            })?;
        }
    }
    match &group.count {
        Some(count) if !count.is_empty() && *count != orders.len().to_string() => {
            let got = format!("{} orders", orders.len());
            Err(Mismatch::between(Aspect::Form, count.as_str(), got))
        }
        Some(_) | None => Ok(()),
    }
}

/// The first struct literal at the path that has at least two of the fields, and where they are.
fn permutable(program: &Program, group: &Group) -> Option<(StructId, Vec<usize>)> {
    literals(program, &group.path).into_iter().find_map(|lit| {
        let decls = program.literal(lit).decls.iter().enumerate();
        let places: Vec<usize> = decls
            .filter(|(_, decl)| match decl {
                Decl::Field { label, .. } => {
                    group.fields.is_empty() || group.fields.contains(label)
                }
                Decl::Dynamic { .. } | Decl::Pattern { .. } => group.fields.is_empty(),
                Decl::Embed(_) | Decl::Comprehension(_) | Decl::Ellipsis(_) => false,
            })
            .map(|(index, _)| index)
            .collect();
        (places.len() > 1).then_some((lit, places))
    })
}

/// All orders of `count` things, the given one first.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..count {
        let mut longer = Vec::new();
        for order in &orders {
            let left = (0..count).filter(|item| !order.contains(item));
            longer.extend(left.map(|item| order.iter().copied().chain([item]).collect()));
        }
        orders = longer;
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_orders_are_there_once() {
        assert_eq!(orders(2), [[0, 1], [1, 0]]);
        let mut all = orders(4);
        assert_eq!(all.first(), Some(&vec![0, 1, 2, 3]));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 24);
    }
}
