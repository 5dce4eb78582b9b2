//! Paths as people write them: `app.workload`, `a."b-c"[0]`, `containers[name=web].image` and
//! `containers.0.image`.

use crate::base::Diagnostic;
use crate::eval::{Found, Graph, Step, Tracer};
use crate::session::unusable;

/// One step of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// A field by its name, as it is written.
    Name(String),
    /// A field by the text of its label.
    Quoted(String),
    /// An element, or a field of that name.
    Number(usize),
    /// The element whose field has that value.
    Where(String, String),
}

impl Part {
    /// What it looks for, as one step; that of a condition is the element that it holds for.
    pub(super) fn step(&self) -> Step {
        match self {
            Self::Name(name) => Step::Name(name.clone()),
            Self::Quoted(name) => Step::Quoted(name.clone()),
            Self::Number(index) => Step::Index(*index),
            Self::Where(key, value) => Step::Quoted(format!("{key}={value}")),
        }
    }

    /// The value that it leads to.
    pub(super) fn descend(
        &self,
        graph: &mut Graph,
        tracer: &Tracer,
        from: &Found,
    ) -> Option<Found> {
        match self {
            Self::Name(_) | Self::Quoted(_) => tracer.descend(graph, from, &self.step()),
            Self::Number(index) => {
                let element = tracer.descend(graph, from, &self.step());
                element.or_else(|| tracer.descend(graph, from, &Step::Quoted(index.to_string())))
            }
            Self::Where(key, value) => {
                let members = graph.members(from.vertex);
                let step = members.into_iter().find_map(|(step, vertex)| {
                    let field = graph.members(vertex).into_iter().find(|(step, _)| {
                        matches!(step, Step::Quoted(name) | Step::Name(name) if name == key)
                    });
                    let (_, field) = field?;
                    let text = graph.string(field).or_else(|| graph.scalar(field))?;
                    (text == *value).then_some(step)
                })?;
                tracer.descend(graph, from, &step)
            }
        }
    }
}

/// Reads a path.
///
/// # Errors
/// That it is none, and at what.
pub(super) fn parse(text: &str) -> Result<Vec<Part>, Diagnostic> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, left) = if let Some(inner) = rest.strip_prefix('[') {
            bracket(inner).ok_or_else(|| unreadable(text, rest))?
        } else {
            let rest = match parts.is_empty() {
                true => rest,
                false => rest.strip_prefix('.').ok_or_else(|| unreadable(text, rest))?,
            };
            label(rest).ok_or_else(|| unreadable(text, rest))?
        };
        parts.push(part);
        rest = left;
    }
    Ok(parts)
}

fn unreadable(text: &str, at: &str) -> Diagnostic {
    let message = match at {
        "" => format!("the path `{text}` ends where a name should follow"),
        at => format!("the path `{text}` cannot be read from `{at}` on"),
    };
    unusable(message)
        .help("A path is written like `app.workload`, `a.\"b-c\"[0]` or `containers[name=web]`.")
}

/// A label and what is left behind it.
fn label(text: &str) -> Option<(Part, &str)> {
    if let Some((name, rest)) = quoted(text) {
        return Some((Part::Quoted(name), rest));
    }
    let end = text.find(['.', '[', ']', '"', ' ']).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
    let part = match name.parse() {
        Ok(index) => Part::Number(index),
        Err(_) => Part::Name(name.to_owned()),
    };
    Some((part, rest))
}

/// What stands behind `[`, and what is left behind `]`.
fn bracket(text: &str) -> Option<(Part, &str)> {
    if let Some((name, rest)) = quoted(text) {
        return Some((Part::Quoted(name), rest.strip_prefix(']')?));
    }
    let (inner, rest) = text.split_once(']')?;
    if let Ok(index) = inner.parse() {
        return Some((Part::Number(index), rest));
    }
    let (key, value) = inner.split_once('=')?;
    let value = quoted(value).map_or_else(|| value.to_owned(), |(value, _)| value);
    (!key.is_empty()).then(|| (Part::Where(key.to_owned(), value), rest))
}

/// A string in quotes, and what is left behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut escaped = false;
    let end = inner.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    let (whole, rest) = text.split_at_checked(end + 2)?;
    Some((serde_json::from_str(whole).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        match parse(text) {
            Ok(parts) => parts.iter().map(|part| format!("{part:?} ")).collect(),
            Err(fault) => fault.message,
        }
    }

    #[test]
    fn reads_what_people_write() {
        insta::assert_snapshot!(
            check(r##"app.#Def._x."b-c"[0].1["a.b/c"].list[name=web].x"##),
            @r##"Name("app") Name("#Def") Name("_x") Quoted("b-c") Number(0) Number(1) Quoted("a.b/c") Name("list") Where("name", "web") Name("x") "##
        );
        assert_eq!(check(""), "");
        assert_eq!(check(r#"a["\"é\\"]"#), r#"Name("a") Quoted("\"é\\") "#);
    }

    #[test]
    fn refuses_what_is_no_path() {
        assert_eq!(check("a."), "the path `a.` ends where a name should follow");
        assert_eq!(check("a..b"), "the path `a..b` cannot be read from `.b` on");
        assert_eq!(check("a[b]"), "the path `a[b]` cannot be read from `[b]` on");
        assert_eq!(check("a\"b"), "the path `a\"b` cannot be read from `\"b` on");
    }
}
