use app::admin;
use serde_json::json;
use testkit::{OTHER_PASSWORD, PASSWORD, TestApp};

#[tokio::test]
async fn a_right_pair_gives_both_tokens() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let body = json!({"email": "ADA@example.com", "password": PASSWORD, "refresh": "body"});
    let answer = journal.post("/api/auth/login", &body).await;
    assert_eq!((answer.status, answer.text("token_type")), (200, "bearer"));
    let seconds = answer.json["expires_in"].as_i64().expect("a number");
    assert!((855..=900).contains(&seconds), "{seconds}");
    assert!(answer.text("refresh_token").starts_with("jr_"));
    assert!(answer.set_cookie("refresh_token").is_none());
    assert!(journal.works(answer.text("access_token")).await);
    assert_ne!(answer.text("access_token"), ada.tokens.access);
}

#[tokio::test]
async fn either_field_may_hold_the_address_and_one_of_them_a_username() {
    let journal = TestApp::start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD, "username": "Countess"});
    journal.post("/api/auth/register", &body).await;
    let token = journal.mails_to("ada@example.com").await[0].token();
    journal.post("/api/auth/verify-email", &json!({"token": token})).await;
    for (field, value) in [("username", "countess"), ("username", "ada@example.com"), ("email", "Countess")] {
        let answer = journal.post("/api/auth/login", &json!({field: value, "password": PASSWORD})).await;
        assert_eq!(answer.status, 200, "{field}: {value}");
    }
    for body in
        [json!({"password": PASSWORD}), json!({"email": "a@b.ch", "username": "ada", "password": PASSWORD})]
    {
        assert_eq!(
            journal.post("/api/auth/login", &body).await.refusal(),
            (422, "validation_failed"),
            "{body}"
        );
    }
}

/// ASVS 6.3.8
#[tokio::test]
async fn every_wrong_pair_gets_the_same_answer() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let pending = json!({"email": "pending@example.com", "password": PASSWORD});
    journal.post("/api/auth/register", &pending).await;
    let mut seen = Vec::new();
    for name in
        ["ada@example.com", "nobody@example.com", "pending@example.com", "nobody", "a b", "@", "a\u{0}"]
    {
        let mut answer =
            journal.post("/api/auth/login", &json!({"email": name, "password": OTHER_PASSWORD})).await;
        assert_eq!(answer.refusal(), (401, "invalid_credentials"), "{name}");
        answer.json["request_id"] = json!(null);
        seen.push(answer.json);
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn only_the_right_password_of_a_pending_registration_is_told_to_verify() {
    let journal = TestApp::start().await;
    let register = async |password: &str| {
        let body = json!({"email": "ada@example.com", "password": password, "username": null});
        assert_eq!(journal.post("/api/auth/register", &body).await.status, 202);
    };
    let login = async |password: &str| {
        let body = json!({"email": "ada@example.com", "password": password});
        let answer = journal.post("/api/auth/login", &body).await;
        (answer.status, answer.code().to_owned())
    };
    register(PASSWORD).await;
    register(OTHER_PASSWORD).await;
    assert_eq!(login(PASSWORD).await, (403, "email_not_verified".to_owned()));
    assert_eq!(login(OTHER_PASSWORD).await, (403, "email_not_verified".to_owned()));
    assert_eq!(login("canary-something-else-55").await, (401, "invalid_credentials".to_owned()));
}

#[tokio::test]
async fn a_pending_registration_of_a_taken_address_looks_like_any_other() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let body = json!({"email": "ada@example.com", "password": OTHER_PASSWORD});
    journal.post("/api/auth/register", &body).await;
    assert_eq!(journal.post("/api/auth/login", &body).await.refusal(), (403, "email_not_verified"));
    journal.sign_in("ada@example.com", PASSWORD).await;
}

#[tokio::test]
async fn a_disabled_account_is_told_so_only_after_the_right_password() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    admin::disable(&journal.app, &ada.email).await.expect("disabled");
    let login = async |password: &str| {
        journal.post("/api/auth/login", &json!({"email": "ada@example.com", "password": password})).await
    };
    assert_eq!(login(PASSWORD).await.refusal(), (403, "account_disabled"));
    assert_eq!(login(OTHER_PASSWORD).await.refusal(), (401, "invalid_credentials"));
    admin::enable(&journal.app, &ada.email).await.expect("enabled");
    assert_eq!(login(PASSWORD).await.status, 200);
}

