//! What happened, to an account or to the program, for its owner and for operators, so that nobody can unwrite it.
//!
//! An event is a change like any other and is committed with what it tells of: there is no act without its event,
//! and no event of an act that did not happen. It is sealed; a moment later `link.rs` links it to the chain of its
//! account and anchors the link in a checkpoint, and `verify.rs` finds whatever was changed, removed, inserted or cut
//! off since. Payloads can be erased (`erase.rs`) while the digests stay. doc/design/audit.md says what this holds
//! against, and what it cannot.
//!
//! Events name accounts and sessions by id and clients by network; no secret, no mail address and no text of a person
//! ever enters one, but for the reason that an admin gives for what they do to somebody.

mod activity;
mod anchor;
mod check;
mod erase;
mod link;
mod memory;
mod model;
mod page;
mod search;
mod store;
mod verify;

use ::store::Change;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::App;
use crate::access::{Credential, SignedIn};
use crate::http::Client;
use crate::id::AccountId;
use model::{Label, Payload};

pub use anchor::{FILE as ANCHOR_FILE, Kept, kept as kept_anchor};
pub use check::Finding;
pub use erase::{erase_of, keep_erased};
pub use link::{link, work};
pub use memory::Trail;
pub use page::{Event, of_account};
pub use verify::{Report, verify};

/// Whose chain holds what concerns no account.
pub const NOBODY: AccountId = AccountId::NOBODY;

/// What exists only where people have accounts.
pub fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(activity::activity)).routes(routes!(search::search))
}

