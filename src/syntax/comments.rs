//! The comments that document what stands below them.

/// The comment on the lines right above the one that holds `offset`, without what marks it as one.
pub fn comment_above(text: &str, offset: u32) -> Option<String> {
    let before = text.get(..offset as usize)?;
    let (above, _) = before.rsplit_once('\n')?;
    let mut lines: Vec<&str> = Vec::new();
    for line in above.rsplit('\n') {
        let Some(comment) = line.trim().strip_prefix("//") else { break };
        lines.push(comment.strip_prefix(' ').unwrap_or(comment).trim_end());
    }
    lines.reverse();
    let doc = lines.join("\n").trim().to_owned();
    (!doc.is_empty()).then_some(doc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_right_above_document() {
        let text = "// a\n\n// b\n//  c\r\n\tx: 1\n";
        let offset = text.find('x').expect("it is there") as u32;
        assert_eq!(comment_above(text, offset).as_deref(), Some("b\n c"));
        assert_eq!(comment_above("x: 1", 0), None);
        assert_eq!(comment_above("// a\n\nx: 1", 6), None);
    }
}
