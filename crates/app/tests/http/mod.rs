mod answer;
mod fault;
mod input;
mod sweep;

use app::access::Role;
use app::admin;
use reqwest::Method;
use testkit::{PASSWORD, TestApp};

/// ASVS 2.2.1, 2.2.2
#[tokio::test]
async fn bad_bodies_get_a_clear_problem_on_every_route_that_takes_one() {
    let journal = TestApp::start().await;
    let document = journal.get("/api/openapi.json").await;
    journal.person("ada@example.com").await;
    admin::set_role(&journal.app, "ada@example.com", Role::Admin).await.expect("an admin");
    let token = journal.sign_in("ada@example.com", PASSWORD).await.access;
    let bad: [(&str, u16); 9] = [
        ("{", 400),
        ("nonsense", 400),
        ("{\"a\":\"\\ud800\"}", 400),
        ("\u{1}", 400),
        ("[]", 422),
        ("[\"ada@example.com\",\"password\"]", 422),
        ("null", 422),
        ("\"text\"", 422),
        ("{\"nonsense\":1}", 422),
    ];
    for (path, operations) in document.json["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            if operation["requestBody"].is_null() {
                continue;
            }
            for (body, status) in bad {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
                let at = path.replace("{id}", "00000000-0000-0000-0000-000000000000");
                let request = journal.request(method, &at).bearer_auth(&token);
                let answer =
                    journal.send(request.header("content-type", "application/json").body(body)).await;
                let code = if status == 400 { "malformed_json" } else { "validation_failed" };
                assert_eq!(answer.refusal(), (status, code), "{path} {body}");
            }
        }
    }
}

/// ASVS 1.5.2, 15.3.7
#[tokio::test]
async fn wrong_types_and_repeated_fields_name_the_field() {
    let journal = TestApp::start().await;
    let login = async |body: &'static str| {
        let request =
            journal.request(Method::POST, "/api/auth/login").header("content-type", "application/json");
        let answer = journal.send(request.body(body)).await;
        assert_eq!(answer.refusal(), (422, "validation_failed"), "{body}");
        let error = &answer.json["errors"][0];
        (
            error["field"].as_str().unwrap_or_default().to_owned(),
            error["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(login(r#"{"email":["a@b.ch"],"password":"x"}"#).await, pair("email", "invalid_type"));
    assert_eq!(login(r#"{"email":"a@b.ch","password":7}"#).await, pair("password", "invalid_type"));
    assert_eq!(login(r#"{"email":"a@b.ch"}"#).await, pair("password", "required"));
    assert_eq!(login(r#"{"password":"x","password":"y"}"#).await, pair("password", "duplicate_field"));
    assert_eq!(login(r#"{"password":"x","admin":true}"#).await, pair("admin", "unknown_field"));
    assert_eq!(login(r#"{"password":"x","refresh":"nowhere"}"#).await, pair("refresh", "invalid_type"));
}

/// ASVS 3.5.2
#[tokio::test]
async fn a_body_of_another_kind_is_415_and_one_that_is_too_large_413() {
    let journal = TestApp::start().await;
    let login = || journal.request(Method::POST, "/api/auth/login");
    let form = journal.send(login().header("content-type", "text/plain").body("{}")).await;
    assert_eq!(form.refusal(), (415, "unsupported_media_type"));
    assert_eq!(journal.send(login().body("{}")).await.refusal(), (415, "unsupported_media_type"));
    let large = format!("{{\"email\":\"a@b.ch\",\"password\":\"{}\"}}", "x".repeat(70_000));
    let large = journal.send(login().header("content-type", "application/json").body(large)).await;
    assert_eq!(large.refusal(), (413, "payload_too_large"));
}

/// ASVS 3.4.4, 3.4.5
#[tokio::test]
async fn every_answer_has_an_id_and_safe_headers() {
    let journal = TestApp::start().await;
    let mut ids = std::collections::HashSet::new();
    for path in ["/healthz", "/api/auth/me", "/api/nonsense", "/api/openapi.json"] {
        let answer = journal.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert!(ids.insert(answer.header("x-request-id").to_owned()), "{path}");
        if answer.status >= 400 {
            assert_eq!(answer.text("request_id"), answer.header("x-request-id"), "{path}");
            assert_eq!(answer.json["status"].as_u64(), Some(u64::from(answer.status)), "{path}");
            assert!(answer.text("type").ends_with(answer.code()), "{path}");
        }
    }
}

#[tokio::test]
async fn a_method_that_is_not_answered_is_405_as_a_problem() {
    let journal = TestApp::start().await;
    let answer = journal.send(journal.request(Method::DELETE, "/api/auth/login")).await;
    assert_eq!(answer.refusal(), (405, "method_not_allowed"));
    assert_eq!(answer.header("allow"), "POST");
}

#[tokio::test]
async fn large_answers_are_compressed() {
    let journal = TestApp::start().await;
    let request = journal.request(Method::GET, "/api/openapi.json").header("accept-encoding", "br");
    assert_eq!(journal.send(request).await.header("content-encoding"), "br");
}

/// ASVS 16.5.1
#[tokio::test]
async fn passwords_of_any_character_are_taken_and_never_repeated_in_an_answer() {
    let journal = TestApp::start().await;
    let body = serde_json::json!({"email": [PASSWORD], "password": PASSWORD});
    let answer = journal.post("/api/auth/login", &body).await;
    assert_eq!(answer.status, 422);
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("canary"));
}
