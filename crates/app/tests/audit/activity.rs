use app::access::Role;
use app::admin;
use reqwest::Method;
use testkit::{Answer, PASSWORD, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// What a page tells of, in the order of the alphabet: within one moment events come in any order.
fn kinds(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let mut kinds: Vec<&str> = answer.json["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["kind"].as_str())
        .collect();
    kinds.sort_unstable();
    kinds
}

/// ASVS 16.2.1
#[tokio::test]
async fn people_see_what_happened_to_their_own_account_and_from_where() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let bob = journal.person("bob@example.com").await;
    journal.advance(60);
    let login = serde_json::json!({"email": ada.email, "password": PASSWORD});
    let login = journal.request(Method::POST, "/api/auth/login").json(&login).header("user-agent", FIREFOX);
    assert_eq!(journal.send(login).await.status, 200);
    let seen = journal.call(Method::GET, "/api/auth/activity", &ada.tokens.access, None).await;
    assert_eq!(kinds(&seen), ["account_verified", "signed_in", "signed_in"]);
    let newest = &seen.json["items"][0];
    assert_eq!(newest["description"], "Signed in");
    assert_eq!(newest["browser"], "Firefox");
    assert_eq!(newest["os"], "Linux");
    assert_eq!(newest["network"], "127.0.0.1");
    assert_eq!(newest["outcome"], "done");
    assert_eq!(newest["actor"], "client");
    assert!(newest["session_id"].is_string());
    assert_eq!(seen.json["next_cursor"], serde_json::Value::Null);
    let others = journal.call(Method::GET, "/api/auth/activity", &bob.tokens.access, None).await;
    assert_eq!(kinds(&others), ["account_verified", "signed_in"]);
    assert_eq!(journal.get("/api/auth/activity").await.refusal(), (401, "unauthenticated"));
}

#[tokio::test]
async fn pages_of_activity_neither_repeat_nor_leave_out() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    for _ in 0..6 {
        journal.advance(1);
        journal.sign_in(&ada.email, PASSWORD).await;
    }
    let mut path = "/api/auth/activity?limit=3".to_owned();
    let mut ids = Vec::new();
    loop {
        let page = journal.call(Method::GET, &path, &ada.tokens.access, None).await;
        ids.extend(page.json["items"].as_array().expect("items").iter().map(|item| item["id"].to_string()));
        let Some(cursor) = page.json["next_cursor"].as_str() else { break };
        path = format!("/api/auth/activity?limit=3&cursor={cursor}");
    }
    assert_eq!(ids.len(), 8);
    assert!(ids.is_sorted_by(|newer, older| newer > older), "{ids:?}");
    for wrong in ["limit=0", "limit=201", "limit=x", "cursor=AAAA", "limit=1&limit=2", "page=2"] {
        let path = format!("/api/auth/activity?{wrong}");
        let refused = journal.call(Method::GET, &path, &ada.tokens.access, None).await;
        assert_eq!(refused.refusal(), (422, "validation_failed"), "{wrong}");
    }
}

/// ASVS 8.2.1
#[tokio::test]
async fn admins_alone_see_all_and_filter_it() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    journal.advance(60);
    admin::disable(&journal.app, &ada.email).await.expect("disabled");
    admin::enable(&journal.app, &ada.email).await.expect("enabled");
    admin::rotate_signing(&journal.app, false).await.expect("rotated");
    journal.advance(60);
    let root = journal.sign_in("root@example.com", PASSWORD).await;
    let ada_again = journal.sign_in(&ada.email, PASSWORD).await;
    let refused = journal.call(Method::GET, "/api/admin/audit", &ada_again.access, None).await;
    assert_eq!(refused.refusal(), (403, "forbidden"));
    let ask = async |query: &str| {
        journal.call(Method::GET, &format!("/api/admin/audit?{query}"), &root.access, None).await
    };
    assert_eq!(kinds(&ask("").await).len(), 8);
    assert_eq!(kinds(&ask("kind=account_disabled").await), ["account_disabled"]);
    let of_ada = ask(&format!("account={}&actor=operator", ada.id)).await;
    assert_eq!(kinds(&of_ada), ["account_disabled", "account_enabled"]);
    assert_eq!(of_ada.json["items"][0]["account_id"], ada.id);
    let of_nobody = ask("account=none").await;
    assert_eq!(kinds(&of_nobody), ["signing_key_rotated"]);
    assert_eq!(of_nobody.json["items"][0]["account_id"], serde_json::Value::Null);
    assert_eq!(kinds(&ask("from=2026-03-01T09:02:00Z").await), ["signed_in", "signed_in"]);
    assert_eq!(kinds(&ask("to=2026-03-01T09:00:30Z&kind=signed_in").await), ["signed_in"]);
    assert!(kinds(&ask("network=192.0.2.1").await).is_empty());
    let session = of_ada.json["items"][0]["id"].as_str().expect("an id").to_owned();
    assert!(kinds(&ask(&format!("session={session}")).await).is_empty());
    let first = ask("limit=5").await;
    let cursor = first.text("next_cursor");
    assert_eq!(kinds(&ask(&format!("limit=5&cursor={cursor}")).await).len(), 3);
    for wrong in ["account=x", "from=yesterday", "session=x", "colour=red", "limit=0"] {
        assert_eq!(ask(wrong).await.refusal(), (422, "validation_failed"), "{wrong}");
    }
}
