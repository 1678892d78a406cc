//! Every kind of one-time token, from one table: redeemed by many at once, and presented where it does not belong.
//!
//! `JOURNAL_TEST_ROUNDS` says how often many redeem at once, such as 200; without it, twice.

mod crowd;
mod elsewhere;

use app::admin;
use app::onetime::Purpose;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp};

/// Where a token of each purpose is redeemed.
fn route(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Verify => "/api/auth/verify-email",
        Purpose::Reset => "/api/auth/reset-password",
        Purpose::ConfirmEmail => "/api/auth/confirm-email-change",
        Purpose::UndoEmail => "/api/auth/undo-email-change",
        Purpose::NotMe => "/api/auth/not-me",
        Purpose::UndoDeletion => "/api/auth/undo-deletion",
        Purpose::SetUp => "/api/auth/set-up",
    }
}

fn body(purpose: Purpose, token: &str) -> Value {
    match purpose {
        Purpose::Reset => json!({"token": token, "password": OTHER_PASSWORD}),
        Purpose::SetUp => {
            let name: String = token.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
            json!({"token": token, "email": format!("{name}@example.net"), "password": PASSWORD})
        }
        _ => json!({"token": token}),
    }
}

async fn redeem(journal: &TestApp, purpose: Purpose, token: &str) -> Answer {
    journal.post(route(purpose), &body(purpose, token)).await
}

/// A token as it was mailed to somebody of that name.
async fn issued(journal: &TestApp, purpose: Purpose, name: &str) -> String {
    let email = format!("{name}@example.com");
    if purpose == Purpose::Verify {
        journal.post("/api/auth/register", &json!({"email": email, "password": PASSWORD})).await;
        return journal.mailed(&email, purpose.page()).await;
    }
    if purpose == Purpose::SetUp {
        return set_up(journal).await;
    }
    let person = journal.person(&email).await;
    let access = person.tokens.access.as_str();
    let next = format!("{name}@example.org");
    let change = async || {
        journal.call(Method::POST, "/api/auth/change-email", access, Some(&json!({"new_email": next}))).await
    };
    match purpose {
        Purpose::Verify | Purpose::SetUp => {}
        Purpose::Reset => {
            journal.post("/api/auth/forgot-password", &json!({"email": email})).await;
        }
        Purpose::ConfirmEmail => {
            change().await;
            return journal.mailed(&next, purpose.page()).await;
        }
        Purpose::UndoEmail => {
            let asked = change().await;
            redeem(journal, Purpose::ConfirmEmail, asked.text("dev_confirm_token")).await;
        }
        Purpose::NotMe => {
            journal.sign_in(&email, PASSWORD).await;
        }
        Purpose::UndoDeletion => {
            journal.call(Method::DELETE, "/api/auth/me", access, None).await;
        }
    }
    journal.mailed(&email, purpose.page()).await
}

/// A link of a first start, after which nobody is an admin any more.
async fn set_up(journal: &TestApp) -> String {
    let nobody = store::Change::new("update accounts set roles = 'user'", []);
    journal.app.store.commit([nobody]).await.expect("set");
    let link = admin::set_up_link(&journal.app).await.expect("asked").expect("a link");
    link.expose().split_once("#token=").expect("a token").1.to_owned()
}

async fn unlimited() -> TestApp {
    TestApp::with(|settings| {
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
    })
    .await
}

