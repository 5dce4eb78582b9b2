//! Quotes for a label that hides an import: within its struct, the name then means the package.

use lsp_types::{CodeAction, CodeActionKind};

use super::Bench;
use crate::session::names::Sort;

impl Bench<'_> {
    pub(super) fn quoted_label(&self) -> Option<CodeAction> {
        let here = self.names.file(self.place.file)?;
        let at = self.place.offset;
        let (_, label) = here.index.definitions.iter().find(|(_, one)| {
            matches!(one.sort, Sort::Field { quoted: false, .. })
                && one.span.start <= at
                && at <= one.span.end
        })?;
        let mut same = here.index.declared(here.index.file(), &label.name);
        same.find(|&id| matches!(here.index.definitions[id].sort, Sort::Import(_)))?;
        let title =
            format!("Write `{}` in quotes, so that it does not hide the import", label.name);
        let edit = (label.span, format!("{:?}", label.name));
        self.action(title, CodeActionKind::QUICKFIX, &[edit])
    }
}
