//! The stored packages of a program, and how their pieces come into it.

use super::bytes::{Bases, Reader, Stored};
use crate::base::{FileId, Id, LateArena, Span, Symbol, Symbols};
use crate::package::{Import, Loaded, Package};
use crate::program::ir::{
    Comprehension, ComprehensionId, Expr, ExprId, Let, PackageId, Program, StructId, StructLit,
};

/// What can be unpacked.
#[derive(Clone, Default, Debug)]
pub(in crate::program) struct Shelf {
    stocks: Vec<Stock>,
    /// The pieces, in the order of their expressions.
    pieces: Vec<Piece>,
}

/// What the pieces of a package have in common.
#[derive(Clone, Debug)]
struct Stock {
    bases: Bases,
    names: Vec<Symbol>,
    /// What its imports mean.
    imports: Vec<Expr>,
}

/// What is unpacked at once.
#[derive(Clone, Debug)]
struct Piece {
    stock: usize,
    file: FileId,
    /// Where its items begin.
    exprs: usize,
    structs: usize,
    comprehensions: usize,
    /// How many there are.
    counts: [usize; 3],
    bytes: &'static [u8],
}

/// The files of a package, each with its struct literal.
type Files = Vec<(FileId, ExprId)>;

/// How many items there are before those of the next package.
#[derive(Default)]
struct Ends {
    exprs: usize,
    structs: usize,
    comprehensions: usize,
    lets: Vec<Let>,
}

impl Program {
    /// A program that knows the stored packages of `loaded`, and the files of each of these.
    pub(in crate::program) fn of_stored(
        loaded: &Loaded,
        symbols: &mut Symbols,
    ) -> (Self, Vec<Option<Files>>) {
        let (mut shelf, mut ends) = (Shelf::default(), Ends::default());
        let packages = loaded.packages.iter();
        let files = packages.map(|package| shelf.add(package, &mut ends, symbols)).collect();
        let program = Self {
            exprs: LateArena::with_late(ends.exprs),
            structs: LateArena::with_late(ends.structs),
            comprehensions: LateArena::with_late(ends.comprehensions),
            lets: ends.lets.into(),
            release: loaded.release,
            shelf,
            ..Self::default()
        };
        (program, files)
    }

    /// The expression `id`, with all of its piece.
    #[cold]
    pub(in crate::program) fn bring(&self, id: ExprId) -> &(Expr, Span) {
        static ABSENT: (Expr, Span) = (Expr::Bad, Span::NOWHERE);
        let next = self.shelf.pieces.partition_point(|piece| piece.exprs <= id.index());
        if let Some(piece) = next.checked_sub(1).and_then(|at| self.shelf.pieces.get(at))
            && let Some(stock) = self.shelf.stocks.get(piece.stock)
        {
            self.unpack(piece, stock);
        }
        self.bring_body_of(id);
        self.exprs.get(id).unwrap_or(&ABSENT)
    }

    /// Unpacks all that is stored, and lowers all that was put off: for those who look at everything
    /// that was written.
    pub fn bring_all(&self) {
        self.bring_bodies();
        for piece in &self.shelf.pieces {
            self.expr(ExprId::from_index(piece.exprs));
        }
    }

    /// Whether something refers to the package `path` of the standard library.
    pub fn refers_to_standard(&self, path: Symbol) -> bool {
        let is_meant = |expr: &Expr| matches!(expr, Expr::Standard(one) if *one == path);
        let mut imports = self.shelf.stocks.iter().flat_map(|stock| &stock.imports);
        imports.any(is_meant) || self.exprs.iter().any(|(_, (expr, _))| is_meant(expr))
    }

