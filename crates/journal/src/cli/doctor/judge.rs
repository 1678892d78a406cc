//! What a measurement means: pure, so that a full disk and a clock from another year can be tested.

use std::net::SocketAddr;
use std::path::Path;

use app::admin::examine::{Orphans, Outbox};
use app::audit::Kept;
use app::key::Fit;
use app::mail::Reached;
use jiff::{SignedDuration, Timestamp};
use store::Standing;

use super::Finding;

/// Less free space than this is a matter of days.
const SCARCE: u64 = 1024 * 1024 * 1024;
/// With less than this, SQLite cannot fold its log back any more.
const TOO_LITTLE: u64 = 64 * 1024 * 1024;
/// How far the clock of the file system may be from ours.
const APART: SignedDuration = SignedDuration::from_mins(1);
/// A clock that says less was never set: this program did not exist then.
const OLDEST: &str = "2026-01-01T00:00:00Z";
/// Every person has a connection or two, and the database has some more.
const FEW_FILES: u64 = 1024;
/// With fewer, the program itself hardly has enough.
const TOO_FEW_FILES: u64 = 128;
/// Fewer different bytes than this in a secret were typed, not made.
const TYPED: usize = 12;
/// What stands in secrets that were copied from an example.
const PLACEHOLDERS: [&str; 5] = ["secret", "password", "changeme", "change-me", "example"];
/// A mail that waits for longer does not only wait for its turn.
const STUCK: SignedDuration = SignedDuration::from_hours(1);

/// Free space on a disk, in bytes.
pub fn space(free: u64, place: &str) -> Finding {
    let says = format!("{} MiB are free for {place}", free / 1024 / 1024);
    let hint = "make room, or move JOURNAL_DATA_DIR to a larger disk";
    match free {
        ..TOO_LITTLE => Finding::error("disk space", says, hint),
        TOO_LITTLE..SCARCE => Finding::warning("disk space", says, hint),
        SCARCE.. => Finding::ok("disk space", says),
    }
}

/// The machine's clock, and what the disk thinks is now.
pub fn clock(now: Timestamp, disk: Option<Timestamp>) -> Finding {
    const CHECK: &str = "clock";
    const HINT: &str = "set the machine's clock, and let a time service keep it; tokens depend on it";
    let oldest: Timestamp = OLDEST.parse().expect("a time");
    let apart = disk.map(|disk| now.duration_since(disk).abs());
    match apart {
        _ if now < oldest => Finding::error(CHECK, format!("it says {now}, which is long past"), HINT),
        Some(apart) if apart > APART => {
            Finding::warning(CHECK, format!("it is {}s away from the disk's", apart.as_secs()), HINT)
        }
        _ => Finding::ok(CHECK, format!("it says {now:.0}")),
    }
}

/// How many files this process may have open; none: as many as it likes.
pub fn open_files(limit: Option<u64>) -> Finding {
    const CHECK: &str = "open files";
    const HINT: &str =
        "raise it: `LimitNOFILE=65536` in the systemd unit, or `ulimit -n 65536` before the start";
    let Some(limit) = limit else { return Finding::ok(CHECK, "as many as there are") };
    let says = format!("{limit} at once, connections included");
    match limit {
        ..TOO_FEW_FILES => Finding::error(CHECK, says, HINT),
        TOO_FEW_FILES..FEW_FILES => Finding::warning(CHECK, says, HINT),
        FEW_FILES.. => Finding::ok(CHECK, says),
    }
}

/// The secret of HS256. Whoever guesses it signs tokens of their own.
pub fn token_secret(secret: &[u8]) -> Finding {
    const CHECK: &str = "token secret";
    const HINT: &str = "make JOURNAL_JWT_SECRET with `openssl rand -base64 48`, or leave it out for EdDSA";
    let mut different = [false; 256];
    for byte in secret {
        different[usize::from(*byte)] = true;
    }
    let different = different.iter().filter(|seen| **seen).count();
    let text = String::from_utf8_lossy(secret).to_lowercase();
    if PLACEHOLDERS.iter().any(|word| text.contains(word)) {
        return Finding::error(CHECK, "it reads like an example, and can be guessed", HINT);
    }
    if different < TYPED {
        let says = format!("it is made of {different} different characters, and can be guessed");
        return Finding::error(CHECK, says, HINT);
    }
    Finding::ok(CHECK, format!("{} bytes that look random", secret.len()))
}

