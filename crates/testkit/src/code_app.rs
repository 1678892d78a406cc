use app::clock::Clock;
use crypto::totp;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{Answer, TestApp};

/// An authenticator app, by the server's clock, and the recovery codes that came with it.
#[derive(Clone)]
pub struct CodeApp {
    secret: Vec<u8>,
    clock: Clock,
    /// As they were shown.
    pub recovery_codes: Vec<String>,
}

impl CodeApp {
    /// An app that was given this key, in base32.
    pub fn with(key: &str, journal: &TestApp) -> Self {
        Self { secret: bytes(key), clock: journal.clock.clone(), recovery_codes: Vec::new() }
    }

    /// What it shows now.
    pub fn code(&self) -> String {
        self.code_at(0)
    }

    /// What it shows some steps of half a minute from now.
    pub fn code_at(&self, steps: i64) -> String {
        totp::code(&self.secret, totp::step(self.clock.now().as_second()) + steps)
    }

    /// Six digits that are no code of these minutes.
    pub fn wrong_code(&self) -> String {
        let near: Vec<String> = (-4..=4).map(|steps| self.code_at(steps)).collect();
        let mut all = (0..).map(|number| format!("{number:06}"));
        all.find(|code| !near.contains(code)).expect("there are more codes than nine")
    }
}

impl TestApp {
    /// Sets an authenticator app up for whoever has this fresh access token, and waits until its next code.
    pub async fn second_factor(&self, access: &str) -> CodeApp {
        let made = self.call(Method::POST, "/api/auth/mfa/totp", access, None).await;
        assert_eq!(made.status, 201, "{made:?}");
        let mut app = CodeApp::with(made.text("secret"), self);
        let body = json!({"code": app.code()});
        let confirmed = self.call(Method::POST, "/api/auth/mfa/totp/confirm", access, Some(&body)).await;
        assert_eq!(confirmed.status, 200, "{confirmed:?}");
        let codes = confirmed.json["recovery_codes"].as_array().cloned().unwrap_or_default();
        app.recovery_codes = codes.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        self.advance(30);
        app
    }

    /// The first step of a sign-in in body mode, which must ask for a second factor; gives its token.
    pub async fn first_step(&self, email: &str, password: &str) -> String {
        let answer = self.post("/api/auth/login", &json!({"email": email, "password": password})).await;
        assert_eq!(answer.refusal(), (403, "mfa_required"), "{answer:?}");
        answer.text("mfa_token").to_owned()
    }

    /// The second step.
    pub async fn second_step(&self, mfa_token: &str, method: &str, code: &str) -> Answer {
        let body = json!({"mfa_token": mfa_token, "method": method, "code": code});
        self.post("/api/auth/mfa/verify", &body).await
    }
}

fn bytes(base32: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut held, mut bits, mut bytes) = (0_u32, 0, Vec::new());
    for letter in base32.chars() {
        let value = letters.find(letter).expect("a letter of base32");
        held = (held << 5 | u32::try_from(value).expect("below 32")) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).expect("a byte"));
        }
    }
    bytes
}
