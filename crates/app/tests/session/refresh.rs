use std::collections::HashSet;

use app::audit;
use app::id::AccountId;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use testkit::{Person, TestApp, Tokens};

const HOUR: i64 = 3_600;

async fn events(journal: &TestApp, person: &Person) -> Vec<String> {
    let id = AccountId(person.id.parse().expect("an id"));
    let events = audit::of_account(&journal.app, id, 100).await.expect("events");
    events.into_iter().map(|event| event.kind).collect()
}

async fn rotated(journal: &TestApp, token: &str) -> Tokens {
    let answer = journal.refresh(token).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    Tokens::of(&answer)
}

/// ASVS 7.2.2
#[tokio::test]
async fn the_token_of_the_login_rotates_at_once() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let next = rotated(&journal, &ada.tokens.refresh).await;
    assert_ne!(next.refresh, ada.tokens.refresh);
    assert!(journal.works(&next.access).await && journal.works(&ada.tokens.access).await);
}

#[tokio::test]
async fn fifty_parallel_refreshes_with_one_token_get_the_same_successor() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let answers = join_all((0..50).map(|_| journal.refresh(&ada.tokens.refresh))).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    let successors: HashSet<_> =
        answers.iter().map(|answer| answer.text("refresh_token").to_owned()).collect();
    assert_eq!(successors.len(), 1);
    assert!(!successors.contains(&ada.tokens.refresh));
}

#[tokio::test]
async fn a_lost_answer_is_given_again_also_an_hour_later_and_over_a_restart() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let lost = rotated(&journal, &ada.tokens.refresh).await;
    journal.advance(HOUR);
    let journal = journal.restart().await;
    let retried = rotated(&journal, &ada.tokens.refresh).await;
    assert_eq!(retried.refresh, lost.refresh);
    assert!(journal.works(&retried.access).await);
}

#[tokio::test]
async fn within_the_window_the_current_token_is_repeated_and_afterwards_it_rotates() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let current = rotated(&journal, &ada.tokens.refresh).await;
    journal.advance(30);
    assert_eq!(rotated(&journal, &current.refresh).await.refresh, current.refresh);
    journal.advance(31);
    assert_ne!(rotated(&journal, &current.refresh).await.refresh, current.refresh);
}

#[tokio::test]
async fn a_token_that_is_used_all_the_time_is_kept_until_a_quiet_moment() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let current = rotated(&journal, &ada.tokens.refresh).await;
    for _ in 0..20 {
        journal.advance(30);
        assert_eq!(rotated(&journal, &current.refresh).await.refresh, current.refresh);
    }
    journal.advance(1);
    let later = journal.refresh(&current.refresh).await;
    assert_eq!((later.status, later.json.get("refresh_token")), (200, None));
    assert!(journal.works(later.text("access_token")).await);
    journal.advance(30);
    assert_ne!(rotated(&journal, &current.refresh).await.refresh, current.refresh);
}

/// ASVS 10.4.5
#[tokio::test]
async fn an_old_token_after_the_windows_ends_the_session_and_tells_the_owner() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let current = rotated(&journal, &ada.tokens.refresh).await;
    assert!(journal.works(&current.access).await);
    journal.advance(31);
    let journal = journal.restart().await;
    let reused = journal.refresh(&ada.tokens.refresh).await;
    assert_eq!(reused.refusal(), (401, "refresh_reused"));
    assert!(!journal.works(&current.access).await);
    assert_eq!(journal.refresh(&current.refresh).await.refusal(), (401, "session_revoked"));
    assert!(events(&journal, &ada).await.contains(&"refresh_reused".to_owned()));
    let mail = &journal.mails_to(&ada.email).await[0];
    assert!(mail.links.iter().any(|link| link.ends_with("/account/devices")), "{mail:?}");
}

