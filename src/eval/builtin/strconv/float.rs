//! Floats, read and written as Go does.

use super::super::arguments::{any, check_size, float, int, text};
use super::super::table::{Member, plain};
use super::super::{Data, Fault};
use super::parse::{RANGE, SYNTAX, bad_number};
use crate::base::Number;
use crate::eval::kind::Kind;

pub(super) const MEMBERS: &[Member] = &[
    plain(
        "ParseFloat",
        &[Kind::STRING, Kind::INT],
        Kind::NUMBER,
        "The float of 32 or 64 bits nearest to what a text writes.",
        r#"("0.1", 64) = 0.1"#,
        |args| {
            let (value, bits) = (text(args, 0)?, int(args, 1)?);
            let parsed = parse(value, bits == 32);
            let parsed = parsed.ok_or_else(|| bad_number("ParseFloat", value, SYNTAX))?;
            if parsed.is_infinite() {
                return Err(bad_number("ParseFloat", value, RANGE));
            }
            Ok(Number::from_f64(parsed)?.into())
        },
    ),
    plain(
        "FormatFloat",
        &[Kind::NUMBER, Kind::TOP, Kind::INT, Kind::INT],
        Kind::STRING,
        "A float of 32 or 64 bits in a format (b, e, E, f, g, G, x or X, or the letter's code) \
         with so many digits; with as few as tell it apart if the number is negative.",
        r#"(3.14159, "f", 2, 64) = "3.14""#,
        |args| {
            let letter = letter(any(args, 1)?)?;
            let (value, precision) = (float(args, 0)?, int(args, 2)?);
            let bits = int(args, 3)?;
            if bits != 32 && bits != 64 {
                return Err(Fault::new("strconv: illegal AppendFloat/FormatFloat bitSize"));
            }
            let precision = usize::try_from(precision).ok();
            check_size(Some(precision.unwrap_or(0)))?;
            Ok(format(value, letter, precision, bits == 32).into())
        },
    ),
];

fn letter(data: &Data) -> Result<u8, Fault> {
    match data {
        Data::Str(text) => match text.as_bytes() {
            [byte] => Ok(*byte),
            _ => Err(Fault::new("expected single character string")),
        },
        Data::Number(Number::Int(code)) => u8::try_from(code)
            .map_err(|_| Fault::new(format!("format value {code} out of range [0, 255]"))),
        other => Err(Fault::new(format!("unexpected kind {}", other.kind()))),
    }
}

/// The nearest float; infinite where it is beyond the range.
fn parse(text: &str, single: bool) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if let Some(digits) = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        let value = hexadecimal(&digits.replace('_', ""))?;
        return Some(if text.starts_with('-') { -value } else { value });
    }
    let between = |at: usize| unsigned.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let separators = unsigned.match_indices('_').map(|(at, _)| at);
    for at in separators {
        if at == 0 || !between(at - 1) || !between(at + 1) {
            return None;
        }
    }
    let plain = text.replace('_', "");
    // Infinities and NaN have names that Rust reads too; CUE has no such numbers.
    if !plain.contains(|char: char| char.is_ascii_digit()) {
        return None;
    }
    if single { plain.parse::<f32>().ok().map(f64::from) } else { plain.parse().ok() }
}

/// `1.8p-3`, without its `0x`; exact up to 60 bits, which is more than a float has.
fn hexadecimal(text: &str) -> Option<f64> {
    let (digits, power) = text.split_once(['p', 'P'])?;
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = [integer, fraction].concat();
    if all.is_empty() || all.len() > 15 || !all.bytes().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    let mantissa = u64::from_str_radix(&all, 16).ok()?;
    let power = power.parse::<i32>().ok()?.clamp(-5000, 5000) - 4 * fraction.len() as i32;
    // In two steps: the power alone may be below the range of the result.
    let half = power / 2;
    Some(mantissa as f64 * 2_f64.powi(half) * 2_f64.powi(power - half))
}

