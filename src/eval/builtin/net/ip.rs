//! The functions on addresses and prefixes that give texts, lists and numbers.

use std::net::IpAddr;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::address::{Address, Prefix};
use crate::eval::builtin::arguments::{any, big, text};
use crate::eval::builtin::table::{Member, plain, source};
use crate::eval::builtin::{Data, Fault};
use crate::eval::kind::Kind;

const ONE: &[Kind] = &[Kind::TOP];
const MOVED: &[Kind] = &[Kind::TOP, Kind::INT];

pub(super) const MEMBERS: &[Member] = &[
    source("IPv4len", "4", "The bytes of an address of IPv4."),
    source("IPv6len", "16", "The bytes of an address of IPv6."),
    plain(
        "ParseIP",
        &[Kind::STRING],
        Kind::LIST,
        "The bytes of an address.",
        r#"("127.0.0.1") = [127, 0, 0, 1]"#,
        |args| {
            let value = text(args, 0)?;
            let address = Address::parse(value)
                .map_err(|_| Fault::new(format!("invalid IP address {value:?}")))?;
            Ok(list(&address.bytes()))
        },
    ),
    plain(
        "ToIP4",
        ONE,
        Kind::LIST,
        "The four bytes of an address of IPv4.",
        r#"("10.1.2.3") = [10, 1, 2, 3]"#,
        |args| {
            let address = Address::of(any(args, 0)?)?;
            if address.ip.is_ipv6() {
                return Err(Fault::new(format!("cannot convert \"{address}\" to IPv4")));
            }
            Ok(list(&address.bytes()))
        },
    ),
    plain(
        "ToIP16",
        ONE,
        Kind::LIST,
        "The sixteen bytes of an address.",
        r#"("10.1.2.3") = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 1, 2, 3]"#,
        |args| {
            let sixteen = match Address::of(any(args, 0)?)?.ip {
                IpAddr::V4(ip) => ip.to_ipv6_mapped(),
                IpAddr::V6(ip) => ip,
            };
            Ok(list(&sixteen.octets()))
        },
    ),
    plain(
        "IPString",
        ONE,
        Kind::STRING,
        "An address as text.",
        r#"([10, 1, 2, 3]) = "10.1.2.3""#,
        |args| Ok(Address::of(any(args, 0)?)?.to_string().into()),
    ),
    plain(
        "AddIP",
        MOVED,
        Kind::STRING,
        "The address, or prefix, that is so many addresses further.",
        r#"("10.0.0.255/8", 1) = "10.0.1.0/8""#,
        |args| {
            let (ip, offset) = (any(args, 0)?, big(args, 1)?);
            if let Ok(Prefix { address, bits }) = Prefix::of(ip) {
                let address = add(&address, offset)?;
                return Ok(Prefix { address, bits }.to_string().into());
            }
            Ok(add(&Address::of(ip)?, offset)?.to_string().into())
        },
    ),
    plain(
        "AddIPCIDR",
        MOVED,
        Kind::STRING,
        "The prefix that is so many networks of its size further.",
        r#"("10.0.0.0/8", 1) = "11.0.0.0/8""#,
        |args| {
            let Prefix { address, bits } = Prefix::of(any(args, 0)?)?;
            let offset = big(args, 1)? << (address.len() - bits);
            let address = add(&address, &offset)?;
            Ok(Prefix { address, bits }.to_string().into())
        },
    ),
    plain(
        "ParseCIDR",
        &[Kind::STRING],
        Kind::STRUCT,
        "The parts of a prefix: mask, length, first address and, for IPv4, the last.",
        r#"("10.20.30.40/24") = {prefix_mask: "255.255.255.0", prefix_len: 24, prefix_addr: "10.20.30.0", broadcast_addr: "10.20.30.255"}"#,
        parse_cidr,
    ),
    plain(
        "InCIDR",
        &[Kind::TOP, Kind::TOP],
        Kind::BOOL,
        "Whether an address is in a network.",
        r#"("10.1.2.3", "10.0.0.0/8") = true"#,
        |args| {
            let address = Address::of(any(args, 0)?)?;
            Ok(Prefix::of(any(args, 1)?)?.contains(&address).into())
        },
    ),
    plain(
        "CompareIP",
        &[Kind::TOP, Kind::TOP],
        Kind::INT,
        "-1, 0 or 1 as the first address comes before, equals or comes after the second.",
        r#"("10.0.0.2", "10.0.0.10") = -1"#,
        |args| {
            let (left, right) = (Address::of(any(args, 0)?)?, Address::of(any(args, 1)?)?);
            Ok((left.compare(&right) as i64).into())
        },
    ),
];

