//! The verdicts that the page and the server share; `web/src/feature/password/cases.test.ts` reads the same file.

use app::account::{Email, NewPassword, Username};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;
use testkit::TestApp;

#[derive(Deserialize)]
struct Shared {
    email: String,
    username: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    password: String,
    #[serde(default = "once")]
    times: usize,
    verdict: String,
}

fn once() -> usize {
    1
}

fn shared() -> Shared {
    serde_json::from_str(include_str!("password-cases.json")).expect("the cases")
}

/// ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9, 6.2.11
#[test]
fn the_server_says_what_the_cases_say() {
    let Shared { email, username, cases } = shared();
    let (email, username) = (Email::parse(&email).ok(), Username::parse(&username).ok());
    assert!(cases.len() > 60, "{}", cases.len());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let password = case.password.repeat(case.times);
            let parsed = NewPassword::parse(&password, email.as_ref(), username.as_ref());
            let verdict = parsed.map_or_else(|complaint| complaint.code, |_| "fine");
            (verdict != case.verdict)
                .then(|| format!("{:?} is {verdict}, not {}", case.password, case.verdict))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_common_password_is_refused_over_http_whatever_its_case() {
    let journal = TestApp::start().await;
    for password in ["Password123", "1qaz2wsx3edc", "ILOVEYOU2"] {
        let body = json!({"email": "ada@example.com", "password": password});
        let answer = journal.send(journal.request(Method::POST, "/api/auth/register").json(&body)).await;
        assert_eq!(answer.refusal(), (422, "validation_failed"), "{password}");
        assert_eq!(answer.json["errors"][0]["field"], "password");
    }
}
