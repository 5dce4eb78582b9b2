//! The YAML reader: the documents of a stream, every node with its span, no key twice.
//!
//! A crate gives the events: a port of libyaml, from which Go's reader comes too, so that what CUE
//! and kubectl take is taken here. This file makes data of them. An alias is the node of its anchor
//! once more, so aliases cost nothing here; what they would cost everyone behind is limited. Keys
//! that are numbers, booleans or null are taken by their text, as CUE does.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use indexmap::IndexMap;
use libyaml_safer::{Event, EventData, Parser, ScalarStyle};
use rustc_hash::{FxBuildHasher, FxHashMap};

use comma::Spaces;
use keys::{key_text, merge};

use super::resolve::{self, Scalar, Tag};
use crate::base::{Code, Diagnostic, FileId, Number, Plain, PlainId, Shape, Span};
use crate::data::{duplicate_key, room};

/// How many nodes all aliases of a stream may stand for: some levels of aliases to aliases name
/// more data than there is memory.
const MOST_ALIASED: u64 = 1_000_000;

/// The deepest nesting that is read, as Go's reader has it.
const DEEPEST: usize = 10_000;

/// Whose reading of plain scalars counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// CUE's: `yes` is a string.
    Cue,
    /// That of Kubernetes' tools: `yes` is a boolean, `08` a number, as in YAML 1.1.
    Kubernetes,
}

/// What could be read of a stream.
#[derive(Debug)]
pub struct Stream {
    /// The documents, in order; those before the fault if there is one.
    pub documents: Vec<PlainId>,
    /// Why nothing more could be read.
    pub fault: Option<Diagnostic>,
}

/// Reads the documents of `text`, the text of `file`, into `plain`.
pub fn read(text: &str, file: FileId, plain: &mut Plain) -> Result<Vec<PlainId>, Diagnostic> {
    let Stream { documents, fault } = read_stream(text, file, plain, Dialect::Cue);
    fault.map_or(Ok(documents), Err)
}

/// Reads documents up to the first fault.
pub fn read_stream(text: &str, file: FileId, plain: &mut Plain, dialect: Dialect) -> Stream {
    let mut spaces = Spaces::default();
    loop {
        match attempt(text, file, plain, dialect, &mut spaces) {
            Ok(stream) => return stream,
            Err(Again::Quoted) => {}
            Err(Again::Stuck(at)) => {
                if !spaces.add(text, at as usize) {
                    return Stream {
                        documents: Vec::new(),
                        fault: Some(wrong::tag(text, at, file)),
                    };
                }
            }
        }
    }
}

/// Why a text has to be read again.
enum Again {
    /// The crate gave up behind this place.
    Stuck(u32),
    /// A space was added within quotes.
    Quoted,
}

fn attempt(
    text: &str,
    file: FileId,
    plain: &mut Plain,
    dialect: Dialect,
    spaces: &mut Spaces,
) -> Result<Stream, Again> {
    let mut reader = Reader {
        plain,
        dialect,
        documents: Vec::new(),
        open: Vec::new(),
        anchors: FxHashMap::default(),
        aliased: 0,
    };
    let spaced = spaces.added(text);
    let mut parser = Parser::new();
    parser.set_encoding(libyaml_safer::Encoding::Utf8);
    parser.set_input(spaced.as_bytes().chain(ending::added(text)));
    let mut read_to = 0;
    let fault = loop {
        // Where a tag ends in a comma, the crate panics.
        let Ok(parsed) = catch_unwind(AssertUnwindSafe(|| parser.parse())) else {
            return Err(Again::Stuck(read_to));
        };
        match parsed {
            Ok(Event { data: EventData::StreamEnd, .. }) => break None,
            Ok(event) => {
                let place = |index: u64| spaces.place(index as usize).min(text.len()) as u32;
                let (start, end) = (place(event.start_mark.index), place(event.end_mark.index));
                read_to = end;
                let to_end = event.end_mark.index as usize > spaced.len();
                if is_quoted(&event.data) && spaces.drop_within(start as usize, end as usize) {
                    return Err(Again::Quoted);
                }
                let data = if to_end { ending::undone(event.data, text) } else { event.data };
                if let Err(fault) = reader.event(data, Span::new(file, start, end)) {
                    break Some(fault);
                }
            }
            Err(error) => break Some(wrong::syntax(&error, text, file)),
        }
    };
    Ok(Stream { documents: reader.documents, fault })
}

