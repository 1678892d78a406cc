//! The relying party: whether what an authenticator answered is right.
//!
//! The steps are those of WebAuthn Level 3, section 7.1 (a registration) and 7.2 (an assertion). `webauthn-rs` checks
//! most of them; here stands what it leaves to others or sees more leniently: the origin to the letter, frames of other
//! sites in assertions too, the parts of a response that say the same thing twice, and that the key can be discovered.
//! Nothing here reads a database, and the specification's own examples are tests of it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_cbor_2::Value as Cbor;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    Credential, DiscoverableAuthentication, ParsedAttestation, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::model::relying_party_id;
use crate::App;
use crate::http::{Error, Result as Answer, forbidden};

/// The algorithms that a key may have, as COSE numbers them and as `webauthn-rs` names them, the most wanted first. It
/// knows `EdDSA` by name and verifies none of it, so nobody is asked for such a key.
pub(super) const ALGORITHMS: [(i32, &str); 2] = [(-7, "ES256"), (-257, "RS256")];

/// The place of the AAGUID and of the credential's id in authenticator data (section 6.5.1).
const AAGUID: std::ops::Range<usize> = 37..53;
const CREDENTIAL_ID: usize = 55;
/// How long an id may be: at least so long that nobody guesses it (section 4), at most what step 25 says.
const ID_LENGTHS: std::ops::RangeInclusive<usize> = 16..=1023;

/// Where passkeys are made for, and who may ask for them.
pub(super) struct Party {
    /// The host that passkeys belong to.
    pub(super) id: String,
    /// The origins whose pages may ask, as browsers write them.
    origins: Vec<String>,
    webauthn: Webauthn,
}

/// A passkey that was just made.
pub(super) struct Made {
    pub(super) credential_id: Vec<u8>,
    pub(super) credential: String,
    pub(super) aaguid: Uuid,
    pub(super) is_synced: bool,
    pub(super) sign_count: u32,
}

/// A passkey that was just used.
pub(super) struct Used {
    pub(super) credential: String,
    pub(super) is_synced: bool,
    pub(super) sign_count: u32,
}

