//! What ends things, against what is held: each event is followed by the use of each thing, at the very next request.
//! What must come of it stands in doc/design/endings.md.

use app::access::Role;
use app::admin;
use reqwest::Method;
use serde_json::json;
use store::Query;
use testkit::{Authenticator, Browser, OTHER_PASSWORD, PASSWORD, Person, TestApp};

use super::{change_email, move_to, redeem, reset};

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
    RoleDrop,
}

/// With their names in the document.
const EVENTS: [(Event, &str); 8] = [
    (Event::PasswordChange, "password changed"),
    (Event::Reset, "new password by mail"),
    (Event::Disable, "disabled"),
    (Event::Delete, "deletion planned"),
    (Event::SignOutEverywhere, "signed out everywhere"),
    (Event::EmailChange, "another address"),
    (Event::NotMe, "this was not me"),
    (Event::RoleDrop, "role taken away"),
];

impl Event {
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
                let asked = change_email(journal, access, &format!("new-{}", ada.email)).await;
                redeem(journal, "confirm-email-change", asked.text("dev_confirm_token")).await.status
            }
            Self::NotMe => {
                let token = journal.mailed(&ada.email, "/not-me").await;
                redeem(journal, "not-me", &token).await.status
            }
            Self::RoleDrop => {
                admin::set_role(&journal.app, &ada.email, Role::User).await.expect("set");
                204
            }
        };
        assert!((200..300).contains(&status), "{self:?}: {status}");
    }
}

/// What somebody may hold.
#[derive(Clone, Copy, Debug)]
enum Thing {
    Access,
    Refresh,
    Reset,
    Confirm,
    Attempt,
    Passkey,
    Adding,
    Script,
    Device,
    Undo,
    NotMe,
}

const THINGS: [(Thing, &str); 11] = [
    (Thing::Access, "access token of another session"),
    (Thing::Refresh, "refresh token of another session"),
    (Thing::Reset, "link for a new password"),
    (Thing::Confirm, "link that confirms another address"),
    (Thing::Attempt, "sign-in that waits for its second factor"),
    (Thing::Passkey, "passkey"),
    (Thing::Adding, "adding a passkey, begun in another session"),
    (Thing::Script, "access token for scripts"),
    (Thing::Device, "browser that is known"),
    (Thing::Undo, "link that undoes another address"),
    (Thing::NotMe, "link of an earlier notice, \"this was not me\""),
];

impl Thing {
    /// Somebody of that name gets it, the event happens, and it is used: whether that still works.
    async fn outlives(self, event: Event, journal: &TestApp, name: &str) -> bool {
        let ada = somebody(journal, name).await;
        let access = ada.tokens.access.clone();
        match self {
            Self::Access | Self::Refresh => {
                let other = journal.sign_in(&ada.email, PASSWORD).await;
                assert!(journal.works(&other.access).await);
                event.happens(journal, &ada).await;
                match self {
                    Self::Access => journal.works(&other.access).await,
                    _ => journal.refresh(&other.refresh).await.status == 200,
                }
            }
            Self::Reset => {
                let token = forgot(journal, &ada.email).await;
                event.happens(journal, &ada).await;
                taken(reset(journal, &token, "canary-copper-walrus-42-meadow").await.refusal())
            }
            Self::Confirm => {
                let asked = change_email(journal, &access, &format!("next-{name}@example.org")).await;
                event.happens(journal, &ada).await;
                let token = asked.text("dev_confirm_token");
                taken(redeem(journal, "confirm-email-change", token).await.refusal())
            }
            Self::Attempt => {
                let app = journal.second_factor(&access).await;
                let token = journal.first_step(&ada.email, PASSWORD).await;
                event.happens(journal, &ada).await;
                journal.second_step(&token, "totp", &app.code()).await.status == 200
            }
            Self::Passkey | Self::Adding => self.passkey_outlives(event, journal, &ada).await,
            Self::Script => {
                let body = json!({"name": "script", "scopes": ["profile:read"]});
                let made = journal.call(Method::POST, "/api/auth/tokens", &access, Some(&body)).await;
                assert!(journal.works(made.text("token")).await);
                event.happens(journal, &ada).await;
                journal.works(made.text("token")).await
            }
            Self::Device => {
                assert!(known_devices(journal, &ada).await > 0);
                event.happens(journal, &ada).await;
                known_devices(journal, &ada).await > 0
            }
            Self::Undo => undoing_outlives(event, journal, (name, ada)).await,
            Self::NotMe => {
                let token = journal.mailed(&ada.email, "/not-me").await;
                journal.advance(1);
                journal.sign_in(&ada.email, PASSWORD).await;
                event.happens(journal, &ada).await;
                taken(redeem(journal, "not-me", &token).await.refusal())
            }
        }
    }

