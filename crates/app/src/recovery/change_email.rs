//! `POST /api/auth/change-email`: asks to move an account to another address.
//!
//! Nothing changes until the new address confirms. The answer does not tell whether that address has an account of
//! its own; its owner is told that somebody tried. A newer request voids an older one, whose address may have been a
//! slip of the pen. `GET /api/auth/me` tells its owner what waits.

use axum::Json as Answer;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::Change;
use utoipa::ToSchema;

use super::store as recoveries;
use crate::App;
use crate::access::{FreshlySignedIn, Scope};
use crate::account::{Account, Email, store as accounts};
use crate::audit::{self, Actor, Kind};
use crate::http::{Client, Complaint, Development, Fields, Json, Problem, Result, unauthenticated};
use crate::mail::{self, Message};
use crate::onetime::{self, Issued, Purpose};
use crate::throttle;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeEmailBody {
    new_email: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ChangeEmailAnswer {
    message: &'static str,
    /// In development only: the token from the mail, or a dummy where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    dev_confirm_token: Option<String>,
}

/// Mails a link to the new address that confirms it, and tells the present one.
#[utoipa::path(
    post, path = "/api/auth/change-email", tag = "accounts", request_body = ChangeEmailBody,
    security(("bearer" = [])),
    responses(
        (status = 202, description = "Look into the mail of the new address", body = ChangeEmailAnswer),
        (status = 401, description = "`unauthenticated`", body = Problem),
        (status = 403, description = "`reauthentication_required` with `methods`", body = Problem),
        (status = 422, description = "Not an address, or the present one", body = Problem),
    )
)]
pub(super) async fn change_email(
    State(app): State<App>,
    FreshlySignedIn(caller): FreshlySignedIn,
    Development(is_development): Development,
    client: Client,
    Json(body): Json<ChangeEmailBody>,
) -> Result<(StatusCode, Answer<ChangeEmailAnswer>)> {
    caller.may(Scope::ProfileWrite)?;
    let account = app.store.get(accounts::by_id(caller.account)).await?.ok_or_else(unauthenticated)?;
    let email = another(&account, &body.new_email)?;
    let may_mail = throttle::mail_again(&app, email.folded(), &client).await?;
    let mut given = onetime::dummy(&app);
    if may_mail {
        let (issued, letter) = letter(&app, &account, &email).await?;
        let session = Some(caller.session.0);
        // What waits is told by `me`, and must not tell whether the address is somebody's.
        let waits = issued.as_ref().map(|issued| issued.stored.clone());
        let waits = waits
            .unwrap_or_else(|| onetime::placeholder(&app, Purpose::ConfirmEmail, account.id, email.as_str()));
        let mut changes = vec![onetime::drop_email_changes(account.id), waits.announces(account.id.0)];
        changes.push(letter.unwrap_or_else(|| onetime::decoy(&app)));
        changes.extend(asked(&app, &account, &client));
        let actor = Actor::Client(&client);
        changes.push(audit::record(&app, account.id, session, Kind::EmailChangeAsked, actor));
        app.store.commit(changes).await?;
        app.mail_waiting.notify_one();
        given = issued.map_or(given, |issued| issued.token);
    }
    let answer = ChangeEmailAnswer {
        message: "If this address can be yours, a mail with a link is on its way to it.",
        dev_confirm_token: is_development.then(|| given.expose().clone()),
    };
    Ok((StatusCode::ACCEPTED, Answer(answer)))
}

fn another(account: &Account, text: &str) -> Result<Email> {
    let mut fields = Fields::default();
    let parsed = Email::parse(text).and_then(|email| {
        let is_own = Email::parse(&account.email).is_ok_and(|own| own.folded() == email.folded());
        if is_own { Err(Complaint::new("unchanged", "This is your address already.")) } else { Ok(email) }
    });
    fields.take("new_email", parsed).ok_or_else(|| fields.refusal())
}

/// The token that confirms the address, if it is free, and what is mailed: the link, or word to whoever has the
/// address. An address that is merely held for somebody hears nothing.
async fn letter(app: &App, account: &Account, email: &Email) -> Result<(Option<Issued>, Option<Change>)> {
    let now = app.clock.now();
    let holder = app.store.get(recoveries::holder(email.folded(), now)).await?;
    match holder.filter(|holder| holder.account != account.id) {
        None => {
            let issued = onetime::issue(app, Purpose::ConfirmEmail, account.id, Some(email.as_str()));
            let message = Message::ConfirmEmail { link: issued.link.clone(), expires: issued.expires_at };
            let letter = mail::queue(app, account.id, email.as_str(), &message, now);
            Ok((Some(issued), Some(letter)))
        }
        Some(holder) if holder.is_held => Ok((None, None)),
        Some(holder) => {
            let message = Message::AddressInUse { at: now, link: app.settings.public_url.clone() };
            let owner = app.store.get(accounts::by_id(holder.account)).await?;
            Ok((None, owner.map(|owner| mail::queue(app, owner.id, &owner.email, &message, now))))
        }
    }
}

/// What tells the present address.
fn asked(app: &App, account: &Account, client: &Client) -> [Change; 2] {
    let not_me = onetime::issue(app, Purpose::NotMe, account.id, Some(&account.email));
    let address = client.address.to_string();
    let notice = Message::EmailChangeAsked { at: app.clock.now(), address, not_me: not_me.link };
    [not_me.stored, mail::queue(app, account.id, &account.email, &notice, app.clock.now())]
}
