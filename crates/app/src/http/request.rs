//! What happens around every request: its id, its place in the metrics, its problem body, its safe headers.
//!
//! This is the outermost layer. Whatever went wrong below it, in our code or in a library's, leaves as a problem with
//! a stable code and the request's id, and the cause of a 5xx is logged here, once.

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use tracing::Instrument;
use tracing::field::Empty;

use super::error::{Problem, Refused};
use crate::App;

/// Wraps a request from its arrival to its answer.
pub(super) async fn around(
    State(app): State<App>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let started = app.clock.instant();
    let id = app.random.uuid_v7(app.clock.now()).simple().to_string();
    let method = request.method().clone();
    let route = matched.as_ref().map_or("other", MatchedPath::as_str);
    let is_api = request.uri().path().starts_with("/api");
    let span = tracing::info_span!("request", id, %method, route, status = Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| write_problem(&mut response, &id, &method));
    write_headers(response.headers_mut(), &id, is_api, app.settings.is_https());
    let seconds = started.elapsed().as_secs_f64();
    span.record("status", response.status().as_u16());
    measure(&method, route, response.status(), seconds);
    span.in_scope(|| tracing::debug!(seconds, "answered"));
    response
}

fn write_problem(response: &mut Response, id: &str, method: &Method) {
    let status = response.status();
    let refused = response.extensions_mut().remove::<Refused>();
    let (mut problem, cause) = match refused {
        Some(refused) => (refused.problem, refused.cause),
        None if is_bare_error(response) => (Problem::of_status(status), None),
        None => return,
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
    if method == Method::HEAD {
        return;
    }
    *response.body_mut() = Body::from(body);
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
        set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
        set(header::CACHE_CONTROL, "no-store");
    }
}

fn measure(method: &Method, route: &str, status: StatusCode, seconds: f64) {
    // Only methods that exist become labels: a client must not be able to grow the metrics.
    let method = match method.as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => known.to_owned(),
        _ => "OTHER".to_owned(),
    };
    metrics::histogram!(
        "http_server_request_duration_seconds",
        "method" => method,
        "route" => route.to_owned(),
        "status" => status.as_str().to_owned(),
    )
    .record(seconds);
}
