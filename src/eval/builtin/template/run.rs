//! Executing templates.

use super::functions::{call, is_true, show};
use super::parse::{Node, Template, wrong};
use super::pipeline::{Head, Operand, Pipeline};
use crate::base::Number;
use crate::eval::builtin::arguments::{MOST_REPEATS, check_size};
use crate::eval::builtin::{Data, Fault};

/// The most nodes that one execution may run: loops within loops over long lists end there.
const MOST_STEPS: usize = 10_000_000;

/// How deep blocks may lie in each other: templates that run themselves end there.
const DEEPEST: usize = 200;

/// Why a block ended.
#[derive(PartialEq)]
enum Flow {
    On,
    Break,
    Continue,
}

/// A value; none is what a missing field gives.
pub(super) type Value = Option<Data>;

struct Run<'a> {
    out: String,
    named: &'a [(String, Vec<Node>)],
    /// How many blocks are around here.
    depth: usize,
    /// The variables, the innermost last; `$` is the first.
    variables: Vec<(String, Value)>,
    steps: usize,
}

pub(super) fn execute(template: &Template, data: &Data) -> Result<Data, Fault> {
    let root = Some(data.clone());
    let variables = vec![(String::new(), root.clone())];
    let named = &template.named;
    let mut run = Run { out: String::new(), named, depth: 0, variables, steps: 0 };
    run.block(&template.nodes, &root)?;
    Ok(run.out.into())
}

impl<'a> Run<'a> {
    fn block(&mut self, nodes: &[Node], dot: &Value) -> Result<Flow, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(wrong("exceeded maximum template depth"));
        }
        let flow = self.nodes(nodes, dot);
        self.depth -= 1;
        flow
    }

    fn nodes(&mut self, nodes: &[Node], dot: &Value) -> Result<Flow, Fault> {
        let outer = self.variables.len();
        for node in nodes {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return Err(wrong(format!("more than {MOST_STEPS} steps")));
            }
            let flow = self.node(node, dot)?;
            if flow != Flow::On {
                self.variables.truncate(outer);
                return Ok(flow);
            }
        }
        self.variables.truncate(outer);
        Ok(Flow::On)
    }

    fn node(&mut self, node: &Node, dot: &Value) -> Result<Flow, Fault> {
        match node {
            Node::Text(text) => self.out.push_str(text),
            Node::Output(pipeline) => {
                let value = self.pipeline(pipeline, dot)?;
                if pipeline.variables.is_empty() {
                    show(&value, &mut self.out);
                }
            }
            Node::Template(name, value) => self.template(name, value.as_ref(), dot)?,
            Node::Break => return Ok(Flow::Break),
            Node::Continue => return Ok(Flow::Continue),
            Node::If(condition, then, otherwise) | Node::With(condition, then, otherwise) => {
                let outer = self.variables.len();
                let value = self.pipeline(condition, dot)?;
                let with = matches!(node, Node::With(..));
                let flow = match is_true(&value) {
                    true => self.block(then, if with { &value } else { dot }),
                    false => self.block(otherwise, dot),
                };
                self.variables.truncate(outer);
                return flow;
            }
            Node::Range(over, body, otherwise) => return self.range(over, body, otherwise, dot),
        }
        check_size(Some(self.out.len()))?;
        Ok(Flow::On)
    }

    /// Runs a named template, which sees no variables but `$`, its dot.
    fn template(&mut self, name: &str, value: Option<&Pipeline>, dot: &Value) -> Result<(), Fault> {
        let value = value.map(|value| self.pipeline(value, dot)).transpose()?.flatten();
        let named: &'a [(String, Vec<Node>)] = self.named;
        let template = named.iter().find(|known| known.0 == name);
        let (_, nodes) = template.ok_or_else(|| wrong(format!("template {name:?} not defined")))?;
        let variables = vec![(String::new(), value.clone())];
        let outer = std::mem::replace(&mut self.variables, variables);
        self.block(nodes, &value)?;
        self.variables = outer;
        Ok(())
    }

    fn range(
        &mut self,
        over: &Pipeline,
        body: &[Node],
        otherwise: &[Node],
        dot: &Value,
    ) -> Result<Flow, Fault> {
        let outer = self.variables.len();
        let source = self.commands(over, dot)?;
        let items = entries(source)?;
        if items.is_empty() {
            return self.block(otherwise, dot);
        }
        for (key, item) in items {
            let item = Some(item);
            match over.variables.as_slice() {
                [] => {}
                [one] => self.variables.push((one.clone(), item.clone())),
                [index, one, ..] => {
                    self.variables.push((index.clone(), Some(key)));
                    self.variables.push((one.clone(), item.clone()));
                }
            }
            let flow = self.block(body, &item)?;
            self.variables.truncate(outer);
            if flow == Flow::Break {
                break;
            }
        }
        Ok(Flow::On)
    }

    fn pipeline(&mut self, pipeline: &Pipeline, dot: &Value) -> Result<Value, Fault> {
        let value = self.commands(pipeline, dot)?;
        for name in &pipeline.variables {
            if pipeline.declares {
                self.variables.push((name.clone(), value.clone()));
                continue;
            }
            let known = self.variables.iter_mut().rev().find(|known| known.0 == *name);
            known.ok_or_else(|| wrong(format!("undefined variable \"${name}\"")))?.1 =
                value.clone();
        }
        Ok(value)
    }

    fn commands(&mut self, pipeline: &Pipeline, dot: &Value) -> Result<Value, Fault> {
        let mut last: Option<Value> = None;
        for command in &pipeline.commands {
            last = Some(self.command(command, last, dot)?);
        }
        Ok(last.flatten())
    }

    fn command(
        &mut self,
        command: &[Operand],
        last: Option<Value>,
        dot: &Value,
    ) -> Result<Value, Fault> {
        let Some((first, rest)) = command.split_first() else { return Ok(None) };
        let Head::Function(name) = &first.head else {
            if matches!(first.head, Head::Nil) {
                return Err(wrong("nil is not a command"));
            }
            if !rest.is_empty() || last.is_some() {
                return Err(wrong("can't give argument to non-function"));
            }
            return self.operand(first, dot);
        };
        let mut arguments = Vec::with_capacity(rest.len() + 1);
        for operand in rest {
            let value = self.operand(operand, dot)?;
            // `and` and `or` look no further than they have to.
            let decided = match name.as_str() {
                "and" => !is_true(&value),
                "or" => is_true(&value),
                _ => false,
            };
            arguments.push(value);
            if decided {
                return Ok(arguments.pop().flatten());
            }
        }
        arguments.extend(last);
        fields(call(name, &arguments)?, &first.fields)
    }

    fn operand(&mut self, operand: &Operand, dot: &Value) -> Result<Value, Fault> {
        let value = match &operand.head {
            Head::Dot => dot.clone(),
            Head::Nil => None,
            Head::Literal(value) => Some(value.clone()),
            Head::Variable(name) => {
                let known = self.variables.iter().rev().find(|known| known.0 == *name);
                let known =
                    known.ok_or_else(|| wrong(format!("undefined variable \"${name}\"")))?;
                known.1.clone()
            }
            Head::Function(name) => call(name, &[])?,
            Head::Group(pipeline) => self.pipeline(pipeline, dot)?,
        };
        fields(value, &operand.fields)
    }
}

