//! Mail: what Journal writes to people, and how it leaves the house.
//!
//! A mail is put into the outbox by a change that is committed together with what causes it, so there is no act
//! without its mail and no mail of an act that did not happen. A worker hands it to the mail server later and tries
//! again until it is taken; a server that is away slows nobody and loses nothing. In the outbox a mail is sealed: the
//! row shows neither recipient nor text. Without a mail server, development keeps mail in its mailbox and production
//! lets it wait.
//!
//! What must always hold: one node at a time delivers a mail, and it arrives once, unless a node dies or loses the
//! database between the server's word and its own commit; then it arrives again, under the same Message-ID. Clocks of
//! nodes may differ by a few minutes.

mod admin_act;
mod check;
mod deliver;
mod mailbox;
mod model;
mod retry;
mod server;
mod smtp;
mod store;
mod words;

use std::sync::atomic::{AtomicU32, Ordering};

use ::store::Change;
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::App;
use crate::id::AccountId;
use crate::settings::Settings;

pub use admin_act::AdminAct;
pub use check::{NotSent, Reached, check, send_test};
pub use deliver::{Delivery, deliver};
pub use model::{Letter, Message};
pub use server::Unusable;
pub use smtp::Patience;

/// The development mailbox; it answers 404 to everybody but the developer.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(mailbox::mailbox))
}

/// The change that puts a mail into the outbox, for the caller to commit with what causes it; afterwards ring
/// `app.mail_waiting`. `account` is the account that the mail is about, or the pending registration: whoever deletes
/// either deletes its mails with [`delete_of`].
pub fn queue(app: &App, account: AccountId, to: &str, message: &Message, now: Timestamp) -> Change {
    let id = next_id(app, now);
    let letter = serde_json::to_vec(&message.write(to)).expect("a letter is plain text");
    let sealed = crypto::sealed::seal(&app.keys.mail, &app.random, &context(account, id), &letter);
    // The mailbox is where it was going; a server that is set up later must not send old tests to real people.
    let delivered_at = stays_here(&app.settings).then_some(now);
    store::insert(account, id, (message.name(), sealed), now, delivered_at)
}

fn next_id(app: &App, now: Timestamp) -> Uuid {
    static QUEUED: AtomicU32 = AtomicU32::new(0);
    counted(app.random.uuid_v7(now), QUEUED.fetch_add(1, Ordering::Relaxed))
}

/// A `UUIDv7` with a count in the 28 bits that come after its time (RFC 9562, section 6.2, method 1), so that mails of
/// the same instant keep their order in the mailbox. Forty bits stay random, for what other nodes count.
fn counted(id: Uuid, count: u32) -> Uuid {
    let [first, second, third, fourth] = count.to_be_bytes();
    let mut bytes = id.into_bytes();
    bytes[6] = 0x70 | (first & 0x0f);
    bytes[7] = second;
    bytes[8] = 0x80;
    bytes[9] = third;
    bytes[10] = fourth;
    Uuid::from_bytes(bytes)
}

/// The change that deletes all mails about an account.
pub fn delete_of(account: AccountId) -> Change {
    store::delete_of(account)
}

/// Whether mail goes to the development mailbox and nowhere else.
fn stays_here(settings: &Settings) -> bool {
    settings.is_development() && settings.mail.smtp_url.is_none()
}

fn open(app: &App, account: AccountId, id: Uuid, sealed: &[u8]) -> Option<Letter> {
    let letter = crypto::sealed::open(&app.keys.mail, &context(account, id), sealed).ok()?;
    serde_json::from_slice(&letter).ok()
}

/// Where a sealed mail belongs: it does not open in another row.
fn context(account: AccountId, id: Uuid) -> Vec<u8> {
    [b"outbox".as_slice(), account.0.as_bytes(), id.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_of_one_instant_keep_their_order_however_many_there_are() {
        let random = crypto::Random::system();
        let ids = [0, 1, 255, 256, 4_095, 4_096, 65_535, 65_536, 0x0fff_ffff];
        let ids = ids.map(|count| counted(random.uuid_v7(Timestamp::UNIX_EPOCH), count));
        assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7), "{ids:?}");
        assert!(ids.iter().all(|id| id.get_variant() == uuid::Variant::RFC4122), "{ids:?}");
    }
}
