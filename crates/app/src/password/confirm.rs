//! Evaluating the password of somebody who is signed in: a guess like any other, which shares login's counter, so that
//! a stolen session is no way to find the password out.

use crypto::password::Verdict;
use http::StatusCode;

use super::notice;
use crate::App;
use crate::access::InSession;
use crate::account::{self, WithPassword, store as accounts};
use crate::http::{Client, Error, Result, forbidden, unauthenticated};
use crate::mfa;
use crate::throttle::{self, Device, Guess, Subject};

/// The caller's account and a guess that was right, for the caller to settle with what follows; 403 `wrong_password`
/// or 429 `too_many_attempts`.
pub(super) async fn of_caller(
    app: &App,
    caller: &InSession,
    (client, device): (&Client, &Device),
    password: &str,
) -> Result<(Guess, WithPassword)> {
    let found = app.store.get(accounts::with_password_by_id(caller.account)).await?;
    let found = found.ok_or_else(unauthenticated)?;
    let guess = throttle::guess(app, &Subject::Account(caller.account), client, device).await?;
    match app.hasher.verify(account::normalize(password), found.password_hash.clone()).await {
        Ok(Verdict::Right | Verdict::RightOutdated) if found.password_hash.is_some() => Ok((guess, found)),
        Ok(_) => {
            let (owner, session) = (&found.account, caller.session.0);
            guess.wrong(app, |came| notice::proof_failed(app, owner, session, client, came)).await?;
            Err(wrong_password())
        }
        Err(error) => {
            guess.take_back(app).await?;
            Err(error.into())
        }
    }
}

/// Takes the guess back when what should have followed did not happen: the password was replaced meanwhile, so the
/// one that was given is wrong now, or the session is over.
pub(super) async fn settled(app: &App, guess: &Guess, done: Result<(), store::Error>) -> Result<()> {
    let Err(error) = done else { return Ok(()) };
    guess.take_back(app).await?;
    match error.conflict() {
        Some("password") => Err(wrong_password()),
        Some("session") => Err(unauthenticated()),
        Some("code") => Err(mfa::invalid_code(StatusCode::FORBIDDEN)),
        _ => Err(error.into()),
    }
}

fn wrong_password() -> Error {
    forbidden("wrong_password", "That is not your password. Try again, or ask for a new one by mail.")
}