#[allow(clippy::disallowed_methods, reason = "the environment says how long to look")]
fn rounds() -> usize {
    std::env::var("JOURNAL_TEST_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2)
}

/// ASVS 6.5.1, 6.6.2
#[tokio::test]
async fn of_fifty_that_redeem_a_token_at_once_exactly_one_succeeds() {
    let journal = unlimited().await;
    let node = journal.another_node().await;
    for round in 0..rounds() {
        for purpose in Purpose::ALL {
            // The mailbox keeps the newest thousand, and tells them by their time.
            journal.advance(1);
            let token = issued(&journal, purpose, &format!("{purpose:?}{round}").to_lowercase()).await;
            let at = |n: usize| if n.is_multiple_of(2) { &journal } else { &node };
            let answers = join_all((0..50).map(|n| redeem(at(n), purpose, &token))).await;
            let done = answers.iter().filter(|answer| answer.status == 204).count();
            assert_eq!(done, 1, "{purpose:?} in round {round}");
            // Judging fifty passwords at once may take longer than anybody waits; that redeems nothing.
            let refused =
                |answer: &Answer| answer.refusal() == (400, "token_invalid") || answer.status == 503;
            assert_eq!(answers.iter().filter(|answer| refused(answer)).count(), 49, "{purpose:?}");
        }
    }
}

/// ASVS 6.6.2
#[tokio::test]
async fn a_token_opens_nothing_but_what_it_is_for() {
    let journal = unlimited().await;
    for purpose in Purpose::ALL {
        let token = issued(&journal, purpose, &format!("{purpose:?}").to_lowercase()).await;
        for other in Purpose::ALL.into_iter().filter(|other| *other != purpose) {
            let answer = redeem(&journal, other, &token).await;
            assert_eq!(answer.refusal(), (400, "token_invalid"), "{purpose:?} at {other:?}");
        }
        assert!(!journal.works(&token).await, "{purpose:?}");
        assert_eq!(journal.refresh(&token).await.refusal(), (401, "invalid_refresh_token"), "{purpose:?}");
        let altered = format!("{}{}", if token.starts_with('A') { 'B' } else { 'A' }, &token[1..]);
        assert_eq!(redeem(&journal, purpose, &altered).await.refusal(), (400, "token_invalid"));
        assert_eq!(redeem(&journal, purpose, &token).await.status, 204, "{purpose:?}: trying spends nothing");
    }
}

#[tokio::test]
async fn tokens_count_against_nobody_and_lapse_by_the_servers_clock() {
    let journal = unlimited().await;
    for purpose in Purpose::ALL {
        let token = issued(&journal, purpose, &format!("{purpose:?}").to_lowercase()).await;
        let unknown: Vec<String> = (0..30).map(|n| format!("{n:043}")).collect();
        let wrong = join_all(unknown.iter().map(|token| redeem(&journal, purpose, token))).await;
        assert!(wrong.iter().all(|answer| answer.refusal() == (400, "token_invalid")), "{purpose:?}");
        journal.advance(purpose.life().as_secs());
        let late = redeem(&journal, purpose, &token).await;
        assert_eq!(late.refusal(), (400, "token_invalid"), "{purpose:?}");
    }
}

/// ASVS 6.3.4, 6.3.6
#[tokio::test]
async fn no_mailed_link_signs_anybody_in() {
    let journal = unlimited().await;
    for purpose in Purpose::ALL {
        let token = issued(&journal, purpose, &format!("{purpose:?}").to_lowercase()).await;
        let answer = redeem(&journal, purpose, &token).await;
        assert_eq!((answer.status, answer.bytes.len()), (204, 0), "{purpose:?}");
        assert!(answer.headers.get("set-cookie").is_none(), "{purpose:?}");
    }
}

/// ASVS 6.5.3, 6.5.4, 11.5.1
#[tokio::test]
async fn a_token_has_256_bits_and_none_is_like_another() {
    let journal = unlimited().await;
    let mut seen = std::collections::HashSet::new();
    for purpose in Purpose::ALL {
        for round in 0..3 {
            let token = issued(&journal, purpose, &format!("{purpose:?}{round}").to_lowercase()).await;
            assert_eq!(token.len(), 43, "32 bytes in base64url: {purpose:?}");
            let halves = [token[..21].to_owned(), token[21..].to_owned()];
            assert!(halves.into_iter().all(|half| seen.insert(half)), "{purpose:?}");
        }
    }
}

/// ASVS 6.6.3
#[tokio::test]
async fn guessing_at_tokens_is_limited_at_every_route_that_takes_one() {
    let journal = TestApp::with(|settings| settings.limits.requests = 1).await;
    let token = "a".repeat(43);
    for purpose in Purpose::ALL {
        let answers = join_all((0..20).map(|_| redeem(&journal, purpose, &token))).await;
        assert!(answers.iter().all(|answer| [400, 422, 429].contains(&answer.status)), "{purpose:?}");
        let refused = answers.iter().filter(|answer| answer.refusal() == (429, "too_many_requests")).count();
        assert!(refused >= 10, "{purpose:?}: {refused}");
    }
}
