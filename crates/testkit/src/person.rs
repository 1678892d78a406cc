use reqwest::Method;
use serde_json::{Value, json};

use crate::{Answer, PASSWORD, TestApp};

/// Somebody with a verified account who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their address.
    pub email: String,
    /// Their account's id.
    pub id: String,
    /// Of their first sign-in.
    pub tokens: Tokens,
}

/// What a login in body mode gives.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For `Authorization: Bearer`.
    pub access: String,
    /// For the next refresh.
    pub refresh: String,
}

/// A mail of the development mailbox.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The recipient.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// All links.
    pub links: Vec<String>,
}

impl Mail {
    /// The one-time token in the fragment of its first link that has one.
    pub fn token(&self) -> String {
        let found = self.links.iter().find_map(|link| link.split_once("#token="));
        found.map(|(_, token)| token.to_owned()).expect("a link with a token")
    }
}

impl Mail {
    /// The one-time token of a link to that page, such as `/not-me`, if there is one.
    pub fn token_for(&self, page: &str) -> Option<String> {
        let start = format!("{page}#token=");
        self.links.iter().find_map(|link| link.split_once(&start)).map(|(_, token)| token.to_owned())
    }
}

impl TestApp {
    /// The token of the newest mail to an address that links to that page.
    pub async fn mailed(&self, email: &str, page: &str) -> String {
        let found = self.mails_to(email).await.iter().find_map(|mail| mail.token_for(page));
        found.unwrap_or_else(|| panic!("no mail to {email} links to {page}"))
    }

    /// Registers, verifies with the mailed token, and signs in.
    pub async fn person(&self, email: &str) -> Person {
        let registered =
            self.post("/api/auth/register", &json!({"email": email, "password": PASSWORD})).await;
        assert_eq!(registered.status, 202, "{registered:?}");
        let token = self.mails_to(email).await[0].token();
        let verified = self.post("/api/auth/verify-email", &json!({"token": token})).await;
        assert_eq!(verified.status, 204, "{verified:?}");
        let tokens = self.sign_in(email, PASSWORD).await;
        let me = self.call(Method::GET, "/api/auth/me", &tokens.access, None).await;
        Person { email: email.to_owned(), id: me.text("id").to_owned(), tokens }
    }

    /// A login in body mode that must succeed.
    pub async fn sign_in(&self, email: &str, password: &str) -> Tokens {
        let answer = self.post("/api/auth/login", &json!({"email": email, "password": password})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        Tokens::of(&answer)
    }

    /// The same with a username.
    pub async fn sign_in_as(&self, username: &str, password: &str) -> Tokens {
        let answer = self.post("/api/auth/login", &json!({"username": username, "password": password})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        Tokens::of(&answer)
    }

    /// A refresh in body mode.
    pub async fn refresh(&self, token: &str) -> Answer {
        self.post("/api/auth/refresh", &json!({"refresh_token": token})).await
    }

    /// Whether an access token still works.
    pub async fn works(&self, access: &str) -> bool {
        let answer = self.call(Method::GET, "/api/auth/me", access, None).await;
        assert!(answer.status == 200 || answer.refusal() == (401, "unauthenticated"), "{answer:?}");
        answer.status == 200
    }

    /// The mails to an address, the newest first.
    pub async fn mails_to(&self, email: &str) -> Vec<Mail> {
        let answer = self.send(self.request(Method::GET, "/api/dev/mailbox").query(&[("to", email)])).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let items = answer.json["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(mail).collect()
    }
}

impl Tokens {
    /// Those of a login's or a refresh's answer in body mode.
    pub fn of(answer: &Answer) -> Self {
        Self {
            access: answer.text("access_token").to_owned(),
            refresh: answer.text("refresh_token").to_owned(),
        }
    }
}

fn mail(item: &Value) -> Mail {
    let text = |member: &str| item[member].as_str().unwrap_or_default().to_owned();
    let links = item["links"].as_array().cloned().unwrap_or_default();
    let links = links.iter().filter_map(|link| link.as_str().map(str::to_owned)).collect();
    Mail { to: text("to"), subject: text("subject"), text: text("text"), links }
}
