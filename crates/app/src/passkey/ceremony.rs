//! Ceremonies: begun for one browser, found again by it alone, taken once.
//!
//! Whoever is signed in is known by their session, and nobody else can finish what it began. Whoever is not gets a
//! cookie for as long as a ceremony takes: a challenge that somebody else has asked for, or has seen, is of no use in
//! another browser.

use crypto::onetime;
use http::{HeaderMap, HeaderValue};
use uuid::Uuid;

use super::model::{CEREMONY, Ceremony, Purpose};
use super::store as passkeys;
use crate::App;
use crate::access::InSession;
use crate::http::{Error, Result, bad_request, cookie};
use crate::id::AccountId;

/// What tells one browser from others.
pub(super) struct Browser {
    digest: [u8; 32],
    /// What makes it recognisable, when a session does not.
    pub(super) cookie: Option<HeaderValue>,
}

impl Browser {
    /// The browser that asks: by its session, or by a cookie, which it keeps when it has one already.
    pub(super) fn asking(app: &App, caller: Option<&InSession>, headers: &HeaderMap) -> Self {
        if let Some(caller) = caller {
            return Self { digest: of_session(app, caller), cookie: None };
        }
        let kept = cookie::read(headers, &app.settings.cookies.ceremony);
        let kept = kept.and_then(|token| onetime::digest(token).map(|digest| (token.to_owned(), digest)));
        let (token, digest) = kept.unwrap_or_else(|| {
            let (token, digest) = onetime::new(&app.random);
            (token.expose().clone(), digest)
        });
        Self { digest, cookie: Some(cookie::ceremony(&app.settings, &token, CEREMONY)) }
    }

    /// The browser that answers; `None` when it shows nothing.
    pub(super) fn answering(app: &App, caller: Option<&InSession>, headers: &HeaderMap) -> Option<Self> {
        let digest = match caller {
            Some(caller) => of_session(app, caller),
            None => onetime::digest(cookie::read(headers, &app.settings.cookies.ceremony)?)?,
        };
        Some(Self { digest, cookie: None })
    }
}

fn of_session(app: &App, caller: &InSession) -> [u8; 32] {
    crypto::keyed_digest(&app.keys.csrf, "passkey ceremony", caller.session.0.as_bytes())
}

/// A ceremony for that browser and purpose, not stored yet.
pub(super) fn prepare(
    app: &App,
    purpose: Purpose,
    account: Option<AccountId>,
    browser: &Browser,
) -> Ceremony {
    let now = app.clock.now();
    Ceremony {
        id: app.random.uuid_v7(now),
        purpose,
        account,
        browser: browser.digest,
        challenge: app.random.bytes(),
        email: None,
        invite: None,
        expires_at: now + CEREMONY,
    }
}

/// How many ceremonies for one purpose a browser has under way: a few tabs go on side by side, and one more ends the
/// oldest.
const SIDE_BY_SIDE: usize = 4;

/// Stores a ceremony, in the place of the oldest ones of that browser when there are more than a few. So a browser
/// holds a few rows, however often it asks, and one without a cookie as many as it may send requests in five minutes.
pub(super) async fn keep(app: &App, ceremony: &Ceremony) -> Result<(), store::Error> {
    let there = app.store.all(passkeys::of_browser(ceremony.browser, ceremony.purpose)).await?;
    let too_many = there.into_iter().skip(SIDE_BY_SIDE - 1).map(passkeys::drop_ceremony);
    app.store.commit(too_many.chain([passkeys::insert_ceremony(ceremony)])).await
}

/// The ceremony that this browser began for this purpose; `None` when it is another's, for something else, taken or
/// too old.
pub(super) async fn find(
    app: &App,
    id: Uuid,
    purpose: Purpose,
    browser: Option<Browser>,
) -> Result<Option<Ceremony>, store::Error> {
    let Some(browser) = browser else { return Ok(None) };
    app.store.get(passkeys::ceremony(id, purpose, browser.digest, app.clock.now())).await
}

/// Takes a ceremony whose answer did not hold: a challenge is answered once, rightly or wrongly.
pub(super) async fn waste(app: &App, ceremony: &Ceremony) -> Result<(), store::Error> {
    match app.store.commit([passkeys::take(ceremony.id)]).await {
        Err(error) if error.is_conflict() => Ok(()),
        other => other,
    }
}

/// 400: there is no such ceremony for this browser. All reasons sound the same.
pub(super) fn ceremony_invalid() -> Error {
    bad_request("ceremony_invalid", "This took too long, or was begun elsewhere. Try again.")
}
