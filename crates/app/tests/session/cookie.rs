use reqwest::{Method, RequestBuilder};
use serde_json::json;
use testkit::{Answer, PASSWORD, TestApp};

struct Browser {
    refresh: String,
    csrf: String,
}

async fn sign_in(journal: &TestApp) -> Browser {
    journal.person("ada@example.com").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD, "refresh": "cookie"});
    let answer = journal.post("/api/auth/login", &body).await;
    Browser {
        refresh: answer.cookie("refresh_token").expect("a cookie"),
        csrf: answer.cookie("csrftoken").expect("a cookie"),
    }
}

fn refresh(journal: &TestApp, browser: &Browser) -> RequestBuilder {
    let cookies = format!("refresh_token={}; csrftoken={}", browser.refresh, browser.csrf);
    journal.request(Method::POST, "/api/auth/refresh").header("cookie", cookies)
}

async fn refused(journal: &TestApp, request: RequestBuilder) -> (u16, String) {
    let answer: Answer = journal.send(request).await;
    (answer.status, answer.code().to_owned())
}

#[tokio::test]
async fn the_cookie_rotates_with_its_csrf_token() {
    let journal = TestApp::start().await;
    let browser = sign_in(&journal).await;
    let answer = journal.send(refresh(&journal, &browser).header("x-csrf-token", &browser.csrf)).await;
    assert_eq!((answer.status, answer.json.get("refresh_token")), (200, None));
    assert_ne!(answer.cookie("refresh_token"), Some(browser.refresh));
    assert!(journal.works(answer.text("access_token")).await);
}

/// ASVS 3.5.1
#[tokio::test]
async fn the_cookie_alone_or_with_a_foreign_csrf_token_is_refused_and_stays() {
    let journal = TestApp::start().await;
    let browser = sign_in(&journal).await;
    let before_login = journal.get("/api/auth/csrf").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD, "refresh": "cookie"});
    let other = journal.post("/api/auth/login", &body).await.cookie("csrftoken").expect("another session's");
    let forbidden = (403, "csrf_failed".to_owned());
    assert_eq!(refused(&journal, refresh(&journal, &browser)).await, forbidden);
    for token in ["nonsense", before_login.text("csrfToken"), &other, &browser.refresh] {
        let answer = journal.send(refresh(&journal, &browser).header("x-csrf-token", token)).await;
        assert_eq!(answer.refusal(), (403, "csrf_failed"), "{token}");
        assert!(answer.headers.get("set-cookie").is_none());
    }
}

/// ASVS 2.2.3
#[tokio::test]
async fn a_token_in_the_body_and_one_in_the_cookie_are_ambiguous() {
    let journal = TestApp::start().await;
    let browser = sign_in(&journal).await;
    let request = refresh(&journal, &browser).header("x-csrf-token", &browser.csrf);
    let request = request.json(&json!({"refresh_token": browser.refresh}));
    assert_eq!(refused(&journal, request).await.0, 400);
}

/// ASVS 3.5.1, 3.5.3
#[tokio::test]
async fn a_foreign_origin_is_refused_on_every_route_that_knows_cookies() {
    let journal = TestApp::start().await;
    let browser = sign_in(&journal).await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let requests = || {
        [
            refresh(&journal, &browser).header("x-csrf-token", &browser.csrf),
            journal.request(Method::POST, "/api/auth/login").json(&body),
            journal.request(Method::POST, "/api/auth/logout"),
            journal.request(Method::GET, "/api/auth/csrf"),
        ]
    };
    let foreign = [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")];
    for (name, value) in foreign {
        for request in requests() {
            assert_eq!(refused(&journal, request.header(name, value)).await, (403, "csrf_failed".to_owned()));
        }
    }
    for request in requests() {
        let own = request.header("origin", &journal.url).header("sec-fetch-site", "same-origin");
        assert_eq!(journal.send(own).await.status, 200);
    }
}

/// ASVS 3.4.2
#[tokio::test]
async fn a_configured_origin_may_call_with_credentials() {
    let origin = "https://page.example";
    let journal = TestApp::with(|settings| settings.cors_origins = vec![origin.to_owned()]).await;
    let browser = sign_in(&journal).await;
    let request = refresh(&journal, &browser).header("x-csrf-token", &browser.csrf);
    let answer = journal.send(request.header("origin", origin).header("sec-fetch-site", "cross-site")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), origin);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    let preflight = journal.request(Method::OPTIONS, "/api/auth/refresh").header("origin", origin);
    let preflight = preflight.header("access-control-request-method", "POST");
    let preflight =
        journal.send(preflight.header("access-control-request-headers", "x-csrf-token,content-type")).await;
    assert_eq!(preflight.status, 200);
    assert!(preflight.header("access-control-allow-headers").contains("x-csrf-token"));
    let stranger =
        journal.send(journal.request(Method::GET, "/healthz").header("origin", "https://evil.example")).await;
    assert_eq!(stranger.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn the_csrf_token_is_the_same_in_body_and_cookie() {
    let journal = TestApp::start().await;
    let answer = journal.get("/api/auth/csrf").await;
    assert_eq!(answer.status, 200);
    assert_eq!(Some(answer.text("csrfToken").to_owned()), answer.cookie("csrftoken"));
    let browser = sign_in(&journal).await;
    let cookie = format!("refresh_token={}", browser.refresh);
    let bound = journal.send(journal.request(Method::GET, "/api/auth/csrf").header("cookie", cookie)).await;
    let answer =
        journal.send(refresh(&journal, &browser).header("x-csrf-token", bound.text("csrfToken"))).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn only_an_answer_that_says_the_session_is_over_takes_the_cookie_away() {
    let journal = TestApp::start().await;
    let browser = sign_in(&journal).await;
    let with_csrf = || refresh(&journal, &browser).header("x-csrf-token", &browser.csrf);
    assert!(
        !journal.send(with_csrf()).await.set_cookie("refresh_token").expect("a cookie").contains("Max-Age=0")
    );
    let logout = journal.request(Method::POST, "/api/auth/logout").header("x-csrf-token", &browser.csrf);
    let logout = journal.send(logout.header("cookie", format!("refresh_token={}", browser.refresh))).await;
    assert_eq!(logout.status, 200);
    assert!(logout.set_cookie("refresh_token").expect("the cookie's end").contains("Max-Age=0"));
    let over = journal.send(with_csrf()).await;
    assert_eq!(over.refusal(), (401, "session_revoked"));
    assert!(over.set_cookie("refresh_token").expect("the cookie's end").contains("Max-Age=0"));
}
