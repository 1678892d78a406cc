//! Whether a code is right: a guess like any other, on the counter that the account's password shares.

use ::store::Change;
use crypto::Secret;
use crypto::password::Verdict;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{self, Judged};
use super::store::{self as factors, RecoveryCode};
use super::{notice, recovery};
use crate::account::{Account, key};
use crate::audit::{self, Actor, Kind};
use crate::figure;
use crate::http::{Client, Error, Result};
use crate::throttle::{self, Device, Guess, Subject};
use crate::{App, session};

/// What somebody proves who they are with, beside a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// A code of an authenticator app.
    Totp,
    /// One of the recovery codes.
    RecoveryCode,
}

/// Evaluates a code. A right one gives its guess, not settled yet, and the changes that use it up, for the caller to
/// commit with what it opens: a conflict called `code` says that it was used meanwhile. `None`: the code is not right,
/// and that is counted, recorded and over. 429 `too_many_attempts`.
pub async fn prove(
    app: &App,
    account: &Account,
    (client, device): (&Client, &Device),
    (factor, code): (Factor, &Secret<String>),
) -> Result<Option<(Guess, Vec<Change>)>> {
    let guess = throttle::guess(app, &Subject::Account(account.id), client, device).await?;
    let checked = match factor {
        Factor::Totp => totp(app, account, code).await,
        Factor::RecoveryCode => recovery_code(app, account, client, code).await,
    };
    match checked {
        Ok(Checked::Right(changes)) => Ok(Some((guess, changes))),
        // It was right once: nobody learns anything from it, and it counts against nobody. Since nothing limits how
        // often it comes, it is not recorded either.
        Ok(Checked::Repeated) => {
            guess.take_back(app).await?;
            Ok(None)
        }
        Ok(Checked::Wrong) => {
            guess.wrong(app, |came| session::consequences(app, Some(account), client, came)).await?;
            refused(app, account, client).await
        }
        Err(error) => {
            guess.take_back(app).await?;
            Err(error)
        }
    }
}

/// The refusal of a code, with the status that its route gives it.
pub fn invalid_code(status: StatusCode) -> Error {
    Error::new(
        status,
        "invalid_code",
        "That code did not work. Each works once, and soon gives way to the next.",
    )
}

enum Checked {
    Right(Vec<Change>),
    Repeated,
    Wrong,
}

async fn refused(app: &App, account: &Account, client: &Client) -> Result<Option<(Guess, Vec<Change>)>> {
    let kind = Kind::SecondFactorRefused;
    app.store.commit([audit::record(app, account.id, None, kind, Actor::Client(client))]).await?;
    figure::sign_in_failed(app, "invalid_code");
    Ok(None)
}

async fn totp(app: &App, account: &Account, code: &Secret<String>) -> Result<Checked> {
    let Some(stored) = app.store.get(factors::totp(account.id)).await? else { return Ok(Checked::Wrong) };
    let Some(digits) = model::digits(code.expose()) else { return Ok(Checked::Wrong) };
    let key = key::of(app, account.id).await?;
    let secret = crypto::sealed::open(&key, &recovery::context(account.id), &stored.sealed)?;
    let now = app.clock.now().as_second();
    Ok(match model::judge(&secret, &digits, stored.last_step, now) {
        Judged::Right(step) => Checked::Right(vec![factors::use_step(account.id, step)]),
        Judged::Repeated => Checked::Repeated,
        Judged::Wrong => Checked::Wrong,
    })
}

async fn recovery_code(
    app: &App,
    account: &Account,
    client: &Client,
    code: &Secret<String>,
) -> Result<Checked> {
    let codes = app.store.all(factors::recovery_codes(account.id)).await?;
    let Some(code) = model::recovery(code.expose()).map(Secret::new) else { return Ok(Checked::Wrong) };
    let Some(found) = find(app, &codes, code).await? else { return Ok(Checked::Wrong) };
    if found.is_used {
        return Ok(Checked::Repeated);
    }
    let left = codes.iter().filter(|one| !one.is_used).count() - 1;
    let mut changes = vec![
        factors::use_recovery_code(account.id, &found.digest, app.clock.now()),
        audit::record(app, account.id, None, Kind::RecoveryCodeUsed, Actor::Client(client)),
    ];
    changes.extend(notice::recovery_code_used(app, account, client, left));
    app.mail_waiting.notify_one();
    Ok(Checked::Right(changes))
}

/// Which of these codes it is. The codes of a set share a salt, so that one hash is compared with all; only those that
/// were hashed at another cost than today's are tried each for itself.
async fn find<'a>(
    app: &App,
    codes: &'a [RecoveryCode],
    code: Secret<String>,
) -> Result<Option<&'a RecoveryCode>> {
    let Some(first) = codes.first() else { return Ok(None) };
    let hash = app.hasher.hash(code.clone(), first.salt).await?;
    if let Some(found) = codes.iter().find(|one| crypto::equal(one.digest.as_bytes(), hash.as_bytes())) {
        return Ok(Some(found));
    }
    let recipe = |phc: &str| phc.rsplit_once('$').map(|(recipe, _)| recipe.to_owned());
    for one in codes.iter().filter(|one| recipe(&one.digest) != recipe(&hash)) {
        let verdict = app.hasher.verify(code.clone(), Some(one.digest.clone())).await?;
        if matches!(verdict, Verdict::Right | Verdict::RightOutdated) {
            return Ok(Some(one));
        }
    }
    Ok(None)
}
