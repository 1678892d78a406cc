//! Two processes that have nothing in common but the database and the master key, as two machines would.

use std::time::{Duration, Instant};

use crypto::Random;
use crypto::keys::MasterKey;
use futures_util::future::join_all;
use reqwest::Client;
use serde_json::{Value, json};
use testkit::PASSWORD;

use super::{Home, Server, stderr};

/// The whole of it, with each process' own data folder.
struct Nodes {
    home: Home,
    settings: Vec<(&'static str, String)>,
    one: Server,
    two: Server,
    http: Client,
}

impl Nodes {
    fn start() -> Self {
        let home = Home::new();
        let key = MasterKey::generate(&Random::system()).to_base64().expose().clone();
        let mut settings = vec![("MASTER_KEY", key), ("REQUIRE_MFA", "off".to_owned())];
        if home.database.is_none() {
            settings.push(("DATABASE_URL", format!("sqlite://{}", home.path().join("shared.db").display())));
        }
        let serve = |folder: &str| {
            let own = [settings.clone(), vec![("DATA_DIR", folder.to_owned())]].concat();
            home.serve(&borrowed(&own))
        };
        let (one, two) = (serve("one"), serve("two"));
        Self { one, two, http: Client::new(), settings, home }
    }

    /// Runs a command on a third machine, to its end.
    fn run(&self, arguments: &[&str]) {
        let mut input = PASSWORD.to_owned();
        input.push('\n');
        let output =
            tokio::task::block_in_place(|| self.home.run_with(arguments, &borrowed(&self.settings), &input));
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    }

    async fn post(&self, node: &Server, path: &str, body: &Value) -> (u16, Value) {
        let answer = self.http.post(format!("{}{path}", node.url)).json(body).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap_or_default())
    }

    async fn get(&self, node: &Server, path: &str, tokens: &Value) -> u16 {
        let token = tokens["access_token"].as_str().unwrap();
        let request = self.http.get(format!("{}{path}", node.url)).bearer_auth(token);
        request.send().await.unwrap().status().as_u16()
    }

    async fn sign_in(&self, node: &Server, email: &str) -> Value {
        let body = json!({"email": email, "password": PASSWORD});
        let (status, tokens) = self.post(node, "/api/auth/login", &body).await;
        assert_eq!(status, 200, "{tokens}");
        tokens
    }

    async fn refresh(&self, node: &Server, tokens: &Value) -> (u16, Value) {
        self.post(node, "/api/auth/refresh", &json!({"refresh_token": tokens["refresh_token"]})).await
    }

    /// How long until a node answers like that.
    async fn until(&self, node: &Server, path: &str, tokens: &Value, status: u16) -> Duration {
        let started = now();
        while self.get(node, path, tokens).await != status {
            assert!(started.elapsed() < Duration::from_secs(5), "{path} is not {status} yet");
        }
        started.elapsed()
    }
}

fn borrowed<'s>(settings: &'s [(&'static str, String)]) -> Vec<(&'static str, &'s str)> {
    settings.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[allow(clippy::disallowed_methods, reason = "the processes have clocks of their own")]
fn now() -> Instant {
    Instant::now()
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread")]
async fn what_one_process_ends_or_takes_away_the_other_refuses_within_a_second() {
    let nodes = Nodes::start();
    for (email, role) in
        [("ada@example.org", "user"), ("root@example.org", "admin"), ("b@example.org", "admin")]
    {
        nodes.run(&["user", "create", email, "--role", role]);
    }
    for _ in 0..10 {
        let tokens = nodes.sign_in(&nodes.one, "ada@example.org").await;
        assert_eq!(nodes.get(&nodes.two, "/api/auth/me", &tokens).await, 200);
        let ended = json!({"refresh_token": tokens["refresh_token"]});
        assert_eq!(nodes.post(&nodes.one, "/api/auth/logout", &ended).await.0, 200);
        assert_eq!(nodes.get(&nodes.one, "/api/auth/me", &tokens).await, 401, "at once on the same node");
        assert!(nodes.until(&nodes.two, "/api/auth/me", &tokens, 401).await < SECOND);
        assert_eq!(nodes.refresh(&nodes.two, &tokens).await.0, 401);
    }
    let root = nodes.sign_in(&nodes.one, "root@example.org").await;
    for node in [&nodes.one, &nodes.two] {
        assert_eq!(nodes.get(node, "/api/admin/ping", &root).await, 200);
    }
    nodes.run(&["user", "set-role", "root@example.org", "user"]);
    for node in [&nodes.one, &nodes.two] {
        assert!(nodes.until(node, "/api/admin/ping", &root, 403).await < SECOND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_one_process_count_at_the_other() {
    let nodes = Nodes::start();
    nodes.run(&["user", "create", "ada@example.org"]);
    let wrong = json!({"email": "ada@example.org", "password": "a wrong one, and long enough"});
    for guess in 0..10 {
        let node = if guess % 2 == 0 { &nodes.one } else { &nodes.two };
        assert_eq!(nodes.post(node, "/api/auth/login", &wrong).await.0, 401);
    }
    for node in [&nodes.one, &nodes.two] {
        assert_eq!(nodes.post(node, "/api/auth/login", &wrong).await.0, 429);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refreshes_that_race_over_two_processes_get_one_successor() {
    let nodes = Nodes::start();
    nodes.run(&["user", "create", "ada@example.org"]);
    for _ in 0..5 {
        let tokens = nodes.sign_in(&nodes.one, "ada@example.org").await;
        let races = (0..20).map(|n| nodes.refresh(if n % 2 == 0 { &nodes.one } else { &nodes.two }, &tokens));
        let answers = join_all(races).await;
        assert!(answers.iter().all(|(status, _)| *status == 200), "{answers:?}");
        let next = |answer: &(u16, Value)| answer.1["refresh_token"].clone();
        assert!(answers.iter().all(|answer| next(answer) == next(&answers[0])));
        assert_ne!(next(&answers[0]), tokens["refresh_token"]);
        assert_eq!(nodes.get(&nodes.two, "/api/auth/me", &answers[0].1).await, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signing_key_that_is_rotated_elsewhere_signs_and_verifies_on_both_and_the_dropped_one_on_none() {
    let nodes = Nodes::start();
    nodes.run(&["user", "create", "ada@example.org"]);
    let before = nodes.sign_in(&nodes.one, "ada@example.org").await;
    nodes.run(&["keys", "rotate"]);
    tokio::time::sleep(Duration::from_millis(3_500)).await;
    let after = nodes.sign_in(&nodes.one, "ada@example.org").await;
    for (node, tokens) in [(&nodes.one, &before), (&nodes.two, &before), (&nodes.two, &after)] {
        assert_eq!(nodes.get(node, "/api/auth/me", tokens).await, 200);
    }
    nodes.run(&["keys", "rotate", "--drop-old"]);
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    for (node, tokens) in [(&nodes.one, &before), (&nodes.two, &before), (&nodes.two, &after)] {
        assert_eq!(nodes.get(node, "/api/auth/me", tokens).await, 401);
    }
    let (status, renewed) = nodes.refresh(&nodes.two, &after).await;
    assert_eq!((status, nodes.get(&nodes.one, "/api/auth/me", &renewed).await), (200, 200));
}
