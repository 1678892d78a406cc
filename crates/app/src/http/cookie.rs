//! Reading and writing the few cookies that Journal sets.
//!
//! Over https every name carries the `__Host-` prefix (the settings put it there) and every cookie `Secure`, so that
//! no neighbour under the same domain can plant one.

use http::{HeaderMap, HeaderValue, header};
use jiff::SignedDuration;

use crate::settings::{SameSite, Settings};

/// The value of a cookie, when it was sent once. A name sent twice is somebody's trick and counts as absent.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = pairs.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut found = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The refresh token's cookie: out of reach for scripts.
pub fn refresh(settings: &Settings, token: &str, life: SignedDuration) -> HeaderValue {
    write(settings, &settings.cookies.refresh, token, life, true)
}

/// The CSRF token's cookie: readable, because the page sends its value back in a header.
pub fn csrf(settings: &Settings, token: &str) -> HeaderValue {
    write(settings, &settings.cookies.csrf, token, settings.session_max, false)
}

/// The cookie of a browser that has signed in before: out of reach for scripts.
pub fn device(settings: &Settings, token: &str, life: SignedDuration) -> HeaderValue {
    write(settings, &settings.cookies.device, token, life, true)
}

/// The cookie of a browser that uses a passkey: out of reach for scripts.
pub fn ceremony(settings: &Settings, token: &str, life: SignedDuration) -> HeaderValue {
    write(settings, &settings.cookies.ceremony, token, life, true)
}

/// The cookie of a browser that is away at a sign-in provider: out of reach for scripts. Always `Lax`, since it comes
/// back from another site.
pub fn provider(settings: &Settings, token: &str, life: SignedDuration) -> HeaderValue {
    write_as(settings, (&settings.cookies.provider, token), life, true, SameSite::Lax)
}

/// Takes the refresh token's cookie away.
pub fn forget_refresh(settings: &Settings) -> HeaderValue {
    write(settings, &settings.cookies.refresh, "", SignedDuration::ZERO, true)
}

fn write(settings: &Settings, name: &str, value: &str, life: SignedDuration, http_only: bool) -> HeaderValue {
    write_as(settings, (name, value), life, http_only, settings.cookies.same_site)
}

fn write_as(
    settings: &Settings,
    (name, value): (&str, &str),
    life: SignedDuration,
    http_only: bool,
    same_site: SameSite,
) -> HeaderValue {
    let same_site = match same_site {
        SameSite::Strict => "Strict",
        SameSite::Lax => "Lax",
        SameSite::None => "None",
    };
    let secure = if settings.is_https() { "; Secure" } else { "" };
    let http_only = if http_only { "; HttpOnly" } else { "" };
    let seconds = life.as_secs().max(0);
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite={same_site}{secure}{http_only}");
    HeaderValue::try_from(text).expect("cookie names are checked at start and tokens are base64url")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(header::COOKIE, cookie.parse().expect("a header"));
        }
        headers
    }

    #[test]
    fn a_cookie_is_found_among_others_and_over_several_headers() {
        assert_eq!(read(&headers(&["a=1; refresh_token=jr_x; b=2"]), "refresh_token"), Some("jr_x"));
        assert_eq!(read(&headers(&["a=1", "refresh_token=jr_x"]), "refresh_token"), Some("jr_x"));
        assert_eq!(read(&headers(&["xrefresh_token=jr_x"]), "refresh_token"), None);
    }

    /// ASVS 15.3.7
    #[test]
    fn a_cookie_that_is_sent_twice_counts_as_absent() {
        assert_eq!(read(&headers(&["refresh_token=one; refresh_token=two"]), "refresh_token"), None);
    }
}
