//! Chance that is given.

use std::collections::HashSet;

use crypto::Random;
use jiff::Timestamp;

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (one, two) = (Random::seeded(7), Random::seeded(7));
    assert_eq!(one.bytes::<100>(), two.bytes::<100>());
    assert_eq!(one.bytes::<16>(), two.bytes::<16>());
    assert_ne!(Random::seeded(8).bytes::<16>(), Random::seeded(7).bytes::<16>());
}

#[test]
fn a_stream_does_not_repeat_and_clones_share_it() {
    let random = Random::seeded(7);
    let clone = random.clone();
    let drawn: HashSet<[u8; 16]> = (0..500).flat_map(|_| [random.bytes(), clone.bytes()]).collect();
    assert_eq!(drawn.len(), 1000);
    assert_ne!(random.bytes::<64>()[..32], random.bytes::<64>()[..32]);
}

/// ASVS V11.5.1, V11.5.2
#[test]
fn the_system_gives_every_thread_bytes_of_its_own() {
    let random = Random::system();
    let drawn: HashSet<[u8; 16]> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..8).map(|_| scope.spawn(|| (0..2000).map(|_| random.bytes()).collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(drawn.len(), 16_000);
}

#[test]
fn an_id_carries_its_time_and_its_version() {
    let now: Timestamp = "2026-11-22T16:00:00.123456Z".parse().unwrap();
    let id = Random::seeded(1).uuid_v7(now);
    assert_eq!(id.get_version_num(), 7);
    assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
    assert_eq!(id.as_u128() >> 80, u128::try_from(now.as_millisecond()).unwrap());
}

#[test]
fn ids_sort_by_their_millisecond_and_do_not_repeat() {
    let random = Random::seeded(1);
    let at = |millis| random.uuid_v7(Timestamp::from_millisecond(millis).unwrap());
    assert!(at(1000) < at(1001) && at(1001) < at(1_700_000_000_000));
    let same_moment: HashSet<_> = (0..1000).map(|_| at(5)).collect();
    assert_eq!(same_moment.len(), 1000);
    assert_eq!(at(-1).as_u128() >> 80, 0);
}

#[test]
fn a_number_below_a_bound_is_fair() {
    let random = Random::seeded(1);
    let mut counts = [0_u32; 6];
    for _ in 0..60_000 {
        counts[usize::try_from(random.below(6)).unwrap()] += 1;
    }
    assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
    assert_eq!(random.below(1), 0);
    assert!(random.below(u64::MAX) < u64::MAX);
}

#[test]
fn a_source_says_which_it_is() {
    assert_eq!(format!("{:?} {:?}", Random::system(), Random::seeded(1)), "Random::system Random::seeded");
}
