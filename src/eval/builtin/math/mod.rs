//! `math` and `math/bits`.
//!
//! What CUE computes with decimals (`Floor`, `Pow`, `Log`, …) is exact to 34 digits; the rest runs
//! on floats of 64 bits, by `libm`, which gives the same on every machine.

mod bits;
mod constants;
mod decimal;
mod float;
mod special;

use super::Package;

pub(super) const MATH: Package = Package {
    path: "math",
    members: &[constants::MEMBERS, decimal::MEMBERS, float::MEMBERS, special::MEMBERS],
};

pub(super) const BITS: Package = Package { path: "math/bits", members: &[bits::MEMBERS] };
