//! Every route from which tokens could come, walked for somebody with a second factor, without it, at two nodes. The
//! routes are those of the table of permissions: one that is added and not named here fails.

use app::access::permission::{ROUTES, Row};
use app::settings::RequireMfa;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, Browser, OTHER_PASSWORD, PASSWORD, TestApp};

use super::thief::{ELSEWHERE, Factor, OTHER_EMAIL, Thief, outdate};
use super::{EMAIL, ada};

/// What takes nothing that could be somebody's.
const SILENT: [&str; 13] = [
    "/healthz",
    "/readyz",
    "/api/openapi.json",
    "/api/docs",
    "/.well-known/jwks.json",
    "/.well-known/change-password",
    "/.well-known/passkey-endpoints",
    "/.well-known/webauthn",
    "/api/dev/mailbox",
    "/api/auth/registration",
    "/api/auth/oauth/providers",
    "/api/auth/oauth/{provider}/available",
    "/api/auth/csrf",
];

/// ASVS 6.3.3, 6.3.4
#[tokio::test]
async fn no_way_in_gives_tokens_without_the_second_factor() {
    walk(Thief::begin(Factor::App(None), RequireMfa::Off).await).await;
}

/// ASVS 6.3.3, 6.3.4
#[tokio::test]
async fn nor_does_any_where_a_factor_is_demanded_of_everybody() {
    walk(Thief::begin(Factor::App(None), RequireMfa::All).await).await;
}

/// ASVS 6.3.3, 6.3.4
#[tokio::test]
async fn nor_does_any_into_the_account_of_an_admin() {
    walk(Thief::begin(Factor::App(None), RequireMfa::Admins).await).await;
}

/// ASVS 6.3.3, 6.3.4
#[tokio::test]
async fn no_way_in_gives_tokens_without_the_passkey_where_it_is_the_factor_that_is_demanded() {
    walk(Thief::begin(Factor::Passkey(None), RequireMfa::All).await).await;
}

/// ASVS 6.3.3, 6.3.4
#[tokio::test]
async fn nor_does_any_into_the_account_of_an_admin_whose_factor_is_a_passkey() {
    walk(Thief::begin(Factor::Passkey(None), RequireMfa::Admins).await).await;
}

async fn walk(mut thief: Thief) {
    for row in ROUTES {
        thief.with_the_attempt_as_token(row).await;
        if !row.who.is_signed_in() {
            thief.walk(row).await;
        }
    }
    assert!(thief.answers > ROUTES.len() * 2, "{}", thief.answers);
    // All that leaves the owner where they were.
    let access = thief.owner().await;
    let entries = thief.nodes[0].call(Method::GET, "/api/entries", &access, None).await;
    assert_eq!(entries.status, 200, "{entries:?}");
}

impl Thief {
    /// The token of the attempt in every place where a token may stand.
    async fn with_the_attempt_as_token(&mut self, row: &Row) {
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        let path = row.path.replace("{id}", "00000000-0000-7000-8000-00000000dead");
        let cookies = format!("refresh_token={0}; device={0}; ceremony={0}", self.mfa_token);
        let node = self.node();
        let request = node
            .request(method, &path)
            .bearer_auth(&self.mfa_token)
            .header("cookie", cookies)
            .json(&json!({}));
        if row.who.is_signed_in() {
            let answer = node.send(request).await;
            assert_eq!(answer.refusal(), (401, "unauthenticated"), "{} {}", row.method, row.path);
            self.look(row, &answer);
        } else if row.path != "/api/dev/mailbox" && row.path != "/api/docs" {
            let answer = node.send(request).await;
            self.look(row, &answer);
        }
    }

    /// What the route is for, with all that the thief has; after each step the door is tried once more.
    async fn walk(&mut self, row: &Row) {
        if row.path.starts_with("/api/auth/webauthn/") {
            self.ceremonies(row).await;
            return self.door(row).await;
        }
        if row.path.ends_with("/{provider}/connect") || row.path.ends_with("/{provider}/callback") {
            for answer in self.through_house().await {
                self.look(row, &answer);
            }
            return self.door(row).await;
        }
        let bodies = self.bodies(row).await;
        if bodies.is_empty() {
            return;
        }
        for body in bodies {
            let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
            let node = self.node();
            let answer = node.send(node.request(method, row.path).json(&body)).await;
            self.look(row, &answer);
            assert_ne!(answer.status, 500, "{} {body}", row.path);
        }
        self.door(row).await;
    }

