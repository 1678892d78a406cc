//! Entering: what every way in ends with, once somebody has proved who they are.
//!
//! A closed account takes nobody in, and one that asks for a second factor keeps what was proved as an attempt until
//! the second proof comes. Otherwise a session starts, the browser is known from now on, the session that its cookie
//! still spoke for is over, and an owner hears of a browser that was not known before. All of it is committed with what
//! the proof itself changes, or none of it.
//!
//! What must always hold: an account with a second factor gets no session from one proof, by whatever way it came; nor
//! does one with a passkey, where a second factor is demanded of it.

use axum::response::Response;
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use store::Change;

use super::answer::{Delivery, Granted, to_login};
use super::{attempt, end, notice, start};
use crate::App;
use crate::account::Account;
use crate::audit::{self, Actor, Kind};
use crate::figure;
use crate::http::{Client, Error, Result, cookie, forbidden, unavailable};
use crate::throttle::{self, Device, Guess};

/// How somebody proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By a password.
    Password,
    /// By a passkey, whose authenticator has verified its user.
    Passkey,
    /// Through a sign-in provider.
    Provider,
}

impl Method {
    /// The word for it in the list of sessions and in metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::Provider => "oauth",
        }
    }

    /// The method of that word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        [Self::Password, Self::Passkey, Self::Provider].into_iter().find(|method| method.as_str() == word)
    }

    /// Whether it proves two factors at once, so that no second one is asked for.
    pub fn counts_as_both(self) -> bool {
        match self {
            // What a provider asked of its user, it alone knows.
            Self::Password | Self::Provider => false,
            Self::Passkey => true,
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
    /// one called `ceremony`, `passkey` or `connection` that it was used up or taken away, here or elsewhere.
    pub changes: Vec<Change>,
    /// The hash of the password that was proved, as it stands once `changes` are committed; none for other ways in. It
    /// holds a sign-in that waits for its second factor to that password.
    pub password: Option<String>,
    /// The end of the session that this one takes the place of.
    pub replaced: Option<Change>,
}

impl Entering {
    /// Starts the session and answers with its tokens. 403 `account_disabled` when the account is closed, 403
    /// `mfa_required` when it asks for a second factor; 503 when the proof stopped holding while it was looked at.
    pub async fn finish(self, app: &App, account: &Account) -> Result<Response> {
        self.refuse_closed(app, account).await?;
        let done = if !self.by.method.counts_as_both() && attempt::is_asked_of(app, account).await? {
            attempt::begin(&self, app, account).await.map(Err)
        } else {
            self.start(app, account, false).await.map(Ok)
        };
        done.map_err(lost)?
    }

    /// Refuses when the account is closed: 403 `account_disabled`.
    pub async fn refuse_closed(&self, app: &App, account: &Account) -> Result<()> {
        let Some(refusal) = closed(app, account) else { return Ok(()) };
        let event = audit::record(app, account.id, None, Kind::SignInRefused, Actor::Client(&self.by.client));
        self.settle_so_far(app, vec![event]).await?;
        Err(refusal)
    }

    /// Starts the session of somebody who has proved both factors; a conflict says what stopped holding, and has taken
    /// the guess back.
    pub async fn take_in(&self, app: &App, account: &Account) -> Result<Response, store::Error> {
        self.start(app, account, true).await
    }

    async fn start(&self, app: &App, account: &Account, is_both: bool) -> Result<Response, store::Error> {
        let By { method, client, device, delivery } = &self.by;
        let granted = Granted::first(app, &account.roles).await?;
        let started = start::start(app, account.id, *method, client);
        let both = is_both.then(|| start::both(app, &started.session));
        let (known, cookie) = throttle::remember(app, device, account.id).await?;
        let mut changes = self.changes.clone();
        changes.extend(started.changes.into_iter().chain(both).chain([known]).chain(self.replaced.clone()));
        if cookie.is_some() && account.first_signed_in_at.is_some() {
            changes.extend(notice::new_device(app, account.id, &account.email, client));
            app.mail_waiting.notify_one();
        }
        self.settle(app, changes).await?;
        figure::signed_in(app, method.as_str());
        let mut response = to_login(app, &started.session, &granted, *delivery);
        response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
        Ok(response)
    }

    /// Commits, with the guess as one that lets somebody in; a conflict takes the guess back.
    async fn settle(&self, app: &App, changes: Vec<Change>) -> Result<(), store::Error> {
        let Some(guess) = &self.guess else { return app.store.commit(changes).await };
        taken_back(app, guess, guess.right(app, changes).await).await
    }

    /// The same for a guess that was right and lets nobody in yet: what was counted before it stays.
    pub(super) async fn settle_so_far(&self, app: &App, changes: Vec<Change>) -> Result<(), store::Error> {
        let Some(guess) = &self.guess else { return app.store.commit(changes).await };
        taken_back(app, guess, guess.right_so_far(app, changes).await).await
    }
}

async fn taken_back(app: &App, guess: &Guess, done: Result<(), store::Error>) -> Result<(), store::Error> {
    if done.as_ref().is_err_and(store::Error::is_conflict) {
        guess.take_back(app).await?;
    }
    done
}

/// A conflict: what was proved stopped holding while it was looked at, or was used up by a parallel request.
fn lost(error: store::Error) -> Error {
    match error.conflict() {
        Some("password" | "account") => unavailable(1),
        Some("ceremony" | "passkey" | "connection" | "identity") => {
            let detail = "This was answered already. Try again.";
            Error::new(StatusCode::UNAUTHORIZED, "invalid_credentials", detail)
        }
        _ => error.into(),
    }
}

/// Why an account takes nobody in, if so.
fn closed(app: &App, account: &Account) -> Option<Error> {
    let refused = || figure::sign_in_failed(app, "account_disabled");
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
