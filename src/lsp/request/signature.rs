//! How the function is called whose arguments are being written.

use lsp_types::request::SignatureHelpRequest;
use lsp_types::{
    Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpParams,
    SignatureInformation,
};

use super::Answer;
use crate::lsp::desk::Desk;
use crate::session::builtin::{self, Signature};
use crate::session::names::{Names, Shape, Target};

/// How far back the opening parenthesis is looked for, in bytes.
const FARTHEST: usize = 10_000;

pub(super) fn signature(desk: &Desk, params: SignatureHelpParams) -> Answer<SignatureHelpRequest> {
    let asked = params.text_document_position_params;
    let Some(place) = desk.place(&asked.text_document, asked.position) else { return Ok(None) };
    let text = place.project.sources().text(place.file);
    let Some((callee, argument)) = call(text, place.offset as usize) else { return Ok(None) };
    let names = Names::new(&place.project.loaded);
    let Some(here) = names.file(place.file) else { return Ok(None) };
    let scope = here.index.scope_at(place.offset);
    let known = match callee.split_once('.') {
        None => {
            let targets = names.reference(place.file, scope, callee);
            let predeclared = targets.iter().any(|one| matches!(one, Target::Predeclared(_)));
            builtin::called(None, callee).filter(|_| predeclared)
        }
        Some((package, name)) => {
            let targets = names.reference(place.file, scope, package);
            let mut shapes = targets.iter().flat_map(|target| names.shapes_of(target));
            shapes.find_map(|shape| match shape {
                Shape::Standard(path) => builtin::called(Some(&path), name),
                Shape::Struct(..) | Shape::Package(_) => None,
            })
        }
    };
    Ok(known.map(|known| help(known, argument)))
}

fn help(known: Signature, argument: usize) -> SignatureHelp {
    let parameter = |&(start, end): &(u32, u32)| ParameterInformation {
        label: ParameterLabel::LabelOffsets([start, end]),
        documentation: None,
    };
    let last = known.parameters.len().saturating_sub(1);
    let active = Some(argument.min(last) as u32);
    let signature = SignatureInformation {
        parameters: Some(known.parameters.iter().map(parameter).collect()),
        label: known.label,
        documentation: Some(Documentation::String(known.doc)),
        active_parameter: active,
    };
    SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active,
    }
}

/// The callee of the call whose parentheses are open at `offset`, and how many arguments stand
/// before it.
fn call(text: &str, offset: usize) -> Option<(&str, usize)> {
    let before = text.get(..offset)?;
    let (mut depth, mut argument, mut quoted) = (0, 0, false);
    let letters = before.char_indices().rev();
    for (at, letter) in letters.take_while(|(at, _)| offset - at < FARTHEST) {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            ')' | ']' | '}' => depth += 1,
            '(' if depth == 0 => {
                let head = before.get(..at)?;
                let is_name = |letter: char| letter.is_alphanumeric() || "._#$".contains(letter);
                let callee = head.get(head.trim_end_matches(is_name).len()..)?;
                return (!callee.is_empty()).then_some((callee, argument));
            }
            '(' | '[' | '{' => {
                depth -= 1;
                if depth < 0 {
                    return None;
                }
            }
            ',' if depth == 0 => argument += 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_call_is_found() {
        let at_end = |text: &'static str| call(text, text.len());
        assert_eq!(at_end("a: strings.Split(\"a, (\", x"), Some(("strings.Split", 1)));
        assert_eq!(at_end("a: div(f(1, 2), "), Some(("div", 1)));
        assert_eq!(at_end("a: div(1, 2)"), None);
        assert_eq!(at_end("a: div({b: "), None);
    }
}