/// The value of a chain of fields; a missing one is no value.
fn fields(value: Value, names: &[String]) -> Result<Value, Fault> {
    let mut value = value;
    for name in names {
        value = match value {
            Some(Data::Struct(entries)) => {
                entries.into_iter().find(|entry| *entry.0 == **name).map(|entry| entry.1)
            }
            None | Some(Data::Null) => None,
            Some(other) => {
                let kind = other.kind();
                return Err(wrong(format!("can't evaluate field {name} in type {kind}")));
            }
        };
    }
    Ok(value)
}

/// What a loop runs over, each with its index or key; the fields of a struct by name.
fn entries(value: Value) -> Result<Vec<(Data, Data)>, Fault> {
    match value {
        None | Some(Data::Null) => Ok(Vec::new()),
        Some(Data::List(items)) => {
            Ok(items.into_iter().enumerate().map(|(at, item)| (at.into(), item)).collect())
        }
        Some(Data::Struct(mut fields)) => {
            fields.sort_by(|left, right| left.0.cmp(&right.0));
            Ok(fields.into_iter().map(|(name, item)| (Data::Str(name), item)).collect())
        }
        Some(Data::Number(Number::Int(count))) => {
            let count = i64::try_from(&count).ok().filter(|&count| count <= MOST_REPEATS);
            let count = count.ok_or_else(|| wrong("range over too large a number"))?;
            Ok((0..count).map(|at| (at.into(), at.into())).collect())
        }
        Some(other) => Err(wrong(format!("range can't iterate over {other}"))),
    }
}
