use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use super::{Home, refusal};
use crate::config::MASTER_KEY;

#[tokio::test]
async fn it_starts_from_nothing_and_answers_where_it_says() {
    let home = Home::new();
    let server = home.serve(&[]);
    assert!(server.url.starts_with("http://localhost:"), "{}", server.url);
    for (path, status) in [("/healthz", 200), ("/readyz", 200), ("/api/nothing", 404), ("/metrics", 404)] {
        let answer = reqwest::get(format!("{}{path}", server.url)).await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
}

/// ASVS 13.3.2
#[tokio::test]
async fn the_data_folder_and_everything_in_it_belong_to_their_owner_alone() {
    let home = Home::new();
    home.serve(&[]).stop();
    let data = home.path().join("data");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("master.key")), 0o600);
    for file in data.read_dir().unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
    }
}

#[test]
fn a_first_start_tells_how_to_make_an_admin_until_there_is_one() {
    let home = Home::new();
    let mut server = home.serve(&[]);
    let line = server.next_line().unwrap();
    assert!(line.contains("journal user create"), "{line}");
    assert!(!server.log().contains("user create"), "the log does not repeat it");
    let file = home.path().join("data/set-up-link");
    assert!(std::fs::read_to_string(&file).unwrap().contains("/set-up#token="));
    assert!(
        !line.contains("token=") && !server.log().contains("token="),
        "nobody keeps what a terminal is not"
    );
    server.stop();
    home.create("ada@example.org", "admin");
    let mut server = home.serve(&[]);
    assert!(!file.exists(), "the link is void, and gone");
    server.signal(rustix::process::Signal::TERM);
    assert_eq!(server.next_line(), None);
}

#[tokio::test]
async fn the_password_of_demo_mode_is_shown_on_the_terminal_and_works() {
    let home = Home::new();
    let mut server = home.serve(&[("USER_MGMT_ENABLED", "false")]);
    let line = server.next_line().unwrap();
    let password = line.rsplit(' ').next().unwrap().to_owned();
    assert!(line.starts_with("Demo mode: sign in as demo"), "{line}");
    assert!(!server.log().contains(&password));
    let body = serde_json::json!({ "username": "demo", "password": password });
    let login =
        reqwest::Client::new().post(format!("{}/api/auth/login", server.url)).json(&body).send().await;
    assert_eq!(login.unwrap().status(), 200);
}

#[test]
fn a_demo_password_that_was_given_is_not_shown() {
    let home = Home::new();
    let demo = [("USER_MGMT_ENABLED", "false"), ("DEMO_PASSWORD", "canary-given")];
    let mut server = home.serve(&demo);
    server.signal(rustix::process::Signal::TERM);
    assert_eq!(server.next_line(), None);
}

#[test]
fn wrong_settings_are_refused_before_anything_is_made() {
    let home = Home::new();
    let refused = refusal(&home.run(&["serve"], &[("LISTEN", "everywhere"), ("JWT_SECRET", "canary-short")]));
    assert!(refused.contains("JOURNAL_LISTEN") && refused.contains("JOURNAL_JWT_SECRET"), "{refused}");
    assert!(!refused.contains("canary"), "{refused}");
    assert!(!home.path().join("data").exists());
    let unknown = refusal(&home.run(&[], &[("LISTN", "127.0.0.1:0")]));
    assert!(unknown.contains("JOURNAL_LISTN") && unknown.contains("JOURNAL_LISTEN"), "{unknown}");
}

#[test]
fn a_wrong_mail_server_is_refused_by_name() {
    let refused =
        refusal(&Home::new().run(&["serve"], &[("SMTP_URL", "smtp://mail.example.org?tls=perhaps")]));
    assert!(refused.contains("JOURNAL_SMTP_URL"), "{refused}");
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let home = Home::new();
    for setting in ["LISTEN", "METRICS_LISTEN"] {
        let refused = refusal(&home.run(&["serve"], &[(setting, address.as_str())]));
        assert!(refused.contains(&format!("JOURNAL_{setting}: {address}")), "{refused}");
    }
}

/// ASVS 16.2.5
#[test]
fn a_database_that_is_away_is_named_without_its_password() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://journal:canary-password@127.0.0.1:{port}/journal");
    let refused = refusal(&Home::new().run(&["serve"], &[("DATABASE_URL", url.as_str())]));
    assert!(refused.contains(&format!("127.0.0.1:{port}")), "{refused}");
    assert!(!refused.contains("canary"), "{refused}");
}

#[test]
fn a_database_does_not_open_with_another_master_key() {
    let home = Home::new();
    home.serve(&[]).stop();
    let refused = refusal(&home.run(&["serve"], &[("MASTER_KEY", MASTER_KEY)]));
    assert!(refused.contains("master key"), "{refused}");
    std::fs::remove_file(home.path().join("data/master.key")).unwrap();
    let refused = refusal(&home.run(&["serve"], &[]));
    assert!(refused.contains("master key"), "{refused}");
    assert!(!home.path().join("data/master.key").exists(), "no new key takes the lost one's place");
}

/// ASVS 13.4.5
#[tokio::test]
async fn metrics_have_a_listener_of_their_own() {
    let home = Home::new();
    let server = home.serve(&[("METRICS_LISTEN", "127.0.0.1:0")]);
    let log = server.log();
    let line = log.lines().find(|line| line.contains("metrics are served")).expect("the log tells where");
    let address = line.rsplit("address=").next().unwrap().trim();
    reqwest::get(format!("{}/healthz", server.url)).await.unwrap();
    let metrics = reqwest::get(format!("http://{address}/metrics")).await.unwrap().text().await.unwrap();
    for name in [
        "http_server_request_duration_seconds_bucket{method=\"GET\",route=\"/healthz\",status=\"200\"",
        "journal_auth_refresh_rotations_total 0",
        "journal_auth_refresh_retries_total 0",
        "journal_auth_refresh_reuse_total 0",
        "journal_password_hash_queue_depth 0",
        "journal_mail_outbox_pending 0",
    ] {
        assert!(metrics.contains(name), "{name} is missing in\n{metrics}");
    }
}

/// ASVS 16.2.2, 16.2.4
#[test]
fn the_log_is_json_in_production() {
    let home = Home::new();
    let server = home.serve(&[
        ("ENV", "production"),
        ("PUBLIC_URL", "https://journal.example.org"),
        ("TRUSTED_PROXIES", "none"),
        ("MASTER_KEY", MASTER_KEY),
    ]);
    assert_eq!(server.url, "https://journal.example.org");
    let log = server.log();
    assert!(!log.is_empty());
    for line in log.lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("every line is JSON");
        assert!(event["timestamp"].as_str().is_some_and(|at| at.ends_with('Z')), "{line}");
        assert!(event["level"].is_string(), "{line}");
    }
    assert!(log.contains("JOURNAL_SMTP_URL"), "it warns that no mail leaves");
}
