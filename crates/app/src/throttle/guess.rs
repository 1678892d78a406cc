//! Reserving a guess before it is evaluated, and settling it.

use std::collections::HashMap;
use std::time::Duration;

use jiff::SignedDuration;
use store::Change;
use tokio::sync::{Mutex, MutexGuard, Notify};

use super::device::{Device, Standing};
use super::model::{Consequence, Count, Outcome, Rule, Verdict};
use super::refused;
use super::store::{self as throttles, Stored};
use crate::App;
use crate::http::{Client, Result, unavailable};
use crate::id::AccountId;

/// How often a reservation is tried again when parallel ones are faster or not settled yet.
const ROUNDS: u32 = 400;
/// After how long a guess that waits for others looks again whether another node has settled them.
const ELSEWHERE: Duration = Duration::from_millis(150);

/// Whose secret is guessed.
#[derive(Clone, Debug)]
pub enum Subject {
    /// An account's.
    Account(AccountId),
    /// That of a name that nobody has.
    Unknown(String),
}

/// A guess that may be evaluated. One that is dropped unsettled counts as wrong after half a minute.
pub struct Guess {
    id: u64,
    target: u64,
    ledgers: Vec<([u8; 32], Rule)>,
}

/// Reserves a guess; 429 `too_many_attempts` when there were too many wrong ones.
pub async fn guess(app: &App, subject: &Subject, client: &Client, device: &Device) -> Result<Guess> {
    let guess = prepare(app, subject, client, device).await?;
    let turn = app.guess_turns.of(&guess.ledgers);
    for round in 0..ROUNDS {
        let reserved = {
            let _turn = turn.take().await;
            guess.reserve(app).await
        };
        // Whoever else waits will hear the same.
        match reserved.inspect_err(|_| turn.settled.notify_one())? {
            Reserved::Yes => return Ok(guess),
            Reserved::Undecided => turn.settled(app).await,
            Reserved::TooLate => pause(app, round).await,
        }
    }
    Err(unavailable(2))
}

enum Reserved {
    Yes,
    /// It depends on guesses that are being evaluated.
    Undecided,
    /// Another node was faster.
    TooLate,
}

impl Guess {
    /// Settles it as right and commits `changes` with that, or neither.
    pub async fn right(&self, app: &App, changes: Vec<Change>) -> Result<(), store::Error> {
        self.settle(app, Outcome::Right, |_| changes.clone()).await
    }

    /// Settles it as wrong and commits with that what `told` says to what the guess came to.
    pub async fn wrong(
        &self,
        app: &App,
        told: impl Fn(&[Consequence]) -> Vec<Change>,
    ) -> Result<(), store::Error> {
        self.settle(app, Outcome::Wrong, told).await
    }

    /// Settles it as right so far, and commits `changes` with that, or neither: nobody is let in yet, so what was
    /// counted before stays counted. Otherwise whoever knows the password would start afresh at the second factor.
    pub async fn right_so_far(&self, app: &App, changes: Vec<Change>) -> Result<(), store::Error> {
        self.settle(app, Outcome::Nothing, |_| changes.clone()).await
    }

    /// Takes it back: it told nothing about the account.
    pub async fn take_back(&self, app: &App) -> Result<(), store::Error> {
        self.settle(app, Outcome::Nothing, |_| Vec::new()).await
    }

    async fn reserve(&self, app: &App) -> Result<Reserved> {
        let now = app.clock.now();
        let mut changes = Vec::new();
        let mut is_undecided = false;
        for ((key, rule), stored) in self.ledgers.iter().zip(self.read(app).await?) {
            match stored.ledger.reserve(rule, self.id, self.target, now) {
                Verdict::Granted(ledger) => {
                    changes.push(throttles::write(
                        *key,
                        stored.version,
                        &ledger,
                        ledger.lapses_at(rule, now),
                    ));
                }
                Verdict::Undecided => is_undecided = true,
                Verdict::Wait(until) => return Err(refused(rule, "too_many_attempts", now, until)),
            }
        }
        if is_undecided {
            return Ok(Reserved::Undecided);
        }
        match app.store.commit(changes).await {
            Err(error) if error.is_conflict() => Ok(Reserved::TooLate),
            other => Ok(other.map(|()| Reserved::Yes)?),
        }
    }

    /// Commits with it what `more` says to what it came to; it is asked again when another guess was faster.
    async fn settle(
        &self,
        app: &App,
        outcome: Outcome,
        more: impl Fn(&[Consequence]) -> Vec<Change>,
    ) -> Result<(), store::Error> {
        let turn = app.guess_turns.of(&self.ledgers);
        let _turn = turn.take().await;
        let mut round = 0;
        loop {
            let now = app.clock.now();
            let (mut settled, mut came) = (Vec::new(), Vec::new());
            for ((key, rule), stored) in self.ledgers.iter().zip(self.read(app).await?) {
                let ledger = stored.ledger.settle(rule, self.id, outcome, now);
                came.extend(ledger.consequence_since(rule, &stored.ledger, now));
                settled.push(throttles::write(*key, stored.version, &ledger, ledger.lapses_at(rule, now)));
            }
            let changes = more(&came).into_iter().chain(settled);
            match app.store.commit(changes).await {
                Err(error) if error.conflict() == Some("throttle") && round < ROUNDS => round += 1,
                other => {
                    turn.settled.notify_one();
                    return other;
                }
            }
            pause(app, round).await;
        }
    }

