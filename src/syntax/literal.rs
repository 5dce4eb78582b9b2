//! What literals mean: numbers, escapes, the indentation of multi-line strings.
