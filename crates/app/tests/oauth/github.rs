//! GitHub, against a server that speaks the documented shapes of its API.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::{GithubServer, TestApp};

use super::{Away, EMAIL, accounts, nobody, place, tokens};

async fn journal() -> (TestApp, GithubServer) {
    let github = GithubServer::start().await;
    let settings = github.settings("github");
    (TestApp::with(|all| all.providers = vec![settings]).await, github)
}

fn addresses(verified: bool) -> Value {
    json!([
        {"email": "old@example.com", "primary": false, "verified": true, "visibility": null},
        {"email": EMAIL, "primary": true, "verified": verified, "visibility": "private"},
    ])
}

async fn through(
    journal: &TestApp,
    github: &GithubServer,
    who: (u64, &str),
    emails: &Value,
) -> testkit::Answer {
    let mut browser = Away::new(journal);
    let asked = browser.ask("github", None, &json!({})).await;
    assert_eq!(asked.status, 200, "{asked:?}");
    assert!(browser.url.starts_with(&format!("{}/login/oauth/authorize?", github.url)), "{}", browser.url);
    let query = github.approve(&browser.url, who, emails);
    browser.back_to("github", &query).await
}

#[tokio::test]
async fn one_signs_up_with_the_primary_address_that_github_has_verified() {
    let (journal, github) = journal().await;
    let answer = through(&journal, &github, (583_231, "octocat"), &addresses(true)).await;
    let access = tokens(&journal, &answer).await.access;
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!((me.text("email"), &me.json["is_verified"]), (EMAIL, &json!(true)));
    let listed = journal.call(Method::GET, "/api/auth/oauth/providers", &access, None).await;
    assert_eq!(listed.json["items"][0]["connection"]["shown_as"], "octocat");
    assert_eq!(listed.json["items"][0]["kind"], "github");
}

#[tokio::test]
async fn accounts_are_known_by_their_number_since_names_change_hands() {
    let (journal, github) = journal().await;
    let first = through(&journal, &github, (583_231, "octocat"), &addresses(true)).await;
    tokens(&journal, &first).await;
    let renamed = through(&journal, &github, (583_231, "catocto"), &json!([])).await;
    tokens(&journal, &renamed).await;
    // Whoever has the name now is somebody else.
    let stranger = through(&journal, &github, (42, "octocat"), &json!([])).await;
    assert_eq!(place(&journal, &stranger), "/?provider=github&error=email_missing");
    assert_eq!(accounts(&journal).await, 1);
}

#[tokio::test]
async fn an_address_that_github_has_not_verified_opens_nothing() {
    let (journal, github) = journal().await;
    journal.person(EMAIL).await;
    let answer = through(&journal, &github, (583_231, "octocat"), &addresses(false)).await;
    assert!(place(&journal, &answer).starts_with("/check-mail#"), "{answer:?}");
    nobody(&answer);
}

#[tokio::test]
async fn the_public_address_of_a_profile_is_not_taken_for_a_verified_one() {
    let (journal, github) = journal().await;
    let none_is_primary = json!([{"email": EMAIL, "primary": false, "verified": true, "visibility": null}]);
    for emails in [json!([]), none_is_primary] {
        let answer = through(&journal, &github, (583_231, "octocat"), &emails).await;
        assert_eq!(place(&journal, &answer), "/?provider=github&error=email_missing");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_githubs_signs_nobody_in() {
    let (journal, github) = journal().await;
    for emails in [
        json!({"message": "Not Found"}),
        json!([{"email": EMAIL}]),
        json!([{"email": EMAIL, "primary": "yes", "verified": "yes"}]),
    ] {
        let answer = through(&journal, &github, (583_231, "octocat"), &emails).await;
        assert_eq!(place(&journal, &answer), "/?provider=github&error=provider_refused", "{emails}");
    }
    // A code that GitHub does not take is refused with 200 and an error in the body.
    let mut browser = Away::new(&journal);
    browser.ask("github", None, &json!({})).await;
    let state = testkit::query(&browser.url)["state"].clone();
    let answer = browser.back_to("github", &format!("code=made-up&state={state}")).await;
    assert_eq!(place(&journal, &answer), "/?provider=github&error=provider_refused");
}

#[tokio::test]
async fn it_is_told_whether_github_answers() {
    let (journal, github) = journal().await;
    let path = "/api/auth/oauth/github/available";
    assert_eq!(journal.get(path).await.json, json!({"available": true}));
    drop(github);
    journal.advance(31);
    assert_eq!(journal.get(path).await.json, json!({"available": false}));
}
