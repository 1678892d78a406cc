//! Flows: begun in one browser, taken back in it alone, once, within ten minutes.
//!
//! The state goes to the provider and comes back; the database keeps its digest. The PKCE verifier and the nonce are
//! derived from it with a key of the server's, so that neither is stored either. A cookie binds the flow to its browser:
//! it is `Lax` whatever the others are, since the way back leads over another site.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::{Secret, onetime};
use http::{HeaderMap, HeaderValue};

use super::model::{FLOW, Flow};
use super::store as flows;
use crate::App;
use crate::http::{Result, cookie};

/// What tells one browser from others.
pub(super) struct Browser {
    pub(super) digest: [u8; 32],
    /// What makes it recognisable when it comes back.
    pub(super) cookie: HeaderValue,
}

/// The state of a new flow, and its digest.
pub(super) fn state(app: &App) -> (Secret<String>, [u8; 32]) {
    onetime::new(&app.random)
}

/// The browser that goes away. It keeps the cookie that it has, so that flows in several tabs all come back.
pub(super) fn leaving(app: &App, headers: &HeaderMap) -> Browser {
    let kept = cookie::read(headers, &app.settings.cookies.provider);
    let kept = kept.and_then(|token| onetime::digest(token).map(|digest| (token.to_owned(), digest)));
    let (token, digest) = kept.unwrap_or_else(|| {
        let (token, digest) = onetime::new(&app.random);
        (token.expose().clone(), digest)
    });
    Browser { digest, cookie: cookie::provider(&app.settings, &token, FLOW) }
}

/// What is shown when the code is redeemed (RFC 7636, section 4.1).
pub(super) fn verifier(app: &App, state: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(crypto::keyed_digest(&app.keys.csrf, "provider verifier", state))
}

/// What is shown before (RFC 7636, section 4.2, S256).
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(crypto::sha256(verifier.as_bytes()))
}

/// What the ID token has to hold.
pub(super) fn nonce(app: &App, state: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(crypto::keyed_digest(&app.keys.csrf, "provider nonce", state))
}

/// Where the provider sends the browser back to; never from what a request says of its host.
pub(super) fn redirect_uri(app: &App, provider: &str) -> String {
    format!("{}/api/auth/oauth/{provider}/callback", app.settings.public_url)
}

/// Takes the flow of that state; `None` when there is none for this browser and provider: unknown, taken, too old, or
/// begun elsewhere.
pub(super) async fn take(
    app: &App,
    provider: &str,
    state: Option<&str>,
    headers: &HeaderMap,
) -> Result<Option<Flow>> {
    let state = state.and_then(onetime::digest);
    let browser = cookie::read(headers, &app.settings.cookies.provider).and_then(onetime::digest);
    let (Some(state), Some(browser)) = (state, browser) else { return Ok(None) };
    let now = app.clock.now();
    let Some(flow) = app.store.get(flows::flow(state, browser, now)).await? else { return Ok(None) };
    // The answer of another provider does not use this flow up.
    if flow.provider != provider {
        return Ok(None);
    }
    match app.store.commit([flows::take(state)]).await {
        Err(error) if error.is_conflict() => Ok(None),
        other => {
            other?;
            Ok(Some(flow))
        }
    }
}
