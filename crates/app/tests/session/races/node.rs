use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::Poll;

use app::App;
use app::http::Client;
use app::id::AccountId;
use app::session::{self, SessionId};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use http::{Method, Request, header};
use serde_json::Value;
use testkit::TestApp;
use tower::ServiceExt;

/// What a refresh was answered with.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) access: String,
    /// The refresh token with its generation; `None` means: keep the one you have.
    pub(super) token: Option<(u64, String)>,
}

/// Two nodes on one database, and a clock that both share.
pub(super) struct Nodes {
    first: TestApp,
    second: TestApp,
    routers: [Router; 2],
}

impl Nodes {
    pub(super) async fn start() -> Self {
        let first = TestApp::with(|settings| settings.limits.registrations = 0).await;
        let second = first.another_node().await;
        let routers = [router(&first), router(&second)];
        Self { first, second, routers }
    }

    pub(super) fn app(&self) -> &App {
        &self.first.app
    }

    pub(super) fn journal(&self) -> &TestApp {
        &self.first
    }

    pub(super) fn advance(&self, seconds: i64) {
        self.first.advance(seconds);
    }

    pub(super) fn now(&self) -> i64 {
        self.first.clock.now().as_second()
    }

    /// One of the nodes goes down and comes back.
    pub(super) async fn restart(self, is_first: bool) -> Self {
        let (first, second) = if is_first {
            (self.first.restart().await, self.second)
        } else {
            (self.first, self.second.restart().await)
        };
        let routers = [router(&first), router(&second)];
        Self { first, second, routers }
    }

    /// A session as every way in makes it, with the token of its first generation.
    pub(super) async fn sign_in(&self, account: AccountId) -> (SessionId, String) {
        let client = Client { address: [127, 0, 0, 1].into(), user_agent: String::new() };
        let app = self.app();
        let started = session::start(app, account, session::Method::Password, &client);
        app.store.commit(started.changes).await.expect("a session");
        let token = app.keys.refresh.issue(account.0, started.session.id.0, 1);
        (started.session.id, token.expose().clone())
    }

    /// A refresh at one of the nodes.
    pub(super) fn refresh(&self, at: usize, token: &str) -> impl Future<Output = Given> + Send + use<> {
        let body = serde_json::json!({"refresh_token": token}).to_string();
        let request = request(Method::POST, "/api/auth/refresh")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .expect("a request");
        let (router, app) = (self.routers[at].clone(), self.app().clone());
        async move {
            let (status, json) = answer(router, request).await;
            let text = |member: &str| json[member].as_str().unwrap_or_default().to_owned();
            let token = json["refresh_token"].as_str().map(|token| {
                let generation = app.keys.refresh.parse(token).expect("our own token").generation;
                (generation, token.to_owned())
            });
            Given { status, code: text("code"), access: text("access_token"), token }
        }
    }

    /// Whether an access token works at one of the nodes.
    pub(super) fn works(&self, at: usize, access: &str) -> impl Future<Output = bool> + Send + use<> {
        let request = request(Method::GET, "/api/auth/me")
            .header(header::AUTHORIZATION, format!("Bearer {access}"))
            .body(Body::empty())
            .expect("a request");
        let router = self.routers[at].clone();
        async move { answer(router, request).await.0 == 200 }
    }
}

/// Runs a request until it has been polled so many times, then drops it as a crash does, wherever it stands.
pub(super) async fn killed<T>(request: impl Future<Output = T>, polls: u64) -> Option<T> {
    stepped(pin!(request), polls).await
}

/// Runs a request until it has been polled so many times, and leaves it where it stands.
pub(super) async fn stepped<F: Future>(mut request: Pin<&mut F>, polls: u64) -> Option<F::Output> {
    let mut left = polls;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        request.as_mut().poll(context).map(Some)
    })
    .await
}

fn router(journal: &TestApp) -> Router {
    app::routes(&journal.app, Router::new())
}

fn request(method: Method, path: &str) -> http::request::Builder {
    let peer = SocketAddr::from(([127, 0, 0, 1], 40_000));
    Request::builder().method(method).uri(path).header(header::HOST, "localhost").extension(ConnectInfo(peer))
}

async fn answer(router: Router, request: Request<Body>) -> (u16, Value) {
    let response = router.oneshot(request).await.expect("the router answers");
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}
