//! Every route from which tokens could come, walked for somebody with a second factor, without it. The routes are those
//! of the table of permissions: one that is added and not named here fails.

use app::access::permission::{ROUTES, Row};
use crypto::Secret;
use crypto::password::{Hasher, Params};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::{Answer, OTHER_PASSWORD, PASSWORD, TestApp, Tokens};

use super::{EMAIL, ada};

const OTHER_EMAIL: &str = "Ada@Example.org";

/// What somebody has who knows the password, reads the mails, and lacks the second factor.
struct Thief {
    journal: TestApp,
    mfa_token: String,
    /// The refresh token of a session that ended when the factor was turned on.
    old: Tokens,
    answers: usize,
}

/// ASVS 6.3.3, 6.3.4
#[tokio::test]
async fn no_way_in_gives_tokens_without_the_second_factor() {
    let journal = TestApp::start().await;
    let before = journal.person(EMAIL).await;
    let old = journal.sign_in(EMAIL, PASSWORD).await;
    let name = json!({"username": "ada"});
    let access = &before.tokens.access;
    assert_eq!(journal.call(Method::PATCH, "/api/auth/me", access, Some(&name)).await.status, 200);
    journal.second_factor(access).await;
    let mfa_token = journal.first_step(EMAIL, PASSWORD).await;
    let mut thief = Thief { journal, mfa_token, old, answers: 0 };
    for row in ROUTES {
        thief.with_the_attempt_as_token(row).await;
        if !row.who.is_signed_in() {
            thief.walk(row).await;
        }
    }
    assert!(thief.answers > ROUTES.len() * 2, "{}", thief.answers);
    assert!(thief.journal.works(access).await || !thief.journal.works(&thief.old.access).await);
}

/// What to try a ceremony of passkeys with.
fn ceremonies(path: &str, token: &str) -> Vec<Value> {
    let ceremony = "00000000-0000-7000-8000-00000000dead";
    let credential = json!({"id": token, "rawId": token, "type": "public-key", "response": {}});
    match path.rsplit_once('/') {
        Some((_, "options")) => vec![json!({}), json!({"email": EMAIL})],
        Some((_, "verify")) => vec![
            json!({"ceremony_id": ceremony, "credential": {}}),
            json!({"ceremony_id": ceremony, "credential": credential}),
        ],
        _ => panic!("say here how somebody might get tokens from POST {path}"),
    }
}

impl Thief {
    /// The token of the attempt in every place where a token may stand.
    async fn with_the_attempt_as_token(&mut self, row: &Row) {
        let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
        let path = row.path.replace("{id}", "00000000-0000-7000-8000-00000000dead");
        let cookies = format!("refresh_token={0}; device={0}", self.mfa_token);
        let request = self
            .journal
            .request(method, &path)
            .bearer_auth(&self.mfa_token)
            .header("cookie", cookies)
            .json(&json!({}));
        if row.who.is_signed_in() {
            let answer = self.journal.send(request).await;
            assert_eq!(answer.refusal(), (401, "unauthenticated"), "{} {}", row.method, row.path);
            self.look(row, &answer);
        } else if row.path != "/api/dev/mailbox" && row.path != "/api/docs" {
            let answer = self.journal.send(request).await;
            self.look(row, &answer);
        }
    }

    /// What the route is for, with all that the thief has; after each step the door is tried once more.
    async fn walk(&mut self, row: &Row) {
        let bodies = self.bodies(row).await;
        if bodies.is_empty() {
            return;
        }
        for body in bodies {
            let method = Method::from_bytes(row.method.as_bytes()).expect("a method");
            let answer = self.journal.send(self.journal.request(method, row.path).json(&body)).await;
            self.look(row, &answer);
            assert_ne!(answer.status, 500, "{} {body}", row.path);
        }
        // Wrong guesses are not what this is about.
        self.journal.advance(16 * 60);
        for password in [PASSWORD, OTHER_PASSWORD] {
            for name in [EMAIL, OTHER_EMAIL, "ada"] {
                for refresh in ["body", "cookie"] {
                    let key = if name == "ada" { "username" } else { "email" };
                    let body = json!({key: name, "password": password, "refresh": refresh});
                    let answer = self.journal.post("/api/auth/login", &body).await;
                    self.look(row, &answer);
                    assert!([401, 403].contains(&answer.status), "{answer:?}");
                    if answer.status == 401 {
                        self.journal.advance(16 * 60);
                    }
                }
            }
        }
        let refreshed = self.journal.refresh(&self.old.refresh).await;
        self.look(row, &refreshed);
    }

