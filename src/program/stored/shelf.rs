//! The stored packages of a program, and how their pieces come into it.

use super::bytes::{Bases, Reader, Stored};
use super::row::{Row, Rows};
use crate::base::{FileId, Id, LateArena, Span, Symbol, Symbols};
use crate::package::{Import, Loaded, Package};
use crate::program::ir::{
    Comprehension, ComprehensionId, Expr, ExprId, Let, PackageId, Program, StructId, StructLit,
};

/// The packages that can be unpacked, in the order of their expressions.
#[derive(Clone, Default, Debug)]
pub(in crate::program) struct Shelf(Vec<Stock>);

/// A package that can be unpacked.
#[derive(Clone, Debug)]
struct Stock {
    bases: Bases,
    /// What comes behind its last piece.
    end: Row,
    files: Vec<FileId>,
    /// What its imports mean.
    imports: Vec<Expr>,
    rows: Rows,
    /// The bytes of its pieces.
    bytes: &'static [u8],
}

/// The files of a package, each with its struct literal.
type Files = Vec<(FileId, ExprId)>;

impl Program {
    /// A program that knows the stored packages of `loaded`, and the files of each of these.
    pub(in crate::program) fn of_stored(
        loaded: &Loaded,
        symbols: &mut Symbols,
    ) -> (Self, Vec<Option<Files>>) {
        let (mut shelf, mut lets) = (Shelf::default(), Vec::new());
        let mut ends = Bases::default();
        let packages = loaded.packages.iter();
        let has_any = packages.clone().any(|package| package.lowered.is_some());
        let is_readable = has_any && symbols.begin_with(loaded.names);
        let files = packages.map(|package| {
            let stored = package.lowered.filter(|_| is_readable)?;
            let (stock, values) = Stock::of(package, stored, ends, &mut lets, symbols)?;
            ends = stock.ends(lets.len());
            let files = stock.files.iter().copied().zip(values).collect();
            shelf.0.push(stock);
            Some(files)
        });
        let files = files.collect();
        let program = Self {
            exprs: LateArena::with_late(ends.exprs),
            structs: LateArena::with_late(ends.structs),
            comprehensions: LateArena::with_late(ends.comprehensions),
            lets: lets.into(),
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
        let next = self.shelf.0.partition_point(|stock| stock.bases.exprs <= id.index());
        if let Some(stock) = next.checked_sub(1).and_then(|at| self.shelf.0.get(at))
            && let Some(row) = stock.rows.find(id.index() - stock.bases.exprs)
        {
            self.unpack(stock, row);
        }
        self.bring_body_of(id);
        self.exprs.get(id).unwrap_or(&ABSENT)
    }

    /// Unpacks all that is stored, and lowers all that was put off: for those who look at everything
    /// that was written.
    pub fn bring_all(&self) {
        self.bring_bodies();
        for stock in &self.shelf.0 {
            for row in (0..stock.rows.len()).filter_map(|at| stock.rows.get(at)) {
                self.expr(ExprId::from_index(stock.bases.exprs + row.exprs as usize));
            }
        }
    }

    /// Whether something refers to the package `path` of the standard library.
    pub fn refers_to_standard(&self, path: Symbol) -> bool {
        let is_meant = |expr: &Expr| matches!(expr, Expr::Standard(one) if *one == path);
        let mut imports = self.shelf.0.iter().flat_map(|stock| &stock.imports);
        imports.any(is_meant) || self.exprs.iter().any(|(_, (expr, _))| is_meant(expr))
    }

    /// Puts all of the piece with that row in its place; `None` where its bytes are none.
    fn unpack(&self, stock: &Stock, row: usize) -> Option<()> {
        let (start, end) = (stock.rows.get(row)?, stock.rows.get(row + 1).unwrap_or(stock.end));
        let bases = stock.bases;
        let bytes = stock.bytes.get(start.bytes as usize..end.bytes as usize)?;
        let file = *stock.files.get(start.file as usize)?;
        let mut reader = Reader { bytes, last: 0, file, bases };
        for at in start.structs..end.structs {
            let literal = StructLit::read(&mut reader)?;
            self.structs.put(StructId::from_index(bases.structs + at as usize), literal);
        }
        for at in start.comprehensions..end.comprehensions {
            let comprehension = Comprehension::read(&mut reader)?;
            let id = ComprehensionId::from_index(bases.comprehensions + at as usize);
            self.comprehensions.put(id, comprehension);
        }
        for at in start.exprs..end.exprs {
            let span = Span::read(&mut reader)?;
            let expr = match Expr::read(&mut reader)? {
                // Packages are numbered by the imports, of which the package itself is none.
                Expr::Package(id) => stock.imports.get(id.index().checked_sub(1)?)?.clone(),
                expr => expr,
            };
            self.exprs.put(ExprId::from_index(bases.exprs + at as usize), (expr, span));
        }
        Some(())
    }
}

impl Stock {
    /// A package that is stored as these bytes, whose items begin at `bases`, and the literals of its
    /// files; its `let`s are added to those of all.
    fn of(
        package: &Package,
        bytes: &'static [u8],
        bases: Bases,
        lets: &mut Vec<Let>,
        symbols: &Symbols,
    ) -> Option<(Self, Vec<ExprId>)> {
        let files: Vec<FileId> = package.files.iter().map(|file| file.file).collect();
        let mut reader = Reader { bytes, last: 0, file: *files.first()?, bases };
        let mut count = || u32::read(&mut reader);
        let [exprs, structs, comprehensions] = [count()?, count()?, count()?];
        let own_lets = reader.count()?;
        let mut imports = Vec::new();
        for _ in 0..reader.count()? {
            imports.push(meaning(package, reader.text()?, symbols));
        }
        let own_lets = (0..own_lets).map(|_| Let::read(&mut reader));
        let own_lets: Vec<Let> = own_lets.collect::<Option<_>>()?;
        let values: Vec<ExprId> = Vec::read(&mut reader)?;
        let (count, length) = (reader.count()?, u32::read(&mut reader)?);
        let rest = bytes.get(bytes.len() - reader.bytes.len()..)?;
        let (rows, bytes) = Rows::split(rest, count)?;
        if values.len() != files.len() || bytes.len() != length as usize {
            return None;
        }
        lets.extend(own_lets);
        let end = Row { file: 0, exprs, structs, comprehensions, bytes: length };
        Some((Self { bases, end, files, imports, rows, bytes }, values))
    }

    /// Where the items of the next package begin, if there are so many `let`s.
    fn ends(&self, lets: usize) -> Bases {
        Bases {
            exprs: self.bases.exprs + self.end.exprs as usize,
            structs: self.bases.structs + self.end.structs as usize,
            comprehensions: self.bases.comprehensions + self.end.comprehensions as usize,
            lets,
            tries: 0,
        }
    }
}

/// What an import of `package` means.
fn meaning(package: &Package, path: &str, symbols: &Symbols) -> Expr {
    match package.imports.get(path) {
        Some(Import::Package(index)) => Expr::Package(PackageId::from_index(*index)),
        Some(Import::Standard(path)) => Expr::Standard(symbols.intern(path)),
        None => Expr::Bad,
    }
}
