use std::time::Duration;

use app::App;
use app::audit::{self, Actor, Kind};
use futures_util::{StreamExt, stream};
use testkit::TestApp;

use super::{account, findings};

/// How many acts are recorded; a measure worth quoting takes `JOURNAL_TEST_AUDIT_EVENTS=10000` and `--release`.
#[allow(clippy::disallowed_methods, reason = "how long a test may take is told by the environment")]
fn acts() -> u32 {
    std::env::var("JOURNAL_TEST_AUDIT_EVENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(600)
}

/// Records one event to a commit, by 32 callers at once.
async fn record(app: &App) -> Duration {
    let started = app.clock.instant();
    let commits = stream::iter(0..acts()).map(|number| {
        let of = account(u128::from(number % 50));
        let event = audit::record(app, of, None, Kind::SignedIn, Actor::Operator);
        async move { app.store.commit([event]).await.expect("recorded") }
    });
    commits.buffer_unordered(32).collect::<Vec<_>>().await;
    started.elapsed()
}

#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_linked_meanwhile_keeps_up_with_what_is_recorded() {
    let journal = TestApp::start().await;
    let rate = |took: Duration| f64::from(acts()) / took.as_secs_f64();
    let linked = record(&journal.app).await;
    let started = journal.clock.instant();
    audit::link(&journal.app).await.expect("linked");
    let behind = started.elapsed();
    let mut resting = TestApp::start().await;
    let alone = resting.command().await;
    resting.stop().await;
    let unlinked = record(&alone).await;
    let started = journal.clock.instant();
    assert!(findings(&journal.app).await.is_empty());
    println!(
        "events a second: {:.0} with linking, {:.0} without; the rest was linked in {behind:?}, all verified in {:?}",
        rate(linked),
        rate(unlinked),
        started.elapsed()
    );
    assert!(behind < Duration::from_secs(5), "{behind:?}");
}
