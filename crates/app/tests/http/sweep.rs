//! What holds for every route of the document, also for those that are added later.

use reqwest::Method;
use serde_json::Value;
use testkit::TestApp;

/// Every route: its methods, and an address that fits it.
async fn routes(journal: &TestApp) -> Vec<(Vec<Method>, String)> {
    let document = journal.get("/api/openapi.json").await.json;
    let paths = document["paths"].as_object().expect("paths").clone();
    assert!(paths.len() >= 18, "{}", paths.len());
    let methods = |operations: &Value| {
        let names = operations.as_object().expect("operations").keys();
        names.map(|name| Method::from_bytes(name.to_uppercase().as_bytes()).expect("a method")).collect()
    };
    paths.iter().map(|(path, operations)| (methods(operations), filled(path))).collect()
}

/// The address with an id in place of each parameter.
fn filled(path: &str) -> String {
    let part = |part: &str| {
        if part.starts_with('{') {
            "00000000-0000-0000-0000-000000000000".to_owned()
        } else {
            part.to_owned()
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// ASVS 13.4.4
#[tokio::test]
async fn no_route_repeats_what_it_was_sent() {
    let journal = TestApp::start().await;
    for (_, path) in routes(&journal).await {
        let request = journal.request(Method::TRACE, &path).header("x-canary", "canary");
        let answer = journal.send(request).await;
        assert_eq!(answer.refusal(), (405, "method_not_allowed"), "{path}");
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("canary"), "{path}");
    }
}

/// ASVS 4.1.1
#[tokio::test]
async fn every_answer_with_a_body_says_what_it_is() {
    let journal = TestApp::start().await;
    let token = journal.person("ada@example.com").await.tokens.access;
    for (methods, path) in routes(&journal).await {
        // What stays open has no end to read.
        for method in methods.into_iter().filter(|_| path != "/api/events") {
            let answer = journal.call(method.clone(), &path, &token, None).await;
            let kind = answer.header("content-type");
            assert_eq!(answer.bytes.is_empty(), kind.is_empty(), "{method} {path}: {}", answer.status);
            assert!(!kind.starts_with("text/") || kind.contains("charset=utf-8"), "{method} {path}: {kind}");
        }
    }
}

/// ASVS 3.4.1
#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there_for_two_years_and_below() {
    let journal = TestApp::with(|settings| settings.public_url = "https://journal.example".to_owned()).await;
    for path in ["/healthz", "/api/auth/me", "/api/nonsense"] {
        let told = journal.get(path).await.header("strict-transport-security").to_owned();
        assert_eq!(told, "max-age=63072000; includeSubDomains", "{path}");
    }
    let plain = TestApp::start().await;
    assert_eq!(plain.get("/healthz").await.headers.get("strict-transport-security"), None);
}

/// ASVS 3.2.1, 3.4.4, 3.4.6, 14.2.2, 14.3.2
#[tokio::test]
async fn no_answer_of_the_api_can_be_opened_as_a_page_framed_or_kept() {
    let journal = TestApp::start().await;
    let token = journal.person("ada@example.com").await.tokens.access;
    // What everybody may read and keep: the document, the page that shows it, the public keys.
    let public = |path: &str| path == "/api/openapi.json" || path == "/api/docs" || !path.starts_with("/api");
    for (methods, path) in routes(&journal).await {
        for method in methods.into_iter().filter(|_| path != "/api/events") {
            let answer = journal.call(method.clone(), &path, &token, None).await;
            let policy = answer.header("content-security-policy");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{method} {path}");
            assert_eq!(answer.header("x-frame-options"), "DENY", "{method} {path}");
            if path.starts_with("/api") {
                assert!(policy.contains("frame-ancestors 'none'"), "{method} {path}: {policy}");
                assert!(policy.contains("default-src 'none'"), "{method} {path}: {policy}");
            }
            if !public(&path) {
                assert!(policy.ends_with("; sandbox"), "{method} {path}: {policy}");
                assert_eq!(answer.header("cache-control"), "no-store", "{method} {path}");
            }
        }
    }
    let stream =
        journal.request(Method::GET, "/api/events").bearer_auth(&token).send().await.expect("a stream");
    assert!(stream.headers()["cache-control"].to_str().is_ok_and(|value| value.contains("no-store")));
    assert_eq!(stream.headers()["x-content-type-options"], "nosniff");
}

/// ASVS 6.4.2
#[tokio::test]
async fn nobody_is_ever_asked_for_a_hint_or_a_secret_question() {
    let journal = TestApp::start().await;
    let document = journal.get("/api/openapi.json").await.json;
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let fields = schemas.values().filter_map(|schema| schema["properties"].as_object());
    let fields: Vec<&String> = fields.flat_map(|properties| properties.keys()).collect();
    assert!(fields.len() > 50 && fields.iter().any(|field| *field == "password"), "{fields:?}");
    let is_one = |field: &str| {
        ["hint", "question", "answer", "maiden", "pet", "birth"]
            .iter()
            .any(|word| field.split('_').any(|part| part == *word))
    };
    assert!(!fields.iter().any(|field| is_one(field)), "{fields:?}");
}
