//! The web page, as part of the program: what Vite built is embedded and served from memory.
//!
//! Files with a hash in their name may be kept for ever; everything else is asked for again. `index.html` answers for
//! every address of the page, with a fresh nonce that its policy names, so that no injected style or script runs.
//! Addresses that belong to the API, or look like a file that is not there, are never answered with it.

mod asset;
mod encoding;
mod policy;

use std::sync::Arc;

use app::App;
use app::http::not_found;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};

use asset::Asset;
use encoding::Encoding;

pub use asset::Assets;

/// What stands in `index.html` where the nonce goes.
const NONCE: &str = "__CSP_NONCE__";
/// First parts of paths that are not the page's.
const NOT_THE_PAGE: [&str; 5] = ["api", ".well-known", "healthz", "readyz", "metrics"];
const NOT_BUILT: &str = include_str!("not-built.html");

/// The page, ready to be served.
pub struct Page {
    index: Option<String>,
    assets: Assets,
}

impl Page {
    /// What was embedded when the program was built.
    pub fn embedded() -> Self {
        Self::new(Assets::embedded())
    }

    /// A page of these files.
    pub fn new(assets: Assets) -> Self {
        let index =
            assets.find("index.html").map(|asset| String::from_utf8_lossy(asset.plain()).into_owned());
        Self { index, assets }
    }

    /// Whether there is anything to show.
    pub fn is_built(&self) -> bool {
        self.index.is_some()
    }

    /// The answer to a `GET` of this path by a request with these headers.
    pub fn answer(&self, path: &str, headers: &HeaderMap, nonce: &str) -> Response {
        let path = path.trim_start_matches('/');
        if path == "index.html" || path.is_empty() {
            return self.index(nonce);
        }
        match self.assets.find(path) {
            Some(asset) => file(asset, headers),
            None if is_navigation(path, headers) => self.index(nonce),
            None => not_found().into_response(),
        }
    }

    fn index(&self, nonce: &str) -> Response {
        let (status, html) = match &self.index {
            Some(index) => (StatusCode::OK, index.replace(NONCE, nonce)),
            None => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT.replace(NONCE, nonce)),
        };
        let mut response = (status, html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        policy::write(headers, nonce);
        response
    }
}

/// Answers for every address that is not the API's.
pub fn router(page: Page) -> Router<App> {
    let page = Arc::new(page);
    let answer = async move |State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap| {
        if method != Method::GET && method != Method::HEAD {
            return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
        }
        let nonce = STANDARD.encode(app.random.bytes::<16>());
        page.answer(uri.path(), &headers, &nonce)
    };
    Router::new().fallback(answer)
}

/// Whether an address is one of the page's own and somebody goes there, rather than a program that asks for a file.
fn is_navigation(path: &str, headers: &HeaderMap) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let accept = headers.get(header::ACCEPT).map_or("*/*", |value| value.to_str().unwrap_or_default());
    let takes_html = ["text/html", "text/*", "*/*"].iter().any(|kind| accept.contains(kind));
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    takes_html && !NOT_THE_PAGE.contains(&first) && !last.contains('.') && !is_hidden
}

fn file(asset: &Asset, request: &HeaderMap) -> Response {
    let (encoding, body) = asset.best_for(request);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(asset.caching()));
    headers.insert(header::ETAG, asset.tag(encoding));
    if asset.has_variants() {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    policy::write_common(&mut headers);
    if request.get(header::IF_NONE_MATCH) == headers.get(header::ETAG) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Some(name) = encoding.header() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    (headers, Body::from(Bytes::clone(body))).into_response()
}