fn list(bytes: &[u8]) -> Data {
    Data::list(bytes.iter().map(|&byte| i64::from(byte)))
}

fn add(address: &Address, offset: &BigInt) -> Result<Address, Fault> {
    let sum = BigInt::from(address.number()) + offset;
    let beyond = |how| {
        let what = "IP address arithmetic resulted in out-of-range address";
        Fault::new(format!("{what} ({how})"))
    };
    if sum.is_negative() {
        return Err(beyond("underflow"));
    }
    match sum.to_u128() {
        Some(number) if number <= u128::MAX >> (128 - address.len()) => {
            Ok(address.with_number(number))
        }
        _ => Err(beyond("overflow")),
    }
}

fn parse_cidr(args: &[Data]) -> Result<Data, Fault> {
    let prefix = Prefix::parse(text(args, 0)?)?;
    let (address, mask) = (&prefix.address, prefix.mask());
    let first = address.number() & mask;
    let show = |number| Data::from(address.with_number(number).to_string());
    let mut parts = vec![
        ("prefix_mask".into(), show(mask)),
        ("prefix_len".into(), i64::from(prefix.bits).into()),
        ("prefix_addr".into(), show(first)),
    ];
    if address.ip.is_ipv4() {
        parts.push(("broadcast_addr".into(), show(first | !mask & u128::from(u32::MAX))));
    }
    Ok(Data::Struct(parts))
}

#[cfg(test)]
mod tests {
    use crate::eval::builtin::examples::check;

    #[test]
    fn arithmetic_stays_in_range() {
        check("net.AddIP", r#""255.255.255.255", 1"#, {
            "error: IP address arithmetic resulted in out-of-range address (overflow)"
        });
        check("net.AddIP", r#""::", -1"#, {
            "error: IP address arithmetic resulted in out-of-range address (underflow)"
        });
        check("net.AddIP", r#""::ffff", 1"#, r#""::1:0""#);
        check("net.ParseCIDR", r#""2001:db8::1/32""#, {
            r#"{prefix_mask: "ffff:ffff::", prefix_len: 32, prefix_addr: "2001:db8::"}"#
        });
        check("net.InCIDR", r#""::1", "10.0.0.0/8""#, "false");
        check("net.InCIDR", r#""1.2.3.4", "0.0.0.0/0""#, "true");
        check("net.ParseCIDR", r#""10.0.0.0/33""#, {
            r#"error: netip.ParsePrefix("10.0.0.0/33"): prefix length out of range"#
        });
        check("net.ParseCIDR", r#""10.0.0.0/08""#, {
            r#"error: netip.ParsePrefix("10.0.0.0/08"): bad bits after slash: "08""#
        });
        check("net.ParseCIDR", r#""10.0.0.0""#, {
            r#"error: netip.ParsePrefix("10.0.0.0"): no '/'"#
        });
        check("net.IPString", "[1, 2, 3]", "error: invalid IP length 3");
        check("net.IPString", "[1, 2, 3, 256]", "error: invalid IP byte value 256");
        check("net.IPString", "1", "error: invalid type int for IP address");
        check("net.ParseIP", r#""1.2.3""#, r#"error: invalid IP address "1.2.3""#);
        check("net.IPString", r#""fe80::1%eth0""#, r#""fe80::1%eth0""#);
    }
}
