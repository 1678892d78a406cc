//! Who keeps a passkey, by the AAGUID that its authenticator names: for people to tell their passkeys apart, and for
//! nothing else, since nothing proves it.
//!
//! Names are as in the list that the community of passkey developers keeps
//! (<https://github.com/passkeydeveloper/passkey-authenticator-aaguids>), of the providers that people mostly have.

use uuid::Uuid;

/// What an AAGUID stands for.
const PROVIDERS: [(Uuid, &str); 42] = [
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
    (uuid("d3452668-01fd-4c12-926c-83a4204853aa"), "Microsoft Password Manager"),
    (uuid("eaecdef2-1c31-5634-8639-f1cbd9c00a08"), "KeePassDX"),
    (uuid("a10c6dd9-465e-4226-8198-c7c44b91c555"), "Kaspersky Password Manager"),
    (uuid("fa37f553-f9b6-4adb-ac53-8bbb57ebdf0d"), "Norton Password Manager"),
    (uuid("b35a26b2-8f6e-4697-ab1d-d44db4da28c6"), "Zoho Vault"),
    (uuid("de503f9c-21a4-4f76-b4b7-558eb55c6f89"), "Devolutions"),
    (uuid("22248c4c-7a12-46e2-9a41-44291b373a4d"), "LogMeOnce"),
    (uuid("d350af52-0351-4ba2-acd3-dfeeadc3f764"), "pwSafe"),
    (uuid("bfc748bb-3429-4faa-b9f9-7cfa9f3b76d0"), "iPasswords"),
    (uuid("a11a5faa-9f32-4b8c-8c5d-2f7d13e8c942"), "AliasVault"),
    (uuid("d49b2120-b865-4191-8cea-be84a52b0485"), "Heimlane Vault"),
    (uuid("42b4fb4a-2866-43b2-9bf7-6c6669c2e5d3"), "Google Titan Security Key v2"),
    (uuid("cb69481e-8ff7-4039-93ec-0a2729a154a8"), "YubiKey 5 Series"),
    (uuid("ee882879-721c-4913-9775-3dfcce97072a"), "YubiKey 5 Series"),
    (uuid("ff4dac45-ede8-4ec2-aced-cf66103f4335"), "YubiKey 5 Series"),
    (uuid("fa2b99dc-9e39-4257-8f92-4a30d23c4118"), "YubiKey 5 Series with NFC"),
    (uuid("2fc0579f-8113-47ea-b116-bb5a8db9202a"), "YubiKey 5 Series with NFC"),
    (uuid("d7781e5d-e353-46aa-afe2-3ca49f13332a"), "YubiKey 5 Series with NFC"),
    (uuid("6d44ba9b-f6ec-2e49-b930-0c8fe920cb73"), "Security Key by Yubico with NFC"),
    (uuid("b7d3f68e-88a6-471e-9ecf-2df26d041ede"), "Security Key NFC by Yubico"),
    (uuid("e77e3c64-05e3-428b-8824-0cbeb04b829d"), "Security Key NFC by Yubico"),
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