    async fn passkey_outlives(self, event: Event, journal: &TestApp, ada: &Person) -> bool {
        let mut phone = Authenticator::new(&journal.url);
        let other = journal.sign_in(&ada.email, PASSWORD).await;
        let mut browser = Browser::with(journal, &other.access);
        if matches!(self, Self::Adding) {
            let options = browser.creation_options(None).await;
            let made = phone.create(&options).json();
            event.happens(journal, ada).await;
            return browser.register(&options, &made).await.status == 201;
        }
        browser.add_passkey(&mut phone).await;
        event.happens(journal, ada).await;
        Browser::new(journal).sign_in(&phone).await.status == 200
    }
}

/// The account moves to another address first; the notice of "this was not me" is an older one.
async fn undoing_outlives(event: Event, journal: &TestApp, (name, ada): (&str, Person)) -> bool {
    let notice = journal.mailed(&ada.email, "/not-me").await;
    journal.advance(1);
    let moved = format!("moved-{name}@example.org");
    move_to(journal, &ada.tokens.access, &moved).await;
    let token = journal.mailed(&ada.email, "/undo-email-change").await;
    if event == Event::NotMe {
        assert_eq!(redeem(journal, "not-me", &notice).await.status, 204);
    } else {
        event.happens(journal, &Person { email: moved, ..ada }).await;
    }
    taken(redeem(journal, "undo-email-change", &token).await.refusal())
}

/// Whether a link was taken, or refused as one that holds no more.
fn taken(refusal: (u16, &str)) -> bool {
    assert!(refusal.0 == 204 || refusal == (400, "token_invalid"), "{refusal:?}");
    refusal.0 == 204
}

/// An admin, so that there is a role to take away.
async fn somebody(journal: &TestApp, name: &str) -> Person {
    let ada = journal.person(&format!("{name}@example.com")).await;
    admin::set_role(&journal.app, &ada.email, Role::Admin).await.expect("set");
    // What is told about the new role is older than what happens next.
    journal.advance(1);
    let tokens = journal.sign_in(&ada.email, PASSWORD).await;
    Person { tokens, ..ada }
}

async fn forgot(journal: &TestApp, email: &str) -> String {
    let answer = journal.post("/api/auth/forgot-password", &json!({"email": email})).await;
    answer.text("dev_reset_token").to_owned()
}

async fn known_devices(journal: &TestApp, ada: &Person) -> i64 {
    let count = "select count(*) as devices from known_devices where account_id = $1";
    let id: uuid::Uuid = ada.id.parse().expect("an id");
    let found = Query::new(count, [id.into()], |row| row.get("devices"));
    journal.app.store.get(found).await.expect("asked").unwrap_or_default()
}

/// The cells of the document's table, without their spaces.
fn table() -> Vec<Vec<String>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../doc/design/endings.md");
    let text = std::fs::read_to_string(path).expect("the document");
    let rows = text.lines().filter(|line| line.starts_with("| "));
    let cells =
        |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    rows.map(cells).collect()
}

/// ASVS 7.4.1, 7.4.2, 7.4.3
#[tokio::test]
async fn every_event_ends_what_the_document_says_that_it_ends_at_the_next_request_and_nothing_else() {
    let table = table();
    assert_eq!(table[0][1..], EVENTS.map(|(_, name)| name.to_owned()));
    assert_eq!(table.len(), THINGS.len() + 1);
    let journal = TestApp::with(|settings| {
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
    })
    .await;
    // The last admin stays one, whatever is asked.
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    for (row, (thing, held)) in table[1..].iter().zip(THINGS) {
        assert_eq!(row[0], held);
        let names = EVENTS.map(|(event, _)| format!("{thing:?}-{event:?}").to_lowercase());
        // One after the other: they share a clock, and move it.
        let mut found = Vec::new();
        for ((event, _), name) in EVENTS.iter().zip(&names) {
            let stays = thing.outlives(*event, &journal, name).await;
            found.push(if stays { "stays" } else { "ends" });
        }
        assert_eq!(found, row[1..], "{held}, of {:?}", table[0]);
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
