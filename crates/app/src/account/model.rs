//! What an account is made of, and the rules its parts follow.

use unicode_normalization::UnicodeNormalization;

use crate::clock::zone;
use crate::http::Complaint;

/// A mail address: kept as given, folded for comparison.
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    given: String,
    folded: String,
}

impl Email {
    /// The longest address that mail carries (RFC 5321, section 4.5.3.1.3), in bytes.
    const LONGEST: usize = 254;

    /// Parses an address as a person types it. White space around it is not part of it.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        let given: String = text.trim().nfc().collect();
        if given.is_empty() {
            return Err(Complaint::new("required", "Enter your email address."));
        }
        let folded = fold(&given).ok_or_else(Self::complaint)?;
        let is_plain = given.chars().all(|c| !c.is_control() && !c.is_whitespace());
        if !is_plain || given.len() > Self::LONGEST || folded.parse::<lettre::Address>().is_err() {
            return Err(Self::complaint());
        }
        Ok(Self { given, folded })
    }

    /// As it was given; mail goes there.
    pub fn as_str(&self) -> &str {
        &self.given
    }

    /// For comparison: lower case, the domain in its ASCII form.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    fn complaint() -> Complaint {
        Complaint::new("invalid_email", "This does not look like an email address.")
    }
}

fn fold(given: &str) -> Option<String> {
    let (local, domain) = given.rsplit_once('@')?;
    let domain = idna::domain_to_ascii_strict(domain).ok()?;
    let is_reachable = domain == "localhost" || domain.split('.').count() > 1;
    let is_sane =
        !local.is_empty() && local.len() <= 64 && !local.contains(['@', '<', '>', '"', '\\', ',', ';', ':']);
    (is_reachable && is_sane).then(|| format!("{}@{domain}", local.to_lowercase()))
}

/// A username: 3 to 32 letters, digits, `.`, `_` or `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username {
    given: String,
    folded: String,
}

impl Username {
    /// Parses a username; it is kept as given (in NFKC) and compared without case.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        let given: String = text.trim().nfkc().collect();
        let count = given.chars().count();
        if !(3..=32).contains(&count) {
            return Err(Complaint::new("invalid_length", "A username has 3 to 32 characters."));
        }
        if !given.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')) {
            let message = "A username has letters, digits, dots, underscores and hyphens only.";
            return Err(Complaint::new("invalid_characters", message));
        }
        let folded = given.to_lowercase();
        Ok(Self { given, folded })
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.given
    }

    /// For comparison.
    pub fn folded(&self) -> &str {
        &self.folded
    }
}

/// A name to be called by: 1 to 80 characters on one line.
pub fn parse_display_name(text: &str) -> Result<String, Complaint> {
    let name: String = text.trim().nfc().collect();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Complaint::new("invalid_length", "A name has 1 to 80 characters."));
    }
    if name.chars().any(char::is_control) {
        return Err(Complaint::new("invalid_characters", "A name is one line of text."));
    }
    Ok(name)
}

/// A time zone of the IANA database, such as `Europe/Zurich`.
pub(super) fn parse_time_zone(text: &str) -> Result<String, Complaint> {
    let unknown =
        || Complaint::new("unknown_time_zone", "This time zone is not known. Try one like Europe/Zurich.");
    zone(text).map(|(_, name)| name).ok_or_else(unknown)
}

/// A language tag such as `de-CH` (BCP 47 in its usual forms).
pub(super) fn parse_locale(text: &str) -> Result<String, Complaint> {
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let language = text.split('-').next().unwrap_or_default();
    let starts_well = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    if starts_well && text.len() <= 35 && text.split('-').all(is_part) {
        return Ok(text.to_owned());
    }
    Err(Complaint::new("unknown_locale", "This language is not known. Try one like en or de-CH."))
}

/// What a login names: an address or a username. Anything that is neither stays what it is and is found nowhere.
#[derive(Clone)]
pub enum Identifier {
    /// It holds an `@`.
    Email(Email),
    /// It does not.
    Username(Username),
    /// It can be nobody's.
    Nobody(String),
}

impl Identifier {
    /// Reads what somebody typed into the field for either.
    pub fn parse(text: &str) -> Self {
        let nobody = |_| Self::Nobody(text.trim().to_lowercase());
        if text.contains('@') {
            Email::parse(text).map_or_else(nobody, Self::Email)
        } else {
            Username::parse(text).map_or_else(nobody, Self::Username)
        }
    }

    /// The same for everything that means the same person.
    pub fn folded(&self) -> &str {
        match self {
            Self::Email(email) => email.folded(),
            Self::Username(username) => username.folded(),
            Self::Nobody(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Option<String> {
        Email::parse(text).ok().map(|email| email.folded().to_owned())
    }

    #[test]
    fn an_address_is_folded_by_case_and_domain_and_kept_as_given() {
        assert_eq!(folded(" Ada@Example.COM "), Some("ada@example.com".to_owned()));
        assert_eq!(folded("ada@BÜCHER.example"), Some("ada@xn--bcher-kva.example".to_owned()));
        let email = Email::parse("Ada.Lovelace+x@Example.com").expect("an address");
        assert_eq!(email.as_str(), "Ada.Lovelace+x@Example.com");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        let bad = [
            "",
            "ada",
            "ada@",
            "@example.com",
            "a b@example.com",
            "a@b@example.com",
            "ada@example",
            "a\0@example.com",
            "ada@example.com\r\nBcc: x@example.com",
            "<ada@example.com>",
            "a@.example.com",
            "a@-x.example",
            &long,
        ];
        for text in bad {
            assert_eq!(folded(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_username_is_3_to_32_letters_digits_dots_underscores_and_hyphens() {
        let parse = |text: &str| Username::parse(text).ok().map(|name| name.folded().to_owned());
        assert_eq!(parse("Ada.L-1_x"), Some("ada.l-1_x".to_owned()));
        assert_eq!(parse("Jürgen"), Some("jürgen".to_owned()));
        let long = "a".repeat(33);
        for text in ["ab", "a b", "ada@home", "ada!", "a\0da", long.as_str()] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn profile_values_are_checked() {
        assert_eq!(parse_time_zone("Europe/Zurich").as_deref(), Ok("Europe/Zurich"));
        assert!(parse_time_zone("Mars/Olympus").is_err());
        assert!(
            parse_locale("de-CH").is_ok() && parse_locale("x").is_err() && parse_locale("de_CH").is_err()
        );
        assert!(parse_display_name("Ada Lovelace").is_ok() && parse_display_name("a\nb").is_err());
    }
}
