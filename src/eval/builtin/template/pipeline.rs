//! Reading pipelines: what stands between the braces of a template, but for its keyword.

use super::parse::wrong;
use crate::base::Number;
use crate::eval::builtin::{Data, Fault};

/// How deep parentheses may be nested: they are read and run by recursion.
const DEEPEST: usize = 100;

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

/// The pipeline that `source` is.
pub(super) fn pipeline(source: &str) -> Result<Pipeline, Fault> {
    let mut reader = Reader { rest: source, depth: 0 };
    let pipeline = reader.pipeline()?;
    if !reader.rest.is_empty() {
        return Err(wrong(format!("unexpected {:?} in operand", reader.rest)));
    }
    Ok(pipeline)
}

/// Takes a quoted name off the start of `source`.
pub(super) fn name(source: &str) -> Result<(String, &str), Fault> {
    let mut reader = Reader { rest: source.trim_start(), depth: 0 };
    let first = reader.rest.chars().next().filter(|mark| matches!(mark, '"' | '`'));
    match first.map(|mark| reader.quoted(mark)).transpose()? {
        Some(Head::Literal(Data::Str(name))) => Ok((name.to_string(), reader.rest.trim_start())),
        _ => Err(wrong("the name of a template is a string")),
    }
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
