//! `journal demo`: what becomes of what was written in demo mode. The work is `app::admin`'s; this tells it.

use app::App;
use app::admin::{self, Adopted};

use super::arguments::Demo;
use super::outcome::Outcome;
use crate::Failure;
use crate::config::Config;
use crate::start::{self, Purpose};

pub(super) async fn run(act: &Demo, config: &Config) -> Result<Outcome, Failure> {
    let app = start::app(config, &config.public_url(config.listen.port()), Purpose::Command).await?;
    let outcome = carry_out(act, &app).await;
    app.store.close().await;
    outcome
}

async fn carry_out(act: &Demo, app: &App) -> Result<Outcome, Failure> {
    match act {
        Demo::Adopt { to } => Ok(adopted(&admin::adopt(app, to).await?)),
        Demo::Discard => {
            let discarded = admin::discard(app).await?;
            Ok(Outcome::new(
                &discarded,
                [format!("{} entries of demo mode were deleted.", discarded.entries)],
            ))
        }
    }
}

/// Bad news when something stays behind.
fn adopted(adopted: &Adopted) -> Outcome {
    let mut lines = vec![format!("{} got {} entries of demo mode.", adopted.account.email, adopted.entries)];
    if adopted.damaged > 0 {
        lines.push(format!("{} entries do not open and stay behind; see `journal doctor`.", adopted.damaged));
    }
    if adopted.busy > 0 {
        lines.push(format!("{} entries are being changed and stay behind; run this again.", adopted.busy));
    }
    let outcome = Outcome::new(adopted, lines);
    if adopted.damaged + adopted.busy > 0 { outcome.failing() } else { outcome }
}
