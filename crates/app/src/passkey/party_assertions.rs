//! The other halves of the specification's examples (WebAuthn Level 3, sections 16.2 to 16.7): the assertions of its P-256
//! keys, and the verdicts that Journal's rules give them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{Made, Used, Wrong};
use super::{bytes, named, party};

/// An example: its credential as it was made, and the assertion with it.
struct Example {
    section: &'static str,
    id: &'static str,
    /// The public key.
    x: &'static str,
    y: &'static str,
    /// The flags of its registration.
    made: u8,
    /// Of the assertion: the flags, the client data, the signature.
    flags: u8,
    client: &'static str,
    signature: &'static str,
}

/// Without attestation: the user was present and not verified.
const NONE: Example = Example {
    section: "16.2",
    id: "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4",
    x: "afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61",
    y: "930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
    made: 0x59,
    flags: 0x19,
    client: "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d",
    signature: "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
};

/// Attested by itself; in the assertion the user was not verified.
const SELF: Example = Example {
    section: "16.3",
    id: "455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c",
    x: "eb151c8176b225cc651559fecf07af450fd85802046656b34c18f6cf193843c5",
    y: "927b8aa427a2be1b8834d233a2d34f61f13bfd44119c325d5896e183fee484f2",
    made: 0x5d,
    flags: 0x09,
    client: "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a225248696843784e534e493352594d45314f7731476d3132786e726b634a5f6666707637546e2d4a71386773222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a206754623533727a36456853576f6d58477a696d433151227d",
    signature: "304402203310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf84002204e94dd00047b316061b3b99772b7efd95994a83ef584b3b6b825ea3550251b66",
};

/// Asked for in another site's frame.
const CROSS: Example = Example {
    section: "16.4",
    id: "6e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57",
    x: "22200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d",
    y: "cbd0be95e746ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e",
    made: 0x45,
    flags: 0x05,
    client: "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a226832716c463771445f65356c5f505f62796b7945377135645650674547685f49584a6b655737736e4d5463222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a747275652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a2039327063545644304162792d713464746d6a36656667227d",
    signature: "3046022100eb12fcf23b12764c0f122e22371fab92e283879fd798f38ee1841c951b6e40e7022100c76237ff9db77b3c56f30837cda6a09acfa2e915544e609c0733b1184036d1cf",
};

/// Asked for in another site's frame that is named.
const TOP: Example = Example {
    section: "16.5",
    id: "b8ad59b996047ab18e2ceb57206c362da57458793481f4a8ebf101c7ca7cc0f1",
    x: "a1c47c1d82da4ebe82cd72207102b380670701993bc35398ae2e5726427fe01d",
    y: "86c1080d82987028c7f54ecb1b01185de243b359294a0ed210cd47480f0adc88",
    made: 0x41,
    flags: 0x05,
    client: "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a22315570636a4b53324b6f34377379486a7372787a68572d466f51465132796b3572426c584f6573656f4759222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a747275652c22746f704f726967696e223a2268747470733a2f2f6578616d706c652e636f6d222c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a205569466f4a4d56525148444146574669347678557051227d",
    signature: "3045022100b5a70c81780d5fcc9a4f2ae9caae99058f8accaf58b91fb59329646c28ac6ffc022012e101c165db3c8e9957f0c54dd6ca9b56bc3bd2f280bd2faa6c1d02c6e5c171",
};

