//! `mod tidy`: what is imported is named, what is named is locked, and what is locked is there.

use super::missing::Missing;
use super::solve::Solution;
use super::work::{Faults, Work};
use super::{LOCK_FILE, used};

impl Work<'_> {
    /// Adds the dependencies that sources import and `inf.toml` does not name, as far as it is known
    /// where they are; brings the lock up to date, and everything that is locked to this machine.
    ///
    /// # Errors
    /// Dependencies that cannot be settled or fetched.
    pub fn tidy(&mut self) -> Result<Vec<String>, Faults> {
        let mut lines = Vec::new();
        let missing = self.missing();
        if missing.is_empty() {
            let solution = self.settled()?;
            lines.extend(self.write(&solution)?);
            return self.tidied(&solution, lines);
        }
        let mut manifest = self.manifest()?;
        for Missing { name, source } in &missing {
            lines.push(format!("added `{name}`, which is imported"));
            manifest.set(name, source);
        }
        self.take(&manifest)?;
        let solution = self.settled()?;
        self.keep(&manifest)?;
        lines.extend(self.write(&solution)?);
        self.tidied(&solution, lines)
    }

    fn tidied(&mut self, solution: &Solution, lines: Vec<String>) -> Result<Vec<String>, Faults> {
        let unused = used::unused(self.files, &self.project);
        self.diagnostics.extend(unused);
        if lines.is_empty() {
            return Ok(vec![match solution.fetched.len() {
                0 => "nothing to fetch".to_owned(),
                1 => format!("`{LOCK_FILE}` is up to date: 1 module"),
                count => format!("`{LOCK_FILE}` is up to date: {count} modules"),
            }]);
        }
        Ok(lines)
    }
}
