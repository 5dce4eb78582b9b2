//! Which fields are to be looked at together, and in which order. A field that refers to others
//! comes behind them. Where fields refer to each other in a circle, where that is entered may tell
//! what comes out: they belong together, and with them all that lead to them, if one of those comes
//! first.

use super::layout::Layout;

/// Fields that are looked at together.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// The fields in the order of the package.
    pub(super) members: Vec<usize>,
    /// The groups that they refer to; those come before.
    pub(super) uses: Vec<usize>,
    /// Whether there is a circle in it.
    pub(super) is_circular: bool,
}

/// The groups of all fields, each behind those that it refers to.
pub(super) fn groups(layout: &Layout) -> Vec<Group> {
    let count = layout.fields.len();
    let uses = |at: usize| layout.fields.get(at).map_or(&[][..], |field| field.uses.as_slice());
    let mut parts = circles(count, &uses);
    let users = users(count, &uses);
    let mut part_of = vec![0; count];
    note(&parts, &mut part_of);
    let firsts = firsts(&parts, &part_of, &users);
    let mut tied = vec![false; count];
    for (members, first) in parts.iter().zip(firsts) {
        if is_circle(members, &uses) && members.iter().any(|&member| first < member) {
            tie(members, &users, &mut tied);
        }
    }
    // What leads to a tied field is tied too, so these come last, and are one group.
    let is_tied = |members: &Vec<usize>| members.iter().any(|&at| tied.get(at) == Some(&true));
    let (last, free): (Vec<Vec<usize>>, Vec<Vec<usize>>) = parts.drain(..).partition(is_tied);
    parts = free;
    let mut last: Vec<usize> = last.into_iter().flatten().collect();
    last.sort_unstable();
    parts.extend(Some(last).filter(|last| !last.is_empty()));
    note(&parts, &mut part_of);
    let group = |(at, members): (usize, Vec<usize>)| {
        let used = members.iter().flat_map(|&member| uses(member));
        let mut used: Vec<usize> = used.filter_map(|&used| part_of.get(used)).copied().collect();
        used.sort_unstable();
        used.dedup();
        let is_circular = used.contains(&at);
        used.retain(|&used| used != at);
        Group { members, uses: used, is_circular }
    };
    parts.into_iter().enumerate().map(group).collect()
}

/// Writes down in which part each field is.
fn note(parts: &[Vec<usize>], part_of: &mut [usize]) {
    for (part, members) in parts.iter().enumerate() {
        for &member in members {
            if let Some(known) = part_of.get_mut(member) {
                *known = part;
            }
        }
    }
}

fn users<'l>(count: usize, uses: &impl Fn(usize) -> &'l [usize]) -> Vec<Vec<usize>> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); count];
    for at in 0..count {
        for &used in uses(at) {
            if let Some(users) = users.get_mut(used) {
                users.push(at);
            }
        }
    }
    users
}

fn is_circle<'l>(members: &[usize], uses: &impl Fn(usize) -> &'l [usize]) -> bool {
    members.len() > 1 || members.iter().any(|&member| uses(member).contains(&member))
}

/// Of each part the first field that leads to it from outside.
fn firsts(parts: &[Vec<usize>], part_of: &[usize], users: &[Vec<usize>]) -> Vec<usize> {
    let mut firsts = vec![usize::MAX; parts.len()];
    // Those that refer to a part come behind it.
    for (at, members) in parts.iter().enumerate().rev() {
        let mut first = usize::MAX;
        for &user in members.iter().filter_map(|&member| users.get(member)).flatten() {
            let part = part_of.get(user).copied().unwrap_or(at);
            if part != at {
                let before =
                    firsts.get(part).into_iter().chain(parts.get(part).and_then(|it| it.first()));
                first = before.copied().fold(first, usize::min);
            }
        }
        if let Some(known) = firsts.get_mut(at) {
            *known = first;
        }
    }
    firsts
}

