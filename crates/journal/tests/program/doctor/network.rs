//! Where people come from, and who else is there.

use std::net::TcpListener;

use super::{examine, says, state, used};
use crate::config::MASTER_KEY;

#[test]
fn an_address_that_another_program_has_is_an_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    // It hangs up on everybody who connects.
    std::thread::spawn(move || taken.incoming().for_each(drop));
    let home = used();
    for (setting, check) in [("LISTEN", "listening"), ("METRICS_LISTEN", "metrics")] {
        let (ok, findings) = examine(&home, &[(setting, address.as_str())]);
        assert!(!ok, "{findings:#}");
        assert_eq!(state(&findings, check), ["error"], "{findings:#}");
    }
}

#[test]
fn an_address_that_journal_has_itself_is_fine() {
    let home = used();
    let server = home.serve(&[("METRICS_LISTEN", "127.0.0.1:0")]);
    let log = server.log();
    let line = log.lines().find(|line| line.contains("metrics are served")).unwrap();
    let metrics = line.rsplit("address=").next().unwrap().trim();
    let port = server.url.rsplit(':').next().unwrap();
    let listen = format!("127.0.0.1:{port}");
    let (ok, findings) = examine(&home, &[("LISTEN", listen.as_str()), ("METRICS_LISTEN", metrics)]);
    assert!(ok, "{findings:#}");
    assert!(says(&findings, "listening").starts_with("Journal answers"), "{findings:#}");
    assert!(says(&findings, "metrics").starts_with("Journal's"), "{findings:#}");
}

#[test]
fn metrics_that_everybody_can_read_are_a_warning() {
    let (ok, findings) = examine(&used(), &[("METRICS_LISTEN", "0.0.0.0:0")]);
    assert!(ok, "{findings:#}");
    assert_eq!(state(&findings, "metrics"), ["warning"]);
}

#[test]
fn a_public_name_that_leads_nowhere_and_no_proxy_are_warnings() {
    let home = used();
    std::fs::write(home.path().join("data/master.key"), format!("{MASTER_KEY}\n")).unwrap();
    let settings = [
        ("ENV", "production"),
        ("PUBLIC_URL", "https://journal.invalid"),
        ("TRUSTED_PROXIES", "none"),
        ("MASTER_KEY", MASTER_KEY),
    ];
    let (_, findings) = examine(&home, &settings);
    assert_eq!(state(&findings, "public address"), ["warning"], "{findings:#}");
    assert_eq!(state(&findings, "public name"), ["warning"], "{findings:#}");
}

#[test]
fn a_collector_that_is_away_is_a_warning() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let home = used();
    let endpoint = format!("http://127.0.0.1:{port}");
    let (ok, findings) = examine(&home, &[("OTLP_ENDPOINT", endpoint.as_str())]);
    assert!(ok, "{findings:#}");
    assert_eq!(state(&findings, "traces"), ["warning"]);
    assert_eq!(state(&examine(&home, &[]).1, "traces"), [""; 0]);
}

/// ASVS 13.2.3
#[test]
fn a_secret_that_was_typed_is_an_error() {
    let home = used();
    let (ok, findings) = examine(&home, &[("JWT_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]);
    assert!(!ok);
    assert_eq!(state(&findings, "token secret"), ["error"]);
    let (_, findings) = examine(&home, &[("JWT_SECRET", "q8Zr1vT0mXkP4sYd7LbNw2GhJc5AeUfi")]);
    assert_eq!(state(&findings, "token secret"), ["ok"]);
}

#[test]
fn a_sign_in_provider_that_does_not_answer_is_a_warning() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let issuer = format!("http://{nobody}");
    let (ok, findings) = examine(
        &used(),
        &[
            ("OAUTH_HOUSE_KIND", "oidc"),
            ("OAUTH_HOUSE_CLIENT_ID", "journal"),
            ("OAUTH_HOUSE_CLIENT_SECRET", "canary"),
            ("OAUTH_HOUSE_ISSUER", issuer.as_str()),
        ],
    );
    assert!(ok, "others have other ways in: {findings:#}");
    assert_eq!(state(&findings, "sign-in provider"), ["warning"], "{findings:#}");
    assert!(says(&findings, "sign-in provider").starts_with("`house` is of no use now"), "{findings:#}");
    assert!(!findings.to_string().contains("canary"));
}
