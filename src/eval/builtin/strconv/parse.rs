//! Booleans and integers, read and written.

use num_bigint::{BigInt, Sign};

use super::super::arguments::{big, boolean, int, text};
use super::super::table::{Member, plain, source};
use super::super::{Data, Fault};
use super::quote::{Level, quote};
use crate::base::{NUMBER_LIMIT, Number};
use crate::eval::kind::Kind;

const PARSED: &[Kind] = &[Kind::STRING, Kind::INT, Kind::INT];
const BASED: &[Kind] = &[Kind::INT, Kind::INT];

pub(super) const MEMBERS: &[Member] = &[
    source("IntSize", "64", "The bits of an integer on the machine."),
    plain(
        "ParseBool",
        &[Kind::STRING],
        Kind::BOOL,
        "The truth value that a text names: 1, t, T, TRUE, true, True or their contraries.",
        r#"("T") = true"#,
        |args| match text(args, 0)? {
            "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true.into()),
            "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false.into()),
            other => Err(bad_number("ParseBool", other, SYNTAX)),
        },
    ),
    plain(
        "FormatBool",
        &[Kind::BOOL],
        Kind::STRING,
        "The name of a truth value.",
        r#"(true) = "true""#,
        |args| Ok(boolean(args, 0)?.to_string().into()),
    ),
    plain(
        "ParseNumber",
        &[Kind::STRING],
        Kind::NUMBER,
        "The number that a text writes as CUE would.",
        r#"("1.5Ki") = 1536"#,
        |args| {
            let value = text(args, 0)?;
            let number = Number::parse_literal(value);
            let number =
                number.map_err(|error| bad_number("ParseNumber", value, &error.to_string()))?;
            Ok(number.integral().into())
        },
    ),
    plain(
        "ParseInt",
        PARSED,
        Kind::INT,
        "The integer that a text writes in a base (0: told by its prefix) and that fits so many \
         bits (0: any).",
        r#"("-ff", 16, 0) = -255"#,
        |args| {
            let value = parse(args, "ParseInt")?;
            let bits = int(args, 2)?;
            // A negative number of n bits may be as low as -2^(n-1).
            let size =
                if value.sign() == Sign::Minus { (&value + 1_u8).bits() } else { value.bits() };
            in_range(value, bits == 0 || (size as i64) < bits, args, "ParseInt")
        },
    ),
    plain(
        "ParseUint",
        PARSED,
        Kind::INT,
        "The integer without sign that a text writes in a base and that fits so many bits.",
        r#"("101", 2, 8) = 5"#,
        |args| {
            let value = parse(args, "ParseUint")?;
            let bits = int(args, 2)?;
            let fits = bits == 0 || value.bits() as i64 <= bits;
            let fits = fits && value.sign() != Sign::Minus;
            in_range(value, fits, args, "ParseUint")
        },
    ),
    plain(
        "Atoi",
        &[Kind::STRING],
        Kind::INT,
        "The integer that a text writes in decimal.",
        r#"("42") = 42"#,
        |args| {
            let value = text(args, 0)?;
            let read = read(value, 10).ok_or_else(|| bad_number("Atoi", value, SYNTAX))?;
            Ok(Number::Int(read).into())
        },
    ),
    plain(
        "FormatInt",
        BASED,
        Kind::STRING,
        "An integer, written in a base from 2 to 62.",
        r#"(-255, 16) = "-ff""#,
        format,
    ),
    plain(
        "FormatUint",
        BASED,
        Kind::STRING,
        "An integer, written in a base from 2 to 62.",
        r#"(255, 2) = "11111111""#,
        format,
    ),
];

pub(super) const SYNTAX: &str = "invalid syntax";
pub(super) const RANGE: &str = "value out of range";

const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

pub(super) fn bad_number(function: &str, value: &str, why: &str) -> Fault {
    Fault::new(format!("strconv.{function}: parsing {}: {why}", quote(value, '"', Level::Print)))
}

fn parse(args: &[Data], function: &str) -> Result<BigInt, Fault> {
    let (value, base, bits) = (text(args, 0)?, int(args, 1)?, int(args, 2)?);
    if bits < 0 {
        return Err(bad_number(function, value, RANGE));
    }
    match u32::try_from(base) {
        Ok(base @ (0 | 2..=62)) => {
            read(value, base).ok_or_else(|| bad_number(function, value, SYNTAX))
        }
        _ => Err(Fault::new(format!("invalid number base {base}"))),
    }
}

