//! Starts the program; everything is in the library beside it, where tests reach it.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// What one thread allocates another one frees all the time here; the system's allocator has them wait for each other.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const _: () = assert!(crypto::password::HAS_DECOY, "the program is never built without its decoy");

fn main() -> ExitCode {
    journal::cli::run()
}
