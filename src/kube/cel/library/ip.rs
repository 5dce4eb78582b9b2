//! Addresses and ranges of them.
//!
//! Source: `apiserver/pkg/cel/library/{ip,cidr}.go`.

use std::net::IpAddr;

use super::{refuse, text};
use crate::kube::cel::eval::Evaluator;
use crate::kube::cel::value::{Cidr, Result, Value, error};

type Args<'v, 'a> = &'v [Value<'a>];

/// An address without zone, and none of IPv4 within IPv6.
fn parse(text: &str) -> Option<IpAddr> {
    let address: IpAddr = text.parse().ok()?;
    match address {
        IpAddr::V6(inner) if inner.to_ipv4_mapped().is_some() => None,
        address => Some(address),
    }
}

fn parse_cidr(text: &str) -> Option<Cidr> {
    let (address, length) = text.split_once('/')?;
    let address = parse(address)?;
    let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    let padded = length.len() > 1 && length.starts_with('0');
    let length = length.parse::<u8>().ok().filter(|_| digits && !padded)?;
    (length <= bits(address)).then_some(Cidr { address, length })
}

fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The first `length` bits of an address, the others zero.
fn network(address: IpAddr, length: u8) -> IpAddr {
    match address {
        IpAddr::V4(inner) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(length.min(32))).unwrap_or(0);
            IpAddr::V4((u32::from(inner) & mask).into())
        }
        IpAddr::V6(inner) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(length.min(128))).unwrap_or(0);
            IpAddr::V6((u128::from(inner) & mask).into())
        }
    }
}

impl Cidr {
    fn contains(self, address: IpAddr) -> bool {
        self.address.is_ipv4() == address.is_ipv4()
            && network(self.address, self.length) == network(address, self.length)
    }
}

pub(in crate::kube::cel) fn ip<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    if let [Value::Cidr(cidr)] = values {
        return Ok(Value::Ip(cidr.address));
    }
    let text = text("ip", values, 0)?;
    match parse(text) {
        Some(address) => Ok(Value::Ip(address)),
        None => error(format!("IP Address {text:?} parse error during conversion from string")),
    }
}

pub(in crate::kube::cel) fn is_ip<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(parse(text("isIP", values, 0)?).is_some()))
}

pub(in crate::kube::cel) fn is_canonical<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let text = text("ip.isCanonical", values, 0)?;
    match parse(text) {
        Some(address) => Ok(Value::Bool(address.to_string() == text)),
        None => error(format!("IP Address {text:?} parse error during conversion from string")),
    }
}

fn address(name: &str, values: Args<'_, '_>) -> Result<IpAddr> {
    match values {
        [Value::Ip(address)] => Ok(*address),
        _ => refuse(name, values),
    }
}

pub(in crate::kube::cel) fn family<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Int(if address("family", values)?.is_ipv4() { 4 } else { 6 }))
}

pub(in crate::kube::cel) fn is_unspecified<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(address("isUnspecified", values)?.is_unspecified()))
}

pub(in crate::kube::cel) fn is_loopback<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(address("isLoopback", values)?.is_loopback()))
}

fn link_local_multicast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(inner) => matches!(inner.octets(), [224, 0, 0, _]),
        IpAddr::V6(inner) => inner.segments().first().is_some_and(|it| it & 0xff0f == 0xff02),
    }
}

fn link_local_unicast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(inner) => inner.is_link_local(),
        IpAddr::V6(inner) => inner.segments().first().is_some_and(|it| it & 0xffc0 == 0xfe80),
    }
}

pub(in crate::kube::cel) fn is_link_local_multicast<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(link_local_multicast(address("isLinkLocalMulticast", values)?)))
}

pub(in crate::kube::cel) fn is_link_local_unicast<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(link_local_unicast(address("isLinkLocalUnicast", values)?)))
}

pub(in crate::kube::cel) fn is_global_unicast<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let address = address("isGlobalUnicast", values)?;
    let broadcast = matches!(address, IpAddr::V4(inner) if inner.is_broadcast());
    let other = address.is_unspecified()
        || address.is_loopback()
        || address.is_multicast()
        || link_local_unicast(address);
    Ok(Value::Bool(!broadcast && !other))
}

pub(in crate::kube::cel) fn cidr<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let text = text("cidr", values, 0)?;
    match parse_cidr(text) {
        Some(cidr) => Ok(Value::Cidr(cidr)),
        None => error("network address parse error during conversion from string"),
    }
}

pub(in crate::kube::cel) fn is_cidr<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    Ok(Value::Bool(parse_cidr(text("isCIDR", values, 0)?).is_some()))
}

pub(in crate::kube::cel) fn contains_ip<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    match values {
        [Value::Cidr(cidr), Value::Ip(address)] => Ok(Value::Bool(cidr.contains(*address))),
        [Value::Cidr(cidr), Value::Str(text)] => match parse(text) {
            Some(address) => Ok(Value::Bool(cidr.contains(address))),
            None => error(format!("{text:?} is no IP address")),
        },
        _ => refuse("containsIP", values),
    }
}

pub(in crate::kube::cel) fn contains_cidr<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    let (whole, part) = match values {
        [Value::Cidr(whole), Value::Cidr(part)] => (*whole, *part),
        [Value::Cidr(whole), Value::Str(text)] => match parse_cidr(text) {
            Some(part) => (*whole, part),
            None => return error(format!("{text:?} is no range of addresses")),
        },
        _ => return refuse("containsCIDR", values),
    };
    Ok(Value::Bool(whole.length <= part.length && whole.contains(part.address)))
}

pub(in crate::kube::cel) fn masked<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    match values {
        [Value::Cidr(cidr)] => {
            Ok(Value::Cidr(Cidr { address: network(cidr.address, cidr.length), ..*cidr }))
        }
        _ => refuse("masked", values),
    }
}

pub(in crate::kube::cel) fn prefix_length<'a>(
    _: &mut Evaluator<'a, '_>,
    values: Args<'_, 'a>,
) -> Result<Value<'a>> {
    match values {
        [Value::Cidr(cidr)] => Ok(Value::Int(i64::from(cidr.length))),
        _ => refuse("prefixLength", values),
    }
}
