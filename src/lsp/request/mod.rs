//! The requests: one file each, one line each in the table below.

pub(super) mod command;
pub(super) mod semantic_tokens;

mod blanks;
mod code_action;
mod code_lens;
mod completion;
mod definition;
mod definition_of_line;
mod folding;
mod formatting;
mod highlight;
mod hover;
mod inlay_hint;
mod references;
mod rename;
mod signature;
mod symbols;

use lsp_server::ErrorCode;
use lsp_types::request::{
    CodeActionRequest, CodeLensRequest, CodeLensResolve, Completion, DocumentHighlightRequest,
    DocumentSymbolRequest, ExecuteCommand, FoldingRangeRequest, Formatting, GotoDefinition,
    HoverRequest, InlayHintRequest, PrepareRenameRequest, RangeFormatting, References, Rename,
    Request, SemanticTokensFullRequest, SignatureHelpRequest, WorkspaceSymbolRequest,
};
use serde_json::Value;

use super::desk::Desk;
use super::task::Failure;

/// What an answer is.
type Answer<R> = Result<<R as Request>::Result, Failure>;

/// Who answers a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Where {
    /// The loop, at once: what needs the texts alone.
    Here,
    /// The worker: what needs values.
    Worker,
}

/// Declares the table: a request, who answers it, and the function that does.
macro_rules! requests {
    ($($request:ty, $place:ident, $answer:path;)*) => {
        /// Who answers the request of that name.
        pub(super) fn place(method: &str) -> Option<Where> {
            $(if method == <$request>::METHOD { return Some(Where::$place); })*
            None
        }

        /// Answers the request of that name.
        pub(super) fn answer(desk: &Desk, method: &str, params: Value) -> Result<Value, Failure> {
            $(if method == <$request>::METHOD { return run::<$request>(desk, params, $answer); })*
            Err(Failure {
                code: ErrorCode::MethodNotFound,
                message: format!("`{method}` is not known"),
            })
        }
    };
}

requests! {
    DocumentSymbolRequest, Here, symbols::document;
    WorkspaceSymbolRequest, Here, symbols::workspace;
    HoverRequest, Worker, hover::hover;
    InlayHintRequest, Worker, inlay_hint::hints;
    CodeActionRequest, Here, code_action::actions;
    CodeLensRequest, Here, code_lens::lenses;
    CodeLensResolve, Here, code_lens::resolve;
    ExecuteCommand, Worker, command::execute;
    Completion, Worker, completion::completion;
    SignatureHelpRequest, Here, signature::signature;
    GotoDefinition, Here, definition::definition;
    References, Here, references::references;
    PrepareRenameRequest, Here, rename::prepare;
    Rename, Here, rename::rename;
    DocumentHighlightRequest, Here, highlight::highlight;
    Formatting, Here, formatting::whole;
    RangeFormatting, Here, formatting::range;
    FoldingRangeRequest, Here, folding::folding;
    SemanticTokensFullRequest, Here, semantic_tokens::full;
}

fn run<R: Request>(
    desk: &Desk,
    params: Value,
    answer: impl Fn(&Desk, R::Params) -> Answer<R>,
) -> Result<Value, Failure> {
    let failure = |code, error: serde_json::Error| Failure { code, message: error.to_string() };
    let params =
        serde_json::from_value(params).map_err(|error| failure(ErrorCode::InvalidParams, error))?;
    let result = answer(desk, params)?;
    serde_json::to_value(result).map_err(|error| failure(ErrorCode::InternalError, error))
}
