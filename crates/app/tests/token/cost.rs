use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use testkit::TestApp;
use tower::ServiceExt;

use super::make;

/// How often each is asked; a measure worth quoting takes `JOURNAL_TEST_REQUESTS=20000` and `--release`.
#[allow(clippy::disallowed_methods, reason = "how long a test may take is told by the environment")]
fn requests() -> usize {
    std::env::var("JOURNAL_TEST_REQUESTS").ok().and_then(|text| text.parse().ok()).unwrap_or(400)
}

async fn ask(journal: &TestApp, router: &Router, token: &str) -> Duration {
    let started = journal.clock.instant();
    for _ in 0..requests() {
        let request = Request::get("/api/auth/me").header("authorization", format!("Bearer {token}"));
        let request = request.body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("the router answers");
        assert_eq!(response.status(), 200);
    }
    started.elapsed()
}

/// Both are asked in turn, without a network between, and the medians are compared.
#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test]
async fn an_access_token_is_not_slower_than_a_session() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let token = make(&journal, &ada, &["profile:read"]).await.secret;
    let router = app::routes(&journal.app, Router::new());
    let (mut by_session, mut by_token) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        by_session.push(ask(&journal, &router, &ada.tokens.access).await);
        by_token.push(ask(&journal, &router, &token).await);
    }
    by_session.sort_unstable();
    by_token.sort_unstable();
    let each = |sorted: &[Duration]| sorted[4] / u32::try_from(requests()).expect("a few");
    let (session, token) = (each(&by_session), each(&by_token));
    println!("GET /api/auth/me within the program: {session:?} by a session, {token:?} by an access token");
    assert!(token < session * 2, "{token:?} {session:?}");
}
