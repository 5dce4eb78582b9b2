//! The nodes of the graph and what hangs on them.

use super::anchor::Anchor;
pub(super) use super::conjunct::{Conjunct, Conjuncts, Source};
use super::groups::GroupId;
pub(super) use super::node::Node;
pub(super) use super::trail::{Cycle, Cycles, Led, Memory, Trail};
use super::value::{BottomId, ChoiceId, Value};
use thin_vec::ThinVec;

use crate::base::{Id, id};
use crate::program::{ComprehensionId, ExprId, Label, Mark, StructId};

id! {
    /// A node of the graph of values.
    VertexId,
    /// An environment: what the levels of a reference mean.
    EnvId,
    /// A link in the chain of references that led to a conjunct.
    TrailId,
    /// What a conjunct says that no expression says.
    ComputedId,
}

/// No environment above.
pub(super) const NO_ENV: EnvId = EnvId::at(0);
/// The chain of no reference.
pub(super) const NO_TRAIL: TrailId = TrailId::at(0);
/// The vertex that stands for none.
pub(super) const NO_VERTEX: VertexId = VertexId::at(0);

/// One level of an environment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Env {
    /// The level around it.
    pub(super) up: EnvId,
    /// The struct, or the element of a `for` clause.
    pub(super) vertex: VertexId,
    /// The struct that expressions stand in here: values made for them hang below it.
    pub(super) around: VertexId,
    /// The label that the level is about: a `for` key, the label that a pattern matched.
    pub(super) label: Label,
    /// The references that led here.
    pub(super) led: Led,
    /// The run of a comprehension that expressions here belong to; 0 for none.
    pub(super) run: u32,
}

/// Fields that were unified with a vertex together, in the order in which they are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Block {
    /// A struct literal.
    Literal(StructId),
    /// A struct that was made by the evaluator.
    Made(VertexId),
}

/// A block as it was inserted in a vertex.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inserted {
    /// The number of the literal, or of the vertex that was made, with a bit that says which: no
    /// number reaches it.
    block: u32,
    /// The run of a comprehension that it is part of; 0 for none.
    pub(super) run: u32,
    pub(super) trail: TrailId,
}

/// Marks a block that was made.
const MADE: u32 = 1 << 31;

impl Inserted {
    pub(super) fn new(block: Block, run: u32, trail: TrailId) -> Self {
        let block = match block {
            Block::Literal(literal) => literal.index() as u32,
            Block::Made(vertex) => vertex.index() as u32 | MADE,
        };
        Self { block, run, trail }
    }

    pub(super) fn block(self) -> Block {
        match self.block & MADE {
            0 => Block::Literal(StructId::at(self.block)),
            _ => Block::Made(VertexId::at(self.block & !MADE)),
        }
    }
}

/// What is met in a vertex and makes no arc at once.
#[derive(Clone, Copy, Debug)]
pub(super) enum Met {
    /// A comprehension.
    Comprehension(ComprehensionId),
    /// The last `let` of a block, by the index of the block.
    Let(u32),
}

/// How far a vertex has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum State {
    /// Nothing has been done, or conjuncts have come since.
    Fresh,
    /// Being worked on further up the stack.
    Busy,
    /// Its own conjuncts are unified, but some work waits for other vertices.
    Waiting,
    /// Its own conjuncts are unified: value and arcs are known.
    Fields,
    /// All below is too.
    Done,
}

/// A node of the graph of values.
#[derive(Debug)]
pub(super) struct Vertex {
    pub(super) parent: VertexId,
    /// How deep it lies below the root.
    pub(super) level: u32,
    pub(super) label: Label,
    pub(super) mark: Mark,
    pub(super) state: State,
    pub(super) value: Value,
    /// What else it is: see `aspects!`.
    aspects: u8,
    /// How many conjuncts have been inserted, if these are few.
    inserted: u8,
    /// The vertex that holds the value in its stead: the arm of a disjunction that was taken.
    pub(super) forward: Option<VertexId>,
    /// The reference that brought its scalar and nothing else.
    pub(super) taken_by: Option<ExprId>,
    pub(super) conjuncts: Conjuncts,
    pub(super) arcs: ThinVec<(Label, VertexId)>,
    pub(super) node: Node,
}

/// Of so many conjuncts that have been inserted, the node knows how many.
const MANY: u8 = u8::MAX;

