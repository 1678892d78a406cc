//! Honest clients: tabs that share a cookie jar, answers that are lost, late and out of order, servers that die.

use std::collections::HashMap;
use std::fmt;

use app::id::AccountId;
use tokio::task::JoinSet;

use super::chance::Chance;
use super::node::{Given, Nodes, killed};

/// Sessions that race side by side, each with itself.
const SESSIONS: usize = 40;
/// Races in the life of a session.
const RACES: usize = 25;
/// Half a window: a tab gives a refresh up when its answer takes longer.
const LIFE: u64 = 15;
/// How long the tabs of one race go on sending.
const BURST: i64 = 25;

/// What happened.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) races: u64,
    sessions: u64,
    requests: u64,
    lost: u64,
    killed: u64,
    restarts: u64,
    rotated: u64,
    repeated: u64,
    pub(super) logouts: u64,
    pub(super) forks: u64,
}

pub(super) struct Benign {
    nodes: Option<Nodes>,
    account: AccountId,
    chance: Chance,
    pub(super) tally: Tally,
}

/// One browser.
struct Browser {
    jar: (u64, String),
    access: Option<String>,
    /// The token of each generation, as it was first handed out.
    known: HashMap<u64, String>,
    asking: Vec<Ask>,
    answered: Vec<(i64, Given)>,
}

/// A request that will be sent, served and answered at these times.
struct Ask {
    sent: i64,
    served: i64,
    heard: i64,
    /// The cookie at the moment of sending.
    carried: Option<(u64, String)>,
}

impl Benign {
    pub(super) async fn start(chance: Chance) -> Self {
        let nodes = Nodes::start().await;
        let person = nodes.journal().person("ada@example.com").await;
        let account = AccountId(person.id.parse().expect("an id"));
        Self { nodes: Some(nodes), account, chance, tally: Tally::default() }
    }

    /// The whole lives of some sessions.
    pub(super) async fn batch(&mut self) {
        let mut browsers = Vec::new();
        for _ in 0..SESSIONS {
            let (_, token) = self.nodes().sign_in(self.account).await;
            let known = HashMap::from([(1, token.clone())]);
            browsers.push(Browser { jar: (1, token), access: None, known, asking: vec![], answered: vec![] });
        }
        self.tally.sessions += SESSIONS as u64;
        for _ in 0..RACES {
            self.race(&mut browsers).await;
            if self.chance.once_in(8) {
                let nodes = self.nodes.take().expect("nodes");
                self.nodes = Some(nodes.restart(self.chance.once_in(2)).await);
                self.tally.restarts += 1;
            }
            let rest = self.chance.one_of(&[16, 29, 30, 31, 32, 61, 600, 3_600, 86_400]);
            self.nodes().advance(rest);
        }
    }

    /// In every browser some tabs refresh at about the same time.
    async fn race(&mut self, browsers: &mut [Browser]) {
        let began = self.nodes().now();
        for browser in browsers.iter_mut() {
            let tabs = 2 + self.chance.below(5);
            let spread = self.chance.one_of(&[1, 3, BURST.cast_unsigned()]);
            browser.asking = (0..tabs).map(|_| ask(&mut self.chance, began, spread)).collect();
            self.tally.races += 1;
        }
        for second in 0..=BURST + LIFE.cast_signed() {
            let now = began + second;
            for browser in browsers.iter_mut() {
                // Whether the cookie of this second is sent before or after the answer of this second came.
                if self.chance.once_in(2) {
                    browser.send(now);
                    browser.hear(now);
                } else {
                    browser.hear(now);
                    browser.send(now);
                }
            }
            self.serve(browsers, now).await;
            self.nodes().advance(1);
        }
        for browser in browsers.iter_mut() {
            browser.hear(i64::MAX);
        }
        self.use_access(browsers).await;
    }

