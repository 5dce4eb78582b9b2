//! `encoding/toml`: structs to TOML text and back.

use super::plain::from_plain;
use crate::base::{FileId, Id as _, Plain};
use crate::data::toml;
use crate::eval::builtin::Fault;
use crate::eval::builtin::arguments::bytes;
use crate::eval::builtin::table::{Member, Package, plain, writer};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package =
    Package { path: "encoding/toml", members: &[MEMBERS] };

/// What it takes to read a byte of TOML.
const PARSING: usize = 48;

const MEMBERS: &[Member] = &[
    writer(
        "Marshal",
        "A value as TOML, sorted by keys; fields of null are left out.",
        r#"({b: true, a: "x"}) = "a = 'x'\nb = true\n""#,
        |value| {
            let (plain, node) = value.one()?;
            let mut result = String::new();
            toml::write(plain, node, &mut result).map_err(|error| Fault::new(error.message))?;
            Ok(result)
        },
    ),
    plain(
        "Unmarshal",
        &[Kind::TEXT],
        Kind::TOP,
        "The struct that a TOML text writes.",
        r#"("a = 1\n[b]\nc = \"x\"") = {a: 1, b: {c: "x"}}"#,
        |args| {
            let source = std::str::from_utf8(bytes(args, 0)?);
            let source = source.map_err(|_| Fault::new("TOML is text in UTF-8"))?;
            let mut plain = Plain::default();
            match toml::read(source, FileId::from_index(0), &mut plain) {
                Ok(node) => from_plain(&plain, node),
                Err(error) => Err(Fault::new(error.message)),
            }
        },
    )
    .effort(PARSING),
];

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::call;

    #[test]
    fn what_is_no_toml() {
        assert!(call("encoding/toml.Unmarshal", r#""a = ""#).is_err());
        assert!(call("encoding/toml.Marshal", "null").is_err());
    }
}
