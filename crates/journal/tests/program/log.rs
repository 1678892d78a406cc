//! What the log says, what it never says, and that nothing is written elsewhere.

use reqwest::{Client, Method};
use serde_json::{Value, json};
use store::Change;
use testkit::{OTHER_PASSWORD, PASSWORD};

use super::{Home, Server};

const ADA: &str = "canary-ada@example.org";
/// Event streams that one account may hold at a time, and a few less.
const STREAMS: usize = 25;

async fn send(server: &Server, method: Method, path: &str, access: &str, body: &Value) -> (u16, Value) {
    let request = Client::new().request(method, format!("{}{path}", server.url)).bearer_auth(access);
    let answer = request.json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

async fn post(server: &Server, path: &str, access: &str, body: &Value) -> (u16, Value) {
    send(server, Method::POST, path, access, body).await
}

async fn sign_in(server: &Server, email: &str) -> String {
    let (status, tokens) =
        post(server, "/api/auth/login", "", &json!({"email": email, "password": PASSWORD})).await;
    assert_eq!(status, 200, "{tokens}");
    tokens["access_token"].as_str().unwrap().to_owned()
}

/// The lines of the log about refusals, or about whatever else has this text.
fn lines(server: &Server, with: &str) -> Vec<String> {
    server.log().lines().filter(|line| line.contains(with)).map(str::to_owned).collect()
}

/// ASVS 16.2.1, 16.3.2, 16.3.3
#[tokio::test]
async fn what_was_refused_is_logged_with_whose_it_was_from_where_and_why() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create(ADA, "user");
    home.create("bob@example.org", "user");
    let (ada, bob) = (sign_in(&server, ADA).await, sign_in(&server, "bob@example.org").await);
    let me = send(&server, Method::GET, "/api/auth/me", &bob, &Value::Null).await.1;
    let entry = post(&server, "/api/entries", &ada, &json!({"title": "canary", "content": "canary"})).await.1;
    let entry = format!("/api/entries/{}", entry["id"].as_str().unwrap());

    send(&server, Method::GET, &entry, &bob, &Value::Null).await;
    send(&server, Method::GET, "/api/admin/ping", &bob, &Value::Null).await;
    send(&server, Method::PATCH, "/api/auth/me", &bob, &json!({"roles": ["canary"]})).await;
    post(&server, "/api/auth/login", "", &json!({"email": ADA, "password": OTHER_PASSWORD})).await;
    let foreign =
        Client::new().post(format!("{}/api/auth/login", server.url)).header("origin", "https://evil.example");
    foreign.json(&json!({"email": ADA, "password": PASSWORD})).send().await.unwrap();
    for _ in 0..10 {
        post(
            &server,
            "/api/auth/login",
            "",
            &json!({"email": "eve@example.org", "password": OTHER_PASSWORD}),
        )
        .await;
    }
    post(&server, "/api/auth/login", "", &json!({"email": "eve@example.org", "password": OTHER_PASSWORD}))
        .await;

    let bob = me["id"].as_str().unwrap();
    for (code, route, who) in [
        ("not_owner", "/api/entries/{id}", Some(bob)),
        ("forbidden", "/api/admin/ping", Some(bob)),
        ("validation_failed", "/api/auth/me", Some(bob)),
        ("invalid_credentials", "/api/auth/login", None),
        ("csrf_failed", "/api/auth/login", None),
        ("too_many_attempts", "/api/auth/login", None),
    ] {
        let told = lines(&server, &format!("code=\"{code}\""));
        let line = told.first().unwrap_or_else(|| panic!("nothing is told of {code}: {}", server.log()));
        assert!(line.contains(" INFO ") && line.contains("a request was refused"), "{line}");
        assert!(line.contains(route) && line.contains("network=\"127.0.0.1\""), "{line}");
        assert_eq!(line.contains("account="), who.is_some(), "{line}");
        assert!(who.is_none_or(|id| line.contains(id)), "{line}");
        assert!(line.starts_with("20") && line.contains("id=\""), "when, and which request: {line}");
    }
    assert!(!server.log().contains("canary"), "nothing of what was sent");
}

/// ASVS 16.3.4, 16.5.1
#[tokio::test]
async fn what_nobody_expected_is_logged_with_its_cause_and_answered_without_it() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create(ADA, "user");
    let ada = sign_in(&server, ADA).await;
    let entry = post(&server, "/api/entries", &ada, &json!({"title": "canary", "content": "canary"})).await.1;
    let entry = format!("/api/entries/{}", entry["id"].as_str().unwrap());
    let store = home.store().await;
    let torn = store::Value::from(&[0_u8; 60][..]);
    store.commit([Change::new("update entries set content = $1", [torn])]).await.unwrap();
    store.close().await;
    let (status, problem) = send(&server, Method::GET, &entry, &ada, &Value::Null).await;
    assert_eq!((status, problem["code"].as_str()), (500, Some("internal")));
    let id = problem["request_id"].as_str().unwrap();
    let told = lines(&server, "a request failed");
    let line = told.iter().find(|line| line.contains(id)).expect("the log knows the request");
    assert!(line.contains("ERROR") && line.contains("the sealed value is damaged"), "{line}");
    let answer = problem.to_string();
    assert!(
        !answer.contains("sealed") && !answer.contains("entries") && !answer.contains("crates"),
        "{answer}"
    );
    assert!(!server.log().contains("canary"));
}

