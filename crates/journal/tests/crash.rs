//! Killed again and again in the middle of writing: what was acknowledged is there, once, and the file is whole.
//!
//! Several writers post entries, each with a text and an `Idempotency-Key` of its own, and the program is killed at a
//! random moment. Started again, each writer first sends what it has no answer to once more, with the same key, as
//! an honest client does. `JOURNAL_TEST_KILLS` says how often it is killed.

use std::collections::HashMap;
use std::time::Duration;

use crypto::Random;
use reqwest::{Client, Response};
use serde_json::{Value, json};
use store::{DatabaseUrl, Options, Store};
use tokio::task::JoinSet;

use crate::program::Home;
use testkit::PASSWORD;

const ADDRESS: &str = "ada@example.org";
const WRITERS: usize = 8;
/// The longest that the program lives once the writers begin, in microseconds.
const LONGEST_LIFE: u64 = 250_000;

/// Somebody who writes one entry after the other, and remembers what the program has promised to keep.
struct Writer {
    number: usize,
    written: usize,
    /// The text that was sent and not acknowledged.
    unanswered: Option<String>,
    /// Id and text.
    acknowledged: Vec<(String, String)>,
}

/// The running program, as a writer reaches it.
#[derive(Clone)]
struct Desk {
    http: Client,
    url: String,
    token: String,
}

/// ASVS 2.3.3
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_writes_it_loses_nothing_and_doubles_nothing() {
    let seed = u64::from_le_bytes(Random::system().bytes());
    let random = Random::seeded(seed);
    let home = Home::new();
    home.create(ADDRESS, "user");
    let mut writers: Vec<Writer> = (0..WRITERS).map(Writer::new).collect();
    let (mut kept, mut cut) = (HashMap::new(), 0);
    for round in 0..kills() {
        let life = Duration::from_micros(random.below(LONGEST_LIFE));
        let server = home.serve(&[]);
        let desk = Desk::open(&server.url).await;
        let writing: JoinSet<Writer> =
            writers.into_iter().map(|writer| writer.write(desk.clone(), usize::MAX)).collect();
        tokio::time::sleep(life).await;
        server.kill();
        writers = writing.join_all().await;
        cut += writers.iter().filter(|writer| writer.unanswered.is_some()).count();
        assert_eq!(damage(&home).await, Vec::<String>::new(), "round {round}, seed {seed}");
        kept.extend(writers.iter_mut().flat_map(|writer| writer.acknowledged.drain(..)));
    }
    let server = home.serve(&[]);
    let desk = Desk::open(&server.url).await;
    let lost = desk.lost(&kept).await;
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}; seed {seed}");
    let writing: JoinSet<Writer> = writers.into_iter().map(|writer| writer.write(desk.clone(), 1)).collect();
    kept.extend(writing.join_all().await.into_iter().flat_map(|writer| writer.acknowledged));
    let there = desk.all().await;
    assert_eq!(there.len(), kept.len(), "an entry is there that nobody wrote, or twice; seed {seed}");
    assert_eq!(there.into_iter().collect::<HashMap<_, _>>(), kept, "seed {seed}");
    assert!(cut > 0, "it was never killed while it wrote, so that nothing was tested; seed {seed}");
    assert!(server.stop().success());
    assert_eq!(home.json(&["doctor"])["ok"], json!(true), "seed {seed}");
}

#[allow(clippy::disallowed_methods, reason = "whoever runs the tests says how thorough this one is")]
fn kills() -> usize {
    std::env::var("JOURNAL_TEST_KILLS").map_or(20, |kills| kills.parse().expect("a number of kills"))
}

/// What the database itself finds wrong, opened as the killed program left it.
async fn damage(home: &Home) -> Vec<String> {
    let url = DatabaseUrl::Sqlite(home.path().join("data/journal.db"));
    let store = Store::open(Options { url, connections: 1 }).await.unwrap();
    let found = store.check_integrity().await.unwrap();
    store.close().await;
    found
}

impl Writer {
    fn new(number: usize) -> Self {
        Self { number, written: 0, unanswered: None, acknowledged: Vec::new() }
    }

    /// Writes until there is no answer any more, or so many entries are acknowledged.
    async fn write(mut self, desk: Desk, entries: usize) -> Self {
        while self.acknowledged.len() < entries {
            let text = self.unanswered.take().unwrap_or_else(|| {
                self.written += 1;
                format!("the {}. entry of writer {}", self.written, self.number)
            });
            let Ok(answer) = desk.post(&text).await else {
                self.unanswered = Some(text);
                return self;
            };
            assert_eq!(answer.status(), 201);
            let place = answer.headers()["location"].to_str().unwrap();
            let id = place.rsplit('/').next().unwrap_or_default().to_owned();
            self.acknowledged.push((id, text));
            // The head was the promise. The rest is read only so that the connection can be used again.
            let _ = answer.bytes().await;
        }
        self
    }
}

impl Desk {
    async fn open(url: &str) -> Self {
        let http = Client::new();
        let login = json!({ "email": ADDRESS, "password": PASSWORD });
        let answer = http.post(format!("{url}/api/auth/login")).json(&login).send().await.unwrap();
        let tokens: Value = answer.json().await.unwrap();
        Self { http, url: url.to_owned(), token: text_of(&tokens, "access_token") }
    }

    async fn post(&self, text: &str) -> reqwest::Result<Response> {
        let entry = json!({ "title": "", "content": text });
        let request = self.http.post(format!("{}/api/entries", self.url)).bearer_auth(&self.token);
        request.header("Idempotency-Key", text.replace(' ', "-")).json(&entry).send().await
    }

    async fn ask(&self, path: &str) -> Response {
        let request = self.http.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        request.send().await.unwrap()
    }

    /// What cannot be read any more as it was written, out of what was acknowledged.
    async fn lost<'a>(&self, kept: &'a HashMap<String, String>) -> Vec<&'a str> {
        let mut lost = Vec::new();
        for (id, text) in kept {
            let answer = self.ask(&format!("/api/entries/{id}")).await;
            let is_there = answer.status() == 200;
            if !is_there || text_of(&answer.json().await.unwrap(), "content") != *text {
                lost.push(text.as_str());
            }
        }
        lost
    }

    /// Ids and texts of all entries; the texts are so short that their excerpt is all of them.
    async fn all(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut path = "/api/entries?limit=100".to_owned();
        loop {
            let page: Value = self.ask(&path).await.json().await.unwrap();
            let items = page["items"].as_array().unwrap();
            found.extend(items.iter().map(|item| (text_of(item, "id"), text_of(item, "excerpt"))));
            let Some(cursor) = page["next_cursor"].as_str() else { return found };
            path = format!("/api/entries?limit=100&cursor={cursor}");
        }
    }
}

fn text_of(json: &Value, member: &str) -> String {
    json[member].as_str().unwrap_or_else(|| panic!("no {member} in {json}")).to_owned()
}
