//! Judging new passwords: away from the threads that serve and one at a time, because judging is work, and a stranger
//! chooses how much.

use std::time::Duration;

use super::model::{Email, Username};
use super::new_password::NewPassword;
use super::store::Account;
use crate::App;
use crate::http::{Fields, Result, unavailable};

/// How long one waits for one's turn.
const JUDGED_WITHIN: Duration = Duration::from_secs(5);

/// Runs a judgement when its turn comes; 503 when it does not.
pub(super) async fn in_turn<T: Send + 'static>(
    app: &App,
    judge: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let turn =
        tokio::time::timeout(JUDGED_WITHIN, app.judging.acquire()).await.map_err(|_| unavailable(2))??;
    let judged = tokio::task::spawn_blocking(judge).await?;
    drop(turn);
    judged
}

/// The password that the owner of an account wants from now on; 422 with the field's name when it is not good enough.
pub async fn judge(app: &App, account: &Account, field: &'static str, text: String) -> Result<NewPassword> {
    let email = Email::parse(&account.email).ok();
    let username = account.username.as_deref().and_then(|name| Username::parse(name).ok());
    let list = app.settings.breach_list.clone();
    in_turn(app, move || {
        let mut fields = Fields::default();
        let judged = match NewPassword::parse(&text, email.as_ref(), username.as_ref()) {
            Ok(password) => password.unless_breached(list.as_deref())?,
            Err(complaint) => Err(complaint),
        };
        fields.take(field, judged).ok_or_else(|| fields.refusal())
    })
    .await
}
