//! What may stand on the command line.

use std::path::PathBuf;

use app::access::Role;
use clap::{Parser, Subcommand};

use crate::config::{PREFIX, Preset, SETTINGS};

/// A private journal that people host themselves.
#[derive(Debug, Parser)]
#[command(name = "journal", version, after_help = "Example: journal serve --config /etc/journal.toml")]
pub(super) struct Arguments {
    /// The settings file, instead of journal.toml in the working folder
    #[arg(long, global = true, value_name = "PATH")]
    pub config: Option<PathBuf>,
    /// Answers in JSON
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serves the page and the API; what happens when no command is given
    #[command(after_help = "Example: journal serve", after_long_help = settings())]
    Serve,
    /// Brings the database to what this program needs; serving does so by itself
    #[command(after_help = "Example: journal migrate --json")]
    Migrate,
    /// Tells version, commit and target of this program
    #[command(after_help = "Example: journal build-info --json")]
    BuildInfo,
    /// Prints the OpenAPI document
    #[command(after_help = "Example: journal openapi > openapi.json")]
    Openapi,
    /// Looks after accounts
    #[command(after_help = "Example: journal user create ada@example.org --role admin")]
    User {
        #[command(subcommand)]
        act: User,
    },
    /// Looks at the settings
    #[command(after_help = "Example: journal config check --config /etc/journal.toml")]
    Config {
        #[command(subcommand)]
        ask: Settings,
    },
    /// Looks for what is wrong with this installation; fails when something must be mended
    #[command(after_help = "Example: journal doctor")]
    Doctor,
    /// Decides what becomes of what was written in demo mode
    #[command(after_help = "Example: journal demo adopt --to ada@example.org")]
    Demo {
        #[command(subcommand)]
        act: Demo,
    },
    /// Looks after mail
    #[command(after_help = "Example: journal mail test ada@example.org")]
    Mail {
        #[command(subcommand)]
        act: Mail,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Makes an account with a verified address; the password is read from standard input
    #[command(after_help = "Example: pass journal/ada | journal user create ada@example.org --role admin")]
    Create {
        /// The address to sign in with
        email: String,
        /// What the account may do: user or admin
        #[arg(long, default_value = "user", value_parser = role)]
        role: Role,
    },
    /// Lists all accounts, the oldest first
    #[command(after_help = "Example: journal user list --json")]
    List,
    /// Shows an account
    #[command(after_help = "Example: journal user show ada@example.org")]
    Show {
        /// The account's address
        email: String,
    },
    /// Ends an account's sessions and lets nobody sign in to it
    #[command(after_help = "Example: journal user disable ada@example.org")]
    Disable {
        /// The account's address
        email: String,
    },
    /// Lets people sign in to a disabled account again
    #[command(after_help = "Example: journal user enable ada@example.org")]
    Enable {
        /// The account's address
        email: String,
    },
    /// Gives an account a role, instead of the one it has
    #[command(after_help = "Example: journal user set-role ada@example.org admin")]
    SetRole {
        /// The account's address
        email: String,
        /// What the account may do: user or admin
        #[arg(value_parser = role)]
        role: Role,
    },
    /// Signs an account out everywhere
    #[command(after_help = "Example: journal user end-sessions ada@example.org")]
    EndSessions {
        /// The account's address
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Settings {
    /// Checks all settings and tells everything that is wrong
    #[command(after_help = "Example: journal config check")]
    Check,
    /// Shows all settings as they hold, without secrets
    #[command(after_help = "Example: journal config show --origin")]
    Show {
        /// Also tells where each value comes from
        #[arg(long)]
        origin: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Mail {
    /// Sends a test mail at once and tells what the mail server says
    #[command(after_help = "Example: journal mail test ada@example.org")]
    Test {
        /// Who gets the mail
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Demo {
    /// Gives all entries of demo mode to an account; what was interrupted goes on when it is run again
    #[command(after_help = "Example: journal demo adopt --to ada@example.org")]
    Adopt {
        /// The account that gets them
        #[arg(long, value_name = "EMAIL")]
        to: String,
    },
    /// Deletes all entries of demo mode, for good
    #[command(after_help = "Example: journal demo discard")]
    Discard,
}

fn role(word: &str) -> Result<Role, &'static str> {
    Role::parse(word).ok_or("the roles are user and admin")
}

/// Every setting, for `journal serve --help`.
fn settings() -> String {
    let mut text = String::from("Settings, from the environment or, in lower case, from journal.toml:\n");
    for setting in SETTINGS {
        let default = match setting.default {
            Preset::Value(value) | Preset::Unset(value) => value.replace('`', ""),
        };
        let meaning = setting.meaning.replace('`', "");
        let (name, allowed) = (setting.name, setting.allowed());
        text.extend([
            format!("\n  {PREFIX}{name}\n      {meaning}\n"),
            format!("      allowed: {allowed}\n      default: {default}\n"),
        ]);
    }
    text + "\nExample: JOURNAL_LISTEN=127.0.0.1:9000 journal serve"
}
