//! The specification's own examples (WebAuthn Level 3, section 16), and the verdicts that Journal's rules give them:
//! user verification is required, and no other site's page may ask.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Made, Party, Wrong};

/// Section 16.2, without attestation: the user was present and not verified.
const NONE_ID: &str = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
const NONE_CHALLENGE: &str = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130";
const NONE_CLIENT: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d";
const NONE_OBJECT: &str = "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";

/// Section 16.3, attested by itself: the user was verified.
const SELF_ID: &str = "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c";
const SELF_CLIENT: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a2265476e4374334c55745936366b336a506a796e6962506b31716e666644616966715a774c33417032392d55222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a205539685458764b453255526b4d6e625f3078594856673d3d227d";
const SELF_OBJECT: &str = "a363666d74667061636b65646761747453746d74a263616c67266373696758483046022100ae045923ded832b844cae4d5fc864277c0dc114ad713e271af0f0d371bd3ac540221009077a088ed51a673951ad3ba2673d5029bab65b64f4ea67b234321f86fcfac5d68617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b55d00000000df850e09db6afbdfab51697791506cfc0020455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58ca5010203262001215820eb151c8176b225cc651559fecf07af450fd85802046656b34c18f6cf193843c5225820927b8aa427a2be1b8834d233a2d34f61f13bfd44119c325d5896e183fee484f2";

/// Section 16.4, asked for in another site's frame.
const CROSS_ID: &str = "6e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57";
const CROSS_CHALLENGE: &str = "3be5aacd03537142472340ab5969f240f1d87716e20b6807ac230655fa4b3b49";
const CROSS_CLIENT: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a224f2d57717a514e5463554a484930437257576e7951504859647862694332674872434d475666704c4f306b222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a747275652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a207a5a7175457444523944577170573574425754467567227d";
const CROSS_OBJECT: &str = "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b54500000000883f4f6014f19c09d87aa38123be48d000206e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57a501020326200121582022200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d225820cbd0be95e746ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e";

/// Section 16.5, asked for in another site's frame that is named.
const TOP_ID: &str = "b8ad59b996047ab18e2ceb57206c362da57458793481f4a8ebf101c7ca7cc0f1";
const TOP_CHALLENGE: &str = "4e1f4c6198699e33c14f192153f49d7e0e8e3577d5ac416c5f3adc92a41f27e5";
const TOP_CLIENT: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a225468394d595a68706e6a504254786b68555f53646667364f4e58665672454673587a72636b7151664a2d55222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a747275652c22746f704f726967696e223a2268747470733a2f2f6578616d706c652e636f6d227d";
const TOP_OBJECT: &str = "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5410000000097586fd09799a76401c200455099ef2a0020b8ad59b996047ab18e2ceb57206c362da57458793481f4a8ebf101c7ca7cc0f1a5010203262001215820a1c47c1d82da4ebe82cd72207102b380670701993bc35398ae2e5726427fe01d22582086c1080d82987028c7f54ecb1b01185de243b359294a0ed210cd47480f0adc88";

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("a byte")).collect()
}

fn party() -> Party {
    Party::new("https://example.org", "https://example.org", &[]).expect("a name")
}

fn register(challenge: &[u8], (id, client, object): (&str, &str, &str)) -> Result<Made, Wrong> {
    let text = |hex: &str| URL_SAFE_NO_PAD.encode(bytes(hex));
    let credential = json!({
        "id": text(id), "rawId": text(id), "type": "public-key",
        "response": { "clientDataJSON": text(client), "attestationObject": text(object) },
    });
    party().register(challenge.try_into().expect("32 bytes"), &[], &credential)
}

/// The challenge that client data names.
fn named(client: &str) -> Vec<u8> {
    let client: Value = serde_json::from_slice(&bytes(client)).expect("client data");
    URL_SAFE_NO_PAD.decode(client["challenge"].as_str().expect("text")).expect("base64url")
}

#[test]
fn a_key_that_verified_its_user_and_attests_itself_is_taken() {
    let made = register(&named(SELF_CLIENT), (SELF_ID, SELF_CLIENT, SELF_OBJECT))
        .unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(made.credential_id, bytes(SELF_ID));
    assert_eq!(made.aaguid.simple().to_string(), "df850e09db6afbdfab51697791506cfc");
    assert!(made.is_synced && made.sign_count == 0);
    assert!(!made.credential.contains("Packed\":{"), "no attestation is kept: {}", made.credential);
}

#[test]
fn a_key_that_did_not_verify_its_user_is_refused_for_that_alone() {
    let refused = register(&bytes(NONE_CHALLENGE), (NONE_ID, NONE_CLIENT, NONE_OBJECT)).err();
    let refused = refused.expect("refused").to_string();
    assert!(refused.to_lowercase().contains("verif"), "{refused}");
}

#[test]
fn what_another_sites_page_asked_for_is_refused() {
    for (challenge, example) in [
        (CROSS_CHALLENGE, (CROSS_ID, CROSS_CLIENT, CROSS_OBJECT)),
        (TOP_CHALLENGE, (TOP_ID, TOP_CLIENT, TOP_OBJECT)),
    ] {
        let refused = register(&bytes(challenge), example).err();
        assert!(matches!(refused, Some(Wrong::Client(why)) if why.contains("another site")), "{refused:?}");
    }
}

#[test]
fn an_example_is_refused_for_another_challenge_and_with_another_signature() {
    let refused = register(&[7; 32], (SELF_ID, SELF_CLIENT, SELF_OBJECT)).err();
    assert!(matches!(refused, Some(Wrong::Client("the challenge"))), "{refused:?}");
    let forged = SELF_OBJECT.replacen("00ae0459", "00ae0458", 1);
    let refused = register(&named(SELF_CLIENT), (SELF_ID, SELF_CLIENT, &forged)).err();
    assert!(matches!(refused, Some(Wrong::Refused(_))), "{refused:?}");
}

#[path = "party_assertions.rs"]
mod assertions;
