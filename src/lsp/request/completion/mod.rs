//! What can be written at the cursor: fields that the struct may have, the required ones first;
//! values that a field may have; names in scope; members; paths of packages.

mod context;
mod fields;
mod snippets;
mod values;

use lsp_types::request::Completion;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionParams, CompletionResponse, CompletionTextEdit,
    Documentation, InsertTextFormat, MarkupContent, MarkupKind, Range, TextEdit,
};

use super::Answer;
use crate::lsp::desk::{Desk, Place};
use crate::session::names::Names;
use crate::syntax::tree::ExprKind;
use context::{Context, Word};

pub(super) fn completion(desk: &Desk, params: CompletionParams) -> Answer<Completion> {
    let asked = params.text_document_position;
    let Some(place) = desk.place(&asked.text_document, asked.position) else { return Ok(None) };
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.file(place.file) else { return Ok(None) };
    let counter = Counter { desk, place: &place, names: &names };
    let mut offers = match context::context(here.text, place.offset) {
        Context::Nothing => return Ok(None),
        Context::Import(from) => counter.paths(from),
        Context::Member { chain, from } => counter.members(&chain, from),
        Context::Word(mut word) => {
            word.may_be_label &= !counter.is_in_list();
            counter.words(&word)
        }
    };
    offers.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
    offers.dedup_by(|a, b| a.label == b.label);
    let items = offers.into_iter().map(|offer| counter.item(offer)).collect();
    Ok(Some(CompletionResponse::Array(items)))
}

/// One thing that can be written.
struct Offer {
    label: String,
    kind: CompletionItemKind,
    /// What comes first: lower ranks.
    rank: u8,
    /// The type or value, on one line.
    detail: Option<String>,
    doc: Option<String>,
    /// What is inserted, if it is not the label.
    text: Option<String>,
    /// What is inserted with places to fill in, where the client knows that.
    snippet: Option<String>,
    /// Where the text begins that it replaces.
    from: u32,
    /// Where that ends; at the cursor, unless more belongs to it.
    to: u32,
}

impl Offer {
    fn new(
        label: impl Into<String>,
        kind: CompletionItemKind,
        rank: u8,
        from: u32,
        to: u32,
    ) -> Self {
        let label = label.into();
        Self { label, kind, rank, detail: None, doc: None, text: None, snippet: None, from, to }
    }
}

/// Where offers are made: the cursor, and what is known around it.
struct Counter<'a> {
    desk: &'a Desk,
    place: &'a Place,
    names: &'a Names<'a>,
}

impl Counter<'_> {
    fn text(&self) -> &str {
        self.place.project.sources().text(self.place.file)
    }

    /// The text right behind the cursor.
    fn behind(&self) -> &str {
        self.text().get(self.place.offset as usize..).unwrap_or_default()
    }

    /// Whether the innermost bracket around the cursor is that of a list.
    fn is_in_list(&self) -> bool {
        let Some(here) = self.names.file(self.place.file) else { return false };
        let at = self.place.offset;
        let around = here.parsed.tree.exprs.iter().map(|(_, expr)| expr).filter(|expr| {
            expr.span.start < at
                && at < expr.span.end
                && matches!(expr.kind, ExprKind::List(_) | ExprKind::Struct { braces: true, .. })
        });
        let innermost = around.min_by_key(|expr| expr.span.end - expr.span.start);
        innermost.is_some_and(|expr| matches!(expr.kind, ExprKind::List(_)))
    }

    /// What a word can become.
    fn words(&self, word: &Word) -> Vec<Offer> {
        let mut offers = Vec::new();
        if word.may_be_label {
            offers.extend(self.labels(word));
        }
        if !word.labels.is_empty() {
            offers.extend(self.values(word));
        }
        if !word.quoted {
            offers.extend(self.references(word));
        }
        offers
    }

    fn item(&self, offer: Offer) -> CompletionItem {
        let lines = self.desk.lines(self.text());
        let range = Range::new(lines.position(offer.from), lines.position(offer.to));
        let format = offer.snippet.is_some().then_some(InsertTextFormat::SNIPPET);
        let new_text = offer.snippet.or(offer.text).unwrap_or_else(|| offer.label.clone());
        let doc = offer.doc.map(|value| {
            Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
        });
        CompletionItem {
            sort_text: Some(format!("{}{}", offer.rank, offer.label)),
            filter_text: Some(self.filter(offer.from, &offer.label)),
            label: offer.label,
            kind: Some(offer.kind),
            detail: offer.detail,
            documentation: doc,
            insert_text_format: format,
            text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
            ..CompletionItem::default()
        }
    }

    /// What a client compares with what is written, a quote if that starts with one.
    fn filter(&self, from: u32, label: &str) -> String {
        let quoted = self.text().get(from as usize..).is_some_and(|text| text.starts_with('"'));
        if quoted && !label.starts_with('"') { format!("\"{label}\"") } else { label.to_owned() }
    }
}