#[tokio::test]
async fn an_accent_is_the_same_from_every_keyboard() {
    let journal = TestApp::start().await;
    let composed = json!({"email": "ada@example.com", "password": "canary-caf\u{e9}-otter-93"});
    journal.post("/api/auth/register", &composed).await;
    let token = journal.mails_to("ada@example.com").await[0].token();
    journal.post("/api/auth/verify-email", &json!({"token": token})).await;
    journal.sign_in("ada@example.com", "canary-cafe\u{301}-otter-93").await;
}

/// ASVS 3.3.2, 3.3.4, 10.1.1
#[tokio::test]
async fn with_the_cookie_no_refresh_token_is_in_reach_of_scripts() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD, "refresh": "cookie"});
    let answer = journal.post("/api/auth/login", &body).await;
    assert_eq!((answer.status, answer.json.get("refresh_token")), (200, None));
    let line = answer.set_cookie("refresh_token").expect("the cookie");
    assert!(
        line.contains("; HttpOnly") && line.contains("; SameSite=Lax") && line.contains("; Path=/"),
        "{line}"
    );
    let csrf = answer.set_cookie("csrftoken").expect("the CSRF token's cookie");
    assert!(!csrf.contains("HttpOnly"), "{csrf}");
}

/// ASVS 3.3.1, 3.3.3
#[tokio::test]
async fn over_https_the_cookies_are_secure_and_bound_to_the_host() {
    let journal = TestApp::with(|settings| {
        settings.public_url = "https://journal.example".to_owned();
        settings.cookies.refresh = "__Host-refresh_token".to_owned();
        settings.cookies.always = true;
    })
    .await;
    admin::create(&journal.app, "ada@example.com", PASSWORD, app::access::Role::User).await.expect("made");
    let answer =
        journal.post("/api/auth/login", &json!({"email": "ada@example.com", "password": PASSWORD})).await;
    let line = answer.set_cookie("__Host-refresh_token").expect("the cookie, though nobody asked for it");
    assert!(line.contains("; Secure") && !line.contains("Domain="), "{line}");
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

/// ASVS 7.2.4
#[tokio::test]
async fn signing_in_again_ends_the_session_that_this_browser_had() {
    let journal = TestApp::start().await;
    journal.person("ada@example.com").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD, "refresh": "cookie"});
    let first = journal.post("/api/auth/login", &body).await;
    let cookie = format!("refresh_token={}", first.cookie("refresh_token").expect("a cookie"));
    let login =
        journal.request(reqwest::Method::POST, "/api/auth/login").header("cookie", cookie).json(&body);
    assert_eq!(journal.send(login).await.status, 200);
    assert!(!journal.works(first.text("access_token")).await);
}

#[tokio::test]
async fn an_account_that_was_never_verified_waits_for_it_once_verification_is_asked_for() {
    let journal = TestApp::with(|settings| settings.require_verified_email = false).await;
    journal.post("/api/auth/register", &json!({"email": "ada@example.com", "password": PASSWORD})).await;
    journal.sign_in("ada@example.com", PASSWORD).await;
    let journal = journal.restart().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    assert_eq!(journal.post("/api/auth/login", &body).await.refusal(), (403, "email_not_verified"));
    let again = journal.post("/api/auth/resend-verification", &json!({"email": "ada@example.com"})).await;
    let token = json!({"token": again.text("dev_verify_token")});
    assert_eq!(journal.post("/api/auth/verify-email", &token).await.status, 204);
    journal.sign_in("ada@example.com", PASSWORD).await;
}

/// ASVS 6.2.10
#[tokio::test]
async fn a_password_holds_for_years_and_nobody_is_asked_for_another_one() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let answer_of = async || {
        let login = journal.post("/api/auth/login", &json!({"email": ada.email, "password": PASSWORD})).await;
        (login.status, login.json.as_object().map(|members| members.keys().cloned().collect::<Vec<_>>()))
    };
    let first = answer_of().await;
    for _ in 0..5 {
        journal.advance(365 * 24 * 3_600);
        app::work::sweep(&journal.app).await.expect("swept");
        assert_eq!(answer_of().await, first, "the same answer, whatever its age");
    }
}
