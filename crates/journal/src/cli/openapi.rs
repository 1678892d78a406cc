//! `journal openapi`: the API's description, without a server.

use super::outcome::Outcome;
use crate::Failure;

pub(super) fn run() -> Result<Outcome, Failure> {
    let document = app::openapi();
    let text =
        document.to_pretty_json().map_err(|error| Failure::of("the document cannot be written", error))?;
    Ok(Outcome::new(document, [text]))
}
