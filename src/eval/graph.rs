//! The graph: all vertices and what they refer to, owned by one struct.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::apart::Alone;
use super::attempt::Attempt;
use super::closed::Requirements;
use super::computed::Computed;
use super::costs::Costs;
use super::disjunction::Trials;
use super::forward::Shortcuts;
use super::groups::Groups;
use super::lend::Loans;
use super::limits::{Limits, Spent};
use super::order::{Homes, Orders};
use super::pattern::Patterns;
use super::requirement::Held;
use super::rounds::Haste;
use super::scalar_arms::WrittenArm;
use super::tasks::Working;
use super::tell::Sites;
use super::value::{
    Bottom, BottomId, Bound, BoundId, BytesId, ChecksId, Choice, ChoiceId, Gravity, NumberId,
    Small, Validator, ValidatorId, Value,
};
use super::vertex::{
    ComputedId, Conjunct, Cycle, Env, EnvId, Led, Memory, NO_ENV, NO_TRAIL, NO_VERTEX, Source,
    State, Trail, TrailId, Vertex, VertexId,
};
use crate::base::{Arena, Code, Number, Sources, Span, Symbols};
use crate::program::{ComprehensionId, Decl, ExprId, Label, Mark, PackageId, Program};

/// For how many vertices there is room from the start, where a program has so many expressions: larger
/// arenas grow without being copied, and a large source of which little is asked needs no more.
const ROOM: usize = 1 << 16;

