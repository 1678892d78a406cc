use std::collections::HashSet;

use reqwest::Method;
use serde_json::json;
use testkit::{OpenIdProvider, query};

use super::{Away, EMAIL, accounts, connect, house, place, refused, tokens, trusted};

/// ASVS 10.1.2, 10.2.1
#[tokio::test]
async fn each_flow_has_a_state_a_challenge_and_a_nonce_of_its_own() {
    let (journal, provider) = house(|_| {}).await;
    let mut seen = HashSet::new();
    let mut browser = Away::new(&journal);
    for _ in 0..20 {
        browser.leave(None, &json!({})).await;
        let asked = query(&browser.url);
        assert!(browser.url.starts_with(&format!("{}/authorize?", provider.issuer)), "{}", browser.url);
        for name in ["state", "code_challenge", "nonce"] {
            assert_eq!(asked[name].len(), 43, "{name}: 256 bits");
            assert!(seen.insert(asked[name].clone()), "{name} came twice");
        }
        assert_eq!((asked["scope"].as_str(), asked["response_type"].as_str()), ("openid email", "code"));
        let own = format!("{}/api/auth/oauth/house/callback", journal.url);
        assert_eq!(asked["redirect_uri"], own);
    }
}

#[tokio::test]
async fn the_way_back_is_the_public_one_whatever_a_request_calls_the_host() {
    let (journal, _provider) = house(|_| {}).await;
    for (name, value) in
        [("host", "evil.example"), ("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")]
    {
        let request = journal.request(Method::POST, "/api/auth/oauth/house/connect").header(name, value);
        let answer = journal.send(request.json(&json!({}))).await;
        let back = query(answer.text("authorization_url"))["redirect_uri"].clone();
        assert!(back.starts_with(&journal.url), "{back}");
    }
}

#[tokio::test]
async fn the_cookie_of_a_flow_is_lax_whatever_the_others_are() {
    let (journal, _provider) =
        house(|settings| settings.cookies.same_site = app::settings::SameSite::Strict).await;
    let answer = Away::new(&journal).ask("house", None, &json!({})).await;
    let cookie = answer.set_cookie("provider").expect("a cookie");
    assert!(
        cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly") && cookie.contains("Max-Age=600"),
        "{cookie}"
    );
}

#[tokio::test]
async fn a_flow_is_finished_in_its_own_browser_and_in_no_other() {
    let (journal, provider) = trusted().await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let mut own = Away::new(&journal);
    own.leave(None, &json!({})).await;
    let query = provider.approve(&own.url, claims);
    // A browser that never asked, and one that asked for something of its own.
    let mut stranger = Away::new(&journal);
    refused(&journal, &stranger.back(&query).await, "flow_invalid");
    stranger.leave(None, &json!({})).await;
    refused(&journal, &stranger.back(&query).await, "flow_invalid");
    assert!(provider.asked().iter().all(|path| path != "/token"), "the code was not even redeemed");
    tokens(&journal, &own.back(&query).await).await;
}

#[tokio::test]
async fn a_flow_is_finished_once() {
    let (journal, provider) = trusted().await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let mut browser = Away::new(&journal);
    browser.leave(None, &json!({})).await;
    let query = provider.approve(&browser.url, claims);
    let mut many: Vec<Away<'_>> = (0..8).map(|_| Away::new(&journal)).collect();
    for one in &mut many {
        one.cookies.clone_from(&browser.cookies);
    }
    let answers = futures_util::future::join_all(many.iter_mut().map(|one| one.back(&query))).await;
    let entered = answers.iter().filter(|answer| answer.set_cookie("refresh_token").is_some()).count();
    assert_eq!((entered, accounts(&journal).await), (1, 1));
    refused(&journal, &browser.back(&query).await, "flow_invalid");
}

