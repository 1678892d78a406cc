//! An authenticator in software: it makes P-256 keys and signs with them as WebAuthn says, and can be told to do each
//! part of it wrongly.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crypto::Random;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// User present, user verified, eligible for backup and backed up, and with a credential.
const SYNCED: u8 = 0b0001_1101;
const WITH_CREDENTIAL: u8 = 0b0100_0000;

/// A phone, a security key, a password manager: whatever holds passkeys.
#[derive(Clone)]
pub struct Authenticator {
    /// The origin of the page that asks.
    pub origin: String,
    /// The host that passkeys are for.
    pub rp_id: String,
    /// The flags of what it signs.
    pub flags: u8,
    /// The kind that it says it is.
    pub aaguid: [u8; 16],
    /// Whether it attests new keys by signing with them.
    pub attests: bool,
    /// The passkeys that it holds, the newest last.
    pub keys: Vec<Key>,
    random: Random,
}

/// A passkey from within.
#[derive(Clone)]
pub struct Key {
    /// What it is called by.
    pub id: Vec<u8>,
    /// Whose it is.
    pub user: Vec<u8>,
    /// How often it was used; 0 for ever where it is synced.
    pub counter: u32,
    signing: SigningKey,
}

/// A new passkey, before it is written down; tests change its parts.
pub struct Creation {
    /// What the browser says that it was asked.
    pub client_data: Value,
    /// The host that it is for.
    pub rp_id: String,
    /// The flags.
    pub flags: u8,
    /// The kind of authenticator.
    pub aaguid: [u8; 16],
    /// The public key, as COSE writes it.
    pub cose: Vec<u8>,
    /// The key itself.
    pub key: Key,
    /// Whether it signs itself.
    pub attests: bool,
}

/// A passkey's answer to a challenge, before it is signed; tests change its parts.
#[derive(Clone)]
pub struct Assertion {
    /// What the browser says that it was asked.
    pub client_data: Value,
    /// The host that it is for.
    pub rp_id: String,
    /// The flags.
    pub flags: u8,
    /// The counter.
    pub counter: u32,
    /// Whose it says it is.
    pub user: Option<Vec<u8>>,
    /// The key itself.
    pub key: Key,
}

impl Authenticator {
    /// One that is used from the pages of an origin, and keeps its passkeys in several places.
    pub fn new(origin: &str) -> Self {
        let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest);
        let rp_id = rest.split(['/', ':']).next().unwrap_or_default().to_owned();
        let (aaguid, random) =
            (*b"\xd5\x48\x82\x6e\x79\xb4\xdb\x40\xa3\xd8\x11\x11\x6f\x7e\x83\x49", Random::system());
        Self {
            origin: origin.to_owned(),
            rp_id,
            flags: SYNCED,
            aaguid,
            attests: false,
            keys: Vec::new(),
            random,
        }
    }

    /// Makes a passkey for these options, and keeps it.
    pub fn create(&mut self, options: &Value) -> Creation {
        let signing = std::iter::repeat_with(|| SigningKey::from_slice(&self.random.bytes::<32>()).ok());
        let signing = signing.flatten().next().expect("nearly every number is a key");
        let user = decode(&options["user"]["id"]);
        let key = Key { id: self.random.bytes::<32>().to_vec(), user, counter: 0, signing };
        self.keys.push(key.clone());
        Creation {
            client_data: self.client_data("webauthn.create", options),
            rp_id: self.rp_id.clone(),
            flags: self.flags | WITH_CREDENTIAL,
            aaguid: self.aaguid,
            cose: key.cose(),
            key,
            attests: self.attests,
        }
    }

    /// Uses the newest passkey for these options.
    pub fn assert(&self, options: &Value) -> Assertion {
        let key = self.keys.last().expect("a passkey").clone();
        Assertion {
            client_data: self.client_data("webauthn.get", options),
            rp_id: self.rp_id.clone(),
            flags: self.flags,
            counter: key.counter,
            user: Some(key.user.clone()),
            key,
        }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Value {
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
    }
}

impl Key {
    /// The public key as COSE writes it (RFC 9053, section 2.1).
    fn cose(&self) -> Vec<u8> {
        let point = self.signing.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().expect("a point"), point.y().expect("a point"));
        let head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        [head.as_slice(), x, &[0x22, 0x58, 0x20], y].concat()
    }

    fn sign(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        let message = [data, &Sha256::digest(client_data)].concat();
        let signature: Signature = self.signing.sign(&message);
        signature.to_der().as_bytes().to_vec()
    }
}

impl Creation {
    /// As a browser writes it.
    pub fn json(&self) -> Value {
        let client_data = self.client_data.to_string();
        let data = self.data();
        let statement = if self.attests {
            let signature = self.key.sign(&data, client_data.as_bytes());
            let head = [b"\xa2\x63alg\x26\x63sig\x58".as_slice(), &[byte(signature.len())]].concat();
            [head, signature].concat()
        } else {
            vec![0xa0]
        };
        let format = if self.attests { b"\x66packed".as_slice() } else { b"\x64none" };
        let length = [byte(data.len() >> 8), byte(data.len() & 0xff)];
        let object = [
            b"\xa3\x63fmt".as_slice(),
            format,
            b"\x67attStmt",
            &statement,
            b"\x68authData\x59",
            &length,
            &data,
        ]
        .concat();
        json!({
            "id": encode(&self.key.id),
            "rawId": encode(&self.key.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": encode(client_data.as_bytes()),
                "attestationObject": encode(&object),
                "authenticatorData": encode(&data),
                "transports": ["internal", "hybrid"],
            },
        })
    }

    fn data(&self) -> Vec<u8> {
        let length = [0, byte(self.key.id.len())];
        let head = data(&self.rp_id, self.flags, self.key.counter);
        [head, self.aaguid.to_vec(), length.to_vec(), self.key.id.clone(), self.cose.clone()].concat()
    }
}

impl Assertion {
    /// Signed, as a browser writes it.
    pub fn json(&self) -> Value {
        let client_data = self.client_data.to_string();
        let data = data(&self.rp_id, self.flags, self.counter);
        let signature = self.key.sign(&data, client_data.as_bytes());
        json!({
            "id": encode(&self.key.id),
            "rawId": encode(&self.key.id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encode(client_data.as_bytes()),
                "authenticatorData": encode(&data),
                "signature": encode(&signature),
                "userHandle": self.user.as_deref().map(encode),
            },
        })
    }
}

/// The head of authenticator data: the host's digest, the flags, the counter.
fn data(rp_id: &str, flags: u8, counter: u32) -> Vec<u8> {
    [Sha256::digest(rp_id.as_bytes()).as_slice(), &[flags], &counter.to_be_bytes()].concat()
}

fn byte(length: usize) -> u8 {
    u8::try_from(length).expect("short")
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap_or_default()).expect("base64url")
}
