//! Trees as archives, `tar` in `gzip`: the same files always make the same bytes, and what is read
//! may be written by anyone.

use std::io::{self, Read, Write};

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use tar::{Archive, Builder, EntryType, Header};

use super::tree::{Tree, most_bytes, too_large};
use crate::base::{Code, Diagnostic};

/// How much of an archive is no content: headers, padding, long names.
const OVERHEAD: u64 = 64 << 20;

/// The archive of `tree`: no times, no owners, entries by name.
///
/// # Errors
/// What writing into memory can meet, such as a path that `tar` does not hold.
pub fn pack(tree: &Tree) -> io::Result<Vec<u8>> {
    let mut builder = Builder::new(Vec::new());
    for (path, bytes) in tree.files() {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o644);
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, path, bytes)?;
    }
    let plain = builder.into_inner()?;
    let mut packed = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    packed.write_all(&plain)?;
    packed.finish()
}

/// The files in an archive.
///
/// # Errors
/// Bytes that are no archive, paths that lead out, links and devices, and more than a module may
/// have.
pub fn unpack(bytes: &[u8]) -> Result<Tree, Diagnostic> {
    let limited = GzDecoder::new(bytes).take(most_bytes() + OVERHEAD);
    let mut archive = Archive::new(limited);
    let mut tree = Tree::default();
    for entry in archive.entries().map_err(|error| broken(&error))? {
        let mut entry = entry.map_err(|error| broken(&error))?;
        let path = entry.path_bytes().into_owned();
        let Ok(path) = String::from_utf8(path) else {
            return Err(refused("a path in the archive is not UTF-8"));
        };
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {
                if entry.size() > most_bytes() {
                    return Err(too_large());
                }
                let mut content = Vec::new();
                entry.read_to_end(&mut content).map_err(|error| broken(&error))?;
                tree.insert(path.strip_prefix("./").unwrap_or(&path), content)?;
            }
            // Directories come with their files.
            EntryType::Directory | EntryType::XGlobalHeader => {}
            _ => {
                let name = path.escape_debug();
                return Err(refused(format!("`{name}` in the archive is no plain file")));
            }
        }
    }
    Ok(tree.pruned())
}

fn broken(error: &io::Error) -> Diagnostic {
    refused(format!("the archive cannot be unpacked: {error}"))
}

fn refused(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Integrity, message)
        .help("Modules are archives of plain files, as `infc mod publish` makes them.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(entries: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
        let mut builder = Builder::new(Vec::new());
        for (path, kind, content) in entries {
            let mut header = Header::new_ustar();
            header.set_entry_type(*kind);
            header.set_mode(0o644);
            header.set_size(content.len() as u64);
            // `set_path` refuses what an attacker would write.
            let name = &mut header.as_mut_bytes()[..100];
            name[..path.len()].copy_from_slice(path.as_bytes());
            if *kind == EntryType::Symlink {
                header.set_link_name("/etc/passwd").unwrap();
            }
            header.set_cksum();
            builder.append(&header, *content).unwrap();
        }
        let mut packed = GzBuilder::new().write(Vec::new(), Compression::fast());
        packed.write_all(&builder.into_inner().unwrap()).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn what_is_packed_comes_back() {
        let mut tree = Tree::default();
        let long = format!("{}/x.inf", "d".repeat(150));
        for path in ["a.inf", "b/c.inf", long.as_str()] {
            tree.insert(path, path.as_bytes().to_vec()).unwrap();
        }
        let packed = pack(&tree).unwrap();
        assert_eq!(packed, pack(&tree).unwrap());
        assert_eq!(unpack(&packed).unwrap(), tree);
    }

    #[test]
    fn nothing_escapes() {
        let said = |path: &str, kind| unpack(&archive(&[(path, kind, b"")])).unwrap_err().message;
        for path in ["../x.inf", "/tmp/x.inf", "a/../../x.inf"] {
            assert!(said(path, EntryType::Regular).contains("is no path of a file"), "{path}");
        }
        for kind in [EntryType::Symlink, EntryType::Link, EntryType::Char, EntryType::Fifo] {
            assert_eq!(said("a.inf", kind), "`a.inf` in the archive is no plain file");
        }
    }

    #[test]
    fn bombs_are_cut_off() {
        let zeros = vec![0; 1 << 20];
        let mut packed = GzBuilder::new().write(Vec::new(), Compression::fast());
        let mut header = Header::new_ustar();
        header.set_path("a.inf").unwrap();
        header.set_size(1 << 40);
        header.set_cksum();
        packed.write_all(header.as_bytes()).unwrap();
        packed.write_all(&zeros).unwrap();
        let error = unpack(&packed.finish().unwrap()).unwrap_err();
        assert!(error.message.starts_with("this is too large"), "{}", error.message);
        assert!(unpack(b"no archive").is_err());
        assert!(unpack(b"").is_err());
    }
}
