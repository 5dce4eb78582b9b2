//! Named formats: `format.dns1123Label().validate(self)` gives nothing, or what is wrong.
//!
//! Source: `apiserver/pkg/cel/library/format.go`.

use super::{refuse, text};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Result, Value};
use crate::kube::crd::Format;

/// The names of Kubernetes' formats.
const NAMES: &[(&str, Format)] = &[
    ("dns1123Label", Format::Dns1123Label),
    ("dns1123Subdomain", Format::Dns1123Subdomain),
    ("dns1035Label", Format::Dns1035Label),
    ("qualifiedName", Format::QualifiedName),
    ("dns1123LabelPrefix", Format::Dns1123LabelPrefix),
    ("dns1123SubdomainPrefix", Format::Dns1123SubdomainPrefix),
    ("dns1035LabelPrefix", Format::Dns1035LabelPrefix),
    ("labelValue", Format::LabelValue),
    ("uri", Format::Uri),
    ("uuid", Format::Uuid),
    ("byte", Format::Byte),
    ("date", Format::Date),
    ("datetime", Format::DateTime),
];

pub(in crate::kube::cel) fn named<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let name = text("format.named", values, 0)?;
    let found = NAMES.iter().find(|row| row.0 == name);
    Ok(Value::optional(found.map(|row| Value::Format(row.1))))
}

/// A function for each format.
macro_rules! formats {
    ($($function:ident = $format:ident),* $(,)?) => { $(
        pub(in crate::kube::cel) fn $function<'a>(
            _: &mut Evaluator<'a, '_>,
            _: &[Value<'a>],
        ) -> Result<Value<'a>> {
            Ok(Value::Format(Format::$format))
        }
    )* };
}

formats! {
    dns1123_label = Dns1123Label,
    dns1123_subdomain = Dns1123Subdomain,
    dns1035_label = Dns1035Label,
    qualified_name = QualifiedName,
    dns1123_label_prefix = Dns1123LabelPrefix,
    dns1123_subdomain_prefix = Dns1123SubdomainPrefix,
    dns1035_label_prefix = Dns1035LabelPrefix,
    label_value = LabelValue,
    uri = Uri,
    uuid = Uuid,
    byte = Byte,
    date = Date,
    date_time = DateTime,
}

pub(in crate::kube::cel) fn validate<'a>(
    _: &mut Evaluator<'a, '_>,
    values: &[Value<'a>],
) -> Result<Value<'a>> {
    let [Value::Format(format), Value::Str(text)] = values else {
        return refuse("validate", values);
    };
    let fault = || Value::text(format!("it has not the format {}", format.name()));
    Ok(Value::optional((!format.holds(text)).then(|| Value::list(vec![fault()]))))
}
