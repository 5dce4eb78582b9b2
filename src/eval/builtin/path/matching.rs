//! `path.Match`.

use super::super::Fault;
use super::os::Os;
use crate::base::Glob;

/// Whether the whole of `name` matches.
pub(super) fn matches(pattern: &str, name: &str, os: Os) -> Result<bool, Fault> {
    let glob = Glob::new(pattern, os.separator()).map_err(Fault::new)?;
    Ok(glob.matches(name))
}
