//! Hashing passwords on threads of their own.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use crypto::password::{Error, Hasher, Params, Verdict, is_verifiable};
use crypto::{Random, Secret};

const SMALL: Params = Params { memory_kib: 64, passes: 1, lanes: 1 };
const SALT: [u8; 16] = [5; 16];

/// "password" with the salt "somesalt", as the reference implementation's own tests have it.
const REFERENCE: [&str; 4] = [
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
    "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
    "$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY",
];

fn start(params: Params, threads: usize, queue_limit: usize) -> Hasher {
    Hasher::start(params, threads, queue_limit, &Random::seeded(1), |_| ()).unwrap()
}

fn password(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn verdict(hasher: &Hasher, text: &str, phc: &str) -> Verdict {
    hasher.verify(password(text), Some(phc.to_owned())).await.unwrap()
}

/// Lets a future run until it waits.
fn poll(
    future: std::pin::Pin<&mut impl Future<Output = Result<Verdict, Error>>>,
) -> Option<Result<Verdict, Error>> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// A hasher of one thread that stops after each hash until it is let go on.
struct Gated {
    hasher: Hasher,
    hashed: mpsc::Receiver<()>,
    go_on: mpsc::Sender<()>,
}

impl Gated {
    fn start(queue_limit: usize) -> Self {
        let (tell, told) = mpsc::channel();
        let (go_on, wait) = mpsc::channel();
        let ends = Mutex::new((tell, wait));
        let stop = move |_| {
            let (tell, wait) = &*ends.lock().unwrap();
            tell.send(()).unwrap();
            wait.recv().unwrap();
        };
        let hasher = Hasher::start(SMALL, 1, queue_limit, &Random::seeded(1), stop).unwrap();
        Self { hasher, hashed: told, go_on }
    }
}

#[tokio::test]
async fn a_password_is_right_for_its_own_hash_alone() {
    let hasher = start(SMALL, 2, 8);
    let phc = hasher.hash(password("correct horse"), SALT).await.unwrap();
    assert_eq!(verdict(&hasher, "correct horse", &phc).await, Verdict::Right);
    for wrong in ["correct hors", "Correct horse", "correct horse ", "", "correct horse\0"] {
        assert_eq!(verdict(&hasher, wrong, &phc).await, Verdict::Wrong, "{wrong}");
    }
}

/// ASVS V11.4.2
#[tokio::test]
async fn a_hash_is_argon2id_with_the_recommended_cost_by_default() {
    let hasher = start(Params::default(), 1, 8);
    let phc = hasher.hash(password("correct horse"), SALT).await.unwrap();
    assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BQUFBQUFBQUFBQUFBQUFBQ$"), "{phc}");
    assert_eq!(verdict(&hasher, "correct horse", &phc).await, Verdict::Right);
}

#[tokio::test]
async fn the_salt_decides_the_hash() {
    let hasher = start(SMALL, 2, 8);
    let one = hasher.hash(password("correct horse"), SALT).await.unwrap();
    assert_eq!(hasher.hash(password("correct horse"), SALT).await.unwrap(), one);
    assert_ne!(hasher.hash(password("correct horse"), [6; 16]).await.unwrap(), one);
}

/// ASVS V6.2.8, V6.2.9
#[tokio::test]
async fn a_long_password_of_any_characters_counts_to_its_last_byte() {
    let hasher = start(SMALL, 1, 8);
    let long = "пароль 🔑\0\t".repeat(60);
    let phc = hasher.hash(password(&long), SALT).await.unwrap();
    assert_eq!(verdict(&hasher, &long, &phc).await, Verdict::Right);
    assert_eq!(verdict(&hasher, &long[..long.len() - 1], &phc).await, Verdict::Wrong);
}

#[tokio::test]
async fn hashes_of_the_reference_implementation_are_understood() {
    let hasher = start(SMALL, 1, 8);
    for phc in REFERENCE {
        assert_eq!(verdict(&hasher, "password", phc).await, Verdict::RightOutdated, "{phc}");
        assert_eq!(verdict(&hasher, "Password", phc).await, Verdict::Wrong, "{phc}");
    }
}

/// ASVS V11.2.2
#[tokio::test]
async fn a_hash_of_other_parameters_is_right_and_outdated() {
    let today = start(SMALL, 1, 8);
    for params in [
        Params { memory_kib: 32, ..SMALL },
        Params { memory_kib: 128, ..SMALL },
        Params { passes: 3, ..SMALL },
        Params { lanes: 2, ..SMALL },
    ] {
        let phc = start(params, 1, 8).hash(password("correct horse"), SALT).await.unwrap();
        assert_eq!(verdict(&today, "correct horse", &phc).await, Verdict::RightOutdated, "{params:?}");
        assert_eq!(verdict(&today, "wrong horse", &phc).await, Verdict::Wrong, "{params:?}");
    }
}

/// ASVS V6.3.8: an account that does not exist costs one hash with today's parameters.
#[tokio::test]
async fn nobody_is_always_wrong_and_costs_the_same() {
    let times = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&times);
    let params = Params { memory_kib: 4096, passes: 2, lanes: 1 };
    let on_hashed = move |took| seen.lock().unwrap().push(took);
    let hasher = Hasher::start(params, 1, 8, &Random::seeded(1), on_hashed).unwrap();
    let phc = hasher.hash(password("correct horse"), SALT).await.unwrap();
    times.lock().unwrap().clear();
    for _ in 0..9 {
        assert_eq!(verdict(&hasher, "wrong horse", &phc).await, Verdict::Wrong);
        assert_eq!(hasher.verify(password("wrong horse"), None).await, Ok(Verdict::Wrong));
    }
    let times = times.lock().unwrap();
    assert_eq!(times.len(), 18);
    let quickest = |offset| times.iter().skip(offset).step_by(2).min().map(Duration::as_secs_f64).unwrap();
    let ratio = quickest(0) / quickest(1);
    assert!((0.67..1.5).contains(&ratio), "{ratio}");
}

