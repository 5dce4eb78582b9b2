//! Which fields are to be looked at together, and in which order. A field that refers to others
//! comes behind them. Fields that refer to each other in a circle, and all that lead to them, are
//! tied: where a circle is entered may tell what comes out, so they are evaluated all or not at all.

use super::layout::Layout;

/// Fields that are looked at together.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// The fields in the order of the package.
    pub(super) members: Vec<usize>,
    /// The groups that they refer to; those come before.
    pub(super) uses: Vec<usize>,
}

/// The groups of all fields, each behind those that it refers to.
pub(super) fn groups(layout: &Layout) -> Vec<Group> {
    let count = layout.fields.len();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut missing: Vec<usize> = layout.fields.iter().map(|field| field.uses.len()).collect();
    for (at, field) in layout.fields.iter().enumerate() {
        for &used in &field.uses {
            if let Some(users) = users.get_mut(used) {
                users.push(at);
            }
        }
    }
    let is_free = |missing: &[usize], at: usize| missing.get(at) == Some(&0);
    let mut order: Vec<usize> = (0..count).filter(|&at| is_free(&missing, at)).collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        next += 1;
        for &user in users.get(at).into_iter().flatten() {
            if let Some(missing) = missing.get_mut(user) {
                *missing -= 1;
            }
            if is_free(&missing, user) {
                order.push(user);
            }
        }
    }
    // What is left stands in circles or leads to them.
    let tied: Vec<bool> = missing.iter().map(|&missing| missing > 0).collect();
    let single = order.into_iter().map(|at| vec![at]);
    let members: Vec<Vec<usize>> = single.chain(components(layout, &users, &tied)).collect();
    let mut group_of = vec![0; count];
    for (group, members) in members.iter().enumerate() {
        for &member in members {
            if let Some(known) = group_of.get_mut(member) {
                *known = group;
            }
        }
    }
    let used_by = |group: usize, members: &[usize]| {
        let fields = members.iter().filter_map(|&member| layout.fields.get(member));
        let used = fields.flat_map(|field| &field.uses);
        let groups = used.filter_map(|&used| group_of.get(used)).copied();
        let mut groups: Vec<usize> = groups.filter(|&used| used != group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    };
    let members = members.into_iter().enumerate();
    members.map(|(at, members)| Group { uses: used_by(at, &members), members }).collect()
}

/// The tied fields, those together between which references lead in either direction.
fn components(layout: &Layout, users: &[Vec<usize>], tied: &[bool]) -> Vec<Vec<usize>> {
    let is_tied = |at: usize| tied.get(at) == Some(&true);
    let mut seen = vec![false; tied.len()];
    let mut found = Vec::new();
    for start in (0..tied.len()).filter(|&at| is_tied(at)) {
        let mut open = vec![start];
        let mut members = Vec::new();
        while let Some(at) = open.pop() {
            match seen.get_mut(at) {
                Some(seen) if !*seen => *seen = true,
                Some(_) | None => continue,
            }
            members.push(at);
            let used = layout.fields.get(at).into_iter().flat_map(|field| &field.uses);
            let near = used.chain(users.get(at).into_iter().flatten());
            open.extend(near.copied().filter(|&near| is_tied(near)));
        }
        if !members.is_empty() {
            members.sort_unstable();
            found.push(members);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::layout::Written;
    use super::*;

    /// The groups of fields that refer to those.
    fn check(uses: &[&[usize]]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let written = |uses: &&[usize]| Written { uses: uses.to_vec(), ..Written::default() };
        let fields = uses.iter().map(written).collect();
        let layout = Layout { fields, ..Layout::default() };
        groups(&layout).into_iter().map(|group| (group.members, group.uses)).collect()
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        assert_eq!(
            check(&[&[1], &[2], &[]]),
            [(vec![2], vec![]), (vec![1], vec![0]), (vec![0], vec![1])]
        );
    }

    #[test]
    fn circles_are_tied_to_what_leads_to_them() {
        // 0 leads to the circle of 1 and 2, which leads to 3; 4 is a circle of its own.
        assert_eq!(
            check(&[&[1], &[2, 3], &[1], &[], &[4]]),
            [(vec![3], vec![]), (vec![0, 1, 2], vec![0]), (vec![4], vec![])]
        );
    }
}
