mod alternating;
mod counter;
mod network;
mod owner;
mod two_nodes;

use std::collections::HashMap;

use app::admin;
use app::settings::Settings;
use futures_util::future::join_all;
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp};

const TOO_MANY: (u16, &str) = (429, "too_many_attempts");

fn login(journal: &TestApp, name: &str, password: &str) -> RequestBuilder {
    journal.request(Method::POST, "/api/auth/login").json(&json!({"email": name, "password": password}))
}

/// As if it came from another household, which a trusted proxy tells.
fn from(request: RequestBuilder, address: &str) -> RequestBuilder {
    request.header("x-forwarded-for", address)
}

/// Lets tests say where a request comes from.
fn trusting(settings: &mut Settings) {
    settings.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
}

async fn behind_a_proxy() -> TestApp {
    TestApp::with(trusting).await
}

fn tally(answers: &[Answer]) -> HashMap<(u16, String), usize> {
    let mut tally = HashMap::new();
    for answer in answers {
        *tally.entry((answer.status, answer.code().to_owned())).or_default() += 1;
    }
    tally
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_thousand_parallel_wrong_guesses_evaluate_ten_also_on_two_nodes() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let other = journal.another_node().await;
    let guesses = (0..1_000).map(|n| {
        let node = if n % 2 == 0 { &journal } else { &other };
        node.send(login(node, "ada@example.com", OTHER_PASSWORD))
    });
    let tally = tally(&join_all(guesses).await);
    assert_eq!(tally.get(&(401, "invalid_credentials".to_owned())), Some(&10), "{tally:?}");
    assert_eq!(tally.get(&(429, "too_many_attempts".to_owned())), Some(&990), "{tally:?}");
    let refused = journal.send(login(&journal, "ada@example.com", PASSWORD)).await;
    assert_eq!(refused.refusal(), TOO_MANY);
    let seconds: i64 = refused.header("retry-after").parse().expect("seconds");
    assert!((800..=901).contains(&seconds), "{seconds}");
    assert!(refused.header("ratelimit").starts_with("\"guesses\";r=0;t="));
    journal.advance(seconds);
    journal.sign_in("ada@example.com", PASSWORD).await;
}

#[tokio::test]
async fn right_answers_do_not_count_however_many_come_at_once() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let answers = join_all((0..60).map(|_| journal.send(login(&journal, "ada@example.com", PASSWORD)))).await;
    assert_eq!(tally(&answers), HashMap::from([((200, String::new()), 60)]));
}

/// ASVS 6.3.1
#[tokio::test]
async fn a_name_that_nobody_has_is_limited_in_the_same_way() {
    let journal = TestApp::start().await;
    for _ in 0..10 {
        let answer = journal.send(login(&journal, "nobody@example.com", PASSWORD)).await;
        assert_eq!(answer.refusal(), (401, "invalid_credentials"));
    }
    assert_eq!(journal.send(login(&journal, "NOBODY@example.com", PASSWORD)).await.refusal(), TOO_MANY);
    assert_eq!(journal.send(login(&journal, "other@example.com", PASSWORD)).await.status, 401);
}

#[tokio::test]
async fn the_owner_signs_in_from_a_known_browser_and_from_another_network_while_somebody_guesses() {
    let journal = behind_a_proxy().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let first = journal.send(from(login(&journal, "ada@example.com", PASSWORD), "198.51.100.1")).await;
    let device = first.cookie("device").expect("the browser is known from now on");
    assert!(first.set_cookie("device").expect("a cookie").contains("; HttpOnly"));
    for _ in 0..10 {
        journal.send(from(login(&journal, "ada@example.com", OTHER_PASSWORD), "203.0.113.5")).await;
    }
    let same_network = from(login(&journal, "ada@example.com", PASSWORD), "203.0.113.5");
    assert_eq!(journal.send(same_network).await.refusal(), TOO_MANY);
    let known = from(login(&journal, "ada@example.com", PASSWORD), "203.0.113.5");
    assert_eq!(journal.send(known.header("cookie", format!("device={device}"))).await.status, 200);
    assert_eq!(
        journal.send(from(login(&journal, "ada@example.com", PASSWORD), "198.51.100.9")).await.status,
        200
    );
}

#[tokio::test]
async fn a_known_browser_has_a_budget_and_no_more() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let first = journal.send(login(&journal, "ada@example.com", PASSWORD)).await;
    let cookie = format!("device={}", first.cookie("device").expect("a cookie"));
    let guesses = (0..50).map(|_| {
        journal.send(login(&journal, "ada@example.com", OTHER_PASSWORD).header("cookie", cookie.as_str()))
    });
    let tally = tally(&join_all(guesses).await);
    assert_eq!(tally.get(&(401, "invalid_credentials".to_owned())), Some(&10), "{tally:?}");
    let planted = login(&journal, "nobody@example.com", OTHER_PASSWORD).header("cookie", cookie.as_str());
    assert_eq!(journal.send(planted).await.status, 401, "the cookie says nothing about another account");
}

