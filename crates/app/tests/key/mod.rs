use app::account;
use app::admin;
use app::audit;
use app::id::AccountId;
use app::key::{self, Masters};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::keys::MasterKey;
use crypto::{Random, Secret};
use reqwest::Method;
use serde_json::{Value, json};
use store::Change;
use testkit::{PASSWORD, TestApp, Tokens};

fn kid(token: &str) -> String {
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap_or_default()).expect("base64");
    let header: Value = serde_json::from_slice(&header).expect("JSON");
    header["kid"].as_str().unwrap_or_default().to_owned()
}

async fn published(journal: &TestApp) -> Vec<String> {
    let keys =
        journal.get("/.well-known/jwks.json").await.json["keys"].as_array().cloned().unwrap_or_default();
    keys.iter().map(|key| key["kid"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn refreshed(journal: &TestApp, tokens: &Tokens) -> Tokens {
    let answer = journal.refresh(&tokens.refresh).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    Tokens::of(&answer)
}

/// Waits until a node has looked for new keys.
async fn until_published(journal: &TestApp, count: usize) -> Vec<String> {
    for _ in 0..60 {
        let kids = published(journal).await;
        if kids.len() == count {
            return kids;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{count} keys are not published within three seconds");
}

/// ASVS 11.2.2, ASVS 13.3.4
#[tokio::test]
async fn running_nodes_take_a_new_signing_key_up_and_nobody_notices() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let ada = journal.person("ada@example.com").await;
    let old = kid(&ada.tokens.access);
    let command = journal.command().await;
    let rotated = admin::rotate_signing(&command, false).await.expect("rotated");
    for node in [&journal, &other] {
        let kids = until_published(node, 2).await;
        assert!(kids.contains(&old) && kids.contains(&rotated.kid), "{kids:?}");
    }
    // It signs only when every node must know it.
    let now = refreshed(&journal, &ada.tokens).await;
    assert_eq!(kid(&now.access), old);
    journal.advance(32);
    let tokens = refreshed(&journal, &now).await;
    assert_eq!(kid(&tokens.access), rotated.kid);
    for node in [&journal, &other] {
        assert!(node.works(&tokens.access).await && node.works(&ada.tokens.access).await);
    }
    // The old key goes when its last token is dead.
    journal.advance(15 * 60 + 62);
    assert_eq!(until_published(&journal, 1).await, std::slice::from_ref(&rotated.kid));
    let tokens = refreshed(&other, &tokens).await;
    assert!(journal.works(&tokens.access).await);
    app::work::sweep(&journal.app).await.expect("swept");
    let states: Vec<_> = key::list(&command).await.expect("listed").iter().map(|key| key.state).collect();
    assert_eq!(states, ["retired", "signing"]);
    assert!(journal.restart().await.works(&tokens.access).await);
}

#[tokio::test]
async fn a_key_that_is_no_secret_any_more_is_dropped_at_once() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    assert!(journal.works(&ada.tokens.access).await, "it is remembered as good");
    let rotated = admin::rotate_signing(&journal.app, true).await.expect("rotated");
    assert!(!journal.works(&ada.tokens.access).await);
    assert_eq!(published(&journal).await, std::slice::from_ref(&rotated.kid));
    let tokens = refreshed(&journal, &ada.tokens).await;
    assert_eq!(kid(&tokens.access), rotated.kid);
    assert!(journal.works(&tokens.access).await);
}

#[tokio::test]
async fn parallel_rotations_leave_one_key_that_signs() {
    let journal = TestApp::start().await;
    let rotations = (0..10).map(|_| admin::rotate_signing(&journal.app, false));
    let done = futures_util::future::join_all(rotations).await;
    let done = done.into_iter().flatten().count();
    assert!(done >= 1);
    journal.advance(5);
    let states: Vec<_> = key::list(&journal.app).await.expect("listed").iter().map(|key| key.state).collect();
    assert_eq!(states.len(), done + 1);
    assert_eq!(states.iter().filter(|state| **state == "signing").count(), 1, "{states:?}");
    assert_eq!(audit::of_account(&journal.app, audit::NOBODY, 100).await.expect("read").len(), done);
}

/// ASVS 11.2.2
#[tokio::test]
async fn from_one_algorithm_to_the_other_and_back_costs_one_refresh_and_no_login() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let first = kid(&ada.tokens.access);
    let secret = || Some(Secret::new(b"a secret of at least 32 bytes, for a test".to_vec()));
    let journal = journal.restart_with(|settings| settings.jwt_secret = secret()).await;
    assert!(!journal.works(&ada.tokens.access).await);
    assert!(published(&journal).await.is_empty());
    let refused = admin::rotate_signing(&journal.app, false).await.expect_err("refused").to_string();
    assert!(refused.contains("JOURNAL_JWT_SECRET"), "{refused}");
    let shared = refreshed(&journal, &ada.tokens).await;
    assert_eq!(kid(&shared.access), "");
    assert!(journal.works(&shared.access).await);
    let journal = journal.restart().await;
    assert!(!journal.works(&shared.access).await);
    let back = refreshed(&journal, &shared).await;
    assert_eq!(kid(&back.access), first);
    assert!(journal.works(&back.access).await);
}

/// ASVS 13.3.4
#[tokio::test]
async fn a_new_master_key_wraps_all_keys_and_nobody_is_logged_out() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let written = json!({"title": "Kept", "content": "as it was sealed"});
    let entry = journal.call(Method::POST, "/api/entries", &ada.tokens.access, Some(&written)).await;
    let path = format!("/api/entries/{}", entry.text("id"));
    let masters =
        Masters { current: MasterKey::generate(&Random::system()), previous: Some(journal.master()) };
    journal.app.keys.follow(&masters);
    let command = journal.command_with(masters.clone()).await;
    // Broken off after the program's own keys.
    let (changes, already, lost) = key::rewrap(&command).await.expect("read");
    assert_eq!((already, lost.len()), (0, 0));
    let half = changes.len();
    command.store.commit(changes).await.expect("wrapped");
    let done = admin::rotate_master(&command).await.expect("rotated");
    assert_eq!((done.server_keys, done.account_keys, done.already), (0, 1, half));
    let again = admin::rotate_master(&command).await.expect("rotated");
    assert_eq!((again.server_keys, again.account_keys, again.already), (0, 0, half + 1));
    // The new key alone opens everything, the old one nothing.
    let alone = journal.command_with(&masters.current).await;
    let id = AccountId(ada.id.parse().expect("an id"));
    account::key::of(&alone, id).await.expect("the account's key opens");
    let bob = journal.person("bob@example.com").await;
    let bob = AccountId(bob.id.parse().expect("an id"));
    account::key::of(&alone, bob).await.expect("an account made meanwhile opens");
    let tokens = refreshed(&journal, &ada.tokens).await;
    let read = journal.call(Method::GET, &path, &tokens.access, None).await;
    assert_eq!(read.text("content"), "as it was sealed");
    assert!(audit::verify(&alone, None).await.expect("verified").ok);
    journal.sign_in(&ada.email, PASSWORD).await;
}

/// As when a program that knows of one more key is started for the first time, with the wrong master key.
#[tokio::test]
async fn a_master_key_that_does_not_fit_makes_no_key_that_is_missing() {
    let journal = TestApp::start().await;
    let (store, random) = (&journal.app.store, Random::system());
    let forget = Change::new("delete from server_keys where purpose = 'salt'", []);
    store.commit([forget.exactly(1)]).await.expect("forgotten");
    let load = async |masters: Masters| {
        key::load(store, &masters, &journal.app.settings, &random, journal.clock.now()).await
    };
    let refused = load(Masters::from(&MasterKey::generate(&random))).await;
    assert!(matches!(refused, Err(key::Error::WrongMasterKey { .. })));
    let count = async || key::check(store, &journal.master(), None).await.expect("looked at");
    assert_eq!((count().await.opened, count().await.closed.len()), (8, 0));
    load(Masters::from(&journal.master())).await.expect("its own opens them");
    assert_eq!((count().await.opened, count().await.closed.len()), (9, 0));
}
