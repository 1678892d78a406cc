//! Mailed links start with the public URL, whatever a request says that the host is.

use std::collections::BTreeSet;
use std::time::Duration;

use app::access::Role;
use app::admin;
use app::clock::Clock;
use app::mail::Message;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use store::{Change, Query};
use testkit::{Authenticator, Browser, CodeApp, OTHER_PASSWORD, OpenIdProvider, PASSWORD, Person, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How a request can lie about the host: what stands before the path, and its headers.
const LIES: [(&str, &str); 5] = [
    ("", "Host: evil.example"),
    ("", "Host: OWN\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https"),
    ("", "Host: OWN\r\nForwarded: host=evil.example;proto=https"),
    ("http://evil.example", "Host: evil.example"),
    ("http://evil.example", "Host: OWN\r\nX-Original-Host: evil.example\r\nX-Host: evil.example"),
];

/// Requests that lie in one of these ways.
struct Liar<'a> {
    journal: &'a TestApp,
    lie: (&'static str, &'static str),
}

impl Liar<'_> {
    /// Sends a request as it stands and tells the status.
    async fn send(&self, method: &str, path: &str, access: Option<&str>, body: &Value) -> u16 {
        let bearer = access.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        self.send_with(method, path, &bearer, body).await
    }

    /// The same with these lines among its headers.
    async fn send_with(&self, method: &str, path: &str, lines: &str, body: &Value) -> u16 {
        let own = self.journal.url.trim_start_matches("http://");
        let (before, headers) = (self.lie.0, self.lie.1.replace("OWN", own));
        let body = body.to_string();
        let request = format!(
            "{method} {before}{path} HTTP/1.1\r\n{headers}\r\n{lines}Connection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(own).await.expect("the server");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
    }

    async fn post(&self, path: &str, access: Option<&str>, body: &Value) {
        let status = self.send("POST", path, access, body).await;
        assert!((200..300).contains(&status), "{path} by {:?}: {status}", self.lie);
    }

    /// Brings about every mail of an account's beginning, its address, its password and its end.
    async fn live(&self, name: &str) {
        let (email, next) = (format!("{name}@example.com"), format!("{name}@example.org"));
        let registration = json!({"email": email, "password": PASSWORD});
        let address = json!({"email": email});
        self.post("/api/auth/register", None, &registration).await;
        self.post("/api/auth/resend-verification", None, &address).await;
        let token = self.journal.mailed(&email, "/verify-email").await;
        self.post("/api/auth/verify-email", None, &json!({"token": token})).await;
        self.post("/api/auth/register", None, &registration).await;
        self.post("/api/auth/login", None, &registration).await;
        self.post("/api/auth/login", None, &registration).await;
        self.post("/api/auth/forgot-password", None, &address).await;
        let token = self.journal.mailed(&email, "/reset-password").await;
        let body = json!({"token": token, "password": OTHER_PASSWORD});
        self.post("/api/auth/reset-password", None, &body).await;
        let tokens = self.journal.sign_in(&email, OTHER_PASSWORD).await;
        let access = Some(tokens.access.as_str());
        let body = json!({"current_password": OTHER_PASSWORD, "new_password": PASSWORD});
        self.post("/api/auth/change-password", access, &body).await;
        self.post("/api/auth/change-email", access, &json!({"new_email": "taken@example.com"})).await;
        self.post("/api/auth/change-email", access, &json!({"new_email": next})).await;
        let token = self.journal.mailed(&next, "/confirm-email-change").await;
        self.post("/api/auth/confirm-email-change", None, &json!({"token": token})).await;
        assert_eq!(self.send("DELETE", "/api/auth/me", access, &json!({})).await, 202);
        self.post("/api/auth/forgot-password", None, &json!({"email": next})).await;
        let token = self.journal.mailed(&email, "/undo-email-change").await;
        self.post("/api/auth/undo-email-change", None, &json!({"token": token})).await;
        self.reuse(&email).await;
    }

    /// Brings a refresh token back that is too old.
    async fn reuse(&self, email: &str) {
        let token = self.journal.mailed(email, "/reset-password").await;
        let body = json!({"token": token, "password": PASSWORD});
        self.post("/api/auth/reset-password", None, &body).await;
        let tokens = self.journal.sign_in(email, PASSWORD).await;
        let renewed = self.journal.refresh(&tokens.refresh).await;
        assert!(self.journal.works(renewed.text("access_token")).await);
        self.journal.advance(61);
        let body = json!({"refresh_token": tokens.refresh});
        assert_eq!(self.send("POST", "/api/auth/refresh", None, &body).await, 401);
    }

    /// Brings about every mail about second factors and access tokens.
    async fn factors(&self, ada: &Person) {
        let (journal, access) = (self.journal, Some(ada.tokens.access.as_str()));
        let made = journal.call(Method::POST, "/api/auth/mfa/totp", &ada.tokens.access, None).await;
        let code = CodeApp::with(made.text("secret"), journal).code();
        self.post("/api/auth/mfa/totp/confirm", access, &json!({"code": code})).await;
        let set = journal.call(Method::POST, "/api/auth/mfa/recovery-codes", &ada.tokens.access, None).await;
        let token = journal.first_step(&ada.email, PASSWORD).await;
        let code = &set.json["recovery_codes"][0];
        let body = json!({"mfa_token": token, "method": "recovery_code", "code": code});
        self.post("/api/auth/mfa/verify", None, &body).await;
        assert_eq!(self.send("DELETE", "/api/auth/mfa/totp", access, &json!({})).await, 204);
        let body = json!({"name": "script", "scopes": ["profile:read"]});
        self.post("/api/auth/tokens", access, &body).await;
    }

    /// Brings about every mail about passkeys.
    async fn passkeys(&self, ada: &Person) {
        let (journal, mut phone) = (self.journal, Authenticator::new(&self.journal.url));
        let mut owner = Browser::with(journal, &ada.tokens.access);
        let options = owner.creation_options(None).await;
        let credential = phone.create(&options).json();
        let bearer = format!("Authorization: Bearer {}\r\n", ada.tokens.access);
        assert_eq!(self.passkey("register", &bearer, &owner, (&options, &credential)).await, 201);
        for (counter, status) in [(10, 200), (9, 401)] {
            let mut visitor = Browser::new(journal);
            let options = visitor.request_options().await;
            let mut used = phone.assert(&options);
            used.counter = counter;
            assert_eq!(self.passkey("authenticate", "", &visitor, (&options, &used.json())).await, status);
        }
        let listed = journal.call(Method::GET, "/api/auth/passkeys", &ada.tokens.access, None).await;
        let path = format!("/api/auth/passkeys/{}", listed.json["items"][0]["id"].as_str().expect("an id"));
        assert_eq!(self.send("DELETE", &path, Some(&ada.tokens.access), &json!({})).await, 204);
    }

    /// Ends a ceremony that an honest browser began.
    async fn passkey(
        &self,
        what: &str,
        bearer: &str,
        browser: &Browser<'_>,
        (options, credential): (&Value, &Value),
    ) -> u16 {
        // Whoever is signed in is known by that.
        let cookie = browser.cookie.as_ref().map(|cookie| format!("Cookie: ceremony={cookie}\r\n"));
        let lines = format!("{bearer}{}", cookie.unwrap_or_default());
        let body = json!({"ceremony_id": options["ceremony_id"], "credential": credential});
        self.send_with("POST", &format!("/api/auth/webauthn/{what}/verify"), &lines, &body).await
    }

    /// Brings about every mail about sign-in providers.
    async fn providers(&self, provider: &OpenIdProvider, ada: &Person) {
        let (journal, access) = (self.journal, ada.tokens.access.as_str());
        let asked =
            journal.call(Method::POST, "/api/auth/oauth/house/connect", access, Some(&json!({}))).await;
        let back = provider.approve(asked.text("authorization_url"), json!({"sub": ada.id}));
        let cookie = asked.cookie("provider").expect("a cookie of its own");
        let path = format!("/api/auth/oauth/house/callback?{back}");
        let cookie = format!("Cookie: provider={cookie}\r\n");
        assert_eq!(self.send_with("GET", &path, &cookie, &json!({})).await, 303);
        assert_eq!(self.send("DELETE", "/api/auth/oauth/house", Some(access), &json!({})).await, 204);
    }

    /// Brings about every mail about what an admin does to somebody.
    async fn acts(&self, ada: &Person) {
        let root = self.journal.sign_in("root@example.com", PASSWORD).await.access;
        let (access, reason) = (Some(root.as_str()), json!({"reason": "because"}));
        let at = |act: &str| format!("/api/admin/people/{}/{act}", ada.id);
        for act in ["lock", "unlock", "end-sessions", "send-reset"] {
            self.post(&at(act), access, &reason).await;
        }
        let role = format!("r{}", &ada.id[ada.id.len() - 8..]);
        self.post("/api/admin/roles", access, &json!({"name": role, "scopes": ["admin:read"]})).await;
        let given = json!({"roles": ["user", role], "reason": "because"});
        let changed = json!({"scopes": ["admin:read", "admin:write"], "reason": "because"});
        for (path, body) in [(at("roles"), given), (format!("/api/admin/roles/{role}"), changed)] {
            let status = self.send("PUT", &path, access, &body).await;
            assert!((200..300).contains(&status), "{path}: {status}");
        }
        self.post(&at("delete"), access, &reason).await;
    }

    /// Guesses wrongly until the account is closed for a day.
    async fn guess(&self, ada: &Person) {
        let wrong = json!({"email": ada.email, "password": "a wrong one, and long enough"});
        join_all((0..99).map(|_| self.journal.post("/api/auth/login", &wrong))).await;
        assert_eq!(self.send("POST", "/api/auth/login", None, &wrong).await, 401);
    }
}

