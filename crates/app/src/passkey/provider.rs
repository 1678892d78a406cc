//! Who keeps a passkey, by the AAGUID that its authenticator names: for people to tell their passkeys apart, and for
//! nothing else, since nothing proves it.
//!
//! Names are as in the list that the community of passkey developers keeps
//! (<https://github.com/passkeydeveloper/passkey-authenticator-aaguids>), of the providers that people mostly have.

use uuid::Uuid;

/// What an AAGUID stands for.
const PROVIDERS: [(Uuid, &str); 24] = [
    (uuid("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4"), "Google Password Manager"),
    (uuid("adce0002-35bc-c60a-648b-0b25f1f05503"), "Chrome on Mac"),
    (uuid("b5397666-4885-aa6b-cebf-e52262a439a2"), "Chromium Browser"),
    (uuid("771b48fd-d3d4-4f74-9232-fc157ab0507a"), "Edge on Mac"),
    (uuid("fbfc3007-154e-4ecc-8c0b-6e020557d7bd"), "Apple Passwords"),
    (uuid("dd4ec289-e01d-41c9-bb89-70fa845d4bf2"), "iCloud Keychain (Managed)"),
    (uuid("08987058-cadc-4b81-b6e1-30de50dcbe96"), "Windows Hello"),
    (uuid("9ddd1817-af5a-4672-a2b9-3e3dd95000a9"), "Windows Hello"),
    (uuid("6028b017-b1d4-4c02-b4b3-afcdafc96bb2"), "Windows Hello"),
    (uuid("53414d53-554e-4700-0000-000000000000"), "Samsung Pass"),
    (uuid("bada5566-a7aa-401f-bd96-45619a55120d"), "1Password"),
    (uuid("d548826e-79b4-db40-a3d8-11116f7e8349"), "Bitwarden"),
    (uuid("531126d6-e717-415c-9320-3d9aa6981239"), "Dashlane"),
    (uuid("b84e4048-15dc-4dd0-8640-f4f60813c8af"), "NordPass"),
    (uuid("0ea242b4-43c4-4a1b-8b17-dd6d0b6baec6"), "Keeper"),
    (uuid("f3809540-7f14-49c1-a8b3-8f813b225541"), "Enpass"),
    (uuid("50726f74-6f6e-5061-7373-50726f746f6e"), "Proton Pass"),
    (uuid("b78a0a55-6ef8-d246-a042-ba0f6d55050c"), "LastPass"),
    (uuid("fdb141b2-5d84-443e-8a35-4698c205a502"), "KeePassXC"),
    (uuid("39a5647e-1853-446c-a1f6-a79bae9f5bc7"), "IDmelon"),
    (uuid("cb69481e-8ff7-4039-93ec-0a2729a154a8"), "YubiKey 5 Series"),
    (uuid("fa2b99dc-9e39-4257-8f92-4a30d23c4118"), "YubiKey 5 Series with NFC"),
    (uuid("2fc0579f-8113-47ea-b116-bb5a8db9202a"), "YubiKey 5 Series with NFC"),
    (uuid("c5ef55ff-ad9a-4b9f-b580-adebafe026d0"), "YubiKey 5 Series with Lightning"),
];

const fn uuid(text: &str) -> Uuid {
    match Uuid::try_parse(text) {
        Ok(uuid) => uuid,
        Err(_) => panic!("the table holds AAGUIDs"),
    }
}

/// The name of whoever keeps a passkey; `None` for those that do not say, and those that are not in the table.
pub(super) fn name(aaguid: Uuid) -> Option<&'static str> {
    PROVIDERS.iter().find(|(known, _)| *known == aaguid).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_is_listed_once_and_whoever_does_not_say_is_nobody() {
        for (at, (one, _)) in PROVIDERS.iter().enumerate() {
            assert!(PROVIDERS[..at].iter().all(|(other, _)| other != one), "{one}");
        }
        assert_eq!(name(uuid("d548826e-79b4-db40-a3d8-11116f7e8349")), Some("Bitwarden"));
        assert_eq!(name(Uuid::nil()), None);
    }
}