/// Why an answer does not hold. People are told none of it; the log is, and tests are.
#[derive(Debug, thiserror::Error)]
pub(super) enum Wrong {
    /// It is not of the shape that the specification gives it.
    #[error("not of the right shape: {0}")]
    Shape(&'static str),
    /// The client data does not fit what was asked.
    #[error("the client data does not fit: {0}")]
    Client(&'static str),
    /// Two of its parts contradict each other.
    #[error("its parts contradict each other: {0}")]
    Torn(&'static str),
    /// It is another account's.
    #[error("the user handle is another's")]
    User,
    /// The counter did not move on: there may be two of this authenticator.
    #[error("the counter did not move on")]
    Cloned,
    /// What `webauthn-rs` refused it for.
    #[error(transparent)]
    Refused(WebauthnError),
}

/// What a browser says that it was asked (section 5.8.1). Members may be added to it in the future.
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
    #[serde(default, rename = "topOrigin")]
    top_origin: Option<Value>,
}

impl Party {
    /// The party of this installation; 403 `passkeys_unavailable` where the public URL has no name.
    pub(super) fn of(app: &App) -> Answer<Self> {
        let settings = &app.settings;
        Self::new(&settings.public_url, settings.origin(), &settings.related_origins)
            .ok_or_else(passkeys_unavailable)
    }

    /// The party of a public URL, whose origin is given too.
    pub(super) fn new(public_url: &str, origin: &str, related: &[String]) -> Option<Self> {
        let id = relying_party_id(public_url)?;
        let own = Url::parse(origin).ok()?;
        let mut builder = WebauthnBuilder::new(&id, &own).ok()?;
        for other in related {
            builder = builder.append_allowed_origin(&Url::parse(other).ok()?);
        }
        let webauthn = builder.build().ok()?;
        let origins = std::iter::once(origin).chain(related.iter().map(String::as_str));
        Some(Self { origins: origins.map(str::to_owned).collect(), id, webauthn })
    }

    /// Checks a registration (section 7.1). `taken` are the credentials that the account has already.
    pub(super) fn register(
        &self,
        challenge: &[u8; 32],
        taken: &[Vec<u8>],
        credential: &Value,
    ) -> Result<Made, Wrong> {
        self.check_client_data("webauthn.create", challenge, credential)?;
        let response: RegisterPublicKeyCredential =
            serde_json::from_value(credential.clone()).map_err(|_| Wrong::Shape("a registration"))?;
        if response.extensions.cred_props.as_ref().is_some_and(|props| props.rk == Some(false)) {
            return Err(Wrong::Shape("the key cannot be discovered"));
        }
        let authenticator = authenticator_data(&response.response.attestation_object)?;
        let aaguid = check_twins(credential, &response, &authenticator)?;
        let state = registration(challenge, taken);
        let passkey = self.webauthn.finish_passkey_registration(&response, &state).map_err(Wrong::Refused)?;
        let mut key = Credential::from(passkey);
        // Who made the authenticator is nobody's business here, and a certificate of it would stay forever.
        key.attestation = ParsedAttestation::default();
        Ok(Made {
            credential_id: response.raw_id,
            is_synced: key.backup_state,
            sign_count: key.counter,
            aaguid,
            credential: written(&Passkey::from(key)),
        })
    }

    /// Checks an assertion (section 7.2) against the passkey that it names, whose account has that id. Whoever is known
    /// already need not be named once more.
    pub(super) fn assert(
        &self,
        challenge: &[u8; 32],
        (account, is_known): (Uuid, bool),
        stored: &str,
        credential: &Value,
    ) -> Result<Used, Wrong> {
        self.check_client_data("webauthn.get", challenge, credential)?;
        match decoded(credential, "/response/userHandle")? {
            Some(handle) if handle == account.as_bytes() => {}
            None if is_known => {}
            _ => return Err(Wrong::User),
        }
        let response: PublicKeyCredential =
            serde_json::from_value(with_user_handle(credential)).map_err(|_| Wrong::Shape("an assertion"))?;
        let mut passkey: Passkey =
            serde_json::from_str(stored).map_err(|_| Wrong::Shape("the stored credential"))?;
        let done = self.webauthn.finish_discoverable_authentication_v2(
            &response,
            authentication(challenge),
            &passkey,
        );
        let done = done.map_err(|error| match error {
            WebauthnError::CredentialPossibleCompromise => Wrong::Cloned,
            other => Wrong::Refused(other),
        })?;
        passkey.update_credential(&done);
        Ok(Used { credential: written(&passkey), is_synced: done.backup_state(), sign_count: done.counter() })
    }

    /// The steps over the client data, and over what surrounds it.
    fn check_client_data(&self, kind: &str, challenge: &[u8; 32], credential: &Value) -> Result<(), Wrong> {
        if credential["type"] != "public-key" {
            return Err(Wrong::Shape("the type"));
        }
        if !credential["id"].is_string() || credential["id"] != credential["rawId"] {
            return Err(Wrong::Torn("id and rawId"));
        }
        let text = decoded(credential, "/response/clientDataJSON")?.ok_or(Wrong::Shape("no client data"))?;
        let data: ClientData = serde_json::from_slice(&text).map_err(|_| Wrong::Shape("the client data"))?;
        if data.kind != kind {
            return Err(Wrong::Client("the type"));
        }
        if data.challenge != URL_SAFE_NO_PAD.encode(challenge) {
            return Err(Wrong::Client("the challenge"));
        }
        if !self.origins.contains(&data.origin) {
            return Err(Wrong::Client("the origin"));
        }
        if data.cross_origin || data.top_origin.is_some() {
            return Err(Wrong::Client("it was asked within another site's page"));
        }
        Ok(())
    }
}

/// The id that an answer names its credential by.
pub(super) fn credential_id(credential: &Value) -> Option<Vec<u8>> {
    decoded(credential, "/rawId").ok().flatten()
}

/// 403: there is no name that passkeys could belong to.
fn passkeys_unavailable() -> Error {
    forbidden(
        "passkeys_unavailable",
        "Passkeys belong to a name, and this journal is reached by an address. Ask who runs it.",
    )
}

/// A member in base64url; `None` when it is left out or null.
fn decoded(credential: &Value, pointer: &str) -> Result<Option<Vec<u8>>, Wrong> {
    match credential.pointer(pointer) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            URL_SAFE_NO_PAD.decode(text).map(Some).map_err(|_| Wrong::Shape("base64url"))
        }
        Some(_) => Err(Wrong::Shape("base64url")),
    }
}

