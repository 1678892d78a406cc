//! Entering: what every way in ends with, once somebody has proved who they are.
//!
//! A closed account takes nobody in. Otherwise a session starts, the browser is known from now on, the session that
//! its cookie still spoke for is over, and an owner hears of a browser that was not known before. All of it is
//! committed with what the proof itself changes, or none of it.

use axum::response::Response;
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use store::Change;

use super::answer::{Delivery, to_login};
use super::{end, notice, start};
use crate::App;
use crate::account::Account;
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Error, Result, cookie, forbidden, unavailable};
use crate::throttle::{self, Device, Guess};

/// How somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By a password.
    Password,
    /// By a passkey, whose authenticator has verified its user.
    Passkey,
}

impl Method {
    /// The word for it in the list of sessions and in metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passkey => "passkey",
        }
    }
}

/// Who comes in, by what, and where the tokens shall go.
pub struct By {
    /// What was proved.
    pub method: Method,
    /// From where.
    pub client: Client,
    /// With which browser.
    pub device: Device,
    /// Where the refresh token goes.
    pub delivery: Delivery,
}

/// Somebody who has proved who they are, and has no session yet.
pub struct Entering {
    /// By what.
    pub by: By,
    /// The guess that the proof was, for ways in that can be guessed at; not settled yet.
    pub guess: Option<Guess>,
    /// What the proof itself changes. A conflict called `password` or `account` says that it does not hold any more,
    /// one called `ceremony` or `passkey` that it was used up, here or elsewhere.
    pub changes: Vec<Change>,
    /// The end of the session that this one takes the place of.
    pub replaced: Option<Change>,
}

impl Entering {
    /// Starts the session and answers with its tokens. 403 `account_disabled` when the account is closed; 503 when the
    /// proof stopped holding while it was looked at.
    pub async fn finish(self, app: &App, account: &Account) -> Result<Response> {
        let By { method, client, device, delivery } = &self.by;
        if let Some(refusal) = closed(account) {
            let event = audit::record(app, account.id, None, Kind::SignInRefused, Actor::Client(client));
            self.settle(app, vec![event]).await?;
            return Err(refusal);
        }
        let started = start::start(app, account.id, *method, client);
        let (known, cookie) = throttle::remember(app, device, account.id).await?;
        let mut changes = self.changes.clone();
        changes.extend(started.changes.into_iter().chain([known]).chain(self.replaced.clone()));
        if cookie.is_some() && account.first_signed_in_at.is_some() {
            changes.extend(notice::new_device(app, account.id, &account.email, client));
            app.mail_waiting.notify_one();
        }
        match self.settle(app, changes).await {
            // The password was replaced, or the account closed, while it was being looked at.
            Err(error) if matches!(error.conflict(), Some("password" | "account")) => {
                if let Some(guess) = &self.guess {
                    guess.take_back(app).await?;
                }
                return Err(unavailable(1));
            }
            Err(error) if matches!(error.conflict(), Some("ceremony" | "passkey")) => {
                let detail = "This was answered already. Try again.";
                return Err(Error::new(StatusCode::UNAUTHORIZED, "invalid_credentials", detail));
            }
            other => other?,
        }
        metrics::counter!("journal_auth_login_success_total", "method" => method.as_str()).increment(1);
        let mut response = to_login(app, &started.session, &account.roles, *delivery);
        response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
        Ok(response)
    }

    /// Commits, with the guess as a right one.
    async fn settle(&self, app: &App, changes: Vec<Change>) -> Result<(), store::Error> {
        match &self.guess {
            Some(guess) => guess.right(app, changes).await,
            None => app.store.commit(changes).await,
        }
    }
}

/// Why an account takes nobody in, if so.
fn closed(account: &Account) -> Option<Error> {
    let refused = || {
        metrics::counter!("journal_auth_login_fail_total", "reason" => "account_disabled").increment(1);
    };
    if account.disabled_at.is_some() {
        refused();
        return Some(forbidden("account_disabled", "This account is disabled. Ask who runs this journal."));
    }
    let deletion_at = account.deletion_at?;
    refused();
    let detail = "This journal will be deleted. The link in the mail about it keeps it; if you do not have that \
                  mail any more, ask for a new password, and it comes again.";
    Some(forbidden("account_disabled", detail).with_member("deletion_at", json!(deletion_at)))
}

/// The end of the session that this browser's cookie still speaks for: the new one takes its place (ASVS 7.2.4).
pub fn replaced(app: &App, headers: &HeaderMap, delivery: Delivery) -> Option<Change> {
    let token =
        cookie::read(headers, &app.settings.cookies.refresh).filter(|_| delivery == Delivery::Cookie)?;
    app.keys.refresh.parse(token).ok().map(|presented| end::replace(app, &presented))
}
