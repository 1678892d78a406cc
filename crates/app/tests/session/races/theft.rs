//! Thefts: the owner and a thief use copies of one token, each in their own way, until the rule tells them apart.

use std::collections::HashSet;
use std::fmt;

use app::audit;
use app::id::AccountId;
use app::session::SessionId;
use tokio::task::JoinSet;

use super::chance::Chance;
use super::node::{Given, Nodes};

/// Thefts that go on side by side.
const SESSIONS: usize = 50;
/// What owner and thief do before both come back after all windows.
const STEPS: usize = 8;
const WINDOW: i64 = 30;

/// What happened.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) found: u64,
    pub(super) by_owner: u64,
    pub(super) by_thief: u64,
    /// Presentations of the thief within the windows, which nobody can tell from the owner's.
    pub(super) unseen: u64,
    requests: u64,
}

pub(super) struct Thefts {
    nodes: Nodes,
    chance: Chance,
    pub(super) tally: Tally,
}

/// Somebody with a copy of the tokens.
#[derive(Clone)]
struct Holder {
    token: (u64, String),
    access: Option<(u64, String)>,
}

struct Theft {
    session: SessionId,
    /// The owner and the thief.
    holders: [Holder; 2],
    rule: Rule,
}

/// The rule's table once more, in whole seconds and in words of its own, so that the handler has a second opinion.
#[derive(Clone)]
struct Rule {
    current: u64,
    made: i64,
    answered: i64,
    seen: Option<i64>,
    is_over: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Token(u64),
    Access,
    Reused,
    Revoked,
}

impl Thefts {
    pub(super) async fn start(chance: Chance) -> Self {
        Self { nodes: Nodes::start().await, chance, tally: Tally::default() }
    }

    /// Some thefts from an account of their own, to their end.
    pub(super) async fn batch(&mut self) {
        let email = format!("person-{}@example.com", self.tally.found);
        let person = self.nodes.journal().person(&email).await;
        let account = AccountId(person.id.parse().expect("an id"));
        let mut thefts = Vec::new();
        for _ in 0..SESSIONS {
            let (session, token) = self.nodes.sign_in(account).await;
            let owner = Holder { token: (1, token), access: None };
            let rule = Rule::signed_in(self.nodes.now());
            thefts.push(Theft { session, holders: [owner.clone(), owner], rule });
        }
        for step in 0..STEPS {
            let gap = self.chance.one_of(&[1, 5, 15, 29, 30, 31, 60, 601, 3_600]);
            self.nodes.advance(gap);
            let stolen_at = usize::try_from(self.chance.below(3)).expect("small");
            self.act(&mut thefts, |chance, theft| {
                if step == stolen_at && theft.rule.current == theft.holders[0].token.0 {
                    theft.holders[1] = theft.holders[0].clone();
                }
                usize::from(chance.once_in(2))
            })
            .await;
            self.use_some(&mut thefts).await;
        }
        self.both_come_back(&mut thefts).await;
        self.look(&thefts, account, &email).await;
    }

    /// After all windows one of them rotates and works on; after the windows again the other one comes.
    async fn both_come_back(&mut self, thefts: &mut [Theft]) {
        let mut last = vec![0; thefts.len()];
        for _ in 0..3 {
            self.nodes.advance(WINDOW + 1);
            let mut turn = last.iter_mut();
            self.act(thefts, |_, theft| {
                // Whoever has the newest token works on, the other one falls behind.
                let ahead = usize::from(theft.holders[1].token.0 > theft.holders[0].token.0);
                *turn.next().expect("a turn for each") = ahead;
                ahead
            })
            .await;
            self.use_all(thefts).await;
        }
        self.nodes.advance(WINDOW + 1);
        let mut turn = last.iter();
        self.act(thefts, |_, _| 1 - turn.next().expect("a turn for each")).await;
    }

    /// In every theft one of the two presents a token; all at once.
    async fn act(&mut self, thefts: &mut [Theft], mut who: impl FnMut(&mut Chance, &mut Theft) -> usize) {
        let now = self.nodes.now();
        let mut running = JoinSet::new();
        for (at, theft) in thefts.iter_mut().enumerate() {
            let who = who(&mut self.chance, theft);
            let node = usize::from(self.chance.once_in(2));
            let request = self.nodes.refresh(node, &theft.holders[who].token.1);
            self.tally.requests += 1;
            running.spawn(async move { (at, who, request.await) });
        }
        while let Some(done) = running.join_next().await {
            let (at, who, given) = done.expect("a request does not panic");
            let theft = &mut thefts[at];
            let expected = theft.rule.present(theft.holders[who].token.0, now);
            assert_eq!(said(&given), expected, "{given:?}");
            match expected {
                Expected::Reused if who == 0 => self.tally.by_owner += 1,
                Expected::Reused => self.tally.by_thief += 1,
                Expected::Token(_) if who == 1 => self.tally.unseen += 1,
                _ => {}
            }
            theft.holders[who].take(given, theft.rule.current);
        }
    }