    /// Puts all of a piece in its place; `None` where its bytes are none.
    fn unpack(&self, piece: &Piece, stock: &Stock) -> Option<()> {
        let Piece { file, bytes, counts: [exprs, structs, comprehensions], .. } = *piece;
        let names = stock.names.as_slice();
        let mut reader = Reader { bytes, last: 0, file, bases: stock.bases, names };
        for at in 0..structs {
            let literal = StructLit::read(&mut reader)?;
            self.structs.put(StructId::from_index(piece.structs + at), literal);
        }
        for at in 0..comprehensions {
            let comprehension = Comprehension::read(&mut reader)?;
            let id = ComprehensionId::from_index(piece.comprehensions + at);
            self.comprehensions.put(id, comprehension);
        }
        for at in 0..exprs {
            let span = Span::read(&mut reader)?;
            let expr = match Expr::read(&mut reader)? {
                // Packages are numbered by the imports, of which the package itself is none.
                Expr::Package(id) => stock.imports.get(id.index().checked_sub(1)?)?.clone(),
                expr => expr,
            };
            self.exprs.put(ExprId::from_index(piece.exprs + at), (expr, span));
        }
        Some(())
    }
}

impl Shelf {
    /// Takes a package, if it is stored; gives its files.
    fn add(&mut self, package: &Package, ends: &mut Ends, symbols: &mut Symbols) -> Option<Files> {
        let (bytes, file) = (package.lowered?, package.files.first()?.file);
        let bases = Bases {
            exprs: ends.exprs,
            structs: ends.structs,
            comprehensions: ends.comprehensions,
            lets: ends.lets.len(),
            tries: 0,
        };
        let mut reader = Reader { bytes, last: 0, file, bases, names: &[] };
        let [exprs, structs, comprehensions, lets] = counts(&mut reader)?;
        let count = reader.count()?;
        let mut names = Vec::with_capacity(count.min(bytes.len()));
        symbols.expect(names.capacity());
        for _ in 0..count {
            names.push(symbols.intern(reader.text()?));
        }
        let mut imports = Vec::new();
        for _ in 0..reader.count()? {
            imports.push(meaning(package, reader.text()?, symbols));
        }
        let mut reader = Reader { names: &names, ..reader };
        let lets: Vec<Let> = (0..lets).map(|_| Let::read(&mut reader)).collect::<Option<_>>()?;
        let values: Vec<ExprId> = Vec::read(&mut reader)?;
        let bytes = bytes.get(bytes.len() - reader.bytes.len()..)?;
        let pieces = self.pieces_of(package, Reader { bytes, last: 0, file, bases, names: &[] })?;
        if values.len() != package.files.len() {
            return None;
        }
        self.stocks.push(Stock { bases, names, imports });
        self.pieces.extend(pieces);
        ends.exprs += exprs;
        ends.structs += structs;
        ends.comprehensions += comprehensions;
        ends.lets.extend(lets);
        Some(package.files.iter().map(|file| file.file).zip(values).collect())
    }

    /// The pieces of a package, whose bytes are all that is left to read.
    fn pieces_of(&self, package: &Package, mut reader: Reader<'static>) -> Option<Vec<Piece>> {
        let count = reader.count()?;
        let mut pieces = Vec::with_capacity(count.min(reader.bytes.len()));
        let mut lengths = Vec::with_capacity(pieces.capacity());
        let Bases { mut exprs, mut structs, mut comprehensions, .. } = reader.bases;
        for _ in 0..count {
            let file = package.files.get(reader.count()?)?.file;
            let counts = [reader.count()?, reader.count()?, reader.count()?];
            lengths.push(reader.count()?);
            let stock = self.stocks.len();
            pieces.push(Piece { stock, file, exprs, structs, comprehensions, counts, bytes: &[] });
            exprs += counts[0];
            structs += counts[1];
            comprehensions += counts[2];
        }
        for (piece, length) in pieces.iter_mut().zip(lengths) {
            piece.bytes = reader.take(length)?;
        }
        Some(pieces)
    }
}

fn counts(reader: &mut Reader<'_>) -> Option<[usize; 4]> {
    Some([reader.count()?, reader.count()?, reader.count()?, reader.count()?])
}

/// What an import of `package` means.
fn meaning(package: &Package, path: &str, symbols: &mut Symbols) -> Expr {
    match package.imports.get(path) {
        Some(Import::Package(index)) => Expr::Package(PackageId::from_index(*index)),
        Some(Import::Standard(path)) => Expr::Standard(symbols.intern(path)),
        None => Expr::Bad,
    }
}
