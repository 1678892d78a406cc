//! Signing in and up by what a provider has said.

use http::HeaderMap;
use store::Change;
use uuid::Uuid;

use super::model::{Arrival, Flow, Identity, arrive};
use super::provider::Provider;
use super::{notice, store as connections};
use crate::App;
use crate::account::{self, Account, Email, Registration, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::figure;
use crate::http::{Client, Error, Result, conflict, forbidden};
use crate::id::AccountId;
use crate::passkey;
use crate::session::{self, By, Delivery, Entering, Method};
use crate::throttle::Device;

/// How somebody goes on.
pub(super) enum Entered {
    /// Where they wanted to, with these cookies.
    At(HeaderMap),
    /// A registration waits for its mail.
    Waiting {
        /// The address that it went to.
        email: String,
        /// Names the registration.
        registration: AccountId,
    },
}

type Who<'a> = (&'a Flow, &'a Identity);
/// From where somebody comes: the network, the browser, its cookies.
type Whence<'a> = (Client, Device, &'a HeaderMap);

/// Signs somebody in, or up.
pub(super) async fn enter(app: &App, provider: &Provider, who: Who<'_>, from: Whence<'_>) -> Result<Entered> {
    let (_, identity) = who;
    let now = app.clock.now();
    let known = app.store.get(connections::by_identity(identity, now)).await?;
    let owner = match (&known, &identity.email) {
        (None, Some(email)) => app.store.get(accounts::by_email(email.folded())).await?,
        _ => None,
    };
    let owner = owner.map(|owner| owner.account);
    match arrive(known.as_ref(), owner.as_ref(), identity, provider.settings.trust_email) {
        Arrival::Known(id) => returning(app, id, identity, from).await,
        Arrival::SetAside => Err(failed(app, "provider_unconfirmed")),
        Arrival::SignInFirst => Err(sign_in_first(app)),
        Arrival::NoAddress => Err(failed(app, "email_missing")),
        Arrival::Link(id) => join(app, provider, id, identity, from).await,
        Arrival::Welcome(email) => {
            let account = welcome(app, &email, who, &from.0).await?;
            let used = connections::used(account.id, identity, app.clock.now());
            sign_in(app, &account, vec![account::admitted(account.id, app.clock.now()), used], from).await
        }
        Arrival::Register(email) => register(app, &email, who, from).await,
    }
}

/// Whoever is connected. One who belongs to a registration is told to look into the mail; where no verification is asked
/// for, the registration becomes an account here and now.
async fn returning(app: &App, id: AccountId, identity: &Identity, from: Whence<'_>) -> Result<Entered> {
    let now = app.clock.now();
    let used = connections::used(id, identity, now);
    let must_verify = app.settings.require_verified_email;
    if let Some(account) = app.store.get(accounts::by_id(id)).await? {
        if must_verify && account.verified_at.is_none() {
            return Err(failed(app, "email_not_verified"));
        }
        return sign_in(app, &account, vec![account::admitted(id, now), used], from).await;
    }
    let waiting = app.store.get(accounts::registration_by_id(id, now)).await?;
    let registration = waiting.ok_or_else(|| failed(app, "email_not_verified"))?;
    let waits = Entered::Waiting { email: registration.email.clone(), registration: registration.account };
    if must_verify {
        return Ok(waits);
    }
    match app.store.commit(account::promote(app, &registration, None)?).await {
        // The address is somebody's, who has been told by mail; nobody else is.
        Err(error) if error.is_conflict() => return Ok(waits),
        other => other?,
    }
    let account = app.store.get(accounts::by_id(id)).await?.ok_or_else(|| sign_in_first(app))?;
    sign_in(app, &account, vec![account::admitted(id, now), used], from).await
}

/// Connects an account whose address the provider vouches for, and signs in to it.
async fn join(
    app: &App,
    provider: &Provider,
    id: AccountId,
    identity: &Identity,
    from: Whence<'_>,
) -> Result<Entered> {
    let account = app.store.get(accounts::by_id(id)).await?.ok_or_else(|| sign_in_first(app))?;
    let connected = app.store.all(connections::of_account(id)).await?;
    match connected.iter().find(|one| one.issuer == identity.issuer) {
        Some(one) if one.unconfirmed_at.is_some() => return Err(failed(app, "provider_unconfirmed")),
        Some(_) => return Err(super::connect::already_connected()),
        None => {}
    }
    let now = app.clock.now();
    // First, so that a recovery at the same moment goes wholly before or wholly after; and only while the address that
    // was vouched for is the account's, and verified.
    let mut changes = vec![account::admitted_with_address(&account, now)];
    if account.first_signed_in_at.is_none() {
        // Nobody has been in yet: what waits there may be a stranger's, who began in this name.
        changes.push(connections::set_aside(id, now));
        changes.extend(passkey::set_aside(id, now));
    }
    changes.extend(link(app, provider, &account, identity, &from.0));
    sign_in(app, &account, changes, from).await
}

