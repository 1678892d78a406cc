//! What may stand on the command line.

use std::path::PathBuf;

use app::access::Role;
use clap::{Parser, Subcommand, ValueEnum};
use uuid::Uuid;

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
    /// Looks after the list of breached passwords
    #[command(
        after_help = "Example: journal passwords build-breach-list pwned-sha1-ordered-by-hash.txt breaches"
    )]
    Passwords {
        #[command(subcommand)]
        act: Passwords,
    },
    /// Looks after roles: names that grant scopes
    #[command(after_help = "Example: journal role create support admin:read")]
    Role {
        #[command(subcommand)]
        act: Roles,
    },
    /// Looks after invitations, for where registration is by invitation
    #[command(after_help = "Example: journal invite create --uses 5 --note choir")]
    Invite {
        #[command(subcommand)]
        act: Invitation,
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
    /// Looks after the keys that sign access tokens, and the master key
    #[command(after_help = "Example: journal keys list")]
    Keys {
        #[command(subcommand)]
        act: Keys,
    },
    /// Looks after the audit trail
    #[command(after_help = "Example: journal audit verify")]
    Audit {
        #[command(subcommand)]
        act: Audit,
    },
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
        /// What the account may do: user, admin or a role of your own
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
    /// Gives an account roles, instead of those it has
    #[command(after_help = "Example: journal user set-role ada@example.org admin")]
    SetRole {
        /// The account's address
        email: String,
        /// The roles, of those that journal role list shows; admin brings user along
        #[arg(required = true, value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// Lists the access tokens that an account has made for scripts, or revokes them all
    #[command(after_help = "Example: journal user tokens ada@example.org")]
    Tokens {
        /// The account's address
        email: String,
        /// Revokes all of them
        #[arg(long)]
        revoke: bool,
    },
    /// Brings accounts from elsewhere, with the password hashes that they had there
    #[command(after_help = "Example: journal user import people.jsonl --dry-run", long_about = IMPORT)]
    Import {
        /// The file, ending in .jsonl or .csv
        file: PathBuf,
        /// What the file is, when its ending does not say
        #[arg(long, value_enum)]
        format: Option<Form>,
        /// Only tells what would become of each line
        #[arg(long)]
        dry_run: bool,
    },
    /// Removes every second factor of somebody who has lost all of theirs; they are told by mail
    #[command(after_help = "Example: journal user remove-factors ada@example.org")]
    RemoveFactors {
        /// The account's address
        email: String,
    },
    /// Signs an account out everywhere
    #[command(after_help = "Example: journal user end-sessions ada@example.org")]
    EndSessions {
        /// The account's address
        email: String,
    },
}

/// How the lines of an import are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Form {
    /// A JSON object to a line
    Jsonl,
    /// Comma-separated, with a header
    Csv,
}

#[derive(Debug, Subcommand)]
pub(super) enum Passwords {
    /// Makes the file for `JOURNAL_BREACH_LIST` from a download of Have I Been Pwned
    #[command(after_help = "Example: journal passwords build-breach-list ranges/ breaches")]
    BuildBreachList {
        /// Lines of SHA-1 and count ordered by hash, or a folder of range files such as 0018A.txt
        input: PathBuf,
        /// The file to make; it appears when it is complete
        output: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Roles {
    /// Lists roles, what each grants, and how many accounts have it
    #[command(after_help = "Example: journal role list --json")]
    List,
    /// Makes a role
    #[command(after_help = "Example: journal role create support admin:read")]
    Create {
        /// 2 to 24 small letters, digits and hyphens
        name: String,
        /// What it grants, such as entries:read or admin:read
        #[arg(required = true, value_name = "SCOPE")]
        scopes: Vec<String>,
    },
    /// Lets a role grant something else, at once for everybody who has it
    #[command(after_help = "Example: journal role set-scopes support admin:read entries:read")]
    SetScopes {
        /// The role's name
        name: String,
        /// All that it shall grant
        #[arg(required = true, value_name = "SCOPE")]
        scopes: Vec<String>,
    },
    /// Deletes a role that nobody has
    #[command(after_help = "Example: journal role delete support")]
    Delete {
        /// The role's name
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Invitation {
    /// Makes an invitation and shows its code, this once
    #[command(after_help = "Example: journal invite create --uses 5 --days 30 --note choir")]
    Create {
        /// How many accounts it may make
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
        uses: u32,
        /// For how many days it holds
        #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=366))]
        days: u32,
        /// What it is for; only admins see it
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Lists invitations, the newest first
    #[command(after_help = "Example: journal invite list --json")]
    List,
    /// Withdraws an invitation, with the registrations that wait under it
    #[command(after_help = "Example: journal invite revoke 019a7c1e-6f0e-7c3a-9d53-0242ac120002")]
    Revoke {
        /// The invitation's id, as the list shows it
        id: Uuid,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Lists the keys that sign access tokens, the oldest first
    #[command(after_help = "Example: journal keys list --json")]
    List,
    /// Makes a new key that signs access tokens; nobody is signed out
    #[command(after_help = "Example: journal keys rotate")]
    Rotate {
        /// Refuses what older keys signed at once, because one of them is no secret any more
        #[arg(long)]
        drop_old: bool,
    },
    /// Wraps all keys by a new master key; broken off, it goes on where it stopped
    #[command(after_help = "Example: journal keys rotate-master")]
    RotateMaster,
}

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Reads the whole audit trail, and fails when something was changed, removed, inserted or cut off
    #[command(after_help = "Example: journal audit verify --json")]
    Verify {
        /// Where the trail ended at an earlier time, as that verification told
        #[arg(long)]
        anchor: Option<String>,
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
const IMPORT: &str = "Brings accounts from elsewhere, with the password hashes that they had there

The file holds a JSON object to a line, or CSV with a header. The fields are email, username, display_name, password_hash, \
roles, is_verified and created_at; all but the first may be left out. Hashes are taken over from bcrypt (cost 4 to 14), \
PBKDF2-SHA256 as Django writes it (up to 2,000,000 iterations), scrypt and Argon2 (up to 256 MiB and four times that in \
all) and SHA-512-crypt (up to 500,000 rounds), and replaced at the first login. Who comes without a hash resets the \
password. Addresses that have an account are left alone, so a file may be given twice.";

fn role(word: &str) -> Result<Role, &'static str> {
    Role::parse(word).ok_or("a role is one that journal role list shows")
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
