//! Which kinds a file of definitions defines, told without reading it as YAML.
//!
//! Definitions are large, and a run needs few of them; most files have the one layout that every
//! tool writes, in which group and kind stand on lines of their own. Where a file is not laid out
//! so, nothing is told, and it has to be read.

/// The group and the kind of each definition in `text`; nothing where that cannot be told.
pub(super) fn skim(text: &str) -> Option<Vec<(String, String)>> {
    // Tags, anchors and flow style hide what they hold from a glance at lines.
    let mut found = Vec::new();
    for document in documents(text) {
        match identity(document) {
            Glance::Definition(group, kind) => found.push((group, kind)),
            Glance::Empty => {}
            Glance::Unclear => return None,
        }
    }
    Some(found)
}

/// What a glance at a document shows.
enum Glance {
    Definition(String, String),
    /// Comments and nothing more.
    Empty,
    Unclear,
}

fn documents(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end =
            if text.starts_with("---") { Some(0) } else { text.find("\n---").map(|at| at + 1) };
        match end {
            Some(end) => {
                let (document, behind) = text.split_at(end);
                rest = behind.find('\n').and_then(|at| behind.get(at + 1..));
                Some(document)
            }
            None => {
                rest = None;
                Some(text)
            }
        }
    })
}

fn identity(document: &str) -> Glance {
    let (mut is_definition, mut within_spec, mut within_names) = (false, false, false);
    let (mut group, mut kind) = (None, None);
    let mut empty = true;
    for line in document.lines() {
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        if indent > 4 || bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        empty = false;
        if indent == 0 {
            within_spec = bare.trim_end() == "spec:";
            is_definition |= value(bare, "kind") == Some("CustomResourceDefinition");
        }
        if indent <= 2 {
            within_names = within_spec && indent == 2 && bare.trim_end() == "names:";
        }
        if within_spec && indent == 2 {
            group = group.or_else(|| value(bare, "group"));
        }
        if within_names && indent == 4 {
            kind = kind.or_else(|| value(bare, "kind"));
        }
        if is_definition && let (Some(group), Some(kind)) = (group, kind) {
            return Glance::Definition(group.to_owned(), kind.to_owned());
        }
    }
    if empty { Glance::Empty } else { Glance::Unclear }
}

/// The value of a line `key: value`, if it is a plain word.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let value = line.strip_prefix(key)?.strip_prefix(':')?.trim();
    let value = match value.strip_prefix(['"', '\'']) {
        Some(inner) => inner.strip_suffix(['"', '\''])?,
        None => value,
    };
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (!value.is_empty() && value.bytes().all(word)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_layout_tells_group_and_kind() {
        let text = "---\n# made by a tool\napiVersion: apiextensions.k8s.io/v1\n\
            kind: CustomResourceDefinition\nmetadata:\n  name: as.x.io\nspec:\n  group: x.io\n  \
            names:\n    kind: A\n    plural: as\n---\napiVersion: apiextensions.k8s.io/v1\n\
            kind: CustomResourceDefinition\nspec:\n  names:\n    kind: \"B\"\n  group: 'y.io'\n---\n";
        let pair = |group: &str, kind: &str| (group.to_owned(), kind.to_owned());
        assert_eq!(skim(text), Some(vec![pair("x.io", "A"), pair("y.io", "B")]));
    }

    #[test]
    fn any_other_layout_is_to_be_read() {
        for text in [
            "{kind: CustomResourceDefinition, spec: {group: x, names: {kind: A}}}",
            "kind: CustomResourceDefinition\nspec: &s\n  group: x.io\n  names:\n    kind: A\n",
            "kind: List\nitems:\n- kind: CustomResourceDefinition\n",
        ] {
            assert_eq!(skim(text), None, "{text}");
        }
    }
}