#[tokio::test]
async fn a_flow_takes_ten_minutes_at_most() {
    let (journal, provider) = trusted().await;
    for (seconds, is_in_time) in [(599, true), (600, false)] {
        let mut browser = Away::new(&journal);
        browser.leave(None, &json!({})).await;
        journal.advance(seconds);
        let query =
            provider.approve(&browser.url, json!({"sub": "7", "email": EMAIL, "email_verified": true}));
        let answer = browser.back(&query).await;
        if is_in_time {
            tokens(&journal, &answer).await;
        } else {
            refused(&journal, &answer, "flow_invalid");
        }
    }
}

#[tokio::test]
async fn flows_in_several_tabs_all_come_back() {
    let (journal, provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    connect(&journal, &provider, &ada.tokens.access, "7").await;
    let mut browser = Away::new(&journal);
    let mut queries = Vec::new();
    for _ in 0..3 {
        browser.leave(None, &json!({})).await;
        queries.push(provider.approve(&browser.url, json!({"sub": "7"})));
    }
    for query in queries {
        tokens(&journal, &browser.back(&query).await).await;
    }
}

/// ASVS 10.2.2: the answer of one provider is not taken for another's.
#[tokio::test]
async fn two_providers_are_not_mixed_up() {
    let (journal, provider) = trusted().await;
    let evil = OpenIdProvider::start(&journal.clock).await;
    let mut first = provider.settings("house");
    first.trust_email = true;
    let second = evil.settings("evil");
    let journal = journal.restart_with(|all| all.providers = vec![first, second]).await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let mut browser = Away::new(&journal);
    // Begun with the one, answered at the address of the other, in both directions.
    for (begun, answered) in [("house", "evil"), ("evil", "house")] {
        assert_eq!(browser.ask(begun, None, &json!({})).await.status, 200);
        let from = if begun == "house" { &provider } else { &evil };
        let query = from.approve(&browser.url, claims.clone());
        let answer = browser.back_to(answered, &query).await;
        assert_eq!(place(&journal, &answer), format!("/?provider={answered}&error=flow_invalid"));
    }
    // Whoever answers says that it is somebody else (RFC 9207), although the address is right.
    browser.leave(None, &json!({})).await;
    let query = provider.approve(&browser.url, claims.clone());
    let answer = browser.back(&format!("{query}&iss={}", evil.issuer)).await;
    refused(&journal, &answer, "provider_refused");
    browser.leave(None, &json!({})).await;
    let query = provider.approve(&browser.url, claims);
    tokens(&journal, &browser.back(&format!("{query}&iss={}", provider.issuer)).await).await;
}

#[tokio::test]
async fn what_comes_back_in_another_way_signs_nobody_in() {
    let (journal, provider) = trusted().await;
    let claims = || json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let mut other = Away::new(&journal);
    other.leave(None, &json!({})).await;
    let other_query = provider.approve(&other.url, claims());
    let other_code = query(&format!("http://x/?{other_query}"))["code"].clone();
    let mut browser = Away::new(&journal);
    for number in 0..12 {
        browser.leave(None, &json!({})).await;
        let good = provider.approve(&browser.url, claims());
        let given = query(&format!("http://x/?{good}"));
        let (code, state) = (&given["code"], &given["state"]);
        let (back, code) = match number {
            0 => (String::new(), "flow_invalid"),
            1 => (format!("code={code}"), "flow_invalid"),
            2 => (format!("code={code}&state="), "flow_invalid"),
            3 => (format!("code={code}&state={}", "A".repeat(43)), "flow_invalid"),
            4 => (format!("code={code}&state={state}x"), "flow_invalid"),
            5 => (format!("code={code}&state={state}&state={state}"), "flow_invalid"),
            6 => (format!("state={state}"), "provider_refused"),
            7 => (format!("code=&state={state}"), "provider_refused"),
            // Of another flow: its verifier is another one (PKCE).
            8 => (format!("code={other_code}&state={state}"), "provider_refused"),
            9 => (format!("error=access_denied&state={state}"), "access_denied"),
            10 => (
                format!("error=server_error&error_description=%3Cscript%3E&state={state}"),
                "provider_refused",
            ),
            _ => (format!("code={code}&state={state}&error=access_denied"), "access_denied"),
        };
        refused(&journal, &browser.back(&back).await, code);
    }
    assert_eq!(accounts(&journal).await, 0);
}

/// ASVS 1.2.2
#[tokio::test]
async fn nobody_is_led_elsewhere() {
    let (journal, _provider) = house(|_| {}).await;
    for foreign in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
    ] {
        let refused = Away::new(&journal).ask("house", None, &json!({ "return_to": foreign })).await;
        assert_eq!(refused.refusal(), (422, "validation_failed"), "{foreign:?}");
        assert_eq!(refused.json["errors"][0]["field"], "return_to");
    }
}

