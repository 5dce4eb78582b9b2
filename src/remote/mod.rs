//! Other machines: git repositories and OCI registries, and the trees of files that come from
//! them, with their digests, archives and the cache they lie in.
//!
//! This room knows nothing of `inf.toml`, import paths or versions: it is handed addresses and
//! gives files back. With `package`, it is all of the library that knows network and disk. No
//! secret that passes through here is ever part of a message.

mod archive;
mod cache;
mod credentials;
mod git;
mod head;
mod oci;
mod tree;

pub use archive::{pack, unpack};
pub use cache::{CACHE_VARIABLE, Cache};
pub use credentials::{Credentials, store as store_credentials};
pub use git::{Repository, Revision, refused as refused_address};
pub use head::{Committed, Head};
pub use oci::{Client, Manifest, Published, Reference, Wanted, is_digest};
pub use tree::{Tree, digest_of};