/// ASVS 16.3.4
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_without_the_tls_that_is_asked_for_is_told_in_the_log() {
    let home = Home::new();
    let mail = testkit::MailServer::start().await;
    let smtp = format!("smtp://{}?tls=required", mail.address());
    let server = home.serve(&[("SMTP_URL", smtp.as_str())]);
    home.create(ADA, "user");
    post(&server, "/api/auth/forgot-password", "", &json!({"email": ADA})).await;
    for _ in 0..200 {
        if !lines(&server, "mail server").is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let told = lines(&server, "mail server");
    assert!(told.iter().any(|line| line.contains(" WARN ") || line.contains("ERROR")), "{}", server.log());
    assert!(mail.received().is_empty(), "nothing was sent in the clear");
    assert!(!server.log().contains("canary"));
}

/// ASVS 16.4.1
#[tokio::test]
async fn nothing_that_is_sent_makes_a_line_of_its_own_or_moves_a_terminals_cursor() {
    let home = Home::new();
    let server = home.serve(&[]);
    let evil = "\r\n2026-01-01T00:00:00Z ERROR forged-line \u{1b}[31m\u{9b}2J\u{202e}\u{2028}forged-line";
    let body = json!({"email": evil, "password": evil, evil: evil});
    for path in ["/api/auth/login", "/api/auth/register", "/api/auth/reset-password", "/api/auth/refresh"] {
        post(&server, path, "nonsense", &body).await;
    }
    let encoded = "%0d%0a2026-01-01T00:00:00Z%20ERROR%20forged-line%1b%5b31m%e2%80%ae";
    for path in
        [format!("/{encoded}"), format!("/api/entries/{encoded}"), format!("/api/entries?tag={encoded}")]
    {
        let request = Client::new().get(format!("{}{path}", server.url));
        request
            .header("user-agent", "forged-line\u{9b}31m")
            .header("x-request-id", "forged-line")
            .send()
            .await
            .unwrap();
    }
    let odd = Method::from_bytes(b"FORGED-LINE!").unwrap();
    Client::new().request(odd, &server.url).header("x-forwarded-for", "forged-line").send().await.unwrap();
    let log = server.log();
    assert!(log.lines().count() > 8, "what was sent is logged in some way: {log}");
    for line in log.lines() {
        assert!(line.starts_with("20") && line.get(10..11) == Some("T"), "a line of its own: {line}");
        let moves =
            |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!line.chars().any(moves), "{line:?}");
    }
    assert!(!log.contains("forged-line"), "{log}");
}

/// ASVS 16.2.3
#[tokio::test]
async fn nothing_is_written_but_the_log_and_the_data_folder() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create(ADA, "user");
    let ada = sign_in(&server, ADA).await;
    post(&server, "/api/entries", &ada, &json!({"title": "a", "content": "b"})).await;
    assert!(server.log().contains("/api/entries"), "it does log");
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.pid().as_raw_nonzero())).unwrap();
    let open: Vec<_> = open.filter_map(|fd| std::fs::read_link(fd.unwrap().path()).ok()).collect();
    let is_regular = |path: &&std::path::PathBuf| path.is_absolute() && path.is_file();
    for path in open.iter().filter(is_regular) {
        let is_ours =
            path.starts_with(home.path().join("data")) || path.extension().is_some_and(|end| end == "log");
        assert!(is_ours, "{}", path.display());
    }
    server.stop();
    let names = |folder: &std::path::Path| {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(home.path()), ["data"]);
    let known = [
        "audit.anchor",
        "journal.db",
        "journal.db-shm",
        "journal.db-wal",
        "journal.lock",
        "master.key",
        "master.key.lock",
        "set-up-link",
    ];
    for name in names(&home.path().join("data")) {
        assert!(known.contains(&name.as_str()), "{name}");
    }
}

/// ASVS 1.4.3
#[tokio::test]
async fn connections_and_streams_that_end_leave_nothing_open() {
    let home = Home::new();
    let server = home.serve(&[]);
    home.create(ADA, "user");
    let ada = sign_in(&server, ADA).await;
    let open = || std::fs::read_dir(format!("/proc/{}/fd", server.pid().as_raw_nonzero())).unwrap().count();
    let round = async || {
        let client = Client::new();
        let mut streams = Vec::new();
        for _ in 0..STREAMS {
            let stream =
                client.get(format!("{}/api/events", server.url)).bearer_auth(&ada).send().await.unwrap();
            assert_eq!(stream.status(), 200);
            streams.push(stream);
        }
        open()
    };
    let at_first = open();
    round().await;
    let settled = async |most: usize| {
        for _ in 0..200 {
            if open() <= most {
                return open();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        open()
    };
    // Some of what the round before had open may still be closing.
    let before = settled(at_first + 5).await;
    for _ in 0..5 {
        let during = round().await;
        assert!(during > before + STREAMS / 2, "{during} while they were open, {before} before");
    }
    let after = settled(before + 5).await;
    assert!(after <= before + 5, "{before} before and {after} after");
}
