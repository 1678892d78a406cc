//! The layers around the whole router, from the outside in: problems and headers, CORS, compression, a time limit.

use std::any::Any;
use std::convert::Infallible;
use std::future::ready;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{DefaultBodyLimit, Request};
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Router};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tokio::time::timeout;
use tower::layer::layer_fn;
use tower::{Service, ServiceBuilder};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::error::unavailable;
use super::limit;
use super::request::{Answering, Around};
use crate::App;

/// The largest body of an ordinary request, in bytes; entry writes raise it for themselves.
const BODY_LIMIT: usize = 64 * 1024;
/// The longest that a request may take, with the arrival of its body.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// The same where up to 8 MiB arrive, perhaps over a bad line: half a minute would refuse a long page again and again.
const UPLOAD_LIMIT: Duration = Duration::from_mins(5);

/// Puts the layers around a router.
pub fn wrap(app: &App, router: Router<App>) -> Router {
    let compressible = DefaultPredicate::new().and(SizeAbove::new(1024));
    // One stack and one `Router::layer`: each call of that would put another box around every route, and all boxes
    // are cloned for every request.
    let layers = ServiceBuilder::new()
        .layer(layer_fn({
            let app = app.clone();
            move |inner| Around { app: app.clone(), inner }
        }))
        .option_layer(cors(&app.settings.cors_origins))
        .layer(layer_fn({
            let app = app.clone();
            move |inner| Admit { app: app.clone(), inner }
        }))
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    router.layer(layers).with_state(app.clone())
}

/// Counts a request, inside of CORS, so that a page elsewhere can read the refusal; then gives it its time.
#[derive(Clone)]
struct Admit<S> {
    app: App,
    inner: S,
}

impl<S, B> Service<Request> for Admit<S>
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

    fn call(&mut self, request: Request) -> Answering {
        let (parts, body) = request.into_parts();
        if let Err(refusal) = limit::count(&self.app, &parts) {
            return Box::pin(ready(Ok(refusal.into_response())));
        }
        let limit = time_limit(&parts);
        let answering = self.inner.call(Request::from_parts(parts, body));
        Box::pin(async move {
            match timeout(limit, answering).await {
                Ok(Ok(response)) => Ok(response.map(Body::new)),
                Err(_) => Ok(unavailable(5).into_response()),
            }
        })
    }
}

fn time_limit(parts: &Parts) -> Duration {
    let is_upload =
        matches!(parts.method, Method::POST | Method::PUT) && parts.uri.path().starts_with("/api/entries");
    if is_upload { UPLOAD_LIMIT } else { TIME_LIMIT }
}

/// A handler that panics answers like one that fails; what it said is logged by the program's panic hook.
#[allow(clippy::needless_pass_by_value, reason = "the layer gives it by value")]
fn panicked(_: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// None where the page is served from here alone.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let origins = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static("x-csrf-token"),
        ])
        .expose_headers([
            header::ETAG,
            header::LOCATION,
            header::RETRY_AFTER,
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
            HeaderName::from_static("x-request-id"),
        ])
        .max_age(Duration::from_mins(10));
    Some(layer)
}
