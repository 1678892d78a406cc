//! The first start: while nobody is an admin, whoever started the program gets a link that makes the first one.
//!
//! The link opens everything, so it goes to a terminal, where a person sits, and into a file that only its owner may
//! read; never where standard output is kept, such as a supervisor's journal. The file goes when there is an admin.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use app::App;
use crypto::Secret;

use crate::Failure;
use crate::config::Config;

/// The file's name in the data folder.
const FILE: &str = "set-up-link";
/// How often it is looked whether there is an admin by now.
const LOOK: Duration = Duration::from_secs(2);

/// A link that waits for somebody.
pub(super) struct Begun {
    link: Secret<String>,
    /// Where the link stands, too.
    pub(super) file: PathBuf,
}

impl Begun {
    /// What is said about it; the link itself only to a person.
    pub(super) fn words(&self, is_person: bool) -> String {
        let file = self.file.display();
        if is_person {
            let link = self.link.expose();
            return format!(
                "There is no administrator yet. Open this link to become it; it works once, for three days:\n\n  \
                 {link}\n\nIt stands in {file} as well. Or: journal user create EMAIL --role admin"
            );
        }
        format!(
            "There is no administrator yet. The link to become it stands in {file}; it works once, for three days. \
             Or: journal user create EMAIL --role admin"
        )
    }
}

/// Makes a link, if nobody is an admin, and puts it into the file; takes an old file away otherwise.
pub(super) async fn begin(config: &Config, app: &App) -> Result<Option<Begun>, Failure> {
    let file = config.data_dir.join(FILE);
    remove(&file);
    let Some(link) = app::admin::set_up_link(app).await? else { return Ok(None) };
    write(&file, &link).map_err(|error| {
        Failure::of(format_args!("the set-up link cannot be written to {}", file.display()), error)
    })?;
    tokio::spawn(follow(app.clone(), file.clone()));
    Ok(Some(Begun { link, file }))
}

/// Takes the file away as soon as there is an admin.
async fn follow(app: App, file: PathBuf) {
    loop {
        tokio::time::sleep(LOOK).await;
        if app::admin::has_admin(&app).await.unwrap_or(false) {
            return remove(&file);
        }
    }
}

fn write(file: &Path, link: &Secret<String>) -> io::Result<()> {
    let mut opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(opened, "{}", link.expose())?;
    opened.sync_all()
}

fn remove(file: &Path) {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::warn!(%error, file = %file.display(), "a set-up link that is void could not be removed");
        }
        _ => {}
    }
}