/// Waits for the mails that are written in the background.
async fn until_roles_are_told(journal: &TestApp) {
    for _ in 0..500 {
        let mails = "select count(*) as mails from outbox where kind = 'role-grants-changed'";
        let mails = Query::new(mails, [], |row| row.get::<i64>("mails"));
        if journal.app.store.get(mails).await.expect("asked").is_some_and(|mails| mails > 0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("ten seconds went by, and nobody was told of a changed role");
}

/// The kinds of mails that were written since it was asked last.
async fn kinds(journal: &TestApp) -> BTreeSet<String> {
    let all = Query::new("select distinct kind from outbox", [], |row| row.get::<String>("kind"));
    let found = journal.app.store.all(all).await.expect("kinds");
    journal.app.store.commit([Change::new("delete from outbox", [])]).await.expect("forgotten");
    found.into_iter().collect()
}

/// ASVS 4.1.3
#[tokio::test]
async fn no_way_to_name_another_host_changes_a_link_of_any_mail() {
    let clock = Clock::manual("2026-03-01T09:00:00Z".parse().expect("a time"));
    let provider = OpenIdProvider::start(&clock).await;
    let house = provider.settings("house");
    let journal = TestApp::at(clock, |settings| {
        settings.providers = vec![house];
        settings.limits.mails = 0;
        settings.limits.registrations = 0;
        settings.limits.guesses = 1_000;
        settings.limits.stuffing = 0;
    })
    .await;
    journal.person("taken@example.com").await;
    admin::create(&journal.app, "root@example.com", PASSWORD, Role::Admin).await.expect("made");
    for (at, lie) in LIES.into_iter().enumerate() {
        let liar = Liar { journal: &journal, lie };
        liar.live(&format!("person{at}")).await;
        liar.factors(&journal.person(&format!("factors{at}@example.com")).await).await;
        liar.passkeys(&journal.person(&format!("passkeys{at}@example.com")).await).await;
        liar.providers(&provider, &journal.person(&format!("providers{at}@example.com")).await).await;
        liar.acts(&journal.person(&format!("acts{at}@example.com")).await).await;
        liar.guess(&journal.person(&format!("guess{at}@example.com")).await).await;
        until_roles_are_told(&journal).await;
        let written = journal.get("/api/dev/mailbox").await;
        let (own, mails) = (format!("{}/", journal.url), written.json["items"].as_array().expect("mails"));
        for mail in mails {
            let links = mail["links"].as_array().expect("links").iter().filter_map(Value::as_str);
            assert!(links.into_iter().all(|link| link.starts_with(&own) || link == journal.url), "{mail}");
            assert!(!mail.to_string().contains("evil"), "{mail}");
        }
        // What only an operator asks for, on the command line, is the one that no request can cause.
        let all = Message::KINDS.into_iter().filter(|kind| *kind != "test").map(str::to_owned).collect();
        assert_eq!(kinds(&journal).await, all, "drive here whatever is missing");
    }
}
