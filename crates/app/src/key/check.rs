//! Whether the master key opens every key in the database, for operators who ask. Nothing is made or changed.

use ::store::Store;
use crypto::keys::{MasterKey, WrappingKey};

use super::{ACCOUNT_KEYS, SERVER_KEYS, store};

/// How the keys in a database fit a master key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// Keys that it opens.
    pub opened: usize,
    /// Keys that only the master key before it opens: they wait to be wrapped anew.
    pub waiting: usize,
    /// What neither opens: purposes of the server's keys, then a count of accounts.
    pub closed: Vec<String>,
}

/// Tries every wrapped key, those that have been retired too.
pub async fn check(
    store: &Store,
    master: &MasterKey,
    previous: Option<&MasterKey>,
) -> Result<Fit, ::store::Error> {
    let mut fit = Fit::default();
    let keys = Pair::of(master, previous, SERVER_KEYS);
    for row in store.all(store::all()).await? {
        if !keys.open(row.purpose.as_bytes(), &row.wrapped, &mut fit) {
            fit.closed.push(row.purpose);
        }
    }
    let keys = Pair::of(master, previous, ACCOUNT_KEYS);
    let accounts = store.all(store::of_accounts()).await?;
    let closed =
        accounts.iter().filter(|(id, wrapped)| !keys.open(id.0.as_bytes(), wrapped, &mut fit)).count();
    if closed > 0 {
        fit.closed.push(format!("the keys of {closed} accounts"));
    }
    Ok(fit)
}

/// The wrapping key of today, and of before.
struct Pair {
    now: WrappingKey,
    before: Option<WrappingKey>,
}

impl Pair {
    fn of(master: &MasterKey, previous: Option<&MasterKey>, label: &str) -> Self {
        Self { now: master.wrapping(label), before: previous.map(|key| key.wrapping(label)) }
    }

    /// Counts a key that opens; whether it did.
    fn open(&self, context: &[u8], wrapped: &[u8], fit: &mut Fit) -> bool {
        if self.now.unwrap(context, wrapped).is_ok() {
            fit.opened += 1;
            return true;
        }
        let before = self.before.as_ref().is_some_and(|key| key.unwrap(context, wrapped).is_ok());
        fit.waiting += usize::from(before);
        before
    }
}
