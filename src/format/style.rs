//! The breaks that house style asks for, whatever was written: each declaration on its own line,
//! an empty line behind imports, and what follows from those. Breaks are only made stronger, but
//! for those within a string on one line.

use super::node::{Group, Kind, NodeId, Place, Sheet, Slot};
use super::token::Break;
use crate::base::Id;

/// Applies the style to all parts.
pub(super) fn apply(sheet: &mut Sheet<'_>) {
    // From the outermost part inwards, as a part may give its first child a break.
    for index in (0..sheet.nodes.len()).rev() {
        let node = NodeId::from_index(index);
        comments(sheet, node);
        match sheet.kind(node) {
            Kind::File(parts) => {
                let parts = parts.clone();
                body(sheet, &parts, Body::File);
            }
            Kind::Comprehension { body, fallback, .. } => {
                let (body, fallback) = (*body, *fallback);
                yielded(sheet, body);
                if let Some(fallback) = fallback
                    && let Kind::Fallback(body) = *sheet.kind(fallback)
                {
                    yielded(sheet, body);
                }
            }
            Kind::Struct(parts) => {
                let parts = parts.clone();
                let braces = sheet.nodes[node].open.is_known();
                let kind = if braces { Body::Braces } else { Body::Bare };
                if body(sheet, &parts, kind) {
                    strengthen(&mut sheet.nodes[node].close, Break::Line);
                }
            }
            Kind::Imports(specs) => {
                let specs = specs.clone();
                imports(sheet, node, &specs);
            }
            Kind::Interpolation(pieces) => {
                let pieces = pieces.clone();
                interpolation(sheet, &pieces);
            }
            _ => {}
        }
    }
}

fn strengthen(place: &mut Place, wanted: Break) {
    place.before = place.before.max(wanted);
}

/// Makes one comment of several that document the same part, but keeps them apart by empty lines
/// at the top of a file.
fn comments(sheet: &mut Sheet<'_>, node: NodeId) {
    let top = matches!(sheet.kind(node), Kind::File(_) | Kind::Package(_));
    let groups = &mut sheet.nodes[node].comments;
    let is_doc = |group: &Group<'_>| group.slot == Slot::BEFORE && group.doc;
    if groups.iter().filter(|group| is_doc(group)).count() < 2 {
        return;
    }
    if top {
        for group in groups.iter_mut().filter(|group| is_doc(group)).skip(1) {
            group.before = group.before.max(Break::Section);
        }
        return;
    }
    let mut kept: Vec<Group<'_>> = Vec::new();
    let mut merged: Option<usize> = None;
    for group in std::mem::take(groups) {
        match merged.and_then(|at| kept.get_mut(at)) {
            Some(first) if is_doc(&group) => {
                first.lines.push("//");
                first.lines.extend(group.lines);
            }
            _ => {
                if is_doc(&group) {
                    merged = Some(kept.len());
                }
                kept.push(group);
            }
        }
    }
    *groups = kept;
}

/// Whose declarations they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    File,
    Braces,
    /// A struct without known braces.
    Bare,
    /// What a comprehension yields, which begins on its own line.
    Yielded,
}

/// Puts declarations on their lines; says whether the first one had to begin a line.
fn body(sheet: &mut Sheet<'_>, decls: &[NodeId], kind: Body) -> bool {
    let mut compact = false;
    let mut commented = false;
    for &decl in decls {
        compact |= matches!(sheet.before_all(decl), Break::Blank | Break::None);
        commented |= ends_with_comment(sheet, decl) || starts_with_comment(sheet, decl);
    }
    if compact && !commented && kind != Body::File {
        return false;
    }
    let opens = match kind {
        Body::Yielded => !decls.is_empty(),
        Body::Braces => decls.len() > 1,
        Body::File | Body::Bare => false,
    };
    let mut opened = false;
    let mut before = None;
    for &decl in decls {
        match before {
            Some(before) => {
                let wanted = wanted_break(sheet, before, decl);
                lead(sheet, decl, wanted);
            }
            None if opens || (kind != Body::File && starts_with_comment(sheet, decl)) => {
                lead(sheet, decl, Break::Line);
                opened = true;
            }
            None => {}
        }
        before = Some(decl);
    }
    opened
}

/// The break that stands at least between two declarations.
fn wanted_break(sheet: &Sheet<'_>, before: NodeId, decl: NodeId) -> Break {
    let documented = sheet.first_before(decl).is_some();
    let apart = match sheet.kind(before) {
        Kind::Package(_) | Kind::Imports(_) => true,
        Kind::Field { label, .. } => documented && is_definition(sheet, *label),
        _ => documented,
    };
    if apart { Break::Section } else { Break::Line }
}

