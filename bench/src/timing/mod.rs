//! Whether an answer, or its time, tells who has an account.
//!
//! A real `journal serve` is asked one thing after the other over one connection. Each round asks the same of one account
//! of every kind and of a name that nobody has, in shuffled order, and each time is compared with that of nobody in
//! the same round. Every round has accounts of its own, so that no limit and no cache stands between; only what is
//! locked is the same throughout, and is compared with a name that nobody has and that is locked as well. Mails leave
//! while others are answered, whoever these are.
//!
//! Unlike the other figures this one is a test: a difference, in the time or in the answer, makes the run fail.

mod answer;
mod crowd;
mod interval;
mod report;
mod sink;

use std::path::Path;
use std::time::Duration;

use app::clock::Clock;
use crypto::password::{Hasher, Params};
use crypto::{Random, Secret};
use serde_json::json;

use crate::place::Place;
use crate::serving::Serving;
use crate::wire::{self, Connection, Request};
use crate::{Programs, Result, note};
use answer::Shape;
use crowd::{Crowd, Who};
use report::{Compared, Report};
use sink::Sink;

/// One hash is measured in so many rounds, for the share that a difference has in it.
const ROUNDS_PER_HASH: usize = 20;
const WRONG_PASSWORD: &str = "amber-walrus-58-compass";
const FRESH_PASSWORD: &str = "copper-magpie-27-harvest";

/// A route whose answers must not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Route {
    /// `POST /api/auth/login`, with a wrong password.
    Login,
    /// `POST /api/auth/resend-verification`.
    ResendVerification,
    /// `POST /api/auth/forgot-password`.
    ForgotPassword,
    /// `POST /api/auth/webauthn/authenticate/options`, with an address.
    PasskeySignIn,
    /// `POST /api/auth/webauthn/register/options`, with an address: a sign-up by passkey.
    PasskeySignUp,
    /// `POST /api/auth/register`; last, since it leaves registrations behind.
    Register,
}

impl Route {
    /// All of them, in the order in which they can be measured.
    pub(crate) const ALL: [Self; 6] = [
        Self::Login,
        Self::ResendVerification,
        Self::ForgotPassword,
        Self::PasskeySignIn,
        Self::PasskeySignUp,
        Self::Register,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Login => "/api/auth/login",
            Self::ResendVerification => "/api/auth/resend-verification",
            Self::ForgotPassword => "/api/auth/forgot-password",
            Self::PasskeySignIn => "/api/auth/webauthn/authenticate/options",
            Self::PasskeySignUp => "/api/auth/webauthn/register/options",
            Self::Register => "/api/auth/register",
        }
    }

    fn request(self, address: &str) -> Request {
        let body = match self {
            Self::Login => json!({"email": address, "password": WRONG_PASSWORD}),
            Self::Register => json!({"email": address, "password": FRESH_PASSWORD}),
            Self::ResendVerification | Self::ForgotPassword | Self::PasskeySignIn | Self::PasskeySignUp => {
                json!({"email": address})
            }
        };
        wire::post(self.path(), None, &body.to_string())
    }

    /// Who is asked about, and with whom each is compared.
    fn pairs(self) -> Vec<(Who, Who)> {
        let mut pairs: Vec<_> = Who::ACCOUNTS.into_iter().map(|who| (who, Who::Unknown)).collect();
        // What is locked is one name throughout, and a registration of it begins once.
        if self != Self::Register {
            pairs.push((Who::Locked, Who::LockedUnknown));
        }
        pairs
    }
}

/// What is to be measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// Which routes.
    pub(crate) routes: &'a [Route],
    /// How many pairs each.
    pub(crate) pairs: usize,
    /// Against the program without its decoy.
    pub(crate) is_red: bool,
}

