//! The functions that need the evaluator: they take values that are not concrete, keep the
//! vertices of list elements, or evaluate something themselves.

/// A function that runs in the evaluator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Native {
    /// Makes a list of the elements of others.
    Make(Make),
    /// Looks at the elements or fields of a value.
    Check(Check),
    /// Describes definitions as the schemas of a document.
    MarshalSchema,
    /// Checks a text in this format against a schema.
    Validate(Format),
}

/// A function that makes a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Make {
    Concat,
    Drop,
    FlattenN,
    Repeat,
    Reverse,
    Slice,
    Sort,
    Take,
}

/// A function that says whether a list or struct is as it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Check {
    Contains,
    IsSorted,
    MatchN,
    MaxFields,
    MaxItems,
    MinFields,
    MinItems,
    UniqueItems,
}

/// The format of a text that is checked against a schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    Json,
    /// Every document must be an instance of the schema.
    Yaml,
    /// Every document must be consistent with the schema.
    YamlPartial,
}
