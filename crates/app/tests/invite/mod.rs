use app::access::Role;
use app::admin;
use app::settings::Registration;
use app::work;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, PASSWORD, TestApp};

const DAY: i64 = 24 * 3600;

/// A Journal by invitation without a limit on registrations, and an admin's access token.
async fn by_invitation() -> (TestApp, String) {
    let journal = TestApp::with(|settings| {
        settings.registration = Registration::Invite;
        settings.limits.registrations = 0;
    })
    .await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    let root = journal.sign_in("root@example.com", PASSWORD).await.access;
    (journal, root)
}

async fn invite(journal: &TestApp, root: &str, body: &Value) -> Value {
    let made = journal.call(Method::POST, "/api/admin/invites", root, Some(body)).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.header("location"), format!("/api/admin/invites/{}", made.text("id")));
    made.json
}

async fn register(journal: &TestApp, email: &str, code: &Value) -> Answer {
    let body = json!({"email": email, "password": PASSWORD, "invite_code": code});
    journal.post("/api/auth/register", &body).await
}

async fn verify(journal: &TestApp, registered: &Answer) -> Answer {
    journal.post("/api/auth/verify-email", &json!({"token": registered.text("dev_verify_token")})).await
}

async fn first(journal: &TestApp, root: &str) -> Value {
    journal.call(Method::GET, "/api/admin/invites", root, None).await.json["items"][0].clone()
}

/// ASVS 6.4.1
#[tokio::test]
async fn an_invitation_lets_one_person_in_and_then_nobody() {
    let (journal, root) = by_invitation().await;
    let made = invite(&journal, &root, &json!({"note": "Ada"})).await;
    let link = made["link"].as_str().expect("a link");
    assert_eq!(link, format!("{}/register#invite={}", journal.url, made["code"].as_str().expect("a code")));
    let typed = json!(made["code"].as_str().expect("a code").to_lowercase().replace('-', " "));
    let registered = register(&journal, "ada@example.com", &typed).await;
    assert_eq!(registered.status, 202, "{registered:?}");
    assert_eq!(register(&journal, "eve@example.com", &made["code"]).await.refusal(), (403, "invite_invalid"));
    let waiting = first(&journal, &root).await;
    assert_eq!(
        (&waiting["state"], &waiting["used"], &waiting["pending"]),
        (&json!("used_up"), &json!(0), &json!(1))
    );
    assert_eq!(verify(&journal, &registered).await.status, 204);
    journal.sign_in("ada@example.com", PASSWORD).await;
    let used = first(&journal, &root).await;
    assert_eq!((&used["used"], &used["pending"], &used["note"]), (&json!(1), &json!(0), &json!("Ada")));
    journal.advance(2 * DAY);
    work::sweep(&journal.app).await.expect("swept");
    assert_eq!(register(&journal, "eve@example.com", &made["code"]).await.refusal(), (403, "invite_invalid"));
}

#[tokio::test]
async fn fifty_at_once_make_one_account_of_an_invitation_for_one() {
    let (journal, root) = by_invitation().await;
    let code = invite(&journal, &root, &json!({})).await["code"].clone();
    let emails: Vec<String> = (0..50).map(|number| format!("p{number}@example.com")).collect();
    let answers = join_all(emails.iter().map(|email| register(&journal, email, &code))).await;
    let mut begun = 0;
    for (email, answer) in emails.iter().zip(&answers) {
        if answer.status == 202 {
            begun += 1;
            assert_eq!(verify(&journal, answer).await.status, 204);
            journal.sign_in(email, PASSWORD).await;
        } else {
            assert_eq!(answer.refusal(), (403, "invite_invalid"));
        }
    }
    assert_eq!(begun, 1);
}

#[tokio::test]
async fn two_nodes_count_the_uses_together() {
    let (journal, root) = by_invitation().await;
    let other = journal.another_node().await;
    let other = other.restart_with(|settings| {
        settings.registration = Registration::Invite;
        settings.limits.registrations = 0;
    });
    let other = other.await;
    let code = invite(&journal, &root, &json!({"uses": 5})).await["code"].clone();
    let emails: Vec<String> = (0..20).map(|number| format!("p{number}@example.com")).collect();
    let ask = |at: usize, email: &str| {
        let (node, email, code) =
            (if at.is_multiple_of(2) { &journal } else { &other }, email.to_owned(), code.clone());
        async move { register(node, &email, &code).await.status }
    };
    let answers = join_all(emails.iter().enumerate().map(|(at, email)| ask(at, email))).await;
    assert_eq!(answers.iter().filter(|status| **status == 202).count(), 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 403).count(), 15);
}

#[tokio::test]
async fn a_registration_that_lapses_gives_its_use_back() {
    let (journal, root) = by_invitation().await;
    let code = invite(&journal, &root, &json!({})).await["code"].clone();
    let mistyped = register(&journal, "adda@example.com", &code).await;
    assert_eq!(mistyped.status, 202);
    journal.advance(DAY + 1);
    let again = register(&journal, "ada@example.com", &code).await;
    assert_eq!(again.status, 202, "{again:?}");
    assert_eq!(verify(&journal, &mistyped).await.refusal(), (400, "token_invalid"));
    assert_eq!(verify(&journal, &again).await.status, 204);
}

