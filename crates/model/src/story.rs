//! Events in words.

use crate::step::Step;
use crate::world::{Leg, Message, Who, World};

impl World {
    /// What happens in this world by a step.
    pub(crate) fn tell(&self, step: Step) -> String {
        let current = self.record.generation;
        match step {
            Step::Send(Who::Owner) => format!("a tab sends token {}", self.jar),
            Step::Send(Who::Thief) => format!("the thief sends token {}", self.loot.unwrap_or(self.jar)),
            Step::Lose(at) => self.tell_loss(at),
            Step::Read { at, is_ahead } => {
                let clock = if is_ahead { ", by a clock that runs ahead" } else { "" };
                format!(
                    "a server reads: token {} presented, {current} is current{clock}",
                    self.wire[at].token
                )
            }
            Step::Commit(at) => match self.wire[at].leg {
                Leg::Decided(plan) => match (plan.after, plan.token) {
                    (None, _) => "it commits the end of the session".to_owned(),
                    (Some(after), Some(token)) => {
                        format!("it commits: {} is current, token {token} is the answer", after.generation)
                    }
                    (Some(_), None) => "it commits: an access token alone is the answer".to_owned(),
                },
                _ => "nothing is committed".to_owned(),
            },
            Step::Deliver(at) => match self.wire[at] {
                Message { who: Who::Owner, leg: Leg::Answered(token), .. } => {
                    format!("token {token} arrives and is the cookie now")
                }
                Message { leg: Leg::Answered(token), .. } => format!("the thief gets token {token}"),
                _ => "nothing arrives".to_owned(),
            },
            Step::Use { who: Who::Owner, .. } => "a tab uses its access token".to_owned(),
            Step::Use { who: Who::Thief, .. } => "the thief uses an access token".to_owned(),
            Step::Tick => "ten seconds pass".to_owned(),
            Step::GrowStale => "twenty windows have passed since the token was made".to_owned(),
            Step::Steal => format!("the thief copies token {}", self.jar),
            Step::Revoke => "the owner ends the session".to_owned(),
            Step::Pause => "half the idle limit passes in silence".to_owned(),
            Step::Expire => "the absolute limit comes".to_owned(),
            Step::Save => "the database is saved".to_owned(),
            Step::Restore => "the database is brought back as it was saved".to_owned(),
        }
    }

    fn tell_loss(&self, at: usize) -> String {
        let what = match self.wire[at].leg {
            Leg::Asked => "the request is lost",
            Leg::Decided(_) => "the server dies before it commits",
            Leg::Answered(_) => "the server dies after its commit, or the answer is lost",
        };
        what.to_owned()
    }
}
