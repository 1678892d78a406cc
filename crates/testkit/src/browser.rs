//! A browser as far as passkeys know it: it keeps the cookie of its ceremonies, and may be signed in.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{Answer, Authenticator, TestApp};

/// One browser.
pub struct Browser<'a> {
    /// The program that it talks to.
    pub journal: &'a TestApp,
    /// The cookie of its ceremonies.
    pub cookie: Option<String>,
    /// The access token, if it is signed in.
    pub token: Option<String>,
}

impl<'a> Browser<'a> {
    /// One in which nobody is signed in.
    pub fn new(journal: &'a TestApp) -> Self {
        Self { journal, cookie: None, token: None }
    }

    /// One in which somebody is.
    pub fn with(journal: &'a TestApp, token: &str) -> Self {
        Self { journal, cookie: None, token: Some(token.to_owned()) }
    }

    /// `POST` of JSON, with what the browser has.
    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let mut request = self.journal.request(Method::POST, path).json(body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", format!("ceremony={cookie}"));
        }
        let answer = self.journal.send(request).await;
        self.cookie = answer.cookie("ceremony").or(self.cookie.take());
        answer
    }

    /// Options for a new passkey: for an address that signs up, or for whoever is signed in.
    pub async fn creation_options(&mut self, email: Option<&str>) -> Value {
        let body = email.map_or_else(|| json!({}), |email| json!({ "email": email }));
        let answer = self.post("/api/auth/webauthn/register/options", &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json
    }

    /// Options for using a passkey.
    pub async fn request_options(&mut self) -> Value {
        let answer = self.post("/api/auth/webauthn/authenticate/options", &json!({})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json
    }

    /// Options for the passkey that a sign-in by password asks for as well.
    pub async fn second_step_options(&mut self, mfa_token: &str) -> Answer {
        self.post("/api/auth/webauthn/authenticate/options", &json!({ "mfa_token": mfa_token })).await
    }

    /// Sends a passkey's answer as the second step of a sign-in.
    pub async fn finish_with(&mut self, mfa_token: &str, options: &Value, credential: &Value) -> Answer {
        let body = json!({
            "ceremony_id": options["ceremony_id"], "credential": credential, "mfa_token": mfa_token,
        });
        self.post("/api/auth/webauthn/authenticate/verify", &body).await
    }

    /// The second step of a sign-in, with the newest passkey.
    pub async fn second_step(&mut self, mfa_token: &str, authenticator: &Authenticator) -> Answer {
        let options = self.second_step_options(mfa_token).await;
        assert_eq!(options.status, 200, "{options:?}");
        let credential = authenticator.assert(&options.json).json();
        self.finish_with(mfa_token, &options.json, &credential).await
    }

    /// Proves with the newest passkey who is signed in.
    pub async fn prove(&mut self, authenticator: &Authenticator) -> Answer {
        let options = self.request_options().await;
        let body = json!({
            "ceremony_id": options["ceremony_id"], "credential": authenticator.assert(&options).json(),
        });
        self.post("/api/auth/reauthenticate", &body).await
    }

    /// Sends a new passkey.
    pub async fn register(&mut self, options: &Value, credential: &Value) -> Answer {
        let body = json!({ "ceremony_id": options["ceremony_id"], "credential": credential });
        self.post("/api/auth/webauthn/register/verify", &body).await
    }

    /// Sends a passkey's answer, to sign in.
    pub async fn authenticate(&mut self, options: &Value, credential: &Value) -> Answer {
        let body = json!({ "ceremony_id": options["ceremony_id"], "credential": credential });
        self.post("/api/auth/webauthn/authenticate/verify", &body).await
    }

    /// Adds a passkey to the account of whoever is signed in; it must succeed.
    pub async fn add_passkey(&mut self, authenticator: &mut Authenticator) -> Answer {
        let options = self.creation_options(None).await;
        let credential = authenticator.create(&options).json();
        let answer = self.register(&options, &credential).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer
    }

    /// Begins to sign up with a passkey alone.
    pub async fn sign_up(&mut self, authenticator: &mut Authenticator, email: &str) -> Answer {
        let options = self.creation_options(Some(email)).await;
        let credential = authenticator.create(&options).json();
        self.register(&options, &credential).await
    }

    /// Signs in with the newest passkey.
    pub async fn sign_in(&mut self, authenticator: &Authenticator) -> Answer {
        let options = self.request_options().await;
        let credential = authenticator.assert(&options).json();
        self.authenticate(&options, &credential).await
    }
}
