//! `journal role`: names that grant scopes. The work is `app::admin`'s; this tells it.

use app::App;
use app::admin::{self, RoleItem};
use serde_json::json;

use super::arguments::Roles;
use super::outcome::{Outcome, table};
use crate::Failure;
use crate::config::Config;
use crate::start::{self, Purpose};

pub(super) async fn run(act: &Roles, config: &Config) -> Result<Outcome, Failure> {
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let outcome = carry_out(act, &app).await;
    app.store.close().await;
    outcome
}

async fn carry_out(act: &Roles, app: &App) -> Result<Outcome, Failure> {
    let (role, done) = match act {
        Roles::List => return Ok(listed(&admin::roles(app).await?)),
        Roles::Create { name, scopes } => (admin::create_role(app, name, scopes).await?, "grants"),
        Roles::SetScopes { name, scopes } => (admin::set_role_scopes(app, name, scopes).await?, "now grants"),
        Roles::Delete { name } => {
            let role = admin::delete_role(app, name).await?;
            return Ok(Outcome::new(&role, [format!("There is no role {name} any more.")]));
        }
    };
    let line = format!("{} {done} {}.", role.name.as_str(), role.scopes.stored());
    Ok(Outcome::new(&role, [line]))
}

fn listed(roles: &[RoleItem]) -> Outcome {
    let title = ["ROLE", "PEOPLE", "GRANTS"].map(str::to_owned);
    let row = |role: &RoleItem| {
        let built_in = if role.is_built_in { " (built in)" } else { "" };
        [format!("{}{built_in}", role.name.as_str()), role.people.to_string(), role.scopes.stored()]
    };
    let rows: Vec<_> = std::iter::once(title).chain(roles.iter().map(row)).collect();
    Outcome::new(&json!({ "items": roles }), table(&rows))
}