#[tokio::test]
async fn what_is_no_hash_that_can_be_computed_is_invalid() {
    let hasher = start(SMALL, 1, 8);
    let salt_and_hash = "c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    let too_dear = [
        format!("$argon2id$v=19$m=262145,t=1,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=262144,t=5,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=256,t=4294967295,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=4294967295,t=4294967295,p=1${salt_and_hash}"),
    ];
    let malformed = [
        String::new(),
        "$".to_owned(),
        "password".to_owned(),
        "$2x$12$EXRkfkdmXn2gzds2SSitu.MW9.gAVqa9eLS1//RYtYCmB1eLHg.9q".to_owned(),
        format!("$argon2id$v=18$m=256,t=2,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=0,t=2,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=256,t=0,p=1${salt_and_hash}"),
        format!("$argon2id$v=19$m=256,t=2,p=0${salt_and_hash}"),
        format!("$argon2id$v=19$m=256,t=2,p=33${salt_and_hash}"),
        format!("$argon2x$v=19$m=256,t=2,p=1${salt_and_hash}"),
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ".to_owned(),
        "$argon2id$v=19$m=256,t=2,p=1".to_owned(),
    ];
    for phc in too_dear.into_iter().chain(malformed) {
        assert!(!is_verifiable(&phc), "{phc}");
        assert_eq!(
            hasher.verify(password("password"), Some(phc.clone())).await,
            Err(Error::Invalid),
            "{phc}"
        );
    }
    assert!(REFERENCE.into_iter().all(is_verifiable));
}

#[test]
fn parameters_that_argon2_does_not_have_are_refused_at_the_start() {
    for params in [
        Params { memory_kib: 7, ..SMALL },
        Params { memory_kib: 300_000, ..SMALL },
        Params { passes: 0, ..SMALL },
        Params { lanes: 0, ..SMALL },
        Params { lanes: 9, ..SMALL },
    ] {
        let refused = Hasher::start(params, 1, 1, &Random::seeded(1), |_| ()).unwrap_err();
        assert_eq!(refused, Error::Invalid, "{params:?}");
    }
}

#[tokio::test]
async fn many_callers_are_all_served() {
    let hasher = start(SMALL, 2, 200);
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let hasher = hasher.clone();
            tokio::spawn(async move {
                let text = format!("password {number}");
                let phc = hasher.hash(password(&text), SALT).await.unwrap();
                verdict(&hasher, &text, &phc).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Verdict::Right);
    }
    assert_eq!(hasher.queue_depth(), 0);
}

/// ASVS 15.2.2
#[tokio::test]
async fn when_the_queue_is_full_the_next_caller_hears_it_at_once() {
    let Gated { hasher, hashed, go_on } = Gated::start(2);
    let mut served = pin!(hasher.verify(password("a"), None));
    assert!(poll(served.as_mut()).is_none());
    hashed.recv().unwrap();
    let (mut second, mut third) =
        (pin!(hasher.verify(password("b"), None)), pin!(hasher.verify(password("c"), None)));
    assert!(poll(second.as_mut()).is_none() && poll(third.as_mut()).is_none());
    assert_eq!(hasher.queue_depth(), 2);

    let refused = poll(pin!(hasher.verify(password("d"), None))).unwrap();
    assert_eq!(refused, Err(Error::Busy { retry_after: Duration::from_secs(1) }));

    for _ in 0..3 {
        go_on.send(()).unwrap();
    }
    assert_eq!(
        tokio::join!(served, second, third),
        (Ok(Verdict::Wrong), Ok(Verdict::Wrong), Ok(Verdict::Wrong))
    );
    assert_eq!(hasher.queue_depth(), 0);
}

