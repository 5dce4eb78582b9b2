//! Reading templates.

use super::pipeline::{Pipeline, name, pipeline};
use crate::eval::builtin::Fault;

/// How deep actions may be nested: they are read and run by recursion.
const DEEPEST: usize = 100;

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Output(Pipeline),
    If(Pipeline, Vec<Node>, Vec<Node>),
    With(Pipeline, Vec<Node>, Vec<Node>),
    Range(Pipeline, Vec<Node>, Vec<Node>),
    /// A template by its name, over a value.
    Template(String, Option<Pipeline>),
    Break,
    Continue,
}

/// A template, and the templates that it names.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) nodes: Vec<Node>,
    pub(super) named: Vec<(String, Vec<Node>)>,
}

/// A text between actions, or what stands between braces.
enum Part<'a> {
    Text(&'a str),
    Action(&'a str),
}

pub(super) fn parse(source: &str) -> Result<Template, Fault> {
    let parts = split(source)?.into_iter();
    let mut parser = Parser { parts, depth: 0, ranges: 0, named: Vec::new() };
    match parser.block()? {
        (nodes, "") => Ok(Template { nodes, named: parser.named }),
        (_, word) => Err(wrong(format!("unexpected {{{{{word}}}}}"))),
    }
}

pub(super) fn wrong(why: impl std::fmt::Display) -> Fault {
    Fault::new(format!("template: {why}"))
}

fn split(source: &str) -> Result<Vec<Part<'_>>, Fault> {
    let mut parts = Vec::new();
    let (mut rest, mut trim) = (source, false);
    loop {
        let (text, behind) = match rest.split_once("{{") {
            Some((text, behind)) => (text, Some(behind)),
            None => (rest, None),
        };
        let text = if trim { text.trim_start() } else { text };
        let Some(behind) = behind else {
            parts.push(Part::Text(text));
            return Ok(parts);
        };
        let left = behind.strip_prefix('-').filter(|it| it.starts_with(char::is_whitespace));
        parts.push(Part::Text(if left.is_some() { text.trim_end() } else { text }));
        let inner = left.unwrap_or(behind);
        let (action, behind) = action(inner)?;
        let right = action.strip_suffix('-').filter(|it| it.ends_with(char::is_whitespace));
        trim = right.is_some();
        parts.push(Part::Action(right.unwrap_or(action).trim()));
        rest = behind;
    }
}

/// The action that `text` starts with, up to the braces that end it outside of strings.
fn action(text: &str) -> Result<(&str, &str), Fault> {
    if text.trim_start().starts_with("/*") {
        let end = text.find("*/").ok_or_else(|| wrong("unclosed comment"))?;
        let close =
            text[end..].find("}}").ok_or_else(|| wrong("comment ends before closing delimiter"))?;
        return Ok((&text[..end + close], &text[end + close + 2..]));
    }
    let (mut quote, mut escaped) = (None, false);
    for (at, char) in text.char_indices() {
        match (quote, char) {
            _ if escaped => escaped = false,
            (Some('"' | '\''), '\\') => escaped = true,
            (Some(open), _) if open == char => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => quote = Some(char),
            (None, '}') if text[at..].starts_with("}}") => {
                return Ok((&text[..at], &text[at + 2..]));
            }
            (None, _) => {}
        }
    }
    Err(wrong("unclosed action"))
}

struct Parser<'a> {
    parts: std::vec::IntoIter<Part<'a>>,
    depth: usize,
    /// How many loops are around here.
    ranges: usize,
    /// The templates defined so far.
    named: Vec<(String, Vec<Node>)>,
}

impl<'a> Parser<'a> {
    /// The nodes up to an `end` or `else`, and that action; empty at the end of the template.
    fn block(&mut self) -> Result<(Vec<Node>, &'a str), Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(wrong(format!("actions nested deeper than {DEEPEST} levels")));
        }
        let mut nodes = Vec::new();
        while let Some(part) = self.parts.next() {
            let action = match part {
                Part::Text(text) => {
                    nodes.push(Node::Text(text.to_owned()));
                    continue;
                }
                Part::Action(action) => action,
            };
            let (word, rest) = action.split_once(char::is_whitespace).unwrap_or((action, ""));
            match word {
                _ if action.starts_with("/*") => {}
                "end" | "else" => {
                    self.depth -= 1;
                    return Ok((nodes, action));
                }
                "if" | "with" | "range" => nodes.push(self.control(word, rest)?),
                "break" | "continue" if self.ranges == 0 => {
                    return Err(wrong(format!("{{{{{word}}}}} outside {{{{range}}}}")));
                }
                "break" => nodes.push(Node::Break),
                "continue" => nodes.push(Node::Continue),
                "define" if self.depth == 1 => match name(rest)? {
                    (name, "") => self.define(name)?,
                    _ => return Err(wrong("unexpected operand in define clause")),
                },
                "template" => {
                    let (name, rest) = name(rest)?;
                    let value = if rest.is_empty() { None } else { Some(pipeline(rest)?) };
                    nodes.push(Node::Template(name, value));
                }
                "block" => {
                    let (name, rest) = name(rest)?;
                    nodes.push(Node::Template(name.clone(), Some(pipeline(rest)?)));
                    self.define(name)?;
                }
                _ => nodes.push(Node::Output(pipeline(action)?)),
            }
        }
        self.depth -= 1;
        Ok((nodes, ""))
    }

    /// Reads the body of a named template. One that says something can be defined once only.
    fn define(&mut self, name: String) -> Result<(), Fault> {
        let ranges = std::mem::take(&mut self.ranges);
        let (nodes, end) = self.block()?;
        self.ranges = ranges;
        if end != "end" {
            return Err(wrong("expected end of definition"));
        }
        match self.named.iter_mut().find(|known| known.0 == name) {
            None => self.named.push((name, nodes)),
            Some(known) if is_empty(&known.1) => known.1 = nodes,
            Some(_) if is_empty(&nodes) => {}
            Some(_) => return Err(wrong(format!("multiple definition of template {name:?}"))),
        }
        Ok(())
    }

    fn control(&mut self, word: &str, condition: &str) -> Result<Node, Fault> {
        let condition = pipeline(condition)?;
        self.ranges += usize::from(word == "range");
        let (then, end) = self.block()?;
        self.ranges -= usize::from(word == "range");
        let otherwise = match end.strip_prefix("else").map(str::trim_start) {
            None if end == "end" => Vec::new(),
            None => return Err(wrong("unexpected EOF")),
            Some("") => {
                let (otherwise, end) = self.block()?;
                if end != "end" {
                    return Err(wrong("expected end after else"));
                }
                otherwise
            }
            Some(chained) => {
                let (next, rest) = chained.split_once(char::is_whitespace).unwrap_or((chained, ""));
                if next != word || word == "range" {
                    return Err(wrong(format!("unexpected {next:?} in else")));
                }
                self.depth += 1;
                let nested = self.control(word, rest)?;
                self.depth -= 1;
                vec![nested]
            }
        };
        Ok(match word {
            "if" => Node::If(condition, then, otherwise),
            "with" => Node::With(condition, then, otherwise),
            _ => Node::Range(condition, then, otherwise),
        })
    }
}

/// Whether nodes say nothing but white space.
fn is_empty(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| matches!(node, Node::Text(text) if text.trim().is_empty()))
}