/// Whether a node is a text in quotes or a block, in which every letter counts.
fn is_quoted(data: &EventData) -> bool {
    matches!(data, EventData::Scalar { style, .. } if *style != ScalarStyle::Plain)
}

/// A finished node, and how many nodes it and all below it are.
#[derive(Clone, Copy)]
struct Node {
    id: PlainId,
    weight: u64,
}

/// One entry of a map that is being read.
struct Field {
    value: PlainId,
    key: Span,
    /// Whether it comes from a merge key, so that the map's own key replaces it.
    merged: bool,
}

type Fields = IndexMap<String, Field, FxBuildHasher>;

/// The key whose value comes next.
enum Key {
    Named(String, Span),
    /// `<<`
    Merge(Span),
}

enum Items {
    List(Vec<PlainId>),
    Map { fields: Fields, key: Option<Key> },
}

/// A collection that is being read.
struct Open {
    items: Items,
    anchor: Option<String>,
    start: Span,
    weight: u64,
}

struct Reader<'a> {
    plain: &'a mut Plain,
    dialect: Dialect,
    documents: Vec<PlainId>,
    open: Vec<Open>,
    /// The finished nodes of this document that have anchors.
    anchors: FxHashMap<String, Node>,
    aliased: u64,
}

impl Reader<'_> {
    fn event(&mut self, event: EventData, span: Span) -> Result<(), Diagnostic> {
        room(self.plain, span)?;
        match event {
            EventData::Scalar { anchor, tag, value, style, .. } => {
                let tag = scalar_tag(tag.as_deref(), style)
                    .ok_or_else(|| error(span, "YAML: this tag has no meaning here"))?;
                self.scalar(&value, tag, anchor, span)
            }
            EventData::SequenceStart { anchor, tag, .. } => {
                self.begin(Items::List(Vec::new()), anchor, tag, "seq", span)
            }
            EventData::MappingStart { anchor, tag, .. } => {
                let items = Items::Map { fields: Fields::default(), key: None };
                self.begin(items, anchor, tag, "map", span)
            }
            EventData::SequenceEnd | EventData::MappingEnd => self.end(span),
            EventData::Alias { anchor } => self.alias(&anchor, span),
            EventData::DocumentStart { .. } => {
                self.anchors.clear();
                Ok(())
            }
            EventData::StreamStart { .. }
            | EventData::StreamEnd
            | EventData::DocumentEnd { .. } => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        tag: Tag,
        anchor: Option<String>,
        span: Span,
    ) -> Result<(), Diagnostic> {
        let scalar = resolve::scalar(text, tag, self.dialect)
            .map_err(|message| error(span, format!("YAML: {message}")))?;
        if self.wants_key() {
            let merge = text == "<<" && tag == Tag::Implied { plain: true };
            // The key may have an anchor itself; as a node it is a string.
            let name = key_text(text, &scalar);
            if let Some(anchor) = anchor {
                let id = self.plain.str(&name, Some(span));
                self.anchors.insert(anchor, Node { id, weight: 1 });
            }
            let key = if merge { Key::Merge(span) } else { Key::Named(name.into_owned(), span) };
            return self.key(key);
        }
        let id = match scalar {
            Scalar::Null => self.plain.null(Some(span)),
            Scalar::Bool(value) => self.plain.bool(value, Some(span)),
            Scalar::Number(value) => self.number(value, span),
            Scalar::Str => self.plain.str(text, Some(span)),
            Scalar::Bytes(value) => self.plain.bytes(&value, Some(span)),
        };
        self.done(Node { id, weight: 1 }, anchor)
    }

    fn number(&mut self, value: Number, span: Span) -> PlainId {
        match value.to_i64().filter(|_| value.is_int()) {
            Some(value) => self.plain.int(value, Some(span)),
            None => self.plain.number(value, Some(span)),
        }
    }

    fn begin(
        &mut self,
        items: Items,
        anchor: Option<String>,
        tag: Option<String>,
        own: &str,
        start: Span,
    ) -> Result<(), Diagnostic> {
        if self.wants_key() {
            return Err(error(start, "YAML: a key must be a string, not a list or a map"));
        }
        if tag.is_some_and(|tag| tag.strip_prefix(CORE) != Some(own)) {
            return Err(error(start, "YAML: this tag has no meaning here"));
        }
        if self.open.len() >= DEEPEST {
            let message = format!("YAML: it is nested deeper than {DEEPEST} levels");
            return Err(Diagnostic::error(Code::Limit, message).at(start, ""));
        }
        self.open.push(Open { items, anchor, start, weight: 1 });
        Ok(())
    }

    fn end(&mut self, end: Span) -> Result<(), Diagnostic> {
        let Some(Open { items, anchor, start, weight }) = self.open.pop() else { return Ok(()) };
        // A block ends where the next thing starts; its span covers no more than its start then.
        let span = Some(start.to(end));
        let id = match items {
            Items::List(items) => self.plain.list(items, span),
            Items::Map { fields, key: _ } => {
                let fields = fields.into_iter().map(|(key, field)| (key, field.key, field.value));
                self.plain.map_at(fields, span)
            }
        };
        self.done(Node { id, weight }, anchor)
    }

    fn alias(&mut self, anchor: &str, span: Span) -> Result<(), Diagnostic> {
        let Some(&node) = self.anchors.get(anchor) else {
            let within = self.open.iter().any(|open| open.anchor.as_deref() == Some(anchor));
            return Err(match within {
                true => error(span, "YAML: this alias stands within what it names"),
                false => error(span, format!("YAML: there is no anchor `&{anchor}` before it")),
            });
        };
        self.aliased = self.aliased.saturating_add(node.weight);
        if self.aliased > MOST_ALIASED {
            let message = format!("YAML: aliases stand for more than {MOST_ALIASED} values");
            return Err(Diagnostic::error(Code::Limit, message).at(span, ""));
        }
        if self.wants_key() {
            return match self.plain.shape(node.id) {
                Shape::Str(text) => {
                    let key = Key::Named(text.to_owned(), span);
                    self.key(key)
                }
                _ => Err(error(span, "YAML: a key must be a string")),
            };
        }
        self.done(node, None)
    }

    fn wants_key(&self) -> bool {
        let innermost = self.open.last().map(|open| &open.items);
        matches!(innermost, Some(Items::Map { key: None, .. }))
    }

    /// Takes the key of the next entry, which must be new.
    fn key(&mut self, new: Key) -> Result<(), Diagnostic> {
        if let Some(Items::Map { fields, key }) = self.open.last_mut().map(|it| &mut it.items) {
            if let Key::Named(name, span) = &new
                && let Some(first) = fields.get(name)
                && !first.merged
            {
                return Err(duplicate_key(name, *span, Some(first.key)));
            }
            *key = Some(new);
        }
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn done(&mut self, node: Node, anchor: Option<String>) -> Result<(), Diagnostic> {
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, node);
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node.id);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(node.weight);
        match &mut open.items {
            Items::List(items) => items.push(node.id),
            Items::Map { fields, key } => match key.take() {
                Some(Key::Named(name, key)) => {
                    fields.insert(name, Field { value: node.id, key, merged: false });
                }
                Some(Key::Merge(span)) => merge(self.plain, node.id, span, fields)?,
                // A value never comes without a key before it.
                None => {}
            },
        }
        Ok(())
    }
}

/// What the tags of YAML itself begin with.
const CORE: &str = "tag:yaml.org,2002:";

fn scalar_tag(tag: Option<&str>, style: ScalarStyle) -> Option<Tag> {
    match tag {
        None => Some(Tag::Implied { plain: style == ScalarStyle::Plain }),
        // `!` alone makes any scalar a string.
        Some("!") => Some(Tag::Str),
        Some(tag) => Tag::core(tag.strip_prefix(CORE)?),
    }
}

fn error(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Syntax, message).at(span, "")
}

mod comma;
mod ending;
mod keys;
mod wrong;

#[cfg(test)]
mod tests;