    /// Every pair of a name and a password that could be right by now, after whatever link was mailed last.
    async fn door(&mut self, row: &Row) {
        // Wrong guesses are not what this is about.
        self.nodes[0].advance(16 * 60);
        self.reset(row).await;
        for (at, name) in [EMAIL, OTHER_EMAIL, ELSEWHERE, "ada"].into_iter().enumerate() {
            for password in [PASSWORD, OTHER_PASSWORD] {
                let (node, key) = (self.node(), if name.contains('@') { "email" } else { "username" });
                let refresh = if at % 2 == 0 { "body" } else { "cookie" };
                let body = json!({key: name, "password": password, "refresh": refresh});
                let answer = node.post("/api/auth/login", &body).await;
                self.look(row, &answer);
                assert!([401, 403].contains(&answer.status), "{answer:?}");
                if answer.status == 401 {
                    self.nodes[0].advance(16 * 60);
                }
            }
        }
        let refreshed = self.node().refresh(&self.old.refresh).await;
        self.look(row, &refreshed);
    }

    /// Sets a new password with the newest link that was mailed, if it was not used yet.
    async fn reset(&mut self, row: &Row) {
        let body = json!({"token": self.mailed("/reset-password").await, "password": OTHER_PASSWORD});
        let answer = self.node().post("/api/auth/reset-password", &body).await;
        assert!([204, 400].contains(&answer.status), "{answer:?}");
        self.look(row, &answer);
    }

    /// The bodies to try a way in with. A new way in is to be named here.
    async fn bodies(&mut self, row: &Row) -> Vec<Value> {
        if row.method == "GET" && SILENT.contains(&row.path) {
            return Vec::new();
        }
        let token = self.mfa_token.clone();
        match (row.method, row.path) {
            ("POST", "/api/auth/register") => vec![json!({"email": EMAIL, "password": OTHER_PASSWORD})],
            ("POST", "/api/auth/verify-email") => {
                let body = json!({"email": EMAIL, "password": OTHER_PASSWORD});
                let registered = self.node().post("/api/auth/register", &body).await;
                vec![
                    json!({"token": token}),
                    json!({"token": self.mailed("/verify-email").await}),
                    json!({"token": registered.text("dev_verify_token")}),
                ]
            }
            ("POST", "/api/auth/login") => {
                outdate(&self.nodes[0]).await;
                vec![
                    json!({"email": EMAIL, "password": PASSWORD}),
                    json!({"username": EMAIL, "password": PASSWORD, "refresh": "cookie"}),
                    json!({"username": "ada", "password": PASSWORD}),
                    json!({"email": EMAIL, "password": token}),
                ]
            }
            ("POST", "/api/auth/resend-verification" | "/api/auth/forgot-password") => {
                vec![json!({"email": EMAIL})]
            }
            ("POST", "/api/auth/reset-password") => self.resets().await,
            ("POST", "/api/auth/confirm-email-change") => {
                vec![json!({"token": token}), json!({"token": self.confirmation().await})]
            }
            ("POST", "/api/auth/undo-email-change") => {
                vec![json!({"token": token}), json!({"token": self.mailed("/undo-email-change").await})]
            }
            ("POST", "/api/auth/undo-deletion") => {
                self.plan_deletion().await;
                vec![json!({"token": token}), json!({"token": self.mailed("/undo-deletion").await})]
            }
            ("POST", "/api/auth/set-up") => {
                // A real link is tried at the beginning: it is void once there is an admin.
                vec![json!({"token": token, "email": EMAIL, "password": OTHER_PASSWORD})]
            }
            ("POST", "/api/auth/not-me") => {
                vec![json!({"token": token}), json!({"token": self.mailed("/not-me").await})]
            }
            ("POST", "/api/auth/refresh") => {
                vec![json!({"refresh_token": token}), json!({"refresh_token": self.old.refresh})]
            }
            ("POST", "/api/auth/logout") => {
                vec![json!({"refresh_token": token}), json!({"refresh_token": self.old.refresh, "all": true})]
            }
            ("POST", "/api/auth/mfa/verify") => self.second_steps().await,
            (method, path) => panic!("say here how somebody might get tokens from {method} {path}"),
        }
    }

    /// With the link that was asked for, and with one that an admin has sent.
    async fn resets(&mut self) -> Vec<Value> {
        let with = |token: &str| json!({"token": token, "password": OTHER_PASSWORD});
        let asked_for = self.mailed("/reset-password").await;
        self.sent_by_an_admin().await;
        let sent = self.mailed("/reset-password").await;
        vec![with(&self.mfa_token), with(&sent), with(&asked_for)]
    }

