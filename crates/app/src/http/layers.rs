//! The layers around the whole router, from the outside in: problems and headers, CORS, compression, a time limit.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::error::unavailable;
use super::limit::limit;
use super::request::around;
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
        .layer(from_fn_with_state(app.clone(), around))
        .layer(cors(&app.settings.cors_origins))
        .layer(from_fn_with_state(app.clone(), limit))
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(from_fn(within_its_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    router.layer(layers).with_state(app.clone())
}

async fn within_its_time(request: Request, next: Next) -> Response {
    let is_upload = matches!(*request.method(), Method::POST | Method::PUT)
        && request.uri().path().starts_with("/api/entries");
    let limit = if is_upload { UPLOAD_LIMIT } else { TIME_LIMIT };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => unavailable(5).into_response(),
    }
}

/// A handler that panics answers like one that fails; what it said is logged by the program's panic hook.
#[allow(clippy::needless_pass_by_value, reason = "the layer gives it by value")]
fn panicked(_: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn cors(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
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
        .max_age(Duration::from_mins(10))
}
