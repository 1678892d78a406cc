//! `journal invite`: invitations, for where registration is by invitation. The work is `app::invite`'s.

use app::App;
use app::audit::Actor;
use app::id::AccountId;
use app::invite::{self, Invite, State};
use app::settings::Registration;
use serde_json::json;

use super::arguments::Invitation;
use super::outcome::{Outcome, table};
use crate::Failure;
use crate::config::Config;
use crate::start::{self, Purpose};

pub(super) async fn run(act: &Invitation, config: &Config) -> Result<Outcome, Failure> {
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let outcome = carry_out(act, &app).await;
    app.store.close().await;
    outcome
}

async fn carry_out(act: &Invitation, app: &App) -> Result<Outcome, Failure> {
    match act {
        Invitation::Create { uses, days, note } => create(app, *uses, *days, note).await,
        Invitation::List => Ok(listed(&invite::all(app).await?)),
        Invitation::Revoke { id } => {
            if !invite::withdraw(app, *id, AccountId::NOBODY, Actor::Operator).await? {
                return Err(Failure::new(format!(
                    "there is no invitation {id}; journal invite list shows all"
                )));
            }
            Ok(Outcome::new(
                &json!({ "id": id, "state": State::Revoked }),
                [format!("{id} lets nobody in any more.")],
            ))
        }
    }
}

async fn create(app: &App, uses: u32, days: u32, note: &str) -> Result<Outcome, Failure> {
    let made = invite::make(app, uses, days, note).await.map_err(|error| Failure::new(error.to_string()))?;
    let people = if uses == 1 { "one person".to_owned() } else { format!("{uses} people") };
    let mut lines = vec![
        format!("An invitation for {people}, until {}:", made.expires_at.strftime("%Y-%m-%d %H:%M UTC")),
        made.code.clone(),
        made.link.clone(),
        "The code is shown only now.".to_owned(),
    ];
    match app.settings.registration {
        Registration::Invite => {}
        Registration::Open => lines.push("Registration is open here, so nobody needs it yet.".to_owned()),
        Registration::Closed => {
            lines.push("Registration is closed here, so it lets nobody in yet.".to_owned());
        }
    }
    Ok(Outcome::new(&made, lines))
}

fn listed(invites: &[Invite]) -> Outcome {
    let title = ["ID", "STATE", "USED", "WAITING", "UNTIL", "NOTE"].map(str::to_owned);
    let row = |invite: &Invite| {
        let until = invite.expires_at.strftime("%Y-%m-%d").to_string();
        let used = format!("{} of {}", invite.used, invite.uses);
        let state = word(invite.state).to_owned();
        [invite.id.to_string(), state, used, invite.pending.to_string(), until, invite.note.clone()]
    };
    let rows: Vec<_> = std::iter::once(title).chain(invites.iter().map(row)).collect();
    let none = || vec!["There are no invitations.".to_owned()];
    Outcome::new(&json!({ "items": invites }), if invites.is_empty() { none() } else { table(&rows) })
}

fn word(state: State) -> &'static str {
    match state {
        State::Open => "open",
        State::UsedUp => "used up",
        State::Expired => "expired",
        State::Revoked => "revoked",
    }
}