/// What every way in ends with. A provider proves one factor, whatever it asked of its user.
async fn sign_in(
    app: &App,
    account: &Account,
    changes: Vec<Change>,
    (client, device, headers): Whence<'_>,
) -> Result<Entered> {
    let delivery = Delivery::Cookie;
    let replaced = session::replaced(app, headers, delivery);
    let by = By { method: Method::Provider, client, device, delivery };
    let entering = Entering { by, guess: None, changes, password: None, replaced };
    let response = entering.finish(app, account).await?;
    Ok(Entered::At(response.headers().clone()))
}

/// The changes that connect a provider, tell the owner, and write it down.
pub(super) fn link(
    app: &App,
    provider: &Provider,
    account: &Account,
    identity: &Identity,
    client: &Client,
) -> Vec<Change> {
    let now = app.clock.now();
    let mut changes = connections::release_unborn(identity).to_vec();
    changes.extend([
        connections::claim(account.id, identity),
        connections::insert(account.id, identity, None, now),
        audit::record_about(
            app,
            account.id,
            Kind::ProviderConnected,
            Actor::Client(client),
            provider.settings.name.clone(),
        ),
    ]);
    changes.extend(notice::connected(app, account, &provider.settings.label, client));
    app.mail_waiting.notify_one();
    changes
}

/// A new account, whose address the provider vouches for.
async fn welcome(app: &App, email: &Email, (flow, identity): Who<'_>, client: &Client) -> Result<Account> {
    let now = app.clock.now();
    let registration = registration(app, email, invited(app, flow, client).await?);
    let id = registration.account;
    let mut changes = account::open(app, &registration, Some(now))?;
    changes.extend(connections::release_unborn(identity));
    changes.extend([
        connections::claim(id, identity),
        connections::insert(id, identity, None, now),
        audit::record(app, id, None, Kind::AccountVerified, Actor::Client(client)),
    ]);
    account::hold_and_commit(app, &registration, changes, lost).await?;
    app.store.get(accounts::by_id(id)).await?.ok_or_else(|| sign_in_first(app))
}

/// A registration that waits for its mail, whoever exists; where no verification is asked for, an account.
async fn register(app: &App, email: &Email, (flow, identity): Who<'_>, from: Whence<'_>) -> Result<Entered> {
    let now = app.clock.now();
    let registration = registration(app, email, invited(app, flow, &from.0).await?);
    let mut own = connections::release_unborn(identity).to_vec();
    own.push(connections::claim(registration.account, identity));
    own.push(connections::insert(registration.account, identity, Some(registration.expires_at), now));
    account::begin(app, &registration, email, (own, lost), false).await?;
    if app.settings.require_verified_email {
        return Ok(Entered::Waiting { email: registration.email, registration: registration.account });
    }
    returning(app, registration.account, identity, from).await
}

/// The invitation that the flow was begun with, or whether one may register without.
async fn invited(app: &App, flow: &Flow, client: &Client) -> Result<Option<Uuid>> {
    match flow.invite {
        Some(invite) => Ok(Some(invite)),
        None => account::admit(app, None, client).await,
    }
}

fn registration(app: &App, email: &Email, invite: Option<Uuid>) -> Registration {
    let now = app.clock.now();
    Registration {
        account: AccountId(app.random.uuid_v7(now)),
        email: email.as_str().to_owned(),
        username: None,
        password_hash: String::new(),
        invite,
        expires_at: now + account::PENDING,
    }
}

/// What stopped holding while it was looked at.
pub(super) fn lost(error: store::Error) -> Error {
    match error.conflict() {
        Some("email" | "registration") => address_taken(),
        Some("identity") => {
            conflict("identity_taken", "What you are called there opens another journal already.")
        }
        Some("connection") => super::connect::already_connected(),
        _ => error.into(),
    }
}

fn sign_in_first(app: &App) -> Error {
    figure::sign_in_failed(app, "sign_in_first");
    address_taken()
}

fn address_taken() -> Error {
    let detail =
        "There is a journal under this address. Sign in as you usually do, and connect the provider then.";
    conflict("sign_in_first", detail)
}

fn failed(app: &App, code: &'static str) -> Error {
    figure::sign_in_failed(app, code);
    match code {
        "email_not_verified" => forbidden(
            code,
            "This address is not verified yet. Open the link in the mail that was sent to it.",
        ),
        "provider_unconfirmed" => forbidden(
            code,
            "This connection was set aside when the account was recovered. Sign in another way, and confirm it.",
        ),
        _ => {
            forbidden(code, "The provider names no address. Sign up with one, and connect the provider then.")
        }
    }
}
