//! References as one page of HTML: it needs nothing beside it, follows the reader's choice of light
//! or dark, and can be searched.

use std::fmt::Write as _;

use super::{Definition, Reference};

/// What stands before the content.
const HEAD: &str = include_str!("page/head.html");

/// What stands behind it.
const FOOT: &str = include_str!("page/foot.html");

/// One page for all of `references`.
pub fn html(references: &[Reference]) -> String {
    let mut out = HEAD.to_owned();
    out.push_str("<nav><input type=\"search\" id=\"search\" placeholder=\"Search\" ");
    out.push_str("aria-label=\"Search parameters\" autofocus>\n<ul>\n");
    for reference in references {
        let path = escaped(&reference.path);
        // Writing to a string does not fail, here and below.
        let _ = writeln!(out, "<li><a href=\"#{path}\">{path}</a>\n<ul>");
        for definition in &reference.definitions {
            let name = escaped(&definition.name);
            let _ = writeln!(out, "<li><a href=\"#{}\">{name}</a></li>", id(reference, definition));
        }
        out.push_str("</ul></li>\n");
    }
    out.push_str("</ul></nav>\n<main>\n");
    for reference in references {
        let path = escaped(&reference.path);
        let _ = writeln!(out, "<h1 id=\"{path}\">{path}</h1>");
        paragraphs(&mut out, &reference.doc);
        for definition in &reference.definitions {
            one(&mut out, reference, definition);
        }
    }
    out.push_str("<p id=\"nothing\" hidden>Nothing is called so.</p>\n</main>\n");
    out.push_str(FOOT);
    out
}

fn one(out: &mut String, reference: &Reference, definition: &Definition) {
    let (id, name) = (id(reference, definition), escaped(&definition.name));
    let _ = writeln!(out, "<section id=\"{id}\">\n<h2><a href=\"#{id}\">{name}</a></h2>");
    paragraphs(out, &definition.doc);
    if let Some(shape) = &definition.shape {
        let _ = writeln!(out, "<p>{} {}</p>", code(&shape.kind), bounds(&shape.constraints));
    }
    if !definition.embeds.is_empty() {
        let embeds: Vec<String> = definition.embeds.iter().map(|name| code(name)).collect();
        let _ = writeln!(out, "<p>Takes the fields of {} as well.</p>", embeds.join(", "));
    }
    if !definition.kinds.is_empty() {
        let _ = writeln!(out, "<p>Makes: {}.</p>", escaped(&definition.kinds.join(", ")));
    }
    if !definition.parameters.is_empty() {
        out.push_str("<table>\n<thead><tr><th>parameter</th><th>type</th><th>default</th>");
        out.push_str("<th>constraints</th><th></th></tr></thead>\n<tbody>\n");
        for parameter in &definition.parameters {
            let default = match &parameter.shape.default {
                Some(default) => code(default),
                None => escaped(&parameter.default()),
            };
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td>{default}</td><td>{}</td><td>{}</td></tr>",
                code(&parameter.path),
                code(&parameter.shape.kind),
                bounds(&parameter.shape.constraints),
                prose(&parameter.doc),
            );
        }
        out.push_str("</tbody></table>\n");
    }
    out.push_str("</section>\n");
}

/// What links to a definition.
fn id(reference: &Reference, definition: &Definition) -> String {
    escaped(&format!("{}.{}", reference.path, definition.name.trim_start_matches('#')))
}

fn bounds(constraints: &[String]) -> String {
    constraints.iter().map(|bound| code(bound)).collect::<Vec<_>>().join(", ")
}

fn paragraphs(out: &mut String, doc: &str) {
    for paragraph in doc.split("\n\n").filter(|text| !text.is_empty()) {
        let _ = writeln!(out, "<p>{}</p>", prose(paragraph));
    }
}

/// A comment: what stands between backticks is code.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { code(part) } else { escaped(part) }).collect()
}

fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", escaped(text)) }
}

/// `text` as HTML shows it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_source_is_taken_for_html() {
        let definition = Definition {
            name: "#A".into(),
            doc: "<script>alert(1)</script> `a < b` \"x\"".into(),
            ..Definition::default()
        };
        let reference =
            Reference { path: "a\"><b>".into(), doc: String::new(), definitions: vec![definition] };
        let page = html(&[reference]);
        let body = page.strip_prefix(HEAD).unwrap().strip_suffix(FOOT).unwrap();
        assert!(!body.contains("<script>") && !body.contains("<b>"), "{body}");
        assert!(body.contains("<code>a &lt; b</code>"), "{body}");
    }
}
