//! Sign-in providers: a family of settings, `OAUTH_<NAME>_<FIELD>`, one provider for each name.

use std::collections::{BTreeMap, BTreeSet};

use crypto::Secret;

use super::given::Given;
use super::parse;
use super::reader::Reader;
use super::setting::PREFIX;

/// The family's row in README's table.
pub const MARKDOWN_ROW: &str = "| `JOURNAL_OAUTH_<NAME>_…` | none | `KIND` (google, github, oidc), `CLIENT_ID`, \
     `CLIENT_SECRET`, `ISSUER`, `SCOPES`, `LABEL`, `TRUST_EMAIL` (true, false) | sign-in through a provider called \
     NAME; `TRUST_EMAIL` is true for google and github unless said otherwise |\n";

const FIELDS: [&str; 7] = ["KIND", "CLIENT_ID", "CLIENT_SECRET", "ISSUER", "SCOPES", "LABEL", "TRUST_EMAIL"];

/// What a provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Google's own issuer.
    Google,
    /// GitHub, which is no OpenID provider.
    Github,
    /// Any OpenID provider, found through its issuer.
    Oidc,
}

/// One configured provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The name in URLs, lower case.
    pub name: String,
    /// What it speaks.
    pub kind: Kind,
    /// Who Journal is there.
    pub client_id: String,
    /// How Journal proves it.
    pub client_secret: Secret<String>,
    /// Where an OpenID provider describes itself; always there for [`Kind::Oidc`].
    pub issuer: Option<String>,
    /// What is asked for, when not the usual.
    pub scopes: Vec<String>,
    /// What the button says.
    pub label: String,
    /// Whether an address that the provider calls verified counts as verified here.
    pub trust_email: bool,
}

/// Name and field of a setting in the family, as in `OAUTH_GOOGLE_KIND`.
pub(super) fn split(setting: &str) -> Option<(&str, &'static str)> {
    let rest = setting.strip_prefix("OAUTH_")?;
    let with_field = |field: &'static str| {
        let name = rest.strip_suffix(field)?.strip_suffix('_')?;
        let usable = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        usable.then_some((name, field))
    };
    FIELDS.into_iter().find_map(with_field)
}

pub(super) fn is_secret(setting: &str) -> bool {
    matches!(split(setting), Some((_, "CLIENT_SECRET")))
}

/// The family's names for the provider that a misspelt one seems to mean.
pub(super) fn names_like(wrong: &str) -> Vec<String> {
    let Some(rest) = wrong.strip_prefix("OAUTH_") else { return Vec::new() };
    let name = rest.split('_').next().unwrap_or(rest);
    FIELDS.iter().map(|field| format!("OAUTH_{name}_{field}")).collect()
}

/// Every provider that is configured; what is missing or wrong becomes a problem.
pub(super) fn read(reader: &Reader<'_>, is_production: bool) -> Vec<Provider> {
    let names: BTreeSet<&str> =
        reader.values().keys().filter_map(|key| split(key)).map(|(name, _)| name).collect();
    names.into_iter().filter_map(|name| Family::of(name, reader).provider(is_production)).collect()
}

/// The settings of one provider.
struct Family<'a> {
    name: &'a str,
    fields: BTreeMap<&'static str, &'a Given>,
    reader: &'a Reader<'a>,
}

impl<'a> Family<'a> {
    fn of(name: &'a str, reader: &'a Reader<'_>) -> Self {
        let given =
            |field: &'static str| Some((field, reader.values().get(&format!("OAUTH_{name}_{field}"))?));
        Self { name, fields: FIELDS.into_iter().filter_map(given).collect(), reader }
    }

    fn provider(&self, is_production: bool) -> Option<Provider> {
        let kind = self.kind();
        let client_id = self.required("CLIENT_ID");
        let client_secret = self.required("CLIENT_SECRET");
        let issuer = self.issuer(kind, is_production);
        let trust_email = self.trust_email(kind);
        let name = self.name.to_ascii_lowercase();
        Some(Provider {
            kind: kind?,
            client_id: client_id?,
            client_secret: Secret::new(client_secret?),
            issuer,
            scopes: self.text("SCOPES").map(scopes).unwrap_or_default(),
            label: self.text("LABEL").map_or_else(|| self.name.to_owned(), str::to_owned),
            trust_email,
            name,
        })
    }

    fn kind(&self) -> Option<Kind> {
        const ALLOWED: &str = "google, github, oidc";
        match self.required("KIND")?.to_ascii_lowercase().as_str() {
            "google" => Some(Kind::Google),
            "github" => Some(Kind::Github),
            "oidc" => Some(Kind::Oidc),
            _ => {
                self.refuse("KIND", "is not allowed", ALLOWED);
                None
            }
        }
    }

    fn issuer(&self, kind: Option<Kind>, is_production: bool) -> Option<String> {
        let Some(text) = self.text("ISSUER") else {
            if kind == Some(Kind::Oidc) {
                self.miss("ISSUER");
            }
            return None;
        };
        let allowed = "an https:// URL; http:// only on this machine and outside production";
        match parse::web_url(text) {
            Ok(url) if url.scheme() == "https" || (!is_production && parse::is_loopback(&url)) => {}
            Ok(_) => self.refuse("ISSUER", "is not https", allowed),
            Err(why) => self.refuse("ISSUER", &why, allowed),
        }
        Some(text.to_owned())
    }

    fn trust_email(&self, kind: Option<Kind>) -> bool {
        match self.text("TRUST_EMAIL").map(str::to_ascii_lowercase).as_deref() {
            None => kind != Some(Kind::Oidc),
            Some("true") => true,
            Some("false") => false,
            Some(_) => {
                self.refuse("TRUST_EMAIL", "is not allowed", "true, false");
                false
            }
        }
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|given| given.text.trim()).filter(|text| !text.is_empty())
    }

    fn required(&self, field: &'static str) -> Option<String> {
        let text = self.text(field).map(str::to_owned);
        if text.is_none() {
            self.miss(field);
        }
        text
    }

    fn miss(&self, field: &str) {
        let full = format!("OAUTH_{}_{field}", self.name);
        let sentence =
            format!("{PREFIX}{full} is missing: the provider `{}` needs it", self.name.to_ascii_lowercase());
        self.reader.break_rule(&full, sentence);
    }

    fn refuse(&self, field: &str, why: &str, allowed: &str) {
        if let Some(given) = self.fields.get(field) {
            let full = format!("OAUTH_{}_{field}", self.name);
            self.reader.refuse(&full, given, why, allowed);
        }
    }
}

fn scopes(text: &str) -> Vec<String> {
    text.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}