/// Declares the kinds of events, each with its stable word.
macro_rules! kinds {
    ($($(#[$about:meta])* $name:ident = $word:literal,)*) => {
        /// What happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$about])* $name,)*
        }

        impl Kind {
            /// The stable word for it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// An event was gone before it was linked to its chain.
    AuditEventVanished = "audit_event_vanished",
    /// The end of the trail was cut off while the program was running.
    AuditTrailCut = "audit_trail_cut",
    /// A new key signs access tokens.
    SigningKeyRotated = "signing_key_rotated",
    /// All keys are wrapped by another master key.
    MasterKeyRotated = "master_key_rotated",
    /// An address was verified and its account made.
    AccountVerified = "account_verified",
    /// An operator made an account.
    AccountCreated = "account_created",
    /// An operator brought an account from elsewhere.
    AccountImported = "account_imported",
    /// An admin mailed a link to choose a new password.
    ResetSent = "reset_sent",
    /// A waiting mail is tried again at once.
    MailRetried = "mail_retried",
    /// A waiting mail was thrown away.
    MailDiscarded = "mail_discarded",
    /// The first admin was made with the link of the first start.
    FirstAdminMade = "first_admin_made",
    /// An account may no longer sign in.
    AccountDisabled = "account_disabled",
    /// An account may sign in again.
    AccountEnabled = "account_enabled",
    /// An invitation was made.
    InviteCreated = "invite_created",
    /// An invitation was withdrawn.
    InviteRevoked = "invite_revoked",
    /// An access token for scripts was made.
    TokenCreated = "token_created",
    /// An access token for scripts was replaced by another one under the same name.
    TokenRotated = "token_rotated",
    /// Access tokens for scripts were revoked.
    TokenRevoked = "token_revoked",
    /// An access token for scripts was used from a network that it had not been used from.
    TokenNewNetwork = "token_new_network",
    /// An account's profile changed.
    ProfileChanged = "profile_changed",
    /// A whole journal was given out as a file.
    JournalExported = "journal_exported",
    /// A role was made.
    RoleCreated = "role_created",
    /// A role grants something else.
    RoleScopesChanged = "role_scopes_changed",
    /// A role was deleted.
    RoleDeleted = "role_deleted",
    /// An account's role changed.
    RoleChanged = "role_changed",
    /// Somebody signed in.
    SignedIn = "signed_in",
    /// A right password was refused, because the account is disabled or will be deleted.
    SignInRefused = "sign_in_refused",
    /// A wrong password was given at a sign-in.
    SignInFailed = "sign_in_failed",
    /// A wrong password was given by somebody signed in who was to prove who they are.
    ProofFailed = "proof_failed",
    /// After wrong guesses, whoever made them has to wait for minutes.
    GuessesLimited = "guesses_limited",
    /// One network guessed at so many accounts that it has to wait.
    StuffingStopped = "stuffing_stopped",
    /// A session was signed out.
    SignedOut = "signed_out",
    /// The entries of demo mode were given to an account.
    DemoAdopted = "demo_adopted",
    /// The entries of demo mode were deleted.
    DemoDiscarded = "demo_discarded",
    /// Sessions were ended from another one, or by an operator.
    SessionsEnded = "sessions_ended",
    /// An old refresh token came back, and its session was ended.
    RefreshReused = "refresh_reused",
    /// An account's password was changed by its owner.
    PasswordChanged = "password_changed",
    /// An account got a new password through a mailed link.
    PasswordReset = "password_reset",
    /// Somebody signed in proved again who they are.
    Reauthenticated = "reauthenticated",
    /// Signing in asks for a second factor from now on, or for one of another app.
    SecondFactorTurnedOn = "second_factor_turned_on",
    /// Its owner wants no second factor any more.
    SecondFactorTurnedOff = "second_factor_turned_off",
    /// An operator removed the second factors of somebody who had lost them.
    SecondFactorRemoved = "second_factor_removed",
    /// A wrong code was given for a second factor.
    SecondFactorRefused = "second_factor_refused",
    /// A recovery code was used.
    RecoveryCodeUsed = "recovery_code_used",
    /// New recovery codes took the place of the old ones.
    RecoveryCodesReplaced = "recovery_codes_replaced",
    /// Too many wrong guesses closed an account for a day.
    AccountLocked = "account_locked",
    /// An account has another passkey.
    PasskeyAdded = "passkey_added",
    /// An account has a passkey less.
    PasskeyRemoved = "passkey_removed",
    /// A passkey is called something else.
    PasskeyRenamed = "passkey_renamed",
    /// After a recovery, the owner said that a passkey is theirs.
    PasskeyConfirmed = "passkey_confirmed",
    /// A passkey was refused whose counter did not move on: there may be two of its authenticator.
    PasskeyCloned = "passkey_cloned",
    /// A sign-in provider opens an account from now on.
    ProviderConnected = "provider_connected",
    /// A sign-in provider opens an account no more.
    ProviderDisconnected = "provider_disconnected",
    /// After a recovery, the owner said that a connection to a provider is theirs.
    ProviderConfirmed = "provider_confirmed",
    /// Another address was asked for.
    EmailChangeAsked = "email_change_asked",
    /// The wish for another address was taken back.
    EmailChangeCancelled = "email_change_cancelled",
    /// An account has another address.
    EmailChanged = "email_changed",
    /// The address that an account had left was restored.
    EmailChangeUndone = "email_change_undone",
    /// An owner said "this was not me" to a notice.
    Disowned = "disowned",
    /// An account will be deleted.
    DeletionPlanned = "deletion_planned",
    /// An account that was to be deleted is kept.
    DeletionUndone = "deletion_undone",
}

impl Kind {
    fn outcome(self) -> &'static str {
        match self {
            Self::SignInRefused
            | Self::SignInFailed
            | Self::ProofFailed
            | Self::GuessesLimited
            | Self::StuffingStopped
            | Self::RefreshReused
            | Self::AccountLocked
            | Self::SecondFactorRefused
            | Self::PasskeyCloned => "refused",
            _ => "done",
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// The client of a request.
    Client(&'a Client),
    /// An admin, over HTTP, with their own account.
    Admin(&'a Client, AccountId),
    /// An admin who did it a while ago, and is told of now without the client that they had.
    Earlier(AccountId),
    /// The operator's command line.
    Operator,
    /// The program itself.
    Program,
}

/// The change that records an event. `account` is whom it concerns, or [`NOBODY`].
pub fn record(app: &App, account: AccountId, session: Option<Uuid>, kind: Kind, actor: Actor<'_>) -> Change {
    insert(app, account, &Payload { session, ..payload(kind, actor) })
}

/// The change that records an event which names something more, such as a key, or the reason that an admin gave; never
/// a secret or anything else that a person wrote.
pub fn record_about(app: &App, account: AccountId, kind: Kind, actor: Actor<'_>, about: String) -> Change {
    insert(app, account, &Payload { about: Some(about), ..payload(kind, actor) })
}

/// The change that records what somebody signed in did with their own account: in which session, or by which access
/// token.
pub fn record_by(app: &App, caller: &SignedIn, kind: Kind, client: &Client) -> Change {
    let payload = payload(kind, Actor::Client(client));
    let payload = match caller.credential {
        Credential::Session(session, _) => Payload { session: Some(session.0), ..payload },
        Credential::Token(token) => {
            Payload { about: Some(format!("by access token {}", token.0)), ..payload }
        }
    };
    insert(app, caller.account, &payload)
}

fn payload(kind: Kind, actor: Actor<'_>) -> Payload {
    let (word, client, by) = match actor {
        Actor::Client(client) => ("client", Some(client), None),
        Actor::Admin(client, admin) => ("admin", Some(client), Some(admin.0)),
        Actor::Earlier(admin) => ("admin", None, Some(admin.0)),
        Actor::Operator => ("operator", None, None),
        Actor::Program => ("program", None, None),
    };
    let agent = client.and_then(|client| woothee::parser::Parser::new().parse(&client.user_agent));
    let known = |word: &str| (!word.is_empty() && word != "UNKNOWN").then(|| word.to_owned());
    Payload {
        kind: kind.as_str().to_owned(),
        outcome: kind.outcome().to_owned(),
        actor: word.to_owned(),
        by,
        network: client.map(Client::network),
        browser: agent.as_ref().and_then(|agent| known(agent.name)),
        os: agent.as_ref().and_then(|agent| known(agent.os)),
        ..Payload::default()
    }
}

fn insert(app: &App, account: AccountId, payload: &Payload) -> Change {
    let happened_at = app.clock.now();
    let label = Label { account, id: app.random.uuid_v7(happened_at), happened_at };
    let plain = serde_json::to_vec(payload).expect("a payload is words and ids");
    let sealed = crypto::sealed::seal(&app.keys.audit_seal, &app.random, &label.context(), &plain);
    let inserted = store::insert(&label, model::mark(&app.keys.audit_digest, &label, &sealed), sealed);
    // What was done to an account is worth another look at it; what was refused changed nothing.
    if account != NOBODY && payload.outcome == "done" {
        return inserted.spreads(account.0, "account_changed");
    }
    inserted
}
