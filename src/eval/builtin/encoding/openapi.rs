//! `encoding/openapi`: definitions as OpenAPI schemas, and the form of their configuration.

use crate::eval::builtin::Native;
use crate::eval::builtin::table::{Member, Package, native, source};
use crate::eval::kind::Kind;

pub(in super::super) const PACKAGE: Package =
    Package { path: "encoding/openapi", members: &[MEMBERS] };

const MEMBERS: &[Member] = &[
    native(
        "MarshalSchema",
        &[Kind::TOP, Kind::TOP],
        Kind::STRING,
        "The definitions of a struct as the schemas of an OpenAPI document in JSON.",
        Native::MarshalSchema,
    ),
    source(
        "#Config",
        CONFIG,
        "How a document is made: the version, and whether references are replaced by what they \
         refer to.",
    ),
    source("#Info", INFO, "What a document says about itself: at least a title and a version."),
    source("#Contact", CONTACT, "Whom to ask about an interface."),
    source("#License", LICENSE, "The licence of an interface."),
];

macro_rules! contact {
    () => {
        "{name?: string, url?: string, email?: string}"
    };
}

macro_rules! license {
    () => {
        "{name!: string, url?: string}"
    };
}

macro_rules! info {
    () => {
        concat!(
            "{title!: string, version!: string, summary?: string, description?: string, \
             termsOfService?: string, contact?: ",
            contact!(),
            ", license?: ",
            license!(),
            "}"
        )
    };
}

const CONTACT: &str = contact!();
const LICENSE: &str = license!();
const INFO: &str = info!();
const CONFIG: &str = concat!(
    "{version!: \"3.0.0\", info?: ",
    info!(),
    ", selfContained: bool | *false, expandReferences: bool | *false}"
);
