use super::Home;

#[test]
fn the_description_needs_no_server_and_makes_nothing() {
    let home = Home::new();
    let document = home.json(&["openapi"]);
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    assert!(document["paths"]["/api/auth/login"]["post"].is_object());
    assert_eq!(home.path().read_dir().unwrap().count(), 0);
}
