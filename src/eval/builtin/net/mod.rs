//! `net`: addresses, hosts and URLs as texts. Nothing is ever looked up or called.

mod address;
mod host;
mod ip;
mod predicate;
mod url;

use super::Package;

pub(crate) use url::{check as check_url, unescape as unescape_url};

pub(super) const PACKAGE: Package = Package {
    path: "net",
    members: &[host::MEMBERS, ip::MEMBERS, predicate::MEMBERS, url::MEMBERS],
};
