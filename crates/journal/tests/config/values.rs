use std::path::Path;

use app::settings::{Environment, Registration, RequireMfa, SameSite};
use store::DatabaseUrl;

use super::{MASTER_KEY, problem, problems, read};

#[test]
fn nothing_given_is_a_development_instance_on_sqlite() {
    let config = read(&[]);
    assert_eq!(config.environment, Environment::Development);
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url(4711).as_str(), "http://localhost:4711");
    assert!(matches!(&config.database, DatabaseUrl::Sqlite(path) if path == Path::new("./data/journal.db")));
    assert_eq!(config.refresh_token_days, 30);
    assert_eq!(config.session_max_days, 90);
    assert_eq!(config.refresh_window_seconds, 30);
    assert_eq!(config.same_site, SameSite::Lax);
    assert_eq!(config.registration, Registration::Open);
    assert_eq!(config.require_mfa, RequireMfa::Admins);
    assert_eq!(config.metrics_listen.unwrap().to_string(), "127.0.0.1:9464");
    assert!(config.user_management && config.require_verified_email && !config.always_cookie);
    assert_eq!(config.warnings, Vec::<String>::new());
}

#[test]
fn every_setting_is_taken() {
    let config = read(&[
        ("ENV", "TEST"),
        ("LISTEN", "localhost:0"),
        ("PUBLIC_URL", "https://Journal.Example.org/"),
        ("DATA_DIR", "/var/lib/journal"),
        ("DATABASE_URL", "postgres://journal@db.example.org/journal"),
        ("MASTER_KEY", MASTER_KEY),
        ("JWT_SECRET", "0123456789abcdef0123456789abcdef"),
        ("USER_MGMT_ENABLED", "false"),
        ("DEMO_USERNAME", "guest"),
        ("AUTH_COOKIE_REFRESH", "true"),
        ("REFRESH_COOKIE_NAME", "r"),
        ("CSRF_COOKIE_NAME", "c"),
        ("COOKIE_SAMESITE", "none"),
        ("AUTH_REQUIRE_EMAIL_VERIFY", "false"),
        ("REQUIRE_MFA", "all"),
        ("REGISTRATION", "closed"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("SMTP_URL", "smtp://user:pass@mail.example.org:587?tls=required"),
        ("MAIL_FROM", "journal@example.org"),
        ("LIMIT_REQUESTS", "0"),
        ("LIMIT_GUESSES", "1"),
        ("METRICS_LISTEN", "off"),
        ("OTLP_ENDPOINT", "http://collector:4317"),
        ("WEBAUTHN_RELATED_ORIGINS", "https://diary.example.org"),
    ]);
    assert_eq!(config.environment, Environment::Test);
    assert_eq!(config.listen.to_string(), "127.0.0.1:0");
    assert_eq!(config.public_url(1).as_str(), "https://journal.example.org");
    assert!(matches!(config.database, DatabaseUrl::Postgres(_)));
    assert!(config.master_key.is_some());
    assert!(!config.user_management && config.always_cookie && !config.require_verified_email);
    assert_eq!((config.refresh_cookie.as_str(), config.csrf_cookie.as_str()), ("r", "c"));
    assert_eq!(config.same_site, SameSite::None);
    assert_eq!(config.trusted_proxies, ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
    assert_eq!((config.limits.requests, config.limits.guesses), (0, 1));
    assert_eq!(config.metrics_listen, None);
    assert_eq!(config.otlp_endpoint.as_deref(), Some("http://collector:4317/"));
}

#[test]
fn a_wrong_value_names_the_setting_its_origin_and_what_is_allowed() {
    for (name, value, allowed) in [
        ("ENV", "prod", "development, test, production"),
        ("LISTEN", "8080", "an address with a port"),
        ("LISTEN", "localhost:http", "an address with a port"),
        ("PUBLIC_URL", "journal.example.org", "http:// or https://"),
        ("PUBLIC_URL", "http://localhost/journal", "no path"),
        ("PUBLIC_URL", "http://me:secret@localhost", "no path"),
        ("PUBLIC_URL", "ftp://localhost", "http:// or https://"),
        ("DATABASE_URL", "mysql://localhost/journal", "sqlite://path or postgres://"),
        ("MASTER_KEY", "c2hvcnQ=", "32 bytes in base64"),
        ("MASTER_KEY_PREVIOUS", "?", "32 bytes in base64"),
        ("JWT_SECRET", "0123456789abcdef0123456789abcde", "at least 32 bytes"),
        ("ACCESS_TOKEN_MINUTES", "0", "from 1 to 1440"),
        ("ACCESS_TOKEN_MINUTES", "fifteen", "from 1 to 1440"),
        ("REFRESH_TOKEN_DAYS", "-1", "from 1 to 3650"),
        ("SESSION_MAX_DAYS", "0", "from 1 to 3650"),
        ("REFRESH_WINDOW_SECONDS", "0", "from 1 to 120"),
        ("REFRESH_WINDOW_SECONDS", "121", "from 1 to 120"),
        ("USER_MGMT_ENABLED", "no", "true, false"),
        ("REFRESH_COOKIE_NAME", "refresh token", "RFC 6265"),
        ("REFRESH_COOKIE_NAME", "refresh;token", "RFC 6265"),
        ("CSRF_COOKIE_NAME", "__Host-csrf", "without a __Host- prefix"),
        ("COOKIE_SAMESITE", "relaxed", "strict, lax, none"),
        ("REQUIRE_MFA", "some", "off, admins, all"),
        ("REGISTRATION", "maybe", "open, invite, closed"),
        ("CORS_ORIGINS", "*", "exact origins"),
        ("CORS_ORIGINS", "null", "exact origins"),
        ("CORS_ORIGINS", "https://a.example,https://b.example/", "exact origins"),
        ("CORS_ORIGINS", "https://A.example", "exact origins"),
        ("CORS_ORIGINS", "a.example", "exact origins"),
        ("TRUSTED_PROXIES", "10.0.0.0/33", "networks"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,none", "networks"),
        ("SMTP_URL", "mail.example.org:25", "smtp://"),
        ("SMTP_URL", "smtp://", "smtp://"),
        ("MAIL_FROM", "nobody", "an address"),
        ("LIMIT_REQUESTS", "1.5", "from 0 to"),
        ("LIMIT_GUESSES", "0", "from 1 to"),
        ("AUDIT_RETENTION_DAYS", "0", "from 1 to"),
        ("WEBAUTHN_RELATED_ORIGINS", "https://a.example/x", "exact origins"),
        ("OTLP_ENDPOINT", "collector:4317", "http:// or https://"),
        ("METRICS_LISTEN", "no", "`off`"),
    ] {
        let (wrong, sentence) = problem(&[(name, value)]);
        assert_eq!(wrong, name, "for {value}");
        assert!(sentence.starts_with(&format!("JOURNAL_{name} (environment)")), "{sentence}");
        assert!(sentence.contains(allowed), "{sentence}");
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let all =
        problems(&[("LISTEN", "x"), ("LISTN", "y"), ("JWT_SECRET", "z")], Some("refresh_token_days = 0"));
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["LISTN", "LISTEN", "JWT_SECRET", "REFRESH_TOKEN_DAYS"]);
}

#[test]
fn a_wrong_secret_is_never_repeated() {
    for (name, value) in [
        ("JWT_SECRET", "canary-secret"),
        ("MASTER_KEY", "canary-secret"),
        ("DATABASE_URL", "canary-secret"),
        ("DATABASE_URL", "mysql://journal:canary-secret@localhost/db"),
        ("SMTP_URL", "canary-secret"),
        ("SMTP_URL", "https://journal:canary-secret@localhost"),
        ("OAUTH_A_CLIENT_SECRET", "canary-secret"),
    ] {
        for (_, sentence) in problems(&[(name, value)], None) {
            assert!(!sentence.contains("canary"), "{sentence}");
        }
    }
}
