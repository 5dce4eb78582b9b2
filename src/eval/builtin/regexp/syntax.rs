//! Rewriting RE2's syntax, as Go reads it, for the regex crate.
//!
//! The crate's classes `\d \w \s \b` are those of Unicode, RE2's those of ASCII; in brackets the
//! crate knows nested sets and set operators, which are plain characters to RE2; RE2 has `\Q…\E`
//! and octal escapes, and takes a `{` that starts no repetition for itself. The rest is the same.

use regex::escape;

/// The most repetitions that RE2 accepts.
const MOST_REPEATS: u32 = 1000;

/// The classes that stand in brackets as `[:name:]`.
const CLASSES: &str =
    "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit";

/// The pattern as the regex crate reads it, or why it is none.
pub(super) fn translate(pattern: &str) -> Result<String, String> {
    let mut reader = Reader {
        pattern,
        rest: pattern,
        result: String::new(),
        open: 0,
        bare: true,
        repeated: None,
        last: 1,
        weights: Vec::new(),
    };
    while !reader.rest.is_empty() {
        reader.step()?;
    }
    if reader.open > 0 {
        return Err(format!("missing closing ): `{pattern}`"));
    }
    Ok(reader.result)
}

struct Reader<'a> {
    pattern: &'a str,
    rest: &'a str,
    result: String,
    /// How many groups are open.
    open: usize,
    /// Whether nothing stands here yet that could be repeated.
    bare: bool,
    /// The repetition just before, if any: two in a row are an error.
    repeated: Option<&'a str>,
    /// How often what stands before is repeated, all repetitions in it multiplied.
    last: u64,
    /// The most of these in each group around here, the innermost last.
    weights: Vec<u64>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn take(&mut self, token: &str) -> bool {
        self.rest.strip_prefix(token).map(|rest| self.rest = rest).is_some()
    }

    fn step(&mut self) -> Result<(), String> {
        let (before, was_bare, open) = (self.rest, self.bare, self.open);
        self.read_next(before)?;
        self.weigh(open);
        self.bare = match before.chars().next() {
            // Flags alone, `(?i)`, open no group and are nothing themselves.
            Some('(') if self.open == open => was_bare,
            Some('(' | '|') => true,
            _ => false,
        };
        Ok(())
    }

    /// Keeps count of repetitions in repetitions, after a step that began within `open` groups.
    fn weigh(&mut self, open: usize) {
        if self.open > open {
            self.weights.push(1);
            self.last = 1;
        } else if self.open < open {
            self.last = self.weights.pop().unwrap_or(1);
        } else if self.repeated.is_none() {
            self.last = 1;
        }
        if let Some(most) = self.weights.last_mut() {
            *most = self.last.max(*most);
        }
    }

    fn read_next(&mut self, before: &'a str) -> Result<(), String> {
        let repeated = self.repeated.take();
        match self.next() {
            Some('\\') => self.escaped(),
            Some('[') => self.class(before),
            Some('(') => self.group(before),
            Some(')') => {
                self.open = self
                    .open
                    .checked_sub(1)
                    .ok_or_else(|| format!("unexpected ): `{}`", self.pattern))?;
                self.result.push(')');
                Ok(())
            }
            Some('{') => match repetition(before) {
                Some(token) => {
                    self.rest = &before[token.len()..];
                    self.repeat(before, token.len(), repeated)
                }
                None => {
                    self.result.push_str("\\{");
                    Ok(())
                }
            },
            Some('*' | '+' | '?') => self.repeat(before, 1, repeated),
            Some(char) => {
                self.result.push(char);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn repeat(
        &mut self,
        from: &'a str,
        len: usize,
        repeated: Option<&'a str>,
    ) -> Result<(), String> {
        let token = &from[..len];
        if let Some(earlier) = repeated {
            let both = &earlier[..earlier.len() - from.len() + len];
            return Err(format!("invalid nested repetition operator: `{both}`"));
        }
        if self.bare {
            return Err(format!("missing argument to repetition operator: `{token}`"));
        }
        let numbers = token.trim_matches(['{', '}']).split(',');
        let mut least = 0;
        for number in numbers.filter_map(|number| number.parse::<u64>().ok()) {
            if number > u64::from(MOST_REPEATS) || number < least {
                return Err(format!("invalid repeat count: `{token}`"));
            }
            least = number;
        }
        if token.starts_with('{') {
            self.last = if least == 0 { 1 } else { self.last.saturating_mul(least) };
            if self.last > u64::from(MOST_REPEATS) {
                return Err(format!("invalid repeat count: `{token}`"));
            }
        }
        self.result.push_str(token);
        if self.take("?") {
            self.result.push('?');
        }
        self.repeated = Some(from);
        Ok(())
    }

    fn group(&mut self, before: &str) -> Result<(), String> {
        self.open += 1;
        let Some(special) = self.rest.strip_prefix('?') else {
            self.result.push('(');
            return Ok(());
        };
        let named = special.strip_prefix("P<").or_else(|| special.strip_prefix('<'));
        if let Some((name, rest)) = named.and_then(|named| named.split_once('>')) {
            let word = |char: char| char.is_ascii_alphanumeric() || char == '_';
            if name.is_empty() || !name.chars().all(word) {
                let len = before.len() - rest.len();
                return Err(format!("invalid named capture: `{}`", &before[..len]));
            }
            // The crate wants a letter first; Go does not mind a digit.
            self.result.push_str(&format!("(?P<{}>", group_name(name)));
            self.rest = rest;
            return Ok(());
        }
        let flags = special.find(|char: char| !matches!(char, 'i' | 'm' | 's' | 'U' | '-'));
        let (flags, rest) = special.split_at(flags.unwrap_or(special.len()));
        let end = rest.chars().next();
        let well = !flags.ends_with('-') && flags.matches('-').count() <= 1;
        match end {
            Some(end @ (':' | ')')) if well && (end == ':' || !flags.is_empty()) => {
                self.result.push_str(&format!("(?{flags}{end}"));
                self.rest = &rest[1..];
                self.open -= usize::from(end == ')');
                Ok(())
            }
            Some(end) => {
                let len = before.len() - rest.len() + end.len_utf8();
                Err(format!("invalid or unsupported Perl syntax: `{}`", &before[..len]))
            }
            None => Err(format!("missing closing ): `{}`", self.pattern)),
        }
    }

    fn escaped(&mut self) -> Result<(), String> {
        if self.take("Q") {
            let (literal, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
            self.result.push_str(&escape(literal));
            self.rest = rest;
            return Ok(());
        }
        let mapped = [("A", "\\A"), ("z", "\\z"), ("b", "(?-u:\\b)"), ("B", "(?-u:\\B)")];
        if let Some((token, to)) = mapped.into_iter().find(|pair| self.rest.starts_with(pair.0)) {
            self.rest = &self.rest[token.len()..];
            self.result.push_str(to);
            return Ok(());
        }
        match self.atom()? {
            Atom::Char(char) => self.result.push_str(&escape(char.encode_utf8(&mut [0; 4]))),
            Atom::Set(set) => self.result.push_str(&set),
        }
        Ok(())
    }

    /// What stands behind a backslash and may stand in brackets too.
    fn atom(&mut self) -> Result<Atom, String> {
        let start = self.rest;
        let Some(kind) = self.next() else {
            return Err("trailing backslash at end of expression: ``".into());
        };
        let char = match kind {
            'd' => return Ok(Atom::Set("[0-9]".into())),
            'D' => return Ok(Atom::Set("[^0-9]".into())),
            's' => return Ok(Atom::Set("[\\t\\n\\x0C\\r ]".into())),
            'S' => return Ok(Atom::Set("[^\\t\\n\\x0C\\r ]".into())),
            'w' => return Ok(Atom::Set("[0-9A-Za-z_]".into())),
            'W' => return Ok(Atom::Set("[^0-9A-Za-z_]".into())),
            'p' | 'P' => return self.property(kind, start),
            'a' => '\u{7}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'x' => return self.hexadecimal(start),
            '0'..='7' => {
                let octal = |char: &char| ('0'..='7').contains(char);
                let count = start.chars().take(3).take_while(octal).count();
                // A single digit but 0 would be a reference back, which RE2 has not.
                if kind != '0' && count == 1 {
                    return Err(format!("invalid escape sequence: `\\{kind}`"));
                }
                self.rest = &start[count..];
                let code = u32::from_str_radix(&start[..count], 8).unwrap_or(0);
                char::from_u32(code).unwrap_or('\0')
            }
            _ if kind.is_ascii_alphanumeric() || !kind.is_ascii() => {
                return Err(format!("invalid escape sequence: `\\{kind}`"));
            }
            _ => kind,
        };
        Ok(Atom::Char(char))
    }

    fn property(&mut self, kind: char, start: &str) -> Result<Atom, String> {
        let name = match self.next() {
            Some('{') => {
                let Some((name, rest)) = self.rest.split_once('}') else {
                    return Err(format!("invalid character class range: `\\{start}`"));
                };
                self.rest = rest;
                name.to_owned()
            }
            Some(letter) => letter.to_string(),
            None => String::new(),
        };
        let (negated, name) = match name.strip_prefix('^') {
            Some(name) => (kind == 'p', name),
            None => (kind == 'P', name.as_str()),
        };
        let known = name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
        if name.is_empty() || !known {
            let len = start.len() - self.rest.len();
            return Err(format!("invalid character class range: `\\{}`", &start[..len]));
        }
        Ok(Atom::Set(format!("\\{}{{{name}}}", if negated { 'P' } else { 'p' })))
    }

    fn hexadecimal(&mut self, start: &str) -> Result<Atom, String> {
        let parts = match self.rest.strip_prefix('{') {
            Some(braced) => braced.split_once('}'),
            None => self.rest.split_at_checked(2),
        };
        let Some((digits, rest)) = parts else {
            return Err(format!("invalid escape sequence: `\\{start}`"));
        };
        self.rest = rest;
        let code = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let len = start.len() - rest.len();
        let wrong = || format!("invalid escape sequence: `\\{}`", &start[..len]);
        code.filter(|_| plain).map(Atom::Char).ok_or_else(wrong)
    }

    fn class(&mut self, before: &str) -> Result<(), String> {
        self.result.push('[');
        if self.take("^") {
            self.result.push('^');
        }
        let mut first = true;
        loop {
            if !first && self.take("]") {
                self.result.push(']');
                return Ok(());
            }
            if self.rest.is_empty() {
                return Err(format!("missing closing ]: `{before}`"));
            }
            first = false;
            self.item()?;
        }
    }

    /// One character, range or set in brackets.
    fn item(&mut self) -> Result<(), String> {
        let class = self.rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]"));
        if let Some((name, rest)) = class {
            let known = name.strip_prefix('^').unwrap_or(name);
            if !CLASSES.split(' ').any(|class| class == known) {
                return Err(format!("invalid character class range: `[:{name}:]`"));
            }
            self.result.push_str(&format!("[:{name}:]"));
            self.rest = rest;
            return Ok(());
        }
        let start = self.rest;
        let low = match self.in_class()? {
            Atom::Set(set) => {
                self.result.push_str(&set);
                return Ok(());
            }
            Atom::Char(char) => char,
        };
        push_in_class(&mut self.result, low);
        if self.rest.starts_with('-') && self.rest.len() > 1 && !self.rest[1..].starts_with(']') {
            self.rest = &self.rest[1..];
            let high = self.in_class()?;
            let wrong = || {
                let len = start.len() - self.rest.len();
                format!("invalid character class range: `{}`", &start[..len])
            };
            let Atom::Char(high) = high else { return Err(wrong()) };
            if high < low {
                return Err(wrong());
            }
            self.result.push('-');
            push_in_class(&mut self.result, high);
        }
        Ok(())
    }

    fn in_class(&mut self) -> Result<Atom, String> {
        match self.next() {
            Some('\\') => self.atom(),
            Some(char) => Ok(Atom::Char(char)),
            None => Err(format!("missing closing ]: `{}`", self.pattern)),
        }
    }
}

enum Atom {
    Char(char),
    Set(String),
}

/// The crate's name of a group: it wants a letter or underscore first.
pub(super) fn group_name(name: &str) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_.{name}")
    } else {
        name.to_owned()
    }
}

fn push_in_class(result: &mut String, char: char) {
    if char.is_ascii_punctuation() && char != '_' && char != '<' && char != '>' {
        result.push('\\');
    }
    result.push(char);
}

/// The repetition `{n}`, `{n,}` or `{n,m}` that `text` starts with.
fn repetition(text: &str) -> Option<&str> {
    let end = text.find('}')?;
    let (low, high) = match text[1..end].split_once(',') {
        Some((low, high)) => (low, high),
        None => (&text[1..end], ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (!low.is_empty() && digits(low) && digits(high)).then(|| &text[..=end])
}