/// With an id of 1,023 bytes; the user was verified.
const LONG: Example = Example {
    section: "16.6",
    id: "3a761a4e1674ad6c4305869435c0eee9c286172c229bb91b48b4ada140c0863417031305cce5b4a27a88d7fe728a5f5a627de771b4b40e77f187980c124f9fe832d7136010436a056cce716680587d23187cf1fc2c62ae86fc3e508ee9617ffc74fbc10488ec16ec5e9096328669a898709b655e549738c666c1ae6281dc3b5f733c251d3eefb76ee70a3805ca91bcc18e49c8dc7f63ebcb486ba8c3d6ab52b88ff72c6a5bb47c32f3ee8683a3ddc8abf60870448ec8a21b5bdcb183c7dead870255575a6df96eb1b6a2a1019780cba9e4887b17ff1164bbbcc10eb0d86ed75984cd3fa3419103024507dfd9ce8f92c56af7914cb0bb50b87ba82a312bb7dcd93028dbdcd6adb266979667158335171e3682d37755701edbf9d872846a291d49e57ef09da1ec637f5052ed2aa7407f7e61827468e94b461844f4c67be5fa9c6055a566f8fdfc29d4bf78a9ff275f552cc68ba543fa3962eea36fd1ea8453764577d021d0a181efc1f6100ab2e4110039e21ee16970bda7432b6134492155afc126295b3a2eccd12c66a68e340969e995e3e8c9c476e395cfc21203414110779474f1c9797406637dbe414f132519d3bf0ce4f01734ef0e1a12c3ad604ff15d766b1624db6a5a7ccbff7bc35c9908df94aba277e0af48f04ff3d16381c47e5a37ed3988a67a3b1ecaa926336b33391fff04128f869991c9fabd905b6fe3ceef5f8b630ec1c5d2636d5b1961ad5ca5004170f6f5e482792aad989b0287fe91e5c479403397152f1fa56aa79b156eb47e6c8ea3eb175c34cfb38ad8e772874639b1023d4d01395c94e55831671cc022aa6fa1e02a02c2e4abc776f6960e51f83b71a8c0f207b6a347573977812c9aa5480b0011aa739bd4b76c18c000cc4757cceccb920f007c40c00e37e5ab21476cd9f6054a8fffb55a108f5c706e2cea2049d81fd321ff47d2a5761b0800955ab1d4f4889f55a84e2601c684f17a4ade7453ea49591d0b59c8d9a765052f62219cf6ef4a5dd9539f0617d6ebbebce7c000455475d18449e25c49ef9a1e3efe18c09082ebe2058d7c347defaa92f0664553b805c7d76bbfce5f330aca220ac90a789380fc479ea0d8793205813cca590a912f699ad52f991a1bc0a503c3ec4b2a696719e3c26591a87127f7305cc7e72f4c8e39355ebb06a5b1042990f38710ee7aa612ee4374bb82e878585a70a96c2a6b47f101a4ff154be4fd76a3167577a5cc54d9167c154c69ac35485e44cc898b719e1be3cc9c0fb5624b8f8a0dae10947a41bf848b6c1bb33d1006ec077d7e286e3f2a7b4843716390119449fe2721e81a5ed2333d331c7120765da58fadae73c19d9a8c4509cf8ac1e9d98b799a5274509069739b5823f3fb496663820033426988eefca53e580e0f9e0dfe0992fc2e53a97e053639f98577058f995bdbd41cefdb",
    x: "3b8176b7504489cc593046d7988abb7905a742de6ac2cdc748a873c663e90cb1",
    y: "1436d5edc9a75f23999eef9d5950a5c2455514ee1014084720f841a06b828a11",
    made: 0x49,
    flags: 0x0d,
    client: "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a22377833727057334f53505a307045664d396a75566d53574d36485a4935634f573875384d6f647047446a73222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d",
    signature: "304502203ecef83fb12a0cae7841055f9f87103a99fd14b424194bbf06c4623d3ee6e3fd022100d2ace346db262b1374a6b70faa51f518a42ddca13a4125ce6f5052a75bac9fb6",
};

/// Attested by a certificate; the user was verified.
const PACKED: Example = Example {
    section: "16.7",
    id: "c9a6f5b3462d02873fea0c56862234f99f081728084e511bb7760201a89054a5",
    x: "1cf27f25da591208a4239c2e324f104f585525479a29edeedd830f48e77aeae5",
    y: "59e4b7da6c0106e206ce390c93ab98a15a5ec3887e57f0cc2bece803b920c423",
    made: 0x4d,
    flags: 0x0d,
    client: "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a2273524276704770587676463446524841565833496d4b4130453958773858306b526a44426c4d6668726255222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20415a4d77794d78496244382d756775464e7036723851227d",
    signature: "30450220694969d3ee928de6f02ef23a9c644d7d779916451734a94b432542f498a1ebe90221008b0819c824218a97152cd099c55bfb1477b29d900a49a64018314f9bfccda163",
};

