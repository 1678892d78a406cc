use journal::config::provider::Kind;

use super::{problem, problems, production, read, read_toml};

const GOOGLE: [(&str, &str); 3] = [
    ("OAUTH_GOOGLE_KIND", "google"),
    ("OAUTH_GOOGLE_CLIENT_ID", "client"),
    ("OAUTH_GOOGLE_CLIENT_SECRET", "not so secret"),
];

fn oidc<'a>(issuer: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![
        ("OAUTH_MY_HOUSE_KIND", "oidc"),
        ("OAUTH_MY_HOUSE_CLIENT_ID", "client"),
        ("OAUTH_MY_HOUSE_CLIENT_SECRET", "not so secret"),
        ("OAUTH_MY_HOUSE_ISSUER", issuer),
    ];
    all.extend_from_slice(more);
    all
}

#[test]
fn a_provider_is_read_from_its_family_of_names() {
    let provider = read(&oidc(
        "https://id.example.org",
        &[("OAUTH_MY_HOUSE_SCOPES", "openid email"), ("OAUTH_MY_HOUSE_LABEL", "My house")],
    ))
    .providers
    .remove(0);
    assert_eq!(provider.name, "my_house");
    assert_eq!(provider.kind, Kind::Oidc);
    assert_eq!(provider.client_id, "client");
    assert_eq!(provider.client_secret.expose(), "not so secret");
    assert_eq!(provider.issuer.as_deref(), Some("https://id.example.org"));
    assert_eq!(provider.scopes, ["openid", "email"]);
    assert_eq!(provider.label, "My house");
}

#[test]
fn the_settings_file_knows_the_family_too() {
    let toml = "oauth_google_kind = 'google'\noauth_google_client_id = 'c'\noauth_google_client_secret = 's'";
    assert_eq!(read_toml(toml).providers[0].name, "google");
}

#[test]
fn addresses_are_trusted_by_default_only_from_google_and_github() {
    assert!(read(&GOOGLE).providers[0].trust_email);
    assert!(!read(&oidc("https://id.example.org", &[])).providers[0].trust_email);
    let trusted = oidc("https://id.example.org", &[("OAUTH_MY_HOUSE_TRUST_EMAIL", "true")]);
    assert!(read(&trusted).providers[0].trust_email);
}

#[test]
fn several_providers_stand_side_by_side() {
    let both: Vec<_> = GOOGLE.into_iter().chain(oidc("https://id.example.org", &[])).collect();
    let names: Vec<String> = read(&both).providers.into_iter().map(|provider| provider.name).collect();
    assert_eq!(names, ["google", "my_house"]);
}

#[test]
fn what_a_provider_lacks_is_named() {
    let all = problems(&[("OAUTH_GITHUB_LABEL", "GitHub")], None);
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["OAUTH_GITHUB_KIND", "OAUTH_GITHUB_CLIENT_ID", "OAUTH_GITHUB_CLIENT_SECRET"]);
    let (name, _) = problem(&oidc("https://id.example.org", &[])[..3]);
    assert_eq!(name, "OAUTH_MY_HOUSE_ISSUER");
}

#[test]
fn what_a_provider_has_wrong_is_named() {
    for (name, value, allowed) in [
        ("OAUTH_MY_HOUSE_KIND", "saml", "google, github, oidc"),
        ("OAUTH_MY_HOUSE_ISSUER", "id.example.org", "https://"),
        ("OAUTH_MY_HOUSE_ISSUER", "http://id.example.org", "https://"),
        ("OAUTH_MY_HOUSE_TRUST_EMAIL", "perhaps", "true, false"),
    ] {
        let mut variables = oidc("https://id.example.org", &[]);
        variables.retain(|(other, _)| *other != name);
        variables.push((name, value));
        let (wrong, sentence) = problem(&variables);
        assert_eq!(wrong, name);
        assert!(sentence.contains(allowed), "{sentence}");
    }
}

#[test]
fn an_issuer_on_this_machine_may_be_plain_http_outside_production() {
    let local = oidc("http://localhost:4000", &[]);
    read(&local);
    assert_eq!(problem(&production(&local)).0, "OAUTH_MY_HOUSE_ISSUER");
}
