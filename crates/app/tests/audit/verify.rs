use std::num::NonZero;
use std::thread;

use app::App;
use app::audit::{self, Actor, Kind};
use store::Change;
use testkit::TestApp;

use super::tamper::{self, KINDS, Row, delete, insert, tampered};
use super::{account, findings, record};

const DAY: i64 = 24 * 3_600;

/// How many events there are, and which share of them is tampered with: each one in so many. The whole measure is
/// `JOURNAL_TEST_AUDIT_EVENTS=10000`.
#[allow(clippy::disallowed_methods, reason = "how long a test may take is told by the environment")]
fn measure() -> (u128, usize) {
    let given = |name: &str| -> Option<u32> { std::env::var(name).ok()?.parse().ok() };
    let events = given("JOURNAL_TEST_AUDIT_EVENTS").unwrap_or(150);
    (u128::from(events), usize::try_from(given("JOURNAL_TEST_AUDIT_STEP").unwrap_or(1)).expect("a step"))
}

/// Every so many of the rows are somebody's turn, who has a trail of the same size to themselves.
#[derive(Clone, Copy)]
struct Share {
    step: usize,
    first: usize,
    of: usize,
}

/// Who tampers at once: with a trail that is worth it, everybody that the machine has a core for.
fn shares(events: u128, step: usize) -> Vec<Share> {
    let of = if events > 1_000 { thread::available_parallelism().map_or(1, NonZero::get) } else { 1 };
    (0..of).map(|first| Share { step, first, of }).collect()
}

/// Tampers with one row after the other and counts what was done; each must be found, and nothing when it is undone.
async fn tamper_with_each(app: &App, Share { step, first, of }: Share) -> usize {
    let rows = tamper::rows(app).await;
    let mut done = 0;
    for (number, row) in rows.iter().enumerate().step_by(step).skip(first).step_by(of) {
        let kind = number / step % KINDS;
        let (other, stays) = tampered(row, kind);
        if !stays {
            delete(app, std::slice::from_ref(row)).await;
        }
        insert(app, other.as_slice()).await;
        assert!(!findings(app).await.is_empty(), "kind {kind} is not found: {row:?}");
        delete(app, other.as_slice()).await;
        if !stays {
            insert(app, std::slice::from_ref(row)).await;
        }
        done += 1;
    }
    assert_eq!(tamper::rows(app).await, rows);
    assert!(findings(app).await.is_empty());
    done
}

/// Cuts off the end of each chain, in several lengths.
async fn cut_tails(app: &App, chains: u128) -> usize {
    let rows = tamper::rows(app).await;
    let mut done = 0;
    for chain in 0..chains {
        let owner = if chain == 0 { audit::NOBODY.0 } else { account(chain).0 };
        let of_chain: Vec<Row> = rows.iter().filter(|row| row.account == owner).cloned().collect();
        for length in [1, 2, of_chain.len() / 2, of_chain.len()] {
            let tail = &of_chain[of_chain.len() - length..];
            delete(app, tail).await;
            assert!(!findings(app).await.is_empty(), "a cut of {length} is not found");
            insert(app, tail).await;
            done += 1;
        }
    }
    assert!(findings(app).await.is_empty());
    done
}

/// Rows and cuts that were found before erasures, and after them.
type Found = [(usize, usize); 2];

/// The whole measure for one share of the rows, in a trail of its own.
async fn tamper_with_share(events: u128, share: Share) -> Found {
    let mut journal = TestApp::start().await;
    let app = journal.command().await;
    journal.stop().await;
    record(&app, events / 2, 10).await;
    journal.advance(10 * DAY);
    record(&app, events - events / 2, 10).await;
    let report = audit::verify(&app, None).await.expect("verified");
    assert_eq!((report.ok, u128::from(report.events)), (true, events));
    let before = (tamper_with_each(&app, share).await, cut_tails(&app, 10).await);

    app.store.commit(audit::erase_of(&app, account(3))).await.expect("erased");
    journal.advance(395 * DAY);
    app.store.commit(audit::keep_erased(&app)).await.expect("erased");
    assert!(findings(&app).await.is_empty());
    let kept = tamper::rows(&app).await.iter().filter(|row| row.sealed.is_some()).count();
    assert!(kept > 0 && u128::try_from(kept).expect("few") < events / 2, "{kept} payloads are left");
    [before, (tamper_with_each(&app, share).await, cut_tails(&app, 10).await)]
}

/// ASVS 16.4.2
#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test(flavor = "multi_thread")]
async fn every_edit_deletion_insertion_and_cut_is_found_before_and_after_erasures() {
    let (events, step) = measure();
    let mut at_work = tokio::task::JoinSet::new();
    for share in shares(events, step) {
        at_work.spawn(tamper_with_share(events, share));
    }
    let found = at_work.join_all().await;
    let rows = |when: usize| found.iter().map(|found| found[when].0).sum::<usize>();
    let cuts: usize = found.iter().flatten().map(|(_, cuts)| cuts).sum();
    let tampered = usize::try_from(events).expect("some").div_ceil(step);
    assert_eq!((rows(0), rows(1)), (tampered, tampered));
    println!(
        "{events} events: all of {tampered} tampered rows were found, before erasures and after; of {cuts} cuts all"
    );
}

#[tokio::test]
async fn a_tampered_checkpoint_or_erasure_is_found() {
    for wrong in [
        "update audit_checkpoints set events = events + 1 where number = 2",
        "update audit_checkpoints set number = 1000 where number = 2",
        "delete from audit_checkpoints where number = 3",
        "update audit_erasures set account_id = (select id from audit_events order by id limit 1)
         where account_id <> (select account_id from audit_events order by account_id limit 1)",
        "delete from audit_erasures
         where account_id <> (select account_id from audit_events order by account_id limit 1)",
    ] {
        let mut journal = TestApp::start().await;
        let seeded = journal.command().await;
        journal.stop().await;
        record(&seeded, 300, 5).await;
        seeded.store.commit(audit::erase_of(&seeded, account(1))).await.expect("erased");
        assert!(findings(&seeded).await.is_empty());
        // One that does not remember how it was.
        let fresh = journal.command().await;
        fresh.store.commit([Change::new(wrong, [])]).await.expect("tampered");
        assert!(!findings(&fresh).await.is_empty(), "{wrong}");
    }
}

#[tokio::test]
async fn a_whole_end_thrown_away_is_found_by_who_kept_an_anchor() {
    let mut journal = TestApp::start().await;
    let app = journal.command().await;
    journal.stop().await;
    record(&app, 100, 3).await;
    let early = audit::verify(&app, None).await.expect("verified").anchor;
    record(&app, 100, 3).await;
    let late = audit::verify(&app, Some(&early)).await.expect("verified");
    assert!(late.ok);
    app.store
        .commit([
            Change::new("delete from audit_events where checkpoint > 2", []),
            Change::new("delete from audit_checkpoints where number > 2", []),
        ])
        .await
        .expect("thrown away");
    let elsewhere = journal.command().await;
    let cut = audit::verify(&elsewhere, Some(&late.anchor)).await.expect("verified");
    assert!(cut.findings.iter().any(|finding| finding.what == "trail_cut"), "{cut:?}");
    // The node that was there knows it without an anchor, and writes it down.
    let event = audit::record(&app, account(1), None, Kind::SignedIn, Actor::Operator);
    app.store.commit([event]).await.expect("recorded");
    assert!(findings(&app).await.contains(&"trail_cut"));
    assert!(findings(&elsewhere).await.contains(&"trail_cut"), "it stays on record");
}
