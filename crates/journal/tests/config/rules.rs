use app::settings::Environment;

use super::{MASTER_KEY, problem, problems, production, read};

#[test]
fn without_an_environment_loopback_is_development() {
    for variables in [
        &[("LISTEN", "[::1]:9000")][..],
        &[("PUBLIC_URL", "http://localhost:3000")],
        &[("PUBLIC_URL", "http://journal.localhost")],
        &[("LISTEN", "127.0.0.2:1"), ("PUBLIC_URL", "https://127.0.0.2:1")],
    ] {
        assert_eq!(read(variables).environment, Environment::Development);
    }
}

#[test]
fn without_an_environment_anything_beyond_loopback_asks_for_one() {
    for variables in [
        &[("LISTEN", "0.0.0.0:8080")][..],
        &[("LISTEN", "[::]:8080")],
        &[("LISTEN", "192.168.1.5:8080")],
        &[("PUBLIC_URL", "https://journal.example.org")],
        &[("PUBLIC_URL", "http://192.168.1.5:8080")],
        &[("PUBLIC_URL", "http://localhost.example.org")],
    ] {
        let (name, sentence) = problem(variables);
        assert_eq!(name, "ENV", "for {variables:?}");
        assert!(sentence.contains("`production`"), "{sentence}");
    }
    read(&[("ENV", "development"), ("LISTEN", "0.0.0.0:8080")]);
    read(&[("ENV", "test"), ("PUBLIC_URL", "http://192.168.1.5:8080")]);
}

#[test]
fn a_wrong_address_does_not_also_ask_for_the_environment() {
    assert_eq!(problem(&[("LISTEN", "everywhere")]).0, "LISTEN");
    assert_eq!(problem(&[("PUBLIC_URL", "journal.example.org")]).0, "PUBLIC_URL");
}

/// ASVS 12.2.1
#[test]
fn production_needs_a_public_url_with_https() {
    assert!(read(&production(&[])).is_production());
    let missing = problem(&[("ENV", "production"), ("LISTEN", "0.0.0.0:8080")]);
    assert_eq!(missing.0, "PUBLIC_URL");
    let plain = problem(&production(&[("PUBLIC_URL", "http://journal.example.org")]));
    assert_eq!(plain.0, "PUBLIC_URL");
    assert!(plain.1.contains("https"), "{}", plain.1);
    let wrong = problem(&production(&[("PUBLIC_URL", "journal")]));
    assert_eq!(wrong.0, "PUBLIC_URL");
}

#[test]
fn production_on_postgresql_needs_a_master_key_given() {
    let database = ("DATABASE_URL", "postgres://localhost/journal");
    assert_eq!(problem(&production(&[database])).0, "MASTER_KEY");
    read(&production(&[database, ("MASTER_KEY", MASTER_KEY)]));
    read(&[database]);
}

/// ASVS 6.3.2
#[test]
fn production_refuses_demo_mode() {
    assert_eq!(problem(&production(&[("USER_MGMT_ENABLED", "false")])).0, "USER_MGMT_ENABLED");
}

#[test]
fn production_on_loopback_asks_for_the_proxies_or_none() {
    let loopback = ("LISTEN", "127.0.0.1:8080");
    let (name, sentence) = problem(&production(&[loopback]));
    assert_eq!(name, "TRUSTED_PROXIES");
    assert!(sentence.contains("`none`"), "{sentence}");
    assert!(read(&production(&[loopback, ("TRUSTED_PROXIES", "none")])).trusted_proxies.is_empty());
    assert_eq!(read(&production(&[loopback, ("TRUSTED_PROXIES", "127.0.0.1/32")])).trusted_proxies.len(), 1);
    read(&[loopback]);
}

#[test]
fn cookies_for_every_site_need_https() {
    assert_eq!(problem(&[("COOKIE_SAMESITE", "none")]).0, "COOKIE_SAMESITE");
    assert_eq!(
        problem(&[("COOKIE_SAMESITE", "none"), ("PUBLIC_URL", "http://localhost:1")]).0,
        "COOKIE_SAMESITE"
    );
    read(&[("COOKIE_SAMESITE", "none"), ("PUBLIC_URL", "https://localhost:1")]);
}

#[test]
fn cookies_must_have_names_of_their_own() {
    assert_eq!(problem(&[("CSRF_COOKIE_NAME", "refresh_token")]).0, "CSRF_COOKIE_NAME");
    assert_eq!(problem(&[("REFRESH_COOKIE_NAME", "device")]).0, "REFRESH_COOKIE_NAME");
}

#[test]
fn the_master_key_before_must_be_another_one() {
    let both = [("MASTER_KEY", MASTER_KEY), ("MASTER_KEY_PREVIOUS", MASTER_KEY)];
    assert_eq!(problem(&both).0, "MASTER_KEY_PREVIOUS");
}

/// ASVS 13.4.5
#[test]
fn metrics_are_never_on_the_public_listener() {
    let same = [("LISTEN", "127.0.0.1:7000"), ("METRICS_LISTEN", "127.0.0.1:7000")];
    assert_eq!(problem(&same).0, "METRICS_LISTEN");
    read(&[("LISTEN", "127.0.0.1:0"), ("METRICS_LISTEN", "127.0.0.1:0")]);
}

#[test]
fn what_is_surely_not_meant_is_a_warning() {
    assert_eq!(read(&production(&[])).warnings, Vec::<String>::new());
    let quiet = read(&[("ENV", "production"), ("LISTEN", "0.0.0.0:1"), ("PUBLIC_URL", "https://a.example")]);
    assert!(quiet.warnings[0].contains("JOURNAL_SMTP_URL"), "{:?}", quiet.warnings);
    let nameless = read(&[("SMTP_URL", "smtp://localhost:1025")]);
    assert!(nameless.warnings[0].contains("JOURNAL_MAIL_FROM"), "{:?}", nameless.warnings);
    let capped = read(&[("REFRESH_TOKEN_DAYS", "91")]);
    assert!(capped.warnings[0].contains("JOURNAL_SESSION_MAX_DAYS"), "{:?}", capped.warnings);
}

/// ASVS 2.2.3
#[test]
fn several_broken_rules_are_told_together() {
    let all = problems(
        &[
            ("ENV", "production"),
            ("USER_MGMT_ENABLED", "false"),
            ("DATABASE_URL", "postgres://localhost/journal"),
            ("CSRF_COOKIE_NAME", "device"),
        ],
        None,
    );
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["PUBLIC_URL", "MASTER_KEY", "USER_MGMT_ENABLED", "TRUSTED_PROXIES", "CSRF_COOKIE_NAME"]
    );
}