fn in_range(value: BigInt, fits: bool, args: &[Data], function: &str) -> Result<Data, Fault> {
    if fits {
        Ok(Number::Int(value).into())
    } else {
        Err(bad_number(function, text(args, 0)?, RANGE))
    }
}

/// The integer that `text` writes; base 0 knows the prefixes `0x`, `0o`, `0b` and `0`, and
/// underscores between digits.
fn read(text: &str, base: u32) -> Option<BigInt> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (base, digits) = if base == 0 { prefixed(unsigned)? } else { (base, unsigned.to_owned()) };
    if digits.is_empty() || digits.len() as i64 > NUMBER_LIMIT {
        return None;
    }
    let values: Option<Vec<u8>> = digits
        .bytes()
        .map(|byte| {
            let place = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'z' => byte - b'a' + 10,
                b'A'..=b'Z' => byte - b'A' + if base > 36 { 36 } else { 10 },
                _ => return None,
            };
            (u32::from(place) < base).then_some(place)
        })
        .collect();
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    BigInt::from_radix_be(sign, &values?, base)
}

fn prefixed(text: &str) -> Option<(u32, String)> {
    let (base, digits) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &text[2..]),
        [b'0', b'o' | b'O', ..] => (8, &text[2..]),
        [b'0', b'b' | b'B', ..] => (2, &text[2..]),
        [b'0', _, ..] => (8, &text[1..]),
        _ => (10, text),
    };
    // After a prefix an underscore may come first; it never ends a number or follows another.
    let leading = base == 10 && digits.starts_with('_');
    if leading || digits.ends_with('_') || digits.contains("__") {
        return None;
    }
    Some((base, digits.replace('_', "")))
}

fn format(args: &[Data]) -> Result<Data, Fault> {
    let (value, base) = (big(args, 0)?, int(args, 1)?);
    let Ok(base @ 2..=62) = u32::try_from(base) else { return Err(Fault::new("invalid base")) };
    let (sign, digits) = value.to_radix_be(base);
    let digits = digits.iter().filter_map(|&digit| DIGITS.get(usize::from(digit)));
    let mut text = String::from(if sign == Sign::Minus { "-" } else { "" });
    text.extend(digits.map(|&digit| char::from(digit)));
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn integers() {
        check("strconv.ParseInt", r#""0x_ff", 0, 0"#, "255");
        check("strconv.ParseInt", r#""1_000", 0, 0"#, "1000");
        check("strconv.ParseInt", r#""017", 0, 0"#, "15");
        check("strconv.ParseInt", r#""0", 0, 0"#, "0");
        check("strconv.ParseInt", r#""Z", 62, 0"#, "61");
        check("strconv.ParseInt", r#""-128", 10, 8"#, "-128");
        check("strconv.ParseInt", r#""127", 10, 8"#, "127");
        check("strconv.ParseInt", r#""128", 10, 8"#, {
            r#"error: strconv.ParseInt: parsing "128": value out of range"#
        });
        check("strconv.ParseInt", r#""x", 10, 0"#, {
            r#"error: strconv.ParseInt: parsing "x": invalid syntax"#
        });
        check("strconv.ParseInt", r#""1", 1, 0"#, "error: invalid number base 1");
        check("strconv.ParseUint", r#""-1", 10, 0"#, {
            r#"error: strconv.ParseUint: parsing "-1": value out of range"#
        });
        check("strconv.ParseUint", r#""255", 10, 8"#, "255");
        check("strconv.Atoi", r#""1.5""#, {
            r#"error: strconv.Atoi: parsing "1.5": invalid syntax"#
        });
        check("strconv.Atoi", r#""123456789012345678901234567890""#, {
            "123456789012345678901234567890"
        });
        check("strconv.FormatInt", "61, 62", r#""Z""#);
        check("strconv.FormatInt", "0, 2", r#""0""#);
        check("strconv.FormatInt", "1, 63", "error: invalid base");
        check("strconv.ParseBool", r#""yes""#, {
            r#"error: strconv.ParseBool: parsing "yes": invalid syntax"#
        });
    }
}
