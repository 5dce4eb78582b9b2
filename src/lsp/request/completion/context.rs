//! What is being written at the cursor, told from the text before it: the tree of a file that is
//! being written is broken where it matters.

/// What is being written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Context {
    /// Nothing that has a completion: a comment, a text.
    Nothing,
    /// The path of an import, from that byte on.
    Import(u32),
    /// A selector, from `from` on, of the names before it.
    Member { chain: Vec<String>, from: u32 },
    /// A declaration or expression.
    Word(Word),
}

/// A word within a declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Word {
    /// The labels before it on its line: `a: b: wor`.
    pub(super) labels: Vec<String>,
    /// Where the declaration begins.
    pub(super) start: u32,
    /// Where the word begins.
    pub(super) from: u32,
    /// Whether it may become a label: nothing but labels stands before it.
    pub(super) may_be_label: bool,
    /// Whether it is a string that has been opened.
    pub(super) quoted: bool,
}

impl Word {
    /// Whether it is the first of its declaration, and so a label more often than not.
    pub(super) fn is_label(&self) -> bool {
        self.may_be_label && self.labels.is_empty()
    }
}

/// What stands around a part of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opener {
    /// The beginning of the line, or a brace.
    Declarations,
    /// Another bracket, or an interpolation.
    Expression,
}

/// What is being written at `offset` of `text`.
pub(super) fn context(text: &str, offset: u32) -> Context {
    let Some(before) = text.get(..offset as usize) else { return Context::Nothing };
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.get(line_start..).unwrap_or_default();
    if let Some(from) = import_path(before, line) {
        return Context::Import((line_start + from) as u32);
    }
    let Some(part) = last_part(line) else { return Context::Nothing };
    part.read(line, line_start)
}

/// Where the path begins that is being written, if an import is.
fn import_path(before: &str, line: &str) -> Option<usize> {
    let quote = line.rfind('"')?;
    let (head, path) = (line.get(..quote)?, line.get(quote + 1..)?);
    let head = head.trim();
    if head.contains(['"', ':', '/']) || path.contains(' ') {
        return None;
    }
    let direct = head == "import" || head.starts_with("import ");
    let open = before.rfind("import (").or_else(|| before.rfind("import("));
    let in_group = || {
        let group = open.and_then(|open| before.get(open..)).unwrap_or(")");
        !group.contains(')') && head.split_whitespace().count() <= 1 && !head.contains(['{', '['])
    };
    (direct || in_group()).then_some(quote + 1)
}

/// The innermost part of a line that its end stands in.
struct Part {
    opener: Opener,
    start: usize,
    /// Where the string begins that has been opened.
    string: Option<usize>,
}

/// Goes through a line; nothing if it ends in a comment.
fn last_part(line: &str) -> Option<Part> {
    let mut open = vec![(Opener::Declarations, 0)];
    let mut string: Option<usize> = None;
    let mut strings: Vec<Option<usize>> = Vec::new();
    let mut letters = line.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if string.is_some() {
            match letter {
                '\\' => {
                    if let Some((at, '(')) = letters.next() {
                        strings.push(string.take());
                        open.push((Opener::Expression, at + 1));
                    }
                }
                '"' => string = None,
                _ => {}
            }
            continue;
        }
        match letter {
            '"' => string = Some(at),
            '/' if letters.peek().is_some_and(|next| next.1 == '/') => return None,
            '{' => open.push((Opener::Declarations, at + 1)),
            '[' | '(' => open.push((Opener::Expression, at + 1)),
            '}' | ']' | ')' => {
                if open.len() > 1 {
                    open.pop();
                }
                if letter == ')' && open.len() <= strings.len() {
                    string = strings.pop().flatten();
                }
            }
            ',' => {
                if let Some(last) = open.last_mut() {
                    last.1 = at + 1;
                }
            }
            _ => {}
        }
    }
    let &(opener, start) = open.last()?;
    Some(Part { opener, start, string })
}