#[tokio::test]
async fn a_token_two_generations_old_ends_the_session_at_once() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let second = rotated(&journal, &ada.tokens.refresh).await;
    journal.advance(31);
    rotated(&journal, &second.refresh).await;
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "refresh_reused"));
    let mails = journal.mails_to(&ada.email).await.len();
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "session_revoked"));
    assert_eq!(journal.mails_to(&ada.email).await.len(), mails);
}

#[tokio::test]
async fn parallel_reuse_is_told_once() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let second = rotated(&journal, &ada.tokens.refresh).await;
    journal.advance(31);
    rotated(&journal, &second.refresh).await;
    let before = journal.mails_to(&ada.email).await.len();
    let answers = join_all((0..20).map(|_| journal.refresh(&ada.tokens.refresh))).await;
    assert!(answers.iter().all(|answer| answer.status == 401));
    assert_eq!(answers.iter().filter(|answer| answer.code() == "refresh_reused").count(), 1);
    assert_eq!(journal.mails_to(&ada.email).await.len(), before + 1);
}

#[tokio::test]
async fn using_the_access_token_shows_that_its_answer_arrived() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let current = rotated(&journal, &ada.tokens.refresh).await;
    journal.advance(HOUR / 12);
    assert!(journal.works(&current.access).await);
    journal.advance(30);
    assert_eq!(rotated(&journal, &ada.tokens.refresh).await.refresh, current.refresh);
    journal.advance(1);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "refresh_reused"));
}

/// ASVS 7.3.1, 7.3.2, 10.4.8
#[tokio::test]
async fn a_session_runs_out_when_idle_and_in_any_case_after_its_longest_life() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    journal.advance(30 * 24 * HOUR);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "session_expired"));
    let mut tokens = journal.sign_in(&ada.email, testkit::PASSWORD).await;
    for _ in 0..3 {
        journal.advance(29 * 24 * HOUR);
        tokens = rotated(&journal, &tokens.refresh).await;
    }
    journal.advance(4 * 24 * HOUR);
    assert_eq!(journal.refresh(&tokens.refresh).await.refusal(), (401, "session_expired"));
    assert!(!journal.works(&tokens.access).await);
}

#[tokio::test]
async fn what_is_no_refresh_token_of_ours_is_refused() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let forged = {
        let mut bytes = ada.tokens.refresh.clone().into_bytes();
        bytes[20] = if bytes[20] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).expect("text")
    };
    for token in ["", "nonsense", ada.tokens.access.as_str(), forged.as_str()] {
        assert_eq!(journal.refresh(token).await.refusal(), (401, "invalid_refresh_token"), "{token}");
    }
    let none = journal.send(journal.request(Method::POST, "/api/auth/refresh")).await;
    assert_eq!(none.refusal(), (401, "invalid_refresh_token"));
    rotated(&journal, &ada.tokens.refresh).await;
}

#[tokio::test]
async fn a_restored_database_adopts_the_token_that_is_newer_than_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let presented = journal.app.keys.refresh.parse(&ada.tokens.refresh).expect("our token");
    let newer = journal.app.keys.refresh.issue(presented.account, presented.session, 7);
    journal.advance(60);
    let next = rotated(&journal, newer.expose()).await;
    let next = journal.app.keys.refresh.parse(&next.refresh).expect("our token");
    assert_eq!(next.generation, 8);
    assert_eq!(journal.refresh(&ada.tokens.refresh).await.refusal(), (401, "refresh_reused"));
}

/// ASVS 11.2.2
#[tokio::test]
async fn a_change_of_algorithm_costs_one_refresh_and_no_login() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    assert_eq!(journal.get("/.well-known/jwks.json").await.json["keys"].as_array().map(Vec::len), Some(1));
    let secret = crypto::Secret::new(vec![7; 32]);
    let journal = journal.restart_with(|settings| settings.jwt_secret = Some(secret)).await;
    assert!(!journal.works(&ada.tokens.access).await);
    let next = rotated(&journal, &ada.tokens.refresh).await;
    assert!(journal.works(&next.access).await);
    assert_eq!(journal.get("/.well-known/jwks.json").await.json, json!({"keys": []}));
}
