//! What colours the names: by what they lead to rather than by how they look.

use lsp_types::request::SemanticTokensFullRequest;
use lsp_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensLegend,
    SemanticTokensParams, SemanticTokensResult,
};

use super::Answer;
use crate::base::Span;
use crate::lsp::desk::Desk;
use crate::session::builtin;
use crate::session::names::{Names, Sort, Target};

/// The types, by the numbers that tokens carry.
#[derive(Clone, Copy)]
enum Token {
    Namespace,
    Type,
    Property,
    Variable,
    Function,
}

/// The one modifier: where a name is declared.
const DECLARATION: u32 = 1;

/// What the numbers in tokens mean.
pub(in crate::lsp) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: vec![
            SemanticTokenType::NAMESPACE,
            SemanticTokenType::TYPE,
            SemanticTokenType::PROPERTY,
            SemanticTokenType::VARIABLE,
            SemanticTokenType::FUNCTION,
        ],
        token_modifiers: vec![SemanticTokenModifier::DECLARATION],
    }
}

pub(super) fn full(desk: &Desk, params: SemanticTokensParams) -> Answer<SemanticTokensFullRequest> {
    let Some((project, file)) = desk.file(&params.text_document) else { return Ok(None) };
    let names = Names::new(&project.loaded);
    let Some(here) = names.file(file) else { return Ok(None) };
    let mut tokens: Vec<(Span, Token, u32)> = Vec::new();
    for (_, one) in here.index.definitions.iter() {
        if !matches!(one.sort, Sort::Pattern | Sort::Import(_)) {
            tokens.push((one.span, of_sort(one.sort, &one.name), DECLARATION));
        }
    }
    for one in &here.index.uses {
        let target = names.targets(file, one).into_iter().next();
        let Some(target) = target else { continue };
        let kind = match &target {
            Target::Declared(file, id) => match names.definition(*file, *id) {
                Some(declared) => of_sort(declared.sort, &one.name),
                None => continue,
            },
            Target::Member(..) => Token::Function,
            Target::Predeclared(name) => match builtin::is_function(name) {
                true => Token::Function,
                false => Token::Type,
            },
        };
        tokens.push((one.span, kind, 0));
    }
    tokens.sort_by_key(|token| token.0);
    tokens.dedup_by_key(|token| token.0.start);
    let lines = desk.lines(here.text);
    let mut data = Vec::with_capacity(tokens.len());
    let (mut line, mut start) = (0, 0);
    for (span, kind, modifiers) in tokens {
        let range = lines.range(span);
        // A token stands on one line.
        if range.start.line != range.end.line {
            continue;
        }
        let delta_line = range.start.line - line;
        let from = if delta_line == 0 { start } else { 0 };
        data.push(SemanticToken {
            delta_line,
            delta_start: range.start.character - from,
            length: range.end.character - range.start.character,
            token_type: kind as u32,
            token_modifiers_bitset: modifiers,
        });
        (line, start) = (range.start.line, range.start.character);
    }
    Ok(Some(SemanticTokensResult::Tokens(SemanticTokens { result_id: None, data })))
}

fn of_sort(sort: Sort, name: &str) -> Token {
    match sort {
        Sort::Field { .. } | Sort::Pattern => {
            if name.trim_start_matches('_').starts_with('#') {
                Token::Type
            } else {
                Token::Property
            }
        }
        Sort::Let | Sort::Alias(_) | Sort::Variable => Token::Variable,
        Sort::Import(_) => Token::Namespace,
    }
}
