//! How a string is written in YAML so that no reader takes it for anything else.
//!
//! A string stands plain only if no reader of YAML 1.1 or 1.2 could see a number, a date, a
//! boolean, a null, a merge key or syntax in it; the rules are wider than any one version's, so
//! that they hold for all. Otherwise it is quoted: singly if that needs no escapes, doubly if it
//! does. Text of several lines becomes a literal block where that is exact.

/// Bits of [`CLASS`]: what a byte may mean within a string.
mod class {
    /// May stand in a plain string, at least between other bytes.
    pub(super) const PLAIN: u8 = 0;
    /// A colon, a number sign or a space: plain, depending on its neighbours.
    pub(super) const SPACING: u8 = 1;
    /// A letter that no number or date holds, of any base or version; a slash does as well.
    pub(super) const LETTER: u8 = 2;
    /// Makes quotes necessary.
    pub(super) const QUOTES: u8 = 4;
    /// Can only be written by an escape.
    pub(super) const ESCAPE: u8 = 8;
    /// A newline: an escape or a line of a block.
    pub(super) const NEWLINE: u8 = 16;
    /// A tab: an escape, or itself within a line of a block.
    pub(super) const TAB: u8 = 32;
    /// Part of a character outside ASCII, which decides by itself.
    pub(super) const WIDE: u8 = 64;
}

const CLASS: [u8; 256] = {
    let mut table = [class::PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\n' => class::NEWLINE,
            b'\t' => class::TAB,
            0..=0x1f | 0x7f => class::ESCAPE,
            b' ' | b':' | b'#' => class::SPACING,
            b'"' | b'\\' | b'`' => class::QUOTES,
            b'a'..=b'f' | b'x' | b'o' | b't' | b'z' => class::PLAIN,
            b'A'..=b'F' | b'X' | b'O' | b'T' | b'Z' => class::PLAIN,
            b'a'..=b'z' | b'A'..=b'Z' | b'/' => class::LETTER,
            0x80.. => class::WIDE,
            _ => class::PLAIN,
        };
        byte += 1;
    }
    table
};

/// Every word that some reader takes for a boolean, a null or a number, in any case, by their lengths.
const RESERVED: [&[&str]; 6] = [
    &[],
    &["y", "n", "t", "f"],
    &["on", "no"],
    &["off", "yes", "nan", "inf"],
    &["true", "null"],
    &["false"],
];

/// All that the bytes of `text` may mean.
fn classes(text: &str) -> u8 {
    let classes = text.bytes().fold(class::PLAIN, |sum, byte| sum | CLASS[usize::from(byte)]);
    if classes & class::WIDE != 0 && text.chars().any(escaped) {
        return classes | class::ESCAPE;
    }
    classes
}

/// Whether a character outside ASCII is written by an escape: some readers refuse it, take it for
/// a line break, or nobody could see it.
fn escaped(char: char) -> bool {
    matches!(char, '\u{80}'..='\u{a0}' | '\u{ad}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
        || u32::from(char) & 0xfffe == 0xfffe
}

/// Writes `text` as the rest of a line, and the end of that line; a block's lines get `indent`.
pub(super) fn line(text: &str, indent: &str, out: &mut String) {
    let classes = classes(text);
    if classes & (class::NEWLINE | class::ESCAPE) == class::NEWLINE && is_block(text) {
        return block(text, indent, out);
    }
    inline_as(text, classes, out);
    out.push('\n');
}

/// Writes `text` within a line; says whether it stands there as it is.
pub(super) fn inline(text: &str, out: &mut String) -> bool {
    inline_as(text, classes(text), out)
}

fn inline_as(text: &str, classes: u8, out: &mut String) -> bool {
    if classes & (class::NEWLINE | class::TAB | class::ESCAPE) != 0 {
        quoted(text, out);
    } else if is_plain(text, classes) {
        out.push_str(text);
        return true;
    } else if classes & class::QUOTES != 0 || is_syntax(text.as_bytes()) {
        single_quoted(text, out);
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
    false
}

/// Whether `text`, which needs no escapes, can stand without quotes in block style.
fn is_plain(text: &str, classes: u8) -> bool {
    if classes & class::QUOTES != 0 || !starts_plain(text.as_bytes(), classes) {
        return false;
    }
    if classes & class::SPACING != 0 && has_syntax(text.as_bytes()) {
        return false;
    }
    !is_reserved(text)
}

fn starts_plain(bytes: &[u8], classes: u8) -> bool {
    match bytes {
        [b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'/' | b'$' | b'(' | 0x80.., ..] => true,
        [b'0'..=b'9', ..] => classes & (class::LETTER | class::WIDE) != 0,
        // Flags and relative paths; a dash or a point before anything else may start a number.
        [b'-', b'-', b'a'..=b'z' | b'A'..=b'Z', ..] | [b'-', b'a'..=b'z' | b'A'..=b'Z', ..] => true,
        [b'.', b'/', ..] | [b'.', b'.', b'/', ..] => true,
        _ => false,
    }
}

/// Whether a colon, a number sign or a space stands where it means something.
fn has_syntax(bytes: &[u8]) -> bool {
    matches!(bytes.last(), Some(b' ' | b':'))
        || bytes.windows(2).any(|pair| matches!(pair, b": " | b" #"))
}

/// Whether a string is quoted because it would be syntax. CUE writes these in single quotes, and in
/// double quotes what would be another value.
fn is_syntax(bytes: &[u8]) -> bool {
    let indicator = matches!(
        bytes.first(),
        Some(b'?' | b':' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|')
            | Some(b'>' | b'%' | b'@')
    );
    indicator || has_syntax(bytes)
}

fn is_reserved(text: &str) -> bool {
    let word = if text.starts_with('-') { text.trim_start_matches('-') } else { text };
    let reserved = RESERVED.get(word.len()).copied().unwrap_or_default();
    reserved.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}

fn single_quoted(text: &str, out: &mut String) {
    out.push('\'');
    let mut pieces = text.split('\'');
    out.push_str(pieces.next().unwrap_or(""));
    for piece in pieces {
        out.push_str("''");
        out.push_str(piece);
    }
    out.push('\'');
}

/// Writes `text` in double quotes, on one line.
pub(super) fn quoted(text: &str, out: &mut String) {
    const HEX: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    out.push('"');
    let mut copied = 0;
    for (at, char) in text.char_indices() {
        let escape = match char {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\t' => "\\t",
            '\r' => "\\r",
            '\0'..='\x1f' | '\x7f' => "",
            _ if !char.is_ascii() && escaped(char) => "",
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        copied = at + char.len_utf8();
        out.push_str(escape);
        if escape.is_empty() {
            let code = u32::from(char);
            let (letter, digits) = if code > 0xffff { ('U', 8) } else { ('u', 4) };
            out.push('\\');
            out.push(letter);
            for digit in (0..digits).rev() {
                out.push(HEX[(code >> (4 * digit)) as usize & 15]);
            }
        }
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

/// Whether a literal block gives `text` back exactly: its first line must show the indentation,
/// and no line may hold white space that editors or readers drop.
fn is_block(text: &str) -> bool {
    !text.starts_with([' ', '\n', '\t'])
        && text.split('\n').all(|line| !line.ends_with([' ', '\t']) && !line.starts_with('\t'))
}

fn block(text: &str, indent: &str, out: &mut String) {
    let body = text.strip_suffix('\n');
    out.push_str(match body {
        None => "|-\n",
        Some(body) if body.ends_with('\n') => "|+\n",
        Some(_) => "|\n",
    });
    for line in body.unwrap_or(text).split('\n') {
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}
