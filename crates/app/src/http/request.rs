//! What happens around every request: its id, its place in the metrics, its problem body, its safe headers.
//!
//! This is the outermost layer. Whatever went wrong below it, in our code or in a library's, leaves as a problem with
//! a stable code and the request's id, and the cause of a 5xx is logged here, once.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use tower::Service;
use tracing::field::Empty;
use tracing::level_filters::LevelFilter;
use tracing::{Instrument, Span};

use super::client;
use super::error::{Problem, Refused};
use super::refusal::Asker;
use crate::App;

/// What a browser may make of an answer that somebody opens as if it were a page: nothing.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox";

/// An answer on its way.
pub(super) type Answering = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

/// Wraps a request from its arrival to its answer. A service of its own and not a function, because `from_fn` clones
/// everything below it for every request.
#[derive(Clone)]
pub(super) struct Around<S> {
    pub(super) app: App,
    pub(super) inner: S,
}

impl<S, B> Service<Request> for Around<S>
where
    S: Service<Request, Response = Response<B>, Error = Infallible>,
    S::Future: Send + 'static,
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Answering {
        let asked = Asked::of(&self.app, &mut request);
        let span = asked.span();
        let answering = self.inner.call(request).instrument(span.clone());
        let app = self.app.clone();
        Box::pin(async move {
            let Ok(response) = answering.await;
            Ok(span.in_scope(|| asked.finish(&app, response.map(Body::new))))
        })
    }
}

/// What is remembered of a request until its answer leaves.
struct Asked {
    at: Instant,
    id: String,
    method: Method,
    route: Option<MatchedPath>,
    is_api: bool,
    address: IpAddr,
    asker: Asker,
}

impl Asked {
    fn of(app: &App, request: &mut Request) -> Self {
        let asker = Asker::default();
        request.extensions_mut().insert(asker.clone());
        Self {
            at: app.clock.instant(),
            id: app.request_ids.next(),
            method: request.method().clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
            is_api: request.uri().path().starts_with("/api"),
            address: client::address(request.extensions(), request.headers(), app),
            asker,
        }
    }

    fn route(&self) -> &str {
        self.route.as_ref().map_or("other", MatchedPath::as_str)
    }

    fn span(&self) -> Span {
        let (method, route) = (self.method.as_str(), self.route());
        tracing::info_span!("request", id = self.id, method, route, status = Empty)
    }

    fn finish(&self, app: &App, mut response: Response) -> Response {
        if let Some(code) = write_problem(&mut response, &self.id, &self.method) {
            app.refusals.note(response.status(), code, &self.asker, || client::network(self.address));
        }
        write_headers(response.headers_mut(), &self.id, self.is_api, app.settings.is_https());
        let seconds = self.at.elapsed().as_secs_f64();
        app.durations.record(&self.method, self.route(), response.status(), seconds);
        let status = response.status().as_u16();
        // For traces; the log alone has no use for it, and would write its fields anew.
        if LevelFilter::current() > LevelFilter::INFO {
            Span::current().record("status", status);
        }
        tracing::debug!(seconds, status, "answered");
        response
    }
}

/// Writes the body of what was refused or failed, and tells its code; `None` for what was answered.
fn write_problem(response: &mut Response, id: &str, method: &Method) -> Option<&'static str> {
    let status = response.status();
    let refused = response.extensions_mut().remove::<Refused>();
    let (mut problem, cause) = match refused {
        Some(refused) => (refused.problem, refused.cause),
        None if is_bare_error(response) => (Problem::of_status(status), None),
        None => return None,
    };
    if status.is_server_error() {
        let cause = cause.as_deref().map(chain).unwrap_or_default();
        tracing::error!(status = status.as_u16(), code = problem.code, cause, "a request failed");
    }
    id.clone_into(&mut problem.request_id);
    let body = serde_json::to_vec(&problem).expect("a problem is plain data");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if method != Method::HEAD {
        *response.body_mut() = Body::from(body);
    }
    Some(problem.code)
}

/// An error answer that no handler of ours made: axum's 404 and 405, a layer's time-out.
fn is_bare_error(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_page = kind.is_some_and(|kind| kind.starts_with("text/html"));
    (status.is_client_error() || status.is_server_error()) && !is_page
}

fn chain(error: &(dyn std::error::Error + Send + Sync)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn write_headers(headers: &mut HeaderMap, id: &str, is_api: bool, is_https: bool) {
    let value = HeaderValue::from_str(id).expect("a request id is hexadecimal");
    headers.reserve(8);
    headers.insert(HeaderName::from_static("x-request-id"), value);
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if is_https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    if is_api {
        set(header::CONTENT_SECURITY_POLICY, API_POLICY);
        set(header::CACHE_CONTROL, "no-store");
    }
}
