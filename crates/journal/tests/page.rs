//! The page as a browser gets it, from files that stand for what Vite makes.

use std::path::Path;

use axum::body::to_bytes;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use journal::page::{Assets, Page};

const INDEX: &str =
    "<!doctype html><meta property=\"csp-nonce\" nonce=\"__CSP_NONCE__\"><style nonce=\"__CSP_NONCE__\">";

fn page() -> Page {
    let files = [
        ("index.html", INDEX),
        ("index.html.br", "an index that is never sent"),
        ("favicon.svg", "<svg/>"),
        ("assets/index-4f2a.js", "console.log('long enough to be worth it')"),
        ("assets/index-4f2a.js.br", "brotli"),
        ("assets/index-4f2a.js.gz", "gzip, longer"),
        ("assets/inter-9c.woff2", "font"),
        ("docs/swagger-ui.css", "css"),
        ("docs/swagger-ui.css.gz", "css, gzip"),
    ];
    Page::new(Assets::new(
        files.map(|(path, content)| (path.to_owned(), Bytes::from_static(content.as_bytes()))),
    ))
}

fn get_with(path: &str, headers: &[(&'static str, &'static str)]) -> Response {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    page().answer(path, &headers, "bm9uY2U=")
}

fn get(path: &str) -> Response {
    get_with(path, &[])
}

async fn body(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_address_of_the_page_is_the_index_with_the_nonce_that_its_policy_names() {
    for path in ["/", "/login", "/entries/0190a1b2", "/verify-email", "/index.html"] {
        let response = get(path);
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&response, "cache-control"), "no-cache");
        let policy = header(&response, "content-security-policy").to_owned();
        assert!(policy.contains("style-src 'self' 'nonce-bm9uY2U='"), "{policy}");
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(body(response).await, INDEX.replace("__CSP_NONCE__", "bm9uY2U="));
    }
}

/// ASVS 3.4.3, 3.4.6
#[test]
fn the_policy_lets_nothing_in_from_elsewhere() {
    let response = get("/");
    let policy = header(&response, "content-security-policy");
    for directive in [
        "default-src 'none'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert_eq!(header(&response, "referrer-policy"), "no-referrer");
    assert_eq!(header(&response, "x-frame-options"), "DENY");
    assert_eq!(header(&response, "cross-origin-opener-policy"), "same-origin");
    assert_eq!(header(&response, "cross-origin-resource-policy"), "same-origin");
    assert!(header(&response, "permissions-policy").contains("camera=()"));
}

/// ASVS 13.4.3
#[test]
fn addresses_of_the_api_and_missing_files_are_never_the_page() {
    for path in [
        "/api",
        "/api/auth/nothing",
        "/.well-known/nothing",
        "/healthz/deep",
        "/readyz/deep",
        "/metrics",
        "/assets/gone-1234.js",
        "/favicon.ico",
        "/../Cargo.toml",
    ] {
        assert_eq!(get(path).status(), 404, "{path}");
    }
}

#[test]
fn a_program_that_takes_no_html_does_not_get_the_page() {
    assert_eq!(get_with("/login", &[("accept", "application/json")]).status(), 404);
    assert_eq!(get_with("/login", &[("accept", "text/html,application/xhtml+xml")]).status(), 200);
}

#[tokio::test]
async fn a_file_comes_in_the_form_that_the_browser_likes_best() {
    for (accepted, encoding, content) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzip, longer"),
        ("br;q=0.1, gzip;q=0.9", "gzip", "gzip, longer"),
        ("br;q=0, *", "gzip", "gzip, longer"),
        ("BR", "br", "brotli"),
        ("br;q=0", "", "console.log('long enough to be worth it')"),
        ("identity", "", "console.log('long enough to be worth it')"),
        ("br;q=nonsense", "", "console.log('long enough to be worth it')"),
    ] {
        let response = get_with("/assets/index-4f2a.js", &[("accept-encoding", accepted)]);
        assert_eq!(header(&response, "content-encoding"), encoding, "{accepted}");
        assert_eq!(header(&response, "vary"), "accept-encoding");
        assert_eq!(header(&response, "content-type"), "text/javascript; charset=utf-8");
        assert_eq!(body(response).await, content, "{accepted}");
    }
}

#[test]
fn files_with_a_hash_in_their_name_may_be_kept_for_ever_and_others_are_asked_for_again() {
    assert_eq!(
        header(&get("/assets/inter-9c.woff2"), "cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(header(&get("/assets/inter-9c.woff2"), "content-type"), "font/woff2");
    assert_eq!(header(&get("/docs/swagger-ui.css"), "cache-control"), "no-cache");
    assert_eq!(header(&get("/favicon.svg"), "content-type"), "image/svg+xml");
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let first = get("/docs/swagger-ui.css");
    let tag: &'static str = header(&first, "etag").to_owned().leak();
    let again = get_with("/docs/swagger-ui.css", &[("if-none-match", tag)]);
    assert_eq!(again.status(), 304);
    assert_eq!(body(again).await, "");
    let other_form = get_with("/docs/swagger-ui.css", &[("if-none-match", tag), ("accept-encoding", "gzip")]);
    assert_eq!(other_form.status(), 200);
}

#[tokio::test]
async fn without_files_a_page_says_that_it_was_not_built() {
    let page = Page::new(Assets::new([]));
    assert!(!page.is_built());
    let response = page.answer("/", &HeaderMap::new(), "bm9uY2U=");
    assert_eq!(response.status(), 503);
    let html = body(response).await;
    assert!(html.contains("script/build") && html.contains("nonce=\"bm9uY2U=\""), "{html}");
}

/// ASVS 13.4.1
#[test]
fn nothing_hidden_is_served_and_nothing_hidden_was_packed() {
    let built = Page::embedded();
    for path in [
        "/.git/HEAD",
        "/.git/config",
        "/.svn/entries",
        "/.hg/store",
        "/.env",
        "/.DS_Store",
        "/web/.git/HEAD",
        "/assets/.git/HEAD",
        "/Cargo.toml",
        "/package.json",
        "/package-lock.json",
        "/assets/index.js.map",
        "/.well-known/../.git/HEAD",
    ] {
        assert_eq!(get(path).status(), 404, "{path}");
        assert_eq!(built.answer(path, &HeaderMap::new(), "bm9uY2U=").status(), 404, "{path}");
    }
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let is_plain =
                !name.starts_with('.') && [".map", ".ts", ".tsx"].iter().all(|end| !name.ends_with(end));
            assert!(is_plain, "{} would be packed", path.display());
            folders.extend(path.is_dir().then_some(path));
        }
    }
}
