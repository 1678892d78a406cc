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
fn every_command_explains_itself_with_an_example() {
    let home = Home::new();
    for command in [
        "",
        "serve",
        "migrate",
        "build-info",
        "openapi",
        "user",
        "user create",
        "user list",
        "user show",
        "user disable",
        "user enable",
        "user set-role",
        "user end-sessions",
        "config",
        "config check",
        "config show",
        "doctor",
        "mail",
        "mail test",
    ] {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let output = home.run(&arguments, &[]);
        assert!(output.status.success());
        assert!(stdout(&output).contains("Example: "), "{command}: {}", stdout(&output));
    }
}

#[test]
fn the_help_of_serve_explains_every_setting() {
    let help = stdout(&Home::new().run(&["serve", "--help"], &[]));
    for setting in journal::config::SETTINGS {
        assert!(help.contains(&format!("JOURNAL_{}\n", setting.name)), "{}", setting.name);
    }
}
