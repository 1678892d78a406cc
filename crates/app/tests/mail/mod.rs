use app::App;
use app::id::AccountId;
use app::mail::{Delivery, Message, Patience};
use app::settings::{Environment, Settings};
use crypto::Secret;
use std::time::Duration;
use store::{Query, Value};
use testkit::TestApp;
use tokio::sync::watch;

mod deliver;
mod mailbox;
mod refuse;
mod server;

/// A Journal in production whose own worker has no mail server, so that the test makes each pass itself.
async fn without_a_server() -> TestApp {
    TestApp::with(|settings| settings.environment = Environment::Production).await
}

/// Passes over the outbox, as the worker makes them, to the mail server at this URL.
struct Postman {
    delivery: Delivery,
    stopping: watch::Receiver<bool>,
}

impl Postman {
    fn to(journal: &TestApp, url: &str) -> Self {
        let mut settings: Settings = journal.app.settings.clone();
        settings.mail.smtp_url = Some(Secret::new(url.to_owned()));
        let patience =
            Patience { to_connect: Duration::from_millis(700), to_accept: Duration::from_millis(700) };
        let delivery = Delivery::new(&settings, patience).expect("a usable URL");
        Self { delivery, stopping: watch::channel(false).1 }
    }

    async fn pass(&mut self, app: &App) {
        self.delivery.pass(app, &self.stopping).await.expect("the outbox is worked on");
    }
}

/// Puts a mail into the outbox, as a handler would.
async fn queue(journal: &TestApp, to: &str) {
    let now = journal.clock.now();
    let change = app::mail::queue(&journal.app, AccountId::DEMO, to, &Message::Test {}, now);
    journal.app.store.commit([change]).await.expect("queued");
}

/// What the outbox shows of a mail without the key.
#[derive(Debug)]
struct Row {
    sealed: Vec<u8>,
    attempts: i64,
    last_error: Option<String>,
    is_given_up: bool,
}

async fn outbox(journal: &TestApp) -> Vec<Row> {
    let all = Query::new(
        "select sealed, attempts, last_error, given_up_at is not null as is_given_up from outbox order by created_at",
        Vec::<Value>::new(),
        |row| {
            Ok(Row {
                sealed: row.get("sealed")?,
                attempts: row.get("attempts")?,
                last_error: row.get("last_error")?,
                is_given_up: row.get("is_given_up")?,
            })
        },
    );
    journal.app.store.all(all).await.expect("the outbox")
}

/// Waits until something holds that another task brings about.
async fn eventually(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..500 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("ten seconds went by, and still not: {what}");
}