/// Whether passkeys can be used under the public address, those that were made still can, and related origins may ask.
pub fn passkeys(public: &str, made: &[(String, i64)], related: &[String]) -> Finding {
    const CHECK: &str = "passkeys";
    let Some(host) = app::passkey::relying_party_id(public) else {
        return Finding::warning(
            CHECK,
            format!("{public} has no name, and passkeys belong to names: nobody can use one"),
            "give an address with a name in it as JOURNAL_PUBLIC_URL",
        );
    };
    let lost: Vec<_> = made.iter().filter(|(other, _)| *other != host).collect();
    if !lost.is_empty() {
        let (count, hosts) =
            (lost.iter().map(|(_, count)| count).sum::<i64>(), lost.iter().map(|(other, _)| other.as_str()));
        let hosts = hosts.collect::<Vec<_>>().join(", ");
        return Finding::error(
            CHECK,
            format!("{count} were made for {hosts} and do not work under {host}"),
            "put the old name back into JOURNAL_PUBLIC_URL, or have people sign in another way and add new ones",
        );
    }
    if let Some(plain) = related.iter().find(|origin| !origin.starts_with("https://")) {
        return Finding::error(
            CHECK,
            format!("{plain} may not use them: browsers ask for related origins over https alone"),
            "give https:// origins in JOURNAL_WEBAUTHN_RELATED_ORIGINS",
        );
    }
    if related.len() > MOST_RELATED {
        return Finding::warning(
            CHECK,
            format!("{} related origins: browsers look at the first few alone", related.len()),
            "name at most five in JOURNAL_WEBAUTHN_RELATED_ORIGINS",
        );
    }
    Finding::ok(CHECK, format!("made for {host}"))
}

/// How many names browsers must look at (WebAuthn Level 3, section 5.11.1).
const MOST_RELATED: usize = 5;

/// Where people go, and where the program listens.
pub fn public_address(public: &str, is_loopback: bool, listen: SocketAddr, has_proxy: bool) -> Finding {
    const CHECK: &str = "public address";
    let is_https = public.starts_with("https://");
    if is_https && !has_proxy {
        return Finding::warning(
            CHECK,
            format!("{public} needs a proxy that speaks TLS, and JOURNAL_TRUSTED_PROXIES names none"),
            "name the proxy's network, such as 127.0.0.1/32; otherwise all people are one network to the limits",
        );
    }
    if !is_https && !is_loopback {
        return Finding::warning(
            CHECK,
            format!(
                "{public} is not https: passwords cross the network in the clear, and passkeys do not work"
            ),
            "put a proxy with TLS in front (see deploy/), and give its https:// address as JOURNAL_PUBLIC_URL",
        );
    }
    if is_https && !listen.ip().is_loopback() && !listen.ip().is_unspecified() {
        return Finding::ok(CHECK, format!("{public}, through a proxy that reaches {listen}"));
    }
    if is_https && listen.ip().is_unspecified() {
        return Finding::warning(
            CHECK,
            format!("{listen} is reachable past the proxy that serves {public}"),
            "listen on the address that the proxy reaches, or let a firewall or the container's network keep others out",
        );
    }
    Finding::ok(CHECK, format!("{public}, listening on {listen}"))
}

/// How far the database's tables are.
pub fn migrations(standing: &Standing) -> Finding {
    match standing.missing.as_slice() {
        [] => Finding::ok(
            "migrations",
            format!("the database is at {}, as this program needs it", standing.number),
        ),
        missing => Finding::warning(
            "migrations",
            format!("the database is at {}, and {} are missing", standing.number, missing.len()),
            "back up; then the next start applies them, or `journal migrate` does so now",
        ),
    }
}

