use app::access::permission::ROUTES;
use app::access::{Role, Roles, scopes_of};
use app::admin;
use app::settings::RequireMfa;
use reqwest::Method;
use serde_json::json;
use testkit::{Authenticator, Browser, PASSWORD, TestApp, Tokens};

use super::EMAIL;

const ENROL: (u16, &str) = (403, "mfa_enrolment_required");

async fn demanding(require_mfa: RequireMfa) -> TestApp {
    TestApp::with(move |settings| settings.require_mfa = require_mfa).await
}

async fn somebody(journal: &TestApp, role: Role) -> Tokens {
    let email = format!("{}@example.com", role.as_str());
    admin::create(&journal.app, &email, PASSWORD, role).await.expect("made");
    journal.sign_in(&email, PASSWORD).await
}

/// ASVS 6.3.3
#[tokio::test]
async fn whoever_must_enrol_reaches_what_enrolling_takes_and_nothing_else() {
    let journal = demanding(RequireMfa::All).await;
    let admin = somebody(&journal, Role::Admin).await.access;
    for row in ROUTES.iter().filter(|row| row.who.is_signed_in()) {
        // An answer without an end; the page needs it to hear that it may go on.
        if row.path == "/api/events" {
            continue;
        }
        let path = row.path.replace("{id}", "00000000-0000-7000-8000-00000000dead");
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        let answer = journal.call(method, &path, &admin, Some(&json!({}))).await;
        let is_barred = answer.refusal() == ENROL;
        assert_eq!(is_barred, !row.before_enrolment, "{} {}: {answer:?}", row.method, row.path);
    }
    let me = journal.call(Method::GET, "/api/auth/me", &admin, None).await;
    assert_eq!(me.json["must_enrol"], true);
    let roles = Roles::given([Role::Admin]);
    assert_eq!(me.json["scopes"], json!(scopes_of(&journal.app, &roles).await.expect("scopes")));
}

/// What is open beforehand is written down here as well, so that opening more is a decision.
#[test]
fn what_is_open_before_enrolment_is_no_more_than_this() {
    let open: Vec<String> = ROUTES
        .iter()
        .filter(|row| row.before_enrolment)
        .map(|row| format!("{} {}", row.method, row.path))
        .collect();
    let known = [
        "GET /api/auth/me",
        "POST /api/auth/reauthenticate",
        "POST /api/auth/webauthn/register/options",
        "POST /api/auth/webauthn/register/verify",
        "POST /api/auth/webauthn/authenticate/options",
        "GET /api/auth/passkeys",
        "GET /api/auth/oauth/providers",
        "POST /api/auth/oauth/{provider}/connect",
        "DELETE /api/auth/passkeys/{id}",
        "POST /api/auth/passkeys/{id}/confirm",
        "GET /api/auth/sessions",
        "GET /api/events",
        "DELETE /api/auth/sessions",
        "DELETE /api/auth/sessions/{id}",
        "GET /api/auth/mfa",
        "POST /api/auth/mfa/totp",
        "POST /api/auth/mfa/totp/confirm",
        "DELETE /api/auth/mfa/totp",
        "POST /api/auth/mfa/recovery-codes",
    ];
    let more: Vec<&String> = open.iter().filter(|route| !known.contains(&route.as_str())).collect();
    assert!(more.is_empty(), "{more:?}");
}

#[tokio::test]
async fn everything_opens_in_the_same_session_once_a_factor_is_set_up_on_every_node() {
    let journal = demanding(RequireMfa::All).await;
    let user = somebody(&journal, Role::User).await;
    let refused = journal.call(Method::GET, "/api/entries", &user.access, None).await;
    assert_eq!(refused.refusal(), ENROL);
    assert_eq!(journal.refresh(&user.refresh).await.status, 200);
    let app = journal.second_factor(&user.access).await;
    assert_eq!(journal.call(Method::GET, "/api/entries", &user.access, None).await.status, 200);
    let off = journal.call(Method::DELETE, "/api/auth/mfa/totp", &user.access, None).await;
    assert_eq!(off.status, 204);
    let again = journal.call(Method::GET, "/api/entries", &user.access, None).await;
    assert_eq!(again.refusal(), ENROL);
    assert_eq!(app.recovery_codes.len(), 10);
}

/// A passkey is a second factor as well: its authenticator has verified its user.
#[tokio::test]
async fn a_passkey_opens_everything_as_an_app_does_until_it_is_removed() {
    let journal = demanding(RequireMfa::All).await;
    let access = somebody(&journal, Role::User).await.access;
    assert_eq!(journal.call(Method::GET, "/api/entries", &access, None).await.refusal(), ENROL);
    let mut browser = Browser::with(&journal, &access);
    let made = browser.add_passkey(&mut Authenticator::new(&journal.url)).await;
    assert_eq!(journal.call(Method::GET, "/api/entries", &access, None).await.status, 200);
    let me = journal.call(Method::GET, "/api/auth/me", &access, None).await;
    assert_eq!(me.json["must_enrol"], false);
    let path = format!("/api/auth/passkeys/{}", made.text("id"));
    assert_eq!(journal.call(Method::DELETE, &path, &access, None).await.status, 204);
    assert_eq!(journal.call(Method::GET, "/api/entries", &access, None).await.refusal(), ENROL);
}

