//! Many races of one honest client with itself, and many thefts, over the real handler on two nodes.
//!
//! Requests go through the whole router without a socket between. Chance is seeded: `JOURNAL_TEST_SEED` repeats a run,
//! `JOURNAL_TEST_RACES` and `JOURNAL_TEST_THEFTS` say how many; `script/races` asks for the full numbers.

mod benign;
mod chance;
mod crossing;
mod node;
mod theft;

use app::clock::Clock;
use benign::Benign;
use chance::Chance;
use theft::Thefts;

#[allow(clippy::disallowed_methods, reason = "tests are told by the environment how much to try")]
fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect("a number"))
}

#[allow(clippy::disallowed_macros, reason = "whoever asks for the full numbers reads them here")]
fn tell(line: &str) {
    println!("{line}");
}

/// ASVS 10.4.5: what is forgiven is a race or a lost answer, never a second lineage.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_race_logs_an_honest_client_out_or_makes_a_second_lineage() {
    let (races, seed) = (asked("JOURNAL_TEST_RACES", 1_000), asked("JOURNAL_TEST_SEED", 1));
    let began = Clock::system().instant();
    let mut benign = Benign::start(Chance::seeded(seed)).await;
    // What goes wrong on the way goes wrong by chance, a restart rarely: a small run goes on until it has met all of it.
    while benign.tally.races < races || (!benign.tally.has_met_all() && benign.tally.races < races * 20) {
        benign.batch().await;
    }
    let tally = &benign.tally;
    tell(&format!("{tally}, {:.0} s, seed {seed}", began.elapsed().as_secs_f64()));
    assert_eq!((tally.logouts, tally.forks), (0, 0), "{tally}");
    assert!(tally.has_met_all(), "{tally}");
}

/// ASVS 10.4.5, ASVS 7.4.1: a token that comes back outside the windows ends the session on every node.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_theft_is_found_exactly_when_the_rule_says_so() {
    let (wanted, seed) = (asked("JOURNAL_TEST_THEFTS", 200), asked("JOURNAL_TEST_SEED", 1));
    let began = Clock::system().instant();
    let mut thefts = Thefts::start(Chance::seeded(seed)).await;
    while thefts.tally.found < wanted {
        thefts.batch().await;
    }
    let tally = &thefts.tally;
    tell(&format!("{tally}, {:.0} s, seed {seed}", began.elapsed().as_secs_f64()));
    assert!(tally.by_owner > 0 && tally.by_thief > 0 && tally.unseen > 0, "{tally}");
}
