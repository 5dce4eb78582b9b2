//! Tokens with the breaks and comments between them: what the tree does not keep. `scan` finds
//! them.

/// How a token stands to what is before it; a later one is a stronger break.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(super) enum Break {
    /// Nothing is known: the token was not written by a person.
    #[default]
    Unknown,
    /// Right behind it.
    None,
    /// Behind a blank.
    Blank,
    /// On the next line.
    Line,
    /// Behind an empty line.
    Section,
}

/// What a token is, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    /// The start of the text, so that comments before everything stand behind a token too.
    Start,
    /// A comma, or a line end that stands for one.
    Comma,
    /// The end of the text.
    End,
    /// Anything else.
    Other,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) before: Break,
    /// Whether a written comma stands before it.
    pub(super) comma: bool,
    /// The line that it starts on, from 1.
    pub(super) line: usize,
    /// The first of the comments behind it, and the one after the last.
    pub(super) comments: (usize, usize),
}

/// One comment, without its line end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Comment<'t> {
    pub(super) text: &'t str,
    pub(super) line: usize,
    pub(super) start: usize,
}
