//! `journal user`: accounts, as the operator looks after them. The work is `app::admin`'s; this tells it.

use app::App;
use app::access::Role;
use app::admin::{self, AccountView};
use app::token::TokenItem;
use jiff::Timestamp;
use serde_json::json;

use super::arguments::User;
use super::import;
use super::outcome::{Outcome, table};
use crate::config::Config;
use crate::start::{self, Purpose};
use crate::{Failure, terminal};

pub(super) async fn run(act: &User, config: &Config) -> Result<Outcome, Failure> {
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let outcome = carry_out(act, &app).await;
    app.store.close().await;
    outcome
}

async fn carry_out(act: &User, app: &App) -> Result<Outcome, Failure> {
    let (account, done) = match act {
        User::Create { email, role } => return create(app, email, *role).await,
        User::Import { file, format, dry_run } => return import::run(app, file, *format, *dry_run).await,
        User::List => return Ok(listed(&admin::list(app).await?)),
        User::Show { email } => return Ok(shown(&admin::show(app, email).await?)),
        User::Disable { email } => (admin::disable(app, email).await?, "is disabled; its sessions are over"),
        User::Enable { email } => (admin::enable(app, email).await?, "may sign in again"),
        User::RemoveFactors { email } => {
            (admin::remove_factors(app, email).await?, "needs no second factor to sign in any more")
        }
        User::SetRole { email, roles } => return set_roles(app, email, roles).await,
        User::Tokens { email, revoke: false } => return Ok(tokens(&admin::tokens(app, email).await?)),
        User::Tokens { email, revoke: true } => {
            let revoked = admin::revoke_tokens(app, email).await?;
            let line = format!("{revoked} access tokens of {email} open nothing any more.");
            return Ok(Outcome::new(&json!({ "revoked": revoked }), [line]));
        }
        User::EndSessions { email } => (admin::end_sessions(app, email).await?, "is signed out everywhere"),
    };
    Ok(Outcome::new(&account, [format!("{} {done}.", account.email)]))
}

async fn create(app: &App, email: &str, role: Role) -> Result<Outcome, Failure> {
    admin::check_role(app, role).await?;
    let password = terminal::password(email).await?;
    let account = admin::create(app, email, password.expose(), role).await?;
    let line = format!("{} may sign in as {}.", account.email, role.as_str());
    Ok(Outcome::new(&account, [line]))
}

async fn set_roles(app: &App, email: &str, given: &[String]) -> Result<Outcome, Failure> {
    let account = admin::set_roles(app, email, given).await?;
    let line = format!("{} is now: {}.", account.email, roles(&account));
    Ok(Outcome::new(&account, [line]))
}

fn tokens(tokens: &[TokenItem]) -> Outcome {
    let title = ["ID", "NAME", "SCOPES", "UNTIL", "LAST USED", "FROM"].map(str::to_owned);
    let day = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
    let row = |token: &TokenItem| {
        let used = token.last_used_at.map_or_else(|| "never".to_owned(), day);
        let from = token.last_used_from.clone().unwrap_or_default();
        let name = token.name.clone();
        [token.id.0.to_string(), name, token.scopes.stored(), day(token.expires_at), used, from]
    };
    let rows: Vec<_> = std::iter::once(title).chain(tokens.iter().map(row)).collect();
    let none = || vec!["This account has no access tokens.".to_owned()];
    Outcome::new(&json!({ "items": tokens }), if tokens.is_empty() { none() } else { table(&rows) })
}

fn listed(accounts: &[AccountView]) -> Outcome {
    let title = ["ADDRESS", "ROLES", "STATE", "SINCE"].map(str::to_owned);
    let row = |account: &AccountView| [account.email.clone(), roles(account), state(account), day(account)];
    let rows: Vec<_> = std::iter::once(title).chain(accounts.iter().map(row)).collect();
    let lines =
        if accounts.is_empty() { vec!["There are no accounts yet.".to_owned()] } else { table(&rows) };
    Outcome::new(&json!({ "items": accounts }), lines)
}

fn shown(account: &AccountView) -> Outcome {
    let rows = [
        ["address".to_owned(), account.email.clone()],
        ["username".to_owned(), account.username.clone().unwrap_or_else(|| "none".to_owned())],
        ["id".to_owned(), account.id.0.to_string()],
        ["roles".to_owned(), roles(account)],
        ["second factor".to_owned(), if account.has_second_factor { "on" } else { "off" }.to_owned()],
        ["state".to_owned(), state(account)],
        ["since".to_owned(), account.created_at.to_string()],
    ];
    Outcome::new(account, table(&rows))
}

fn roles(account: &AccountView) -> String {
    account.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(", ")
}

fn state(account: &AccountView) -> String {
    let state = match (account.is_disabled, account.is_verified) {
        (true, _) => "disabled",
        (false, false) => "not verified",
        (false, true) => "active",
    };
    state.to_owned()
}

fn day(account: &AccountView) -> String {
    account.created_at.strftime("%Y-%m-%d").to_string()
}