impl Part {
    fn read(&self, line: &str, line_start: usize) -> Context {
        let text = line.get(self.start..).unwrap_or_default();
        let (labels, rest) = labels(text, self.string.map(|at| at.saturating_sub(self.start)));
        let rest_start = self.start + rest;
        let written = line.get(rest_start..).unwrap_or_default();
        let lead = text.len() - text.trim_start().len();
        let start = (line_start + self.start + lead) as u32;
        if let Some(string) = self.string {
            let before = line.get(rest_start..string).unwrap_or_default().trim();
            return Context::Word(Word {
                may_be_label: self.opener == Opener::Declarations && before.is_empty(),
                labels,
                start,
                from: (line_start + string) as u32,
                quoted: true,
            });
        }
        let word = written.len() - written.trim_end_matches(is_word).len();
        let word_start = rest_start + written.len() - word;
        let before = line.get(rest_start..word_start).unwrap_or_default();
        let from = (line_start + word_start) as u32;
        if let Some(chain) = before.strip_suffix('.').map(chain)
            && !chain.is_empty()
        {
            return Context::Member { chain, from };
        }
        if line.get(word_start..).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        {
            return Context::Nothing;
        }
        let may_be_label = self.opener == Opener::Declarations && before.trim().is_empty();
        Context::Word(Word { labels, start, from, may_be_label, quoted: false })
    }
}

/// The labels that `text` starts with, and where what follows them begins; strings that begin at
/// `open` are not looked into.
fn labels(text: &str, open: Option<usize>) -> (Vec<String>, usize) {
    let mut found = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    let mut depth = 0;
    for (at, letter) in text.char_indices().take_while(|(at, _)| open.is_none_or(|open| *at < open))
    {
        match letter {
            '"' => quoted = !quoted,
            '[' | '(' | '{' if !quoted => depth += 1,
            ']' | ')' | '}' if !quoted => depth -= 1,
            ':' if !quoted && depth == 0 => {
                let label = text.get(start..at).unwrap_or_default().trim();
                let label = label.trim_end_matches(['?', '!']).trim();
                let label = label.rsplit('=').next().unwrap_or(label);
                found.push(label.trim_matches('"').to_owned());
                start = at + 1;
            }
            _ => {}
        }
    }
    (found, start)
}

/// The names of `a.b."c"` at the end of `text`, the first one first.
fn chain(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let (before, name) = match rest.strip_suffix('"') {
            Some(inner) => match inner.rfind('"') {
                Some(at) => (inner.get(..at).unwrap_or(""), inner.get(at + 1..).unwrap_or("")),
                None => return Vec::new(),
            },
            None => {
                let before = rest.trim_end_matches(is_word);
                (before, rest.get(before.len()..).unwrap_or(""))
            }
        };
        if name.is_empty() {
            return Vec::new();
        }
        names.push(name.to_owned());
        match before.strip_suffix('.') {
            Some(more) => rest = more,
            None => break,
        }
    }
    names.reverse();
    names
}

/// Whether a letter can stand in a name.
pub(super) fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '#' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Option<(Vec<String>, &str, bool, bool)> {
        match context(text, text.len() as u32) {
            Context::Word(word) => {
                let written = &text[word.from as usize..];
                Some((word.labels, written, word.may_be_label, word.quoted))
            }
            _ => None,
        }
    }

    fn names(all: &[&str]) -> Vec<String> {
        all.iter().map(|&one| one.to_owned()).collect()
    }

    #[test]
    fn words_follow_labels() {
        assert_eq!(word("x: {\n\tre"), Some((vec![], "re", true, false)));
        assert_eq!(word("a: b?: re"), Some((names(&["a", "b"]), "re", true, false)));
        assert_eq!(word("a: 1 & re"), Some((names(&["a"]), "re", false, false)));
        assert_eq!(word("a: {b: 1, \"c d\": "), Some((names(&["c d"]), "", true, false)));
        assert_eq!(word("a: [1, x"), Some((vec![], "x", false, false)));
        assert_eq!(word("a: \"Al"), Some((names(&["a"]), "\"Al", true, true)));
        assert_eq!(word("a: \"x\\(b"), Some((vec![], "b", false, false)));
        assert_eq!(word("a: b // c"), None);
        assert_eq!(word("a: 12"), None);
    }

    #[test]
    fn selectors_have_what_they_are_selected_from() {
        let member = |text: &str| match context(text, text.len() as u32) {
            Context::Member { chain, from } => (chain, text[from as usize..].to_owned()),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(member("a: kam.#A"), (names(&["kam"]), "#A".to_owned()));
        assert_eq!(member("a: \"\\(b.c."), (names(&["b", "c"]), String::new()));
        assert_eq!(member("a: b.\"c d\"."), (names(&["b", "c d"]), String::new()));
    }

    #[test]
    fn paths_of_imports_are_told_from_strings() {
        let import = |text: &str| matches!(context(text, text.len() as u32), Context::Import(_));
        assert!(import("import \"k"));
        assert!(import("import (\n\t\"kam\"\n\tx \"se"));
        assert!(!import("import (\n\t\"kam\"\n)\nx: \"se"));
        assert!(!import("import \"kam\"\n"));
    }
}
