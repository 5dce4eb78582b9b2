//! Source maps as JSON; `docs/source-map.md` is the description, and what stands there stays.

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use super::{Object, Output, Row, SourceMap};

/// The version of the form; it changes if anything goes or means something else.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    /// First, so that the beginning of a file tells what it is.
    format: &'static str,
    version: u32,
    sources: &'a [String],
    objects: Vec<Told<'a>>,
    paths: &'a [String],
    places: &'a [[u32; 5]],
    chains: &'a [Vec<u32>],
    outputs: Vec<Written<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(rename = "apiVersion")]
    api_version: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    path: &'a str,
}

#[derive(Serialize)]
struct Written<'a> {
    name: &'a str,
    #[serde(serialize_with = "rows")]
    lines: &'a [Row],
}

impl SourceMap {
    /// How the text of every map begins.
    pub const HEAD: &'static str = "{\"format\":\"infc source map\"";

    /// The map as JSON, on one line.
    pub fn text(&self) -> String {
        let document = Document {
            format: "infc source map",
            version: VERSION,
            sources: &self.sources.rows,
            objects: self.objects.iter().map(told).collect(),
            paths: &self.paths.rows,
            places: &self.places.rows,
            chains: &self.chains.rows,
            outputs: self.outputs.iter().map(written).collect(),
        };
        // Strings and numbers can always be written.
        let mut text = serde_json::to_string(&document).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn told(object: &Object) -> Told<'_> {
    Told {
        api_version: &object.api_version,
        kind: &object.kind,
        namespace: object.namespace.as_deref(),
        name: object.name.as_deref(),
        path: &object.path,
    }
}

fn written(output: &Output) -> Written<'_> {
    Written { name: &output.name, lines: &output.rows }
}

/// Each row as a list of numbers.
fn rows<S: Serializer>(rows: &&[Row], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(rows.len()))?;
    for row in *rows {
        let Row { line, column, object, path, origin } = row;
        list.serialize_element(&(
            line,
            column,
            object,
            path,
            origin.value,
            origin.key,
            origin.chain,
        ))?;
    }
    list.end()
}