    async fn use_some(&mut self, thefts: &mut [Theft]) {
        for theft in thefts {
            let who = usize::from(self.chance.once_in(2));
            if self.chance.once_in(2) {
                self.use_access(theft, who).await;
            }
        }
    }

    async fn use_all(&self, thefts: &mut [Theft]) {
        for theft in thefts {
            self.use_access(theft, 0).await;
            self.use_access(theft, 1).await;
        }
    }

    /// A cache may answer for a second after the end, so only what lives is asked.
    async fn use_access(&self, theft: &mut Theft, who: usize) {
        let Some((generation, access)) = &theft.holders[who].access else { return };
        if !theft.rule.is_over && self.nodes.works(0, access).await {
            theft.rule.uses(*generation, self.nodes.now());
        }
    }

    /// Every session is over for both, and each was told of once.
    async fn look(&mut self, thefts: &[Theft], account: AccountId, email: &str) {
        let events = audit::of_account(self.nodes.app(), account, 1_000).await.expect("events");
        let told =
            events.iter().filter(|event| event.kind == "refresh_reused").filter_map(|event| event.session_id);
        let told: Vec<_> = told.collect();
        let different: HashSet<_> = told.iter().copied().collect();
        assert_eq!((told.len(), different.len()), (thefts.len(), thefts.len()));
        assert!(thefts.iter().all(|theft| different.contains(&theft.session.0)));
        let mails = self.nodes.journal().mails_to(email).await;
        assert_eq!(
            mails
                .iter()
                .filter(|mail| mail.links.iter().any(|link| link.ends_with("/account/devices")))
                .count(),
            thefts.len()
        );
        for theft in thefts {
            assert!(theft.rule.is_over);
            for (node, holder) in theft.holders.iter().enumerate() {
                assert_eq!(said(&self.nodes.refresh(node, &holder.token.1).await), Expected::Revoked);
            }
            self.tally.found += 1;
        }
    }
}

impl Holder {
    fn take(&mut self, given: Given, current: u64) {
        if given.status == 200 {
            self.access = Some((current, given.access));
        }
        self.token = given.token.unwrap_or_else(|| self.token.clone());
    }
}

impl Rule {
    fn signed_in(now: i64) -> Self {
        Self { current: 1, made: now, answered: now, seen: None, is_over: false }
    }

    fn uses(&mut self, generation: u64, now: i64) {
        if generation == self.current && self.seen.is_none() {
            self.seen = Some(now);
        }
    }

    fn present(&mut self, presented: u64, now: i64) -> Expected {
        if self.is_over {
            return Expected::Revoked;
        }
        let behind = self.current - presented;
        if behind == 0 {
            self.uses(presented, now);
            if self.current == 1 || now > self.answered + WINDOW {
                *self =
                    Self { current: self.current + 1, made: now, answered: now, seen: None, is_over: false };
            } else if now <= self.made + 20 * WINDOW {
                self.answered = now;
            } else {
                return Expected::Access;
            }
        } else if behind == 1 && self.seen.is_none_or(|seen| now <= seen + WINDOW) {
            self.answered = now;
        } else {
            self.is_over = true;
            return Expected::Reused;
        }
        Expected::Token(self.current)
    }
}

fn said(given: &Given) -> Expected {
    match (given.status, given.code.as_str(), &given.token) {
        (200, _, Some((generation, _))) => Expected::Token(*generation),
        (200, _, None) => Expected::Access,
        (401, "refresh_reused", _) => Expected::Reused,
        (401, "session_revoked", _) => Expected::Revoked,
        _ => panic!("{given:?}"),
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, by_owner, by_thief, unseen, requests } = self;
        write!(
            f,
            "{found} thefts, all found as the rule says: {by_owner} when the owner came, {by_thief} when the "
        )?;
        write!(f, "thief came; {unseen} presentations by thieves within the windows ({requests} requests)")
    }
}
