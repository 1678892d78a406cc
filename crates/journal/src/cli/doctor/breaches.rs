//! The list of breached passwords: whether it is there, can be read, and is whole.

use app::account::{BreachList, Broken};

use super::Finding;
use crate::config::Config;

const CHECK: &str = "breach list";

/// Nothing where none is wanted.
pub(super) fn examine(config: &Config) -> Option<Finding> {
    let path = config.breach_list.as_deref()?;
    let looked_at = BreachList::open(path).and_then(|list| list.examine().map(|()| list.count()));
    Some(match looked_at {
        Ok(count) => Finding::ok(CHECK, format!("{} holds {count} passwords", path.display())),
        Err(error @ Broken::Unreadable(..)) => {
            let hint = "check JOURNAL_BREACH_LIST, and that the user who runs Journal may read the file; without the \
                        list it does not start";
            Finding::error(CHECK, error.to_string(), hint)
        }
        Err(error @ Broken::Damaged(_)) => {
            let hint = "make it anew with `journal passwords build-breach-list`; until then nobody can choose a password";
            Finding::error(CHECK, error.to_string(), hint)
        }
    })
}
