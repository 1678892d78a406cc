//! Logins over HTTP, with right passwords, against what the hash alone allows on the same cores.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::clock::Clock;
use crypto::password::{Hasher, Params, Verdict};
use crypto::{Random, Secret};
use tokio::task::JoinSet;

use crate::load::{self, Load, Pace};
use crate::place::{self, PASSWORD, Place};
use crate::serving::Serving;
use crate::table::{Aim, Figure, median, number};
use crate::wire::{self, Request};
use crate::{CONNECTIONS, Programs, Result, cores};

/// How long each is measured in one round.
const TURN: Duration = Duration::from_secs(3);

/// The ratio of logins to hashes.
pub(crate) async fn measure(programs: &Programs, place: &Place, rounds: usize, aim: Aim) -> Result<Figure> {
    let app = place.open().await?;
    let accounts = place::accounts(&app, CONNECTIONS).await?;
    app.store.close().await;
    let login = |(_, address): &(_, String)| {
        let body = serde_json::json!({"email": address, "password": PASSWORD});
        wire::post("/api/auth/login", None, &body.to_string())
    };
    let requests: Arc<[Request]> = accounts.iter().map(login).collect();
    let journal = Serving::start(&programs.journal, &[Path::new("serve")], &place.variables()).await?;
    let (mut alone, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        alone.push(hashes().await?);
        let load = Load {
            address: journal.address,
            connections: CONNECTIONS,
            requests: requests.clone(),
            pace: Pace::For(TURN),
            check: |_, answer| answer.status == 200,
        };
        whole.push(load::run(load).await?.per_second());
    }
    journal.stop().await?;
    let (alone, whole) = (median(alone), median(whole));
    let from = format!("{} logins of {} hashes a second on {} cores", number(whole), number(alone), cores());
    Ok(Figure { value: whole / alone, from, aim })
}

/// Hashes in a second on every core, for as many callers as there are connections.
async fn hashes() -> Result<f64> {
    let (clock, random) = (Clock::system(), Random::system());
    let hasher = Hasher::start(Params::default(), cores(), CONNECTIONS, &random, |_| ())?;
    let stored = hasher.hash(Secret::new(PASSWORD.to_owned()), random.bytes()).await?;
    let started = clock.instant();
    let mut callers = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (hasher, clock, stored) = (hasher.clone(), clock.clone(), stored.clone());
        callers.spawn(async move {
            let mut done = 0_u32;
            while clock.instant() < started + TURN {
                let verdict = hasher.verify(Secret::new(PASSWORD.to_owned()), Some(stored.clone())).await?;
                assert_eq!(verdict, Verdict::Right, "the password is right");
                done += 1;
            }
            Ok::<_, crypto::password::Error>(done)
        });
    }
    let mut done = 0;
    while let Some(caller) = callers.join_next().await {
        done += caller??;
    }
    Ok(f64::from(done) / started.elapsed().as_secs_f64())
}
