//! Opens what every command needs, in the order in which it can fail most clearly: folder, database, key, threads.

use std::fs::{self, DirBuilder};
use std::num::NonZero;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use app::App;
use app::account::BreachList;
use app::clock::Clock;
use app::key::Masters;
use app::settings::{CookieSettings, Demo, MailSettings, Settings};
use crypto::Random;
use crypto::Secret;
use crypto::keys::MasterKey;
use crypto::password::{Hasher, Params};
use jiff::SignedDuration;
use store::{DatabaseUrl, Options, Store};

use crate::Failure;
use crate::config::{Config, PublicUrl, shown};
use crate::master_key::{self, Found};

/// Callers that may wait for each hashing thread; with the default cost that is about three seconds' work.
const QUEUE_PER_THREAD: usize = 128;
/// Without 0, O, 1, I and l, which look alike when somebody types them from a screen.
const PASSWORD_LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

/// Why the program is started, which decides how much of the machine it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve: a hashing thread for each core.
    Serve,
    /// For one command.
    Command,
}

/// Opens database, keys and threads for these settings.
pub async fn app(config: &Config, public: &PublicUrl, purpose: Purpose) -> Result<App, Failure> {
    let store = database(config).await?;
    store.migrate(Clock::system().now()).await?;
    with(store, config, public, purpose).await
}

/// Opens keys and threads over a database that is open and migrated.
pub async fn with(
    store: Store,
    config: &Config,
    public: &PublicUrl,
    purpose: Purpose,
) -> Result<App, Failure> {
    let (clock, random) = (Clock::system(), Random::system());
    let settings = Settings { breach_list: breach_list(config)?, ..settings(config, public, &random) };
    check_mail(&settings)?;
    let hasher = hasher(purpose, &random)?;
    let Found { key, made } = master_key(config, &random)?;
    let previous = match &config.master_key_previous {
        Some(previous) => Some(previous.clone()),
        None if config.master_key.is_none() => master_key::previous_in(&config.data_dir)?,
        None => None,
    };
    let masters = Masters { current: key, previous };
    let started = App::start(settings, store, hasher, masters, (clock, random)).await;
    if let (Err(app::key::Error::WrongMasterKey { .. }), Some(made)) = (&started, &made) {
        // The database knew another key: the new one opens nothing, and would only hide that the old one is missing.
        let _ = fs::remove_file(made);
    }
    Ok(started?)
}

/// Whether the settings are right as far as only their users can tell.
pub fn check(config: &Config) -> Result<(), Failure> {
    breach_list(config)?;
    check_mail(&settings(config, &config.public_url(config.listen.port()), &Random::system()))
}

/// Opens the list of breached passwords that the settings name.
fn breach_list(config: &Config) -> Result<Option<Arc<BreachList>>, Failure> {
    let opened = config.breach_list.as_deref().map(BreachList::open).transpose();
    let opened = opened.map_err(|broken| Failure::of("JOURNAL_BREACH_LIST", broken))?;
    Ok(opened.map(Arc::new))
}

fn check_mail(settings: &Settings) -> Result<(), Failure> {
    let usable = app::mail::Delivery::new(settings, app::mail::Patience::default());
    usable.map(drop).map_err(|unusable| Failure::new(unusable.to_string()))
}

/// Connects to the database; the data folder is made when it is missing.
pub async fn database(config: &Config) -> Result<Store, Failure> {
    make_folder(&config.data_dir)?;
    let connections = thread::available_parallelism().map_or(4, NonZero::get) * 4;
    Ok(Store::open(Options { url: config.database.clone(), connections }).await?)
}

/// The master key: as given, else from the data folder, else a fresh one in the data folder.
fn master_key(config: &Config, random: &Random) -> Result<Found, Failure> {
    match &config.master_key {
        Some(key) => Ok(Found { key: MasterKey::clone(key), made: None }),
        None => master_key::in_folder(&config.data_dir, random),
    }
}

/// Only the owner may look into the folder: it holds the key and, on SQLite, the diary.
fn make_folder(folder: &Path) -> Result<(), Failure> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| {
        Failure::of(format_args!("the data folder {} cannot be made", folder.display()), error)
    })
}

fn hasher(purpose: Purpose, random: &Random) -> Result<Hasher, Failure> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = if purpose == Purpose::Serve { cores } else { 1 };
    let record = |took: Duration| metrics::histogram!("journal_password_hash_seconds").record(took);
    let started = Hasher::start(Params::default(), threads, threads * QUEUE_PER_THREAD, random, record);
    started.map_err(|error| Failure::of("the threads that hash passwords cannot be started", error))
}

/// The settings as the app wants them.
pub fn settings(config: &Config, public: &PublicUrl, random: &Random) -> Settings {
    let prefix = if public.is_https() { "__Host-" } else { "" };
    Settings {
        environment: config.environment,
        public_url: public.as_str().to_owned(),
        issuer: config.jwt_issuer.clone(),
        audience: config.jwt_audience.clone(),
        jwt_secret: config.jwt_secret.clone(),
        access_token_life: SignedDuration::from_mins(config.access_token_minutes.into()),
        session_idle: days(config.refresh_token_days),
        session_max: days(config.session_max_days),
        refresh_window: SignedDuration::from_secs(config.refresh_window_seconds.into()),
        demo: (!config.user_management).then(|| demo(config, random)),
        cookies: CookieSettings {
            refresh: format!("{prefix}{}", config.refresh_cookie),
            csrf: format!("{prefix}{}", config.csrf_cookie),
            device: format!("{prefix}device"),
            ceremony: format!("{prefix}ceremony"),
            provider: format!("{prefix}provider"),
            same_site: config.same_site,
            always: config.always_cookie,
        },
        require_verified_email: config.require_verified_email,
        require_mfa: config.require_mfa,
        registration: config.registration,
        related_origins: config.webauthn_related_origins.clone(),
        providers: config.providers.clone(),
        breach_list: None,
        cors_origins: config.cors_origins.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        audit_retention: days(config.audit_retention_days),
        audit_anchor: Some(config.data_dir.join(app::audit::ANCHOR_FILE)),
        limits: config.limits,
        shown: shown(&config.given).into_iter().map(Into::into).collect(),
        mail: MailSettings { smtp_url: config.smtp_url.clone(), from: config.mail_from.clone() },
    }
}

fn demo(config: &Config, random: &Random) -> Demo {
    let password = config.demo_password.clone().unwrap_or_else(|| random_password(random));
    Demo { username: config.demo_username.clone(), password }
}

/// Twenty letters, about 116 bits.
fn random_password(random: &Random) -> Secret<String> {
    let letters = u64::try_from(PASSWORD_LETTERS.len()).expect("there are fewer than a hundred letters");
    let letter = |_| {
        let at = usize::try_from(random.below(letters)).expect("a place among a hundred letters");
        char::from(PASSWORD_LETTERS[at])
    };
    Secret::new((0..20).map(letter).collect())
}

fn days(number: u32) -> SignedDuration {
    SignedDuration::from_hours(i64::from(number) * 24)
}

/// Whether the database is a file in reach of this machine's own disk.
pub fn database_file(config: &Config) -> Option<&Path> {
    match &config.database {
        DatabaseUrl::Sqlite(path) => Some(path),
        DatabaseUrl::Postgres(_) => None,
    }
}
