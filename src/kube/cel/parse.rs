//! Tokens to tree. Depth is bounded, and so is the depth of evaluation behind it.

use super::ast::{Expr, Operator};
use super::call;
use super::macros::{balanced, loop_kind, looped};
use super::token::{Token, is_reserved, tokens};

/// The deepest expression that is read; the server's own limit is 250.
const DEEPEST: usize = 250;

/// The names before which a point does not select.
const NAMESPACES: &[&str] = &["optional", "format", "sets", "strings", "ip", "math", "base64"];

/// Reads an expression.
///
/// # Errors
/// Why it cannot be run: its syntax, or a function that is not known.
pub(super) fn parse(text: &str) -> Result<Expr, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0 };
    let expr = parser.expression()?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(format!("nothing was expected behind it, but there is {token:?}")),
    }
}

struct Parser<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    depth: usize,
}

/// The operators of one strength.
type Level = &'static [(&'static str, Operator)];

const RELATIONS: Level = &[
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("<=", Operator::LessOrEqual),
    (">=", Operator::GreaterOrEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
];
const SUMS: Level = &[("+", Operator::Add), ("-", Operator::Subtract)];
const PRODUCTS: Level =
    &[("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Remainder)];

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, sign: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.take(sign) { Ok(()) } else { Err(format!("`{sign}` was expected")) }
    }

    fn expression(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("it is nested deeper than {DEEPEST} levels"));
        }
        let condition = self.or()?;
        let expr = if self.take("?") {
            let yes = self.or()?;
            self.expect(":")?;
            let no = self.expression()?;
            Expr::Choice(Box::new(condition), Box::new(yes), Box::new(no))
        } else {
            condition
        };
        self.depth -= 1;
        Ok(expr)
    }

    /// Operands joined by `||`; balanced, so that long chains are not deep.
    fn or(&mut self) -> Result<Expr, String> {
        let mut operands = vec![self.and()?];
        while self.take("||") {
            operands.push(self.and()?);
        }
        Ok(balanced(operands, Expr::Or))
    }

    fn and(&mut self) -> Result<Expr, String> {
        let mut operands = vec![self.relation()?];
        while self.take("&&") {
            operands.push(self.relation()?);
        }
        Ok(balanced(operands, Expr::And))
    }

    fn relation(&mut self) -> Result<Expr, String> {
        let mut left = self.sum()?;
        let mut length = 0;
        loop {
            let operator = if matches!(self.peek(), Some(Token::Name("in"))) {
                self.at += 1;
                Some(Operator::In)
            } else {
                self.operator(RELATIONS)
            };
            let Some(operator) = operator else { return Ok(left) };
            length += 1;
            self.check_length(length)?;
            let right = self.sum()?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
    }

    fn sum(&mut self) -> Result<Expr, String> {
        self.binary(SUMS, Self::product)
    }

    fn product(&mut self) -> Result<Expr, String> {
        self.binary(PRODUCTS, Self::unary)
    }

    fn binary(
        &mut self,
        level: Level,
        operand: fn(&mut Self) -> Result<Expr, String>,
    ) -> Result<Expr, String> {
        let mut left = operand(self)?;
        let mut length = 0;
        while let Some(operator) = self.operator(level) {
            length += 1;
            self.check_length(length)?;
            let right = operand(self)?;
            left = Expr::Binary(operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    /// Chains to the left are as deep as they are long.
    fn check_length(&self, length: usize) -> Result<(), String> {
        if length > DEEPEST {
            return Err(format!("it has a chain of more than {DEEPEST} operators"));
        }
        Ok(())
    }

    fn operator(&mut self, level: Level) -> Option<Operator> {
        let Some(Token::Sign(sign)) = self.peek() else { return None };
        let found = level.iter().find(|row| row.0 == *sign)?;
        self.at += 1;
        Some(found.1)
    }

    fn unary(&mut self) -> Result<Expr, String> {
        let (mut nots, mut minuses) = (0, 0);
        while self.take("!") {
            nots += 1;
        }
        while nots == 0 && self.take("-") {
            minuses += 1;
        }
        if minuses % 2 == 1
            && let Some(Token::Int(value)) = self.peek()
        {
            // The lowest integer has no positive counterpart.
            self.at += 1;
            let value = 0_i64.checked_sub_unsigned(*value);
            return self.postfix(Expr::Int(value.ok_or("an integer is out of range")?));
        }
        let operand = self.member()?;
        Ok(match (nots % 2, minuses % 2) {
            (1, _) => Expr::Not(Box::new(operand)),
            (_, 1) => Expr::Negate(Box::new(operand)),
            _ => operand,
        })
    }

    fn member(&mut self) -> Result<Expr, String> {
        let primary = self.primary()?;
        self.postfix(primary)
    }

    fn postfix(&mut self, mut expr: Expr) -> Result<Expr, String> {
        let mut length = 0;
        loop {
            length += 1;
            self.check_length(length)?;
            if self.take(".") {
                let optional = self.take("?");
                let field = self.field()?;
                if !optional && self.take("(") {
                    expr = self.method(expr, field)?;
                } else {
                    expr = Expr::Select { of: Box::new(expr), field, optional };
                }
            } else if self.take("[") {
                let optional = self.take("?");
                let index = Box::new(self.expression()?);
                self.expect("]")?;
                expr = Expr::Index { of: Box::new(expr), index, optional };
            } else if matches!(self.peek(), Some(Token::Sign("{"))) {
                return Err("messages of protocol buffers are not known".to_owned());
            } else {
                return Ok(expr);
            }
        }
    }

    fn field(&mut self) -> Result<String, String> {
        let name = match self.peek() {
            Some(Token::Name(name) | Token::Quoted(name)) => (*name).to_owned(),
            _ => return Err("a name was expected behind `.`".to_owned()),
        };
        self.at += 1;
        Ok(name)
    }

    fn primary(&mut self) -> Result<Expr, String> {
        let Some(token) = self.peek() else { return Err("it ends too early".to_owned()) };
        self.at += 1;
        match token {
            Token::Int(value) => i64::try_from(*value)
                .map(Expr::Int)
                .map_err(|_| "an integer is out of range".into()),
            Token::Uint(value) => Ok(Expr::Uint(*value)),
            Token::Double(value) => Ok(Expr::Double(*value)),
            Token::Str(text) => Ok(Expr::Str(text.clone())),
            Token::Bytes(bytes) => Ok(Expr::Bytes(bytes.clone())),
            Token::Name(name) => self.name(name),
            Token::Sign("(") => {
                let inner = self.expression()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("[") => self.list(),
            Token::Sign("{") => self.map(),
            // A leading point names the outermost scope, and there is no other.
            Token::Sign(".") => {
                let name = self.field()?;
                Ok(Expr::Name(name))
            }
            Token::Quoted(_) | Token::Sign(_) => Err(format!("{token:?} was not expected")),
        }
    }

    fn name(&mut self, name: &str) -> Result<Expr, String> {
        match name {
            "true" => return Ok(Expr::Bool(true)),
            "false" => return Ok(Expr::Bool(false)),
            "null" => return Ok(Expr::Null),
            _ if is_reserved(name) => return Err(format!("`{name}` is a reserved word")),
            _ => {}
        }
        if !self.take("(") {
            return Ok(Expr::Name(name.to_owned()));
        }
        let mut arguments = self.arguments(")")?;
        if name == "has" {
            return match (arguments.pop(), arguments.is_empty()) {
                (Some(Expr::Select { of, field, optional: false }), true) => {
                    Ok(Expr::Has { of, field })
                }
                _ => Err("`has` takes one selection".to_owned()),
            };
        }
        let function = call::find(name, arguments.len())?;
        Ok(Expr::Call { function, operands: arguments })
    }

    fn method(&mut self, of: Expr, name: String) -> Result<Expr, String> {
        let arguments = self.arguments(")")?;
        if let Expr::Name(space) = &of
            && NAMESPACES.contains(&space.as_str())
        {
            let function = call::find(&format!("{space}.{name}"), arguments.len())?;
            return Ok(Expr::Call { function, operands: arguments });
        }
        if let Some(kind) = loop_kind(&name) {
            return looped(kind, of, arguments);
        }
        if matches!(name.as_str(), "optMap" | "optFlatMap") {
            let flat = name == "optFlatMap";
            let mut arguments = arguments.into_iter();
            return match (arguments.next(), arguments.next(), arguments.next()) {
                (Some(Expr::Name(variable)), Some(body), None) => Ok(Expr::OptionalMap {
                    of: Box::new(of),
                    name: variable,
                    body: Box::new(body),
                    flat,
                }),
                _ => Err(format!("`{name}` takes a name and an expression")),
            };
        }
        let function = call::find(&name, arguments.len() + 1)?;
        let operands = std::iter::once(of).chain(arguments).collect();
        Ok(Expr::Call { function, operands })
    }

    fn arguments(&mut self, end: &str) -> Result<Vec<Expr>, String> {
        let mut found = Vec::new();
        while !self.take(end) {
            found.push(self.expression()?);
            if !self.take(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(found)
    }

    fn list(&mut self) -> Result<Expr, String> {
        let mut found = Vec::new();
        while !self.take("]") {
            let optional = self.take("?");
            found.push((self.expression()?, optional));
            if !self.take(",") {
                self.expect("]")?;
                break;
            }
        }
        Ok(Expr::List(found))
    }

    fn map(&mut self) -> Result<Expr, String> {
        let mut found = Vec::new();
        while !self.take("}") {
            let optional = self.take("?");
            let key = self.expression()?;
            self.expect(":")?;
            found.push((key, self.expression()?, optional));
            if !self.take(",") {
                self.expect("}")?;
                break;
            }
        }
        Ok(Expr::Map(found))
    }
}
