//! What Journal does, one folder (slice) to a capability.
//!
//! [`App`] carries the handles that all slices share; [`routes`] names every URL. A slice has `mod.rs` (what it is
//! and what must always hold), `model.rs` (types and rules without I/O), `store.rs` (SQL and nothing else) and one
//! file to each verb. Dependencies point one way: ways in → `session` → `account`; everyone may use `access`, `audit`,
//! `throttle`, `mail` and `http`; only `admin` looks at all.

pub mod access;
pub mod account;
pub mod admin;
pub mod audit;
pub mod clock;
pub mod document;
pub mod entry;
pub mod event;
pub mod figure;
pub mod health;
pub mod http;
pub mod id;
pub mod invite;
pub mod key;
pub mod mail;
pub mod mfa;
pub mod oauth;
pub mod onetime;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod remembered;
pub mod session;
pub mod settings;
pub mod stats;
pub mod throttle;
pub mod token;
pub mod work;

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::routing::{any, patch};
use crypto::Random;
use crypto::keys::Key;
use crypto::password::Hasher;
use quick_cache::sync::Cache;
use store::{Announced, Store};
use tokio::sync::{Notify, Semaphore};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::clock::Clock;
use crate::document::Security;
use crate::id::AccountId;
use crate::settings::Settings;

/// The shared handles; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Handles>);

/// What [`App`] carries.
pub struct Handles {
    /// The database.
    pub store: Store,
    /// The only source of time.
    pub clock: Clock,
    /// The only source of chance.
    pub random: Random,
    /// The program's own keys.
    pub keys: key::Keys,
    /// The threads that hash passwords.
    pub hasher: Hasher,
    /// What the operator decided.
    pub settings: Settings,
    /// Access tokens whose signature was found good.
    pub tokens: access::TokenCache,
    /// Sessions that were seen alive within the last second.
    pub live_sessions: access::LiveSessions,
    /// What roles grant, as it was within the last second.
    pub known_roles: access::KnownRoles,
    /// Access tokens for scripts that were seen within the last second.
    pub live_tokens: access::LiveTokens,
    /// Uses of access tokens for scripts that are to be written down.
    pub token_uses: access::Uses,
    /// Accounts that were seen within the last second.
    pub known_accounts: account::KnownAccounts,
    /// Unwrapped keys of accounts that were here lately.
    pub account_keys: Cache<AccountId, Key>,
    /// How many requests each network may send.
    pub request_limit: http::RequestLimit,
    /// What the log says of requests that were refused.
    pub refusals: http::Refusals,
    /// What requests are called.
    pub request_ids: http::RequestIds,
    /// How long requests took.
    pub durations: http::Durations,
    /// Whether the database could be written a moment ago.
    pub readiness: health::Readiness,
    /// Lets passwords be judged one at a time.
    pub judging: Semaphore,
    /// Lets parallel guesses take turns.
    pub guess_turns: throttle::Turns,
    /// The event streams that are open on this node.
    pub streams: event::Streams,
    /// What this node remembers of the audit trail.
    pub trail: audit::Trail,
    /// What this node has counted and not written down yet.
    pub figures: figure::Gathered,
    /// Rung when a mail was queued.
    pub mail_waiting: Notify,
    /// Who else people may sign in through.
    pub providers: oauth::Providers,
}

/// Keys of accounts that are remembered unwrapped.
const ACCOUNT_KEYS: usize = 4_096;

impl Deref for App {
    type Target = Handles;

    fn deref(&self) -> &Handles {
        &self.0
    }
}

impl Handles {
    /// Forgets what an announcement concerns, and lets who listens look again.
    fn forget(&self, announced: Announced) {
        match announced {
            Announced::One(account) => drop(self.account_keys.remove(&AccountId(account))),
            Announced::All => self.account_keys.clear(),
        }
        self.live_sessions.forget(announced);
        self.live_tokens.forget(announced);
        self.known_roles.forget(announced);
        self.known_accounts.forget(announced);
        self.streams.look(announced);
    }
}

