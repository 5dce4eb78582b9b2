//! CUE's numbers: integers of any size and decimals with 34 digits.

use num_bigint::BigInt;

/// A number: an integer, or a decimal `coefficient · 10^exponent` that keeps its trailing zeros.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Number {
    /// An integer of any size.
    Int(BigInt),
    /// A decimal, a float to the language even where it is integral.
    Decimal {
        /// The digits, with the sign.
        coefficient: BigInt,
        /// The power of ten.
        exponent: i32,
    },
}

/// How a result is cut to 34 digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// To the nearest, halves away from zero.
    HalfUp,
}
