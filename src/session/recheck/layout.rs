//! The fields at the top of a package as they are written: what each is made of, where that stands,
//! and which of the others it refers to.

use rustc_hash::FxHashMap;

use super::moves::{Piece, PieceId};
use crate::base::{Span, Symbols};
use crate::package::Loaded;
use crate::program::{self, Decl, Expr, ExprId, Label, Mark, Program, StructId};
use crate::syntax::tree::{self, DeclKind, Tree};

/// The fields at the top of a package.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// In the order of their first declarations.
    pub(super) fields: Vec<Written>,
    /// Where everything stands.
    pub(super) pieces: Vec<Piece>,
    /// Where the first file stands: the place of the whole.
    pub(super) place: Option<Span>,
}

/// One field.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The label as it is written in sources.
    pub(super) name: String,
    /// All that it is made of: the texts of its declarations and of the `let`s that they use, and
    /// what the names in them mean. It is the same field as long as this is the same.
    pub(super) own: Vec<u8>,
    /// How many declarations it has.
    pub(super) declarations: usize,
    /// The fields that it refers to, in the order in which they are met.
    pub(super) uses: Vec<usize>,
}

impl Layout {
    /// The layout of the root package; nothing where it has more at its top than fields and
    /// `let`s, which may concern all fields.
    pub(super) fn of(loaded: &Loaded, program: &Program, symbols: &Symbols) -> Option<Self> {
        let root = loaded.packages.first()?;
        let (_, package) = program.packages.iter().next()?;
        let mut reading = Reading {
            program,
            symbols,
            layout: Self::default(),
            known: FxHashMap::default(),
            uses: Vec::new(),
        };
        for (rank, (file, &(_, body))) in root.files.iter().zip(&package.files).enumerate() {
            let Expr::Struct(lit) = *program.expr(body) else { return None };
            let text = loaded.sources.text(file.file);
            reading.layout.place.get_or_insert(file.parsed.tree.span);
            reading.file(&file.parsed.tree, text, lit, rank)?;
        }
        reading.done()
    }
}

/// A layout that is being read.
struct Reading<'a> {
    program: &'a Program,
    symbols: &'a Symbols,
    layout: Layout,
    known: FxHashMap<Label, usize>,
    /// What each field refers to.
    uses: Vec<Vec<Label>>,
}

impl Reading<'_> {
    fn file(&mut self, tree: &Tree, text: &str, lit: StructId, rank: usize) -> Option<()> {
        let lets: Vec<&tree::Decl> =
            tree.decls.iter().filter(|decl| matches!(decl.kind, DeclKind::Let(_))).collect();
        let mut lowered = self.program.literal(lit).decls.iter();
        for decl in &tree.decls {
            let id = match &decl.kind {
                DeclKind::Field(_) => {
                    let Decl::Field { label, value, mark: Mark::Regular, .. } = lowered.next()?
                    else {
                        return None;
                    };
                    let field = self.field(*label);
                    let number = self.declaration((decl, rank), &lets, text, field, *value)?;
                    PieceId::Field(field, number)
                }
                DeclKind::Let(binding) => PieceId::Let(rank, binding.name.of(text).to_owned()),
                DeclKind::Attribute(_) => continue,
                DeclKind::Embed(_)
                | DeclKind::Comprehension(_)
                | DeclKind::Ellipsis(_)
                | DeclKind::Bad => return None,
            };
            self.layout.pieces.push(Piece { span: decl.span, id });
        }
        lowered.next().is_none().then_some(())
    }

    /// The field with that label.
    fn field(&mut self, label: Label) -> usize {
        let fields = &mut self.layout.fields;
        *self.known.entry(label).or_insert_with(|| {
            let name = label.source(self.symbols);
            fields.push(Written { name, ..Written::default() });
            self.uses.push(Vec::new());
            fields.len() - 1
        })
    }

    /// Adds a declaration of a field of the file `rank`; gives which of the field's it is.
    fn declaration(
        &mut self,
        (decl, rank): (&tree::Decl, usize),
        lets: &[&tree::Decl],
        text: &str,
        field: usize,
        value: ExprId,
    ) -> Option<usize> {
        let program::Uses { fields, lets: used, whole, meaning } =
            self.program.uses(self.symbols, value);
        if whole {
            return None;
        }
        let Written { own, declarations, .. } = self.layout.fields.get_mut(field)?;
        let number = *declarations;
        *declarations += 1;
        let mut add = |part: &[u8]| {
            own.extend((part.len() as u32).to_le_bytes());
            own.extend(part);
        };
        add(&(rank as u32).to_le_bytes());
        add(decl.span.of(text).as_bytes());
        add(&meaning);
        for id in used {
            let place = self.program.span(self.program.lets[id].value);
            // Those within the declaration are part of its text.
            let holds = |one: &&&tree::Decl| one.span.encloses(place);
            if let Some(outer) = lets.iter().find(holds) {
                add(outer.span.of(text).as_bytes());
            }
        }
        self.uses.get_mut(field)?.extend(fields);
        Some(number)
    }

    fn done(mut self) -> Option<Layout> {
        for (field, labels) in self.layout.fields.iter_mut().zip(self.uses) {
            for label in labels {
                let used = *self.known.get(&label)?;
                if !field.uses.contains(&used) {
                    field.uses.push(used);
                }
            }
        }
        self.layout.pieces.sort_by_key(|piece| piece.span);
        Some(self.layout)
    }
}
