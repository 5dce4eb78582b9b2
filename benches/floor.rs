//! The floor under `infc export`: the same data read as JSON and written as YAML by the same writer,
//! with nothing evaluated and nothing checked. `benches/README.md` tells how the two are compared.
//!
//! usage: floor FILE.json > FILE.yaml
//!
//! The elements of a list become documents of their own, as manifests do.

use std::io::Write as _;
use std::process::ExitCode;
use std::{env, fs, io};

use infc::base::{Plain, Shape, Sources};
use infc::data::{json, yaml};

fn main() -> ExitCode {
    let Some(path) = env::args().nth(1) else {
        eprintln!("usage: floor FILE.json > FILE.yaml");
        return ExitCode::from(2);
    };
    match written(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{path}: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn written(path: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut sources = Sources::default();
    let file = sources.add(path, fs::read_to_string(path)?);
    let mut plain = Plain::default();
    let root = json::read(sources.text(file), file, &mut plain).map_err(|fault| fault.message)?;
    let documents = match plain.shape(root) {
        Shape::List(items) => items.to_vec(),
        Shape::Null
        | Shape::Bool(_)
        | Shape::Int(_)
        | Shape::Number(_)
        | Shape::Str(_)
        | Shape::Bytes(_)
        | Shape::Map => vec![root],
    };
    let mut text = String::new();
    yaml::write_stream(&plain, documents, &mut text);
    io::stdout().write_all(text.as_bytes())?;
    // As `infc` does, whose values are not given back one by one either.
    std::mem::forget(plain);
    Ok(())
}
