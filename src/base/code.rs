//! The table of diagnostic codes: each code is stable once released.

/// Declares the codes: a variant, the code that people see, and its summary.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// The stable code of a kind of diagnostic.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code { $($(#[$doc])* $name),* }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as people see it.
            pub fn text(self) -> &'static str {
                match self { $(Code::$name => $text),* }
            }
        }
    };
}

codes! {
    /// A part of a file could not be read.
    Syntax = "syntax",
    /// A file, directory or stream could not be read or written.
    File = "file",
    /// The command line or a setting is not usable.
    Usage = "usage",
    /// A name that nothing declares.
    UnresolvedName = "unresolved-name",
    /// A declared name that nothing uses.
    Unused = "unused",
    /// A package that cannot be found or loaded.
    Import = "import",
    /// A dependency that cannot be settled: unknown, missing, in a circle, in two versions.
    Dependency = "dependency",
    /// Content that is not what its digest says, or that could do harm where it is unpacked.
    Integrity = "integrity",
    /// A registry or a repository that does not answer, or refuses.
    Registry = "registry",
    /// Two declarations that exclude each other, such as one alias declared twice.
    Redeclared = "redeclared",
    /// Values that exclude each other.
    Conflict = "conflict",
    /// A value outside a bound or refused by a validator.
    OutOfBound = "out-of-bound",
    /// A field that a closed struct does not have.
    FieldNotAllowed = "field-not-allowed",
    /// A selected field or element that does not exist.
    UndefinedField = "undefined-field",
    /// A required field with no value.
    MissingField = "missing-field",
    /// A value that is not concrete where it must be.
    Incomplete = "incomplete",
    /// A disjunction of which no arm is left.
    EmptyDisjunction = "empty-disjunction",
    /// A value that depends on itself.
    Cycle = "cycle",
    /// A struct that contains itself without end.
    StructuralCycle = "structural-cycle",
    /// An operation on operands that it does not take.
    Operand = "operand",
    /// A call with arguments that the function does not take.
    Argument = "argument",
    /// An error raised by `error()` or `_|_`.
    User = "user",
    /// A limit of work, depth or size was reached.
    Limit = "limit",
    /// A Kubernetes object that no cluster would take.
    Manifest = "manifest",
    /// Two Kubernetes objects of one name.
    DuplicateManifest = "duplicate-manifest",
    /// An inline test that does not hold.
    Test = "test",
}