    /// Real ceremonies, begun at one node and answered at the other, with an authenticator of the thief's own that names
    /// the owner's passkey: signing up, signing in, and as the second step of a real attempt.
    async fn ceremonies(&mut self, row: &Row) {
        let attempt = self.attempt().await;
        let is_options = match row.path.rsplit_once('/') {
            Some((_, "options")) => true,
            Some((_, "verify")) => false,
            _ => panic!("say here how somebody might get tokens from {}", row.path),
        };
        let asked = if row.path.contains("/register/") {
            vec![json!({"email": EMAIL}), json!({"email": OTHER_EMAIL})]
        } else {
            vec![json!({}), json!({"email": EMAIL}), json!({"mfa_token": attempt})]
        };
        let (begins, ends) = (&self.nodes[0], &self.nodes[1]);
        let mut answers = Vec::new();
        for body in asked {
            let mut browser = Browser::new(begins);
            let options = browser.post(&row.path.replace("verify", "options"), &body).await;
            assert_eq!(options.status, 200, "{body} {options:?}");
            answers.push(options);
            let options = answers.last().map(|answer| answer.json.clone()).unwrap_or_default();
            if is_options {
                continue;
            }
            browser.journal = ends;
            for credential in self.credentials(row, &options) {
                let mut sent = json!({"ceremony_id": options["ceremony_id"], "credential": credential});
                if let Some(token) = body.get("mfa_token") {
                    sent["mfa_token"] = token.clone();
                }
                answers.push(browser.post(row.path, &sent).await);
            }
        }
        for answer in &answers {
            assert_ne!(answer.status, 500, "{answer:?}");
            self.look(row, answer);
        }
    }

    fn credentials(&self, row: &Row, options: &Value) -> Vec<Value> {
        let mut own = self.own.clone();
        if row.path.contains("/register/") {
            return vec![own.create(options).json()];
        }
        let right = own.assert(options);
        let mut named = right.clone();
        (named.key.id, named.user) = self.passkey_of_the_owner();
        // A challenge is answered once, so the second one finds it gone; both are refused.
        vec![named.json(), right.json(), json!({})]
    }

    /// A fresh attempt, with all that is no second factor.
    async fn second_steps(&mut self) -> Vec<Value> {
        let fresh = self.attempt().await;
        let step = |method, code| json!({"mfa_token": fresh, "method": method, "code": code});
        let codes = [PASSWORD, "000000", "", &self.mfa_token];
        codes.iter().flat_map(|code| [step("totp", code), step("recovery_code", code)]).collect()
    }

    fn look(&mut self, row: &Row, answer: &Answer) {
        self.answers += 1;
        let text = String::from_utf8_lossy(&answer.bytes);
        let is_document = row.path == "/api/openapi.json" || row.path == "/api/docs";
        let has_token =
            !is_document && (text.contains("\"access_token\"") || text.contains("\"refresh_token\""));
        let has_cookie = answer.cookie("refresh_token").is_some_and(|value| !value.is_empty());
        assert!(!has_token && !has_cookie, "{} {} gives tokens: {answer:?}", row.method, row.path);
    }
}

/// After a login with an outdated hash, the attempt holds and is finished with the factor.
#[tokio::test]
async fn a_login_that_rehashes_still_asks_for_the_factor_and_is_finished_with_it() {
    let journal = TestApp::start().await;
    let (_, app) = ada(&journal).await;
    outdate(&journal).await;
    let token = journal.first_step(EMAIL, PASSWORD).await;
    assert_eq!(journal.second_step(&token, "totp", &app.code()).await.status, 200);
}

/// Another address, confirmed by its mail, asks for the factor as the old one did.
#[tokio::test]
async fn neither_another_address_nor_its_undoing_takes_the_factor_away() {
    let journal = TestApp::start().await;
    let (ada, app) = ada(&journal).await;
    let asked = journal
        .call(
            Method::POST,
            "/api/auth/change-email",
            &ada.tokens.access,
            Some(&json!({"new_email": OTHER_EMAIL})),
        )
        .await;
    let token = json!({"token": asked.text("dev_confirm_token")});
    assert_eq!(journal.post("/api/auth/confirm-email-change", &token).await.status, 204);
    journal.first_step(OTHER_EMAIL, PASSWORD).await;
    let undo = json!({"token": journal.mailed(EMAIL, "/undo-email-change").await});
    assert_eq!(journal.post("/api/auth/undo-email-change", &undo).await.status, 204);
    let reset = json!({"token": journal.mailed(EMAIL, "/reset-password").await, "password": OTHER_PASSWORD});
    assert_eq!(journal.post("/api/auth/reset-password", &reset).await.status, 204);
    let token = journal.first_step(EMAIL, OTHER_PASSWORD).await;
    assert_eq!(journal.second_step(&token, "totp", &app.code()).await.status, 200);
}
