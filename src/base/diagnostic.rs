//! What is said to people, as plain data: nothing here prints.

use std::borrow::Cow;

use super::{Code, Span};

/// How grave a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Severity {
    /// No output is made.
    Error,
    /// Output is made; people should look.
    Warning,
}

/// A place and what is to be said of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The place.
    pub span: Span,
    /// A few words, without a full stop; may be empty.
    pub text: String,
}

/// A piece of a source that is to be replaced.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced; empty where text is only added.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// Whether a fix may be applied without anybody looking.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Trust {
    /// It says what was meant: `infc fix` applies it.
    Sure,
    /// It may be what was meant: people choose.
    Review,
}

/// A change of the sources that mends what a diagnostic is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What it does, as a request: ``replace with `replicas` ``.
    pub title: String,
    /// The pieces that change; they do not overlap.
    pub edits: Vec<Edit>,
    /// Who may apply it.
    pub trust: Trust,
}

/// One message: what is wrong, where, why and how to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Its gravity.
    pub severity: Severity,
    /// The stable code.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What the message is about, where it does not say so itself: a field of an object.
    pub subject: Option<String>,
    /// The path of the value concerned (`app.workload.replicas`), if there is one.
    pub path: Option<String>,
    /// The places: the first is the one to look at, the others explain it.
    pub marks: Vec<Mark>,
    /// What else is to be known of it: facts, without a full stop.
    pub notes: Vec<String>,
    /// How to mend it: whole sentences.
    pub help: Vec<String>,
    /// Changes that mend it, the likeliest first.
    pub fixes: Vec<Fix>,
    /// The paths of other values that the same fault spoils.
    pub instances: Vec<String>,
}

impl Diagnostic {
    /// An error with no place yet.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            subject: None,
            path: None,
            marks: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
            instances: Vec::new(),
        }
    }

    /// A warning with no place yet.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// The message with what it is about, for whoever is shown no path.
    pub fn headline(&self) -> Cow<'_, str> {
        match &self.subject {
            Some(subject) => Cow::Owned(format!("{subject}: {}", self.message)),
            None => Cow::Borrowed(&self.message),
        }
    }

    /// Adds a place; the first one added is the place of the diagnostic.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.marks.push(Mark { span, text: text.into() });
        self
    }

    /// Adds a sentence on how to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a change that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// Says that `near` was probably meant: as a sentence, and as a change of what stands at
    /// `span`.
    #[must_use]
    pub fn meant(self, near: &str, span: Span) -> Self {
        self.help(format!("Did you mean `{near}`?")).fix(Fix::replace(span, near))
    }

    /// Names the value concerned.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }
}

impl Fix {
    /// Puts `text` in the place of what stands at `span`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        let text = text.into();
        let title = match text.as_str() {
            "" => "take it out".to_owned(),
            text => format!("replace with `{text}`"),
        };
        Self { title, edits: vec![Edit { span, text }], trust: Trust::Sure }
    }

    /// Adds `text` before the byte `at` of a source; `title` says what for.
    pub fn insert(at: Span, text: impl Into<String>, title: impl Into<String>) -> Self {
        let span = Span { end: at.start, ..at };
        let edit = Edit { span, text: text.into() };
        Self { title: title.into(), edits: vec![edit], trust: Trust::Sure }
    }

    /// The same, with another title.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The same, to be looked at before it is applied.
    #[must_use]
    pub fn for_review(mut self) -> Self {
        self.trust = Trust::Review;
        self
    }
}
