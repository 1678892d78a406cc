//! Every command, taken from the command line's own description: its help has an example, and the example works and
//! answers in JSON. A command that is added is tested without being named here.

use clap::Command;
use serde_json::Value;

use super::{Home, refusal, stderr, stdout};
use testkit::{MailServer, PASSWORD};

const DEMO: [(&str, &str); 1] = [("USER_MGMT_ENABLED", "false")];

/// Every command below this one, with the words that call it.
fn commands(command: &Command, words: &[String]) -> Vec<(Vec<String>, Command)> {
    let below = command
        .get_subcommands()
        .flat_map(|command| commands(command, &[words, &[command.get_name().to_owned()]].concat()));
    std::iter::once((words.to_vec(), command.clone())).chain(below).collect()
}

fn all() -> Vec<(Vec<String>, Command)> {
    let found = commands(&journal::cli::grammar(), &["journal".to_owned()]);
    assert!(found.len() > 20, "{} commands", found.len());
    found
}

/// The words of the example in a help text: what stands behind the last pipe and before a redirection.
fn example(command: &Command) -> Vec<String> {
    let help = command.clone().render_long_help().to_string();
    let line = help.lines().find_map(|line| line.trim().strip_prefix("Example: "));
    let line = line.unwrap_or_else(|| panic!("{} has no example:\n{help}", command.get_name()));
    let own = line.rsplit(" | ").next().unwrap_or_default().split(" > ").next().unwrap_or_default();
    own.split_whitespace().skip_while(|word| *word != "journal").map(str::to_owned).collect()
}

#[test]
fn every_command_explains_itself_with_an_example_that_it_understands() {
    for (words, command) in all() {
        let example = example(&command);
        assert!(example.starts_with(&words), "{words:?} shows the example of another command: {example:?}");
        if let Err(error) = journal::cli::grammar().try_get_matches_from(&example) {
            panic!("{example:?}: {error}");
        }
        assert!(command.get_about().is_some(), "{words:?} does not say what it does");
    }
}

#[tokio::test]
async fn the_example_of_every_command_works_and_answers_in_json() {
    let home = Home::new();
    home.serve(&DEMO).stop();
    std::fs::write(home.path().join("people.jsonl"), "{\"email\": \"grace@example.org\"}\n").unwrap();
    std::fs::create_dir(home.path().join("ranges")).unwrap();
    std::fs::write(home.path().join("ranges/00000.txt"), format!("{:035}:3\n", 1)).unwrap();
    let mail = MailServer::start().await;
    let settings = [("SMTP_URL", format!("smtp://{}?tls=none", mail.address()))];
    tokio::task::spawn_blocking(move || {
        let settings: Vec<(&str, &str)> =
            settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for (words, command) in all() {
            let is_served = words == ["journal"] || words == ["journal", "serve"];
            if command.has_subcommands() || is_served {
                continue;
            }
            let example = example(&command);
            let arguments: Vec<&str> =
                example[1..].iter().map(String::as_str).filter(|word| *word != "--json").collect();
            let mut arguments = [&arguments[..], &["--json"]].concat();
            let invitation;
            if words.ends_with(&["invite".to_owned(), "revoke".to_owned()]) {
                invitation = home.json(&["invite", "create"])["id"].as_str().expect("an id").to_owned();
                arguments[2] = &invitation;
            }
            let output = home.run_with(&arguments, &settings, &format!("{PASSWORD}\n"));
            assert!(output.status.success(), "{arguments:?}: {}{}", stdout(&output), stderr(&output));
            let answer: Result<Value, _> = serde_json::from_slice(&output.stdout);
            assert!(answer.is_ok_and(|answer| answer.is_object() || answer.is_array()), "{arguments:?}");
        }
    })
    .await
    .unwrap();
}

#[test]
fn serving_tells_in_json_where_and_how_to_get_in() {
    let home = Home::new();
    let told = |settings: &[(&str, &str)]| -> Value {
        let mut server = home.serve_and_say(&["serve", "--json"], settings);
        let line = server.next_line().expect("it says that it is ready");
        server.stop();
        serde_json::from_str(&line).unwrap()
    };
    let ready = told(&[]);
    assert_eq!((&ready["ready"], &ready["has_admin"]), (&Value::Bool(true), &Value::Bool(false)));
    assert!(ready["url"].as_str().unwrap().starts_with("http://localhost:"), "{ready}");
    assert!(ready["demo"].is_null());
    let demo = told(&DEMO);
    assert_eq!(demo["demo"]["username"], "demo");
    assert_eq!(demo["demo"]["password"].as_str().map(str::len), Some(20), "{demo}");
}

#[test]
fn a_command_that_fails_says_one_sentence_and_fails_with_json_too() {
    let home = Home::new();
    for arguments in [
        &["user", "show", "nobody@example.org"][..],
        &["user", "disable", "nobody@example.org"],
        &["mail", "test", "nobody@example.org"],
        &["demo", "adopt", "--to", "nobody@example.org"],
        &["demo", "discard"],
    ] {
        for more in [&[][..], &["--json"]] {
            let refused = refusal(&home.run(&[arguments, more].concat(), &[]));
            assert_eq!(refused.lines().count(), 1, "{arguments:?}: {refused}");
        }
    }
}

#[test]
fn wrong_settings_are_told_to_programs_one_by_one() {
    let output = Home::new().run(&["config", "check", "--json"], &[("ENV", "prod"), ("LIMIT_GUESSES", "0")]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["ok"], false);
    assert_eq!(told["problems"][0]["name"], "JOURNAL_ENV");
    assert_eq!(told["problems"].as_array().map(Vec::len), Some(2));
}
