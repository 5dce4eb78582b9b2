//! A parsed file that is kept as bytes until somebody looks at it: of the embedded library, most
//! runs need no more than what stands before the declarations.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::{Parsed, parse, stored};
use crate::base::FileId;

/// What became of a file's text; dereferences to the whole.
#[derive(Clone, Debug)]
pub enum Reading {
    /// All of it.
    Whole(Arc<Parsed>),
    /// As it was stored.
    Stored(Arc<Shelved>),
}

/// A file that was parsed when infc was built.
#[derive(Debug)]
pub struct Shelved {
    file: FileId,
    text: &'static str,
    tree: &'static [u8],
    preamble: Parsed,
    whole: OnceLock<Parsed>,
}

impl Reading {
    /// The file with that `text`, whose preamble and whole were stored as these bytes; parsed here
    /// where they are none.
    pub fn of_stored(
        file: FileId,
        text: &'static str,
        preamble: &[u8],
        tree: &'static [u8],
    ) -> Self {
        match stored::restore(file, preamble) {
            Some(preamble) => {
                let whole = OnceLock::new();
                Self::Stored(Arc::new(Shelved { file, text, tree, preamble, whole }))
            }
            None => Self::Whole(Arc::new(parse(file, text))),
        }
    }

    /// What stands before the declarations: the package clause, the imports and the attributes.
    /// There may be declarations in it, or none.
    pub fn preamble(&self) -> &Parsed {
        match self {
            Self::Whole(parsed) => parsed,
            Self::Stored(shelved) => &shelved.preamble,
        }
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self::Whole(Arc::default())
    }
}

impl Deref for Reading {
    type Target = Parsed;

    fn deref(&self) -> &Parsed {
        match self {
            Self::Whole(parsed) => parsed,
            Self::Stored(shelved) => shelved.whole.get_or_init(|| {
                let Shelved { file, text, tree, .. } = **shelved;
                stored::restore(file, tree).unwrap_or_else(|| parse(file, text))
            }),
        }
    }
}
