use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::thread;

use app::App;
use app::audit::{self, Actor, Finding, Kind};
use store::Change;
use testkit::TestApp;

use super::tamper::{self, KINDS, Row, delete, insert, tampered};
use super::{account, findings, record};

const DAY: i64 = 24 * 3_600;

/// How many events there are. The whole measure is `JOURNAL_TEST_AUDIT_EVENTS=10000`.
#[allow(clippy::disallowed_methods, reason = "how long a test may take is told by the environment")]
fn measure() -> u128 {
    let given = std::env::var("JOURNAL_TEST_AUDIT_EVENTS").ok();
    given.and_then(|given| given.parse().ok()).unwrap_or(150)
}

/// Every so many of the rows are somebody's turn, who has a trail of the same size to themselves.
#[derive(Clone, Copy)]
struct Share {
    first: usize,
    of: usize,
}

fn is_large(events: u128) -> bool {
    events > 1_000
}

/// Who tampers at once: with a trail that is worth it, everybody that the machine has a core for.
fn shares(events: u128) -> Vec<Share> {
    let of = if is_large(events) { thread::available_parallelism().map_or(1, NonZero::get) } else { 1 };
    (0..of).map(|first| Share { first, of }).collect()
}

/// Places of the rows that are tampered with in one go. In a small trail that is one row alone. To read a large one for
/// each of its rows would take an hour: there, rows of checkpoints that are `APART` go together, because what is found
/// of one can then not be taken for what is found of another.
fn turns(rows: &[Row], is_large: bool) -> Vec<Vec<usize>> {
    const APART: i64 = 4;
    if !is_large {
        return (0..rows.len()).map(|place| vec![place]).collect();
    }
    let mut in_checkpoint: HashMap<i64, usize> = HashMap::new();
    let mut turns: BTreeMap<(i64, usize), Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let checkpoint = row.checkpoint.expect("a linked row");
        let seen = in_checkpoint.entry(checkpoint).or_default();
        turns.entry((checkpoint % APART, *seen)).or_default().push(place);
        *seen += 1;
    }
    turns.into_values().collect()
}

/// Whether a finding names this row, what stands in its place or beside it, or its checkpoint.
fn names(finding: &Finding, row: &Row, other: Option<&Row>) -> bool {
    let of_event = finding.event.is_some_and(|id| id == row.id || other.is_some_and(|other| id == other.id));
    of_event || (finding.checkpoint.is_some() && finding.checkpoint == row.checkpoint)
}

/// Tampers with each row of a share and counts what was done; each must be found and named, and nothing when it is
/// undone.
async fn tamper_with_each(app: &App, Share { first, of }: Share, is_large: bool) -> usize {
    let rows = tamper::rows(app).await;
    let mut done = 0;
    for turn in turns(&rows, is_large).into_iter().skip(first).step_by(of) {
        let tampered: Vec<(&Row, Option<Row>, bool)> = turn
            .into_iter()
            .map(|place| {
                let (other, stays) = tampered(&rows[place], place % KINDS);
                (&rows[place], other, stays)
            })
            .collect();
        let gone: Vec<Row> =
            tampered.iter().filter(|(.., stays)| !stays).map(|(row, ..)| (*row).clone()).collect();
        let others: Vec<Row> = tampered.iter().filter_map(|(_, other, _)| other.clone()).collect();
        delete(app, &gone).await;
        insert(app, &others).await;
        let report = audit::verify(app, None).await.expect("verified");
        assert_eq!(report.found, report.findings.len(), "all of them are told");
        for (row, other, _) in &tampered {
            let is_found = report.findings.iter().any(|finding| names(finding, row, other.as_ref()));
            assert!(is_found, "{row:?} became {other:?}, and nothing names it");
        }
        delete(app, &others).await;
        insert(app, &gone).await;
        done += tampered.len();
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
    let before = (tamper_with_each(&app, share, is_large(events)).await, cut_tails(&app, 10).await);

    app.store.commit(audit::erase_of(&app, account(3))).await.expect("erased");
    journal.advance(395 * DAY);
    app.store.commit(audit::keep_erased(&app)).await.expect("erased");
    assert!(findings(&app).await.is_empty());
    let kept = tamper::rows(&app).await.iter().filter(|row| row.sealed.is_some()).count();
    assert!(kept > 0 && u128::try_from(kept).expect("few") < events / 2, "{kept} payloads are left");
    [before, (tamper_with_each(&app, share, is_large(events)).await, cut_tails(&app, 10).await)]
}

/// ASVS 16.4.2
#[allow(clippy::disallowed_macros, reason = "a measure is for whoever asked for it")]
#[tokio::test(flavor = "multi_thread")]
async fn every_edit_deletion_insertion_and_cut_is_found_before_and_after_erasures() {
    let events = measure();
    let mut at_work = tokio::task::JoinSet::new();
    for share in shares(events) {
        at_work.spawn(tamper_with_share(events, share));
    }
    let found = at_work.join_all().await;
    let rows = |when: usize| found.iter().map(|found| found[when].0).sum::<usize>();
    let cuts: usize = found.iter().flatten().map(|(_, cuts)| cuts).sum();
    let tampered = usize::try_from(events).expect("some");
    assert_eq!((rows(0), rows(1)), (tampered, tampered));
    println!(
        "{events} events: all of {tampered} tampered rows were found, before erasures and after; of {cuts} cuts all"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trail_that_grows_while_several_link_and_verify_it_is_whole_all_the_time() {
    let mut journal = TestApp::start().await;
    let app = journal.command().await;
    journal.stop().await;
    let mut at_work = tokio::task::JoinSet::new();
    for number in 0..6 {
        let app = app.clone();
        at_work.spawn(async move {
            for _ in 0..25 {
                let event = audit::record(&app, account(number), None, Kind::SignedIn, Actor::Operator);
                app.store.commit([event]).await.expect("recorded");
                assert_eq!(findings(&app).await, Vec::<&str>::new());
            }
        });
    }
    at_work.join_all().await;
    assert_eq!(findings(&app).await, Vec::<&str>::new());
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
