//! What paths name, and how routes are asked.

use app::access::permission::{Row, Whose};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use testkit::{Authenticator, Browser, PASSWORD, TestApp};

use super::cast::Caller;

pub(super) const UNKNOWN: &str = "00000000-0000-7000-8000-00000000dead";

/// Who sees a redirection as the answer that it is.
pub(super) fn visitor() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

/// Asks for a route with a body that its handler can make something of. An answer that is no refusal is not read: it
/// may be a stream without an end.
pub(super) async fn ask(
    journal: &TestApp,
    visitor: &Client,
    row: &Row,
    id: &str,
    token: Option<&str>,
) -> (u16, String) {
    let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
    // What belongs to somebody is named by both, with a slash between.
    let (whose, what) = id.split_once('/').unwrap_or((id, id));
    let path = row.path.replace("{id}", whose).replace("{name}", whose);
    let path = path.replace("{passkey}", what).replace("{token}", what);
    let path = path.replace("{provider}", if id.is_empty() { "house" } else { id });
    let mut request = visitor.request(method, format!("{}{path}", journal.url));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request = match (row.method, row.path) {
        ("DELETE", "/api/entries/{id}") => request.query(&[("expected_version", "1")]),
        ("PUT", "/api/entries/{id}") => request.json(&json!({"expected_version": 1, "title": "x"})),
        ("PATCH", "/api/auth/passkeys/{id}") => request.json(&json!({"name": "x"})),
        ("POST", "/api/entries") => request.json(&json!({"title": "x", "content": "y"})),
        ("PUT", "/api/admin/roles/{name}") => {
            request.json(&json!({"scopes": ["admin:write"], "reason": "x"}))
        }
        ("POST", "/api/admin/outbox/{id}/retry") => request,
        ("POST", path)
            if path.starts_with("/api/admin/people/") || path.starts_with("/api/admin/outbox/") =>
        {
            request.json(&json!({"reason": "x"}))
        }
        ("PUT", "/api/admin/people/{id}/roles") => request.json(&json!({"roles": ["user"], "reason": "x"})),
        ("POST" | "PUT" | "PATCH", _) => request.json(&json!({})),
        _ => request,
    };
    let response = request.send().await.expect("the server answers");
    let status = response.status().as_u16();
    if status < 400 {
        return (status, String::new());
    }
    let problem: Value = response.json().await.unwrap_or_default();
    (status, problem["code"].as_str().unwrap_or_default().to_owned())
}

/// Makes what a row's path names for its owner, and gives its id; nothing where a path names nothing.
pub(super) async fn thing(journal: &TestApp, row: &Row, owner: &Caller) -> String {
    if row.whose == Whose::Nobodys {
        return String::new();
    }
    let access = &owner.access;
    if row.path.starts_with("/api/auth/oauth/") {
        connect(journal, access).await;
        return "house".to_owned();
    }
    let made = if row.path.starts_with("/api/entries/") {
        let body = json!({"title": "a day", "content": "words"});
        // Who may only read has an entry from a time when they could write.
        let made = journal.call(Method::POST, "/api/entries", access, Some(&body)).await;
        if made.status == 403 {
            return of_a_reader(journal, owner, &body).await;
        }
        if row.path.ends_with("/restore") {
            let at = format!("/api/entries/{}?expected_version=1", made.text("id"));
            assert_eq!(journal.call(Method::DELETE, &at, access, None).await.status, 204);
        }
        made.json
    } else if row.path.starts_with("/api/auth/sessions/") {
        journal.sign_in(&owner.email, PASSWORD).await;
        let sessions = journal.call(Method::GET, "/api/auth/sessions", access, None).await;
        let items = sessions.json["items"].as_array().cloned().unwrap_or_default();
        items.into_iter().find(|item| item["current"] == false).unwrap_or_default()
    } else if row.path.starts_with("/api/auth/passkeys/") {
        let mut browser = Browser::with(journal, access);
        browser.add_passkey(&mut Authenticator::new(&journal.url)).await.json
    } else if row.path.starts_with("/api/auth/tokens/") {
        let body = json!({"name": "script", "scopes": ["sessions:write"]});
        journal.call(Method::POST, "/api/auth/tokens", access, Some(&body)).await.json
    } else if row.path.starts_with("/api/admin/invites/") {
        journal.call(Method::POST, "/api/admin/invites", access, Some(&json!({}))).await.json
    } else if row.path.starts_with("/api/admin/outbox/") {
        return waiting_mail(journal, access).await;
    } else if row.path.contains("/{passkey}/") || row.path.contains("/{token}/") {
        return of_somebody(journal, row).await;
    } else if row.path.starts_with("/api/admin/people/") {
        let other = format!(
            "other-{}@example.com",
            journal.app.random.bytes::<8>().map(|b| format!("{b:02x}")).concat()
        );
        let made = app::admin::create(&journal.app, &other, PASSWORD, app::access::Role::User).await;
        json!({"id": made.expect("made").id})
    } else if row.path.starts_with("/api/admin/roles/") {
        let name = format!("r{}", journal.app.random.bytes::<8>().map(|byte| format!("{byte:02x}")).concat());
        let body = json!({"name": name, "scopes": ["admin:write"]});
        let made = journal.call(Method::POST, "/api/admin/roles", access, Some(&body)).await;
        return made.text("name").to_owned();
    } else {
        panic!("say here how to make what {} names", row.path)
    };
    made["id"].as_str().expect("an id").to_owned()
}

