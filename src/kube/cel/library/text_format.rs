//! `text.format(list)`: what `%s`, `%d`, `%f`, `%e`, `%b`, `%x` and `%o` write.

use super::convert::text_of;
use super::{refuse, text};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value, error};

/// The most digits behind the point.
const MOST_DIGITS: usize = 100;

pub(in crate::kube::cel) fn format<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let template = text("format", values, 0)?;
    let Some(items) = values.get(1).and_then(Value::elements) else {
        return refuse("format", values);
    };
    let mut items = items.iter();
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(behind) = behind.strip_prefix('%') {
            out.push('%');
            rest = behind;
            continue;
        }
        let (digits, behind) = precision(behind)?;
        let Some(verb) = behind.chars().next() else { return error("a format ends in %") };
        rest = behind.get(verb.len_utf8()..).unwrap_or("");
        let Some(item) = items.next() else { return error("index out of range") };
        let written = written(verb, digits, item)?;
        evaluator.spend(written.len() / 8)?;
        out.push_str(&written);
    }
    out.push_str(rest);
    Ok(Value::text(out))
}

/// `.3` of `%.3f`.
fn precision(text: &str) -> Result<(Option<usize>, &str)> {
    let Some(behind) = text.strip_prefix('.') else { return Ok((None, text)) };
    let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
    let (digits, behind) = behind.split_at(end);
    match digits.parse::<usize>() {
        Ok(digits) if digits <= MOST_DIGITS => Ok((Some(digits), behind)),
        _ => error("invalid precision"),
    }
}

fn written(verb: char, digits: Option<usize>, item: &Value<'_>) -> Result<String> {
    let digits = digits.unwrap_or(6);
    let double = match item {
        Value::Double(value) => Some(*value),
        Value::Int(value) => Some(*value as f64),
        Value::Uint(value) => Some(*value as f64),
        _ => None,
    };
    let whole = match item {
        Value::Int(value) => Some(i128::from(*value)),
        Value::Uint(value) => Some(i128::from(*value)),
        _ => None,
    };
    let sign = |value: i128| if value < 0 { "-" } else { "" };
    Ok(match (verb, whole, double) {
        ('s', ..) => shown(item),
        ('d', Some(value), _) => value.to_string(),
        ('f', _, Some(value)) => format!("{value:.digits$}"),
        ('e', _, Some(value)) => scientific(value, digits),
        ('b', Some(value), _) => format!("{}{:b}", sign(value), value.unsigned_abs()),
        ('o', Some(value), _) => format!("{}{:o}", sign(value), value.unsigned_abs()),
        ('x', Some(value), _) => format!("{}{:x}", sign(value), value.unsigned_abs()),
        ('X', Some(value), _) => format!("{}{:X}", sign(value), value.unsigned_abs()),
        ('b', ..) if let Value::Bool(value) = item => u8::from(*value).to_string(),
        ('x' | 'X', ..) => match item {
            Value::Str(text) => hexadecimal(text.as_bytes(), verb == 'X'),
            Value::Bytes(bytes) => hexadecimal(bytes, verb == 'X'),
            _ => return refuse("format", std::slice::from_ref(item)),
        },
        ('d' | 'f' | 'e' | 'b' | 'o', ..) => {
            return refuse("format", std::slice::from_ref(item));
        }
        _ => return error(format!("unrecognized formatting clause {verb:?}")),
    })
}

/// `1.234560e+03`: two digits of the power at least.
fn scientific(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$e}");
    match text.split_once('e') {
        Some((mantissa, power)) => {
            let (sign, power) = match power.strip_prefix('-') {
                Some(power) => ('-', power),
                None => ('+', power),
            };
            format!("{mantissa}e{sign}{power:0>2}")
        }
        None => text,
    }
}

fn hexadecimal(bytes: &[u8], upper: bool) -> String {
    let digits = |byte: &u8| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") };
    bytes.iter().map(digits).collect()
}

/// A value as `%s` writes it.
fn shown(value: &Value<'_>) -> String {
    if let Some(items) = value.elements() {
        let items: Vec<String> = items.iter().map(shown).collect();
        return format!("[{}]", items.join(", "));
    }
    if let Some(entries) = value.entries() {
        let mut pairs: Vec<String> = entries
            .iter()
            .map(|(key, value)| format!("{}: {}", shown(key), shown(value)))
            .collect();
        pairs.sort_unstable();
        return format!("{{{}}}", pairs.join(", "));
    }
    match value {
        Value::Null => "null".to_owned(),
        Value::Type(name) => (*name).to_owned(),
        other => text_of(other).unwrap_or_else(|| other.type_name().to_owned()),
    }
}