#[tokio::test]
async fn admins_alone_or_nobody_must_enrol_as_the_setting_says() {
    for (setting, expected) in [(RequireMfa::Off, [200, 200]), (RequireMfa::Admins, [200, 403])] {
        let journal = demanding(setting).await;
        for (role, status) in [Role::User, Role::Admin].into_iter().zip(expected) {
            let access = somebody(&journal, role).await.access;
            let answer = journal.call(Method::GET, "/api/entries", &access, None).await;
            assert_eq!(answer.status, status, "{setting:?} {role:?}");
        }
    }
}

#[tokio::test]
async fn a_role_that_demands_a_factor_does_so_from_the_next_request_on() {
    let journal = demanding(RequireMfa::Admins).await;
    let ada = journal.person(EMAIL).await;
    assert_eq!(journal.call(Method::GET, "/api/entries", &ada.tokens.access, None).await.status, 200);
    admin::set_role(&journal.app, EMAIL, Role::Admin).await.expect("an admin");
    let ping = journal.call(Method::GET, "/api/admin/ping", &ada.tokens.access, None).await;
    assert_eq!(ping.refusal(), ENROL);
    journal.second_factor(&ada.tokens.access).await;
    let tokens = Tokens::of(&journal.refresh(&ada.tokens.refresh).await);
    assert_eq!(journal.call(Method::GET, "/api/admin/ping", &tokens.access, None).await.status, 200);
}

/// A script stops where its person would have to stop, and goes on with them.
#[tokio::test]
async fn an_access_token_opens_no_more_than_a_session_does_before_enrolment() {
    let journal = demanding(RequireMfa::Admins).await;
    let ada = journal.person(EMAIL).await;
    let wish = json!({"name": "nightly copy", "scopes": ["entries:read", "profile:read"]});
    let made = journal.call(Method::POST, "/api/auth/tokens", &ada.tokens.access, Some(&wish)).await;
    let script = made.text("token");
    assert_eq!(journal.call(Method::GET, "/api/entries", script, None).await.status, 200);
    admin::set_role(&journal.app, EMAIL, Role::Admin).await.expect("an admin");
    for (path, status) in [("/api/entries", 403), ("/api/stats", 403), ("/api/auth/me", 200)] {
        let answer = journal.call(Method::GET, path, script, None).await;
        assert_eq!(answer.status, status, "{path} {answer:?}");
        assert!(status == 200 || answer.refusal() == ENROL, "{path} {answer:?}");
    }
    let another = journal.call(Method::POST, "/api/auth/tokens", &ada.tokens.access, Some(&wish)).await;
    assert_eq!(another.refusal(), ENROL);
    journal.second_factor(&ada.tokens.access).await;
    assert_eq!(journal.call(Method::GET, "/api/entries", script, None).await.status, 200);
}

#[tokio::test]
async fn the_user_of_demo_mode_has_nothing_to_enrol() {
    let password = crypto::Secret::new(PASSWORD.to_owned());
    let demo = app::settings::Demo { username: "demo".to_owned(), password };
    let journal = TestApp::with(|settings| {
        settings.demo = Some(demo);
        settings.require_mfa = RequireMfa::All;
    })
    .await;
    let tokens = journal.sign_in_as("demo", PASSWORD).await;
    assert_eq!(journal.call(Method::GET, "/api/entries", &tokens.access, None).await.status, 200);
}

#[tokio::test]
async fn a_role_of_ones_own_that_may_do_what_admins_do_must_enrol_like_them() {
    let journal = demanding(RequireMfa::Admins).await;
    let access = somebody(&journal, Role::User).await.access;
    assert_eq!(journal.call(Method::GET, "/api/entries", &access, None).await.status, 200);
    for (name, scopes) in [("auditor", "admin:read"), ("helper", "admin:write")] {
        admin::create_role(&journal.app, name, &[scopes.to_owned()]).await.expect("a role");
        admin::set_roles(&journal.app, "user@example.com", &["user", name]).await.expect("given");
        assert_eq!(journal.call(Method::GET, "/api/entries", &access, None).await.refusal(), ENROL, "{name}");
    }
    admin::set_roles(&journal.app, "user@example.com", &["user"]).await.expect("given");
    assert_eq!(journal.call(Method::GET, "/api/entries", &access, None).await.status, 200);
}
