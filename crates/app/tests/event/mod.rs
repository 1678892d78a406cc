use std::time::Duration;

use app::access::Role;
use app::admin;
use futures_util::future::join_all;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp};

/// An open stream, read by lines.
struct Stream {
    response: Response,
    text: String,
}

async fn open(journal: &TestApp, token: &str) -> Stream {
    let request = journal.request(Method::GET, "/api/events").bearer_auth(token);
    let response = request.header("accept-encoding", "gzip, br").send().await.expect("the server answers");
    assert_eq!(response.status(), 200);
    Stream { response, text: String::new() }
}

impl Stream {
    /// The next event with its data; `None` when the stream has ended.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| {
                    block
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(|value| value.trim().to_owned())
                };
                if let (Some(event), Some(data)) = (field("event:"), field("data:")) {
                    return Some((event, serde_json::from_str(&data).expect("JSON")));
                }
            }
            let more = tokio::time::timeout(Duration::from_secs(10), self.response.chunk()).await;
            let more = more.expect("something within ten seconds").ok().flatten()?;
            self.text.push_str(std::str::from_utf8(&more).expect("text"));
        }
    }

    /// The next event of this name.
    async fn until(&mut self, name: &str) -> Value {
        loop {
            let (event, data) = self.next().await.expect("the stream goes on");
            if event == name {
                return data;
            }
        }
    }
}

#[tokio::test]
async fn a_stream_is_never_kept_nor_compressed_nor_open_to_strangers() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let stream = open(&journal, &ada.tokens.access).await;
    let header = |name: &str| stream.response.headers().get(name).and_then(|value| value.to_str().ok());
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(header("cache-control"), Some("no-store"));
    assert_eq!(header("x-accel-buffering"), Some("no"));
    assert_eq!(header("content-encoding"), None);
    assert_eq!(header("content-length"), None);
    assert_eq!(journal.get("/api/events").await.refusal(), (401, "unauthenticated"));
}

/// ASVS 7.4.1
#[tokio::test]
async fn a_session_ended_elsewhere_is_told_at_once_and_the_stream_ends() {
    let journal = TestApp::start().await;
    let node = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let mut here = open(&journal, &ada.tokens.access).await;
    let mut there = open(&node, &ada.tokens.access).await;
    let others = journal.sign_in(&ada.email, PASSWORD).await;
    let started = journal.clock.instant();
    let ended = journal.call(Method::DELETE, "/api/auth/sessions", &others.access, None).await;
    assert_eq!(ended.json["ended"], 1);
    for stream in [&mut here, &mut there] {
        assert!(stream.until("session_ended").await["id"].is_string());
        assert!(stream.next().await.is_none());
    }
    assert!(started.elapsed() < Duration::from_millis(1_200), "{:?}", started.elapsed());
    let mut mine = open(&journal, &others.access).await;
    journal.post("/api/auth/logout", &json!({"refresh_token": others.refresh})).await;
    mine.until("session_ended").await;
}

#[tokio::test]
async fn an_entry_changed_on_one_node_is_told_on_all_with_its_version() {
    let journal = TestApp::start().await;
    let node = journal.another_node().await;
    let (ada, bob) = (journal.person("ada@example.com").await, journal.person("bob@example.com").await);
    // On SQLite another process is not heard; then both streams are on the node that writes.
    let reading = if journal.is_postgres() { &node } else { &journal };
    let mut stream = open(reading, &ada.tokens.access).await;
    let mut stranger = open(reading, &bob.tokens.access).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let token = &ada.tokens.access;
    let made =
        journal.call(Method::POST, "/api/entries", token, Some(&json!({"title": "", "content": "a"}))).await;
    let path = format!("/api/entries/{}", made.text("id"));
    let told = stream.until("entry_changed").await;
    assert_eq!((&told["id"], &told["version"]), (&made.json["id"], &json!(1)));
    let change = json!({"content": "b", "expected_version": 1});
    assert_eq!(journal.call(Method::PUT, &path, token, Some(&change)).await.status, 200);
    assert_eq!(stream.until("entry_changed").await["version"], 2);
    let gone = journal.call(Method::DELETE, &format!("{path}?expected_version=2"), token, None).await;
    assert_eq!(gone.status, 204);
    assert_eq!(stream.until("entry_changed").await["id"], made.json["id"]);
    let restored = journal.call(Method::POST, &format!("{path}/restore"), token, None).await;
    assert_eq!(restored.status, 200, "{restored:?}");
    assert_eq!(stream.until("entry_changed").await["id"], made.json["id"]);
    // Nothing of it reached anybody else; the first thing that they hear is their own.
    journal
        .call(Method::POST, "/api/entries", &bob.tokens.access, Some(&json!({"title": "", "content": "c"})))
        .await;
    assert_ne!(stranger.until("entry_changed").await["id"], made.json["id"]);
}

#[tokio::test]
async fn a_change_of_profile_or_role_is_told() {
    let journal = TestApp::start().await;
    let node = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let mut stream = open(&journal, &ada.tokens.access).await;
    let mut there = open(&node, &ada.tokens.access).await;
    let change = json!({"display_name": "Ada"});
    journal.call(Method::PATCH, "/api/auth/me", &ada.tokens.access, Some(&change)).await;
    assert_eq!(stream.until("account_changed").await["id"], ada.id);
    // A command is another process: on SQLite it is not heard, but the roles are looked at every second.
    let command = journal.command().await;
    admin::set_role(&command, &ada.email, Role::Admin).await.expect("set");
    assert_eq!(stream.until("account_changed").await["id"], ada.id);
    assert_eq!(there.until("account_changed").await["id"], ada.id);
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut stream = open(&journal, &ada.tokens.access).await;
    journal.advance(15 * 60);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn open_streams_do_not_keep_the_program_from_stopping() {
    let mut journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut streams = join_all((0..40).map(|_| open(&journal, &ada.tokens.access))).await;
    let started = journal.clock.instant();
    journal.stop().await;
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    for stream in &mut streams {
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test]
async fn the_time_limit_of_requests_does_not_cut_a_stream_and_silence_is_filled() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let mut stream = open(&journal, &ada.tokens.access).await;
    let kept = tokio::time::timeout(Duration::from_secs(20), stream.response.chunk()).await;
    let kept = kept.expect("a sign of life").expect("an open stream").expect("bytes");
    assert!(kept.starts_with(b":"), "{kept:?}");
}
