//! What addresses are; each a validator.

use std::net::IpAddr;

use super::address::{Address, Prefix};
use crate::eval::builtin::arguments::any;
use crate::eval::builtin::table::{Member, plain};
use crate::eval::builtin::{Data, Fault};
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::TOP];

pub(super) const MEMBERS: &[Member] = &[
    plain("IP", ONE, Kind::BOOL, "Whether it is an address.", r#"("::1") = true"#, |args| {
        is(args, |_| true)
    }),
    plain("IPv4", ONE, Kind::BOOL, "Whether it is an address of IPv4.", r#"("::1") = false"#, {
        |args| is(args, |address| address.ip.is_ipv4())
    }),
    plain("IPv6", ONE, Kind::BOOL, "Whether it is an address of IPv6.", r#"("::1") = true"#, {
        |args| is(args, |address| address.ip.is_ipv6())
    }),
    plain("IPCIDR", ONE, Kind::BOOL, "Whether it is a prefix.", r#"("10.0.0.0/8") = true"#, {
        |args| Prefix::of(any(args, 0)?).map(|_| true.into())
    }),
    plain(
        "LoopbackIP",
        ONE,
        Kind::BOOL,
        "Whether it is the machine's own address.",
        r#"("127.1.2.3") = true"#,
        |args| is(args, |address| address.unmapped().is_loopback()),
    ),
    plain(
        "MulticastIP",
        ONE,
        Kind::BOOL,
        "Whether it is the address of many.",
        r#"("ff02::1") = true"#,
        |args| is(args, |address| address.unmapped().is_multicast()),
    ),
    plain(
        "InterfaceLocalMulticastIP",
        ONE,
        Kind::BOOL,
        "Whether it is the address of many on one interface.",
        r#"("ff01::1") = true"#,
        |args| is(args, |address| first(address.ip, 0xff0f) == Some(0xff01)),
    ),
    plain(
        "LinkLocalMulticastIP",
        ONE,
        Kind::BOOL,
        "Whether it is the address of many on one link.",
        r#"("224.0.0.2") = true"#,
        |args| {
            is(args, |address| match address.unmapped() {
                IpAddr::V4(ip) => matches!(ip.octets(), [224, 0, 0, _]),
                ip @ IpAddr::V6(_) => first(ip, 0xff0f) == Some(0xff02),
            })
        },
    ),
    plain(
        "LinkLocalUnicastIP",
        ONE,
        Kind::BOOL,
        "Whether it is the address of one on one link.",
        r#"("169.254.1.2") = true"#,
        |args| is(args, link_local),
    ),
    plain(
        "GlobalUnicastIP",
        ONE,
        Kind::BOOL,
        "Whether it is the address of one, anywhere; private ones are that too.",
        r#"("10.0.0.1") = true"#,
        |args| {
            is(args, |address| {
                let ip = address.unmapped();
                let everybody = matches!(ip, IpAddr::V4(ip) if ip.is_broadcast());
                let special = ip.is_loopback() || ip.is_multicast() || ip.is_unspecified();
                !everybody && !special && !link_local(address)
            })
        },
    ),
    plain(
        "UnspecifiedIP",
        ONE,
        Kind::BOOL,
        "Whether it is the address of none.",
        r#"("0.0.0.0") = true"#,
        |args| is(args, |address| address.ip.is_unspecified()),
    ),
];

fn is(args: &[Data], question: fn(&Address) -> bool) -> Result<Data, Fault> {
    Ok(question(&Address::of(any(args, 0)?)?).into())
}

fn link_local(address: &Address) -> bool {
    match address.unmapped() {
        IpAddr::V4(ip) => ip.is_link_local(),
        ip @ IpAddr::V6(_) => first(ip, 0xffc0) == Some(0xfe80),
    }
}

/// The first 16 bits of an address of IPv6, masked.
fn first(ip: IpAddr, mask: u16) -> Option<u16> {
    match ip {
        IpAddr::V4(_) => None,
        IpAddr::V6(ip) => ip.segments().first().map(|first| first & mask),
    }
}
