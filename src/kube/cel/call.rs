//! The table of functions: name, how many operands, and what runs it. The target of a method is
//! its first operand; what differs by type shares a line, and the function looks.

use super::eval::Evaluator;
use super::library::{collections, convert, format, image, ip, numbers, optional, semver, strings};
use super::library::{text_format, time, url};
use super::value::{Result, Value};

/// What runs a function.
type Run = for<'a> fn(&mut Evaluator<'a, '_>, &[Value<'a>]) -> Result<Value<'a>>;

/// One function.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// The least and the most operands.
    operands: (usize, usize),
    pub(super) run: Run,
}

const fn function(name: &'static str, least: usize, most: usize, run: Run) -> Function {
    Function { name, operands: (least, most), run }
}

/// All functions, by families.
const FUNCTIONS: &[Function] = &[
    function("size", 1, 1, collections::size),
    function("sum", 1, 1, collections::sum),
    function("min", 1, 1, collections::min),
    function("max", 1, 1, collections::max),
    function("isSorted", 1, 1, collections::is_sorted),
    function("indexOf", 2, 3, collections::index_of),
    function("lastIndexOf", 2, 3, collections::last_index_of),
    function("sets.contains", 2, 2, collections::sets_contains),
    function("sets.equivalent", 2, 2, collections::sets_equivalent),
    function("sets.intersects", 2, 2, collections::sets_intersect),
    function("bool", 1, 1, convert::bool),
    function("bytes", 1, 1, convert::bytes),
    function("double", 1, 1, convert::double),
    function("dyn", 1, 1, convert::same),
    function("int", 1, 1, convert::int),
    function("string", 1, 1, convert::string),
    function("type", 1, 1, convert::type_of),
    function("uint", 1, 1, convert::uint),
    function("contains", 2, 2, strings::contains),
    function("startsWith", 2, 2, strings::starts_with),
    function("endsWith", 2, 2, strings::ends_with),
    function("matches", 2, 2, strings::matches),
    function("find", 2, 2, strings::find),
    function("findAll", 2, 3, strings::find_all),
    function("charAt", 2, 2, strings::char_at),
    function("join", 1, 2, strings::join),
    function("lowerAscii", 1, 1, strings::lower_ascii),
    function("upperAscii", 1, 1, strings::upper_ascii),
    function("replace", 3, 4, strings::replace),
    function("reverse", 1, 1, strings::reverse),
    function("split", 2, 3, strings::split),
    function("substring", 2, 3, strings::substring),
    function("trim", 1, 1, strings::trim),
    function("strings.quote", 1, 1, strings::quote),
    function("format", 2, 2, text_format::format),
    function("duration", 1, 1, time::to_duration),
    function("timestamp", 1, 1, time::to_timestamp),
    function("getFullYear", 1, 2, time::full_year),
    function("getMonth", 1, 2, time::month),
    function("getDate", 1, 2, time::day),
    function("getDayOfMonth", 1, 2, time::day_of_month),
    function("getDayOfWeek", 1, 2, time::day_of_week),
    function("getDayOfYear", 1, 2, time::day_of_year),
    function("getHours", 1, 2, time::hours),
    function("getMinutes", 1, 2, time::minutes),
    function("getSeconds", 1, 2, time::seconds),
    function("getMilliseconds", 1, 2, time::milliseconds),
    function("optional.of", 1, 1, optional::of),
    function("optional.none", 0, 0, optional::none),
    function("optional.ofNonZeroValue", 1, 1, optional::of_non_zero),
    function("hasValue", 1, 1, optional::has_value),
    function("value", 1, 1, optional::value),
    function("or", 2, 2, optional::or),
    function("orValue", 2, 2, optional::or_value),
    function("url", 1, 1, url::url),
    function("isURL", 1, 1, url::is_url),
    function("getScheme", 1, 1, url::scheme),
    function("getHost", 1, 1, url::host),
    function("getHostname", 1, 1, url::host_name),
    function("getPort", 1, 1, url::port),
    function("getEscapedPath", 1, 1, url::escaped_path),
    function("getQuery", 1, 1, url::query),
    function("ip", 1, 1, ip::ip),
    function("isIP", 1, 1, ip::is_ip),
    function("ip.isCanonical", 1, 1, ip::is_canonical),
    function("family", 1, 1, ip::family),
    function("isUnspecified", 1, 1, ip::is_unspecified),
    function("isLoopback", 1, 1, ip::is_loopback),
    function("isLinkLocalMulticast", 1, 1, ip::is_link_local_multicast),
    function("isLinkLocalUnicast", 1, 1, ip::is_link_local_unicast),
    function("isGlobalUnicast", 1, 1, ip::is_global_unicast),
    function("cidr", 1, 1, ip::cidr),
    function("isCIDR", 1, 1, ip::is_cidr),
    function("containsIP", 2, 2, ip::contains_ip),
    function("containsCIDR", 2, 2, ip::contains_cidr),
    function("masked", 1, 1, ip::masked),
    function("prefixLength", 1, 1, ip::prefix_length),
    function("quantity", 1, 1, numbers::quantity),
    function("isQuantity", 1, 1, numbers::is_quantity),
    function("sign", 1, 1, numbers::sign),
    function("isInteger", 1, 1, numbers::is_integer),
    function("asInteger", 1, 1, numbers::as_integer),
    function("asApproximateFloat", 1, 1, numbers::as_float),
    function("add", 2, 2, numbers::add),
    function("sub", 2, 2, numbers::subtract),
    function("isGreaterThan", 2, 2, numbers::is_greater),
    function("isLessThan", 2, 2, numbers::is_less),
    function("compareTo", 2, 2, numbers::compare_to),
    function("semver", 1, 2, semver::semver),
    function("isSemver", 1, 2, semver::is_semver),
    function("major", 1, 1, semver::major),
    function("minor", 1, 1, semver::minor),
    function("patch", 1, 1, semver::patch),
    function("image", 1, 1, image::image),
    function("isImage", 1, 1, image::is_image),
    function("containsDigest", 1, 1, image::contains_digest),
    function("registry", 1, 1, image::registry),
    function("repository", 1, 1, image::repository),
    function("tag", 1, 1, image::tag),
    function("digest", 1, 1, image::digest),
    function("identifier", 1, 1, image::identifier),
    function("format.named", 1, 1, format::named),
    function("format.dns1123Label", 0, 0, format::dns1123_label),
    function("format.dns1123Subdomain", 0, 0, format::dns1123_subdomain),
    function("format.dns1035Label", 0, 0, format::dns1035_label),
    function("format.dns1123LabelPrefix", 0, 0, format::dns1123_label_prefix),
    function("format.dns1123SubdomainPrefix", 0, 0, format::dns1123_subdomain_prefix),
    function("format.dns1035LabelPrefix", 0, 0, format::dns1035_label_prefix),
    function("format.qualifiedName", 0, 0, format::qualified_name),
    function("format.labelValue", 0, 0, format::label_value),
    function("format.uri", 0, 0, format::uri),
    function("format.uuid", 0, 0, format::uuid),
    function("format.byte", 0, 0, format::byte),
    function("format.date", 0, 0, format::date),
    function("format.datetime", 0, 0, format::date_time),
    function("validate", 2, 2, format::validate),
];

/// How it is told that a function is not known.
pub(super) const UNKNOWN: &str = "the function";

/// The function of this name that takes so many operands.
///
/// # Errors
/// There is none; the sentence names it.
pub(super) fn find(name: &str, operands: usize) -> std::result::Result<&'static Function, String> {
    let Some(found) = FUNCTIONS.iter().find(|function| function.name == name) else {
        return Err(format!("{UNKNOWN} `{name}` is not known"));
    };
    let (least, most) = found.operands;
    if !(least..=most).contains(&operands) {
        return Err(format!("`{name}` does not take {operands} operands"));
    }
    Ok(found)
}

/// The types that stand for themselves in expressions.
const TYPES: &[&str] = &[
    "bool",
    "bytes",
    "double",
    "int",
    "list",
    "map",
    "null_type",
    "string",
    "type",
    "uint",
    "google.protobuf.Duration",
    "google.protobuf.Timestamp",
    "optional_type",
];

/// The type of this name.
pub(super) fn type_named(name: &str) -> Option<&'static str> {
    TYPES.iter().copied().find(|known| *known == name)
}
