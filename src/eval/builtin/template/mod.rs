//! `text/template`: texts with actions in braces, as Go's templates have them.
//!
//! `parse` reads a template, `pipeline` what stands in its braces; `run` executes it over data,
//! `functions` and `printf` hold what it can call. Data have no methods.

mod functions;
mod parse;
mod pipeline;
mod printf;
mod run;

use super::arguments::{any, text};
use super::html;
use super::table::{Member, Package, plain};
use crate::eval::kind::Kind;

pub(super) const PACKAGE: Package = Package { path: "text/template", members: &[MEMBERS] };

const MEMBERS: &[Member] = &[
    plain(
        "Execute",
        &[Kind::STRING, Kind::TOP],
        Kind::STRING,
        "A template of Go, executed over data.",
        r#"("{{range $i, $x := .list}}{{if $i}}, {{end}}{{$x}}{{end}}", {list: [1, "a"]}) = "1, a""#,
        |args| run::execute(&parse::parse(text(args, 0)?)?, any(args, 1)?),
    ),
    plain(
        "HTMLEscape",
        &[Kind::STRING],
        Kind::STRING,
        "A text with <, >, &, ' and \" escaped.",
        r#"("<'a'>") = "&lt;&#39;a&#39;&gt;""#,
        |args| Ok(html::escape(text(args, 0)?).into()),
    ),
    plain(
        "JSEscape",
        &[Kind::STRING],
        Kind::STRING,
        "A text as it stands within a string of JavaScript.",
        r#"("<a href='x'>") = "\\u003Ca href\\u003D\\'x\\'\\u003E""#,
        |args| Ok(functions::js(text(args, 0)?).into()),
    ),
];