#[tokio::test]
async fn a_flow_is_not_begun_from_a_strangers_page() {
    let (journal, _provider) = house(|_| {}).await;
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let request = journal.request(Method::POST, "/api/auth/oauth/house/connect").header(name, value);
        let answer = journal.send(request.json(&json!({}))).await;
        assert_eq!(answer.refusal(), (403, "csrf_failed"));
    }
}

#[tokio::test]
async fn a_provider_that_nobody_has_configured_is_not_there() {
    let (journal, _provider) = house(|_| {}).await;
    let ada = journal.person(EMAIL).await;
    for (method, path) in [
        (Method::POST, "/api/auth/oauth/google/connect"),
        (Method::GET, "/api/auth/oauth/google/callback"),
        (Method::GET, "/api/auth/oauth/google/available"),
        (Method::DELETE, "/api/auth/oauth/google"),
        (Method::POST, "/api/auth/oauth/google/confirm"),
    ] {
        let body = (method == Method::POST && path.ends_with("connect")).then(|| json!({}));
        let answer = journal.call(method, path, &ada.tokens.access, body.as_ref()).await;
        assert_eq!(answer.refusal(), (404, "not_found"), "{path}");
    }
}

#[tokio::test]
async fn what_is_kept_of_a_flow_finishes_none() {
    let (journal, provider) = trusted().await;
    let mut browser = Away::new(&journal);
    browser.leave(None, &json!({})).await;
    let asked = query(&browser.url);
    let sql = "select count(*) as n from provider_flows where length(state) = 32 and length(browser) = 32";
    assert_eq!(super::count(&journal, sql).await, 1);
    let cookie = &browser.cookies[0].1;
    let file = if journal.is_postgres() {
        Vec::new()
    } else {
        std::fs::read(journal.folder().join("journal.db-wal")).unwrap()
    };
    let text = String::from_utf8_lossy(&file).into_owned();
    for secret in [&asked["state"], &asked["nonce"], &asked["code_challenge"], cookie] {
        assert!(!text.contains(secret.as_str()));
    }
    drop(provider);
}

#[tokio::test]
async fn a_flow_that_one_node_began_is_finished_on_another_and_only_once() {
    let (journal, provider) = trusted().await;
    let mut settings = provider.settings("house");
    settings.trust_email = true;
    let public = journal.url.clone();
    let other = journal
        .another_node_with(|all| {
            all.providers = vec![settings];
            all.public_url = public;
        })
        .await;
    let claims = json!({"sub": "7", "email": EMAIL, "email_verified": true});
    let mut here = Away::new(&journal);
    here.leave(None, &json!({})).await;
    let back = provider.approve(&here.url, claims);
    let there = Away {
        journal: &other,
        cookies: here.cookies.clone(),
        url: String::new(),
        client: here.client.clone(),
    };
    let path = format!("{}/api/auth/oauth/house/callback?{back}", other.url);
    let cookie = format!("provider={}", there.cookies[0].1);
    let (one, two) = tokio::join!(
        there.client.get(&path).header("cookie", &cookie).send(),
        here.client.get(path.replace(&other.url, &journal.url)).header("cookie", &cookie).send(),
    );
    let entered = [one, two].into_iter().filter(|answer| {
        let cookies = answer.as_ref().expect("an answer").headers().get_all("set-cookie");
        cookies.iter().any(|line| line.to_str().is_ok_and(|line| line.starts_with("refresh_token=")))
    });
    assert_eq!((entered.count(), accounts(&journal).await), (1, 1));
}
