//! The form of a package: a table of members, each with its documentation and a worked example.

use super::meter::Meter;
use super::regexp::Pattern;
use super::{Data, Fault, Native, Written};
use crate::base::{self, PlainId};
use crate::eval::kind::Kind;

/// A package of the standard library.
pub(crate) struct Package {
    /// The import path.
    pub(crate) path: &'static str,
    /// The members, in groups.
    pub(crate) members: &'static [&'static [Member]],
}

/// A name in a package.
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) kind: MemberKind,
    /// What it is or does, in a sentence or two.
    pub(crate) doc: &'static str,
    /// A call's arguments and its result, `(1, 2) = 3`; empty where none can be run here.
    pub(crate) example: &'static str,
}

/// What a name stands for.
pub(crate) enum MemberKind {
    Function(Function),
    /// A value, as CUE source.
    Source(&'static str),
}

/// A function; one that gives a bool is a validator when its first argument is left out.
pub(crate) struct Function {
    pub(crate) params: &'static [Kind],
    /// How many parameters at the end may be left out.
    pub(crate) optional: usize,
    /// What the elements of lists must be that it takes.
    pub(crate) elements: Kind,
    pub(crate) result: Kind,
    /// What it costs to read a byte of its arguments, in parts of what it costs to make one: see
    /// [`READ`].
    pub(crate) effort: usize,
    pub(crate) run: Run,
}

/// So many bytes that are read take as long as one that is made.
pub(crate) const READ: usize = 8;

/// How a function runs.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// On concrete data.
    Plain(Plain),
    /// On concrete data, the first of which is a regular expression.
    Pattern(Matching),
    /// On one concrete value, as writers of formats take it.
    Writer(Writer),
    /// On the elements of a concrete list, one after the other, as writers of formats take them.
    Stream(Stream),
    /// In the evaluator.
    Native(Native),
}

/// A function of concrete data; it gets as many arguments as were given.
pub(crate) type Plain = fn(&[Data]) -> Result<Data, Fault>;

/// A function of a regular expression and concrete data, all its arguments; it counts its work.
pub(crate) type Matching = fn(&Pattern, &[Data], &Meter) -> Result<Data, Fault>;

/// A function that writes a value as text.
pub(crate) type Writer = fn(&Written) -> Result<String, Fault>;

/// A function that adds elements of a stream to what was written of it.
pub(crate) type Stream = fn(&base::Plain, &[PlainId], &mut String);

impl Package {
    /// The member of that name.
    pub(crate) fn member(&self, name: &str) -> Option<&'static Member> {
        self.all().find(|member| member.name == name)
    }

    /// All members in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Member> + use<> {
        let groups: &'static [&'static [Member]] = self.members;
        groups.iter().flat_map(|group| group.iter())
    }
}

impl Member {
    /// The member, whose lists must have elements of that kind.
    pub(super) const fn of(self, elements: Kind) -> Member {
        match self.kind {
            MemberKind::Function(function) => {
                Member { kind: MemberKind::Function(Function { elements, ..function }), ..self }
            }
            MemberKind::Source(_) => self,
        }
    }

    /// The member, which takes so much longer to read a byte than those that just look at it.
    pub(super) const fn effort(self, effort: usize) -> Member {
        match self.kind {
            MemberKind::Function(function) => {
                Member { kind: MemberKind::Function(Function { effort, ..function }), ..self }
            }
            MemberKind::Source(_) => self,
        }
    }

    /// The member, with a parameter at the end that may be left out.
    pub(super) const fn optional(self, count: usize) -> Member {
        match self.kind {
            MemberKind::Function(function) => Member {
                kind: MemberKind::Function(Function { optional: count, ..function }),
                ..self
            },
            MemberKind::Source(_) => self,
        }
    }
}

const fn of(params: &'static [Kind], result: Kind, run: Run) -> Function {
    Function { params, optional: 0, elements: Kind::TOP, result, effort: 1, run }
}

/// A function of concrete data.
pub(super) const fn plain(
    name: &'static str,
    params: &'static [Kind],
    result: Kind,
    doc: &'static str,
    example: &'static str,
    run: Plain,
) -> Member {
    concrete(name, (params, result), doc, example, Run::Plain(run))
}

/// A function of a regular expression and concrete data.
pub(super) const fn matching(
    name: &'static str,
    params: &'static [Kind],
    result: Kind,
    doc: &'static str,
    example: &'static str,
    run: Matching,
) -> Member {
    concrete(name, (params, result), doc, example, Run::Pattern(run))
}

/// A function that writes any value as text.
pub(super) const fn writer(
    name: &'static str,
    doc: &'static str,
    example: &'static str,
    run: Writer,
) -> Member {
    written(name, doc, example, Run::Writer(run))
}

/// A function that writes the elements of any list as text.
pub(super) const fn stream(
    name: &'static str,
    doc: &'static str,
    example: &'static str,
    run: Stream,
) -> Member {
    written(name, doc, example, Run::Stream(run))
}

const fn written(name: &'static str, doc: &'static str, example: &'static str, run: Run) -> Member {
    concrete(name, (&[Kind::TOP], Kind::STRING), doc, example, run)
}

const fn concrete(
    name: &'static str,
    (params, result): (&'static [Kind], Kind),
    doc: &'static str,
    example: &'static str,
    run: Run,
) -> Member {
    let kind = MemberKind::Function(of(params, result, run));
    Member { name, kind, doc, example }
}

/// A function that the evaluator runs.
pub(super) const fn native(
    name: &'static str,
    params: &'static [Kind],
    result: Kind,
    doc: &'static str,
    native: Native,
) -> Member {
    let run = Run::Native(native);
    let kind = MemberKind::Function(of(params, result, run));
    Member { name, kind, doc, example: "" }
}

/// A value, as CUE source.
pub(super) const fn source(name: &'static str, source: &'static str, doc: &'static str) -> Member {
    Member { name, kind: MemberKind::Source(source), doc, example: "" }
}
