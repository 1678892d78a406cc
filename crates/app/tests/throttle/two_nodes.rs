//! Every limit at its default, where two nodes share it, with the answer that it gives.

use app::admin;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp};

use super::{behind_a_proxy, from, login, tally, trusting};

/// 429 as it is told: a problem, when to come back, and which limit it was.
fn assert_told(answers: &[Answer], (code, policy): (&str, &str), longest: i64) {
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(!refused.is_empty());
    let name = policy.split(';').next().unwrap_or_default();
    for answer in refused {
        assert_eq!(answer.refusal(), (429, code));
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("ratelimit-policy"), policy);
        assert!(answer.header("ratelimit").starts_with(&format!("{name};r=0;t=")), "{answer:?}");
        let seconds: i64 = answer.header("retry-after").parse().expect("seconds");
        assert!((1..=longest).contains(&seconds), "{seconds}");
        assert!(answer.text("type").ends_with(code) && !answer.text("detail").is_empty());
    }
}

/// ASVS 2.4.1
#[tokio::test]
async fn a_network_begins_ten_registrations_an_hour_on_both_together() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let nodes = [&journal, &other];
    let register = async |n: usize| {
        let node = nodes[n % 2];
        let body = json!({"email": format!("person{n}@example.com"), "password": PASSWORD});
        node.post("/api/auth/register", &body).await
    };
    let answers = join_all((0..30).map(&register)).await;
    let tally = tally(&answers);
    assert_eq!(tally.get(&(202, String::new())), Some(&10), "{tally:?}");
    assert_eq!(tally.get(&(429, "too_many_requests".to_owned())), Some(&20), "{tally:?}");
    assert_told(&answers, ("too_many_requests", "\"registrations\";q=10;w=3600"), 3_601);
    journal.advance(3_600);
    assert_eq!(register(99).await.status, 202);
}

/// ASVS 2.4.1
#[tokio::test]
async fn an_address_gets_five_asked_for_mails_an_hour_and_one_a_minute_from_both_together() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let nodes = [&journal, &other];
    let routes = ["resend-verification", "forgot-password", "forgot-password"];
    let ask = async |n: usize| {
        let (node, route) = (nodes[n % 2], routes[n % 3]);
        node.post(&format!("/api/auth/{route}"), &json!({"email": "ada@example.com"})).await
    };
    let forgot = async |node: &TestApp| {
        node.post("/api/auth/forgot-password", &json!({"email": "ADA@example.com"})).await
    };
    let both = join_all((0..20).map(|n| forgot(if n % 2 == 0 { &journal } else { &other }))).await;
    assert!(both.iter().all(|answer| answer.status == 202), "limits on mails act silently");
    assert_eq!(journal.mails_to("ada@example.com").await.len(), 1, "one a minute");
    for n in 0..12 {
        journal.advance(61);
        assert_eq!(ask(n).await.status, 202);
    }
    // Of the five, those for a verification that nobody waits for went nowhere.
    let mails = journal.mails_to("ada@example.com").await.len();
    assert_eq!(mails, 3, "five asked for, of which two were for nothing");
    journal.advance(3_600);
    assert_eq!(forgot(&other).await.status, 202);
    assert_eq!(journal.mails_to("ada@example.com").await.len(), mails + 1);
}

/// ASVS 6.3.1
#[tokio::test]
async fn one_network_guesses_at_thirty_accounts_an_hour_on_both_together() {
    let journal = behind_a_proxy().await;
    let other = journal.another_node_with(trusting).await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let first = journal.send(from(login(&journal, "ada@example.com", PASSWORD), "198.51.100.1")).await;
    let cookie = format!("device={}", first.cookie("device").expect("a cookie"));
    let guesses = (0..100).map(|n| {
        let node = if n % 2 == 0 { &journal } else { &other };
        node.send(from(login(node, &format!("person{n}@example.com"), OTHER_PASSWORD), "203.0.113.5"))
    });
    let answers = join_all(guesses).await;
    let tally = tally(&answers);
    assert_eq!(tally.get(&(401, "invalid_credentials".to_owned())), Some(&30), "{tally:?}");
    assert_eq!(tally.get(&(429, "too_many_attempts".to_owned())), Some(&70), "{tally:?}");
    assert_told(&answers, ("too_many_attempts", "\"stuffing\";q=30;w=3600"), 3_601);
    for node in [&journal, &other] {
        let ada = || from(login(node, "ada@example.com", PASSWORD), "203.0.113.5");
        assert_eq!(node.send(ada()).await.status, 429, "also with a right password");
        assert_eq!(node.send(ada().header("cookie", &cookie)).await.status, 200, "known devices apart");
    }
}

/// ASVS 2.4.1
#[tokio::test]
async fn a_network_sends_a_hundred_requests_a_second_and_five_hundred_at_once_to_each_node() {
    let journal = TestApp::with(|settings| settings.limits.requests = 100).await;
    let other = journal.another_node_with(|settings| settings.limits.requests = 100).await;
    for node in [&journal, &other] {
        let started = node.clock.instant();
        let answers =
            join_all((0..900).map(|_| node.send(node.request(Method::GET, "/api/auth/csrf")))).await;
        let taken = answers.iter().filter(|answer| answer.status == 200).count();
        let seconds = usize::try_from(started.elapsed().as_secs()).expect("a short time") + 1;
        assert!((500..=500 + 100 * seconds).contains(&taken), "{taken} in {seconds} s");
        assert_told(&answers, ("too_many_requests", "\"requests\";q=100;w=1"), 1);
        assert_eq!(taken + tally(&answers)[&(429, "too_many_requests".to_owned())], 900);
    }
}