/// Measures on one database; `Ok(false)` when something tells.
pub(crate) async fn measure(programs: &Programs, place: &Place, wanted: Wanted<'_>) -> Result<bool> {
    let sink = Sink::start().await?;
    let app = place.open().await?;
    let crowd = Crowd::gather(&app, wanted.pairs).await?;
    app.store.close().await;
    let program = if wanted.is_red { &programs.without_decoy } else { &programs.journal };
    let journal = Serving::start(program, &[Path::new("serve")], &settings(place, &sink)).await?;
    let mut measuring =
        Measuring { connection: Connection::to(journal.address)?, hasher: hasher()?, report: Report::new() };
    note("making registrations that wait, and locking two names");
    crowd.prepare(&journal).await?;
    for route in Route::ALL.into_iter().filter(|route| wanted.routes.contains(route)) {
        note(&format!("{}, {} rounds", route.path(), wanted.pairs));
        measuring.route(route, &crowd, wanted.pairs).await?;
    }
    journal.stop().await?;
    Ok(measuring.report.print()?)
}

/// No limit stands in the way; guesses cannot be without one, and a hundred lock a name, as they do everywhere.
fn settings(place: &Place, sink: &Sink) -> Vec<(String, String)> {
    let set = |name: &str, value: &str| (format!("JOURNAL_{name}"), value.to_owned());
    let mut variables = place.variables();
    variables.extend([
        set("LIMIT_REGISTRATIONS", "0"),
        set("LIMIT_MAILS", "0"),
        set("LIMIT_STUFFING", "0"),
        set("LIMIT_GUESSES", "1000"),
        set("SMTP_URL", &format!("smtp://{}", sink.address)),
        set("MAIL_FROM", "journal@example.org"),
    ]);
    variables
}

fn hasher() -> Result<Hasher> {
    Ok(Hasher::start(Params::default(), 1, 1, &Random::system(), |_| {})?)
}

struct Measuring {
    connection: Connection,
    hasher: Hasher,
    report: Report,
}

impl Measuring {
    async fn route(&mut self, route: Route, crowd: &Crowd, rounds: usize) -> Result<()> {
        let pairs = route.pairs();
        let mut compared: Vec<Compared> =
            pairs.iter().map(|(who, with)| Compared::new(route.path(), *who, *with)).collect();
        // The first answers of a connection and of a program are not like the others.
        for name in crowd.strangers() {
            self.ask(route, name).await?;
        }
        for round in 0..rounds {
            if round % ROUNDS_PER_HASH == 0 {
                let took = self.one_hash().await?;
                self.report.hash(took);
            }
            let answers = self.round(route, crowd, round).await?;
            let of = |who: Who| answers.iter().find(|(asked, ..)| *asked == who).expect("everybody is asked");
            for compared in &mut compared {
                let ((_, took, shape), (_, reference, expected)) = (of(compared.who), of(compared.with));
                compared.add((*took, shape), (*reference, expected));
            }
        }
        self.report.add(compared);
        Ok(())
    }

    /// Asks about everybody once, in any order.
    async fn round(&self, route: Route, crowd: &Crowd, round: usize) -> Result<Vec<(Who, Duration, Shape)>> {
        let mut order: Vec<Who> = Vec::new();
        for who in route.pairs().into_iter().flat_map(|(who, with)| [who, with]) {
            if !order.contains(&who) {
                order.push(who);
            }
        }
        shuffle(&mut order);
        let mut answers = Vec::with_capacity(order.len());
        for who in order {
            let (took, shape) = self.ask(route, crowd.address(who, round)).await?;
            answers.push((who, took, shape));
        }
        Ok(answers)
    }

    async fn ask(&self, route: Route, address: &str) -> Result<(Duration, Shape)> {
        let clock = Clock::system();
        let request = route.request(address);
        let began = clock.instant();
        let heard = self.connection.hear(&request).await?;
        let took = began.elapsed();
        Ok((took, Shape::of(&heard)))
    }

    async fn one_hash(&self) -> Result<Duration> {
        let (clock, random) = (Clock::system(), Random::system());
        let began = clock.instant();
        self.hasher.hash(Secret::new(WRONG_PASSWORD.to_owned()), random.bytes()).await?;
        Ok(began.elapsed())
    }
}

/// Fisher and Yates.
fn shuffle<T>(items: &mut [T]) {
    let random = Random::system();
    for end in (1..items.len()).rev() {
        let at = usize::try_from(random.below(end as u64 + 1)).expect("a place in a short list");
        items.swap(at, end);
    }
}
