//! What goes on beside the requests: mail is delivered, the audit trail is linked, figures are written down, those with a
//! role are told that it changed, what has lapsed is swept away, and accounts whose time has come are erased.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{
    App, account, admin, audit, entry, figure, invite, key, mail, mfa, oauth, onetime, passkey, session,
    throttle, token,
};

/// How often lapsed rows are swept away.
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// When they are for the first time: a program that starts has more urgent things to ask its database for.
const FIRST_SWEEP: Duration = Duration::from_mins(1);
/// How often lapsed ceremonies of passkeys are.
const CEREMONIES_EVERY: Duration = Duration::from_mins(1);
/// How long a worker may take to finish what it has begun.
const PATIENCE: Duration = Duration::from_secs(10);

/// The running workers.
pub struct Workers {
    stop: watch::Sender<bool>,
    running: JoinSet<()>,
}

/// Starts them.
pub fn start(app: &App) -> Workers {
    let (stop, stopping) = watch::channel(false);
    let mut running = JoinSet::new();
    running.spawn(mail::deliver(app.clone(), stopping.clone()));
    running.spawn(key::watch(app.clone(), stopping.clone()));
    running.spawn(audit::work(app.clone(), stopping.clone()));
    running.spawn(token::note_uses(app.clone(), stopping.clone()));
    running.spawn(sweep_ceremonies(app.clone(), stopping.clone()));
    running.spawn(figure::work(app.clone(), stopping.clone()));
    running.spawn(admin::tell_of_roles(app.clone(), stopping.clone()));
    running.spawn(sweep_hourly(app.clone(), stopping));
    Workers { stop, running }
}

impl Workers {
    /// Lets each finish what it has begun, within ten seconds.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let all = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            tracing::warn!("a worker did not finish in time and was dropped");
        }
    }
}

async fn sweep_hourly(app: App, mut stopping: watch::Receiver<bool>) {
    let _ = tokio::time::timeout(FIRST_SWEEP, stopping.changed()).await;
    while !*stopping.borrow() {
        if let Err(error) = sweep(&app).await {
            tracing::warn!(%error, "lapsed rows could not be swept away");
        }
        let _ = tokio::time::timeout(SWEEP_EVERY, stopping.changed()).await;
    }
}

/// Whoever asks may begin a ceremony, so those that have lapsed do not wait for the hour.
async fn sweep_ceremonies(app: App, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        if let Err(error) = app.store.commit([passkey::sweep_ceremonies(app.clock.now())]).await {
            tracing::warn!(%error, "lapsed ceremonies could not be swept away");
        }
        let _ = tokio::time::timeout(CEREMONIES_EVERY, stopping.changed()).await;
    }
}

/// Sweeps once.
pub async fn sweep(app: &App) -> Result<(), store::Error> {
    app.request_limit.sweep();
    let now = app.clock.now();
    let mut changes = vec![session::sweep(app)];
    changes.extend(account::store::sweep(now));
    changes.extend(throttle::sweep(now));
    changes.extend(invite::sweep(now));
    changes.extend(passkey::sweep(now));
    changes.extend(oauth::sweep(now));
    changes.push(passkey::sweep_ceremonies(now));
    changes.extend(entry::sweep(now));
    changes.extend(figure::sweep(now));
    changes.extend(audit::keep_erased(app));
    changes.extend(key::retire(app));
    changes.extend([onetime::sweep(now), session::sweep_attempts(now), mfa::sweep(now), token::sweep(now)]);
    app.store.commit(changes).await?;
    account::erase_due(app).await
}