/// ASVS 6.4.1
#[tokio::test]
async fn what_is_withdrawn_expired_or_unknown_is_refused_alike() {
    let (journal, root) = by_invitation().await;
    let withdrawn = invite(&journal, &root, &json!({"uses": 3})).await;
    let waiting = register(&journal, "ada@example.com", &withdrawn["code"]).await;
    let at = format!("/api/admin/invites/{}", withdrawn["id"].as_str().expect("an id"));
    for _ in 0..2 {
        assert_eq!(journal.call(Method::DELETE, &at, &root, None).await.status, 204);
    }
    assert_eq!(verify(&journal, &waiting).await.refusal(), (400, "token_invalid"));
    journal.advance(1);
    let expired = invite(&journal, &root, &json!({"expires_at": "2026-03-01T10:00:00Z"})).await;
    journal.advance(3600);
    let mut refusals = Vec::new();
    for code in [
        &withdrawn["code"],
        &expired["code"],
        &json!("7777-7777-7777-7777-7777-7777-7777"),
        &json!("nonsense"),
    ] {
        let answer = register(&journal, "eve@example.com", code).await;
        assert_eq!(answer.refusal(), (403, "invite_invalid"));
        refusals.push(answer.text("detail").to_owned());
    }
    refusals.dedup();
    assert_eq!(refusals.len(), 1);
    let root = journal.sign_in("root@example.com", PASSWORD).await.access;
    assert_eq!(first(&journal, &root).await["state"], "expired");
}

#[tokio::test]
async fn a_taken_address_is_answered_alike_and_holds_its_use_alike() {
    let (journal, root) = by_invitation().await;
    let known = invite(&journal, &root, &json!({})).await["code"].clone();
    let unknown = invite(&journal, &root, &json!({})).await["code"].clone();
    let answers = [
        register(&journal, "root@example.com", &known).await,
        register(&journal, "new@example.com", &unknown).await,
    ];
    assert_eq!(answers[0].status, 202);
    assert_eq!(answers[0].text("message"), answers[1].text("message"));
    for code in [&known, &unknown] {
        assert_eq!(register(&journal, "eve@example.com", code).await.refusal(), (403, "invite_invalid"));
    }
}

#[tokio::test]
async fn without_verification_the_first_login_spends_the_use() {
    let (journal, root) = by_invitation().await;
    let journal = journal.restart_with(|settings| {
        settings.registration = Registration::Invite;
        settings.require_verified_email = false;
    });
    let journal = journal.await;
    let code = invite(&journal, &root, &json!({})).await["code"].clone();
    assert_eq!(register(&journal, "ada@example.com", &code).await.status, 202);
    journal.sign_in("ada@example.com", PASSWORD).await;
    let used = first(&journal, &root).await;
    assert_eq!((&used["used"], &used["pending"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn what_is_asked_of_an_invitation_has_bounds() {
    let (journal, root) = by_invitation().await;
    for (body, field) in [
        (json!({"uses": 0}), "uses"),
        (json!({"uses": 1001}), "uses"),
        (json!({"expires_at": "2026-03-01T08:59:59Z"}), "expires_at"),
        (json!({"expires_at": "2027-04-01T00:00:00Z"}), "expires_at"),
        (json!({"note": "a\nb"}), "note"),
        (json!({"code": "mine"}), "code"),
    ] {
        let answer = journal.call(Method::POST, "/api/admin/invites", &root, Some(&body)).await;
        assert_eq!(answer.refusal(), (422, "validation_failed"), "{body}");
        assert_eq!(answer.json["errors"][0]["field"], field);
    }
    assert_eq!(journal.call(Method::GET, "/api/admin/invites", &root, None).await.json["items"], json!([]));
}

#[tokio::test]
async fn guessing_at_codes_is_limited_as_registering_is() {
    let (journal, _) = by_invitation().await;
    let journal = journal.restart_with(|settings| {
        settings.registration = Registration::Invite;
        settings.limits.registrations = 3;
    });
    let journal = journal.await;
    for _ in 0..3 {
        let wrong = register(&journal, "eve@example.com", &json!("nonsense")).await;
        assert_eq!(wrong.refusal(), (403, "invite_invalid"));
    }
    let limited = register(&journal, "eve@example.com", &json!("nonsense")).await;
    assert_eq!(limited.refusal(), (429, "too_many_requests"));
}

#[tokio::test]
async fn the_page_is_told_who_may_register() {
    for (mode, word) in
        [(Registration::Open, "open"), (Registration::Invite, "invite"), (Registration::Closed, "closed")]
    {
        let journal = TestApp::with(|settings| settings.registration = mode).await;
        assert_eq!(journal.get("/api/auth/registration").await.json, json!({"registration": word}));
    }
}
