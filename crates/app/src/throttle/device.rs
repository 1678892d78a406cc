//! The device cookie: a browser that has signed in before is known again, and has its own budget of guesses
//! (OWASP, "slow down online guessing attacks with device cookies").

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use crypto::onetime;
use jiff::{SignedDuration, Timestamp};
use store::Change;

use super::store as throttles;
use crate::App;
use crate::http::cookie;
use crate::id::AccountId;

/// How long a browser is known after its last sign-in.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 180);

/// What the request's device cookie holds, if anything; whether it counts depends on the account.
#[derive(Clone, Debug)]
pub struct Device(Option<[u8; 32]>);

impl FromRequestParts<App> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let token = cookie::read(&parts.headers, &app.settings.cookies.device);
        Ok(Self(token.and_then(onetime::digest)))
    }
}

/// What a browser and an account are to each other before a guess.
pub(super) struct Standing {
    /// When the waits of the account were last lifted; `None` when they never were.
    pub(super) lifted_at: Option<Timestamp>,
    /// The digest, when the browser has signed in to this account before.
    pub(super) known: Option<[u8; 32]>,
}

impl Device {
    /// What stands for this browser, whether or not it has signed in to any account; `None` without a cookie.
    pub fn digest(&self) -> Option<[u8; 32]> {
        self.0
    }

    /// Gives a browser without a cookie one, with what stands for it from now on. No account knows it.
    pub fn introduce(app: &App) -> ([u8; 32], HeaderValue) {
        let (token, digest) = onetime::new(&app.random);
        (digest, cookie::device(&app.settings, token.expose(), KNOWN_FOR))
    }

    pub(super) async fn standing(&self, app: &App, account: AccountId) -> Result<Standing, store::Error> {
        let found = app.store.get(throttles::standing(account, self.0, app.clock.now())).await?;
        let (lifted_at, is_known) = found.unwrap_or_default();
        Ok(Standing { lifted_at, known: self.0.filter(|_| is_known) })
    }
}

/// The change that makes a browser known to an account, and the cookie when it has none that is known already.
pub async fn remember(
    app: &App,
    device: &Device,
    account: AccountId,
) -> Result<(Change, Option<HeaderValue>), store::Error> {
    let now = app.clock.now();
    let known = match device.digest() {
        Some(_) => device.standing(app, account).await?.known,
        None => None,
    };
    if let Some(digest) = known {
        return Ok((throttles::remember(account, digest, now, now + KNOWN_FOR), None));
    }
    // Always a fresh token: one that was planted in the browser must not become known.
    let (token, digest) = onetime::new(&app.random);
    let cookie = cookie::device(&app.settings, token.expose(), KNOWN_FOR);
    Ok((throttles::remember(account, digest, now, now + KNOWN_FOR), Some(cookie)))
}