/// The registration of section 16.7, by an attestation that Journal does not ask for.
const PACKED_CLIENT: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a227752684b58393334424634543345663153324831706c61325a725751475046746877365356756d56494249222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20396138624e596a4b436757724258552d66436c316167227d";
const PACKED_OBJECT: &str = "a363666d74667061636b65646761747453746d74a363616c6726637369675847304502203f19ec4b229f46ab8c45eff29b904ff10c0390dc40bf1216f04a78f4ceba3425022100fe7041a32759aff05a0f9f26c70a999c7a284451ba89234a1d3483c25e21925b637835638159022530820221308201c8a00302010202110088c220f83c8ef1feafe94deae45faad0300a06082a8648ce3d0403023062311e301c06035504030c15576562417574686e207465737420766563746f7273310c300a060355040a0c0357334331253023060355040b0c1c41757468656e74696361746f72204174746573746174696f6e204341310b30090603550406130241413020170d3234303130313030303030305a180f33303234303130313030303030305a305f311e301c06035504030c15576562417574686e207465737420766563746f7273310c300a060355040a0c0357334331223020060355040b0c1941757468656e74696361746f72204174746573746174696f6e310b30090603550406130241413059301306072a8648ce3d020106082a8648ce3d03010703420004a91ba4389409dd38a428141940ca8feb1ac0d7b4350558104a3777a49322f3798440f378b3398ab2d3bb7bf91322c92eb23556f59ad0a836fec4c7663b0e4dc3a360305e300c0603551d130101ff04023000300e0603551d0f0101ff040403020780301d0603551d0e04160414a589ba72d060842ab11f74fb246bdedab16f9b9b301f0603551d2304183016801445aff715b0dd786741fee996ebc16547a3931b1e300a06082a8648ce3d040302034700304402201726b9d85ecd8a5ed51163722ca3a20886fd9b242a0aa0453d442116075defd502207ef471e530ac87961a88a7f0d0c17b091ffc6b9238d30f79f635b417be5910e768617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b54d00000000876ca4f52071c3e9b25509ef2cdf7ed60020c9a6f5b3462d02873fea0c56862234f99f081728084e511bb7760201a89054a5a50102032620012158201cf27f25da591208a4239c2e324f104f585525479a29edeedd830f48e77aeae522582059e4b7da6c0106e206ce390c93ab98a15a5ec3887e57f0cc2bece803b920c423";

/// The digest of `example.org`.
const HOST: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";
const VERIFIED: u8 = 0b100;
const ACCOUNT: Uuid = Uuid::from_u128(7);

impl Example {
    /// Registers its key without attestation, with an id and flags of the test's own.
    fn register(&self, id: &[u8], flags: u8) -> Result<Made, Wrong> {
        let cose = ["a5010203262001215820", self.x, "225820", self.y].concat();
        let length = u16::try_from(id.len()).expect("short").to_be_bytes();
        let data =
            [bytes(HOST), vec![flags, 0, 0, 0, 0], vec![0; 16], length.to_vec(), id.to_vec(), bytes(&cose)]
                .concat();
        let length = u16::try_from(data.len()).expect("short").to_be_bytes();
        let head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59";
        let object = [head.as_slice(), &length, &data].concat();
        let challenge = [7; 32];
        let client = json!({
            "type": "webauthn.create", "challenge": URL_SAFE_NO_PAD.encode(challenge),
            "origin": "https://example.org", "crossOrigin": false,
        });
        let credential = json!({
            "id": URL_SAFE_NO_PAD.encode(id), "rawId": URL_SAFE_NO_PAD.encode(id), "type": "public-key",
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client.to_string()),
                "attestationObject": URL_SAFE_NO_PAD.encode(object),
            },
        });
        party().register(&challenge, &[], &credential)
    }

    /// Its credential as Journal would have stored it: its user was verified then.
    fn stored(&self) -> String {
        let made = self.register(&bytes(self.id), self.made | VERIFIED);
        made.unwrap_or_else(|wrong| panic!("{}: {wrong}", self.section)).credential
    }

    fn credential(&self) -> Value {
        let text = |hex: &str| URL_SAFE_NO_PAD.encode(bytes(hex));
        let data = [bytes(HOST), vec![self.flags, 0, 0, 0, 0]].concat();
        json!({
            "id": text(self.id), "rawId": text(self.id), "type": "public-key",
            "response": {
                "clientDataJSON": text(self.client), "authenticatorData": URL_SAFE_NO_PAD.encode(data),
                "signature": text(self.signature),
            },
        })
    }

    fn assert(&self, challenge: &[u8], credential: &Value) -> Result<Used, Wrong> {
        let challenge = challenge.try_into().expect("32 bytes");
        party().assert(challenge, (ACCOUNT, true), &self.stored(), credential)
    }
}

#[test]
fn an_assertion_whose_user_was_verified_is_taken() {
    for example in [LONG, PACKED] {
        let used = example.assert(&named(example.client), &example.credential());
        let used = used.unwrap_or_else(|wrong| panic!("{}: {wrong}", example.section));
        assert!(!used.is_synced && used.sign_count == 0, "{}", example.section);
    }
}