/// A float in one of Go's formats; no precision asks for the shortest text.
pub(in super::super) fn format(
    value: f64,
    letter: u8,
    precision: Option<usize>,
    single: bool,
) -> String {
    let value = if single { f64::from(value as f32) } else { value };
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let size = value.abs();
    let upper = letter.is_ascii_uppercase();
    let text = match letter.to_ascii_lowercase() {
        b'e' => exponential(&Digits::new(size, precision.map(|it| it + 1), single), precision),
        b'f' if letter == b'f' => fixed(size, precision, single),
        b'g' => general(size, precision, single),
        b'b' if letter == b'b' => binary(size, single),
        b'x' => hex(size, precision),
        _ => return format!("%{}", char::from(letter)),
    };
    format!("{sign}{}", if upper { text.to_ascii_uppercase() } else { text })
}

/// The significant digits of a float and the place of the point before them.
struct Digits {
    digits: String,
    point: i64,
}

impl Digits {
    /// `count` digits, or as few as tell the float apart; without trailing zeros.
    fn new(size: f64, count: Option<usize>, single: bool) -> Digits {
        // A float has at most 767 significant digits.
        let text = match count {
            Some(count) => format!("{size:.*e}", count.clamp(1, 800) - 1),
            None if single => format!("{:e}", size as f32),
            None => format!("{size:e}"),
        };
        let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = mantissa.replace('.', "");
        let digits = digits.trim_end_matches('0').to_owned();
        let point = if digits.is_empty() { 0 } else { power.parse::<i64>().unwrap_or(0) + 1 };
        Digits { digits, point }
    }
}

fn exponential(value: &Digits, precision: Option<usize>) -> String {
    let (first, rest) = value.digits.split_at(1.min(value.digits.len()));
    let first = if first.is_empty() { "0" } else { first };
    let places = precision.unwrap_or(rest.len());
    let power = if value.digits.is_empty() { 0 } else { value.point - 1 };
    let sign = if power < 0 { '-' } else { '+' };
    let point = if places > 0 { "." } else { "" };
    format!("{first}{point}{rest:0<places$}e{sign}{:02}", power.abs())
}

fn fixed(size: f64, precision: Option<usize>, single: bool) -> String {
    let Some(places) = precision else {
        return if single { format!("{}", size as f32) } else { format!("{size}") };
    };
    // Behind 1074 places there are zeros only, and the formatter takes no more than 65535.
    let exact = places.min(1100);
    let mut text = format!("{size:.exact$}");
    text.push_str(&"0".repeat(places - exact));
    text
}

fn general(size: f64, precision: Option<usize>, single: bool) -> String {
    let value = Digits::new(size, precision.map(|it| it.max(1)), single);
    let count = value.digits.len() as i64;
    let (precision, limit) = match precision {
        None => (count, 6),
        Some(asked) => {
            let asked = asked.max(1) as i64;
            (asked, if asked > count && count >= value.point { count } else { asked })
        }
    };
    let power = value.point - 1;
    if power < -4 || power >= limit {
        let places = (precision.min(count) - 1).max(0);
        return exponential(&value, Some(places as usize));
    }
    let precision = if precision > value.point { count } else { precision };
    let places = (precision - value.point).max(0) as usize;
    // The digits are those of the value rounded before; written out plainly.
    let point = value.point.max(0) as usize;
    let padded = format!(
        "{:0>width$}",
        value.digits,
        width = value.digits.len() + (-value.point).max(0) as usize
    );
    let (integer, fraction) = padded.split_at(point.min(padded.len()));
    let integer = if integer.is_empty() { "0".to_owned() } else { format!("{integer:0<point$}") };
    if places == 0 { integer } else { format!("{integer}.{fraction:0<places$}") }
}

/// The bits of the mantissa and the power of two.
fn parts(size: f64) -> (u64, i64) {
    let bits = size.to_bits();
    let (raw, power) = (bits & ((1 << 52) - 1), (bits >> 52) as i64 & 0x7ff);
    if power == 0 { (raw, -1074) } else { (raw | 1 << 52, power - 1075) }
}

fn binary(size: f64, single: bool) -> String {
    let (mantissa, power) = parts(size);
    let (mantissa, power) =
        if single && size != 0.0 { (mantissa >> 29, power + 29) } else { (mantissa, power) };
    format!("{mantissa}p{power:+}")
}