impl App {
    /// Opens the keys and prepares the database for the mode that is on. The store is open and migrated already.
    pub async fn start(
        settings: Settings,
        store: Store,
        hasher: Hasher,
        masters: impl Into<key::Masters>,
        (clock, random): (Clock, Random),
    ) -> Result<Self, key::Error> {
        let keys = key::load(&store, &masters.into(), &settings, &random, clock.now()).await?;
        let request_limit = http::RequestLimit::new(settings.limits.requests);
        let request_ids = http::RequestIds::new(&random);
        let providers = oauth::Providers::new(&settings.providers);
        let app = Self(Arc::new(Handles {
            store,
            clock,
            random,
            keys,
            hasher,
            settings,
            tokens: access::TokenCache::default(),
            live_sessions: access::LiveSessions::default(),
            known_roles: access::KnownRoles::default(),
            live_tokens: access::LiveTokens::default(),
            token_uses: access::Uses::default(),
            known_accounts: account::KnownAccounts::default(),
            account_keys: Cache::new(ACCOUNT_KEYS),
            request_limit,
            refusals: http::Refusals::default(),
            request_ids,
            durations: http::Durations::default(),
            readiness: health::Readiness::default(),
            judging: Semaphore::new(1),
            guess_turns: throttle::Turns::default(),
            streams: event::Streams::default(),
            trail: audit::Trail::default(),
            figures: figure::Gathered::default(),
            mail_waiting: Notify::new(),
            providers,
        }));
        app.store.on_committed(|took| metrics::histogram!("journal_store_commit_seconds").record(took));
        let listening = Arc::downgrade(&app.0);
        app.store.on_announced(move |announced| {
            if let Some(app) = listening.upgrade() {
                app.forget(announced);
            }
        });
        let reader = Arc::downgrade(&app.0);
        app.store.on_news(move |account, word| {
            if let Some(app) = reader.upgrade() {
                app.streams.tell(account, word);
            }
        });
        let witness = Arc::downgrade(&app.0);
        app.store.on_witnessed(move |account, event| {
            if let Some(app) = witness.upgrade() {
                app.trail.note(account, event, app.clock.instant());
            }
        });
        Ok(app)
    }

    /// Makes the database fit the mode that the program serves in: the demo user exists in demo mode, and the
    /// sessions of the other mode are over. Commands that do not serve leave the mode alone.
    pub async fn enter_mode(&self) -> Result<(), store::Error> {
        if let Some(demo) = &self.settings.demo {
            match self.store.commit([account::demo(self, &demo.username)]).await {
                Err(error) if error.is_conflict() => {
                    self.store.commit([account::rename_demo(&demo.username)]).await?;
                }
                other => other?,
            }
        }
        session::end_of_the_other_mode(self).await
    }

    /// Whether an account exists in the mode that is on.
    pub fn admits(&self, account: AccountId) -> bool {
        self.settings.demo.is_some() == (account == AccountId::DEMO)
    }
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Journal", description = "A private journal that people host themselves."),
    modifiers(&Security)
)]
struct Description;

/// Every URL, with its description.
struct Described {
    /// What exists in every mode.
    always: Router<App>,
    /// What exists only where people have accounts.
    with_accounts: Router<App>,
    document: OpenApi,
}

/// Put together once: the description of each URL takes longer than all else that is done at a start.
static DESCRIBED: LazyLock<Described> = LazyLock::new(describe);

fn describe() -> Described {
    let always = OpenApiRouter::with_openapi(Description::openapi())
        .merge(health::routes())
        .merge(document::routes())
        .merge(account::routes())
        .merge(password::routes())
        .merge(session::routes())
        .merge(entry::routes())
        .merge(stats::routes())
        .merge(mail::routes());
    let with_accounts = OpenApiRouter::new()
        .merge(account::account_routes())
        .merge(password::account_routes())
        .merge(passkey::account_routes())
        .merge(oauth::account_routes())
        .merge(recovery::account_routes())
        .merge(session::account_routes())
        .merge(mfa::account_routes())
        .merge(token::account_routes())
        .merge(audit::account_routes())
        .merge(event::account_routes())
        .merge(invite::account_routes())
        .merge(admin::account_routes());
    let (always, mut document) = always.split_for_parts();
    let (with_accounts, more) = with_accounts.split_for_parts();
    document.merge(more);
    Described { always, with_accounts, document }
}

/// The OpenAPI document of everything there is.
pub fn openapi() -> &'static OpenApi {
    &DESCRIBED.document
}

/// The whole web: the API, and the page for every address that is not the API's.
pub fn routes(app: &App, page: Router<App>) -> Router {
    let always = DESCRIBED.always.clone();
    let api = match app.settings.demo {
        // `GET` of the same address exists, so a missing `PATCH` would answer 405 and not 404.
        Some(_) => always.route("/api/auth/me", patch(missing).delete(missing)),
        None => always.merge(DESCRIBED.with_accounts.clone()),
    };
    let api = api
        .route("/api", any(missing))
        .route("/api/{*rest}", any(missing))
        .route("/.well-known/{*rest}", any(missing));
    http::wrap(app, api.fallback_service(page.with_state(app.clone())))
}

async fn missing() -> http::Error {
    http::not_found()
}
