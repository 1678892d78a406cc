//! `journal build-info`: which program this is.

use serde::Serialize;

use super::outcome::{Outcome, table};
use crate::page::Page;

#[derive(Serialize)]
struct BuildInfo {
    version: &'static str,
    commit: Option<&'static str>,
    profile: &'static str,
    target: String,
    page: bool,
}

pub(super) fn run() -> Outcome {
    let info = BuildInfo {
        version: env!("CARGO_PKG_VERSION"),
        // Set by script/build; a build from a tree without history does not know.
        commit: option_env!("SOURCE_COMMIT").filter(|commit| !commit.is_empty()),
        profile: if cfg!(debug_assertions) { "debug" } else { "release" },
        target: format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        page: Page::embedded().is_built(),
    };
    let rows = [
        ["version".to_owned(), info.version.to_owned()],
        ["commit".to_owned(), info.commit.unwrap_or("unknown").to_owned()],
        ["profile".to_owned(), info.profile.to_owned()],
        ["target".to_owned(), info.target.clone()],
        ["page".to_owned(), if info.page { "embedded" } else { "not built" }.to_owned()],
    ];
    Outcome::new(&info, table(&rows))
}
