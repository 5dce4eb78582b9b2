//! Reading templates.

use crate::base::Number;
use crate::eval::builtin::{Data, Fault};

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
    Break,
    Continue,
}

/// Commands, each handing its result to the next; the last may go to variables.
#[derive(Debug)]
pub(super) struct Pipeline {
    pub(super) variables: Vec<String>,
    /// Whether the variables are made here (`:=`) or were made before (`=`).
    pub(super) declares: bool,
    pub(super) commands: Vec<Vec<Operand>>,
}

/// A value or the name of a function, and the fields asked of it.
#[derive(Debug)]
pub(super) struct Operand {
    pub(super) head: Head,
    pub(super) fields: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Head {
    Dot,
    Nil,
    Variable(String),
    Literal(Data),
    Function(String),
    Group(Pipeline),
}

/// A text between actions, or what stands between braces.
enum Part<'a> {
    Text(&'a str),
    Action(&'a str),
}

pub(super) fn parse(source: &str) -> Result<Vec<Node>, Fault> {
    let parts = split(source)?;
    let mut parser = Parser { parts: parts.into_iter(), depth: 0 };
    match parser.block()? {
        (nodes, "") => Ok(nodes),
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
                "break" => nodes.push(Node::Break),
                "continue" => nodes.push(Node::Continue),
                "define" | "template" | "block" => {
                    return Err(wrong(format!("{word} is not supported: named templates are not")));
                }
                _ => nodes.push(Node::Output(pipeline(action)?)),
            }
        }
        self.depth -= 1;
        Ok((nodes, ""))
    }

    fn control(&mut self, word: &str, condition: &str) -> Result<Node, Fault> {
        let condition = pipeline(condition)?;
        let (then, end) = self.block()?;
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
                let (word, rest) = chained.split_once(char::is_whitespace).unwrap_or((chained, ""));
                if !matches!(word, "if" | "with") {
                    return Err(wrong(format!("unexpected {word:?} in else")));
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

fn pipeline(source: &str) -> Result<Pipeline, Fault> {
    let mut reader = Reader { rest: source, depth: 0 };
    let pipeline = reader.pipeline()?;
    if !reader.rest.is_empty() {
        return Err(wrong(format!("unexpected {:?} in operand", reader.rest)));
    }
    Ok(pipeline)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, token: &str) -> bool {
        self.rest.strip_prefix(token).map(|rest| self.rest = rest).is_some()
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|char: char| !char.is_alphanumeric() && char != '_');
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn pipeline(&mut self) -> Result<Pipeline, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(wrong(format!("parentheses nested deeper than {DEEPEST} levels")));
        }
        let (variables, declares) = self.variables();
        let mut commands = vec![Vec::new()];
        loop {
            self.space();
            if self.rest.is_empty() || self.rest.starts_with(')') {
                break;
            }
            if self.take("|") {
                commands.push(Vec::new());
            } else if let Some(command) = commands.last_mut() {
                command.push(self.operand()?);
            }
        }
        self.depth -= 1;
        if commands.iter().any(Vec::is_empty) {
            return Err(wrong("missing value for command"));
        }
        Ok(Pipeline { variables, declares, commands })
    }

    /// `$x :=`, `$i, $x :=` or `$x =` at the start.
    fn variables(&mut self) -> (Vec<String>, bool) {
        let start = self.rest;
        let mut names = Vec::new();
        loop {
            self.space();
            if !self.take("$") {
                break;
            }
            names.push(self.word().to_owned());
            self.space();
            if self.take(":=") {
                return (names, true);
            }
            if !self.rest.starts_with("==") && self.take("=") {
                return (names, false);
            }
            if !self.take(",") {
                break;
            }
        }
        self.rest = start;
        (Vec::new(), false)
    }

    fn operand(&mut self) -> Result<Operand, Fault> {
        let head = self.head()?;
        let mut fields = Vec::new();
        while self.rest.starts_with('.') {
            self.rest = &self.rest[1..];
            let name = self.word();
            if name.is_empty() {
                return Err(wrong("unexpected . after term"));
            }
            fields.push(name.to_owned());
        }
        Ok(Operand { head, fields })
    }

    fn head(&mut self) -> Result<Head, Fault> {
        let Some(first) = self.rest.chars().next() else { return Err(wrong("unexpected EOF")) };
        match first {
            '.' => {
                let fraction = self.rest[1..].starts_with(|char: char| char.is_ascii_digit());
                if fraction {
                    return self.number();
                }
                // A field of the dot keeps its own point.
                let named =
                    self.rest[1..].starts_with(|char: char| char.is_alphabetic() || char == '_');
                if !named {
                    self.rest = &self.rest[1..];
                }
                Ok(Head::Dot)
            }
            '$' => {
                self.rest = &self.rest[1..];
                Ok(Head::Variable(self.word().to_owned()))
            }
            '(' => {
                self.rest = &self.rest[1..];
                let group = self.pipeline()?;
                if self.take(")") {
                    Ok(Head::Group(group))
                } else {
                    Err(wrong("unclosed left paren"))
                }
            }
            '"' | '`' | '\'' => self.quoted(first),
            '0'..='9' | '-' | '+' => self.number(),
            _ if first.is_alphabetic() || first == '_' => Ok(match self.word() {
                "true" => Head::Literal(true.into()),
                "false" => Head::Literal(false.into()),
                "nil" => Head::Nil,
                name => Head::Function(name.to_owned()),
            }),
            _ => Err(wrong(format!("unexpected {first:?} in operand"))),
        }
    }

    fn number(&mut self) -> Result<Head, Fault> {
        let end =
            self.rest.find(|char: char| !char.is_ascii_alphanumeric() && !"+-._".contains(char));
        let (text, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        let number = Number::parse_literal(text);
        let number = number.map_err(|_| wrong(format!("bad number syntax: {text:?}")))?;
        Ok(Head::Literal(number.into()))
    }

    fn quoted(&mut self, mark: char) -> Result<Head, Fault> {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find(|&(_, char)| {
            let ends = char == mark && !escaped;
            escaped = mark != '`' && char == '\\' && !escaped;
            ends
        });
        let (end, _) = end.ok_or_else(|| wrong("unterminated quoted string"))?;
        let (literal, rest) = self.rest.split_at(end + 1);
        self.rest = rest;
        let inner = &literal[1..end];
        if mark == '`' {
            return Ok(Head::Literal(inner.into()));
        }
        // Go's escapes in strings are CUE's, but for bytes by number; those are bytes there too.
        let unquoted = crate::eval::builtin::strconv::unquoted(literal)
            .map_err(|_| wrong(format!("invalid syntax in {literal}")))?;
        Ok(Head::Literal(match (mark, unquoted.chars().next()) {
            ('\'', Some(char)) => i64::from(u32::from(char)).into(),
            _ => unquoted.into(),
        }))
    }
}
