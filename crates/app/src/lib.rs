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
pub mod health;
pub mod http;
pub mod id;
pub mod invite;
pub mod key;
pub mod mail;
pub mod password;
pub mod session;
pub mod settings;
pub mod stats;
pub mod throttle;
pub mod work;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::routing::{any, delete, patch};
use crypto::Random;
use crypto::keys::{Key, MasterKey};
use crypto::password::Hasher;
use quick_cache::sync::Cache;
use store::Store;
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
    /// Unwrapped keys of accounts that were here lately.
    pub account_keys: Cache<AccountId, Key>,
    /// How many requests each network may send.
    pub request_limit: http::RequestLimit,
    /// Whether the database could be written a moment ago.
    pub readiness: health::Readiness,
    /// Lets passwords be judged one at a time.
    pub judging: Semaphore,
    /// Lets parallel guesses take turns.
    pub guess_turns: throttle::Turns,
    /// Rung when a mail was queued.
    pub mail_waiting: Notify,
}

/// Keys of accounts that are remembered unwrapped.
const ACCOUNT_KEYS: usize = 4_096;

impl Deref for App {
    type Target = Handles;

    fn deref(&self) -> &Handles {
        &self.0
    }
}

impl App {
    /// Opens the keys and prepares the database for the mode that is on. The store is open and migrated already.
    pub async fn start(
        settings: Settings,
        store: Store,
        hasher: Hasher,
        master: &MasterKey,
        (clock, random): (Clock, Random),
    ) -> Result<Self, key::Error> {
        let keys = key::load(&store, master, &settings, &random, clock.now()).await?;
        let request_limit = http::RequestLimit::new(settings.limits.requests);
        let app = Self(Arc::new(Handles {
            store,
            clock,
            random,
            keys,
            hasher,
            settings,
            tokens: access::TokenCache::default(),
            live_sessions: access::LiveSessions::default(),
            account_keys: Cache::new(ACCOUNT_KEYS),
            request_limit,
            readiness: health::Readiness::default(),
            judging: Semaphore::new(1),
            guess_turns: throttle::Turns::default(),
            mail_waiting: Notify::new(),
        }));
        app.store.on_committed(|took| metrics::histogram!("journal_store_commit_seconds").record(took));
        let listening = Arc::downgrade(&app.0);
        app.store.on_announced(move |announced| {
            if let Some(app) = listening.upgrade() {
                app.live_sessions.forget(announced);
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

/// Every URL, with its description: what exists in every mode, and what exists only where people have accounts.
fn described() -> (OpenApiRouter<App>, OpenApiRouter<App>) {
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
        .merge(session::account_routes())
        .merge(admin::account_routes())
        .merge(invite::account_routes());
    (always, with_accounts)
}

/// The OpenAPI document of everything there is.
pub fn openapi() -> OpenApi {
    let (always, with_accounts) = described();
    always.merge(with_accounts).into_openapi()
}

/// The whole web: the API, and the page for every address that is not the API's.
pub fn routes(app: &App, page: Router<App>) -> Router {
    let (always, with_accounts) = described();
    let (always, with_accounts) = (Router::from(always), Router::from(with_accounts));
    let api = match app.settings.demo {
        // `GET` of the same address exists, so a missing `PATCH` would answer 405 and not 404.
        Some(_) => always.route("/api/auth/me", patch(missing).delete(missing)),
        None => always.merge(with_accounts).route("/api/auth/me", delete(missing)),
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
