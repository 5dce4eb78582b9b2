//! IP addresses and prefixes, read from texts, bytes and lists.

use std::cmp::Ordering;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::base::Number;
use crate::eval::builtin::{Data, Fault};

/// An address, with a zone if it is one of IPv6 that has one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Address {
    pub(super) ip: IpAddr,
    pub(super) zone: String,
}

/// An address and how many bits of it name the network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Prefix {
    pub(super) address: Address,
    pub(super) bits: u32,
}

impl Address {
    pub(super) fn plain(ip: IpAddr) -> Self {
        Self { ip, zone: String::new() }
    }

    /// Reads a text.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let (ip, zone) = match text.split_once('%') {
            Some((ip, zone)) => (ip, Some(zone)),
            None => (text, None),
        };
        match (ip.parse(), zone) {
            (Ok(IpAddr::V6(ip)), Some(zone)) if !zone.is_empty() => {
                Ok(Self { ip: ip.into(), zone: zone.into() })
            }
            (Ok(ip), None) => Ok(Self::plain(ip)),
            _ => Err(Fault::new(format!("ParseAddr({text:?}): unable to parse IP"))),
        }
    }

    /// The address that an argument is: a text, the same as bytes, or a list of bytes.
    pub(super) fn of(data: &Data) -> Result<Self, Fault> {
        match data {
            Data::Str(text) => Self::parse(text),
            Data::Bytes(bytes) => Self::parse(&String::from_utf8_lossy(bytes)),
            Data::List(items) => {
                let bytes: Vec<u8> = items.iter().map(byte).collect::<Result<_, _>>()?;
                let ip = match (<[u8; 4]>::try_from(&*bytes), <[u8; 16]>::try_from(&*bytes)) {
                    (Ok(four), _) => four.into(),
                    (_, Ok(sixteen)) => sixteen.into(),
                    _ => return Err(Fault::new(format!("invalid IP length {}", bytes.len()))),
                };
                Ok(Self::plain(ip))
            }
            other => Err(Fault::new(format!("invalid type {} for IP address", other.kind()))),
        }
    }

    /// The address without the shape of IPv6 around one of IPv4.
    pub(super) fn unmapped(&self) -> IpAddr {
        match self.ip {
            IpAddr::V6(ip) => ip.to_ipv4_mapped().map_or(self.ip, IpAddr::V4),
            IpAddr::V4(_) => self.ip,
        }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        match self.ip {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        }
    }

    /// How many bits it has.
    pub(super) fn len(&self) -> u32 {
        if self.ip.is_ipv4() { 32 } else { 128 }
    }

    /// The address as a number.
    pub(super) fn number(&self) -> u128 {
        match self.ip {
            IpAddr::V4(ip) => ip.to_bits().into(),
            IpAddr::V6(ip) => ip.to_bits(),
        }
    }

    /// The address of the same version that a number is.
    pub(super) fn with_number(&self, number: u128) -> Self {
        Self::plain(match self.ip {
            IpAddr::V4(_) => Ipv4Addr::from_bits(number as u32).into(),
            IpAddr::V6(_) => Ipv6Addr::from_bits(number).into(),
        })
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let sizes = self.len().cmp(&other.len());
        sizes.then(self.number().cmp(&other.number())).then_with(|| self.zone.cmp(&other.zone))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = if self.zone.is_empty() { "" } else { "%" };
        write!(f, "{}{percent}{}", self.ip, self.zone)
    }
}

impl Prefix {
    /// Reads `10.0.0.0/8`.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let wrong = |why: String| Fault::new(format!("netip.ParsePrefix({text:?}): {why}"));
        let (ip, bits) = text.rsplit_once('/').ok_or_else(|| wrong("no '/'".into()))?;
        let address = Address::parse(ip).map_err(|fault| wrong(fault.message))?;
        if !address.zone.is_empty() {
            return Err(wrong("IPv6 zones cannot be present in a prefix".into()));
        }
        let plain = bits.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = plain && (bits == "0" || !bits.starts_with('0'));
        let Some(count) = bits.parse::<u32>().ok().filter(|_| canonical) else {
            return Err(wrong(format!("bad bits after slash: {bits:?}")));
        };
        if count > address.len() {
            return Err(wrong("prefix length out of range".into()));
        }
        Ok(Self { address, bits: count })
    }

    /// The prefix that an argument is.
    pub(super) fn of(data: &Data) -> Result<Self, Fault> {
        match data {
            Data::Str(text) => Self::parse(text),
            Data::Bytes(bytes) => Self::parse(&String::from_utf8_lossy(bytes)),
            other => Err(Fault::new(format!("invalid type {} for IP CIDR", other.kind()))),
        }
    }

    /// The bits that name the network, set.
    pub(super) fn mask(&self) -> u128 {
        let len = self.address.len();
        let all = u128::MAX >> (128 - len);
        all & !all.checked_shr(self.bits).unwrap_or(0)
    }

    pub(super) fn contains(&self, address: &Address) -> bool {
        self.address.len() == address.len()
            && address.zone.is_empty()
            && (self.address.number() ^ address.number()) & self.mask() == 0
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

fn byte(data: &Data) -> Result<u8, Fault> {
    match data {
        Data::Number(Number::Int(value)) => {
            u8::try_from(value).map_err(|_| Fault::new(format!("invalid IP byte value {value}")))
        }
        other => Err(Fault::new(format!("invalid IP byte value {other}"))),
    }
}
