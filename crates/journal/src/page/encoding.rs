//! Which compressed form of a file a browser takes (RFC 9110, section 12.5.3).

use http::{HeaderMap, header};

/// A form that a file can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    /// The value of `Content-Encoding`; the plain form has none.
    pub(super) fn header(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// How much a client likes this form, from 0 (not at all) to 1000.
    pub(super) fn weight(self, request: &HeaderMap) -> u16 {
        let wanted = self.header().unwrap_or("identity");
        let offers = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let mut any = None;
        for (name, weight) in offers.flat_map(|offer| offer.split(',')).map(parse) {
            if name.eq_ignore_ascii_case(wanted) {
                return weight;
            }
            if name == "*" {
                any = Some(weight);
            }
        }
        // Nothing said about it: the plain form is always taken, a compressed one only when asked for.
        any.unwrap_or(u16::from(self == Self::Plain))
    }
}

/// `br;q=0.5` is the name `br` and the weight 500.
fn parse(offer: &str) -> (&str, u16) {
    let mut parts = offer.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (name, quality.map_or(1000, thousandths))
}

/// `0.5` is 500; what is no number from 0 to 1 counts as nothing.
fn thousandths(quality: &str) -> u16 {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    let digits: String = format!("{fraction:0<3}").chars().take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("1", Ok(0)) => 1000,
        ("0", Ok(number)) => number,
        _ => 0,
    }
}
