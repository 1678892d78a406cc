mod connect;
mod flow;
mod github;
mod misconduct;
mod outage;
mod prove;
mod recovery;
mod second_factor;
mod sign_in;
mod sign_up;

use app::settings::Settings;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use testkit::{Answer, OpenIdProvider, TestApp, Tokens};

const EMAIL: &str = "ada@example.com";

/// A journal with one provider, called `house`; `change` may say more of it.
async fn house(change: impl FnOnce(&mut Settings)) -> (TestApp, OpenIdProvider) {
    let clock = app::clock::Clock::manual("2026-03-01T09:00:00Z".parse().expect("a time"));
    let provider = OpenIdProvider::start(&clock).await;
    let settings = provider.settings("house");
    let journal = TestApp::at(clock, |all| {
        all.providers = vec![settings];
        change(all);
    })
    .await;
    (journal, provider)
}

/// The same, with a provider that is trusted for addresses.
async fn trusted() -> (TestApp, OpenIdProvider) {
    house(|settings| settings.providers[0].trust_email = true).await
}

/// A browser that goes to providers and comes back.
struct Away<'a> {
    journal: &'a TestApp,
    /// Its cookies.
    cookies: Vec<(String, String)>,
    /// Where it went last.
    url: String,
    /// Follows no redirection, so that each can be looked at.
    client: Client,
}

impl<'a> Away<'a> {
    fn new(journal: &'a TestApp) -> Self {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Self { journal, cookies: Vec::new(), url: String::new(), client }
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.journal.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = Answer::read(request.send().await.expect("the server answers")).await;
        for name in ["provider", "device", "refresh_token", "csrftoken"] {
            if let Some(value) = answer.cookie(name) {
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value));
            }
        }
        answer
    }

    /// Asks where to go.
    async fn ask(&mut self, provider: &str, token: Option<&str>, body: &Value) -> Answer {
        let path = format!("/api/auth/oauth/{provider}/connect");
        let answer = self.send(Method::POST, &path, token, Some(body)).await;
        answer.text("authorization_url").clone_into(&mut self.url);
        answer
    }

    /// Goes away; it must be let.
    async fn leave(&mut self, token: Option<&str>, body: &Value) {
        let answer = self.ask("house", token, body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// Comes back with that query.
    async fn back(&mut self, query: &str) -> Answer {
        self.back_to("house", query).await
    }

    async fn back_to(&mut self, provider: &str, query: &str) -> Answer {
        let path = format!("/api/auth/oauth/{provider}/callback?{query}");
        let answer = self.send(Method::GET, &path, None, None).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        assert!(answer.header("location").starts_with(&self.journal.url), "{answer:?}");
        answer
    }

    /// Goes there and comes back as somebody with these claims.
    async fn through(&mut self, provider: &OpenIdProvider, claims: Value) -> Answer {
        self.leave(None, &json!({})).await;
        let query = provider.approve(&self.url, claims);
        self.back(&query).await
    }
}

/// Where an answer leads, without the journal's own address.
fn place<'a>(journal: &TestApp, answer: &'a Answer) -> &'a str {
    answer.header("location").strip_prefix(journal.url.as_str()).unwrap_or("elsewhere")
}

/// The tokens of the session that an answer begins.
async fn tokens(journal: &TestApp, answer: &Answer) -> Tokens {
    let refresh = answer.cookie("refresh_token").unwrap_or_default();
    assert!(!refresh.is_empty(), "nobody was signed in: {answer:?}");
    let refreshed = journal.refresh(&refresh).await;
    assert_eq!(refreshed.status, 200, "{refreshed:?}");
    Tokens::of(&refreshed)
}

/// Nobody was signed in, and the page says why.
fn refused(journal: &TestApp, answer: &Answer, code: &str) {
    assert_eq!(place(journal, answer), format!("/?provider=house&error={code}"), "{answer:?}");
    nobody(answer);
}

fn nobody(answer: &Answer) {
    assert!(answer.set_cookie("refresh_token").is_none() && answer.set_cookie("csrftoken").is_none());
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("access_token"), "{answer:?}");
}

/// What the database holds of one table.
async fn count(journal: &TestApp, sql: &'static str) -> i64 {
    let query = store::Query::new(sql, [], |row| row.get("n"));
    journal.app.store.get(query).await.expect("the database answers").unwrap_or_default()
}

async fn accounts(journal: &TestApp) -> i64 {
    count(journal, "select count(*) as n from accounts").await
}

async fn connections(journal: &TestApp) -> i64 {
    count(journal, "select count(*) as n from connections").await
}

/// The connection of whoever has the token, as the list of providers shows it.
async fn connection(journal: &TestApp, token: &str) -> Value {
    let answer = journal.call(Method::GET, "/api/auth/oauth/providers", token, None).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json["items"][0].clone()
}

/// Connects the provider to the account of whoever has the fresh token.
async fn connect(journal: &TestApp, provider: &OpenIdProvider, token: &str, subject: &str) -> Answer {
    let mut browser = Away::new(journal);
    browser.leave(Some(token), &json!({"return_to": "/account/providers"})).await;
    let query = provider.approve(&browser.url, json!({"sub": subject}));
    browser.back(&query).await
}

/// The kinds of what happened to whoever has the token, the newest first.
async fn kinds(journal: &TestApp, token: &str) -> Vec<String> {
    let answer = journal.call(Method::GET, "/api/auth/activity", token, None).await;
    let items = answer.json["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["kind"].as_str().unwrap_or_default().to_owned()).collect()
}
