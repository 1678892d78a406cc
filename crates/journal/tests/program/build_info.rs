use super::{Home, stdout};

#[test]
fn it_tells_which_program_it_is() {
    let home = Home::new();
    let info = home.json(&["build-info"]);
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert!(info["target"].as_str().is_some_and(|target| target.contains(std::env::consts::OS)));
    assert!(stdout(&home.run(&["build-info"], &[])).starts_with("version  "));
    assert!(stdout(&home.run(&["--version"], &[])).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_help_of_serve_explains_every_setting() {
    let help = stdout(&Home::new().run(&["serve", "--help"], &[]));
    for setting in journal::config::SETTINGS {
        assert!(help.contains(&format!("JOURNAL_{}\n", setting.name)), "{}", setting.name);
    }
}
