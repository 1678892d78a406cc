//! Notices when the page was built anew, and lets the program be built without it.

use std::path::Path;

#[allow(clippy::disallowed_macros, reason = "this is how a build script speaks to cargo")]
fn main() {
    let page = Path::new("../../web/dist");
    // Watching a folder that is missing would build the program anew every time.
    if page.parent().is_some_and(Path::is_dir) {
        let _ = std::fs::create_dir_all(page);
    }
    println!("cargo::rerun-if-changed={}", page.display());
}
