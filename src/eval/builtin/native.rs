//! The functions that need the evaluator: they take values that are not concrete, keep the
//! vertices of list elements, or evaluate something themselves.

/// A function that runs in the evaluator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Native {
    ListConcat,
    ListContains,
    ListDrop,
    ListFlattenN,
    ListIsSorted,
    ListMatchN,
    ListMaxItems,
    ListMinItems,
    ListRepeat,
    ListReverse,
    ListSlice,
    ListSort,
    ListSortStable,
    ListTake,
    ListUniqueItems,
    StructMaxFields,
    StructMinFields,
    JsonValidate,
    YamlValidate,
    YamlValidatePartial,
}
