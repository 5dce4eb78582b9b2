//! `printf` of templates.

use super::functions::shown;
use super::run::Value;
use crate::base::Number;
use crate::eval::builtin::Data;
use crate::eval::builtin::strconv::{float, quote};

/// A text by a format: verbs with flags, width and precision, as Go prints them.
pub(super) fn printf(format: &str, arguments: &[Value]) -> String {
    let mut out = String::new();
    let mut values = arguments.iter();
    let mut rest = format;
    while let Some((before, behind)) = rest.split_once('%') {
        out.push_str(before);
        let end = behind.find(|char: char| !"+-# 0123456789.".contains(char));
        let Some((end, verb)) = end.and_then(|end| Some((end, behind[end..].chars().next()?)))
        else {
            out.push_str("%!(NOVERB)");
            return out;
        };
        let flags = &behind[..end];
        rest = &behind[end + verb.len_utf8()..];
        if verb == '%' {
            out.push('%');
            continue;
        }
        match values.next() {
            Some(value) => pad(&mut out, &verb_text(verb, flags, value), flags),
            None => out.push_str(&format!("%!{verb}(MISSING)")),
        }
    }
    out.push_str(rest);
    let extra: Vec<String> =
        values.map(|value| format!("{}={}", type_name(value), shown(value))).collect();
    if !extra.is_empty() {
        out.push_str(&format!("%!(EXTRA {})", extra.join(", ")));
    }
    out
}

/// The precision that flags name, if any; more digits than this are never shown.
fn precision(flags: &str) -> Option<usize> {
    let digits = flags.split_once('.')?.1;
    Some(digits.parse::<usize>().unwrap_or(0).min(1000))
}

fn verb_text(verb: char, flags: &str, value: &Value) -> String {
    let cut = |text: &str| -> String {
        text.chars().take(precision(flags).unwrap_or(usize::MAX)).collect()
    };
    let plus = |text: String, negative: bool| {
        if flags.contains('+') && !negative { format!("+{text}") } else { text }
    };
    match (verb, value) {
        ('v', value) => shown(value),
        ('s', Some(Data::Str(text))) => cut(text),
        ('q', Some(Data::Str(text))) => quote::quote(text, '"', quote::Level::Print),
        ('t', Some(Data::Bool(value))) => value.to_string(),
        ('d', Some(Data::Number(number @ Number::Int(_)))) => {
            plus(number.to_string(), number.is_negative())
        }
        ('b', Some(Data::Number(Number::Int(value)))) => value.to_str_radix(2),
        ('o', Some(Data::Number(Number::Int(value)))) => value.to_str_radix(8),
        ('x', Some(Data::Number(Number::Int(value)))) => value.to_str_radix(16),
        ('X', Some(Data::Number(Number::Int(value)))) => value.to_str_radix(16).to_uppercase(),
        ('c' | 'U', Some(Data::Number(Number::Int(value)))) => {
            let letter = u32::try_from(value).ok().and_then(char::from_u32);
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            if verb == 'c' { letter.into() } else { format!("U+{:04X}", u32::from(letter)) }
        }
        ('x', Some(Data::Str(text))) => text.bytes().map(|byte| format!("{byte:02x}")).collect(),
        ('X', Some(Data::Str(text))) => text.bytes().map(|byte| format!("{byte:02X}")).collect(),
        (
            'f' | 'F' | 'e' | 'E' | 'g' | 'G',
            Some(Data::Number(number @ Number::Decimal { .. })),
        ) => {
            let places = precision(flags).or((!matches!(verb, 'g' | 'G')).then_some(6));
            let letter = if verb == 'F' { b'f' } else { verb as u8 };
            plus(float::format(number.to_f64(), letter, places, false), number.is_negative())
        }
        ('T', value) => type_name(value).into(),
        (_, value) => format!("%!{verb}({}={})", type_name(value), shown(value)),
    }
}

fn pad(out: &mut String, text: &str, flags: &str) {
    let digits = flags.trim_start_matches(['+', '-', '#', ' ', '0']);
    let width = digits.split('.').next().and_then(|width| width.parse::<usize>().ok());
    let missing = width.unwrap_or(0).min(1000).saturating_sub(text.chars().count());
    let zeros = flags.trim_start_matches(['+', '#', ' ']).starts_with('0');
    match (flags.contains('-'), zeros, text.strip_prefix(['-', '+'])) {
        (true, ..) => out.push_str(&format!("{text}{}", " ".repeat(missing))),
        (false, true, Some(size)) => {
            out.push_str(&format!("{}{}{size}", &text[..1], "0".repeat(missing)));
        }
        (false, true, None) => out.push_str(&format!("{}{text}", "0".repeat(missing))),
        (false, false, _) => out.push_str(&format!("{}{text}", " ".repeat(missing))),
    }
}

/// What Go calls the type of a value.
fn type_name(value: &Value) -> &'static str {
    match value {
        None | Some(Data::Null) => "<nil>",
        Some(Data::Bool(_)) => "bool",
        Some(Data::Number(Number::Int(_))) => "int",
        Some(Data::Number(Number::Decimal { .. })) => "float64",
        Some(Data::Str(_)) => "string",
        Some(Data::Bytes(_)) => "[]uint8",
        Some(Data::List(_)) => "[]interface {}",
        Some(Data::Struct(_)) => "map[string]interface {}",
    }
}