    /// All requests that reach a server in this second, at once.
    async fn serve(&mut self, browsers: &mut [Browser], now: i64) {
        let mut running = JoinSet::new();
        for (at, browser) in browsers.iter_mut().enumerate() {
            let due = browser.asking.extract_if(.., |ask| ask.served == now && ask.carried.is_some());
            for ask in due {
                let (generation, token) = ask.carried.expect("it was sent");
                self.tally.requests += 1;
                if self.chance.once_in(10) {
                    self.tally.lost += 1;
                    continue;
                }
                let node = usize::from(self.chance.once_in(2));
                let polls = if self.chance.once_in(10) { self.chance.below(6) } else { u64::MAX };
                let request = self.nodes().refresh(node, &token);
                running.spawn(async move { (at, generation, ask.heard, killed(request, polls).await) });
            }
        }
        while let Some(done) = running.join_next().await {
            let (at, presented, heard, given) = done.expect("a request does not panic");
            let Some(given) = given else {
                self.tally.killed += 1;
                continue;
            };
            self.judge(&mut browsers[at], presented, &given);
            if self.chance.once_in(5) {
                self.tally.lost += 1;
            } else {
                browsers[at].answered.push((heard, given));
            }
        }
    }

    fn judge(&mut self, browser: &mut Browser, presented: u64, given: &Given) {
        // 503 is a database that was too busy; the tab will try again.
        if given.status != 200 {
            self.tally.logouts += u64::from(given.status != 503);
            return;
        }
        let Some((generation, token)) = &given.token else { return };
        let is_same_lineage = *generation == presented || *generation == presented + 1;
        let is_same_token = browser.known.entry(*generation).or_insert_with(|| token.clone()) == token;
        self.tally.forks += u64::from(!is_same_lineage || !is_same_token);
        self.tally.rotated += u64::from(*generation != presented);
        self.tally.repeated += u64::from(*generation == presented);
    }

    /// Some pages go on working with what they got, and others sleep.
    async fn use_access(&mut self, browsers: &mut [Browser]) {
        let mut running = JoinSet::new();
        for browser in browsers {
            if let Some(access) = browser.access.take().filter(|_| !self.chance.once_in(3)) {
                let node = usize::from(self.chance.once_in(2));
                running.spawn(self.nodes().works(node, &access));
            }
        }
        while let Some(works) = running.join_next().await {
            self.tally.logouts += u64::from(!works.expect("a request does not panic"));
        }
    }

    fn nodes(&self) -> &Nodes {
        self.nodes.as_ref().expect("nodes are there between restarts")
    }
}

fn ask(chance: &mut Chance, began: i64, spread: u64) -> Ask {
    let sent = began + chance.seconds(spread);
    let served = sent + if chance.once_in(2) { 0 } else { chance.seconds(LIFE + 1) };
    let left = LIFE - (served - sent).cast_unsigned();
    let heard = served + if chance.once_in(2) { 0 } else { chance.seconds(left + 1) };
    Ask { sent, served, heard, carried: None }
}

impl Browser {
    fn send(&mut self, now: i64) {
        for ask in self.asking.iter_mut().filter(|ask| ask.sent == now) {
            ask.carried = Some(self.jar.clone());
        }
    }

    /// The answer that comes last stays in the jar, whatever it holds.
    fn hear(&mut self, now: i64) {
        for (_, given) in self.answered.extract_if(.., |(heard, _)| *heard <= now) {
            if given.status == 200 {
                self.access = Some(given.access);
                self.jar = given.token.unwrap_or_else(|| self.jar.clone());
            }
        }
    }
}

impl Tally {
    /// Whether everything that goes wrong by chance has gone wrong at least once.
    pub(super) fn has_met_all(&self) -> bool {
        self.lost > 0 && self.killed > 0 && self.restarts > 0 && self.repeated > 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { races, sessions, requests, lost, killed, restarts, rotated, repeated, logouts, forks } =
            self;
        write!(
            f,
            "{races} races in {sessions} sessions: {logouts} logouts, {forks} forks ({requests} requests, "
        )?;
        write!(
            f,
            "{lost} lost, {killed} killed, {restarts} restarts, {rotated} rotated, {repeated} repeated)"
        )
    }
}
