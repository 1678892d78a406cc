//! `journal user`: accounts, as the operator looks after them. The work is `app::admin`'s; this tells it.

use app::App;
use app::access::Role;
use app::admin::{self, AccountView};
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
        User::SetRole { email, role } => (admin::set_role(app, email, *role).await?, role_given(*role)),
        User::RemoveFactors { email } => {
            (admin::remove_factors(app, email).await?, "needs no second factor to sign in any more")
        }
        User::EndSessions { email } => (admin::end_sessions(app, email).await?, "is signed out everywhere"),
    };
    Ok(Outcome::new(&account, [format!("{} {done}.", account.email)]))
}

async fn create(app: &App, email: &str, role: Role) -> Result<Outcome, Failure> {
    let password = terminal::password(email).await?;
    let account = admin::create(app, email, password.expose(), role).await?;
    let line = format!("{} may sign in as {}.", account.email, role.as_str());
    Ok(Outcome::new(&account, [line]))
}

fn role_given(role: Role) -> &'static str {
    match role {
        Role::User => "is a user",
        Role::Admin => "is an admin",
    }
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
    account.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")
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
