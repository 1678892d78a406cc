//! Whom the routes are asked about: accounts in every state, and names that nobody has.

use app::App;
use app::account::AccountId;
use app::clock::Clock;
use crypto::Random;
use store::Change;

use super::Route;
use crate::load::{self, Load, Pace};
use crate::place;
use crate::serving::Serving;
use crate::wire::Request;
use crate::{CONNECTIONS, Result};

/// Failures in a row that lock a name for a day, whatever the settings.
const LOCKED_AFTER: usize = 100;
const STRANGERS: usize = 30;

/// A kind of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// A verified account with a password.
    Known,
    /// A registration that waits to be verified.
    Unverified,
    /// An account that an operator disabled.
    Disabled,
    /// An account whose password was voided.
    PasswordLess,
    /// An account that has a passkey and no password.
    PasskeyAlone,
    /// An account that a hundred wrong guesses have locked.
    Locked,
    /// Nobody.
    Unknown,
    /// Nobody, and locked by as many guesses.
    LockedUnknown,
}

impl Who {
    /// What is compared with nobody at every route.
    pub(super) const ACCOUNTS: [Self; 5] =
        [Self::Known, Self::Unverified, Self::Disabled, Self::PasswordLess, Self::PasskeyAlone];

    /// In a word, for the table.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Unverified => "unverified",
            Self::Disabled => "disabled",
            Self::PasswordLess => "password-less",
            Self::PasskeyAlone => "passkey alone",
            Self::Locked => "locked",
            Self::Unknown => "unknown",
            Self::LockedUnknown => "locked unknown",
        }
    }
}

/// One address of each kind to a round.
pub(super) struct Crowd {
    known: Vec<String>,
    unverified: Vec<String>,
    disabled: Vec<String>,
    password_less: Vec<String>,
    passkey_alone: Vec<String>,
    unknown: Vec<String>,
    locked: String,
    locked_unknown: String,
    strangers: Vec<String>,
}

impl Crowd {
    /// Makes the accounts. All names are of one form, so that none takes longer to be read or judged.
    pub(super) async fn gather(app: &App, rounds: usize) -> Result<Self> {
        let known = place::accounts(app, rounds).await?;
        let disabled = place::accounts(app, rounds).await?;
        let password_less = place::accounts(app, rounds).await?;
        let passkey_alone = place::accounts(app, rounds).await?;
        let locked = place::accounts(app, 1).await?;
        let changed = disabled.iter().map(|(id, _)| disable(*id)).collect::<Vec<_>>();
        app.store.commit(changed).await?;
        let voided = password_less.iter().chain(&passkey_alone).map(|(id, _)| void(*id));
        app.store.commit(voided.collect::<Vec<_>>()).await?;
        app.store
            .commit(passkey_alone.iter().flat_map(|(id, _)| passkey(app, *id)).collect::<Vec<_>>())
            .await?;
        let addresses =
            |made: Vec<(AccountId, String)>| made.into_iter().map(|(_, address)| address).collect();
        Ok(Self {
            known: addresses(known),
            unverified: names(rounds),
            disabled: addresses(disabled),
            password_less: addresses(password_less),
            passkey_alone: addresses(passkey_alone),
            unknown: names(rounds),
            locked: addresses(locked).swap_remove(0),
            locked_unknown: names(1).swap_remove(0),
            strangers: names(STRANGERS),
        })
    }

    /// What only the running program does: registrations begin, and two names are guessed at until they are locked.
    pub(super) async fn prepare(&self, journal: &Serving) -> Result<()> {
        let begin = self.unverified.iter().map(|address| Route::Register.request(address)).collect();
        send(journal, begin, 202).await?;
        for name in [&self.locked, &self.locked_unknown] {
            let guess = Route::Login.request(name);
            send(journal, vec![guess.clone(); LOCKED_AFTER], 401).await?;
            send(journal, vec![guess], 429).await?;
        }
        Ok(())
    }

    pub(super) fn address(&self, who: Who, round: usize) -> &str {
        match who {
            Who::Known => &self.known[round],
            Who::Unverified => &self.unverified[round],
            Who::Disabled => &self.disabled[round],
            Who::PasswordLess => &self.password_less[round],
            Who::PasskeyAlone => &self.passkey_alone[round],
            Who::Unknown => &self.unknown[round],
            Who::Locked => &self.locked,
            Who::LockedUnknown => &self.locked_unknown,
        }
    }

    /// Names that nobody has and that no round asks about.
    pub(super) fn strangers(&self) -> impl Iterator<Item = &str> {
        self.strangers.iter().map(String::as_str)
    }
}

/// Sends each once; every answer must have that status.
async fn send(journal: &Serving, requests: Vec<Request>, status: u16) -> Result<()> {
    let check: load::Check = match status {
        202 => |_, answer| answer.status == 202,
        401 => |_, answer| answer.status == 401,
        _ => |_, answer| answer.status == 429,
    };
    let (address, requests) = (journal.address, requests.into());
    load::run(Load { address, connections: CONNECTIONS, requests, pace: Pace::Once, check }).await?;
    Ok(())
}

/// As `place::accounts` names them.
fn names(count: usize) -> Vec<String> {
    let (clock, random) = (Clock::system(), Random::system());
    (0..count).map(|_| place::address(&random, &clock)).collect()
}

fn disable(account: AccountId) -> Change {
    Change::new("update accounts set disabled_at = created_at where id = $1", [account.into()])
}

fn void(account: AccountId) -> Change {
    Change::new("update accounts set password_hash = null where id = $1", [account.into()])
}

/// A passkey that nobody holds: here it is only there.
fn passkey(app: &App, account: AccountId) -> [Change; 2] {
    let (id, credential) = (app.random.uuid_v7(app.clock.now()), app.random.bytes::<32>());
    let row =
        "insert into passkeys (account_id, id, credential_id, credential, rp_id, aaguid, name, is_synced,
                                     sign_count, created_at)
               values ($1, $2, $3, '{}', 'localhost', $2, 'a passkey', true, 0, $4)";
    let directory =
        "insert into passkey_credentials (credential_id, account_id, passkey_id) values ($1, $2, $3)";
    [
        Change::new(row, [account.into(), id.into(), credential.into(), app.clock.now().into()]),
        Change::new(directory, [credential.into(), account.into(), id.into()]),
    ]
}
