//! Journal with its decoy taken out: to an account that does not exist it answers without computing a hash. It is what
//! `script/bench timing --red` measures, to show that the measure finds what it is for. Nobody serves with it.

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    journal::cli::run()
}