/// ASVS 6.3.1
#[tokio::test]
async fn after_a_hundred_failures_in_a_row_only_known_browsers_come_in_for_a_day() {
    let journal = behind_a_proxy().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let first = journal.send(from(login(&journal, "ada@example.com", PASSWORD), "198.51.100.1")).await;
    let cookie = format!("device={}", first.cookie("device").expect("a cookie"));
    for network in 0..10 {
        let address = format!("203.0.113.{network}");
        let guesses =
            (0..10).map(|_| journal.send(from(login(&journal, "ada@example.com", OTHER_PASSWORD), &address)));
        assert!(join_all(guesses).await.iter().all(|answer| answer.status == 401));
    }
    let elsewhere = journal.send(from(login(&journal, "ada@example.com", PASSWORD), "198.51.100.7")).await;
    assert_eq!(elsewhere.refusal(), TOO_MANY);
    let known = from(login(&journal, "ada@example.com", PASSWORD), "198.51.100.7").header("cookie", cookie);
    assert_eq!(journal.send(known).await.status, 200);
    journal.advance(24 * 3_600);
    assert_eq!(
        journal.send(from(login(&journal, "ada@example.com", PASSWORD), "198.51.100.8")).await.status,
        200
    );
}

/// ASVS 6.3.1
#[tokio::test]
async fn one_network_guesses_at_thirty_accounts_an_hour() {
    let journal = behind_a_proxy().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let network = "2001:db8:1:2::";
    let guesses = (0..100).map(|n| {
        let address = format!("{network}{:x}", n + 1);
        journal.send(from(login(&journal, &format!("person{n}@example.com"), PASSWORD), &address))
    });
    let tally = tally(&join_all(guesses).await);
    assert_eq!(tally.get(&(401, "invalid_credentials".to_owned())), Some(&30), "{tally:?}");
    assert_eq!(tally.get(&(429, "too_many_attempts".to_owned())), Some(&70), "{tally:?}");
    let elsewhere = from(login(&journal, "ada@example.com", PASSWORD), "2001:db8:1:3::1");
    assert_eq!(journal.send(elsewhere).await.status, 200);
    journal.advance(3_600);
    assert_eq!(
        journal.send(from(login(&journal, "ada@example.com", PASSWORD), "2001:db8:1:2::1")).await.status,
        200
    );
}

/// ASVS 2.3.2, 2.4.1
#[tokio::test]
async fn a_network_begins_ten_registrations_an_hour() {
    let journal = TestApp::start().await;
    let register = async |n: usize| {
        let body = json!({"email": format!("person{n}@example.com"), "password": PASSWORD});
        journal.post("/api/auth/register", &body).await
    };
    let answers = join_all((0..30).map(&register)).await;
    let tally = tally(&answers);
    assert_eq!(tally.get(&(202, String::new())), Some(&10), "{tally:?}");
    assert_eq!(tally.get(&(429, "too_many_requests".to_owned())), Some(&20), "{tally:?}");
    journal.advance(3_600);
    assert_eq!(register(99).await.status, 202);
}

/// ASVS 2.3.2, 2.4.1
#[tokio::test]
async fn mails_that_are_asked_for_are_limited_silently() {
    let journal = TestApp::start().await;
    journal.post("/api/auth/register", &json!({"email": "ada@example.com", "password": PASSWORD})).await;
    let resend =
        async || journal.post("/api/auth/resend-verification", &json!({"email": "ada@example.com"})).await;
    assert_eq!((resend().await.status, resend().await.status), (202, 202));
    assert_eq!(journal.mails_to("ada@example.com").await.len(), 2, "at most one a minute");
    for _ in 0..10 {
        journal.advance(61);
        let answer = resend().await;
        assert_eq!(answer.status, 202);
    }
    assert_eq!(journal.mails_to("ada@example.com").await.len(), 5, "at most five an hour");
    let dummy = json!({"token": resend().await.text("dev_verify_token")});
    assert_eq!(journal.post("/api/auth/verify-email", &dummy).await.refusal(), (400, "token_invalid"));
}

/// ASVS 2.4.1
#[tokio::test]
async fn one_network_sends_so_many_requests_and_another_one_is_not_harmed() {
    let journal = TestApp::with(|settings| {
        settings.limits.requests = 1;
        settings.cors_origins = vec!["https://page.example".to_owned()];
        settings.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    let csrf =
        |address: &'static str| journal.send(from(journal.request(Method::GET, "/api/auth/csrf"), address));
    let answers = join_all((0..40).map(|_| csrf("203.0.113.5"))).await;
    let refused = answers.iter().filter(|answer| answer.refusal() == (429, "too_many_requests")).count();
    assert!((30..=35).contains(&refused), "{refused}");
    assert_eq!(csrf("198.51.100.1").await.status, 200);
    let elsewhere = from(journal.request(Method::GET, "/api/auth/csrf"), "203.0.113.5");
    let elsewhere = journal.send(elsewhere.header("origin", "https://page.example")).await;
    assert_eq!(elsewhere.status, 429);
    assert_eq!(elsewhere.header("access-control-allow-origin"), "https://page.example");
    assert_eq!(journal.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_planted_registration_does_not_lift_the_limit_of_the_account_that_has_the_address() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let planted = "canary-planted-walrus-61";
    journal.post("/api/auth/register", &json!({"email": "ada@example.com", "password": planted})).await;
    let mut evaluated = 0;
    for _ in 0..20 {
        let guess = journal.send(login(&journal, "ada@example.com", OTHER_PASSWORD)).await;
        evaluated += usize::from(guess.status == 401);
        journal.send(login(&journal, "ada@example.com", planted)).await;
    }
    assert_eq!(evaluated, 10);
}
