//! What the decoder of the API server asks of strings in fields of special types.

/// Whether `text` is base64 with padding; line ends do not count, as Go's decoder has it.
pub(super) fn is_base64(text: &str) -> bool {
    let (mut digits, mut pads, mut last) = (0_usize, 0_usize, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'\n' | b'\r' => continue,
            b'=' => {
                pads += 1;
                continue;
            }
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return false,
        };
        if pads > 0 {
            return false;
        }
        digits += 1;
        last = value;
    }
    // What a digit has more than bytes need is zero.
    let is_padded = match pads {
        0 => true,
        1 => last & 3 == 0,
        2 => last & 15 == 0,
        _ => false,
    };
    (digits + pads).is_multiple_of(4) && is_padded
}

/// Whether `text` is a time of RFC 3339: `2006-01-02T15:04:05Z`.
pub(super) fn is_time(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = text.get(range)?;
        digits.bytes().all(|c| c.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let marks = |marks: &[(usize, &str)]| {
        marks.iter().all(|(at, mark)| text.get(*at..at + 1).is_some_and(|it| it == *mark))
    };
    if !marks(&[(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let (Some(hour), Some(minute), Some(second)) = (number(11..13), number(14..16), number(17..19))
    else {
        return false;
    };
    let is_right = (1..=days(year, month)).contains(&day) && hour < 24 && minute < 60;
    is_right && second < 60 && is_zone(without_fraction(text.get(19..).unwrap_or_default()))
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn without_fraction(text: &str) -> &str {
    let Some(fraction) = text.strip_prefix('.') else { return text };
    let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == fraction.len() { text } else { rest }
}

fn is_zone(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    let offset = text.strip_prefix(['+', '-']).and_then(|offset| offset.split_once(':'));
    offset.is_some_and(|(hours, minutes)| {
        let is_below = |digits: &str, limit: u32| {
            digits.len() == 2
                && digits.bytes().all(|c| c.is_ascii_digit())
                && digits.parse::<u32>().is_ok_and(|value| value < limit)
        };
        is_below(hours, 24) && is_below(minutes, 60)
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn times() {
        for text in
            ["2006-01-02T15:04:05Z", "2024-02-29T00:00:00.123456Z", "2006-01-02T15:04:05+07:00"]
        {
            assert!(is_time(text), "{text}");
        }
        for text in [
            "",
            "2006-01-02",
            "2006-01-02 15:04:05Z",
            "2006-13-02T15:04:05Z",
            "2023-02-29T00:00:00Z",
            "2006-01-02T24:04:05Z",
            "2006-01-02T15:04:05",
            "2006-01-02T15:04:05.Z",
            "2006-01-02T15:04:05+0700",
            "2006-01-02T15:04:05é",
        ] {
            assert!(!is_time(text), "{text}");
        }
    }

    #[test]
    fn base64() {
        for text in ["", "aGk=", "aGVs\nbG8=", "YQ=="] {
            assert!(is_base64(text), "{text:?}");
        }
        for text in ["not base64!", "aGk", "a", "a GVsbG8="] {
            assert!(!is_base64(text), "{text:?}");
        }
    }

    #[test]
    fn base64_is_what_a_decoder_takes() {
        let mut texts = vec![String::new()];
        for _ in 0..5 {
            let longer =
                texts.iter().flat_map(|text| "AQBgw/=!".chars().map(move |c| format!("{text}{c}")));
            texts = longer.chain([String::new()]).collect();
        }
        for text in texts {
            for text in [text.clone(), format!("QUJD{text}")] {
                assert_eq!(is_base64(&text), STANDARD.decode(&text).is_ok(), "{text:?}");
            }
        }
    }
}
