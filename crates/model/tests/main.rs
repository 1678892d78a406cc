//! The rule holds within the small bounds, and a rule that is wrong in one point is found out.
//! ASVS 10.4.5, ASVS 7.4.1, ASVS 7.3.1, ASVS 7.3.2.

use std::thread;

use model::{FAULTS, Promise, SMALL, TOO_TIGHT, find, prove};

#[test]
fn no_promise_is_broken_in_any_world_within_the_small_bounds() {
    let mut said = Vec::new();
    for scene in SMALL {
        let report = prove(scene, thread::available_parallelism().map_or(1, usize::from));
        let broken: Vec<_> =
            report.broken.iter().map(|(promise, story)| (promise.name(), &story.0)).collect();
        assert!(broken.is_empty(), "{}: {broken:#?}", scene.name);
        said.extend(report.said);
    }
    for row in ["rotate", "repeat", "later", "retry", "reuse", "adopt", "refuse", "conflict"] {
        let count: u64 = said.iter().filter(|(name, _)| *name == row).map(|(_, count)| count).sum();
        assert!(count > 1_000, "{row} came up {count} times");
    }
}

#[test]
fn every_seeded_fault_is_found_by_the_promise_that_it_breaks() {
    assert!(FAULTS.len() >= 20);
    for fault in &FAULTS {
        let report = find(fault);
        let found = report.broken.iter().any(|(promise, _)| *promise == fault.broken);
        assert!(found, "{}: not found in {} worlds", fault.name, report.worlds);
    }
}

#[test]
fn clocks_that_disagree_by_more_than_the_window_leaves_log_an_honest_client_out() {
    let report = prove(TOO_TIGHT, 1);
    assert!(report.broken.iter().any(|(promise, _)| *promise == Promise::Kept));
}
