//! Attempts: a right first proof of an account that asks for a second one.
//!
//! The attempt stands for the first proof, and for no more: it opens nothing, and whoever holds its token has to bring
//! a second factor to `POST /api/auth/mfa/verify`, or a passkey to where passkeys sign in, within ten minutes. It is
//! stored by its digest, taken once, in the commit that starts the session, and bound to its account, to the browser's
//! cookie where there is one, and to the password that was right: one that was replaced in between voids it. What was counted of wrong guesses stays as it was
//! until the second proof lets somebody in.

mod store;

use ::store::Change;
use crypto::{Secret, onetime};
use http::{HeaderMap, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use self::store as attempts;
use super::answer::Delivery;
use super::enter::{By, Entering, Method, replaced};
use crate::App;
use crate::access::is_factor_demanded;
use crate::account::{Account, WithPassword, store as accounts};
use crate::http::{Client, Error, forbidden};
use crate::id::AccountId;
use crate::throttle::{Device, Guess};

/// How long the second proof may take.
const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// A first proof that waits for the second.
pub struct Attempt {
    digest: onetime::Digest,
    /// Whose it is.
    pub account: AccountId,
    method: Method,
    delivery: Delivery,
    device: Option<[u8; 32]>,
    password_mark: Option<[u8; 32]>,
}

/// Whether somebody who has proved one factor of an account must prove another one: it has an app, or a passkey where a
/// second factor is demanded of it. One that a recovery has set aside asks for itself as well: otherwise whoever reads
/// the mail would come in by the new password, and needed one thing alone.
pub(super) async fn is_asked_of(app: &App, account: &Account) -> Result<bool, ::store::Error> {
    if account.second_factor_since.is_some() {
        return Ok(true);
    }
    if !is_factor_demanded(app, &account.roles).await? {
        return Ok(false);
    }
    let methods = app.store.get(attempts::methods(account.id)).await?;
    Ok(methods.is_some_and(|methods| methods.contains(&"passkey")))
}

/// Keeps the first proof, and makes the refusal that says what the second one needs: 403 `mfa_required` with
/// `mfa_token` and `methods`. What the first proof changes is committed now, with its guess.
pub(super) async fn begin(
    entering: &Entering,
    app: &App,
    account: &Account,
) -> Result<Error, ::store::Error> {
    let now = app.clock.now();
    let (token, digest) = onetime::new(&app.random);
    // A browser keeps cookies, so one that asks for its session in a cookie can be told from every other.
    let (device, cookie) = match (entering.by.device.digest(), entering.by.delivery) {
        (None, Delivery::Cookie) => {
            let (digest, cookie) = Device::introduce(app);
            (Some(digest), Some(cookie))
        }
        (known, _) => (known, None),
    };
    let attempt = Attempt {
        digest,
        account: account.id,
        method: entering.by.method,
        delivery: entering.by.delivery,
        device,
        password_mark: entering.password.as_deref().map(mark),
    };
    let mut changes = entering.changes.clone();
    changes.push(attempts::insert(&attempt, now, now + LIFE));
    entering.settle_so_far(app, changes).await?;
    let methods = app.store.get(attempts::methods(account.id)).await?.unwrap_or_default();
    let refusal = refusal(&token, &methods);
    Ok(match cookie {
        Some(cookie) => refusal.with_header(header::SET_COOKIE, cookie),
        None => refusal,
    })
}

/// The live attempt of a token, when it comes from the browser that began it.
pub async fn attempt(app: &App, token: &str, device: &Device) -> Result<Option<Attempt>, ::store::Error> {
    let Some(digest) = onetime::digest(token) else { return Ok(None) };
    let found = app.store.get(attempts::by_digest(digest, app.clock.now())).await?;
    Ok(found.filter(|attempt| attempt.device.is_none() || attempt.device == device.digest()))
}

impl Attempt {
    /// Whether the first proof still holds: its password is the account's.
    pub fn holds(&self, found: &WithPassword) -> bool {
        match (&self.password_mark, &found.password_hash) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(held), Some(hash)) => crypto::equal(held, &mark(hash)),
        }
    }

    /// Goes on with the second proof, which was `guess` if it can be guessed at, and changes what `changes` say; the
    /// attempt is taken with them.
    pub fn resume(
        &self,
        app: &App,
        (client, device, headers): (Client, Device, &HeaderMap),
        found: &WithPassword,
        (guess, mut changes): (Option<Guess>, Vec<Change>),
    ) -> Entering {
        let now = app.clock.now();
        changes.push(attempts::take(self.digest, now));
        changes.push(match (&self.password_mark, &found.password_hash) {
            (Some(_), Some(hash)) => accounts::sign_in(self.account, hash, now),
            _ => attempts::stays_open(self.account, now),
        });
        let replaced = replaced(app, headers, self.delivery);
        let by = By { method: self.method, client, device, delivery: self.delivery };
        Entering { by, guess, changes, password: None, replaced }
    }
}

/// The change that ends an account's attempts: whatever the first proof was, it is not enough any more.
pub fn drop_attempts(account: AccountId) -> Change {
    attempts::drop_of(account)
}

/// The change that forgets attempts that have lapsed.
pub fn sweep(now: Timestamp) -> Change {
    attempts::sweep(now)
}

/// What stands for a password's hash: enough to see that it is still the same.
fn mark(password_hash: &str) -> [u8; 32] {
    crypto::sha256(password_hash.as_bytes())
}

/// 401: the attempt does not hold. All reasons sound the same.
pub fn over() -> Error {
    let detail = "This sign-in took too long, or does not hold any more. Begin it anew.";
    Error::new(StatusCode::UNAUTHORIZED, "token_invalid", detail)
}

fn refusal(token: &Secret<String>, methods: &[&'static str]) -> Error {
    let detail = if methods.contains(&"passkey") {
        "This account asks for a second factor. Use its passkey to go on."
    } else {
        "This account asks for a second factor. Enter its code to go on."
    };
    forbidden("mfa_required", detail)
        .with_member("mfa_token", json!(token.expose()))
        .with_member("methods", json!(methods))
}
