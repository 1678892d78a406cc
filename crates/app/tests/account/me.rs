use reqwest::Method;
use serde_json::json;
use testkit::TestApp;

#[tokio::test]
async fn me_tells_who_one_is_and_what_one_may_do() {
    let journal = TestApp::start().await;
    let ada = journal.person("Ada@example.com").await;
    let me = journal.call(Method::GET, "/api/auth/me", &ada.tokens.access, None).await;
    assert_eq!(me.status, 200);
    assert_eq!(me.text("email"), "Ada@example.com");
    assert_eq!(me.json["roles"], json!(["user"]));
    assert_eq!(me.json["scopes"].as_array().map(Vec::len), Some(6));
    assert_eq!((me.json["is_verified"].clone(), me.json["username"].clone()), (json!(true), json!(null)));
    assert_eq!(
        (me.json["has_password"].clone(), me.json["unconfirmed_passkeys"].clone()),
        (json!(true), json!(0))
    );
    assert!(me.text("created_at").ends_with('Z'));
    assert_eq!(me.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_profile_is_changed_field_by_field_and_emptied_by_null() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let patch =
        async |body| journal.call(Method::PATCH, "/api/auth/me", &ada.tokens.access, Some(&body)).await;
    let body = json!({"username": "Countess", "display_name": "Ada Lovelace", "time_zone": "Europe/Zurich", "locale": "de-CH"});
    let changed = patch(body).await;
    assert_eq!(changed.status, 200);
    assert_eq!((changed.text("username"), changed.text("time_zone")), ("Countess", "Europe/Zurich"));
    let emptied = patch(json!({"display_name": null})).await;
    assert_eq!((emptied.json["display_name"].clone(), emptied.text("locale")), (json!(null), "de-CH"));
    let renamed = patch(json!({"username": "ada"})).await;
    assert_eq!(renamed.text("username"), "ada");
    journal.sign_in_as("ADA", testkit::PASSWORD).await;
}

/// ASVS 8.2.3, 15.3.3
#[tokio::test]
async fn a_profile_takes_no_other_field_and_no_nonsense() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let bad = [
        json!({"email": "other@example.com"}),
        json!({"roles": ["admin"]}),
        json!({"is_verified": true}),
        json!({"time_zone": "Mars/Olympus"}),
        json!({"locale": "??"}),
        json!({"username": "a b"}),
        json!({"username": null}),
        json!({"time_zone": "Etc/Unknown"}),
        json!({"username": ["ada"]}),
        json!({"display_name": "a\u{0}b"}),
    ];
    for body in bad {
        let answer = journal.call(Method::PATCH, "/api/auth/me", &ada.tokens.access, Some(&body)).await;
        assert_eq!(answer.refusal(), (422, "validation_failed"), "{body}");
    }
    let me = journal.call(Method::GET, "/api/auth/me", &ada.tokens.access, None).await;
    assert_eq!((me.text("email"), me.json["roles"].clone()), ("ada@example.com", json!(["user"])));
}

#[tokio::test]
async fn a_username_that_is_anothers_is_refused_and_one_given_up_is_free() {
    let journal = TestApp::start().await;
    let (ada, bob) = (journal.person("ada@example.com").await, journal.person("bob@example.com").await);
    let rename = async |token: &str, name: &str| {
        journal.call(Method::PATCH, "/api/auth/me", token, Some(&json!({"username": name}))).await
    };
    assert_eq!(rename(&ada.tokens.access, "countess").await.status, 200);
    assert_eq!(rename(&bob.tokens.access, "Countess").await.refusal(), (409, "username_taken"));
    assert_eq!(rename(&ada.tokens.access, "lovelace").await.status, 200);
    assert_eq!(rename(&bob.tokens.access, "countess").await.status, 200);
}

#[tokio::test]
async fn parallel_changes_of_different_fields_all_hold() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    let bodies = [
        json!({"username": "countess"}),
        json!({"display_name": "Ada"}),
        json!({"time_zone": "Europe/Zurich"}),
        json!({"locale": "en"}),
    ];
    let patch = |body| journal.call(Method::PATCH, "/api/auth/me", &ada.tokens.access, Some(body));
    let answers = futures_util::future::join_all(bodies.iter().map(patch)).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
    let me = journal.call(Method::GET, "/api/auth/me", &ada.tokens.access, None).await;
    for body in &bodies {
        for (field, value) in body.as_object().expect("an object") {
            assert_eq!(&me.json[field], value);
        }
    }
}
