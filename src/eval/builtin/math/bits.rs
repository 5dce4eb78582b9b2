//! `math/bits`: the bits of integers of any size, negative ones in two's complement.

use num_bigint::BigInt;

use super::super::arguments::{big, uint};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use crate::base::{NUMBER_LIMIT, Number};
use crate::eval::builtin::arguments::int;
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::INT];
const TWO: &[Kind] = &[Kind::INT, Kind::INT];

/// The most bits of a result: about as many as the largest integer has.
const MOST_BITS: u64 = NUMBER_LIMIT as u64 * 3;

pub(super) const MEMBERS: &[Member] = &[
    plain("Lsh", TWO, Kind::INT, "An integer with its bits moved up.", "(8, 4) = 128", |args| {
        let (value, by) = (big(args, 0)?, uint(args, 1)?);
        if value.bits().saturating_add(by) > MOST_BITS {
            return Err(Fault::new("number out of range"));
        }
        give(value << by)
    }),
    plain("Rsh", TWO, Kind::INT, "An integer with its bits moved down.", "(256, 4) = 16", |args| {
        // Beyond its own bits only the sign is left.
        let value = big(args, 0)?;
        give(value >> uint(args, 1)?.min(value.bits() + 1))
    }),
    plain("At", TWO, Kind::INT, "The bit at an index.", "(256, 8) = 1", |args| {
        let index = uint(args, 1)?;
        if index > i32::MAX as u64 {
            return Err(Fault::new("bit index too large"));
        }
        Ok(i64::from(big(args, 0)?.bit(index)).into())
    }),
    plain(
        "Set",
        &[Kind::INT, Kind::INT, Kind::INT],
        Kind::INT,
        "An integer with the bit at an \
        index set to 0 or 1.",
        "(256, 7, 1) = 384",
        set,
    ),
    plain("And", TWO, Kind::INT, "The bits that both have.", "(12, 10) = 8", |args| {
        give(big(args, 0)? & big(args, 1)?)
    }),
    plain("Or", TWO, Kind::INT, "The bits that either has.", "(12, 10) = 14", |args| {
        give(big(args, 0)? | big(args, 1)?)
    }),
    plain("Xor", TWO, Kind::INT, "The bits that one has.", "(12, 10) = 6", |args| {
        give(big(args, 0)? ^ big(args, 1)?)
    }),
    plain(
        "Clear",
        TWO,
        Kind::INT,
        "The bits of the first that the second has not.",
        "(15, 8) = 7",
        |args| give(big(args, 0)? & !big(args, 1)?),
    ),
    plain("OnesCount", ONE, Kind::INT, "How many bits are set, the sign aside.", "(7) = 3", {
        |args| {
            let words = big(args, 0)?.magnitude().iter_u64_digits();
            Ok(i64::from(words.map(u64::count_ones).sum::<u32>()).into())
        }
    }),
    plain("Len", ONE, Kind::INT, "How many bits are needed, the sign aside.", "(8) = 4", |args| {
        Ok((big(args, 0)?.bits() as i64).into())
    }),
];

fn give(value: BigInt) -> Result<Data, Fault> {
    Ok(Number::Int(value).into())
}

fn set(args: &[Data]) -> Result<Data, Fault> {
    let mut value = big(args, 0)?.clone();
    let index = u64::try_from(int(args, 1)?).map_err(|_| Fault::new("negative bit index"))?;
    if index > MOST_BITS {
        return Err(Fault::new("bit index too large"));
    }
    match uint(args, 2)? {
        bit @ (0 | 1) => value.set_bit(index, bit == 1),
        _ => return Err(Fault::new("set bit is not 0 or 1")),
    }
    give(value)
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn large_and_negative() {
        check("math/bits.And", "18446744073709555470, 61687", "6");
        check("math/bits.Clear", "4722366482869645213704, 15", "4722366482869645213696");
        check("math/bits.Rsh", "-1, 99999999", "-1");
        check("math/bits.At", "-1, 100", "1");
        check("math/bits.OnesCount", "-7", "3");
        check("math/bits.Lsh", "1, 99999999", "error: number out of range");
        check("math/bits.Lsh", "1, -1", {
            "error: cannot use -1 (type int) as uint64 in argument 1"
        });
        check("math/bits.Set", "0, 0, 2", "error: set bit is not 0 or 1");
        check("math/bits.Set", "0, 999999999, 1", "error: bit index too large");
    }
}
