//! What the operator has decided, already read and checked.
//!
//! The program crate reads the environment and `journal.toml`, refuses what is wrong by name, and hands the result
//! over as these values. Nothing in this crate parses a setting again.

use std::path::PathBuf;
use std::sync::Arc;

use crypto::Secret;
use ipnet::IpNet;
use jiff::SignedDuration;

use crate::access::{Role, Scope, Scopes};
use crate::account::BreachList;

/// Where this program runs; development aids exist only outside production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// On the developer's own machine.
    Development,
    /// Under automated tests.
    Test,
    /// Where people rely on it.
    Production,
}

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// Anybody.
    Open,
    /// Whoever holds an invitation.
    Invite,
    /// Nobody; operators make accounts.
    Closed,
}

/// Who must have a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequireMfa {
    /// Nobody.
    Off,
    /// Whoever has the role `admin`.
    Admins,
    /// Everybody.
    All,
}

impl RequireMfa {
    /// Whether it is demanded of somebody with these roles, which grant these scopes. Who may see or do what operators
    /// do is an admin here, whatever the role is called.
    pub fn is_demanded_of(self, roles: &[Role], granted: Scopes) -> bool {
        match self {
            Self::Off => false,
            Self::Admins => {
                roles.contains(&Role::Admin)
                    || granted.contains(Scope::AdminRead)
                    || granted.contains(Scope::AdminWrite)
            }
            Self::All => true,
        }
    }
}

/// The `SameSite` attribute of the cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// Never sent from another site.
    Strict,
    /// Sent on top-level navigation only.
    Lax,
    /// Always sent; only with https.
    None,
}

/// The fixed user of demo mode.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The name to sign in with.
    pub username: String,
    /// The password, from the settings or made at start.
    pub password: Secret<String>,
}

/// How much one network or account may ask for; 0 means no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests per second and network, on each node.
    pub requests: u32,
    /// Registrations per network and hour.
    pub registrations: u32,
    /// Asked-for mails per address and hour.
    pub mails: u32,
    /// Wrong guesses per account and network in 15 minutes; never 0.
    pub guesses: u32,
    /// Accounts guessed at wrongly from one network in an hour.
    pub stuffing: u32,
}

/// How mail leaves the house.
#[derive(Clone, Debug, Default)]
pub struct MailSettings {
    /// `smtp://` or `smtps://` URL with credentials; none keeps mail in the outbox.
    pub smtp_url: Option<Secret<String>>,
    /// The sender, as `Journal <journal@example.org>` or a bare address.
    pub from: Option<String>,
}

/// Names and attributes of the cookies, with their prefix already in front.
#[derive(Clone, Debug)]
pub struct CookieSettings {
    /// The refresh token's cookie.
    pub refresh: String,
    /// The CSRF token's cookie, readable by the page.
    pub csrf: String,
    /// The cookie of a browser that has signed in before.
    pub device: String,
    /// The cookie of a browser that uses a passkey.
    pub ceremony: String,
    /// The cookie of a browser that is away at a sign-in provider.
    pub provider: String,
    /// `SameSite` of all but that one.
    pub same_site: SameSite,
    /// Always answer with the cookie, whatever the client asks for.
    pub always: bool,
}

/// What a sign-in provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderKind {
    /// Google's own issuer.
    Google,
    /// GitHub, which is no `OpenID` provider.
    Github,
    /// Any `OpenID` provider, found through its issuer.
    Oidc,
}

/// A sign-in provider.
#[derive(Clone, Debug)]
pub struct Provider {
    /// The name in addresses: lower case letters, digits and `_`.
    pub name: String,
    /// What it speaks.
    pub kind: ProviderKind,
    /// What its button says.
    pub label: String,
    /// Who Journal is there.
    pub client_id: String,
    /// How Journal proves it.
    pub client_secret: Secret<String>,
    /// What an `OpenID` provider calls itself, to the letter; the address of a GitHub.
    pub issuer: String,
    /// Hosts beside the issuer's that may be asked, as `host` or `host:port`.
    pub hosts: Vec<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Whether an address that it calls verified counts as verified here.
    pub trust_email: bool,
}

/// One setting as it holds, for admins to look at.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct ShownSetting {
    /// The full name.
    pub name: String,
    /// The value; of a secret only that it is there.
    pub value: String,
    /// Where it came from, in words.
    pub origin: String,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the program runs.
    pub environment: Environment,
    /// What people type, without a trailing slash; links in mails start with it.
    pub public_url: String,
    /// Issuer of access tokens.
    pub issuer: String,
    /// Audience of access tokens.
    pub audience: String,
    /// Set: HS256 with this secret. Unset: `EdDSA`.
    pub jwt_secret: Option<Secret<Vec<u8>>>,
    /// Life of an access token, before jitter.
    pub access_token_life: SignedDuration,
    /// A session unused for this long is over.
    pub session_idle: SignedDuration,
    /// A session is over after this long, however much it is used.
    pub session_max: SignedDuration,
    /// The window of the rotation rule.
    pub refresh_window: SignedDuration,
    /// Set: demo mode.
    pub demo: Option<Demo>,
    /// Cookie names and attributes.
    pub cookies: CookieSettings,
    /// Whether an address must be verified before the first login.
    pub require_verified_email: bool,
    /// Who must have a second factor.
    pub require_mfa: RequireMfa,
    /// Who may register.
    pub registration: Registration,
    /// Other origins whose pages may use the passkeys of this one.
    pub related_origins: Vec<String>,
    /// Who else people may sign in through.
    pub providers: Vec<Provider>,
    /// Passwords that are known from breaches.
    pub breach_list: Option<Arc<BreachList>>,
    /// Origins other than our own that may call with credentials.
    pub cors_origins: Vec<String>,
    /// Networks whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpNet>,
    /// How mail leaves the house.
    pub mail: MailSettings,
    /// How long the audit trail keeps what its events say.
    pub audit_retention: SignedDuration,
    /// The file beside the database that tells where the audit trail ended; `None`: none is kept.
    pub audit_anchor: Option<PathBuf>,
    /// How much one network or account may ask for.
    pub limits: Limits,
    /// What was decided, in the operator's words; no secret among them.
    pub shown: Vec<ShownSetting>,
}

impl Settings {
    /// Whether people reach the program over https.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Scheme, host and port of the public URL, as a browser writes them into `Origin`.
    pub fn origin(&self) -> &str {
        let after_scheme = self.public_url.find("://").map_or(0, |at| at + 3);
        let end =
            self.public_url[after_scheme..].find('/').map_or(self.public_url.len(), |at| after_scheme + at);
        &self.public_url[..end]
    }

    /// Host and port of the public URL, as a client writes them into `Host`.
    pub fn authority(&self) -> &str {
        let origin = self.origin();
        origin.find("://").map_or(origin, |at| &origin[at + 3..])
    }

    /// Whether development aids exist at all.
    pub fn is_development(&self) -> bool {
        self.environment != Environment::Production
    }
}
