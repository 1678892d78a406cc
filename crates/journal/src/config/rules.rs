//! The rules that look at several settings at once: what must be decided by a person before others rely on it.

use std::net::SocketAddr;

use app::settings::{Environment, SameSite};
use store::DatabaseUrl;

use super::Config;
use super::parse::PublicUrl;
use super::reader::Reader;

/// The cookie that remembers a browser; the settings may not name another one like it.
const DEVICE_COOKIE: &str = "device";

/// Where the program runs. Unset is fine only while nobody else can reach it.
pub(super) fn environment(read: &Reader<'_>, listen: SocketAddr, public: Option<&PublicUrl>) -> Environment {
    let meanings = [Environment::Development, Environment::Test, Environment::Production];
    if let Some(environment) = read.optional_choice("ENV", meanings) {
        return environment;
    }
    let on_loopback = listen.ip().is_loopback();
    let known_on_loopback = public.is_none_or(PublicUrl::is_loopback);
    let sure = !["ENV", "LISTEN", "PUBLIC_URL"].iter().any(|name| read.refused(name));
    let reachable = !on_loopback || !known_on_loopback;
    if sure && reachable {
        let where_to =
            if on_loopback { "the public URL leads beyond" } else { "the address is reachable from beyond" };
        let sentence = format!(
            "JOURNAL_ENV must be set, because {where_to} this machine: `production` where people rely on it, \
             `development` for a trial on a network you trust"
        );
        read.break_rule("ENV", sentence);
    }
    Environment::Development
}

/// Checks all rules; what is only unwise becomes a warning of the configuration.
pub(super) fn check(config: &mut Config, read: &Reader<'_>) {
    if config.is_production() {
        production(config, read);
    }
    cookies(config, read);
    keys(config, read);
    listeners(config, read);
    config.warnings = warnings(config);
}

fn production(config: &Config, read: &Reader<'_>) {
    match &config.public_url {
        Some(url) if url.is_https() => {}
        Some(url) => {
            let sentence = format!("JOURNAL_PUBLIC_URL must be https in production, and `{}` is not", url.as_str());
            read.break_rule("PUBLIC_URL", sentence);
        }
        None if read.refused("PUBLIC_URL") => {}
        None => read.break_rule(
            "PUBLIC_URL",
            "JOURNAL_PUBLIC_URL is missing: in production, links in mails and cookies need the https:// address \
             that people type",
        ),
    }
    if config.master_key.is_none()
        && matches!(config.database, DatabaseUrl::Postgres(_))
        && !read.refused("MASTER_KEY")
    {
        read.break_rule(
            "MASTER_KEY",
            "JOURNAL_MASTER_KEY is missing: in production on PostgreSQL every node needs the same key. Make one \
             with `openssl rand -base64 32` and keep it apart from the database",
        );
    }
    if !config.user_management {
        read.break_rule(
            "USER_MGMT_ENABLED",
            "JOURNAL_USER_MGMT_ENABLED is `false`, which is demo mode: it is refused in production",
        );
    }
    if config.listen.ip().is_loopback() && !read.is_given("TRUSTED_PROXIES") {
        read.break_rule(
            "TRUSTED_PROXIES",
            "JOURNAL_TRUSTED_PROXIES is missing: behind a proxy on this machine, which `127.0.0.1/32,::1/128` trusts, \
             all people would otherwise share one network's limits. Say `none` if there is no proxy",
        );
    }
}

fn cookies(config: &Config, read: &Reader<'_>) {
    let is_https = config.public_url.as_ref().is_some_and(PublicUrl::is_https);
    if config.same_site == SameSite::None && !is_https && !read.refused("PUBLIC_URL") {
        read.break_rule(
            "COOKIE_SAMESITE",
            "JOURNAL_COOKIE_SAMESITE is `none`, which browsers take only with https: the public URL is not",
        );
    }
    let names = [("REFRESH_COOKIE_NAME", &config.refresh_cookie), ("CSRF_COOKIE_NAME", &config.csrf_cookie)];
    for (setting, name) in names {
        if name == DEVICE_COOKIE {
            let sentence =
                format!("JOURNAL_{setting} is `{name}`, which is the name of another cookie of Journal's");
            read.break_rule(setting, sentence);
        }
    }
    if config.refresh_cookie == config.csrf_cookie {
        let sentence = format!(
            "JOURNAL_REFRESH_COOKIE_NAME and JOURNAL_CSRF_COOKIE_NAME are both `{}`; they must differ",
            config.csrf_cookie
        );
        read.break_rule("CSRF_COOKIE_NAME", sentence);
    }
}

fn keys(config: &Config, read: &Reader<'_>) {
    if let (Some(key), Some(previous)) = (&config.master_key, &config.master_key_previous)
        && key.fingerprint() == previous.fingerprint()
    {
        read.break_rule(
            "MASTER_KEY_PREVIOUS",
            "JOURNAL_MASTER_KEY_PREVIOUS is the same as JOURNAL_MASTER_KEY; it must be the key before",
        );
    }
}

fn listeners(config: &Config, read: &Reader<'_>) {
    if config.metrics_listen == Some(config.listen) && config.listen.port() != 0 {
        let sentence = format!(
            "JOURNAL_METRICS_LISTEN is `{}`, which is JOURNAL_LISTEN too: metrics are never served in public",
            config.listen
        );
        read.break_rule("METRICS_LISTEN", sentence);
    }
}

fn warnings(config: &Config) -> Vec<String> {
    let mut warnings = Vec::new();
    if config.is_production() && config.smtp_url.is_none() {
        warnings.push(
            "JOURNAL_SMTP_URL is not set: mail waits in the outbox, and nobody can verify an address".into(),
        );
    }
    if config.smtp_url.is_some() && config.mail_from.is_none() {
        warnings.push(
            "JOURNAL_MAIL_FROM is not set: mail comes from `journal@` and the host of the public URL".into(),
        );
    }
    if config.refresh_token_days > config.session_max_days {
        warnings.push(format!(
            "JOURNAL_REFRESH_TOKEN_DAYS is {}, but JOURNAL_SESSION_MAX_DAYS ends every session after {}",
            config.refresh_token_days, config.session_max_days
        ));
    }
    warnings
}