    async fn read(&self, app: &App) -> Result<Vec<Stored>, store::Error> {
        let keys: Vec<[u8; 32]> = self.ledgers.iter().map(|(key, _)| *key).collect();
        read(app, &keys).await
    }
}

/// The ledgers of one to three keys, in their order.
pub(super) async fn read(app: &App, keys: &[[u8; 32]]) -> Result<Vec<Stored>, store::Error> {
    // One question for all: what is left over asks for the last one again.
    let asked = std::array::from_fn(|at| keys[at.min(keys.len() - 1)]);
    let mut found: HashMap<[u8; 32], Stored> =
        app.store.few(throttles::ledgers(asked)).await?.into_iter().collect();
    Ok(keys.iter().map(|key| found.remove(key).unwrap_or_default()).collect())
}

/// Lets the guesses of one network take turns on a node, so that a thousand at once do not fight over one row.
pub struct Turns([Turn; 64]);

/// A turn, and news for those who wait for a guess that is being evaluated.
#[derive(Default)]
struct Turn {
    held: Mutex<()>,
    settled: Notify,
}

impl Default for Turns {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Turn::default()))
    }
}

impl Turns {
    fn of(&self, ledgers: &[([u8; 32], Rule)]) -> &Turn {
        let place = ledgers.last().map_or(0, |(key, _)| usize::from(key[0]));
        &self.0[place % self.0.len()]
    }
}

impl Turn {
    async fn take(&self) -> MutexGuard<'_, ()> {
        self.held.lock().await
    }

    /// Waits until a guess was settled here, or may have been at another node.
    async fn settled(&self, app: &App) {
        let elsewhere =
            tokio::time::sleep(ELSEWHERE + Duration::from_millis(u64::from(app.random.bytes::<1>()[0])));
        tokio::select! {
            () = self.settled.notified() => {}
            () = elsewhere => {}
        }
    }
}

/// Which ledgers count this guess. From a known browser it is that browser's own and nothing else.
async fn prepare(app: &App, subject: &Subject, client: &Client, device: &Device) -> Result<Guess> {
    let account = match subject {
        Subject::Account(account) => *account,
        Subject::Unknown(_) => AccountId(uuid::Uuid::nil()),
    };
    let Standing { lifted_at, known } = device.standing(app, account).await?;
    let name = match subject {
        Subject::Account(account) => account.0.to_string(),
        Subject::Unknown(name) => format!("unknown {name}"),
    };
    let key = |label: &str, text: &str| crypto::keyed_digest(&app.keys.throttle, label, text.as_bytes());
    let digest = key("target", &name);
    // Once waits were lifted, counting starts in ledgers of another name, whatever networks the old ones were for.
    let name = lifted_at.map_or(name.clone(), |at| format!("{name} since {at}"));
    let target = u64::from_be_bytes(std::array::from_fn(|at| digest[at]));
    let id = u64::from_be_bytes(app.random.bytes());
    let limits = &app.settings.limits;
    let guesses = rule("guesses", Count::Failures, limits.guesses, SignedDuration::from_mins(15));
    let ledgers = if let Some(digest) = known {
        vec![(key("guesses of a device", &format!("{name} {digest:02x?}")), guesses)]
    } else {
        let network = client.network();
        let daily = rule("daily", Count::Streak, DAILY, SignedDuration::from_hours(24));
        let stuffing = rule("stuffing", Count::Different, limits.stuffing, SignedDuration::from_hours(1));
        let mut ledgers = vec![
            (key("guesses of a network", &format!("{name} {network}")), guesses),
            (key("guesses at an account", &name), daily),
            (key("accounts of a network", &network), stuffing),
        ];
        ledgers.retain(|(_, rule)| rule.limit > 0);
        ledgers
    };
    Ok(Guess { id, target, ledgers })
}

/// Failures in a row, from anywhere but a known browser, after which an account waits for a day.
const DAILY: u32 = 100;

fn rule(name: &'static str, count: Count, limit: u32, window: SignedDuration) -> Rule {
    Rule { name, count, limit, window }
}

/// Lets a parallel guess pass that was faster.
async fn pause(app: &App, round: u32) {
    let spread = u64::from(app.random.bytes::<1>()[0]);
    tokio::time::sleep(Duration::from_micros(spread * u64::from(round.min(20)))).await;
}

/// The subject of an identifier, by what was found for it.
impl Subject {
    /// The account that was found, else the name that was given.
    pub fn of(found: Option<AccountId>, name: &str) -> Self {
        found.map_or_else(|| Self::Unknown(name.to_owned()), Self::Account)
    }
}
