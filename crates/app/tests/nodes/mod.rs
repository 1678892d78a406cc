//! Two nodes on one database behave as one.

mod admin;
mod pooler;

use std::time::{Duration, Instant};

use app::access::Role;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use store::DatabaseUrl;
use testkit::{PASSWORD, TestApp, Tokens};
use tokio_postgres::NoTls;

/// How often a revocation is measured; the whole measure is `JOURNAL_TEST_REVOCATIONS=1000`.
#[allow(clippy::disallowed_methods, reason = "how long a test may take is told by the environment")]
fn revocations() -> usize {
    std::env::var("JOURNAL_TEST_REVOCATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

/// Until a token is refused on a node that has just seen it work.
async fn refused_after(node: &TestApp, token: &str, started: Instant) -> Duration {
    while node.works(token).await {
        assert!(started.elapsed() < Duration::from_secs(5), "the token still works");
    }
    started.elapsed()
}

/// A second, and what a machine adds that does much else: how long it is in fact is told by the measure of revocations.
const SOON: Duration = Duration::from_secs(3);

/// Starts sessions on one node, ends them there, and says how long the other one took to notice, sorted.
async fn measured(journal: &TestApp, other: &TestApp, count: usize) -> Vec<Duration> {
    let ada = journal.person("ada@example.com").await;
    let mut took = Vec::with_capacity(count);
    for _ in 0..count {
        let tokens = journal.sign_in(&ada.email, PASSWORD).await;
        assert!(other.works(&tokens.access).await);
        let ended = journal.post("/api/auth/logout", &json!({"refresh_token": tokens.refresh})).await;
        let started = journal.clock.instant();
        assert_eq!(ended.status, 200);
        took.push(refused_after(other, &tokens.access, started).await);
    }
    took.sort_unstable();
    took
}

/// ASVS 7.4.1
#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test]
async fn a_revocation_reaches_the_other_node_within_a_second() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let took = measured(&journal, &other, revocations()).await;
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)];
    println!("{} revocations: median {:?}, p99 {:?}, longest {:?}", took.len(), at(50), at(99), at(100));
    noticed_within_a_second(&took);
}

/// That most were noticed within a second, and all soon: how long the machine takes to answer is in these times as well,
/// and while it does much else at once that is more than what the nodes take.
fn noticed_within_a_second(sorted: &[Duration]) {
    let (median, longest) = (sorted[sorted.len() / 2], sorted[sorted.len() - 1]);
    assert!(median < Duration::from_secs(1) && longest < SOON, "{sorted:?}");
}

/// Ends the connections of this test's nodes that listen, and says how many there were.
async fn deafen(url: &DatabaseUrl) -> u64 {
    let DatabaseUrl::Postgres(url) = url else { return 0 };
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the cluster");
    let connection = tokio::spawn(connection);
    let kill = "select pg_terminate_backend(pid) from pg_stat_activity
                where application_name = current_setting('application_name') and pid <> pg_backend_pid()
                      and query in ('select pg_backend_pid()', 'listen journal_announced')";
    let killed = client.query(kill, &[]).await.expect("asked").len();
    drop(client);
    let _ = connection.await;
    u64::try_from(killed).expect("a few")
}

#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test]
async fn a_node_that_lost_its_ears_is_late_by_a_second_at_most() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut took = Vec::new();
    for _ in 0..5 {
        let tokens = journal.sign_in(&ada.email, PASSWORD).await;
        assert!(other.works(&tokens.access).await);
        // Behind a pooler nobody listens in the first place.
        if journal.is_postgres() && !journal.is_pooled() {
            assert!(deafen(&journal.database()).await >= 2);
        }
        let ended = journal.post("/api/auth/logout", &json!({"refresh_token": tokens.refresh})).await;
        let started = journal.clock.instant();
        assert_eq!(ended.status, 200);
        took.push(refused_after(&other, &tokens.access, started).await);
        // Until it listens again.
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
    took.sort_unstable();
    println!("deaf for the moment: noticed after {:?} at the latest", took[took.len() - 1]);
    noticed_within_a_second(&took);
}

/// ASVS 8.3.2
#[tokio::test]
async fn a_role_given_or_taken_on_one_node_holds_on_the_other_within_a_second() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    app::admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    app::admin::create(&journal.app, "other@example.com", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.com", PASSWORD).await;
    let ping = async || other.call(Method::GET, "/api/admin/ping", &root.access, None).await.status;
    assert_eq!(ping().await, 200);
    app::admin::set_role(&journal.app, "root@example.com", Role::User).await.expect("set");
    let started = journal.clock.instant();
    while ping().await != 403 {
        assert!(started.elapsed() < SOON);
    }
    app::admin::disable(&journal.app, "root@example.com").await.expect("disabled");
    let started = journal.clock.instant();
    while ping().await != 401 {
        assert!(started.elapsed() < SOON);
    }
}

#[tokio::test]
async fn refreshes_that_race_over_two_nodes_get_one_successor() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let mut current = journal.person("ada@example.com").await.tokens;
    for _ in 0..10 {
        journal.advance(31);
        let races = (0..20).map(|n| if n % 2 == 0 { &journal } else { &other }.refresh(&current.refresh));
        let answers = join_all(races).await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
        let next: Vec<Tokens> = answers.iter().map(Tokens::of).collect();
        assert!(next.iter().all(|tokens| tokens.refresh == next[0].refresh));
        assert_ne!(next[0].refresh, current.refresh);
        current = next.into_iter().next().expect("twenty answers");
        assert!(journal.works(&current.access).await && other.works(&current.access).await);
    }
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_wait_that_one_node_imposed_holds_on_the_other() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    app::admin::create(&journal.app, "ada@example.com", PASSWORD, Role::User).await.expect("made");
    let wrong = json!({"email": "ada@example.com", "password": "a wrong one, and long enough"});
    for _ in 0..10 {
        assert_eq!(journal.post("/api/auth/login", &wrong).await.refusal(), (401, "invalid_credentials"));
    }
    assert_eq!(other.post("/api/auth/login", &wrong).await.refusal(), (429, "too_many_attempts"));
}
