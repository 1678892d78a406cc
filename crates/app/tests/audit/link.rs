use std::time::Duration;

use app::audit::{self, Actor, Kind};
use futures_util::future::join_all;
use store::Change;
use testkit::TestApp;

use super::tamper::{self, Row};
use super::{account, findings};

/// Waits until nothing waits to be linked.
async fn settled(journal: &TestApp) -> Vec<Row> {
    for _ in 0..100 {
        let rows = tamper::rows(&journal.app).await;
        if rows.iter().all(|row| row.checkpoint.is_some()) {
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("events wait for more than five seconds");
}

#[tokio::test]
async fn nodes_that_link_at_once_make_one_chain() {
    let journal = TestApp::start().await;
    let other = journal.another_node().await;
    let rounds = (0..200_u128).map(|number| {
        let app = if number % 2 == 0 { &journal.app } else { &other.app };
        let event = audit::record(app, account(number % 3), None, Kind::SignedIn, Actor::Operator);
        async move {
            app.store.commit([event]).await.expect("recorded");
            if number % 10 == 0 {
                audit::link(app).await.expect("linked");
            }
        }
    });
    join_all(rounds).await;
    let rows = settled(&journal).await;
    assert_eq!(rows.len(), 200);
    for chain in 0..3 {
        let of_chain = rows.iter().filter(|row| row.account == account(chain).0);
        let positions: Vec<_> = of_chain.map(|row| row.position.expect("linked")).collect();
        let expected: Vec<_> = (1..).take(positions.len()).collect();
        assert_eq!(positions, expected);
    }
    assert!(findings(&journal.app).await.is_empty());
}

#[tokio::test]
async fn what_people_do_is_linked_within_a_second_and_verifies() {
    let journal = TestApp::start().await;
    let ada = journal.person("ada@example.com").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let rows = tamper::rows(&journal.app).await;
    assert!(rows.len() >= 2 && rows.iter().all(|row| row.checkpoint.is_some()), "{rows:?}");
    assert!(rows.iter().all(|row| row.account.to_string() == ada.id));
    assert!(findings(&journal.app).await.is_empty());
}

#[tokio::test]
async fn an_event_that_vanishes_before_it_is_linked_is_missed_by_the_node_that_wrote_it() {
    let journal = TestApp::start().await;
    let event = audit::record(&journal.app, account(1), None, Kind::RoleChanged, Actor::Operator);
    let gone = Change::new("delete from audit_events where checkpoint is null", []);
    journal.app.store.commit([event, gone]).await.expect("recorded and gone");
    tokio::time::sleep(Duration::from_millis(4_500)).await;
    assert_eq!(findings(&journal.app).await, ["event_vanished"]);
    let told = audit::verify(&journal.app, None).await.expect("verified").findings;
    assert!(told[0].about.as_deref().is_some_and(|about| about.contains(&account(1).0.to_string())));
}

#[tokio::test]
async fn forged_events_are_never_linked_and_do_not_hold_up_the_true_ones() {
    let mut journal = TestApp::start().await;
    let app = journal.command().await;
    journal.stop().await;
    super::record(&app, 1, 2).await;
    for number in 0..5_i64 {
        let forged = "insert into audit_events (account_id, id, happened_at, mark, sealed)
                      select account_id, $1, happened_at, mark, sealed from audit_events where checkpoint = 1";
        let id = app.random.uuid_v7(app.clock.now());
        app.store
            .commit([Change::new(forged, [id.into()])])
            .await
            .unwrap_or_else(|e| panic!("{number}: {e}"));
    }
    super::record(&app, 3, 2).await;
    let rows = tamper::rows(&app).await;
    assert_eq!(rows.iter().filter(|row| row.checkpoint.is_none()).count(), 5);
    assert_eq!(rows.len(), 9);
    assert_eq!(findings(&app).await, ["event_inserted"; 5]);
}

#[tokio::test]
async fn what_is_recorded_while_an_account_is_erased_is_erased_as_well() {
    let mut journal = TestApp::start().await;
    let app = journal.command().await;
    journal.stop().await;
    let before = audit::record(&app, account(1), None, Kind::SignedIn, Actor::Operator);
    let last = audit::record(&app, account(1), None, Kind::AccountDisabled, Actor::Operator);
    app.store.commit([before]).await.expect("recorded");
    let mut changes = audit::erase_of(&app, account(1));
    changes.push(last);
    app.store.commit(changes).await.expect("erased");
    assert!(findings(&app).await.is_empty());
    let rows = tamper::rows(&app).await;
    assert!(rows.len() == 2 && rows.iter().all(|row| row.sealed.is_none()), "{rows:?}");
    assert!(audit::of_account(&app, account(1), 10).await.expect("read").is_empty());
}
