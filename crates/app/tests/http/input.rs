//! What comes in is decoded once, and what goes out is escaped where it is written and nowhere before.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp};

/// Means something to HTML, to JSON, to a script, to a URL, to SQL, to a template and to a format string.
const ODD: &str =
    "</script><b>\u{2028}\u{2029}&amp;\"'\\ %41%2e {{ at }} {0} %s ${x} '; drop table entries; --";

/// ASVS 1.1.1
#[tokio::test]
async fn what_comes_in_is_decoded_once() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await.tokens.access;
    let body = json!({"title": "%41 \\u0041 &#65; =41", "content": "x", "tags": ["%41", "a&b=c"]});
    let entry = journal.call(Method::POST, "/api/entries", &ada, Some(&body)).await;
    assert_eq!(entry.text("title"), body["title"], "JSON is unescaped, and nothing else is");
    let count = async |tag: &str| {
        let found = journal.call(Method::GET, &format!("/api/entries?tag={tag}"), &ada, None).await;
        found.json["items"].as_array().map(Vec::len)
    };
    assert_eq!(count("%2541").await, Some(1), "the tag %41");
    assert_eq!(count("%41").await, Some(0), "the tag A, which nobody has");
    assert_eq!(count("%252541").await, Some(0));
    assert_eq!(count("a%26b%3Dc").await, Some(1));
    let id = entry.text("id");
    let path = |id: &str| format!("/api/entries/{id}");
    let once = journal.call(Method::GET, &path(&id.replace('-', "%2D")), &ada, None).await;
    assert_eq!(once.status, 200);
    let twice = journal.call(Method::GET, &path(&id.replace('-', "%252D")), &ada, None).await;
    assert_eq!(twice.refusal(), (404, "not_found"));
    let body =
        format!("{{\"email\":\"ada@example.com\",\"password\":\"{}\"}}", PASSWORD.replace('-', "\\u002d"));
    let login = journal.request(Method::POST, "/api/auth/login").header("content-type", "application/json");
    assert_eq!(journal.send(login.body(body)).await.status, 200, "an escape of JSON is what it stands for");
    let escaped = json!({"email": "ada@example.com", "password": PASSWORD.replace('-', "%2D")});
    assert_eq!(journal.post("/api/auth/login", &escaped).await.refusal(), (401, "invalid_credentials"));
}

/// ASVS 1.1.2, 1.2.1, 1.2.3
#[tokio::test]
async fn what_goes_out_is_escaped_where_it_is_written() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await.tokens.access;
    let body = json!({"title": ODD, "content": ODD, "tags": ["<b>&amp;\"'"]});
    let made = journal.call(Method::POST, "/api/entries", &ada, Some(&body)).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let list = journal.call(Method::GET, "/api/entries", &ada, None).await;
    for (answer, entry) in [(&made, &made.json), (&list, &list.json["items"][0])] {
        assert_eq!((entry["title"].as_str(), &entry["tags"]), (Some(ODD), &body["tags"]));
        assert!(answer.header("content-type").starts_with("application/json"));
        let raw = String::from_utf8(answer.bytes.clone()).expect("text");
        assert!(serde_json::from_str::<Value>(&raw).is_ok() && raw.contains("\\\""), "{raw}");
    }
    let named = journal
        .call(Method::PATCH, "/api/auth/me", &ada, Some(&json!({"display_name": "<i>A&amp;da\"</i>"})))
        .await;
    assert_eq!(named.text("display_name"), "<i>A&amp;da\"</i>", "kept as it was typed");
}

/// ASVS 1.1.2, 1.2.1
#[tokio::test]
async fn an_address_of_odd_letters_is_text_in_a_mail_and_markup_in_none() {
    let journal = TestApp::start().await;
    let odd = "a&b'<i>@example.com".replace(['<', '>'], "");
    let answer = journal.post("/api/auth/register", &json!({"email": odd, "password": PASSWORD})).await;
    assert_eq!(answer.status, 202);
    let found =
        journal.send(journal.request(Method::GET, "/api/dev/mailbox").query(&[("to", odd.as_str())])).await;
    let mail = &found.json["items"][0];
    assert_eq!(mail["to"], odd.as_str());
    let html = mail["html"].as_str().unwrap_or_default();
    assert!(html.contains("<html") && !html.contains("a&b'"), "{html}");
}
