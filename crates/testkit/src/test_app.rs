use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use app::App;
use app::clock::Clock;
use app::key::Masters;
use app::settings::{
    CookieSettings, Environment, Limits, MailSettings, Registration, RequireMfa, SameSite, Settings,
};
use app::work::{self, Workers};
use axum::Router;
use crypto::Random;
use crypto::keys::MasterKey;
use crypto::password::{Hasher, Params};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use store::{DatabaseUrl, Options, Store};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Answer;
use crate::database::{self, Database};

/// What a hash costs here: little. At its real cost it was most of what the tests computed.
pub const COST: Params = Params { memory_kib: 256, passes: 1, lanes: 1 };

/// Hashing is real; one set of threads serves all tests of a process.
static HASHER: LazyLock<Hasher> = LazyLock::new(|| {
    Hasher::start(COST, 2, 1_000, &Random::system(), |_| {}).expect("memory for the hashing threads")
});

/// A running Journal.
pub struct TestApp {
    /// The program from within, for what HTTP does not show.
    pub app: App,
    /// Where it answers, as `http://localhost:port`: passkeys belong to names.
    pub url: String,
    /// Its clock; `clock.advance(…)` moves it.
    pub clock: Clock,
    http: reqwest::Client,
    serving: Option<Serving>,
    /// Last, so that it is given to another test when nothing of this one works on it any more.
    place: Arc<Place>,
}

/// What outlives a restart.
struct Place {
    folder: tempfile::TempDir,
    database: Database,
    master: MasterKey,
}

impl Place {
    async fn open(&self) -> Store {
        Store::open(Options { url: self.database.url.clone(), connections: 2 }).await.expect("a database")
    }
}

struct Serving {
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    workers: Workers,
}

impl TestApp {
    /// Starts one with the default settings.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts one with settings of the test's own.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let start: Timestamp = "2026-03-01T09:00:00Z".parse().expect("a time");
        Self::at(Clock::manual(start), change).await
    }

    /// The same by a clock that the test shares with somebody else.
    pub async fn at(clock: Clock, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let random = Random::system();
        let database = Database::make(folder.path(), &random).await;
        let place = Arc::new(Place { folder, database, master: MasterKey::generate(&random) });
        Self::serve(place, clock, change).await
    }

    /// Stops the program and starts it again on the same data, with settings of the test's own.
    pub async fn restart_with(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        let (place, clock) = (self.place.clone(), self.clock.clone());
        self.stop().await;
        Self::serve(place, clock, change).await
    }

    /// Stops the program and starts it again on the same data.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| {}).await
    }

    /// Another node beside this one, on the same database with the same clock.
    pub async fn another_node(&self) -> Self {
        self.another_node_with(|_| {}).await
    }

    /// The same with settings of the test's own.
    pub async fn another_node_with(&self, change: impl FnOnce(&mut Settings)) -> Self {
        Self::serve(self.place.clone(), self.clock.clone(), change).await
    }

    /// The program as a command is: on the same database with the same clock, without a server and without workers.
    pub async fn command(&self) -> App {
        self.command_with(&self.place.master).await
    }

    /// The same with other master keys.
    pub async fn command_with(&self, masters: impl Into<Masters>) -> App {
        App::start(
            settings(&self.url),
            self.place.open().await,
            HASHER.clone(),
            masters,
            (self.clock.clone(), Random::system()),
        )
        .await
        .expect("the keys open")
    }

    /// The master key.
    pub fn master(&self) -> MasterKey {
        self.place.master.clone()
    }

    /// Stops the program gracefully.
    pub async fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            self.app.streams.close();
            let _ = serving.stop.send(());
            let _ = tokio::time::timeout(Duration::from_secs(10), serving.server).await;
            serving.workers.stop().await;
            self.app.store.close().await;
        }
    }

    /// The folder that holds the data of SQLite.
    pub fn folder(&self) -> PathBuf {
        self.place.folder.path().to_owned()
    }

    /// Whether this test runs on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.place.database.url, DatabaseUrl::Postgres(_))
    }

    /// Whether its connections are shared between transactions on the way.
    pub fn is_pooled(&self) -> bool {
        database::is_pooled()
    }

    /// The URL of the database.
    pub fn database(&self) -> DatabaseUrl {
        self.place.database.url.clone()
    }

    /// Moves the server's clock.
    pub fn advance(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// A request to be completed by the test.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// Sends a request and reads the answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(request.send().await.expect("the server answers")).await
    }

    /// `GET`, without credentials.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// `POST` of JSON, without credentials.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// Any method with an access token.
    pub async fn call(&self, method: Method, path: &str, token: &str, body: Option<&Value>) -> Answer {
        let request = self.request(method, path).bearer_auth(token);
        let request = body.into_iter().fold(request, RequestBuilder::json);
        self.send(request).await
    }

    async fn serve(place: Arc<Place>, clock: Clock, change: impl FnOnce(&mut Settings)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let url = format!("http://localhost:{}", address.port());
        let mut settings = settings(&url);
        change(&mut settings);
        let store = place.open().await;
        store.migrate(clock.now()).await.expect("migrations");
        let random = Random::system();
        let app = App::start(settings, store, HASHER.clone(), &place.master, (clock.clone(), random)).await;
        let app = app.expect("the program starts");
        app.enter_mode().await.expect("the mode is entered");
        let workers = work::start(&app);
        let (stop, stopped) = oneshot::channel();
        let service = app::routes(&app, Router::new()).into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move {
            let serving =
                axum::serve(listener, service).with_graceful_shutdown(async { drop(stopped.await) });
            serving.await.expect("the server runs");
        });
        let http = reqwest::Client::builder().resolve("localhost", address).build().expect("a client");
        Self { app, url, clock, place, http, serving: Some(Serving { stop, server, workers }) }
    }
}

fn settings(url: &str) -> Settings {
    Settings {
        environment: Environment::Test,
        public_url: url.to_owned(),
        issuer: "journal".to_owned(),
        audience: "journal".to_owned(),
        jwt_secret: None,
        access_token_life: SignedDuration::from_mins(15),
        session_idle: SignedDuration::from_hours(24 * 30),
        session_max: SignedDuration::from_hours(24 * 90),
        refresh_window: SignedDuration::from_secs(30),
        demo: None,
        cookies: CookieSettings {
            refresh: "refresh_token".to_owned(),
            csrf: "csrftoken".to_owned(),
            device: "device".to_owned(),
            ceremony: "ceremony".to_owned(),
            provider: "provider".to_owned(),
            same_site: SameSite::Lax,
            always: false,
        },
        require_verified_email: true,
        // Tests about second factors ask for more; all others are about something else.
        require_mfa: RequireMfa::Off,
        registration: Registration::Open,
        related_origins: Vec::new(),
        providers: Vec::new(),
        breach_list: None,
        cors_origins: Vec::new(),
        audit_retention: SignedDuration::from_hours(24 * 400),
        audit_anchor: None,
        trusted_proxies: Vec::new(),
        mail: MailSettings::default(),
        shown: Vec::new(),
        limits: Limits { requests: 0, registrations: 10, mails: 5, guesses: 10, stuffing: 30 },
    }
}
