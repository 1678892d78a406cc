//! What the operator decides: read from the environment, then `journal.toml`, then defaults, and checked as a whole.
//!
//! A start with a wrong, unknown or contradictory setting is refused, and everything that is wrong is told at once,
//! each with where it stood and what is allowed. Secrets are never shown. Nothing else reads the environment.

mod given;
mod parse;
mod problem;
pub mod provider;
mod reader;
mod rules;
mod setting;
mod show;
mod sources;

use std::net::SocketAddr;
use std::path::PathBuf;

use app::settings::{Environment, Limits, Registration, RequireMfa, SameSite};
use crypto::Secret;
use crypto::keys::MasterKey;
use ipnet::IpNet;
use store::DatabaseUrl;

pub use app::settings::Provider;
pub use given::{Given, Origin, SettingsFile, Values};
pub use parse::PublicUrl;
pub use problem::{Problem, Problems};
pub use setting::{Kind, PREFIX, Preset, SETTINGS, Setting, find, markdown, nearest};
pub use show::{Shown, shown};
pub use sources::Sources;

use reader::Reader;

/// Every setting, understood and checked.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "one field for each setting, and these are switches")]
pub struct Config {
    /// `ENV`, or what its absence means.
    pub environment: Environment,
    /// `LISTEN`.
    pub listen: SocketAddr,
    /// `PUBLIC_URL`; see [`Config::public_url`].
    pub public_url: Option<PublicUrl>,
    /// `DATA_DIR`.
    pub data_dir: PathBuf,
    /// `DATABASE_URL`, or the SQLite file in the data folder.
    pub database: DatabaseUrl,
    /// `MASTER_KEY`; none: the file in the data folder.
    pub master_key: Option<MasterKey>,
    /// `MASTER_KEY_PREVIOUS`.
    pub master_key_previous: Option<MasterKey>,
    /// `JWT_SECRET`.
    pub jwt_secret: Option<Secret<Vec<u8>>>,
    /// `JWT_ISS`.
    pub jwt_issuer: String,
    /// `JWT_AUD`.
    pub jwt_audience: String,
    /// `ACCESS_TOKEN_MINUTES`.
    pub access_token_minutes: u32,
    /// `REFRESH_TOKEN_DAYS`.
    pub refresh_token_days: u32,
    /// `SESSION_MAX_DAYS`.
    pub session_max_days: u32,
    /// `REFRESH_WINDOW_SECONDS`.
    pub refresh_window_seconds: u32,
    /// `USER_MGMT_ENABLED`; false is demo mode.
    pub user_management: bool,
    /// `DEMO_USERNAME`.
    pub demo_username: String,
    /// `DEMO_PASSWORD`; none: one is made at start.
    pub demo_password: Option<Secret<String>>,
    /// `AUTH_COOKIE_REFRESH`.
    pub always_cookie: bool,
    /// `REFRESH_COOKIE_NAME`, without prefix.
    pub refresh_cookie: String,
    /// `CSRF_COOKIE_NAME`, without prefix.
    pub csrf_cookie: String,
    /// `COOKIE_SAMESITE`.
    pub same_site: SameSite,
    /// `AUTH_REQUIRE_EMAIL_VERIFY`.
    pub require_verified_email: bool,
    /// `REQUIRE_MFA`.
    pub require_mfa: RequireMfa,
    /// `REGISTRATION`.
    pub registration: Registration,
    /// `BREACH_LIST`.
    pub breach_list: Option<PathBuf>,
    /// `CORS_ORIGINS`.
    pub cors_origins: Vec<String>,
    /// `TRUSTED_PROXIES`.
    pub trusted_proxies: Vec<IpNet>,
    /// `SMTP_URL`.
    pub smtp_url: Option<Secret<String>>,
    /// `MAIL_FROM`.
    pub mail_from: Option<String>,
    /// The `LIMIT_…` settings.
    pub limits: Limits,
    /// `AUDIT_RETENTION_DAYS`.
    pub audit_retention_days: u32,
    /// `WEBAUTHN_RELATED_ORIGINS`.
    pub webauthn_related_origins: Vec<String>,
    /// The `OAUTH_…` family.
    pub providers: Vec<Provider>,
    /// `OTLP_ENDPOINT`.
    pub otlp_endpoint: Option<String>,
    /// `METRICS_LISTEN`; none: `off`.
    pub metrics_listen: Option<SocketAddr>,
    /// Whether `METRICS_LISTEN` was asked for; a default that cannot be had is no reason to stay down.
    pub metrics_asked_for: bool,
    /// What is allowed but surely not meant, each a sentence.
    pub warnings: Vec<String>,
    /// Every value given, with its origin.
    pub given: Values,
}