/// The graph of values of one program.
pub struct Graph {
    pub(super) program: Program,
    pub(super) symbols: Symbols,
    pub(super) limits: Limits,
    pub(super) vertices: Arena<VertexId, Vertex>,
    pub(super) envs: Arena<EnvId, Env>,
    pub(super) trails: Arena<TrailId, Trail>,
    /// What conjuncts say that no expression says.
    pub(super) computed: Arena<ComputedId, Computed>,
    /// The places of what vertices are that are no places of expressions.
    pub(super) kept_spans: IndexSet<Span, FxBuildHasher>,
    pub(super) groups: Groups,
    /// What closedness requires of the fields of the vertices whose fields are being finished, the
    /// innermost last.
    pub(super) above: Vec<(VertexId, Requirements)>,
    pub(super) numbers: Arena<NumberId, Number>,
    pub(super) bytes: Arena<BytesId, Box<[u8]>>,
    pub(super) bounds: Arena<BoundId, Bound>,
    pub(super) validators: Arena<ValidatorId, Validator>,
    pub(super) checks: Arena<ChecksId, Vec<Value>>,
    pub(super) choices: Arena<ChoiceId, Choice>,
    pub(super) bottoms: Arena<BottomId, Bottom>,
    /// Vertices of expressions that are no fields: `let`s, operands, arguments.
    pub(super) temporaries: FxHashMap<(ExprId, EnvId), VertexId>,
    /// The expressions that vertices of many conjuncts were given.
    pub(super) given: FxHashMap<VertexId, FxHashSet<(ExprId, EnvId)>>,
    /// What groups were found to hold in vertices of many conjuncts.
    pub(super) held: RefCell<FxHashMap<VertexId, Held>>,
    pub(super) roots: FxHashMap<PackageId, VertexId>,
    /// Where long chains of shared vertices end.
    pub(super) shortcuts: Shortcuts,
    pub(super) sources: FxHashMap<&'static str, VertexId>,
    /// Room for work that vertices gave back.
    #[allow(clippy::vec_box, reason = "the boxes themselves are handed on")]
    pub(super) spare_work: Vec<Box<Working>>,
    /// A vertex of no value, in which scalars are tried.
    pub(super) scratch: Option<VertexId>,
    /// The arms of disjunctions whose values are met one by one, as they are written.
    pub(super) written_arms: FxHashMap<ExprId, Rc<[WrittenArm]>>,
    /// What vertices are that are given nothing but such a disjunction of constants.
    pub(super) known_choices: FxHashMap<ExprId, ChoiceId>,
    /// The bounds and checks that are written with constants: they say the same to every field.
    pub(super) known_constraints: FxHashMap<ExprId, Value>,
    /// What functions are called by, as it is written.
    pub(super) callees: FxHashMap<ExprId, Rc<str>>,
    /// What is evaluated once for many fields.
    pub(super) loans: Loans,
    pub(super) schemas: FxHashMap<(&'static str, Label), VertexId>,
    /// How many vertices are being worked on.
    pub(super) busy: usize,
    /// The comments of fields, by the values of the fields; only for programs that show them.
    pub(super) docs: FxHashMap<ExprId, String>,
    /// How deep evaluation is nested.
    pub(super) depth: usize,
    /// Counts everything that may let waiting work go on.
    pub(super) progress: u64,
    /// Whether work was ever left waiting in a vertex.
    pub(super) has_waited: bool,
    /// What evaluation has taken.
    pub(super) costs: Costs,
    /// How many runs of comprehensions there were.
    pub(super) runs: u32,
    /// Where the values of declarations are declared, once something asked for the order of fields.
    pub(super) homes: Homes,
    /// The orders of fields that were found.
    pub(super) orders: RefCell<Orders>,
    /// The regular expressions that were met.
    pub(super) patterns: Patterns,
    /// In trials, whose errors nobody reads, above zero.
    pub(super) quiet: usize,
    /// How many trials of arms are going on within each other.
    pub(super) trying: usize,
    /// What has been spent of bounds.
    pub(super) spent: Spent,
    /// What was tried of the outermost disjunction.
    pub(super) tried: Trials,
    /// The error of disjunctions with more combinations than can be tried.
    pub(super) exhausted: Option<BottomId>,
    /// The schema checks that are going on, and what they check.
    pub(super) matching: Vec<(Span, Value)>,
    /// How many checks by schemas are nested in each other.
    pub(super) fitting: usize,
    /// Whether fields that may still come are taken as absent, and where.
    pub(super) haste: Haste,
    /// The comprehensions whose clauses are being evaluated, and where they add.
    pub(super) running: Vec<(VertexId, ComprehensionId)>,
    /// The `try` clauses whose expressions are being evaluated, the innermost last.
    pub(super) attempts: Vec<Attempt>,
    /// Whether work that cannot go on fails.
    pub(super) forced: bool,
    /// Where things are declared, once something asked for it.
    pub(super) sites: OnceCell<Sites>,
    /// The sources, for messages that quote or change them.
    pub(super) texts: Sources,
    /// The fields that are evaluated without the others of their package, if only some are.
    pub(super) alone: Alone,
}

impl Graph {
    /// A graph for the program; nothing is evaluated yet.
    pub fn new(program: Program, symbols: Symbols, limits: Limits) -> Self {
        let limits = limits.for_sources(program.exprs.len());
        let mut graph = Self {
            vertices: Arena::with_room(program.exprs.present().min(ROOM)),
            program,
            symbols,
            limits,
            envs: Arena::new(),
            trails: Arena::new(),
            computed: Arena::new(),
            kept_spans: IndexSet::default(),
            groups: Groups::new(NO_VERTEX),
            above: Vec::new(),
            numbers: Arena::new(),
            bytes: Arena::new(),
            bounds: Arena::new(),
            validators: Arena::new(),
            checks: Arena::new(),
            choices: Arena::new(),
            bottoms: Arena::new(),
            temporaries: FxHashMap::default(),
            given: FxHashMap::default(),
            held: RefCell::default(),
            roots: FxHashMap::default(),
            shortcuts: Shortcuts::default(),
            sources: FxHashMap::default(),
            spare_work: Vec::new(),
            scratch: None,
            written_arms: FxHashMap::default(),
            known_choices: FxHashMap::default(),
            known_constraints: FxHashMap::default(),
            callees: FxHashMap::default(),
            loans: Loans::default(),
            schemas: FxHashMap::default(),
            docs: FxHashMap::default(),
            busy: 0,
            depth: 0,
            progress: 0,
            has_waited: false,
            costs: Costs::default(),
            runs: 0,
            homes: Homes::default(),
            orders: RefCell::default(),
            patterns: Patterns::default(),
            quiet: 0,
            trying: 0,
            spent: Spent::default(),
            tried: Trials::default(),
            exhausted: None,
            matching: Vec::new(),
            fitting: 0,
            haste: Haste::default(),
            running: Vec::new(),
            attempts: Vec::new(),
            forced: false,
            sites: OnceCell::new(),
            texts: Sources::default(),
            alone: Alone::default(),
        };
        graph.add_nothing();
        graph
    }

    /// What the ids of nothing stand for.
    fn add_nothing(&mut self) {
        let none = self.vertices.add(Vertex::new(NO_VERTEX, Label::NONE, Mark::Regular));
        self.vertices[none].state = State::Done;
        self.envs.add(Env {
            up: NO_ENV,
            vertex: NO_VERTEX,
            around: NO_VERTEX,
            label: Label::NONE,
            led: Led::new(NO_TRAIL, Cycle::None),
            run: 0,
        });
        self.trails.add(Trail {
            up: NO_TRAIL,
            target: NO_VERTEX,
            reference: None,
            vertex: NO_VERTEX,
            memory: Memory::None,
        });
        self.computed.add(Computed::Value(Value::Top, Span::NOWHERE));
    }

    /// The value of the root package.
    pub fn root(&mut self) -> VertexId {
        self.package_root(PackageId::ROOT)
    }

    pub(super) fn package_root(&mut self, package: PackageId) -> VertexId {
        if let Some(&root) = self.roots.get(&package) {
            return root;
        }
        let root = self.vertices.add(Vertex::new(NO_VERTEX, Label::NONE, Mark::Regular));
        self.roots.insert(package, root);
        for (_, file) in self.program.packages[package].files.clone() {
            self.add_conjunct(root, Conjunct::new(Source::Expr(file), NO_ENV, NO_TRAIL));
        }
        root
    }

