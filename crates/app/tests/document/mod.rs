use reqwest::Method;
use testkit::TestApp;

#[tokio::test]
async fn every_route_of_the_document_answers_and_names_its_refusals() {
    let journal = TestApp::start().await;
    let document = journal.get("/api/openapi.json").await;
    assert_eq!((document.status, document.json["openapi"].as_str()), (200, Some("3.1.0")));
    let paths = document.json["paths"].as_object().expect("paths");
    assert!(paths.len() >= 18, "{}", paths.len());
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().expect("operations") {
            let at = path.replace("{id}", "00000000-0000-0000-0000-000000000000");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            let answer = journal.send(journal.request(method.clone(), &at)).await;
            assert_ne!(answer.status, 405, "{method} {path}");
            if operation["security"].is_array() {
                assert_eq!(answer.refusal(), (401, "unauthenticated"), "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn what_the_document_does_not_name_is_not_there() {
    let journal = TestApp::start().await;
    for path in [
        "/api",
        "/api/",
        "/api/nonsense",
        "/api/auth",
        "/.well-known/nonsense",
        "/api/auth/webauthn",
        "/metrics",
    ] {
        let answer = journal.get(path).await;
        assert_eq!(answer.refusal(), (404, "not_found"), "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

/// ASVS 14.2.3
#[tokio::test]
async fn the_docs_page_loads_nothing_from_outside() {
    let journal = TestApp::start().await;
    let page = journal.get("/api/docs").await;
    let html = String::from_utf8(page.bytes.clone()).expect("text");
    assert_eq!(page.status, 200);
    assert!(!html.contains("://") && !html.contains("<script>"), "{html}");
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
}

#[tokio::test]
async fn health_is_told() {
    let journal = TestApp::start().await;
    assert_eq!(journal.get("/healthz").await.status, 200);
    assert_eq!(journal.get("/readyz").await.status, 200);
    let redirect =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let answer =
        redirect.get(format!("{}/.well-known/change-password", journal.url)).send().await.expect("an answer");
    assert_eq!(answer.status(), 303);
}

/// ASVS 6.3.4
#[tokio::test]
async fn every_way_to_a_session_is_one_that_the_design_page_names() {
    let journal = TestApp::start().await;
    let document = journal.get("/api/openapi.json").await.json;
    let mut ways = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            if operation["responses"].to_string().contains("/TokenAnswer\"") {
                ways.push(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    let page = include_str!("../../../../doc/design/ways-in.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(way, _)| way);
    let mut named: Vec<&str> = rows.collect();
    named.sort_unstable();
    ways.sort_unstable();
    assert_eq!(ways, named, "say in doc/design/ways-in.md who is let in by it, by what, and what guards it");
}
