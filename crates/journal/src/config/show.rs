//! The settings as they hold, for `journal config show`: each with its origin, no secret among them.

use app::settings::ShownSetting;
use serde::Serialize;
use url::Url;

use super::given::{self, Origin, Values};
use super::setting::{PREFIX, Preset, SETTINGS};

/// One setting as it holds.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// The full name.
    pub name: String,
    /// The value; a secret is masked, and the words for an unset one stand in brackets.
    pub value: String,
    /// Where it came from, in words.
    pub origin: String,
}

impl From<Shown> for ShownSetting {
    fn from(shown: Shown) -> Self {
        Self { name: shown.name, value: shown.value, origin: shown.origin }
    }
}

/// Every setting of the table, then the providers' that are given.
pub fn shown(given: &Values) -> Vec<Shown> {
    let rows = SETTINGS.iter().map(|setting| match given.get(setting.name) {
        Some(value) => show(setting.name, &value.text, &value.origin),
        None => match setting.default {
            Preset::Value(value) => show(setting.name, value, &Origin::Default),
            Preset::Unset(words) => {
                show(setting.name, &format!("({})", words.replace('`', "")), &Origin::Default)
            }
        },
    });
    let family = given.iter().filter(|(name, _)| name.starts_with("OAUTH_"));
    rows.chain(family.map(|(name, value)| show(name, &value.text, &value.origin))).collect()
}

fn show(name: &str, text: &str, origin: &Origin) -> Shown {
    let hide = given::is_secret(name) && *origin != Origin::Default;
    let value = if hide { masked(text) } else { text.to_owned() };
    Shown { name: format!("{PREFIX}{name}"), value, origin: origin.to_string() }
}

/// Where a URL leads may be seen, who knocks there may not; any other secret is only known to be there.
fn masked(secret: &str) -> String {
    match Url::parse(secret) {
        Ok(url) if url.has_host() => format!("{}://…{}{}", url.scheme(), host_and_port(&url), url.path()),
        _ => "…".to_owned(),
    }
}

fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let at = if url.username().is_empty() && url.password().is_none() { "" } else { "@" };
    url.port().map_or_else(|| format!("{at}{host}"), |port| format!("{at}{host}:{port}"))
}