    /// Lets an environment know that what led to it came through a cycle.
    pub(super) fn join_cycle(&mut self, env: EnvId, cycle: Cycle) {
        let led = &mut self.envs[env].led;
        *led = Led::new(led.trail(), led.cycle().max(cycle));
    }

    pub(super) fn env(
        &mut self,
        up: EnvId,
        vertex: VertexId,
        label: Label,
        trail: TrailId,
    ) -> EnvId {
        let Env { led, run, .. } = self.envs[up];
        let led = Led::new(trail, led.cycle());
        self.envs.add(Env { up, vertex, around: vertex, label, led, run })
    }

    /// The environment of one round of a `for` clause.
    pub(super) fn round(
        &mut self,
        up: EnvId,
        element: VertexId,
        label: Label,
        conjunct: &Conjunct,
        run: u32,
    ) -> EnvId {
        let Env { around, led, .. } = self.envs[up];
        let led = Led::new(conjunct.trail, led.cycle().max(conjunct.cycle));
        self.envs.add(Env { up, vertex: element, around, label, led, run })
    }

    /// The environment `up` levels above `env`.
    pub(super) fn level(&self, env: EnvId, up: u32) -> Env {
        let mut at = env;
        for _ in 0..up {
            at = self.envs[at].up;
        }
        self.envs[at]
    }

    /// The environment id `up` levels above `env`.
    pub(super) fn level_id(&self, env: EnvId, up: u32) -> EnvId {
        (0..up).fold(env, |at, _| self.envs[at].up)
    }

    /// The vertex of an expression that is no field, one for each environment.
    pub(super) fn temporary(&mut self, expr: ExprId, env: EnvId) -> VertexId {
        if let Some(&vertex) = self.temporaries.get(&(expr, env)) {
            return vertex;
        }
        let Env { around: parent, led, .. } = self.envs[env];
        let vertex = self.detached(parent);
        self.temporaries.insert((expr, env), vertex);
        if self.nested(expr, parent) >= MOST_NESTED {
            let span = self.program.span(expr);
            let bottom =
                Bottom::new(Gravity::StructuralCycle, Code::StructuralCycle, "structural cycle")
                    .at(span, "its value needs its value again, without end");
            let bottom = self.bottoms.add(bottom);
            self.fail(vertex, bottom);
            return vertex;
        }
        let conjunct = Conjunct::new(Source::Expr(expr), env, led.trail());
        self.add_conjunct(vertex, Conjunct { cycle: led.cycle(), ..conjunct });
        vertex
    }

    /// How often an expression is being evaluated within its own value.
    fn nested(&self, expr: ExprId, parent: VertexId) -> usize {
        let mut count = 0;
        let mut at = parent;
        while at != NO_VERTEX {
            let here = &self.vertices[at];
            let same =
                here.conjuncts.first().is_some_and(|first| first.source == Source::Expr(expr));
            count += usize::from(here.is_detached() && same);
            at = here.parent;
        }
        count
    }

    /// A vertex below `parent`, in no arena yet.
    pub(super) fn vertex_below(&self, parent: VertexId, label: Label, mark: Mark) -> Vertex {
        let mut vertex = Vertex::new(parent, label, mark);
        vertex.level = self.vertices[parent].level + 1;
        vertex
    }

    /// A new vertex that is no field of its parent.
    pub(super) fn detached(&mut self, parent: VertexId) -> VertexId {
        let mut vertex = self.vertex_below(parent, Label::NONE, Mark::Regular);
        vertex.set_detached(true);
        self.vertices.add(vertex)
    }

    pub(super) fn number(&mut self, number: Number) -> Value {
        match number.to_i64() {
            Some(small) if number.is_int() => self.int(small),
            Some(_) | None => Value::Number(self.numbers.add(number)),
        }
    }

    pub(super) fn int(&mut self, value: i64) -> Value {
        match Small::new(value) {
            Some(small) => Value::Int(small),
            None => Value::Number(self.numbers.add(Number::from(value))),
        }
    }

    pub(super) fn str(&mut self, text: &str) -> Value {
        Value::Str(self.symbols.intern(text))
    }

    pub(super) fn bottom(&mut self, bottom: Bottom) -> Value {
        Value::Bottom(self.bottoms.add(bottom))
    }

    /// Where the label of a field stands that a conjunct of the field belongs to.
    pub(super) fn label_span(&mut self, conjunct: Conjunct, label: Label) -> Option<Span> {
        let Source::Expr(value) = conjunct.source else { return None };
        self.know_homes();
        let written = self.program.span(value);
        match self.declaration(value) {
            Some(Decl::Field { label: here, span, .. })
                if *here == label && span.file == written.file =>
            {
                Some(*span)
            }
            _ => Some(written),
        }
    }
}

/// How often an expression may be evaluated within its own value before that is taken for a cycle:
/// data may nest so, but nothing that people write nests so deep.
const MOST_NESTED: usize = 32;
