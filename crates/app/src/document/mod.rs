//! What the program tells of itself: the OpenAPI document, a page to browse it, its public keys.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use bytes::Bytes;
use http::{HeaderValue, header};
use serde_json::Value;
use utoipa::Modify;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

/// The document, written once.
static DOCUMENT: LazyLock<Bytes> =
    LazyLock::new(|| Bytes::from(crate::openapi().to_json().expect("the OpenAPI document is plain data")));

/// The page that shows the document. Its script and style come with Journal's own page; nothing is loaded from outside.
const DOCS: &str = include_str!("docs.html");
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// Adds the way to authenticate to the document.
pub struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut OpenApi) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
}

/// The routes of this slice.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(openapi))
        .routes(routes!(docs))
        .routes(routes!(jwks))
        .routes(routes!(change_password))
}

/// The description of this API.
#[utoipa::path(get, path = "/api/openapi.json", tag = "documents", responses((status = 200, description = "OpenAPI 3.1")))]
async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], DOCUMENT.clone())
}

/// A page to read the description in.
#[utoipa::path(get, path = "/api/docs", tag = "documents", responses((status = 200, description = "HTML")))]
async fn docs() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(DOCS_POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, DOCS)
}

/// The public keys that verify access tokens (RFC 7517); empty when they are signed with a shared secret.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "documents", responses((status = 200, description = "JWKS")))]
async fn jwks(State(app): State<App>) -> ([(header::HeaderName, &'static str); 1], Json<Value>) {
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(app.keys.verifier.jwks()))
}

/// Where password managers find the page to change a password on.
#[utoipa::path(
    get, path = "/.well-known/change-password", tag = "documents",
    responses((status = 303, description = "To the page"))
)]
async fn change_password() -> Redirect {
    Redirect::to("/account")
}
