//! `journal passwords`: the list of breached passwords. It needs neither settings nor database.

use app::account::build_breach_list;
use serde_json::json;

use super::arguments::Passwords;
use super::outcome::Outcome;
use crate::Failure;

pub(super) fn run(Passwords::BuildBreachList { input, output }: &Passwords) -> Result<Outcome, Failure> {
    let made = build_breach_list(input, output);
    let entries = made.map_err(|unmade| Failure::of("no breach list was made", unmade))?;
    let lines = [
        format!("{entries} passwords are in {}.", output.display()),
        format!("Set JOURNAL_BREACH_LIST={} to refuse them.", output.display()),
    ];
    Ok(Outcome::new(&json!({ "entries": entries, "file": output }), lines))
}
