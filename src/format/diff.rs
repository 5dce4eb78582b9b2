//! What differs between two texts, line by line, as `diff -u` shows it.
//!
//! Lines that stand once in each text and in the same order are what the texts have in common;
//! what is equal around them belongs to it. This is not the shortest difference but a readable
//! one, and it takes no more than n log n steps.

use std::collections::HashMap;

/// How many equal lines are shown around a change.
const AROUND: usize = 3;

/// Lines to be shown, with their signs, and where they start in both texts.
struct Chunk<'t> {
    old: usize,
    new: usize,
    lines: Vec<(char, &'t str)>,
}

/// The difference between two texts called `name`, or nothing if they are equal.
pub fn difference(name: &str, before: &str, after: &str) -> String {
    let (old, new) = (lines(before), lines(after));
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut open: Option<Chunk<'_>> = None;
    let (mut from_old, mut from_new) = (0, 0);
    for common in common(&old, &new) {
        let changes = common.old > from_old || common.new > from_new;
        if changes {
            let chunk = open.get_or_insert_with(|| {
                let lead = AROUND.min(from_old);
                let shown = old.get(from_old - lead..from_old).unwrap_or(&[]);
                let lines = shown.iter().map(|&line| (' ', line)).collect();
                Chunk { old: from_old - lead, new: from_new - lead, lines }
            });
            let range = |lines: &[&'_ str], from: usize, to: usize| (from.min(lines.len()), to);
            let (first, end) = range(&old, from_old, common.old);
            chunk.lines.extend(old.get(first..end).unwrap_or(&[]).iter().map(|&line| ('-', line)));
            let (first, end) = range(&new, from_new, common.new);
            chunk.lines.extend(new.get(first..end).unwrap_or(&[]).iter().map(|&line| ('+', line)));
        }
        let last =
            common.old + common.length == old.len() && common.new + common.length == new.len();
        if let Some(chunk) = &mut open {
            let joins = !last && common.length <= 2 * AROUND;
            let tail = if joins { common.length } else { AROUND.min(common.length) };
            let equal = old.get(common.old..common.old + tail).unwrap_or(&[]);
            chunk.lines.extend(equal.iter().map(|&line| (' ', line)));
            if !joins {
                chunks.extend(open.take());
            }
        }
        (from_old, from_new) = (common.old + common.length, common.new + common.length);
    }
    if chunks.is_empty() {
        return String::new();
    }
    let mut out = format!("diff {name}.orig {name}\n--- {name}.orig\n+++ {name}\n");
    for Chunk { old, new, lines } in chunks {
        let count =
            |sign: char| lines.iter().filter(|line| line.0 == ' ' || line.0 == sign).count();
        let place = |line: usize, count: usize| {
            format!("{},{count}", if count > 0 { line + 1 } else { line })
        };
        let (old, new) = (place(old, count('-')), place(new, count('+')));
        out.push_str(&format!("@@ -{old} +{new} @@\n"));
        for (sign, line) in lines {
            out.push(sign);
            out.push_str(line);
            if !line.ends_with('\n') {
                out.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    out
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Lines that are equal in both texts.
struct Common {
    old: usize,
    new: usize,
    length: usize,
}

/// All that is equal, in order; the last is empty and at the ends of both.
fn common(old: &[&str], new: &[&str]) -> Vec<Common> {
    let mut found: Vec<Common> = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    let ends = (old.len(), new.len());
    for (at_old, at_new) in anchors(old, new).into_iter().chain([ends]) {
        if at_old < from_old && (at_old, at_new) != ends {
            continue;
        }
        // Grow the anchor to both sides.
        let (mut start_old, mut start_new) = (at_old, at_new);
        while start_old > from_old
            && start_new > from_new
            && old.get(start_old - 1) == new.get(start_new - 1)
        {
            (start_old, start_new) = (start_old - 1, start_new - 1);
        }
        let (mut end_old, mut end_new) = (at_old, at_new);
        while end_old < ends.0 && end_new < ends.1 && old.get(end_old) == new.get(end_new) {
            (end_old, end_new) = (end_old + 1, end_new + 1);
        }
        let length = end_old - start_old;
        match found.last_mut() {
            Some(last) if start_old == from_old && start_new == from_new => last.length += length,
            _ => found.push(Common { old: start_old, new: start_new, length }),
        }
        (from_old, from_new) = (end_old, end_new);
    }
    found
}

/// Lines that stand once in each text, as far as they are in the same order in both; the starts
/// of the texts come first.
fn anchors(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut counts: HashMap<&str, (u32, u32, usize)> = HashMap::new();
    for line in old {
        counts.entry(line).or_default().0 += 1;
    }
    for (index, line) in new.iter().enumerate() {
        let count = counts.entry(line).or_default();
        (count.1, count.2) = (count.1 + 1, index);
    }
    let pairs: Vec<(usize, usize)> = old
        .iter()
        .enumerate()
        .filter_map(|(index, line)| match counts.get(line) {
            Some(&(1, 1, in_new)) => Some((index, in_new)),
            _ => None,
        })
        .collect();
    let mut anchors = vec![(0, 0)];
    anchors.extend(increasing(&pairs));
    anchors
}

/// A longest run of `pairs` whose second parts increase; the first ones do.
fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let second = |index: usize| pairs.get(index).map_or(0, |pair| pair.1);
    // The pair that ends the best run of each length, and the pair before each in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| second(end) < pair.1);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        run.extend(pairs.get(index).copied());
        at = before.get(index).copied().flatten();
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, expected: &str) {
        let shown = difference("x", before, after);
        assert_eq!(shown.split_once("+++ x\n").map_or("", |(_, chunks)| chunks), expected);
    }

    #[test]
    fn changes_are_shown_with_the_lines_around() {
        check("a\nb\n", "a\nb\n", "");
        check("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
        check("", "a\n", "@@ -0,0 +1,1 @@\n+a\n");
        check("a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
        check(
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
            "0\n1\n2\n3\n4\n5\n6\n7\n8\n",
            "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 6\n 7\n 8\n-9\n",
        );
    }
}
