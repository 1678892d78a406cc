//! The worker that hands the outbox to the mail server.
//!
//! It wakes a moment after a mail was queued here, when the next one is due, and twice a minute for those of other
//! nodes. In that moment the answer leaves: the work of sending must not delay it, since whether there is something to
//! send often tells whether there is an account. A server that cannot be reached costs no mail an attempt: the whole
//! outbox rests for a while, at most five minutes, and goes out when the server is back. What the server says of one
//! mail concerns that mail alone.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use store::Error;
use tokio::sync::watch;

use super::retry::{self, Next, Outcome};
use super::server::Unusable;
use super::smtp::{Connection, Patience, Smtp};
use super::store::{self as outbox, Waiting};
use super::{mailbox, open, stays_here};
use crate::App;
use crate::settings::Settings;

/// Connections to the mail server at a time.
const LANES: usize = 4;
/// Mails that are looked at in one pass.
const BATCH: i64 = 200;
/// How long a claim holds: much longer than an attempt and its commit may take.
const CLAIM: SignedDuration = SignedDuration::from_mins(10);
/// Longer than it takes to answer the request that queued a mail.
const AFTER_THE_ANSWER: Duration = Duration::from_millis(50);
const SHORTEST_REST: Duration = Duration::from_millis(20);
const LONGEST_REST: Duration = Duration::from_secs(30);
/// Pauses while the server cannot be reached.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(5);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// How often what is over is forgotten, and how long a mail that was given up is kept for the operator.
const TIDY_EVERY: SignedDuration = SignedDuration::from_mins(1);
const GIVEN_UP_KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Delivers what is in the outbox until `stopping` says so; mails under way are finished first.
pub async fn deliver(app: App, mut stopping: watch::Receiver<bool>) {
    let mut delivery = Delivery::new(&app.settings, Patience::default()).unwrap_or_else(|error| {
        tracing::error!(%error, "mail cannot be sent; it waits in the outbox");
        Delivery::default()
    });
    if delivery.smtp.is_none() && !stays_here(&app.settings) {
        tracing::warn!("no mail server is set up: mail waits in the outbox until JOURNAL_SMTP_URL names one");
    }
    while !*stopping.borrow() {
        let rest = delivery.pass(&app, &stopping).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the outbox could not be worked on");
            LONGEST_REST
        });
        tokio::select! {
            _ = stopping.changed() => {}
            () = app.mail_waiting.notified() => tokio::time::sleep(AFTER_THE_ANSWER).await,
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// What the worker knows from one pass to the next.
#[derive(Default)]
pub struct Delivery {
    smtp: Option<Smtp>,
    /// Passes in a row in which the server could not be reached.
    failures: u32,
    away_until: Timestamp,
    tidied_at: Option<Timestamp>,
}

/// Why a lane stopped before the queue was empty.
enum Stopped {
    /// The server could not be reached.
    Away(String),
    Store(Error),
}

impl Delivery {
    /// Ready for the first pass. Without a mail server, passes only tidy up.
    pub fn new(settings: &Settings, patience: Patience) -> Result<Self, Unusable> {
        Ok(Self { smtp: Smtp::new(settings, patience)?, ..Self::default() })
    }

    /// Delivers what is due now, and says how long to rest unless something new comes.
    pub async fn pass(&mut self, app: &App, stopping: &watch::Receiver<bool>) -> Result<Duration, Error> {
        self.tidy(app).await?;
        if self.smtp.is_some() && app.clock.now() >= self.away_until {
            self.send_due(app, stopping).await?;
        }
        let pending = app.store.get(outbox::pending()).await?.unwrap_or_default();
        metrics::gauge!("journal_mail_outbox_pending")
            .set(f64::from(u32::try_from(pending).unwrap_or(u32::MAX)));
        if self.smtp.is_none() {
            return Ok(LONGEST_REST);
        }
        let next = app.store.get(outbox::next_due()).await?.flatten();
        let rest = next.map(|next| next.max(self.away_until).duration_since(app.clock.now()));
        let rest = rest.and_then(|rest| Duration::try_from(rest.max(SignedDuration::ZERO)).ok());
        Ok(rest.unwrap_or(LONGEST_REST).clamp(SHORTEST_REST, LONGEST_REST))
    }

    async fn send_due(&mut self, app: &App, stopping: &watch::Receiver<bool>) -> Result<(), Error> {
        let Some(smtp) = &self.smtp else { return Ok(()) };
        let due = app.store.all(outbox::due(app.clock.now(), BATCH)).await?;
        let lanes = due.len().min(LANES);
        let queue = Mutex::new(VecDeque::from(due));
        let ended = join_all((0..lanes).map(|_| lane(app, smtp, &queue, stopping))).await;
        let mut reasons = Vec::new();
        for stopped in ended.into_iter().filter_map(Result::err) {
            match stopped {
                Stopped::Store(error) => return Err(error),
                Stopped::Away(reason) => reasons.push(reason),
            }
        }
        match reasons.pop() {
            // A server that takes some connections and not all of them is not away.
            Some(reason) if reasons.len() + 1 == lanes => self.rest_for_a_while(app, &reason),
            _ if lanes > 0 => self.failures = 0,
            _ => {}
        }
        Ok(())
    }

    fn rest_for_a_while(&mut self, app: &App, reason: &str) {
        self.failures = self.failures.saturating_add(1);
        let chance = u64::from_le_bytes(app.random.bytes());
        let pause = retry::pause(self.failures, FIRST_PAUSE, LONGEST_PAUSE, chance);
        self.away_until = app.clock.now() + pause;
        tracing::warn!(reason, seconds = pause.as_secs(), "the mail server cannot be reached; mail waits");
    }

    async fn tidy(&mut self, app: &App) -> Result<(), Error> {
        let now = app.clock.now();
        if self.tidied_at.is_some_and(|at| now.duration_since(at) < TIDY_EVERY) {
            return Ok(());
        }
        let kept = if app.settings.is_development() { mailbox::SHOWN } else { 0 };
        let beyond = app.store.get(outbox::beyond(kept)).await?;
        let delivered = beyond.map(outbox::forget_delivered);
        let given_up = outbox::forget_given_up(now - GIVEN_UP_KEPT);
        app.store.commit(delivered.into_iter().chain([given_up])).await?;
        self.tidied_at = Some(now);
        Ok(())
    }
}

/// Takes mails from the queue, one after the other, over one connection as long as it is good.
async fn lane(
    app: &App,
    smtp: &Smtp,
    queue: &Mutex<VecDeque<Waiting>>,
    stopping: &watch::Receiver<bool>,
) -> Result<(), Stopped> {
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let mut open = None;
    while !*stopping.borrow()
        && let Some(mail) = next()
    {
        let mut connection = match open.take() {
            Some(connection) => connection,
            None => smtp.connect().await.map_err(Stopped::Away)?,
        };
        let is_good = attempt(app, smtp, &mut connection, &mail).await.map_err(Stopped::Store)?;
        open = is_good.then_some(connection);
    }
    if let Some(connection) = open {
        connection.quit().await;
    }
    Ok(())
}

/// One attempt to deliver one mail; tells whether the connection can be used again.
#[tracing::instrument(level = "debug", name = "mail", skip_all, fields(attempts = mail.attempts + 1))]
async fn attempt(app: &App, smtp: &Smtp, connection: &mut Connection, mail: &Waiting) -> Result<bool, Error> {
    let until = app.clock.now() + CLAIM;
    match app.store.commit([outbox::claim(mail, until)]).await {
        Err(error) if error.is_conflict() => return Ok(true),
        other => other?,
    }
    let Some(sealed) = app.store.get(outbox::sealed(mail)).await? else { return Ok(true) };
    let Some(letter) = open(app, mail.account, mail.id, &sealed.letter) else {
        tracing::error!(mail = %mail.id, "a mail in the outbox does not open and is given up");
        let change = outbox::give_up(mail, until, app.clock.now(), "it does not open");
        return app.store.commit([change]).await.map(|()| true);
    };
    let outcome = smtp.post(connection, &letter, mail.id, mail.created_at).await;
    settle(app, mail, until, &outcome).await;
    Ok(outcome == Outcome::Accepted)
}

/// Writes down what became of an attempt. The database may be away just now, and a mail that was accepted must not go
/// out twice, so this tries for a while; if all fails, the claim runs out and the mail is sent again.
async fn settle(app: &App, mail: &Waiting, until: Timestamp, outcome: &Outcome) {
    let now = app.clock.now();
    let chance = u64::from_le_bytes(app.random.bytes());
    let next = retry::after(outcome, mail.attempts + 1, mail.created_at, now, chance);
    for round in 0..5 {
        tokio::time::sleep(Duration::from_secs(round)).await;
        match app.store.commit([change(app, mail, until, outcome, next)]).await {
            Ok(()) => return report(mail, outcome, next),
            Err(error) if error.is_conflict() => {
                tracing::warn!(mail = %mail.id, "an attempt took so long that another node took the mail");
                return;
            }
            Err(error) => {
                tracing::warn!(mail = %mail.id, %error, "what became of a mail could not be written down");
            }
        }
    }
}

fn change(app: &App, mail: &Waiting, until: Timestamp, outcome: &Outcome, next: Next) -> store::Change {
    let reason = match outcome {
        Outcome::Accepted => "",
        Outcome::Refused { reason, .. } => reason,
    };
    match next {
        Next::Done if app.settings.is_development() => outbox::delivered(mail, until, app.clock.now()),
        Next::Done => outbox::remove(mail, until),
        Next::Retry(at) => outbox::postpone(mail, until, at, reason),
        Next::GiveUp => outbox::give_up(mail, until, app.clock.now(), reason),
    }
}

fn report(mail: &Waiting, outcome: &Outcome, next: Next) {
    let attempts = mail.attempts + 1;
    match (next, outcome) {
        (Next::GiveUp, Outcome::Refused { reason, .. }) => {
            metrics::counter!("journal_mail_given_up_total").increment(1);
            tracing::warn!(mail = %mail.id, account = %mail.account.0, attempts, reason, "a mail was given up");
        }
        (Next::Retry(at), Outcome::Refused { reason, .. }) => {
            tracing::info!(mail = %mail.id, attempts, reason, next_attempt = %at, "a mail was not taken yet");
        }
        _ => {
            metrics::counter!("journal_mail_delivered_total").increment(1);
            tracing::debug!(mail = %mail.id, attempts, "a mail was delivered");
        }
    }
}