fn hex(size: f64, precision: Option<usize>) -> String {
    let (mut mantissa, mut power) = parts(size);
    if mantissa == 0 {
        let places = precision.unwrap_or(0);
        let point = if places > 0 { "." } else { "" };
        return format!("0x0{point}{}p+00", "0".repeat(places));
    }
    let shift = mantissa.leading_zeros() - 3;
    mantissa <<= shift;
    power = power - i64::from(shift) + 60;
    if let Some(places) = precision.filter(|&places| places < 15) {
        // Halves go to the even neighbour.
        let drop = 60 - 4 * places as u32;
        let (rest, half) = (mantissa & ((1 << drop) - 1), 1_u64 << (drop - 1));
        mantissa >>= drop;
        if rest > half || (rest == half && mantissa & 1 == 1) {
            mantissa += 1;
        }
        mantissa <<= drop;
        if mantissa >> 61 == 1 {
            mantissa >>= 1;
            power += 1;
        }
    }
    let digits = format!("{:015x}", mantissa & ((1 << 60) - 1));
    let digits = digits.trim_end_matches('0');
    let places = precision.unwrap_or(digits.len());
    let sign = if power < 0 { '-' } else { '+' };
    let point = if places > 0 { "." } else { "" };
    format!("0x1{point}{digits:0<places$}p{sign}{:02}", power.abs())
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn formats() {
        for (arguments, expected) in [
            (r#"1, "g", -1, 64"#, "1"),
            (r#"1e21, "g", -1, 64"#, "1e+21"),
            (r#"100000, "g", -1, 64"#, "100000"),
            (r#"1000000, "g", -1, 64"#, "1e+06"),
            (r#"0.00001, "g", -1, 64"#, "1e-05"),
            (r#"0.0001, "g", -1, 64"#, "0.0001"),
            (r#"100, "g", 5, 64"#, "100"),
            (r#"123456, "g", 3, 64"#, "1.23e+05"),
            (r#"3.14159, "g", 3, 64"#, "3.14"),
            (r#"0, "g", -1, 64"#, "0"),
            (r#"0, "e", 2, 64"#, "0.00e+00"),
            (r#"1234.5678, "e", 3, 64"#, "1.235e+03"),
            (r#"1234.5678, "E", -1, 64"#, "1.2345678E+03"),
            (r#"0.1, "f", -1, 32"#, "0.1"),
            (r#"0.1, "f", -1, 64"#, "0.1"),
            (r#"1e21, "f", 0, 64"#, "1000000000000000000000"),
            (r#"-1.5, 102, 2, 64"#, "-1.50"),
            (r#"1, "b", -1, 64"#, "4503599627370496p-52"),
            (r#"1, "x", -1, 64"#, "0x1p+00"),
            (r#"0.1, "x", 3, 64"#, "0x1.99ap-04"),
            (r#"-255.5, "X", -1, 64"#, "-0X1.FFP+07"),
            (r#"1, "q", 1, 64"#, "%q"),
        ] {
            check("strconv.FormatFloat", arguments, &format!("{expected:?}"));
        }
        check(
            "strconv.FormatFloat",
            r#"1, "ff", 1, 64"#,
            "error: expected single character string",
        );
        check("strconv.FormatFloat", r#"1, "f", 1, 16"#, {
            "error: strconv: illegal AppendFloat/FormatFloat bitSize"
        });
        check("strconv.FormatFloat", r#"1, "f", 99999999999, 64"#, {
            "error: result is larger than 64 MiB"
        });
    }

    #[test]
    fn parses() {
        check("strconv.ParseFloat", r#""1_0.5e1", 64"#, "105.0e0");
        check("strconv.ParseFloat", r#""0x1.8p1", 64"#, "3.0e0");
        check("strconv.ParseFloat", r#""1e999", 64"#, {
            r#"error: strconv.ParseFloat: parsing "1e999": value out of range"#
        });
        check("strconv.ParseFloat", r#""x", 64"#, {
            r#"error: strconv.ParseFloat: parsing "x": invalid syntax"#
        });
    }
}