/// How the keys in the database fit the master key.
pub fn keys(fit: &Fit) -> Finding {
    const CHECK: &str = "keys";
    if !fit.closed.is_empty() {
        let says = format!("the master key does not open {}", fit.closed.join(", "));
        let hint = "put back the master key that the database was made with; nothing else opens it";
        return Finding::error(CHECK, says, hint);
    }
    if fit.waiting > 0 {
        let says = format!("{} keys are still wrapped by the master key before this one", fit.waiting);
        let hint =
            "finish with `journal keys rotate-master`, and keep JOURNAL_MASTER_KEY_PREVIOUS until then";
        return Finding::warning(CHECK, says, hint);
    }
    Finding::ok(CHECK, format!("the master key opens all {} keys in the database", fit.opened))
}

/// Rows that point to nobody.
pub fn directories(orphans: &[Orphans]) -> Finding {
    const CHECK: &str = "directories";
    if orphans.is_empty() {
        return Finding::ok(CHECK, "every row leads to somebody");
    }
    let told = orphans.iter().map(|orphans| format!("{} {}", orphans.rows, orphans.what));
    let hint = "restore the last good backup if rows were removed by hand; otherwise please report this";
    Finding::warning(CHECK, told.collect::<Vec<_>>().join("; "), hint)
}

/// Whether mail leaves.
pub fn outbox(outbox: &Outbox, now: Timestamp) -> Finding {
    const CHECK: &str = "outbox";
    let waits = outbox.oldest.map(|oldest| now.duration_since(oldest)).unwrap_or_default();
    if waits > STUCK {
        let hours = waits.as_hours();
        let says = format!("{} mails wait, the oldest for {hours} hours", outbox.waiting);
        return Finding::warning(
            CHECK,
            says,
            "see `mail` below; they leave by themselves once the server takes mail",
        );
    }
    if outbox.given_up > 0 {
        let says = format!("{} mails were given up within a week", outbox.given_up);
        return Finding::warning(
            CHECK,
            says,
            "look for `mail` in the log: it tells what the mail server refused",
        );
    }
    Finding::ok(CHECK, format!("{} mails wait for their turn", outbox.waiting))
}

/// Time zones that this program does not know.
pub fn time_zones(unknown: &[String]) -> Finding {
    match unknown {
        [] => Finding::ok("time zones", "all that are in use are known"),
        some => Finding::warning(
            "time zones",
            format!("this program does not know {}", some.join(", ")),
            "use a newer program: these were written by one that knew more",
        ),
    }
}

/// Whether anybody can administrate.
pub fn administrator(has_admin: bool) -> Finding {
    if has_admin {
        return Finding::ok("administrator", "there is one");
    }
    let hint = "make one: `journal user create EMAIL --role admin`";
    Finding::warning("administrator", "nobody has the role `admin`", hint)
}

/// How the mail server was reached.
pub fn mail(reached: Reached) -> Finding {
    const CHECK: &str = "mail";
    match reached {
        Reached { is_encrypted: true, .. } => {
            Finding::ok(CHECK, "the mail server answers over TLS and lets Journal in")
        }
        Reached { is_here: true, .. } => {
            Finding::ok(CHECK, "the mail server on this machine answers and lets Journal in")
        }
        Reached { .. } => Finding::warning(
            CHECK,
            "the mail server answers, but in the clear: links in mails can be read on the way",
            "use smtps://, or smtp:// with ?tls=required",
        ),
    }
}

/// Whether the audit trail still holds where it once ended.
pub fn anchor(kept: &Kept, path: &Path) -> Finding {
    const CHECK: &str = "audit anchor";
    let file = path.display();
    match kept {
        Kept::None => Finding::ok(CHECK, "none is kept yet; the server writes it"),
        Kept::Stands(number) => Finding::ok(CHECK, format!("the trail holds checkpoint {number}")),
        Kept::Cut(number) => Finding::error(
            CHECK,
            format!("the audit trail does not hold checkpoint {number} any more"),
            format!(
                "after restoring a backup that is so: run `journal audit verify`, keep what it says, and remove \
                 {file}; the server begins a new one. Otherwise somebody has cut the trail off, and you may want to \
                 keep database and file as they are"
            ),
        ),
        Kept::Unread(why) => Finding::error(
            CHECK,
            format!("{file}: {why}"),
            "let the user that Journal runs as read and write it; when it is damaged, remove it and a new one begins",
        ),
    }
}
