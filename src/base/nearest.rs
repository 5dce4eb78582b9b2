//! The name that was probably meant.

/// The candidate nearest to `wanted` by edit distance, if one is near enough to be a slip of the
/// hand: at most a third of the letters, a mere difference of case always. The first of equals.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wanted.chars().count();
    let limit = if length < 3 { 0 } else { (length / 3).max(1) };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = distance(wanted, candidate);
        let near = distance <= limit || wanted.eq_ignore_ascii_case(candidate);
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Edits that lead from `a` to `b`: insertions, deletions, replacements and swaps of neighbours
/// (optimal string alignment); names that differ in case alone are 1 apart.
fn distance(a: &str, b: &str) -> usize {
    if a != b && a.eq_ignore_ascii_case(b) {
        return 1;
    }
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
        let fields = ["replicas", "image", "containers"];
        assert_eq!(nearest("replcias", fields), Some("replicas"));
        assert_eq!(nearest("Image", fields), Some("image"));
        assert_eq!(nearest("volume", fields), None);
    }
}