/// Connects the provider to the account of whoever has the token, unless it is already.
async fn connect(journal: &TestApp, access: &str) {
    let me = journal.call(Method::GET, "/api/auth/me", access, None).await;
    let id: uuid::Uuid = me.text("id").parse().expect("an id");
    let issuer = &journal.app.settings.providers[0].issuer;
    let now = journal.app.clock.now();
    let row = store::Change::new(
        "insert into connections (account_id, issuer, subject, created_at) values ($1, $2, $3, $4)
         on conflict (account_id, issuer) do nothing",
        [id.into(), issuer.as_str().into(), id.to_string().into(), now.into()],
    );
    journal.app.store.commit([row]).await.expect("connected");
}

/// A passkey or an access token of somebody, behind their account.
async fn of_somebody(journal: &TestApp, row: &Row) -> String {
    let number = journal.app.random.bytes::<8>().map(|byte| format!("{byte:02x}")).concat();
    let email = format!("owner-{number}@example.com");
    let owner =
        app::admin::create(&journal.app, &email, PASSWORD, app::access::Role::User).await.expect("made");
    let access = journal.sign_in(&email, PASSWORD).await.access;
    let made = if row.path.contains("{passkey}") {
        Browser::with(journal, &access).add_passkey(&mut Authenticator::new(&journal.url)).await
    } else {
        let body = json!({"name": "script", "scopes": ["entries:read"]});
        journal.call(Method::POST, "/api/auth/tokens", &access, Some(&body)).await
    };
    format!("{}/{}", owner.id.0, made.text("id"))
}

/// A mail that waits, as the list of mails names it.
async fn waiting_mail(journal: &TestApp, access: &str) -> String {
    let (app, now) = (&journal.app, journal.app.clock.now());
    let nobody = app::id::AccountId(app.random.uuid_v7(now));
    let mail = app::mail::queue(app, nobody, "a@example.com", &app::mail::Message::Test {}, now);
    app.store.commit([mail]).await.expect("queued");
    let waits =
        store::Change::new("update outbox set delivered_at = null where account_id = $1", [nobody.into()]);
    app.store.commit([waits]).await.expect("it waits");
    let listed = journal.call(Method::GET, "/api/admin/outbox", access, None).await;
    let items = listed.json["items"].as_array().cloned().unwrap_or_default();
    let found = items.into_iter().find(|item| item["account_id"] == json!(nobody)).unwrap_or_default();
    found["id"].as_str().expect("an id").to_owned()
}

async fn of_a_reader(journal: &TestApp, owner: &Caller, body: &Value) -> String {
    app::admin::set_roles(&journal.app, &owner.email, &["user"]).await.expect("given");
    let made = journal.call(Method::POST, "/api/entries", &owner.access, Some(body)).await;
    app::admin::set_roles(&journal.app, &owner.email, &["reader"]).await.expect("given");
    made.text("id").to_owned()
}