    /// The bodies to try a way in with. A new way in is to be named here.
    async fn bodies(&self, row: &Row) -> Vec<Value> {
        let token = &self.mfa_token;
        match (row.method, row.path) {
            (
                "GET",
                "/healthz"
                | "/readyz"
                | "/api/openapi.json"
                | "/api/docs"
                | "/.well-known/jwks.json"
                | "/.well-known/change-password"
                | "/.well-known/passkey-endpoints"
                | "/.well-known/webauthn"
                | "/api/dev/mailbox"
                | "/api/auth/registration"
                | "/api/auth/oauth/providers"
                | "/api/auth/oauth/{provider}/available"
                | "/api/auth/csrf",
            ) => vec![],
            ("POST", "/api/auth/register") => {
                vec![json!({"email": EMAIL, "password": OTHER_PASSWORD})]
            }
            ("POST", "/api/auth/verify-email") => {
                vec![json!({"token": token}), json!({"token": self.mailed("/verify-email").await})]
            }
            ("POST", "/api/auth/login") => {
                self.outdate().await;
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
            ("POST", "/api/auth/reset-password") => vec![
                json!({"token": token, "password": OTHER_PASSWORD}),
                json!({"token": self.mailed("/reset-password").await, "password": OTHER_PASSWORD}),
            ],
            (
                "POST",
                "/api/auth/confirm-email-change" | "/api/auth/undo-email-change" | "/api/auth/undo-deletion",
            ) => vec![json!({"token": token})],
            ("POST", "/api/auth/set-up") => {
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
            ("POST", path) if path.starts_with("/api/auth/webauthn/") => ceremonies(path, token),
            ("POST", "/api/auth/mfa/verify") => self.second_steps().await,
            (method, path) => panic!("say here how somebody might get tokens from {method} {path}"),
        }
    }

    /// A fresh attempt, with all that is no second factor.
    async fn second_steps(&self) -> Vec<Value> {
        let fresh = self.attempt().await;
        let step = |method, code| json!({"mfa_token": fresh, "method": method, "code": code});
        let codes = [PASSWORD, "000000", "", &self.mfa_token];
        codes.iter().flat_map(|code| [step("totp", code), step("recovery_code", code)]).collect()
    }

    async fn attempt(&self) -> String {
        for password in [PASSWORD, OTHER_PASSWORD] {
            let body = json!({"email": EMAIL, "password": password});
            let answer = self.journal.post("/api/auth/login", &body).await;
            if answer.code() == "mfa_required" {
                return answer.text("mfa_token").to_owned();
            }
        }
        self.mfa_token.clone()
    }

    async fn mailed(&self, page: &str) -> String {
        let mails = self.journal.mails_to(EMAIL).await;
        mails.iter().find_map(|mail| mail.token_for(page)).unwrap_or_else(|| "none".to_owned())
    }

    /// Makes the password's hash one of other parameters, so that the next login rehashes it.
    async fn outdate(&self) {
        let cheap = Params { passes: 1, ..Params::default() };
        let hasher = Hasher::start(cheap, 1, 1, &crypto::Random::system(), |_| {}).expect("a thread");
        let hash = hasher.hash(Secret::new(PASSWORD.to_owned()), [7; 16]).await.expect("a hash");
        let change = store::Change::new("update accounts set password_hash = $1", [hash.into()]);
        self.journal.app.store.commit([change]).await.expect("set");
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
    let thief = Thief {
        journal,
        mfa_token: String::new(),
        old: Tokens { access: String::new(), refresh: String::new() },
        answers: 0,
    };
    thief.outdate().await;
    let journal = &thief.journal;
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
