//! The table of settings: one row each, from which `--help`, `config show`, README and the checks are made.
//!
//! A row is the only place that knows a setting's name, default and bounds. Names are written without their
//! `JOURNAL_` prefix; in `journal.toml` the same names stand in lower case.

use super::provider;

/// What every variable of ours starts with.
pub const PREFIX: &str = "JOURNAL_";

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The name without its prefix, as in `LISTEN`.
    pub name: &'static str,
    /// Which values are allowed.
    pub kind: Kind,
    /// What holds when nothing is said.
    pub default: Preset,
    /// What it decides, in a sentence for README.
    pub meaning: &'static str,
    /// Whether its value is never shown.
    pub secret: bool,
}

/// Which values a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A whole number between the two, both included.
    Number(u32, u32),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// What the words say; a function of `parse` decides.
    Words(&'static str),
}

/// What holds when a setting is not given.
#[derive(Clone, Copy, Debug)]
pub enum Preset {
    /// This value, read as if it had been given.
    Value(&'static str),
    /// No value; the words say what happens then.
    Unset(&'static str),
}

const SWITCH: Kind = Kind::Choice(&["true", "false"]);
const ORIGINS: Kind = Kind::Words("exact origins such as https://notes.example.org, separated by commas");

/// Every setting, in the order of README; the sign-in providers follow as a family of names.
pub const SETTINGS: &[Setting] = &[
    choice("ENV", &["development", "test", "production"])
        .unset("`development` while listen address and public URL are both loopback, otherwise required")
        .means("where Journal runs; development aids exist only outside production"),
    words("LISTEN", "an address with a port, such as 127.0.0.1:8080 or [::1]:8080")
        .default("127.0.0.1:8080")
        .means("address of the page and the API; port 0 picks a free one and prints it"),
    words("PUBLIC_URL", "http:// or https:// with a host, no path")
        .unset("`http://localhost:` and the port listened on")
        .means("what people type; required and https in production"),
    words("DATA_DIR", "a folder").default("./data").means("keys and the SQLite file"),
    words("DATABASE_URL", "sqlite://path or postgres://user:password@host/database")
        .secret()
        .unset("`journal.db` in the data folder")
        .means("where everything is kept"),
    words("MASTER_KEY", "32 bytes in base64")
        .secret()
        .unset("made on the first start, in the data folder")
        .means("the key that wraps all other keys; required in production on PostgreSQL"),
    words("MASTER_KEY_PREVIOUS", "32 bytes in base64")
        .secret()
        .unset("none")
        .means("the master key before this one, while it is being replaced"),
    words("JWT_SECRET", "at least 32 bytes")
        .secret()
        .unset("none")
        .means("set: access tokens are HS256 and the JWKS is empty; unset: EdDSA"),
    words("JWT_ISS", "any text").default("journal").means("issuer named in access tokens"),
    words("JWT_AUD", "any text").default("journal").means("audience named in access tokens"),
    number("ACCESS_TOKEN_MINUTES", 1, 1440).default("15").means("life of an access token"),
    number("REFRESH_TOKEN_DAYS", 1, 3650).default("30").means("a session unused for this long is over"),
    number("SESSION_MAX_DAYS", 1, 3650).default("90").means("a session is over after this long, however used"),
    number("REFRESH_WINDOW_SECONDS", 1, 120)
        .default("30")
        .means("the window of the rotation rule; a token is repeated for at most twenty windows"),
    switch("USER_MGMT_ENABLED")
        .default("true")
        .means("`false`: demo mode with one fixed user, refused in production"),
    words("DEMO_USERNAME", "1 to 64 characters").default("demo").means("who signs in to demo mode"),
    words("DEMO_PASSWORD", "1 to 1024 bytes")
        .secret()
        .unset("random, shown on the terminal")
        .means("the password of demo mode"),
    switch("AUTH_COOKIE_REFRESH")
        .default("false")
        .means("`true`: the refresh token is always a cookie; `false`: the client chooses"),
    words("REFRESH_COOKIE_NAME", "a cookie name (RFC 6265) without a __Host- prefix")
        .default("refresh_token")
        .means("with `__Host-` in front, and `Secure`, when the public URL is https"),
    words("CSRF_COOKIE_NAME", "a cookie name (RFC 6265) without a __Host- prefix")
        .default("csrftoken")
        .means("with `__Host-` in front, and `Secure`, when the public URL is https"),
    choice("COOKIE_SAMESITE", &["strict", "lax", "none"])
        .default("lax")
        .means("`SameSite` of the cookies; `none` only with https"),
    switch("AUTH_REQUIRE_EMAIL_VERIFY")
        .default("true")
        .means("whether an address must be verified before the first login"),
    choice("REQUIRE_MFA", &["off", "admins", "all"]).default("admins").means("who must have a second factor"),
    choice("REGISTRATION", &["open", "invite", "closed"]).default("open").means("who may register"),
    words("BREACH_LIST", "a file that `journal passwords build-breach-list` made")
        .unset("none")
        .means("passwords known from breaches, which nobody may choose"),
    list("CORS_ORIGINS", ORIGINS).means("other pages that may call the API with credentials"),
    list("TRUSTED_PROXIES", Kind::Words("networks such as 10.0.0.0/8, separated by commas, or `none`")).means(
        "networks whose `X-Forwarded-For` counts; production on a loopback address asks for it, or for `none`",
    ),
    words("SMTP_URL", "smtp://user:password@host:port or smtps://…")
        .secret()
        .unset("none: mail goes to the development mailbox; in production it waits in the outbox")
        .means("the server that delivers mail"),
    words("MAIL_FROM", "an address such as Journal <journal@example.org>")
        .unset("`journal@` and the host of the public URL")
        .means("the sender of mail"),
    number("LIMIT_REQUESTS", 0, 1_000_000)
        .default("100")
        .means("requests per second and network, burst five times that, kept per node; 0: none"),
    number("LIMIT_REGISTRATIONS", 0, 1_000_000)
        .default("10")
        .means("registrations per network and hour; 0: none"),
    number("LIMIT_MAILS", 0, 1_000_000)
        .default("5")
        .means("asked-for mails per address and hour, at most one a minute; 0: none"),
    number("LIMIT_GUESSES", 1, 1_000_000)
        .default("10")
        .means("wrong guesses evaluated per account and network in 15 minutes"),
    number("LIMIT_STUFFING", 0, 1_000_000)
        .default("30")
        .means("accounts guessed at wrongly from one network in an hour; 0: none"),
    number("AUDIT_RETENTION_DAYS", 1, 36_500).default("400").means("how long the audit trail keeps its payloads"),
    list("WEBAUTHN_RELATED_ORIGINS", ORIGINS).means("other origins that may use the same passkeys"),
    words("OTLP_ENDPOINT", "an http:// or https:// URL").unset("none").means("where traces go"),
    words("METRICS_LISTEN", "an address with a port, or `off`")
        .default("127.0.0.1:9464")
        .means("address of `GET /metrics`, never the public one"),
];

/// The row of a name without prefix.
pub fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// The known name that looks most like a wrong one, both without prefix. Endings of `_FILE` are kept.
pub fn nearest(wrong: &str) -> String {
    let (stem, ending) = match wrong.strip_suffix("_FILE") {
        Some(stem) => (stem, "_FILE"),
        None => (wrong, ""),
    };
    let names = SETTINGS.iter().map(|setting| setting.name.to_owned()).chain(provider::names_like(stem));
    let best = names.min_by_key(|name| strsim::damerau_levenshtein(name, stem)).unwrap_or_default();
    best + ending
}

/// README's table of settings, in Markdown, ending with a line break.
pub fn markdown() -> String {
    let mut table = String::from("| name | default | allowed | meaning |\n|---|---|---|---|\n");
    for setting in SETTINGS {
        let default = match setting.default {
            Preset::Value(value) => format!("`{value}`"),
            Preset::Unset(words) => words.to_owned(),
        };
        let row =
            [format!("`{PREFIX}{}`", setting.name), default, setting.allowed(), setting.meaning.to_owned()];
        table.extend(["| ", &row.join(" | "), " |\n"]);
    }
    table + provider::MARKDOWN_ROW
}

impl Setting {
    /// What is allowed, in words, for messages and tables.
    pub fn allowed(&self) -> String {
        match self.kind {
            Kind::Number(least, most) => format!("a whole number from {least} to {most}"),
            Kind::Choice(words) => words.join(", "),
            Kind::Words(words) => words.to_owned(),
        }
    }

    const fn default(self, value: &'static str) -> Self {
        Self { default: Preset::Value(value), ..self }
    }

    const fn unset(self, words: &'static str) -> Self {
        Self { default: Preset::Unset(words), ..self }
    }

    const fn means(self, meaning: &'static str) -> Self {
        Self { meaning, ..self }
    }

    const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}

const fn row(name: &'static str, kind: Kind) -> Setting {
    Setting { name, kind, default: Preset::Unset("none"), meaning: "", secret: false }
}

const fn words(name: &'static str, allowed: &'static str) -> Setting {
    row(name, Kind::Words(allowed))
}

const fn number(name: &'static str, least: u32, most: u32) -> Setting {
    row(name, Kind::Number(least, most))
}

const fn choice(name: &'static str, words: &'static [&'static str]) -> Setting {
    row(name, Kind::Choice(words))
}

const fn switch(name: &'static str) -> Setting {
    row(name, SWITCH)
}

const fn list(name: &'static str, kind: Kind) -> Setting {
    row(name, kind).unset("empty")
}
