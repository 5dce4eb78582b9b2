//! `html`: text within HTML.

use super::arguments::text;
use super::table::{Member, Package, plain};
use crate::eval::kind::Kind;

pub(super) const PACKAGE: Package = Package { path: "html", members: &[MEMBERS] };

const MEMBERS: &[Member] = &[
    plain(
        "Escape",
        &[Kind::STRING],
        Kind::STRING,
        "A text with <, >, &, ' and \" escaped.",
        r#"("<a href='x'>&\"</a>") = "&lt;a href=&#39;x&#39;&gt;&amp;&#34;&lt;/a&gt;""#,
        |args| Ok(escape(text(args, 0)?).into()),
    ),
    plain(
        "Unescape",
        &[Kind::STRING],
        Kind::STRING,
        "A text with its character references replaced by what they stand for.",
        r#"("&lt;&aacute;&#225;&#xE1;&amp;") = "<ááá&""#,
        |args| Ok(htmlize::unescape(text(args, 0)?).into_owned().into()),
    ),
];

/// `text` as it stands within HTML.
pub(super) fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '&' => result.push_str("&amp;"),
            '\'' => result.push_str("&#39;"),
            '"' => result.push_str("&#34;"),
            _ => result.push(char),
        }
    }
    result
}