impl Config {
    /// Reads and checks everything; tells everything that is wrong.
    pub fn read(sources: &Sources) -> Result<Self, Problems> {
        let (given, problems) = given::gather(&sources.variables, sources.file.as_ref());
        let reader = Reader::new(&given, problems);
        let mut config = understand(&reader);
        rules::check(&mut config, &reader);
        let problems = reader.into_problems();
        if problems.is_empty() { Ok(Self { given, ..config }) } else { Err(Problems(problems)) }
    }

    /// What people type, when the program listens on this port.
    pub fn public_url(&self, port: u16) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::localhost(port))
    }

    /// Whether people rely on this instance.
    pub fn is_production(&self) -> bool {
        self.environment == Environment::Production
    }
}

/// Every row of the table, one field each; rules over several are `rules`' business.
fn understand(read: &Reader<'_>) -> Config {
    let data_dir = PathBuf::from(read.value("DATA_DIR", parse::text));
    let database = read.optional("DATABASE_URL", parse::database_url);
    let listen = read.value("LISTEN", parse::address);
    let public_url = read.optional("PUBLIC_URL", parse::public_url);
    let environment = rules::environment(read, listen, public_url.as_ref());
    Config {
        environment,
        listen,
        public_url,
        database: database.unwrap_or_else(|| DatabaseUrl::Sqlite(data_dir.join("journal.db"))),
        data_dir,
        master_key: read.optional("MASTER_KEY", parse::master_key),
        master_key_previous: read.optional("MASTER_KEY_PREVIOUS", parse::master_key),
        jwt_secret: read.optional("JWT_SECRET", parse::jwt_secret),
        jwt_issuer: read.value("JWT_ISS", parse::text),
        jwt_audience: read.value("JWT_AUD", parse::text),
        access_token_minutes: read.number("ACCESS_TOKEN_MINUTES"),
        refresh_token_days: read.number("REFRESH_TOKEN_DAYS"),
        session_max_days: read.number("SESSION_MAX_DAYS"),
        refresh_window_seconds: read.number("REFRESH_WINDOW_SECONDS"),
        user_management: read.switch("USER_MGMT_ENABLED"),
        demo_username: read.value("DEMO_USERNAME", parse::demo_username),
        demo_password: read.optional("DEMO_PASSWORD", parse::demo_password),
        always_cookie: read.switch("AUTH_COOKIE_REFRESH"),
        refresh_cookie: read.value("REFRESH_COOKIE_NAME", parse::cookie_name),
        csrf_cookie: read.value("CSRF_COOKIE_NAME", parse::cookie_name),
        same_site: read.choice("COOKIE_SAMESITE", [SameSite::Strict, SameSite::Lax, SameSite::None]),
        require_verified_email: read.switch("AUTH_REQUIRE_EMAIL_VERIFY"),
        require_mfa: read.choice("REQUIRE_MFA", [RequireMfa::Off, RequireMfa::Admins, RequireMfa::All]),
        registration: read
            .choice("REGISTRATION", [Registration::Open, Registration::Invite, Registration::Closed]),
        breach_list: read.optional("BREACH_LIST", |text| parse::text(text).map(PathBuf::from)),
        cors_origins: read.list("CORS_ORIGINS", parse::origin),
        trusted_proxies: trusted_proxies(read),
        smtp_url: read.optional("SMTP_URL", parse::smtp_url),
        mail_from: read.optional("MAIL_FROM", parse::mailbox),
        limits: limits(read),
        audit_retention_days: read.number("AUDIT_RETENTION_DAYS"),
        webauthn_related_origins: read.list("WEBAUTHN_RELATED_ORIGINS", parse::origin),
        providers: provider::read(read, environment == Environment::Production),
        otlp_endpoint: read.optional("OTLP_ENDPOINT", |text| parse::web_url(text).map(String::from)),
        metrics_listen: read.value("METRICS_LISTEN", parse::address_or_off),
        metrics_asked_for: read.is_given("METRICS_LISTEN"),
        warnings: Vec::new(),
        given: Values::new(),
    }
}

fn limits(read: &Reader<'_>) -> Limits {
    Limits {
        requests: read.number("LIMIT_REQUESTS"),
        registrations: read.number("LIMIT_REGISTRATIONS"),
        mails: read.number("LIMIT_MAILS"),
        guesses: read.number("LIMIT_GUESSES"),
        stuffing: read.number("LIMIT_STUFFING"),
    }
}

/// `none` says that there is no proxy, which is more than saying nothing.
fn trusted_proxies(read: &Reader<'_>) -> Vec<IpNet> {
    let is_none = |text: &str| text.trim().eq_ignore_ascii_case("none");
    match read.values().get("TRUSTED_PROXIES") {
        Some(given) if is_none(&given.text) => Vec::new(),
        _ => read.list("TRUSTED_PROXIES", parse::network),
    }
}