/// The authenticator data within an attestation object.
fn authenticator_data(attestation_object: &[u8]) -> Result<Vec<u8>, Wrong> {
    let Ok(Cbor::Map(map)) = serde_cbor_2::from_slice(attestation_object) else {
        return Err(Wrong::Shape("the attestation object"));
    };
    match map.get(&Cbor::Text("authData".to_owned())) {
        Some(Cbor::Bytes(data)) => Ok(data.clone()),
        _ => Err(Wrong::Shape("the attestation object")),
    }
}

/// What a registration says twice must be the same both times: the credential's id, and the authenticator data. Gives
/// the AAGUID.
fn check_twins(
    credential: &Value,
    response: &RegisterPublicKeyCredential,
    authenticator: &[u8],
) -> Result<Uuid, Wrong> {
    let aaguid = authenticator.get(AAGUID).and_then(|bytes| Uuid::from_slice(bytes).ok());
    let aaguid = aaguid.ok_or(Wrong::Shape("no credential in the authenticator data"))?;
    let rest = authenticator.get(CREDENTIAL_ID..).unwrap_or_default();
    let length =
        authenticator.get(53..CREDENTIAL_ID).map(|two| usize::from(two[0]) << 8 | usize::from(two[1]));
    let named = length.and_then(|length| rest.get(..length));
    if named != Some(response.raw_id.as_slice()) {
        return Err(Wrong::Torn("the credential's id"));
    }
    if !ID_LENGTHS.contains(&response.raw_id.len()) {
        return Err(Wrong::Shape("the credential's id is too short or too long"));
    }
    match decoded(credential, "/response/authenticatorData")? {
        Some(again) if again != authenticator => Err(Wrong::Torn("the authenticator data")),
        _ => Ok(aaguid),
    }
}

/// The assertion with the one member that `webauthn-rs` wants and browsers may leave out.
fn with_user_handle(credential: &Value) -> Value {
    let mut credential = credential.clone();
    if let Some(response) = credential["response"].as_object_mut() {
        response.entry("userHandle").or_insert(Value::Null);
    }
    if let Some(whole) = credential.as_object_mut() {
        // No extension was asked for, so none can have said anything.
        whole.remove("clientExtensionResults");
    }
    credential
}

/// What `webauthn-rs` would have kept of a registration that it began. The challenge is ours, and so are the options,
/// since its own would not ask for a key that can be discovered.
fn registration(challenge: &[u8; 32], taken: &[Vec<u8>]) -> PasskeyRegistration {
    let taken: Vec<String> = taken.iter().map(|id| URL_SAFE_NO_PAD.encode(id)).collect();
    let state = json!({ "rs": {
        "policy": "required",
        "exclude_credentials": taken,
        "challenge": URL_SAFE_NO_PAD.encode(challenge),
        "credential_algorithms": ALGORITHMS.map(|(_, name)| name),
        "require_resident_key": true,
        "authenticator_attachment": null,
        "extensions": { "credProps": true },
        "allow_synchronised_authenticators": true,
    } });
    serde_json::from_value(state).expect("a test reads what this version of webauthn-rs wants")
}

/// The same for an assertion.
fn authentication(challenge: &[u8; 32]) -> DiscoverableAuthentication {
    let state = json!({ "ast": {
        "credentials": [],
        "policy": "required",
        "challenge": URL_SAFE_NO_PAD.encode(challenge),
        "appid": null,
        "allow_backup_eligible_upgrade": false,
    } });
    serde_json::from_value(state).expect("a test reads what this version of webauthn-rs wants")
}

fn written(passkey: &Passkey) -> String {
    serde_json::to_string(passkey).expect("a passkey is plain data")
}

#[cfg(test)]
#[path = "party_vectors.rs"]
mod vectors;
