//! The name that was probably meant.

/// The candidate nearest to `wanted`, if one is near enough to be a slip: names that differ in
/// case, in `-` and `_`, or by at most a third of their letters; else the only one that goes on
/// where `wanted` ends, or ends where `wanted` goes on. The first of equals.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain_wanted = plain(wanted);
    let length = plain_wanted.chars().count();
    let limit = if length < 3 { 0 } else { (length / 3).max(1) };
    let mut best: Option<(usize, &str)> = None;
    let mut continued: Vec<&str> = Vec::new();
    for candidate in candidates {
        if candidate == wanted || continued.contains(&candidate) {
            continue;
        }
        let plain_candidate = plain(candidate);
        let distance = if plain_wanted == plain_candidate {
            0
        } else if length.abs_diff(plain_candidate.chars().count()) > limit {
            usize::MAX
        } else {
            distance(&plain_wanted, &plain_candidate)
        };
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
        let is_most = 2 * plain_candidate.len() > plain_wanted.len();
        if goes_on(&plain_wanted, &plain_candidate)
            || is_most && goes_on(&plain_candidate, &plain_wanted)
        {
            continued.push(candidate);
        }
    }
    match (best, continued.as_slice()) {
        (Some((_, candidate)), _) | (None, &[candidate]) => Some(candidate),
        (None, _) => None,
    }
}

/// Whether `one` and `other`, which differ, are a slip of the pen apart: one edit, or case, `-` and
/// `_`.
pub fn is_slip(one: &str, other: &str) -> bool {
    let (one_plain, other_plain) = (plain(one), plain(other));
    let (short, long) = (one_plain.chars().count(), other_plain.chars().count());
    one != other && short.abs_diff(long) <= 1 && distance(&one_plain, &other_plain) <= 1
}

/// Small letters without the signs that join words.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// Whether `long` starts with `short`, which is long enough to be telling.
fn goes_on(short: &str, long: &str) -> bool {
    const TELLING: usize = 3;
    short.chars().filter(|c| c.is_alphanumeric()).count() >= TELLING && long.starts_with(short)
}

/// Edits that lead from `a` to `b`: insertions, deletions, replacements and swaps of neighbours
/// (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let above = rows[i][j + 1] + 1;
            let left = row[j] + 1;
            let mut least = above.min(left).min(rows[i][j] + usize::from(x != y));
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_no_strangers() {
        let fields = ["replicas", "image", "containers", "imagePullPolicy", "hostPort", "hostIP"];
        let near = |wanted| nearest(wanted, fields);
        assert_eq!(near("replcias"), Some("replicas"));
        assert_eq!(near("Image"), Some("image"));
        assert_eq!(near("image_pull-policy"), Some("imagePullPolicy"));
        assert_eq!(near("container"), Some("containers"));
        assert_eq!(near("volume"), None);
    }

    #[test]
    fn slips_are_one_edit() {
        assert!(is_slip("replcias", "replicas") && is_slip("hostIp", "hostIP"));
        assert!(is_slip("label", "labels") && is_slip("host_port", "hostPort"));
        assert!(!is_slip("image", "image") && !is_slip("memory", "memories"));
    }

    #[test]
    fn what_goes_on_is_meant_if_nothing_else_does() {
        let fields = ["environment", "hostPort", "hostIP"];
        assert_eq!(nearest("env", fields), Some("environment"));
        assert_eq!(nearest("host", fields), None);
        assert_eq!(nearest("hostPortNumber", fields), Some("hostPort"));
        assert_eq!(nearest("e", fields), None);
    }
}