/// Whether a label is a definition's.
pub(super) fn is_definition(sheet: &Sheet<'_>, label: NodeId) -> bool {
    match sheet.kind(label) {
        Kind::Name(name) => name.starts_with('#') || name.starts_with("_#"),
        Kind::Alias { value, .. } => is_definition(sheet, *value),
        _ => false,
    }
}

/// Strengthens the break before `node` and its comments.
fn lead(sheet: &mut Sheet<'_>, node: NodeId, wanted: Break) {
    if sheet.before_all(node) >= wanted {
        return;
    }
    let comments = &mut sheet.nodes[node].comments;
    if let Some(group) = comments.iter_mut().find(|group| group.slot == Slot::BEFORE) {
        group.before = wanted;
    } else if let Some(bare) = leading_bare_struct(sheet, node) {
        sheet.nodes[bare].open.before = wanted;
    } else if let Some(head) = sheet.head(node) {
        sheet.nodes[head].open.before = wanted;
    }
}

/// The struct without known braces that `node` begins with: it is what begins a line then, and
/// not the first declaration in it.
fn leading_bare_struct(sheet: &Sheet<'_>, mut node: NodeId) -> Option<NodeId> {
    loop {
        node = match sheet.kind(node) {
            Kind::Embed(inner) | Kind::Binary { left: inner, .. } => *inner,
            Kind::Struct(_) => return (!sheet.nodes[node].open.is_known()).then_some(node),
            _ => return None,
        };
    }
}

fn starts_with_comment(sheet: &Sheet<'_>, decl: NodeId) -> bool {
    let inner = match sheet.kind(decl) {
        Kind::Embed(inner) => sheet.first_before(*inner).is_some(),
        _ => false,
    };
    inner || sheet.first_before(decl).is_some()
}

/// Whether a line comment stands at the end of `node`, so that nothing can follow on its line.
fn ends_with_comment(sheet: &Sheet<'_>, mut node: NodeId) -> bool {
    loop {
        let ends = sheet.nodes[node]
            .comments
            .iter()
            .any(|group| group.slot >= Slot::BEHIND || group.trails && group.slot != Slot::BEFORE);
        if ends {
            return true;
        }
        node = match sheet.kind(node) {
            Kind::Field { value: inner, .. }
            | Kind::Embed(inner)
            | Kind::Alias { value: inner, .. }
            | Kind::Let { value: inner, .. }
            | Kind::Binary { right: inner, .. }
            | Kind::Unary { operand: inner, .. } => *inner,
            _ => return false,
        };
    }
}

/// What a comprehension yields begins on the line of its last clause.
fn yielded(sheet: &mut Sheet<'_>, node: NodeId) {
    let Kind::Struct(decls) = sheet.kind(node) else { return };
    let decls = decls.clone();
    let open = &mut sheet.nodes[node].open;
    if !open.is_known() || open.before >= Break::Line {
        open.before = Break::Blank;
    }
    if body(sheet, &decls, Body::Yielded) {
        strengthen(&mut sheet.nodes[node].close, Break::Line);
    }
}

fn imports(sheet: &mut Sheet<'_>, node: NodeId, specs: &[NodeId]) {
    let grouped = sheet.nodes[node].close.start.is_some();
    if !grouped && specs.len() <= 1 {
        return;
    }
    strengthen(&mut sheet.nodes[node].close, Break::Line);
    if specs.len() > 1 {
        for &spec in specs {
            lead(sheet, spec, Break::Line);
        }
    }
}

/// Takes line breaks out of the interpolations of a string on one line; in one of several lines,
/// both parentheses begin a line or none.
fn interpolation(sheet: &mut Sheet<'_>, pieces: &[NodeId]) {
    let several = pieces
        .iter()
        .any(|&piece| matches!(sheet.kind(piece), Kind::Text(text) if text.contains('\n')));
    if !several {
        let mut open: Vec<NodeId> = pieces.iter().skip(1).copied().collect();
        while let Some(node) = open.pop() {
            for group in &mut sheet.nodes[node].comments {
                if group.before >= Break::Line {
                    group.before = Break::Unknown;
                }
            }
            let place = &mut sheet.nodes[node].open;
            if place.before >= Break::Line {
                place.before = Break::Unknown;
            }
            sheet.each_child(node, |child| open.push(child));
        }
        return;
    }
    for pair in pieces.get(1..).unwrap_or(&[]).chunks(2) {
        let breaks = |&node: &NodeId| sheet.before(node) >= Break::Line;
        if pair.iter().any(breaks) {
            for &node in pair {
                if let Some(head) = sheet.head(node) {
                    strengthen(&mut sheet.nodes[head].open, Break::Line);
                }
            }
        }
    }
}
