//! Sign-in providers: a family of settings, `OAUTH_<NAME>_<FIELD>`, one provider for each name.

use std::collections::{BTreeMap, BTreeSet};

use app::settings::{Provider, ProviderKind as Kind};
use crypto::Secret;

use super::given::Given;
use super::parse;
use super::reader::Reader;
use super::setting::PREFIX;

/// The family's row in README's table.
pub const MARKDOWN_ROW: &str = "| `JOURNAL_OAUTH_<NAME>_…` | none | `KIND` (google, github, oidc), `CLIENT_ID`, \
     `CLIENT_SECRET`, `ISSUER`, `HOSTS`, `SCOPES`, `LABEL`, `TRUST_EMAIL` (true, false) | sign-in through a provider \
     called NAME; `ISSUER` is what an OpenID provider calls itself, or the address of a GitHub of one's own; `HOSTS` \
     are more that its documents name; `TRUST_EMAIL` is true for google and github unless said otherwise |\n";

const FIELDS: [&str; 8] =
    ["KIND", "CLIENT_ID", "CLIENT_SECRET", "ISSUER", "HOSTS", "SCOPES", "LABEL", "TRUST_EMAIL"];
/// What Google calls itself, and where it answers beside that.
const GOOGLE: (&str, &[&str]) = (
    "https://accounts.google.com",
    &["oauth2.googleapis.com", "www.googleapis.com", "openidconnect.googleapis.com"],
);
/// Where GitHub is, and where it answers beside that.
const GITHUB: (&str, &[&str]) = ("https://github.com", &["api.github.com"]);

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
        let hosts = self.hosts();
        let scopes = self.scopes(kind);
        let trust_email = self.trust_email(kind);
        let name = self.name.to_ascii_lowercase();
        let kind = kind?;
        Some(Provider {
            kind,
            client_id: client_id?,
            client_secret: Secret::new(client_secret?),
            hosts: usual_hosts(kind, &issuer).map(str::to_owned).chain(hosts).collect(),
            issuer,
            scopes,
            label: self.text("LABEL").map_or_else(|| usual_label(kind, &name), str::to_owned),
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

    /// To the letter: what an `OpenID` provider calls itself may end in a slash.
    fn issuer(&self, kind: Option<Kind>, is_production: bool) -> String {
        let Some(text) = self.text("ISSUER") else {
            if kind == Some(Kind::Oidc) {
                self.miss("ISSUER");
            }
            return if kind == Some(Kind::Github) { GITHUB.0 } else { GOOGLE.0 }.to_owned();
        };
        let allowed = "an https:// URL; http:// only on this machine and outside production";
        match parse::web_url(text) {
            Ok(url) if url.query().is_some() || url.fragment().is_some() => {
                self.refuse("ISSUER", "holds a question or a fragment", allowed);
            }
            Ok(url) if url.scheme() == "https" || (!is_production && parse::is_loopback(&url)) => {}
            Ok(_) => self.refuse("ISSUER", "is not https", allowed),
            Err(why) => self.refuse("ISSUER", &why, allowed),
        }
        if kind == Some(Kind::Github) { text.trim_end_matches('/') } else { text }.to_owned()
    }

    fn scopes(&self, kind: Option<Kind>) -> Vec<String> {
        let kind = kind.unwrap_or(Kind::Oidc);
        let scopes = self.text("SCOPES").map_or_else(|| usual_scopes(kind), list);
        if kind != Kind::Github && !scopes.iter().any(|scope| scope == "openid") {
            self.refuse("SCOPES", "does not hold `openid`", "openid and others, with spaces between");
        }
        scopes
    }

    fn hosts(&self) -> Vec<String> {
        let hosts = self.text("HOSTS").map(list).unwrap_or_default();
        let is_host = |host: &String| {
            let url = parse::web_url(&format!("https://{host}"));
            url.is_ok_and(|url| url.path() == "/" && url.query().is_none() && url.username().is_empty())
                && !host.contains('/')
        };
        if !hosts.iter().all(is_host) {
            self.refuse(
                "HOSTS",
                "is no list of hosts",
                "hosts such as keys.example.org or keys.example.org:8443",
            );
        }
        hosts
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

/// Words with spaces or commas between.
fn list(text: &str) -> Vec<String> {
    text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn usual_hosts(kind: Kind, issuer: &str) -> impl Iterator<Item = &'static str> {
    let (own, hosts): (&str, &[&str]) = match kind {
        Kind::Google => GOOGLE,
        Kind::Github => GITHUB,
        Kind::Oidc => ("", &[]),
    };
    hosts.iter().copied().filter(move |_| own == issuer).collect::<Vec<_>>().into_iter()
}

fn usual_scopes(kind: Kind) -> Vec<String> {
    list(match kind {
        Kind::Google | Kind::Oidc => "openid email profile",
        Kind::Github => "read:user user:email",
    })
}

fn usual_label(kind: Kind, name: &str) -> String {
    match kind {
        Kind::Google => "Google".to_owned(),
        Kind::Github => "GitHub".to_owned(),
        Kind::Oidc => name.to_owned(),
    }
}