#[tokio::test]
async fn a_caller_who_went_away_is_not_hashed_for() {
    let Gated { hasher, hashed, go_on } = Gated::start(8);
    let mut served = pin!(hasher.verify(password("a"), None));
    assert!(poll(served.as_mut()).is_none());
    hashed.recv().unwrap();
    {
        let mut gone = pin!(hasher.verify(password("b"), None));
        assert!(poll(gone.as_mut()).is_none());
    }
    let mut last = pin!(hasher.verify(password("c"), None));
    assert!(poll(last.as_mut()).is_none());
    // One more than two hashes need, so that a third would be seen below instead of being waited for.
    for _ in 0..3 {
        go_on.send(()).unwrap();
    }
    assert_eq!(tokio::join!(served, last), (Ok(Verdict::Wrong), Ok(Verdict::Wrong)));
    // The first was told of above; only the last was hashed besides.
    assert_eq!(hashed.try_iter().count(), 1);
}

#[tokio::test]
async fn callers_who_went_away_do_not_fill_the_queue() {
    let Gated { hasher, hashed, go_on } = Gated::start(2);
    let mut served = pin!(hasher.verify(password("a"), None));
    assert!(poll(served.as_mut()).is_none());
    hashed.recv().unwrap();
    for _ in 0..10 {
        let mut gone = pin!(hasher.verify(password("b"), None));
        assert!(poll(gone.as_mut()).is_none());
    }
    assert!(hasher.queue_depth() <= 2);
    go_on.send(()).unwrap();
    assert_eq!(served.await, Ok(Verdict::Wrong));
}

/// A dear hash, as an import brings it, waits for a thread of its own and holds nobody up.
#[tokio::test]
async fn a_dear_hash_does_not_wait_in_the_queue_of_the_others() {
    let Gated { hasher, hashed, go_on } = Gated::start(1);
    let mut first = pin!(hasher.verify(password("a"), None));
    assert!(poll(first.as_mut()).is_none());
    hashed.recv().unwrap();
    let mut queued = pin!(hasher.verify(password("b"), None));
    assert!(poll(queued.as_mut()).is_none());
    // The queue is full, and yet there is room for dear ones, up to a bound of their own.
    let mut dear: Vec<_> =
        (0..20).map(|_| Box::pin(hasher.verify(password("password"), Some(REFERENCE[0].into())))).collect();
    // The thread may take one at any moment, so those that are refused need not be the last.
    dear.retain_mut(|caller| poll(caller.as_mut()).is_none());
    let refused = 20 - dear.len();
    assert!((11..=12).contains(&refused), "{refused}");
    for _ in 0..20 {
        // The thread for dear hashes may already be gone by the time the last one is let go on.
        go_on.send(()).unwrap();
    }
    assert_eq!(tokio::join!(first, queued), (Ok(Verdict::Wrong), Ok(Verdict::Wrong)));
    for caller in dear {
        assert_eq!(caller.await, Ok(Verdict::RightOutdated));
    }
}

#[tokio::test]
async fn the_hook_hears_of_every_hash() {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let on_hashed = move |took: Duration| {
        assert!(took > Duration::ZERO);
        seen.fetch_add(1, Ordering::SeqCst);
    };
    let hasher = Hasher::start(SMALL, 1, 8, &Random::seeded(1), on_hashed).unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 0);
    hasher.hash(password("a"), SALT).await.unwrap();
    hasher.verify(password("a"), None).await.unwrap();
    hasher.verify(password("a"), Some(REFERENCE[0].into())).await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_thread_survives_a_panic() {
    let count = AtomicUsize::new(0);
    let panics_once = move |_| assert!(count.fetch_add(1, Ordering::SeqCst) > 0, "the hook fails this once");
    let hasher = Hasher::start(SMALL, 1, 8, &Random::seeded(1), panics_once).unwrap();
    assert_eq!(hasher.verify(password("a"), None).await, Err(Error::Failed));
    let next = tokio::time::timeout(Duration::from_secs(10), hasher.verify(password("a"), None)).await;
    assert_eq!(next, Ok(Ok(Verdict::Wrong)));
}

#[tokio::test]
async fn the_threads_end_with_the_last_handle() {
    let witness = Arc::new(());
    let held = Arc::clone(&witness);
    let on_hashed = move |_| _ = Arc::strong_count(&held);
    let hasher = Hasher::start(SMALL, 3, 8, &Random::seeded(1), on_hashed).unwrap();
    let clone = hasher.clone();
    drop(hasher);
    assert_eq!(clone.verify(password("a"), None).await, Ok(Verdict::Wrong));
    drop(clone);
    for _ in 0..500 {
        if Arc::strong_count(&witness) == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("a thread still holds its hook");
}
