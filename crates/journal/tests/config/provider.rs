use app::settings::ProviderKind as Kind;

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
    assert_eq!(provider.issuer, "https://id.example.org");
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
fn what_is_not_said_is_what_is_usual_for_the_kind() {
    let google = read(&GOOGLE).providers.remove(0);
    assert_eq!((google.issuer.as_str(), google.label.as_str()), ("https://accounts.google.com", "Google"));
    assert!(google.hosts.iter().any(|host| host == "oauth2.googleapis.com"), "{:?}", google.hosts);
    assert_eq!(google.scopes, ["openid", "email", "profile"]);
    let github = [
        ("OAUTH_HUB_KIND", "github"),
        ("OAUTH_HUB_CLIENT_ID", "client"),
        ("OAUTH_HUB_CLIENT_SECRET", "not so secret"),
    ];
    let hub = read(&github).providers.remove(0);
    assert_eq!((hub.issuer.as_str(), hub.label.as_str()), ("https://github.com", "GitHub"));
    assert_eq!((hub.hosts.as_slice(), hub.scopes.len()), (["api.github.com".to_owned()].as_slice(), 2));
    // A server of one's own is asked, and GitHub's is not.
    let own: Vec<_> = github.into_iter().chain([("OAUTH_HUB_ISSUER", "https://git.example.org/")]).collect();
    let hub = read(&own).providers.remove(0);
    assert_eq!((hub.issuer.as_str(), hub.hosts.len()), ("https://git.example.org", 0));
    let house = read(&oidc(
        "https://id.example.org/tenant/",
        &[("OAUTH_MY_HOUSE_HOSTS", "keys.example.org:8443, a.example")],
    ));
    assert_eq!(house.providers[0].issuer, "https://id.example.org/tenant/", "to the letter");
    assert_eq!(house.providers[0].hosts, ["keys.example.org:8443", "a.example"]);
}

#[test]
fn a_clients_secret_may_stand_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "not so secret\n").unwrap();
    let path = file.path().to_str().unwrap();
    let google = [GOOGLE[0], GOOGLE[1], ("OAUTH_GOOGLE_CLIENT_SECRET_FILE", path)];
    assert_eq!(read(&google).providers[0].client_secret.expose(), "not so secret");
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
        ("OAUTH_MY_HOUSE_ISSUER", "https://id.example.org/?tenant=1", "https://"),
        ("OAUTH_MY_HOUSE_SCOPES", "email profile", "openid"),
        ("OAUTH_MY_HOUSE_HOSTS", "https://keys.example.org/", "keys.example.org"),
        ("OAUTH_MY_HOUSE_HOSTS", "keys.example.org user@evil.example", "keys.example.org"),
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