/// Ties fields and all that lead to them.
fn tie(members: &[usize], users: &[Vec<usize>], tied: &mut [bool]) {
    let mut open = members.to_vec();
    while let Some(at) = open.pop() {
        match tied.get_mut(at) {
            Some(tied) if !*tied => *tied = true,
            Some(_) | None => continue,
        }
        open.extend(users.get(at).into_iter().flatten());
    }
}

/// A field whose references are being followed.
struct Visit {
    at: usize,
    /// How many of its references were followed.
    next: usize,
}

/// The fields, those together that lead to each other; each part in order, and behind those that it
/// refers to. This is Tarjan's way.
fn circles<'l>(count: usize, uses: &impl Fn(usize) -> &'l [usize]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    // When each field was met, and the earliest that it leads back to.
    let mut met: Vec<Option<(usize, usize)>> = vec![None; count];
    let mut clock = 0;
    let mut held: Vec<usize> = Vec::new();
    let mut is_held = vec![false; count];
    for start in 0..count {
        let mut path = Vec::new();
        if met.get(start) == Some(&None) {
            path.push(Visit { at: start, next: 0 });
        }
        while let Some(visit) = path.last_mut() {
            let at = visit.at;
            if visit.next == 0 {
                met.get_mut(at).into_iter().for_each(|met| *met = Some((clock, clock)));
                clock += 1;
                held.push(at);
                is_held.get_mut(at).into_iter().for_each(|held| *held = true);
            }
            let used = uses(at).get(visit.next).copied();
            visit.next += 1;
            if let Some(used) = used {
                match met.get(used).copied().flatten() {
                    None => path.push(Visit { at: used, next: 0 }),
                    Some((when, _)) if is_held.get(used) == Some(&true) => lead(&mut met, at, when),
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            let (when, back) = met.get(at).copied().flatten().unwrap_or_default();
            if let Some(before) = path.last() {
                lead(&mut met, before.at, back);
            }
            if back == when {
                let from = held.iter().rposition(|&one| one == at).unwrap_or_default();
                let mut part = held.split_off(from);
                part.sort_unstable();
                for &member in &part {
                    is_held.get_mut(member).into_iter().for_each(|held| *held = false);
                }
                found.push(part);
            }
        }
    }
    found
}

/// Notes that a field leads back to what was met at `when`.
fn lead(met: &mut [Option<(usize, usize)>], at: usize, when: usize) {
    if let Some(Some((_, back))) = met.get_mut(at) {
        *back = when.min(*back);
    }
}

#[cfg(test)]
mod tests {
    use super::super::layout::Written;
    use super::*;

    /// The groups of fields that refer to those, and whether there are circles in them.
    fn check(uses: &[&[usize]]) -> Vec<(Vec<usize>, Vec<usize>, bool)> {
        let written = |uses: &&[usize]| Written { uses: uses.to_vec(), ..Written::default() };
        let fields = uses.iter().map(written).collect();
        let layout = Layout { fields, ..Layout::default() };
        let groups = groups(&layout).into_iter();
        groups.map(|group| (group.members, group.uses, group.is_circular)).collect()
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        assert_eq!(
            check(&[&[1], &[2], &[]]),
            [(vec![2], vec![], false), (vec![1], vec![0], false), (vec![0], vec![1], false)]
        );
    }

    #[test]
    fn circles_are_tied_to_what_leads_to_them_before_they_stand() {
        // 0 leads to the circle of 1 and 2, which leads to 3; 5 leads to the circle of 4 alone.
        assert_eq!(
            check(&[&[1], &[2, 3], &[1], &[], &[4], &[4, 6], &[]]),
            [
                (vec![3], vec![], false),
                (vec![4], vec![], true),
                (vec![6], vec![], false),
                (vec![5], vec![1, 2], false),
                (vec![0, 1, 2], vec![0], true),
            ]
        );
        // What comes behind a circle finds it done.
        assert_eq!(
            check(&[&[1], &[0], &[0]]),
            [(vec![0, 1], vec![], true), (vec![2], vec![0], false)]
        );
        // Unless something before it leads through what comes behind.
        assert_eq!(check(&[&[2], &[1], &[1]]), [(vec![0, 1, 2], vec![], true)]);
    }
}
