//! What ends things, against what is ended: each event is followed by the use of each token, which is refused at the
//! very next request.

use app::access::Role;
use app::admin;
use reqwest::Method;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, Person, TestApp, Tokens};

use super::{change_email, redeem, reset};

/// What may happen to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    PasswordChange,
    Reset,
    Disable,
    Delete,
    SignOutEverywhere,
    EmailChange,
    NotMe,
}

const EVENTS: [Event; 7] = [
    Event::PasswordChange,
    Event::Reset,
    Event::Disable,
    Event::Delete,
    Event::SignOutEverywhere,
    Event::EmailChange,
    Event::NotMe,
];

impl Event {
    /// An address that moved is no reason to sign anybody out.
    fn ends_sessions(self) -> bool {
        self != Self::EmailChange
    }

    async fn happens(self, journal: &TestApp, ada: &Person) {
        let access = ada.tokens.access.as_str();
        let call = async |method: Method, path: &str, body: serde_json::Value| {
            journal.call(method, path, access, Some(&body)).await.status
        };
        let status = match self {
            Self::PasswordChange => {
                let body = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
                call(Method::POST, "/api/auth/change-password", body).await
            }
            Self::Reset => {
                let token = forgot(journal, &ada.email).await;
                reset(journal, &token, OTHER_PASSWORD).await.status
            }
            Self::Disable => {
                admin::disable(&journal.app, &ada.email).await.expect("disabled");
                204
            }
            Self::Delete => journal.call(Method::DELETE, "/api/auth/me", access, None).await.status,
            Self::SignOutEverywhere => call(Method::POST, "/api/auth/logout", json!({"all": true})).await,
            Self::EmailChange => {
                // The newer request voids the older one at once; the reset is what is left to look at.
                let asked = change_email(journal, access, "new@example.org").await;
                redeem(journal, "confirm-email-change", asked.text("dev_confirm_token")).await.status
            }
            Self::NotMe => {
                let token = journal.mailed(&ada.email, "/not-me").await;
                redeem(journal, "not-me", &token).await.status
            }
        };
        assert!((200..300).contains(&status), "{self:?}: {status}");
    }
}

/// What somebody holds when it happens.
struct Held {
    other: Tokens,
    reset: String,
    confirm: String,
}

async fn forgot(journal: &TestApp, email: &str) -> String {
    let answer = journal.post("/api/auth/forgot-password", &json!({"email": email})).await;
    answer.text("dev_reset_token").to_owned()
}

async fn held(journal: &TestApp, ada: &Person) -> Held {
    let other = journal.sign_in(&ada.email, PASSWORD).await;
    let asked = change_email(journal, &other.access, "elsewhere@example.org").await;
    let confirm = asked.text("dev_confirm_token").to_owned();
    assert!(journal.works(&other.access).await);
    Held { other, reset: forgot(journal, &ada.email).await, confirm }
}

/// ASVS 7.4.1, 7.4.2, 7.4.3
#[tokio::test]
async fn whatever_ends_the_sessions_of_an_account_ends_every_token_at_the_next_request() {
    let journal = TestApp::with(|settings| {
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
    })
    .await;
    for event in EVENTS {
        let ada = journal.person(&format!("{event:?}@example.com").to_lowercase()).await;
        let held = held(&journal, &ada).await;
        event.happens(&journal, &ada).await;
        assert_eq!(journal.works(&held.other.access).await, !event.ends_sessions(), "{event:?}");
        let refreshed = journal.refresh(&held.other.refresh).await;
        assert_eq!(refreshed.status, if event.ends_sessions() { 401 } else { 200 }, "{event:?}");
        let late = reset(&journal, &held.reset, "canary-copper-walrus-42-meadow").await;
        assert_eq!(late.refusal(), (400, "token_invalid"), "{event:?}");
        let late = redeem(&journal, "confirm-email-change", &held.confirm).await;
        assert_eq!(late.refusal(), (400, "token_invalid"), "{event:?}");
    }
}

#[tokio::test]
async fn a_role_that_is_dropped_is_dropped_from_every_token_at_the_next_request() {
    let journal = TestApp::start().await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    admin::create(&journal.app, "other@example.com", PASSWORD, Role::Admin).await.expect("made");
    let tokens = journal.sign_in("root@example.com", PASSWORD).await;
    let ping = async |access: &str| journal.call(Method::GET, "/api/admin/ping", access, None).await;
    assert_eq!(ping(&tokens.access).await.status, 200);
    let reset_token = forgot(&journal, "root@example.com").await;
    admin::set_role(&journal.app, "root@example.com", Role::User).await.expect("set");
    assert_eq!(ping(&tokens.access).await.refusal(), (403, "forbidden"));
    let renewed = journal.refresh(&tokens.refresh).await;
    assert_eq!(ping(renewed.text("access_token")).await.refusal(), (403, "forbidden"));
    assert_eq!(reset(&journal, &reset_token, OTHER_PASSWORD).await.status, 204);
    let anew = journal.sign_in("root@example.com", OTHER_PASSWORD).await;
    assert_eq!(ping(&anew.access).await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn a_session_that_is_over_signs_nobody_else_out() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let owner = journal.sign_in(&ada.email, PASSWORD).await;
    journal.post("/api/auth/logout", &json!({"refresh_token": ada.tokens.refresh})).await;
    let stolen = json!({"refresh_token": ada.tokens.refresh, "all": true});
    assert_eq!(journal.post("/api/auth/logout", &stolen).await.status, 200);
    assert!(journal.works(&owner.access).await);
}
