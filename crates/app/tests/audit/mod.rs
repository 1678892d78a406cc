mod activity;
mod cost;
mod link;
mod tamper;
mod verify;

use app::App;
use app::audit::{self, Actor, Kind};
use app::id::AccountId;
use uuid::Uuid;

/// An account that exists in the trail alone.
fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(0x1000 + number))
}

/// Records events round and round over some chains, the last of them that of nobody.
async fn record(app: &App, events: u128, chains: u128) {
    for first in (0..events).step_by(50) {
        let batch = first..events.min(first + 50);
        let of = |number: u128| match number % chains {
            0 => audit::NOBODY,
            chain => account(chain),
        };
        let changes =
            batch.map(|number| audit::record(app, of(number), None, Kind::SignedIn, Actor::Operator));
        app.store.commit(changes.collect::<Vec<_>>()).await.expect("recorded");
        audit::link(app).await.expect("linked");
    }
}

async fn findings(app: &App) -> Vec<&'static str> {
    let report = audit::verify(app, None).await.expect("verified");
    assert_eq!(report.ok, report.findings.is_empty());
    report.findings.iter().map(|finding| finding.what).collect()
}