/// What a vertex is besides, a bit for each.
macro_rules! aspects {
    ($($(#[$doc:meta])* $bit:literal $is:ident $set:ident),* $(,)?) => {
        impl Vertex { $(
            $(#[$doc])*
            #[inline]
            pub(super) fn $is(&self) -> bool {
                self.aspects & 1 << $bit != 0
            }

            #[inline]
            pub(super) fn $set(&mut self, is_so: bool) {
                self.aspects = self.aspects & !(1 << $bit) | u8::from(is_so) << $bit;
            }
        )* }
    };
}

aspects! {
    /// Whether `forward` is another field of the program, which it refers to and nothing else.
    0 is_shared set_shared,
    /// Whether what is below is being brought to its end further up the stack.
    1 is_finishing set_finishing,
    /// Whether it is no field of its parent but a value made while evaluating there.
    2 is_detached set_detached,
    /// Whether it was made by the evaluator with arcs of its own, which no conjunct says.
    3 is_made set_made,
    /// Whether it was found to be data throughout, in itself and without an error, once `Done`.
    4 is_data set_data,
    /// Whether any of its conjuncts came through a reference to a definition.
    5 is_defined set_defined,
}

/// A vertex that takes over conjuncts: as members of which group, led to by what.
pub(super) type Follower = (VertexId, GroupId, TrailId, Cycle);

/// `[pattern]: value`, for arcs that are there and arcs that will come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub(super) pattern: Value,
    pub(super) value: ExprId,
    pub(super) env: EnvId,
    pub(super) group: GroupId,
    pub(super) trail: TrailId,
    pub(super) cycle: Cycle,
}

/// Work on a vertex that may have to wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) what: Work,
    pub(super) conjunct: Conjunct,
    /// Why it waits.
    pub(super) blocked: Option<BottomId>,
}

/// That an expression was found to have a value, or to have none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Presence {
    pub(super) tested: ExprId,
    pub(super) env: EnvId,
    pub(super) absent: bool,
}

/// The kinds of work that may have to wait.
#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    /// Evaluate the expression of the conjunct and insert its value.
    Expr(ExprId),
    /// Insert what a comprehension yields.
    Comprehension(ComprehensionId),
    /// Add a field whose label is to be computed.
    Dynamic { key: ExprId, mark: Mark, value: ExprId },
    /// Add a pattern constraint whose pattern is to be computed.
    Pattern { pattern: ExprId, value: ExprId },
    /// A list with comprehensions.
    List(ExprId),
}

/// A disjunction that is to be resolved when all else is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disjunction {
    pub(super) arms: Arms,
    /// Which of the disjunctions with these arms, in the order of insertion.
    pub(super) occurrence: u32,
    pub(super) conjunct: Conjunct,
}

/// Where the arms of a disjunction come from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Arms {
    /// `a | b`
    Expr(ExprId),
    /// What was computed: the result of `or([…])`, a value handed through.
    Value(ChoiceId),
}

/// An alternative of a disjunction.
#[derive(Clone, Copy, Debug)]
pub(super) enum Arm {
    Expr(ExprId),
    /// What was computed.
    Value(Value),
}

/// What a variant of a vertex does with one of the vertex's disjunctions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decision {
    pub(super) arms: Arms,
    /// Which of the disjunctions with these arms, in the order of insertion.
    pub(super) occurrence: u32,
    /// The arm taken; none while the disjunction is left out.
    pub(super) arm: Option<u32>,
}

/// What is known of a list.
#[derive(Clone, Default, Debug)]
pub(super) struct ListShape {
    /// The length, once a closed list was unified, and where.
    pub(super) length: Option<(u32, Anchor)>,
    /// The longest beginning that any conjunct gave.
    pub(super) least: u32,
    /// What elements from an index on must be.
    pub(super) tails: ThinVec<(u32, Conjunct)>,
    /// Where the first list stands that was unified.
    pub(super) at: Option<Anchor>,
}

impl Vertex {
    pub(super) fn new(parent: VertexId, label: Label, mark: Mark) -> Self {
        Self {
            parent,
            level: 0,
            label,
            mark,
            state: State::Fresh,
            value: Value::Top,
            aspects: 0,
            inserted: 0,
            forward: None,
            taken_by: None,
            conjuncts: Conjuncts::new(),
            arcs: ThinVec::new(),
            node: Node::new(),
        }
    }

    /// Whether nothing has been found out about it.
    pub(super) fn is_new(&self) -> bool {
        self.inserted == 0 && self.node.is_lean() && self.arcs.is_empty() && self.forward.is_none()
    }

    /// How many conjuncts have been inserted.
    #[inline]
    pub(super) fn inserted(&self) -> usize {
        match self.inserted {
            MANY => self.node.inserted as usize,
            few => usize::from(few),
        }
    }

    /// Lets the first of its conjuncts count as inserted, and no others.
    #[inline]
    pub(super) fn set_inserted(&mut self, count: usize) {
        self.inserted = u8::try_from(count).unwrap_or(MANY);
        if self.inserted == MANY {
            self.node.inserted = count as u32;
        }
    }

    /// Whether there are conjuncts that have not been inserted.
    pub(super) fn has_pending(&self) -> bool {
        self.inserted() < self.conjuncts.len()
    }

    /// Lets all its conjuncts count as inserted.
    pub(super) fn skip_pending(&mut self) {
        self.set_inserted(self.conjuncts.len());
    }

    /// Lets it have no fields any more.
    pub(super) fn clear_arcs(&mut self) {
        self.arcs.clear();
        if self.node.index.is_some() {
            self.node.index = None;
        }
    }

    /// The groups of its conjuncts.
    pub(super) fn given_by(&self) -> impl Iterator<Item = GroupId> + Clone {
        self.conjuncts.groups()
    }
}

#[test]
fn any_number_of_conjuncts_can_have_been_inserted() {
    let mut vertex = Vertex::new(NO_VERTEX, Label::NONE, Mark::Regular);
    for count in [0, 1, 254, 255, 256, 70_000, 3] {
        vertex.set_inserted(count);
        assert_eq!(vertex.inserted(), count);
    }
}
