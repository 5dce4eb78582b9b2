//! Bytes to source text: the byte-order mark goes, UTF-8 is required, and what cannot be read is
//! said in one sentence.

use std::io;
use std::path::Path;

use super::files::{Files, Kind, LARGEST_FILE};
use crate::base::{Code, Diagnostic, nearest};

/// The path that stands for standard input.
pub const STANDARD_INPUT: &str = "-";

/// The text of `path`, which messages call `shown`.
///
/// # Errors
/// A missing, unreadable or too large file, or one that is not UTF-8.
pub fn read(files: &dyn Files, path: &Path, shown: &Path) -> Result<String, Diagnostic> {
    decode(bytes(files, path, shown)?, shown)
}

/// The bytes of `path`, which messages call `shown`.
///
/// # Errors
/// A missing, unreadable or too large file.
pub(super) fn bytes(files: &dyn Files, path: &Path, shown: &Path) -> Result<Vec<u8>, Diagnostic> {
    let bytes = if path == Path::new(STANDARD_INPUT) {
        files.standard_input()
    } else if files.kind(path) == Some(Kind::Directory) {
        Err(io::ErrorKind::IsADirectory.into())
    } else {
        files.read(path)
    };
    bytes.map_err(|error| unreadable(files, path, shown, &error))
}

/// The text of a data file, which may also be UTF-16 where a byte-order mark says so, as YAML and
/// JSON have it.
///
/// # Errors
/// A missing, unreadable or too large file, or one that is no text.
pub fn read_data(files: &dyn Files, path: &Path, shown: &Path) -> Result<String, Diagnostic> {
    let bytes = bytes(files, path, shown)?;
    let units = |order: fn([u8; 2]) -> u16| -> Vec<u16> {
        let pairs = bytes.get(2..).unwrap_or_default().chunks_exact(2);
        pairs.filter_map(|pair| pair.try_into().ok().map(order)).collect()
    };
    let wide = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(units(u16::from_le_bytes)),
        Some([0xfe, 0xff]) => Some(units(u16::from_be_bytes)),
        _ => None,
    };
    let Some(wide) = wide else {
        // Texts have no zeros; the first block tells what is no text at all.
        if bytes.iter().take(8192).any(|&byte| byte == 0) {
            let message = format!("`{}` is no text: it has bytes that are zero", shown.display());
            return Err(Diagnostic::error(Code::File, message));
        }
        return decode(bytes, shown);
    };
    String::from_utf16(&wide).map_err(|_| {
        let message = format!("`{}` begins as UTF-16, but is not", shown.display());
        Diagnostic::error(Code::File, message).help("Save the file as UTF-8.")
    })
}

/// The text in `bytes`, without a byte-order mark.
///
/// # Errors
/// Bytes that are not UTF-8; the message says where.
pub fn decode(bytes: Vec<u8>, shown: &Path) -> Result<String, Diagnostic> {
    if let Some([0xff, 0xfe] | [0xfe, 0xff]) = bytes.get(..2) {
        let message = format!("`{}` is UTF-16, not UTF-8", shown.display());
        return Err(Diagnostic::error(Code::File, message).help("Save the file as UTF-8."));
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..offset).unwrap_or_default();
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let message = format!("`{}` is not UTF-8: byte {offset}, on line {line}", shown.display());
        Diagnostic::error(Code::File, message).help("Save the file as UTF-8.")
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// What to say of a file that the system does not let us read.
pub(crate) fn unreadable(
    files: &dyn Files,
    path: &Path,
    shown: &Path,
    error: &io::Error,
) -> Diagnostic {
    let name = shown.display();
    let said = |message: String| Diagnostic::error(Code::File, message);
    match error.kind() {
        io::ErrorKind::NotFound => {
            let diagnostic = said(format!("`{name}` does not exist"));
            match beside(files, path) {
                Some(near) => {
                    let near = shown.with_file_name(near);
                    diagnostic.help(format!("Did you mean `{}`?", near.display()))
                }
                None => diagnostic,
            }
        }
        io::ErrorKind::PermissionDenied => {
            said(format!("`{name}` cannot be read: permission denied"))
                .help("Give yourself the right to read it.")
        }
        io::ErrorKind::FileTooLarge => {
            let limit = LARGEST_FILE >> 20;
            said(format!("`{name}` is larger than {limit} MiB, the most that is read"))
                .help("Split it, or keep large data out of the configuration.")
        }
        io::ErrorKind::IsADirectory => said(format!("`{name}` is a directory, not a file")),
        _ => said(format!("`{name}` cannot be read: {error}")),
    }
}

/// The name beside `path` that was probably meant.
fn beside(files: &dyn Files, path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    let names = files.list(directory).ok()?;
    let names = names.iter().filter_map(|(name, _)| name.to_str());
    nearest(wanted, names).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::files::Memory;
    use super::*;

    fn fault(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), Path::new("a.inf")).unwrap_err().message
    }

    #[test]
    fn the_byte_order_mark_goes() {
        assert_eq!(decode(b"\xef\xbb\xbfa: 1".to_vec(), Path::new("a.inf")).unwrap(), "a: 1");
    }

    #[test]
    fn other_encodings_are_named() {
        assert_eq!(fault(b"a: 1\nb: \"\xe9\""), "`a.inf` is not UTF-8: byte 9, on line 2");
        assert_eq!(fault(b"\xff\xfea\0"), "`a.inf` is UTF-16, not UTF-8");
    }

    #[test]
    fn a_missing_file_names_its_neighbour() {
        let files = Memory::new("/w").with("app.inf", "a: 1");
        let error = read(&files, Path::new("apq.inf"), Path::new("apq.inf")).unwrap_err();
        assert_eq!(error.message, "`apq.inf` does not exist");
        assert_eq!(error.help, ["Did you mean `app.inf`?"]);
    }

    /// Files of which none may be read: root could read them all, so no test on disk shows this.
    struct Locked(Memory);

    impl Files for Locked {
        fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::PermissionDenied.into())
        }

        fn list(&self, directory: &Path) -> io::Result<Vec<(std::ffi::OsString, Kind)>> {
            self.0.list(directory)
        }

        fn kind(&self, path: &Path) -> Option<Kind> {
            self.0.kind(path)
        }

        fn standard_input(&self) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::FileTooLarge.into())
        }

        fn current(&self) -> std::path::PathBuf {
            self.0.current()
        }

        fn cache(&self) -> Option<crate::remote::Cache> {
            None
        }
    }

    #[test]
    fn what_may_not_be_read_says_so() {
        let files = Locked(Memory::new("/w").with("app.inf", "a: 1"));
        let said = |path: &str| read(&files, Path::new(path), Path::new(path)).unwrap_err().message;
        assert_eq!(said("app.inf"), "`app.inf` cannot be read: permission denied");
        assert_eq!(said("-"), "`-` is larger than 256 MiB, the most that is read");
        assert_eq!(said("/"), "`/` is a directory, not a file");
    }
}