#[test]
fn an_assertion_whose_user_was_not_verified_is_refused_for_that_alone() {
    for example in [NONE, SELF] {
        let refused = example.assert(&named(example.client), &example.credential()).err();
        let refused = refused.expect("refused").to_string();
        assert!(refused.to_lowercase().contains("verif"), "{}: {refused}", example.section);
    }
}

#[test]
fn an_assertion_that_another_sites_page_asked_for_is_refused() {
    for example in [CROSS, TOP] {
        let refused = example.assert(&named(example.client), &example.credential()).err();
        assert!(matches!(refused, Some(Wrong::Client(why)) if why.contains("another site")), "{refused:?}");
    }
}

#[test]
fn an_assertion_is_refused_for_another_challenge_key_user_or_signature() {
    for example in [LONG, PACKED] {
        let (challenge, right) = (named(example.client), example.credential());
        let refused = example.assert(&[7; 32], &right).err();
        assert!(matches!(refused, Some(Wrong::Client("the challenge"))), "{refused:?}");
        let mut forged = right.clone();
        let mut signature = bytes(example.signature);
        *signature.last_mut().expect("a byte") ^= 1;
        forged["response"]["signature"] = json!(URL_SAFE_NO_PAD.encode(signature));
        assert!(matches!(example.assert(&challenge, &forged).err(), Some(Wrong::Refused(_))));
        let other = if example.section == LONG.section { PACKED } else { LONG };
        let key = Example { x: other.x, y: other.y, ..example };
        assert!(matches!(key.assert(&challenge, &right).err(), Some(Wrong::Refused(_))));
        let mut others = right.clone();
        others["response"]["userHandle"] = json!(URL_SAFE_NO_PAD.encode(Uuid::from_u128(8).as_bytes()));
        assert!(matches!(key.assert(&challenge, &others).err(), Some(Wrong::User)));
        // Signed over other flags than it says now.
        let mut raised = right;
        let data = [bytes(HOST), vec![key.flags | 0b1_0000, 0, 0, 0, 0]].concat();
        raised["response"]["authenticatorData"] = json!(URL_SAFE_NO_PAD.encode(data));
        assert!(matches!(key.assert(&challenge, &raised).err(), Some(Wrong::Refused(_))));
    }
}

/// Section 7.1, step 25, and section 4: what is longer is refused, and what could be guessed.
#[test]
fn a_credentials_id_has_at_most_1023_bytes_and_at_least_16() {
    let long = bytes(LONG.id);
    assert_eq!(long.len(), 1023);
    for id in [[long.as_slice(), &[0]].concat(), long[..15].to_vec(), Vec::new()] {
        let refused = LONG.register(&id, LONG.made | VERIFIED).err();
        assert!(matches!(refused, Some(Wrong::Shape(_) | Wrong::Torn(_))), "{} bytes: {refused:?}", id.len());
    }
    assert!(LONG.register(&long[..16], LONG.made | VERIFIED).is_ok());
    let refused = LONG.register(&long, LONG.made).err().expect("refused").to_string();
    assert!(refused.to_lowercase().contains("verif"), "as the specification has it: {refused}");
}

/// Journal asks for no attestation. One that comes all the same is held against its own certificate, whoever issued that,
/// and nothing of it is kept.
#[test]
fn an_attestation_that_nobody_asked_for_adds_nothing_and_must_still_be_right() {
    let text = |hex: &str| URL_SAFE_NO_PAD.encode(bytes(hex));
    let register = |object: &str| {
        let credential = json!({
            "id": text(PACKED.id), "rawId": text(PACKED.id), "type": "public-key",
            "response": { "clientDataJSON": text(PACKED_CLIENT), "attestationObject": text(object) },
        });
        let challenge = named(PACKED_CLIENT).try_into().expect("32 bytes");
        party().register(&challenge, &[], &credential)
    };
    let made = register(PACKED_OBJECT).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(made.credential_id, bytes(PACKED.id));
    assert!(
        !made.credential.contains("Packed\":{") && !made.credential.contains("x5c"),
        "{}",
        made.credential
    );
    let used = party().assert(
        &named(PACKED.client).try_into().expect("32 bytes"),
        (ACCOUNT, true),
        &made.credential,
        &PACKED.credential(),
    );
    assert!(used.is_ok());
    let forged = PACKED_OBJECT.replacen("3f19ec4b", "3f19ec4c", 1);
    assert!(matches!(register(&forged).err(), Some(Wrong::Refused(_))));
}
