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
    let username = account.username.as_deref().and_then(|name| Username::parse(name).ok());
    judge_with(app, (Email::parse(&account.email).ok(), username), field, text).await
}

/// The same for an account that is only about to be made.
pub async fn judge_for(app: &App, email: Email, field: &'static str, text: String) -> Result<NewPassword> {
    judge_with(app, (Some(email), None), field, text).await
}

async fn judge_with(
    app: &App,
    (email, username): (Option<Email>, Option<Username>),
    field: &'static str,
    text: String,
) -> Result<NewPassword> {
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
